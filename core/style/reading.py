"""What of a picture the trained model reads by its content."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.colour.difference import luma
from core.match.middle import of_middle_picture
from core.match.places import ACROSS, Places
from core.style import content, head
from core.style.stored import checked_weights, unpacked

WEIGHTS = "content.safetensors"

LAST_COUNT = 0.55  # of the last block beside the middle one, in the likeness of places


@dataclass(frozen=True, eq=False)
class Seen:
    """A picture as the image network and its head take it.

    Attributes:
        middle, last: (10, 10, 112) and (5, 5, 320) of the image network.
        cells: (40, 40, 3) float32 code values, the picture averaged.
    """

    middle: np.ndarray
    last: np.ndarray
    cells: np.ndarray


class ContentModel:
    """The image network, and what is made of its numbers.

    Args:
        stored: weights by name, packed as `core.style.stored` reads them.

    Attributes:
        image: the image network.
    """

    def __init__(self, stored: Mapping[str, np.ndarray]) -> None:
        self.image = content.ImageNetwork(unpacked(stored, "image."))
        self._head = head.ContentHead(unpacked(stored, "head."))
        likeness = unpacked(stored, "likeness.")
        self._centre, self._axes = likeness["centre"], likeness["axes"]

    def see(self, picture: np.ndarray) -> Seen:
        """Look at a picture (H, W, 3), float32 display-referred code values, made square."""
        from PIL import Image

        whole = Image.fromarray(np.rint(np.clip(picture[..., :3], 0, 1) * 255).astype(np.uint8))

        def made(side: int, way: Image.Resampling) -> np.ndarray:
            return np.asarray(whole.resize((side, side), way), np.float32) / 255

        middle, last = self.image(made(content.SIDE, Image.Resampling.BILINEAR))
        return Seen(middle, last, made(head.CELLS, Image.Resampling.BOX))

    def style(
        self, seen: Seen, thumbnail: np.ndarray, told: np.ndarray, statistics: np.ndarray
    ) -> np.ndarray:
        """The style vector (STYLE,) of what was seen.

        Args:
            seen: the picture.
            thumbnail: (48, 48, 3), its thumbnail.
            told: (DESCRIPTION + STYLE,), what the style network says of that.
            statistics: (STATISTICS,) of it.
        """
        at = head.at_places(seen.middle[None], seen.last[None])
        colours = head.place_colours(seen.cells[None])
        return self._head(at, colours, thumbnail[None], told[None], statistics[None])[0]

    def places(self, seen: Seen) -> Places:
        """What is where, for `core.solve.counterparts`."""
        middle = seen.middle * np.float32(head.MIDDLE_SCALE)
        last = seen.last * np.float32(LAST_COUNT * head.LAST_SCALE)
        both = np.concatenate([middle, last.repeat(2, 0).repeat(2, 1)], -1).reshape(ACROSS**2, -1)
        signs = (both - self._centre) @ self._axes
        signs /= np.maximum(np.linalg.norm(signs, axis=1, keepdims=True), 1e-6)
        return Places(signs, _levels(seen.cells))


def _levels(cells: np.ndarray) -> np.ndarray:
    """Means of the darkest quarter, the middle half and the lightest quarter of each place."""
    side = head.CELLS // ACROSS
    near = cells.reshape(ACROSS, side, ACROSS, side, 3).swapaxes(1, 2).reshape(ACROSS**2, -1, 3)
    order = np.argsort(luma(near), axis=1, kind="stable")
    ordered = np.take_along_axis(near, order[..., None], 1)
    quarter = side * side // 4
    parts = np.split(ordered, (quarter, 3 * quarter), axis=1)
    return np.stack([part.mean(axis=1) for part in parts], axis=1)


@functools.cache
def shipped_content() -> ContentModel:
    """The model in the package, read once a process.

    Raises:
        BestlightError: the package's weights are damaged.
    """
    return ContentModel(checked_weights("core.style", WEIGHTS, "the content model's weights"))


@of_middle_picture
def shot_places(picture: np.ndarray) -> Places:
    """What a shot's middle picture shows, place by place."""
    model = shipped_content()
    return model.places(model.see(picture))
