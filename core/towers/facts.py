"""What a picture's colour is, measured: levels, contrast, saturation, tints and palette.

The names of levels and hues are the vocabulary that captions, reports and the towers share.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.adjustments import HUES
from core.colour.difference import chroma, hue, hue_turn, srgb_to_lab, srgb_to_oklab

ZONES = ("shadows", "mids", "highlights")
_ZONE_ENDS = (0.0, 35.0, 68.0, 101.0)  # CIELAB lightness
_LEAST_OF_ZONE = 0.02  # of a picture's pixels
_COLOURED = 0.04  # Oklab chroma from which a colour has a hue to speak of
_LEAST_OF_PALETTE = 0.08  # of a picture's coloured weight
_PIXELS = 16_384

KEY = ((20.0, "very dark"), (36.0, "dark"), (58.0, "mid"), (73.0, "bright"))
CONTRAST = ((38.0, "very low"), (55.0, "low"), (76.0, "medium"), (87.0, "high"))
BLACKS = ((0.6, "crushed"), (4.0, "deep"), (10.0, "soft"), (18.0, "lifted"))
WHITES = ((72.0, "dim"), (86.0, "soft"), (96.0, "clean"))
SATURATION = (
    (0.008, "none"),
    (0.028, "very low"),
    (0.05, "low"),
    (0.09, "medium"),
    (0.13, "high"),
)
TINT = ((0.012, "none"), (0.028, "slight"), (0.06, "clear"))
_LAST = {"key": "very bright", "contrast": "very high", "blacks": "faded", "whites": "bright"}


@dataclass(frozen=True)
class Hue:
    """A tint or a palette colour.

    Attributes:
        name: of `core.adjustments.HUES`.
        amount: Oklab chroma of a tint; share 0..1 of a palette colour.
        light: CIELAB lightness 0..100.
    """

    name: str
    amount: float
    light: float


@dataclass(frozen=True)
class PictureFacts:
    """Measured facts of one picture, CIELAB lightness 0..100 unless said.

    Attributes:
        key: median lightness.
        black, white: 1st and 99th percentile of lightness.
        chroma: mean Oklab chroma.
        cast: mean colour of the whole picture.
        tints: mean colour of shadows, mids and highlights; None for a zone that is not there.
        palette: at most four hues, most first.
    """

    key: float
    black: float
    white: float
    chroma: float
    cast: Hue
    tints: tuple[Hue | None, Hue | None, Hue | None]
    palette: tuple[Hue, ...]

    @property
    def contrast(self) -> float:
        """From the 1st to the 99th percentile of lightness."""
        return self.white - self.black

    def levels(self) -> dict[str, str]:
        """The facts as words: key, contrast, blacks, whites, saturation."""
        return {
            "key": level(self.key, KEY, _LAST["key"]),
            "contrast": level(self.contrast, CONTRAST, _LAST["contrast"]),
            "blacks": level(self.black, BLACKS, _LAST["blacks"]),
            "whites": level(self.white, WHITES, _LAST["whites"]),
            "saturation": level(self.chroma, SATURATION, "very high"),
        }


def level(value: float, bounds: tuple[tuple[float, str], ...], last: str) -> str:
    """The name of the first bound above `value`, or `last`."""
    return next((name for bound, name in bounds if value < bound), last)


def hue_name(a: float, b: float) -> str:
    """The nearest of `core.adjustments.HUES` to an Oklab direction."""
    angle = float(np.degrees(np.arctan2(b, a)))
    return min(HUES, key=lambda name: abs(float(hue_turn(angle, HUES[name]))))


def picture_facts(picture: np.ndarray) -> PictureFacts:
    """Measure a picture.

    Args:
        picture: (..., 3) float32 display-referred sRGB code values; clipped to 0..1.
    """
    rgb = np.clip(np.asarray(picture, np.float32).reshape(-1, 3), 0, 1)
    rgb = rgb[:: max(1, len(rgb) // _PIXELS)]
    light = np.asarray(srgb_to_lab(rgb), np.float64)[:, 0]
    oklab = np.asarray(srgb_to_oklab(rgb), np.float64)
    black, key, white = np.quantile(light, (0.01, 0.5, 0.99))
    zones = [(light >= low) & (light < high) for low, high in pairwise(_ZONE_ENDS)]
    shadows, mids, highlights = (
        _mean_hue(oklab[zone], light[zone]) if zone.mean() >= _LEAST_OF_ZONE else None
        for zone in zones
    )
    return PictureFacts(
        float(key),
        float(black),
        float(white),
        float(chroma(oklab).mean()),
        _mean_hue(oklab, light),
        (shadows, mids, highlights),
        _palette(oklab, light),
    )


def _mean_hue(oklab: np.ndarray, light: np.ndarray) -> Hue:
    a, b = oklab[:, 1:].mean(0)
    return Hue(hue_name(a, b), float(np.hypot(a, b)), float(light.mean()))


def _palette(oklab: np.ndarray, light: np.ndarray) -> tuple[Hue, ...]:
    size = chroma(oklab)
    weight = np.where(size > _COLOURED, size, 0.0)
    if weight.mean() < 0.002:
        return ()
    centres = np.array(list(HUES.values()))
    nearest = np.abs(hue_turn(centres, hue(oklab)[:, None])).argmin(1)
    shares = np.bincount(nearest, weight, len(centres)) / weight.sum()
    bright = np.bincount(nearest, weight * light, len(centres))
    names = list(HUES)
    order = [i for i in np.argsort(-shares)[:4] if shares[i] >= _LEAST_OF_PALETTE]
    return tuple(
        Hue(names[i], float(shares[i]), float(bright[i] / (shares[i] * weight.sum())))
        for i in order
    )
