"""Skin held over the shots of a scene: what is left of a cast after levelling, by the people's own
skin, with what is grey by nature as the check.

Skin says where a cast went better than anything else, but only of one person: two people differ as
casts do. So skin, neutrals and the level that the whole picture gave are weighed as what they are,
guesses at one number with their own errors; neutrals that stay put speak against a skin that moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.regions import ShotRegions
from core.shots.level import GREY, Level
from core.shots.light import Light

# Usual errors, in stops of red and blue against green.
ONE_PERSON, PEOPLE = 0.05, 0.2  # of skin, where the same view is seen and where it is not
NEUTRALS = 0.1
LEAST_DOUBT = 0.05  # of a level, by its spread
SAME_VIEW = 0.75  # correlation of structure
_LEAST = 0.004  # share of the picture that must be skin, or neutral
_FLOOR = 2e-3  # light below which noise decides


@dataclass(frozen=True, eq=False)
class ShotSkin:
    """What a shot's skin and neutrals are.

    Attributes:
        skin: (3,) stops from middle grey of the people's skin, its median; linear light.
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
    numbers: np.ndarray,
    spread: np.ndarray,
    skins: Mapping[int, ShotSkin],
    alike: np.ndarray,
    hero: int,
) -> np.ndarray:
    """Levels of a scene with the rest of their casts taken off, as far as skin tells it.

    Args:
        numbers: (N, 4) `Level.numbers` of each shot.
        spread: (N, 4) how far off they may be.
        skins: by the shot's row; those without a face have none.
        alike: (N,) correlation of each shot's structure with the hero's.
        hero: row of the shot that the others are brought to.
    """
    if hero not in skins:
        return numbers
    held = numbers.copy()
    wanted = skins[hero]
    for row, own in skins.items():
        if row == hero:
            continue
        level = numbers[row]
        trust = 1 / np.square(ONE_PERSON if alike[row] > SAME_VIEW else PEOPLE)
        total = trust * _cast_between(own.skin, wanted.skin, level)
        every = trust + 1 / np.square(np.maximum(spread[row, 1:3], LEAST_DOUBT))
        if own.neutral is not None and wanted.neutral is not None:
            total = total + _cast_between(own.neutral, wanted.neutral, level) / NEUTRALS**2
            every = every + 1 / NEUTRALS**2
        held[row, 1:3] += total / every
    return held


def _cast_between(own: np.ndarray, wanted: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """(2,) stops of red and blue that a colour under a level lacks of another."""
    contrast = float(np.exp(numbers[3]))
    moved = contrast * (own + Level(*numbers[:3]).gains)
    red, green, blue = (wanted - moved) / contrast
    return np.array([red - green, blue - green])


def _middle(light: Light, frame: np.ndarray, mask: np.ndarray) -> np.ndarray | None:
    inside = mask > 0.5
    if inside.mean() < _LEAST:
        return None
    linear = np.maximum(light.linear(frame[inside]), _FLOOR)
    return np.median(np.log2(linear / GREY), axis=0)
