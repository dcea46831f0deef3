"""Faults in the middle of commands, and mishaps around them, as tables."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.resolve.kept import Kept
from tests.resolve.beside import Unexpected
from tests.resolve.faults import FAULTS, JOBS, OF_LAUNCHERS, Outcome, Trial
from tests.resolve.journey import Way
from tests.resolve.mishaps import IN_THE_MENU, MISHAPS, Mishap, NotPossibleError, suffered
from tests.resolve.trials import calls_of, points, tried

WAYS = (
    Way("20.2", "studio", "python"),
    Way("21.1", "free", "lua"),
    Way("18.6", "free", "python"),
    Way("21.1", "studio", "external"),
    Way("19.1", "studio", "lua"),
)
_HARD = ("Resolve closed", "Resolve killed", "launcher killed", "session killed")
_SHORT = ("revert", "batch back", "check", "clean")
_ON_A_VERSION = ("grade", "split", "batch", "batch in a group", "batch with a show LUT")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Suffered:
    """What came of a mishap: `wrong` is empty where all was as promised."""

    mishap: str
    way: str
    seen: str
    wrong: str
    tried: bool = True


def plan(most: int, only: str, folder: Path, tell: Tell, jobs: int, kept: Kept) -> list[Trial]:
    """The trials that have the text `only` in their name: every fault in every command, at up to
    `most` calls each (fewer for those that take little away), the ways taken in turn.
    """
    wanted = [row for row in _wanted(most) if only in str(row[0])]
    trials = [trial for trial in _wanted_at_a_call() if only in str(trial)]
    profiles = {_calls_key(trial): trial.profile for trial, _, _ in wanted}

    def calls(number: int, key: tuple[str, bool]) -> list[str]:
        name = f"{key[0]}, {profiles[key]}"
        known = kept.get("calls", name)
        if known is not None:
            return known
        own = folder / f"calls-{number}"
        own.mkdir()
        made = calls_of(key[0], profiles[key], own)
        kept.put("calls", name, made)
        tell(f"{key[0]} makes {len(made)} calls on {profiles[key].version}")
        return made

    with ThreadPoolExecutor(jobs) as pool:
        known = dict(zip(profiles, pool.map(calls, range(len(profiles)), profiles), strict=True))
    for trial, number, share in wanted:
        at = points(known[_calls_key(trial)], share)
        if number < len(at):
            trials.append(replace(trial, at=at[number]))
    # So that a part of them, where the rest is not waited for, is a fair sample.
    random.Random(0).shuffle(trials)
    return trials


def _calls_key(trial: Trial) -> tuple[str, bool]:
    # From 19.0 on the calls of a command are much the same.
    return trial.job, trial.profile.at_least("19.0")


def _wanted(most: int) -> Iterator[tuple[Trial, int, int]]:
    """The trials before it is known where; each with its number and how many there are of it."""
    turns = cycle(WAYS)
    for job in JOBS:
        for fault in (name for name, one in FAULTS.items() if not one.at):
            share = most if fault in _HARD and job not in _SHORT else max(1, most // 3)
            for number in range(share):
                way = next(way for way in turns if _suits(way, fault, job))
                yield Trial(fault, job, 0, way.profile, way.route), number, share


def _wanted_at_a_call() -> Iterator[Trial]:
    turns = cycle(WAYS)
    for job in _ON_A_VERSION:
        for fault in (name for name, one in FAULTS.items() if one.at):
            way = next(way for way in turns if _suits(way, fault, job))
            yield Trial(fault, job, FAULTS[fault].at, way.profile, way.route)


def _suits(way: Way, fault: str, job: str) -> bool:
    has_launcher = way.route != "external" or fault not in OF_LAUNCHERS
    return has_launcher and way.profile.at_least(JOBS[job].since)


def try_all(
    trials: Sequence[Trial], folder: Path, tell: Tell, jobs: int, kept: Kept
) -> list[tuple[Trial, Outcome]]:
    """Make the trials, `jobs` at a time; Ctrl-C ends them with what came of those that are done."""
    done: list[tuple[Trial, Outcome]] = []

    def one(number: int, trial: Trial) -> None:
        known = kept.get("trial", str(trial))
        if known is not None:
            done.append((trial, Outcome(**{**known, "troubles": tuple(known["troubles"])})))
            return
        own = folder / f"trial-{number}"
        own.mkdir()
        outcome = tried(trial, own)
        kept.put("trial", str(trial), asdict(outcome))
        shutil.rmtree(own, ignore_errors=True)
        words = "; ".join(outcome.troubles) or ("whole" if outcome.happened else "came too late")
        tell(f"{number}/{len(trials)} {trial}: {words}")
        done.append((trial, outcome))

    with ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(one, number, trial) for number, trial in enumerate(trials, 1)]
        try:
            for future in waiting:
                future.result()
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
    return done


def suffer_all(only: str, folder: Path, tell: Tell, jobs: int, kept: Kept) -> list[Suffered]:
    """The mishaps that have the text `only` in their name, each on one way; those of the menu with
    both launchers.
    """
    pairs = [(mishap, way) for way, mishap in zip(cycle(WAYS[:4]), MISHAPS, strict=False)]
    pairs += [(mishap, way) for mishap in IN_THE_MENU for way in WAYS[:2]]
    pairs = [(mishap, way) for mishap, way in pairs if only in f"{_name(mishap)}, {way}"]

    def one(number: int, mishap: Mishap, way: Way) -> Suffered:
        name = f"{_name(mishap)}, {way}"
        known = kept.get("mishap", name)
        if known is not None:
            return Suffered(**known)
        own = folder / f"mishap-{number}"
        own.mkdir()
        made = _suffered(mishap, way, own)
        kept.put("mishap", name, asdict(made))
        tell(f"{number}/{len(pairs)} {made.mishap}, {way}: {made.wrong or made.seen}")
        return made

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, range(1, len(pairs) + 1), *zip(*pairs, strict=True)))


def _suffered(mishap: Mishap, way: Way, folder: Path) -> Suffered:
    name = _name(mishap)
    try:
        return Suffered(
            name, str(way), suffered(mishap, way, folder).replace(str(folder), "..."), ""
        )
    except NotPossibleError as error:
        return Suffered(name, str(way), str(error), "", tried=False)
    except (Unexpected, TimeoutError, EOFError, OSError, ValueError) as error:
        return Suffered(name, str(way), "", f"{type(error).__name__}: {error}")


def _name(mishap: Mishap) -> str:
    return mishap.__name__.replace("_", " ")


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
        lines += [
            f"| {title} | tried | whole at once | whole after the next start | recovered "
            "| LUTs left for `clean` in |",
            "|---|---|---|---|---|---|",
        ]
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
    at_once = sum(outcome.at_once and not outcome.troubles for outcome in outcomes)
    right = sum(not outcome.troubles for outcome in outcomes)
    later = sum(not (outcome.troubles or outcome.at_once) for outcome in outcomes)
    loose = sum(outcome.loose > 0 for outcome in outcomes)
    return f"| {name} | {len(outcomes)} | {at_once} | {later} | {right} | {loose} |"
