"""What a bold match may not do: turn skin, tint greys beyond the light, colour black and white.

Each guard corrects wanted colours, Oklab (N, 3), knowing the shot's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.solve.light import tint_at

GREYISH = 0.035  # Oklab chroma beside the light's tint up to which a colour counts as grey
SKIN_HUE, HUE_WIDTH = 52.0, 20.0  # degrees in Oklab's chroma plane
SKIN_CHROMA = 0.9, 1.35  # bounds of the change of skin's chroma
PALE = 0.02  # Oklab chroma by which even pale skin may change
SKIN_LIGHT = 0.2  # share of the change of light that skin takes
SKIN_TURN = np.radians(8)  # and by how much it turns skin's hue at most
FACE_TINT = 0.04  # largest tint away from skin's hue in which faces are lit
COLOURED = 0.05  # Oklab chroma beside the light from which a colour is an object's
ANGLES = np.linspace(-np.pi, np.pi, 73)  # hues, radians
HUE_REACH = 20.0  # degrees within which a hue is the same
FEW = 0.02  # share of the references' colours that makes half a counterpart
SCARCE = 0.25  # and what is added to it of the share that the hue has in the shot
HUE_TURN, HUE_HOLD = np.radians(8), 0.95  # by how much a strong colour may turn, and how firmly
OBJECT_CHROMA = 0.85, 1.5
BLACK, WHITE = 0.18, 0.07  # distance from black and white at which colour begins to fade
REMNANT = 0.15  # of the colour, left at black and white


def greys(
    own: np.ndarray,
    wanted: np.ndarray,
    lights: tuple[np.ndarray, np.ndarray],
    hold: float,
) -> np.ndarray:
    """Let near-greys move as the light moves and no further.

    Args:
        own: the shot's colours.
        wanted: what they should become.
        lights: the light of the shot and of the references.
        hold: 0..1, how firmly.
    """
    cast = own[:, 1:] - tint_at(lights[0], own[:, 0])
    beside, plain = np.hypot(*cast.T), np.hypot(*own[:, 1:].T)
    grey = hold * np.exp(-((np.minimum(beside, plain) / GREYISH) ** 2))
    lit = tint_at(lights[1], wanted[:, 0])
    lit = lit + np.where((beside < plain)[:, None], cast, own[:, 1:])
    out = wanted.copy()
    out[:, 1:] += grey[:, None] * (lit - wanted[:, 1:])
    return out


def skin_likeness(lab: np.ndarray) -> np.ndarray:
    """(N,) 0..1, how much Oklab colours look like skin, of any tone."""
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    near = np.exp(-(((hue - SKIN_HUE) / HUE_WIDTH) ** 2))
    near *= np.clip((chroma - 0.025) / 0.025, 0, 1) * np.clip((0.17 - chroma) / 0.04, 0, 1)
    return near * np.clip((lab[:, 0] - 0.3) / 0.1, 0, 1)


def _of_skins_hue(lab: np.ndarray) -> np.ndarray:
    """(N,) 0..1, how far Oklab colours have the hue of skin, at any lightness and chroma."""
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    away = np.abs((hue - SKIN_HUE + 180) % 360 - 180)
    return np.clip(2 - away / HUE_WIDTH, 0, 1) * np.clip(np.hypot(*lab[:, 1:].T) / PALE, 0, 1)


def skin(
    own: np.ndarray,
    wanted: np.ndarray,
    lights: tuple[np.ndarray, np.ndarray],
    hold: float,
    found: np.ndarray | None = None,
) -> np.ndarray:
    """Keep the hue of skin, but for a share of the light's change, and bound its chroma.

    Lightened skin gets more chroma, as by a change of exposure, which multiplies all of Oklab: with
    the same chroma it would be grey. Skin is what looks like it, and `found`: (N,) 0..1, what was
    found to be skin in the shot.
    """
    chroma, hue = np.hypot(*own[:, 1:].T), np.arctan2(own[:, 2], own[:, 1])
    chroma *= np.maximum(wanted[:, 0] / np.maximum(own[:, 0], 0.05), 1)
    least = SKIN_CHROMA[0] * chroma
    most = np.maximum(SKIN_CHROMA[1] * chroma, chroma + PALE)
    # What is grey, or under a cast, has no hue of skin to keep.
    asked = np.arctan2(wanted[:, 2], wanted[:, 1])
    hue += (1 - _of_skins_hue(own)) * np.angle(np.exp(1j * (asked - hue)))
    along = np.column_stack([np.cos(hue), np.sin(hue)])
    change = tint_at(lights[1], wanted[:, 0]) - tint_at(lights[0], own[:, 0])
    lit = along * np.clip(np.hypot(*wanted[:, 1:].T), least, most)[:, None] + SKIN_LIGHT * change
    turn = np.angle(np.exp(1j * (np.arctan2(lit[:, 1], lit[:, 0]) - hue)))
    hue = hue + np.clip(turn, -SKIN_TURN, SKIN_TURN)
    size = np.clip(np.hypot(*lit.T), least, most)
    kept = size[:, None] * np.column_stack([np.cos(hue), np.sin(hue)])
    out = wanted.copy()
    looks = skin_likeness(own)
    likeness = hold * (looks if found is None else np.maximum(looks, found))
    out[:, 1:] += likeness[:, None] * (kept - wanted[:, 1:])
    return out


def lit_faces(light: np.ndarray, most: float, people: float) -> np.ndarray:
    """The light of references for a shot of people, whose skin keeps its hue.

    Greys beside it may not go far from it: a green wall with an orange face and green hair is no
    green light.

    Args:
        light: (7, 2), see `core.solve.light.tints`.
        most: largest tint where it is that of skin.
        people: 0..1, how far they are what the shot is of.
    """
    size, hue = np.hypot(*light.T), np.arctan2(light[:, 1], light[:, 0])
    alike = np.maximum(np.cos(hue - np.radians(SKIN_HUE)), 0)
    bound = FACE_TINT + (most - FACE_TINT) * alike
    over = people * np.maximum(size - bound, 0)
    return light * (1 - over / np.maximum(size, 1e-9))[:, None]


@dataclass(frozen=True, eq=False)
class Hues:
    """What the references have of each hue, from -180 to 180 degrees about their light, (73,) each.

    Attributes:
        present: how far it has a counterpart among their colours, 0..1: the more of it the shot
            has, the more they need.
        chroma: the mean Oklab chroma of their strong colours there.
    """

    present: np.ndarray
    chroma: np.ndarray


def find_hues(shot: np.ndarray, palette: np.ndarray, lights: tuple[np.ndarray, np.ndarray]) -> Hues:
    """The hues of references for a shot.

    Args:
        shot, palette: (N, 3) and (M, 3) Oklab colours of the shot and of the references.
        lights: of both; a colour's hue is that beside its light.
    """
    own, _ = _mass(shot, lights[0])
    there, chroma = _mass(palette, lights[1])
    return Hues(there / (there + FEW + SCARCE * own), chroma)


def _mass(colours: np.ndarray, light: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of strong colours about each hue, and their mean chroma."""
    beside = colours[:, 1:] - tint_at(light, colours[:, 0])
    chroma = np.hypot(*beside.T)
    turn = np.angle(np.exp(1j * (ANGLES[:, None] - np.arctan2(beside[:, 1], beside[:, 0]))))
    near = np.exp(-((turn / np.radians(HUE_REACH)) ** 2)) * np.clip(chroma / COLOURED - 1, 0, 1)
    mass = near.sum(axis=1)
    return mass / len(colours), near @ chroma / np.maximum(mass, 1e-9)


def objects(
    own: np.ndarray,
    wanted: np.ndarray,
    lights: tuple[np.ndarray, np.ndarray],
    hues: Hues,
    hold: float,
) -> np.ndarray:
    """Let strong colours keep their hue, and most of their chroma or the references' at that hue.

    What is red stays red, in the references' light, whether it meets red or not: it is no drained
    brown.
    """
    beside = own[:, 1:] - tint_at(lights[0], own[:, 0])
    lit = tint_at(lights[1], wanted[:, 0])
    size, hue = np.hypot(*beside.T), np.arctan2(beside[:, 1], beside[:, 0])
    new = wanted[:, 1:] - lit
    strong = np.clip((size - COLOURED) / COLOURED, 0, 1)
    turn = np.angle(np.exp(1j * (np.arctan2(new[:, 1], new[:, 0]) - hue)))
    firm = HUE_HOLD * min(1.0, 2 * hold) * strong  # not at all where nothing keeps its colour
    kept = hue + turn + firm * (np.clip(turn, -HUE_TURN, HUE_TURN) - turn)
    # A sky that fills the shot is taken for a part of its light, and would be drained with it.
    full = np.maximum(size, np.hypot(*own[:, 1:].T))
    there, known = (np.interp(hue, ANGLES, row) for row in (hues.present, hues.chroma))
    least = full + there * np.minimum(known - full, 0)
    most = full + there * np.maximum(known - full, 0)
    chroma = np.hypot(*new.T)
    bound = np.clip(chroma, OBJECT_CHROMA[0] * least, OBJECT_CHROMA[1] * most)
    chroma += hold * strong * (bound - chroma)
    out = wanted.copy()
    out[:, 1:] = lit + chroma[:, None] * np.column_stack([np.cos(kept), np.sin(kept)])
    return out


def ends(wanted: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Let colour fade into the references' light near black and white."""
    room = np.clip(wanted[:, 0] / BLACK, 0, 1) * np.clip((1 - wanted[:, 0]) / WHITE, 0, 1)
    lit = tint_at(light, wanted[:, 0])
    out = wanted.copy()
    out[:, 1:] = lit + (out[:, 1:] - lit) * np.minimum(1, REMNANT + room)[:, None]
    return out
