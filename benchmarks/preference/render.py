"""Pairs from folders of photographs and looks, and what each method makes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.preference.panel import REFERENCE, SOURCE, pair_names
from benchmarks.transfer.peers import Method
from core.errors import UsageError
from core.lut import Lut3D

SIDE = 384


def write_pairs(listed: Path, folder: Path) -> None:
    """Write the pictures of pairs that a JSON list names: ``source``, ``reference`` and, for a
    reference under a look, ``look`` (a ``.npy`` table), paths relative to the list.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, told in enumerate(json.loads(listed.read_text(encoding="utf-8"))):
        name = str(told.get("id", f"{number:03d}"))
        source, reference = (_small(listed.parent / told[key]) for key in ("source", "reference"))
        if "look" in told:
            look = Lut3D(np.load(listed.parent / told["look"]).astype(np.float32))
            reference = np.clip(look.apply(reference), 0, 1)
        save(source, folder / f"{name}{SOURCE}")
        save(reference, folder / f"{name}{REFERENCE}")


def render(pairs: Path, method: Method, folder: Path, only: Sequence[str] = ()) -> None:
    """Write what a method makes of every pair, or of those named `only`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in pair_names(pairs):
        if only and name not in only:
            continue
        source, reference = (load(pairs / f"{name}{end}") for end in (SOURCE, REFERENCE))
        save(method(source, reference)[0], folder / f"{name}.png")


def load(path: Path) -> np.ndarray:
    """A picture as (H, W, 3) float32 code values 0..1.

    Raises:
        UsageError: there is no such picture.
    """
    if not path.is_file():
        raise UsageError(f"{path} is missing", hint="make the pairs first")
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"), np.float32) / 255


def save(picture: np.ndarray, path: Path) -> None:
    """Write (H, W, 3) code values 0..1 as an 8-bit picture."""
    Image.fromarray(np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)).save(path)


def _small(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(image, np.float32) / 255
