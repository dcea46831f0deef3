"""Skin held over the shots of a scene: what is left of a cast after levelling, by the people's own
skin, with what is grey by nature as the check.

Skin says where a cast went better than anything else, but only of one tone: people differ as casts
do. Skins that are as light as each other once their shots are levelled are taken for one tone, and
the less so the further apart they are. Skin, neutrals and the level that the whole picture gave are
then weighed as what they are, guesses at one number with their own errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.regions import ShotRegions
from core.shots.level import GREY, Level
from core.shots.light import Light

# Usual errors, in stops of red and blue against green.
ONE_TONE, APART = 0.07, 0.4  # of skin, and what a stop of difference in lightness adds to it
LIT, APART_LIT = 0.15, 2.0  # and of its exposure, in stops
NEUTRALS = 0.25  # in each shot other things may look grey
# Of a level, of its exposure, red and blue: its spread tells how well the shots' colours fit each
# other, not how well the light's do.
LEAST_DOUBT = np.array((0.3, 0.15, 0.15))
SAME_LIGHT, SAME_COLOUR = 0.4, 0.25  # stops within which two skins are of one tone
_LEAST = 0.004  # share of the picture that must be skin, or neutral
_FLOOR = 2e-3  # light below which noise decides
_NONE = np.zeros(4)  # `Level.numbers` of no level


@dataclass(frozen=True, eq=False)
class ShotSkin:
    """What a shot's skin and neutrals are.

    Attributes:
        skin: (3,) stops from middle grey of the people's skin, the mean of its middle half by
            channel; linear light.
        neutral: the same of what is grey by nature; None where there is hardly any.
    """

    skin: np.ndarray
    neutral: np.ndarray | None


def look_at_skin(light: Light, frame: np.ndarray, regions: ShotRegions) -> ShotSkin | None:
    """The skin of a shot; None where no face is found.

    Args:
        light: the clip's values.
        frame: (H, W, 3) code values, as large as the picture in which the regions were found.
        regions: of that picture alone.
    """
    if not {"face", "skin"} <= set(regions.names):
        return None
    skin = _middle(light, frame, regions.mask("skin", 0))
    if skin is None:
        return None
    has_neutrals = "neutral" in regions.names
    neutral = _middle(light, frame, regions.mask("neutral", 0)) if has_neutrals else None
    return ShotSkin(skin, neutral)


def held_by_skin(
    numbers: np.ndarray, spread: np.ndarray, skins: Mapping[int, ShotSkin], hero: int
) -> np.ndarray:
    """Levels of a scene, corrected as far as skin tells what is left of casts and exposure.

    Args:
        numbers: (N, 4) `Level.numbers` of each shot.
        spread: (N, 4) how far off they may be.
        skins: by the shot's row; those without a face have none.
        hero: row of the shot that the others are brought to.
    """
    if hero not in skins:
        return numbers
    held, wanted = numbers.copy(), skins[hero]
    for row, own in skins.items():
        if row != hero:
            held[row, :3] += _left(own, wanted, numbers[row], spread[row, :3])
    return held


def of_one_tone(own: ShotSkin | None, wanted: ShotSkin | None, level: Level) -> bool:
    """Whether a level brings a shot's skin to the tone of another's, as of one person."""
    if own is None or wanted is None:
        return False
    off, lighter = _between(own.skin, wanted.skin, level.numbers)
    return abs(lighter) < SAME_LIGHT and float(np.abs(off).max()) < SAME_COLOUR


def _left(own: ShotSkin, wanted: ShotSkin, numbers: np.ndarray, doubt: np.ndarray) -> np.ndarray:
    """(3,) stops of exposure, red and blue that a level should have more."""
    off, lighter = _between(own.skin, wanted.skin, numbers)
    # A level that is wrong in exposure must not make one person two.
    apart = min(abs(lighter), abs(_between(own.skin, wanted.skin, _NONE)[1]))
    doubt = np.maximum(doubt, LEAST_DOUBT)
    trust = 1 / (ONE_TONE**2 + (APART * apart) ** 2)
    total = trust * off
    every = trust + 1 / np.square(doubt[1:])
    if own.neutral is not None and wanted.neutral is not None:
        total = total + _between(own.neutral, wanted.neutral, numbers)[0] / NEUTRALS**2
        every = every + 1 / NEUTRALS**2
    lit = 1 / (LIT**2 + (APART_LIT * apart) ** 2)
    exposure = lit * lighter / (lit + 1 / doubt[0] ** 2)
    return np.array([exposure, *(total / every)])


def _between(own: np.ndarray, wanted: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, float]:
    """Stops of red and blue, and of green, that a colour under a level lacks of another."""
    contrast = float(np.exp(numbers[3]))
    moved = contrast * (own + Level(*numbers[:3]).gains)
    red, green, blue = (wanted - moved) / contrast
    return np.array([red - green, blue - green]), float(green)


def _middle(light: Light, frame: np.ndarray, mask: np.ndarray) -> np.ndarray | None:
    inside = mask > 0.5
    if inside.mean() < _LEAST:
        return None
    stops = np.log2(np.maximum(light.linear(frame[inside]), _FLOOR) / GREY)
    # In the dark a code value of 8 bits is a tenth of a stop, and a median is one of them.
    quarter = len(stops) // 4
    return np.sort(stops, axis=0)[quarter : len(stops) - quarter].mean(axis=0)
