"""The whole journey on every version and edition, by every route, as a table."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.resolve.kept import Kept
from tests.resolve.journey import Step, Way, travel

Journeys = list[tuple[Way, list[Step]]]
_QUICK: dict[str, Any] = {
    "quirks": ("still_lags=0",),
    "options": ("--size", "17", "--balance", "0"),
    "look": ("--exposure", "0.5"),
    "forked": True,
}


def journey_data(journeys: Journeys) -> list[dict[str, Any]]:
    """Every step of every journey, as JSON-serialisable data."""
    return [{"way": asdict(way), "steps": [asdict(s) for s in steps]} for way, steps in journeys]


def make_journeys(
    ways: Sequence[Way], folder: Path, tell: Any, jobs: int, kept: Kept, quick: bool = False
) -> Journeys:
    """Make those that are not kept yet, `jobs` at a time, each in its own folder; `tell` gets a
    line of each.
    """
    more: dict[str, Any] = _QUICK if quick else {}

    def one(number: int, way: Way) -> tuple[Way, list[Step]]:
        known = kept.get("journey", str(way))
        if known is not None:
            return way, [Step(**step) for step in known]
        own = folder / f"journey-{number}"
        own.mkdir()
        steps = travel(way, own, **more)
        kept.put("journey", str(way), [asdict(step) for step in steps])
        shutil.rmtree(own, ignore_errors=True)
        wrong = [step for step in steps if not step.ok]
        tell(f"{number}/{len(ways)} {way}: {wrong[0].what if wrong else 'ok'}")
        return way, steps

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, range(1, len(ways) + 1), ways))


def journey_tables(journeys: Journeys) -> str:
    """Markdown: way x step with the seconds, then what was seen on the first way."""
    names = list(dict.fromkeys(step.name for _, steps in journeys for step in steps))
    lines = [_row(["way", *names, "all"]), _row(["---"] * (len(names) + 2))]
    for way, steps in journeys:
        done = {step.name: step for step in steps}
        cells = [_cell(done.get(name)) for name in names]
        lines.append(_row([str(way), *cells, f"{sum(step.seconds for step in steps):.1f} s"]))
    wrong = [(way, step) for way, steps in journeys for step in steps if not step.ok]
    whole = sum(all(step.ok for step in steps) for _, steps in journeys)
    steps = sum(len(steps) for _, steps in journeys)
    lines += ["", f"{whole} of {len(journeys)} journeys whole; {steps} steps.", ""]
    lines += [f"- {way}, {step.name}: {step.what}" for way, step in wrong]
    lines += ["", f"What was seen on {journeys[0][0]}:", ""]
    lines += [f"- {step.name}: {step.what}" for step in journeys[0][1]]
    return "\n".join(lines)


def _cell(step: Step | None) -> str:
    if step is None:
        return "not reached"
    return f"ok {step.seconds:.1f}" if step.ok else "**FAILED**"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
