"""Protecting colours: what is to be kept, held against everything that a look does to a shot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.adjustments import apply_adjustments
from core.colour.difference import chroma, luma, oklab_to_srgb, srgb_to_oklab
from core.lut.lut3d import Lut3D
from core.qualify.qualifiers import LEAST_CHROMA, SKIN_WIDTH, is_region, qualify_colours
from core.words.protections import TYPICAL, Protection, putting_back

KEPT = 0.85  # how much of a change is taken back where something is to be kept
SKIN_BEARS = 0.02  # Oklab shift of colour that a look may give skin
SPARED = 0.6  # of what goes beyond it is taken back
_ONE_COLOUR = 17.0  # degrees of hue around a colour that alone is kept


def protect_colours(
    values: np.ndarray, plain: np.ndarray, protections: Sequence[Protection]
) -> np.ndarray:
    """A look with its changes taken back where they meet what is to be kept.

    Args:
        values: (n³, 3) float64, what a LUT's grid nodes become; display values.
        plain: the same of the balanced shot, without the look.
        protections: tonal ranges, colours and things are held where they are among the plain
            colours; attributes ("saturation", "contrast") on the whole.
    """
    for protection in protections:
        if not is_region(protection.name):
            values = _attribute_held(values, plain, protection)
    places = [protection for protection in protections if is_region(protection.name)]
    if not places:
        return values
    lab = np.asarray(srgb_to_oklab(np.clip(plain, 0, 1)), np.float64)
    # In black and white one colour alone is to stand out, and not what is next to it.
    width = SKIN_WIDTH if _has_colour(values) else _ONE_COLOUR
    rise = luma(values) - luma(plain)
    wholly, level = np.zeros(len(values)), np.zeros(len(values))
    for protection in places:
        share = KEPT * qualify_colours(protection.name, lab, width)
        if protection.against:  # only a fall, or only a rise, is to be prevented
            harm = np.maximum(rise * protection.against, 0.0)
            level -= protection.against * share * harm
        else:
            wholly = np.maximum(wholly, share)
    return values + wholly[:, None] * (plain - values) + ((1 - wholly) * level)[:, None]


def skin_spared(
    before: np.ndarray, after: np.ndarray, share: float, found: np.ndarray | None = None
) -> np.ndarray:
    """A look whose colour on skin goes no further than a face bears.

    Args:
        before, after: (n, 3) float64 display values without and with the look.
        share: how much of the look's excess on skin may be taken back at most, 0..1; less for a
            look that takes colour away by its nature.
        found: (n,) 0..1, how far the colours are those of skin that was found in the shot.
    """
    old, new = (
        np.asarray(srgb_to_oklab(np.clip(values, 0, 1)), np.float64) for values in (before, after)
    )
    on_skin = qualify_colours("skin", old)
    if found is not None:
        on_skin = np.maximum(on_skin, found)
    moved_by = new[:, 1:] - old[:, 1:]
    far = np.hypot(moved_by[:, 0], moved_by[:, 1])
    excess = np.maximum(far - SKIN_BEARS, 0) / np.maximum(far, 1e-9)
    back = share * SPARED * on_skin * excess
    spared = new.copy()
    spared[:, 1:] -= back[:, None] * moved_by
    return after + np.asarray(oklab_to_srgb(spared), np.float64) - np.clip(after, 0, 1)


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
    return bool(np.median(chroma(lab)) > LEAST_CHROMA)
