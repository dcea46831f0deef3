"""Faults in the middle of commands, and mishaps around them, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.resolve.beside import Unexpected
from tests.resolve.faults import FAULTS, JOBS, OF_LAUNCHERS, Outcome, Trial, calls_of, points, tried
from tests.resolve.journey import Way
from tests.resolve.mishaps import IN_THE_MENU, MISHAPS, NotPossibleError, suffered

WAYS = (
    Way("20.2", "studio", "python"),
    Way("21.1", "free", "lua"),
    Way("18.6", "free", "python"),
    Way("21.1", "studio", "external"),
    Way("19.1", "studio", "lua"),
)
_HARD = ("Resolve closed", "Resolve killed", "launcher killed", "session killed")
_SHORT = ("revert", "batch back", "status", "check", "clean")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Suffered:
    """What came of a mishap: `wrong` is empty where all was as promised."""

    mishap: str
    way: str
    seen: str
    wrong: str
    tried: bool = True


def plan(most: int, only: str, folder: Path, tell: Tell) -> list[Trial]:
    """The trials that have the text `only` in their name: every fault in every command, at up to
    `most` calls each (fewer for those that take little away), the ways taken in turn.
    """
    known: dict[tuple[str, str], list[str]] = {}
    trials = []
    for trial, number, share in _wanted(most):
        if only not in str(trial):
            continue
        key = (trial.job, trial.profile.version)
        if key not in known:
            own = folder / f"calls-{len(known)}"
            own.mkdir()
            known[key] = calls_of(trial.job, trial.profile, own)
            tell(f"{trial.job} makes {len(known[key])} calls on {trial.profile.version}")
        at = points(known[key], share)
        if number < len(at):
            trials.append(replace(trial, at=at[number]))
    return trials


def _wanted(most: int) -> Iterator[tuple[Trial, int, int]]:
    """The trials before it is known where; each with its number and how many there are of it."""
    turns = cycle(WAYS)
    for job in JOBS:
        for fault in FAULTS if job != "status" else _HARD:
            share = most if fault in _HARD and job not in _SHORT else max(2, most // 3)
            for number in range(share):
                way = next(way for way in turns if _suits(way, fault, job))
                yield Trial(fault, job, 0, way.profile, way.route), number, share


def _suits(way: Way, fault: str, job: str) -> bool:
    has_launcher = way.route != "external" or fault not in OF_LAUNCHERS
    return has_launcher and way.profile.at_least(JOBS[job].since)


def try_all(trials: Sequence[Trial], folder: Path, tell: Tell) -> list[tuple[Trial, Outcome]]:
    """Make the trials one after the other."""
    done = []
    for number, trial in enumerate(trials, 1):
        own = folder / f"trial-{number}"
        own.mkdir()
        outcome = tried(trial, own)
        done.append((trial, outcome))
        words = "; ".join(outcome.troubles) or ("whole" if outcome.happened else "came too late")
        tell(f"{number}/{len(trials)} {trial}: {words}")
    return done


def suffer_all(only: str, folder: Path, tell: Tell) -> list[Suffered]:
    """The mishaps that have the text `only` in their name, each on one way; those of the menu with
    both launchers.
    """
    pairs = [(mishap, way) for way, mishap in zip(cycle(WAYS[:4]), MISHAPS, strict=False)]
    pairs += [(mishap, way) for mishap in IN_THE_MENU for way in WAYS[:2]]
    done = []
    for number, (mishap, way) in enumerate(pairs, 1):
        name = mishap.__name__.replace("_", " ")
        if only not in f"{name}, {way}":
            continue
        own = folder / f"mishap-{number}"
        own.mkdir()
        try:
            seen = suffered(mishap, way, own).replace(str(own), "...")
            done.append(Suffered(name, str(way), seen, ""))
        except NotPossibleError as error:
            done.append(Suffered(name, str(way), str(error), "", tried=False))
        except (Unexpected, TimeoutError, EOFError, OSError, ValueError) as error:
            done.append(Suffered(name, str(way), "", f"{type(error).__name__}: {error}"))
        tell(f"{number}/{len(pairs)} {name}, {way}: {done[-1].wrong or done[-1].seen}")
    return done


def fault_data(trials: Sequence[tuple[Trial, Outcome]], mishaps: Sequence[Suffered]) -> Any:
    """All figures, as JSON-serialisable data."""
    return {
        "trials": [{**asdict(trial), **asdict(outcome)} for trial, outcome in trials],
        "mishaps": [asdict(one) for one in mishaps],
    }


def fault_tables(trials: Sequence[tuple[Trial, Outcome]], mishaps: Sequence[Suffered]) -> str:
    """Markdown: faults by kind and by command, mishaps, and what was not recovered."""
    met = [(trial, outcome) for trial, outcome in trials if outcome.happened]
    lines: list[str] = []
    for title, key in (("fault", "fault"), ("command", "job")):
        lines += [f"| {title} | tried | whole at once | whole after the next start |"]
        lines += ["|---|---|---|---|"]
        for name in dict.fromkeys(getattr(trial, key) for trial, _ in met):
            lines.append(_counted(name, [o for t, o in met if getattr(t, key) == name]))
        lines += [_counted("all", [outcome for _, outcome in met]), ""]
    made = [one for one in mishaps if one.tried]
    if mishaps:
        lines += ["| mishap | way | what the user reads, or what was wrong |", "|---|---|---|"]
        lines += [f"| {one.mishap} | {one.way} | {one.wrong or one.seen} |" for one in mishaps]
    right = sum(not outcome.troubles for _, outcome in met) + sum(not one.wrong for one in made)
    total = len(met) + len(made)
    lines += ["", f"Faults tried: {total}; states recovered: {right}.", ""]
    lines += [f"- {t}: {'; '.join(o.troubles)}" for t, o in met if o.troubles]
    return "\n".join(lines)


def _counted(name: str, outcomes: Sequence[Outcome]) -> str:
    at_once = sum(outcome.at_once for outcome in outcomes)
    right = sum(not outcome.troubles for outcome in outcomes)
    return f"| {name} | {len(outcomes)} | {at_once} | {right} |"
