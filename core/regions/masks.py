"""Soft masks of a picture's regions, from the shipped network."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from core.colour.difference import luma, srgb_to_oklab
from core.regions.network import CLASSES, FINE, SIDE, RegionNetwork, colours_of
from core.style.reading import shipped_content
from core.style.stored import checked_weights, unpacked

WEIGHTS = "regions.safetensors"
_EDGE, _FLAT = 3, 4e-4  # radius in points and variance from which the picture's edges are followed
_FACE_SKIN = 24  # points of a face from which its colour is known
_REACH = np.array((0.30, 0.034, 0.034))  # Oklab around the face's colour that is the same skin
_MOST_REACH = np.array((0.42, 0.055, 0.055))


@dataclass(frozen=True, eq=False)
class Masks:
    """What the network says of one picture.

    Attributes:
        points: (112, 112, 9) float32 0..1, of `CLASSES`; the picture made square.
        seen: (9,) float32 0..1, how sure it is that each is seen at all.
    """

    points: np.ndarray
    seen: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """One region's mask (112, 112), 0..1; "background" is what is not the subject."""
        if name == "background":
            return 1 - self.points[..., CLASSES.index("subject")]
        return self.points[..., CLASSES.index(name)]

    def confidence(self, name: str) -> float:
        """How sure a region is to be seen, times how clear its mask is inside, 0..1; of the
        background, as of the subject.
        """
        at = CLASSES.index("subject" if name == "background" else name)
        inside = self.points[..., at][self.points[..., at] > 0.5]
        return float(self.seen[at] * np.median(inside)) if len(inside) else 0.0


@functools.cache
def shipped_network() -> RegionNetwork:
    """The network in the package, read once a process.

    Raises:
        BestlightError: the package's weights are damaged.
    """
    stored = checked_weights("core.regions", WEIGHTS, "the regions' weights")
    return RegionNetwork(unpacked(stored, ""))


def look_for_regions(picture: np.ndarray) -> Masks:
    """The masks of a picture (H, W, 3), float32 display-referred code values."""
    square = squared(picture, SIDE)
    fine = square.reshape(FINE, 2, FINE, 2, 3).mean((1, 3))
    odds, seen = shipped_network()(
        shipped_content().image.levels(square), colours_of(fine[None])[0]
    )
    points = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    points[..., CLASSES.index("skin")] = own_skin(
        np.asarray(srgb_to_oklab(fine.reshape(-1, 3))).reshape(fine.shape), points
    )
    return Masks(followed(points, luma(fine)), 1 / (1 + np.exp(-np.clip(seen, -30, 30))))


def own_skin(lab: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Skin, held to the colour of the face that it belongs to.

    The median of the face is widened inside the person, so that skin of any tone is what has the
    tone of its own face; without a face it is what the network says.

    Args:
        lab: (112, 112, 3) Oklab.
        points: (112, 112, 9), what the network says.
    """
    person, face, skin = (points[..., CLASSES.index(n)] for n in ("person", "face", "skin"))
    seed = (face > 0.5) & (skin > 0.5)
    if seed.sum() < _FACE_SKIN:
        return skin
    colours = lab[seed]
    middle = np.median(colours, axis=0)
    spread = 1.4826 * np.median(np.abs(colours - middle), axis=0)
    reach = np.clip(2.4 * spread, _REACH, _MOST_REACH)
    key = np.exp(-0.7 * np.square((lab - middle) / reach).sum(-1) ** 1.5)
    # Where network and face agree it is skin; what only one of them says is so by half.
    return np.sqrt(np.maximum(skin, 0.25 * key * (person > 0.5)) * np.maximum(key, 0.1 * skin))


def squared(picture: np.ndarray, side: int) -> np.ndarray:
    """A picture made square and small, (side, side, 3) float32 in 8-bit steps."""
    from PIL import Image

    whole = Image.fromarray(np.rint(np.clip(picture[..., :3], 0, 1) * 255).astype(np.uint8))
    small = whole.resize((side, side), Image.Resampling.BILINEAR)
    return np.asarray(small, np.float32) / 255


def followed(points: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """Masks that follow a picture's edges: the guided filter (He, Sun and Tang, 2010).

    Args:
        points: (H, W, n) 0..1.
        grey: (H, W) code values.
    """
    slope, offset = _guides(points, grey)
    return np.clip(slope * grey[..., None] + offset, 0, 1).astype(np.float32)


def enlarged(points: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """A square mask on its whole picture, at the picture's own edges.

    Args:
        points: (112, 112) 0..1.
        picture: (H, W, 3) float32 code values, to which the mask belongs.

    Returns:
        (H, W) float32, 0..1.
    """
    grey = luma(squared(picture, len(points)))
    slope, offset = _guides(points[..., None], grey)
    height, width = picture.shape[:2]
    wide = [_resized(one[..., 0], width, height) for one in (slope, offset)]
    return np.clip(wide[0] * luma(picture[..., :3]) + wide[1], 0, 1).astype(np.float32)


def _guides(points: np.ndarray, grey: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    guide = grey[..., None]
    middle, masks = _mean(guide), _mean(points)
    varied = _mean(guide * guide) - middle * middle
    slope = (_mean(guide * points) - middle * masks) / (varied + _FLAT)
    return _mean(slope), _mean(masks - slope * middle)


def _mean(values: np.ndarray) -> np.ndarray:
    """Means of the square about each point of (H, W, n)."""
    import cv2

    side = 2 * _EDGE + 1
    edge = cv2.BORDER_REPLICATE
    means = cv2.boxFilter(np.ascontiguousarray(values), -1, (side, side), borderType=edge)
    return means.reshape(values.shape)  # a last axis of 1 is dropped


def _resized(values: np.ndarray, width: int, height: int) -> np.ndarray:
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(values, np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR), np.float32)
