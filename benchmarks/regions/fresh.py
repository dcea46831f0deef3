"""Photographs from which nothing was learned, with what teachers say of what an eye saw in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.regions.truth import Labelled
from core.regions import ShotRegions
from training.regions.label import kept, opened, write_said
from training.regions.targets import PLACES, Hand, targets

LISTS = Path(__file__).with_name("fresh.toml")
PRESENT = ("person", "face", "skin", "clothes", "sky", "foliage", "water")


def read_lists() -> Mapping[str, Any]:
    """The stems of the photographs' names, by what is seen, and the pieces of some skies."""
    return tomllib.loads(LISTS.read_text(encoding="utf-8"))


def picture_of(data: Path, stem: str) -> np.ndarray:
    """A photograph of `photos_dev`, (H, W, 3) uint8."""
    return opened(data / "photos_dev" / f"{stem}.jpg")


def fresh(data: Path, work: Path) -> Iterator[Labelled]:
    """The photographs with sky, foliage or people; masks that are not kept yet are made."""
    lists = read_lists()
    seen = {"sky": frozenset(lists["sky"]), "foliage": frozenset(lists["foliage"])}
    every = sorted({*lists["sky"], *lists["foliage"], *lists["people"]})
    seen |= {"water": frozenset()}
    # What was not looked for may be there.
    doubtful = {place: frozenset(every) - seen[place] for place in PLACES}
    pieces = {stem: {"sky": list(numbers)} for stem, numbers in lists["skies"].items()}
    hand = Hand(frozenset(every), seen, doubtful, pieces)
    teachers = None
    for stem in every:
        path = data / "photos_dev" / f"{stem}.jpg"
        masks = kept(work, path)
        picture = opened(path)
        if not masks.exists():
            from training.regions.teachers import Teachers

            teachers = teachers or Teachers(data / "teachers")
            write_said(teachers.say(picture), masks)
        told, sure = targets(stem, picture, dict(np.load(masks)), hand)
        values = (one.astype(np.float32) / 255 for one in (picture, told, sure))
        yield Labelled(stem, *values)


def tell_empty(data: Path) -> None:
    """Print what is found on photographs that show no people, sky, foliage or water."""
    lists = read_lists()
    for part in ("empty_shown", "empty", "empty_later"):
        wrong = []
        for stem in lists[part]:
            regions = ShotRegions([picture_of(data, stem).astype(np.float32) / 255])
            invented = [name for name in regions.names if name in PRESENT]
            wrong += [f"{stem}: {', '.join(invented)}"] if invented else []
        print(f"{part}: something is invented on {len(wrong)} of {len(lists[part])} photographs")
        for line in wrong:
            print(f"  {line}")
