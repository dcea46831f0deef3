"""What sentences want kept, held against everything that a look does to a shot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.adjustments import HUES, SKIN, SKIN_WIDTH, apply_adjustments, near_hue
from core.colour.difference import chroma, hue, luma, oklab_to_srgb, srgb_to_oklab
from core.lut.lut3d import Lut3D
from core.words.effects import TONE_TINTS, hues_of
from core.words.places import HUE_GROUPS, THINGS
from core.words.protections import TYPICAL, Protection, putting_back

KEPT = 0.85  # how much of a change is taken back where something is to be kept
SKIN_BEARS = 0.02  # Oklab shift of colour that a look may give skin
SPARED = 0.6  # of what goes beyond it is taken back
_ONE_COLOUR = 17.0  # degrees of hue around a colour that alone is kept
_LEAST_CHROMA = 0.01  # in Oklab, of what has a colour of its own

# Oklab lightness from which and at which a colour wholly belongs to a tonal range.
_TONES = {
    "shadows": (0.55, 0.37),
    "blacks": (0.4, 0.2),
    "highlights": (0.6, 0.78),
    "whites": (0.72, 0.92),
}


def protect_colours(
    values: np.ndarray, plain: np.ndarray, protections: Sequence[Protection]
) -> np.ndarray:
    """A look with its changes taken back where they meet what is to be kept.

    Args:
        values: (n³, 3) float64, what a LUT's grid nodes become; display values.
        plain: the same of the balanced shot, without the look.
        keeps: tonal ranges, colours and things are held where they are among the plain colours;
            attributes ("saturation", "contrast") on the whole.
    """
    for protection in protections:
        if not _is_place(protection.name):
            values = _attribute_held(values, plain, protection)
    places = [protection for protection in protections if _is_place(protection.name)]
    if not places:
        return values
    lab = np.asarray(srgb_to_oklab(np.clip(plain, 0, 1)), np.float64)
    parts = lab[:, 0], chroma(lab), hue(lab)
    # In black and white one colour alone is to stand out, and not what is next to it.
    width = SKIN_WIDTH if _has_colour(values) else _ONE_COLOUR
    rise = luma(values) - luma(plain)
    wholly, level = np.zeros(len(values)), np.zeros(len(values))
    for protection in places:
        share = KEPT * _where(protection.name, *parts, width)
        if protection.against:  # only a fall, or only a rise, is to be prevented
            harm = np.maximum(rise * protection.against, 0.0)
            level -= protection.against * share * harm
        else:
            wholly = np.maximum(wholly, share)
    return values + wholly[:, None] * (plain - values) + ((1 - wholly) * level)[:, None]


def skin_spared(before: np.ndarray, after: np.ndarray, share: float) -> np.ndarray:
    """A look whose colour on skin goes no further than a face bears.

    Args:
        before, after: (n, 3) float64 display values without and with the look.
        share: how much of the look's excess on skin may be taken back at most, 0..1; less for a
            look that takes colour away by its nature.
    """
    old, new = (
        np.asarray(srgb_to_oklab(np.clip(values, 0, 1)), np.float64) for values in (before, after)
    )
    on_skin = _where("skin", old[:, 0], chroma(old), hue(old))
    moved_by = new[:, 1:] - old[:, 1:]
    far = np.hypot(moved_by[:, 0], moved_by[:, 1])
    excess = np.maximum(far - SKIN_BEARS, 0) / np.maximum(far, 1e-9)
    back = share * SPARED * on_skin * excess
    spared = new.copy()
    spared[:, 1:] -= back[:, None] * moved_by
    return after + np.asarray(oklab_to_srgb(spared), np.float64) - np.clip(after, 0, 1)


def _is_place(name: str) -> bool:
    return name in TONE_TINTS or name in THINGS or name in HUE_GROUPS


def _attribute_held(values: np.ndarray, plain: np.ndarray, protection: Protection) -> np.ndarray:
    size = round(len(values) ** (1 / 3))
    before, after = (
        Lut3D(table.reshape(size, size, size, 3).astype(np.float32)) for table in (plain, values)
    )
    if protection.name == "saturation" and protection.against <= 0:
        return _colour_back(values, plain, before, after)
    back = putting_back(before.apply, after.apply, protection)
    return apply_adjustments(values, back)


def _colour_back(values: np.ndarray, plain: np.ndarray, before: Lut3D, after: Lut3D) -> np.ndarray:
    """Colour as strong as it was: what is missing comes from the shot's own colours."""
    own, left = (
        np.asarray(srgb_to_oklab(np.clip(lut.apply(TYPICAL), 0, 1)), np.float64)[:, 1:]
        for lut in (before, after)
    )
    wanted = np.hypot(*own.T).mean()
    amounts = np.linspace(-1.0, 1.0, 81)
    strong = [np.hypot(*(left + k * own).T).mean() for k in amounts]
    share = amounts[int(np.argmin(np.abs(np.array(strong) - wanted) + 1e-3 * np.abs(amounts)))]
    lab = np.asarray(srgb_to_oklab(np.clip(values, 0, 1)), np.float64)
    lab[:, 1:] += share * np.asarray(srgb_to_oklab(np.clip(plain, 0, 1)), np.float64)[:, 1:]
    return np.asarray(oklab_to_srgb(lab), np.float64)


def _has_colour(values: np.ndarray) -> bool:
    lab = np.asarray(srgb_to_oklab(np.clip(values, 0, 1)), np.float64)
    return bool(np.median(chroma(lab)) > _LEAST_CHROMA)


def _where(
    name: str, light: np.ndarray, size: np.ndarray, angle: np.ndarray, width: float = SKIN_WIDTH
) -> np.ndarray:
    """0..1: how far each colour belongs to what a keep names; Oklab lightness, chroma, hue.

    `width` is how far around the hues of a colour's name, in degrees.
    """
    if name in _TONES:
        none, whole = _TONES[name]
        return np.clip((light - none) / (whole - none), 0, 1)
    if name == "mids":
        return np.clip(1.5 - np.abs(light - 0.58) / 0.2, 0, 1)
    if name == "skin":
        # Dark skin has as much colour for its light as pale skin, and so less in all.
        lit = np.clip(light / 0.5, 0.4, 1)
        tonal = np.clip((light - 0.16) / 0.14, 0, 1)
        return _like(angle, SKIN) * tonal * _coloured(size / lit, 0.025)
    width = width if name in HUE_GROUPS else SKIN_WIDTH
    shares = [w * _like(angle, HUES[h], width) for h, w in hues_of(name).items()]
    return np.max(shares, axis=0) * _coloured(size, 0.035)


def _like(angle: np.ndarray, hue_angle: float, width: float = SKIN_WIDTH) -> np.ndarray:
    """1 near a hue, falling smoothly around it."""
    return np.minimum(1.4 * near_hue(angle, hue_angle, width), 1.0)


def _coloured(size: np.ndarray, ramp: float) -> np.ndarray:
    return np.clip((size - _LEAST_CHROMA) / ramp, 0, 1)
