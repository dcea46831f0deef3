"""Photographs that were held out of training, and what teachers and a hand say is where in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from core.regions.network import CLASSES
from training.regions.label import chosen_photos, kept, opened
from training.regions.samples import is_held_out
from training.regions.targets import read_hand, targets


@dataclass(frozen=True, eq=False)
class Labelled:
    """A photograph.

    Attributes:
        name: of its file, without suffix.
        picture: (H, W, 3) float32 code values.
        told, sure: (H, W, 9) 0..1; see `training.regions.targets.targets`.
    """

    name: str
    picture: np.ndarray
    told: np.ndarray
    sure: np.ndarray

    def mask(self, region: str) -> np.ndarray:
        """Where a region is, (H, W) 0..1."""
        if region == "background":
            return 1 - self.told[..., CLASSES.index("subject")]
        return self.told[..., CLASSES.index(region)]

    def known(self, region: str) -> np.ndarray:
        """Where that is sure, (H, W) bool."""
        name = "subject" if region == "background" else region
        return self.sure[..., CLASSES.index(name)] > 0.5

    def shows(self, region: str, least: float = 0.03) -> bool:
        """Whether the region is there for sure, and as large as a share of the picture."""
        known = self.known(region)
        inside = self.mask(region)[known]
        return bool(known.mean() > 0.5 and least < inside.mean() < 0.9)


def labelled(data: Path, work: Path) -> Iterator[Labelled]:
    """The held-out photographs whose masks were made."""
    hand = read_hand()
    for path in chosen_photos(data):
        masks = kept(work, path)
        if is_held_out(path.stem) and masks.exists():
            picture = opened(path)
            told, sure = targets(path.stem, picture, dict(np.load(masks)), hand)
            yield Labelled(
                path.stem, picture.astype(np.float32) / 255,
                told.astype(np.float32) / 255, sure.astype(np.float32) / 255,
            )  # fmt: skip


def as_file(picture: np.ndarray, path: Path) -> Path:
    """A picture written as a PNG, to be opened as footage."""
    Image.fromarray(np.rint(picture * 255).astype(np.uint8)).save(path)
    return path
