"""Sentences that speak of a region: whether it goes there as it should, and the rest stays."""

import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.regions.truth import Labelled, as_file
from core.colour.difference import chroma, delta_e_2000, srgb_to_lab
from core.errors import UsageError
from core.job.amounts import Amounts
from core.job.job import AdjustPart
from core.library import grade, make_style, open_shot

PROMPTS = Path(__file__).with_name("prompts.toml")
EACH = 2  # photographs a sentence
MOVED, STILL, LESS = 0.4, 1.5, 0.35  # of Lab; dE2000; outside against inside
PART = AdjustPart(Amounts(balance=0))


@dataclass(frozen=True)
class Said:
    """One sentence on one photograph.

    Attributes:
        right: whether every region went the way that was asked for, or stayed.
        still: whether the rest stayed; where a region is kept, whether the rest moved.
        inside, outside: mean dE2000.
    """

    say: str
    name: str
    right: bool
    still: bool
    inside: float
    outside: float


def judge(photographs: Sequence[Labelled], part: str) -> list[Said]:
    """The sentences of a part of `PROMPTS`, such as "held", on photographs that fit."""
    rows = tomllib.loads(PROMPTS.read_text(encoding="utf-8"))[part]
    done = []
    for at, row in enumerate(rows):
        wanted = {name: way for name, way in row.items() if name != "say"}
        fits = [p for p in photographs if all(p.shows(name, 0.05) for name in wanted)]
        start = at * EACH % max(len(fits), 1)
        for one in (fits + fits)[start : start + EACH]:
            try:
                done.append(_said(row["say"], wanted, one))
            except UsageError:  # the sentence is refused: nothing is changed
                done.append(
                    Said(row["say"], one.name, right=False, still=True, inside=0, outside=0)
                )
    return done


def _said(say: str, wanted: Mapping[str, Mapping[str, Any]], one: Labelled) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        shot = open_shot(as_file(one.picture, Path(folder) / "shot.png"))
        (grading,) = grade(shot, make_style(words=[say]))
        after = np.clip(grading.map(PART).apply(one.picture), 0, 1).reshape(-1, 3)
    before, done = (
        np.asarray(srgb_to_lab(v), np.float64) for v in (one.picture.reshape(-1, 3), after)
    )
    moved = delta_e_2000(before, done)
    # What is kept beside a change is of the rest, which stays.
    meant = {name: ways for name, ways in wanted.items() if "keep" not in ways} or wanted
    inside = np.max([one.mask(name).reshape(-1) * one.known(name).reshape(-1) for name in meant], 0)
    unknown = np.any([~one.known(name).reshape(-1) for name in meant], axis=0)
    there, rest = inside > 0.5, (inside < 0.1) & ~unknown
    far, near = float(moved[there].mean()), float(moved[rest].mean()) if rest.any() else 0.0
    if any("keep" in ways for ways in meant.values()):
        return Said(say, one.name, far < max(STILL, LESS * near), near > 1.0, far, near)
    right = all(
        _went(before, done, one.mask(name).reshape(-1) > 0.5, ways) for name, ways in meant.items()
    )
    return Said(say, one.name, right, near <= max(STILL, LESS * far), far, near)


def _went(
    before: np.ndarray, after: np.ndarray, there: np.ndarray, ways: Mapping[str, Any]
) -> bool:
    step = after[there] - before[there]
    size = (chroma(after[there]) - chroma(before[there])).mean()
    light, magenta, yellow = step.mean(axis=0)
    moved = {"light": light, "colour": size, "warm": yellow, "green": -magenta}
    return all(moved[name] * way > MOVED for name, way in ways.items())


def tell_words(part: str, done: Sequence[Said]) -> None:
    """Print the share that is right, and what is not."""
    right, still = np.mean([one.right for one in done]), np.mean([one.still for one in done])
    both = np.mean([one.right and one.still for one in done])
    print(f"{part}: {len(done)} trials; both {both:.0%}, inside {right:.0%}, the rest {still:.0%}")
    for one in done:
        if not (one.right and one.still):
            print(
                f"  {one.say} | {one.name} | right {one.right} still {one.still} "
                f"inside {one.inside:.1f} outside {one.outside:.1f}"
            )
