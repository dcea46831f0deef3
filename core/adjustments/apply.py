"""Moves as a map of display values, in one fixed order: light, print, tone, colour, casts."""

from __future__ import annotations

import numpy as np

from core.adjustments.light import contrast, white_balance
from core.colour.difference import (
    linear_to_srgb,
    luma,
    oklab_to_srgb,
    srgb_to_linear,
    srgb_to_oklab,
)
from core.job.adjustments import HUES, Adjustments, Tint
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.qualify import SKIN, SKIN_WIDTH, near_hue

CAST = 0.12  # Oklab shift of a tint of amount 1
WARM_POLE = 58.0
HUE_WIDTH = 24.0
FULL_CHROMA = 0.12
_WHITE = 0.93  # Oklab lightness of the filter that tints white


def adjustments_lut(adjustments: Adjustments, size: int = 33) -> Lut3D:
    """The moves as a display-to-display LUT, made safe; exactly the identity at rest."""
    if adjustments.at_rest:
        return Lut3D.identity(size)
    table = apply_adjustments(grid(size).astype(np.float64).reshape(-1, 3), adjustments)
    return optimise(Lut3D(table.reshape(size, size, size, 3))).lut


def apply_adjustments(rgb: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    """Display values with the moves on them.

    Args:
        rgb: (N, 3) float64 display values.
        adjustments: the grade.

    Returns:
        (N, 3) float64; may overshoot 0..1.
    """
    if adjustments.at_rest:
        return rgb
    values = _light(rgb, adjustments)
    values = _print(values, adjustments)
    values = _tone(values, adjustments)
    values = _colour(values, adjustments)
    return _casts(values, adjustments)


def _light(rgb: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    if not (adjustments.exposure or adjustments.temperature or adjustments.tint):
        return rgb
    light = np.asarray(srgb_to_linear(np.clip(rgb, 0, 1)), np.float64) * 2.0**adjustments.exposure
    if adjustments.temperature or adjustments.tint:
        light = light @ white_balance(adjustments.temperature, adjustments.tint).T
    return np.asarray(linear_to_srgb(light), np.float64)


def _print(values: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    """What chemistry does: bleach bypass, cross-processing."""
    if adjustments.bleach:
        inside = np.clip(values, 0, 1)
        grey = luma(inside)[:, None]
        over = np.where(grey < 0.5, 2 * inside * grey, 1 - 2 * (1 - inside) * (1 - grey))
        values = values + 0.6 * adjustments.bleach * (over - inside)
        values = _saturated(values, 1 - 0.45 * adjustments.bleach)
    if adjustments.cross:
        # Red and green steep, blue flat: yellow-green highlights over blue shadows.
        channels = [
            contrast(values[:, i : i + 1], amount * adjustments.cross, pivot)
            for i, (amount, pivot) in enumerate(((0.55, 0.45), (0.45, 0.42), (-0.35, 0.5)))
        ]
        values = np.concatenate(channels, axis=1)
    return values


def _tone(values: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    values = contrast(values, adjustments.contrast, adjustments.pivot)
    if adjustments.shadows or adjustments.highlights:
        inside = np.clip(values, 0, 1)
        low = inside * (1 - inside) ** 3 * 4.0
        high = (1 - inside) * inside**3 * 4.0
        # Half the slope at the ends is kept at the strongest setting, so tones never fold.
        values = values + 0.22 * adjustments.shadows * low + 0.22 * adjustments.highlights * high
    values = values + adjustments.blacks * (1 - values) + adjustments.whites * values
    if adjustments.fade:
        inside = np.clip(values, 0, 1)
        lifted = 0.14 * adjustments.fade * (1 - inside) ** 1.5
        values = values + lifted - 0.08 * adjustments.fade * inside**2
    return values


def _colour(values: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    if adjustments.saturation:
        values = _saturated(values, 1 + adjustments.saturation)
    by_tone = (
        adjustments.shadow_saturation,
        adjustments.mid_saturation,
        adjustments.highlight_saturation,
    )
    if not (
        any(by_tone)
        or adjustments.vibrance
        or adjustments.poles
        or adjustments.density
        or adjustments.hues
    ):
        return values
    inside = np.clip(values, 0, 1)
    lab = np.asarray(srgb_to_oklab(inside), np.float64)
    light, a, b = lab[:, 0], lab[:, 1], lab[:, 2]
    size = start = np.hypot(a, b)
    angle = np.degrees(np.arctan2(b, a)) % 360
    gain = np.ones_like(size)
    for share, amount in zip(_by_tone(light), by_tone, strict=True):
        gain += amount * share
    if adjustments.vibrance:
        weak = np.exp(-size / 0.09)
        gain *= 1 + adjustments.vibrance * 0.9 * weak * (
            1 - 0.6 * near_hue(angle, SKIN, SKIN_WIDTH)
        )
    for name, move in adjustments.hues.items():
        share = near_hue(angle, HUES[name], HUE_WIDTH)
        strong = size / (size + 0.02)
        gain *= 1 + move.saturation * share
        light = light + 0.2 * move.lightness * share * np.minimum(size / FULL_CHROMA, 1.2)
        angle = angle + move.turn * share * strong
    light = light * (1 - 0.9 * adjustments.density * size)
    size = size * np.maximum(gain, 0)
    a, b = size * np.cos(np.radians(angle)), size * np.sin(np.radians(angle))
    if adjustments.poles:
        axis = np.array([np.cos(np.radians(WARM_POLE)), np.sin(np.radians(WARM_POLE))])
        along = a * axis[0] + b * axis[1]
        keep = 1 - 0.7 * adjustments.poles
        grow = 1 + 0.25 * adjustments.poles
        a = along * axis[0] * grow + (a - along * axis[0]) * keep
        b = along * axis[1] * grow + (b - along * axis[1]) * keep
    done = np.asarray(oklab_to_srgb(np.stack([light, a, b], axis=1)), np.float64)
    # A gain beyond the cube would darken colours when they are brought back, so it eases off there.
    ratio = np.minimum(start / np.maximum(np.hypot(a, b), 1e-9), 1)[:, None]
    plain = np.stack([light, a * ratio[:, 0], b * ratio[:, 0]], axis=1)
    plain = np.asarray(oklab_to_srgb(plain), np.float64)
    return plain + _eased(plain, done - plain) + (values - inside)


def _eased(values: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """The steps shortened smoothly, colour by colour, so that they end inside 0..1."""
    room = np.where(steps > 0, 1 - values, values)
    used = np.max(np.abs(steps) / np.maximum(room, 1e-6), axis=1, keepdims=True)
    return steps / (1 + used**2) ** 0.5


def _casts(values: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    if adjustments.monochrome:
        grey = luma(values)[:, None]
        values = values + adjustments.monochrome * (grey - values)
    if adjustments.white_tint.amount:
        values = _filtered(values, adjustments.white_tint)
    tints = (adjustments.shadow_tint, adjustments.mid_tint, adjustments.highlight_tint)
    if not any(tint.amount for tint in tints):
        return values
    inside = np.clip(values, 0, 1)
    lab = np.asarray(srgb_to_oklab(inside), np.float64)
    light = np.clip(lab[:, 0], 0, 1)
    # Towards the very ends the cast dies away, so that black and white stay what they are.
    ends = np.clip(4.5 * light * (1 - light), 0, 1) ** 0.5
    for share, tint in zip(_by_tone(light), tints, strict=True):
        lab[:, 1:] += (share * ends)[:, None] * _cast(tint)
    return np.asarray(oklab_to_srgb(lab), np.float64) + (values - inside)


def _by_tone(light: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far Oklab lightnesses are shadows, midtones and highlights; together 1."""
    light = np.clip(light, 0, 1)
    low, high = (1 - light) ** 2, light**2
    return low, 1 - low - high, high


def _filtered(values: np.ndarray, tint: Tint) -> np.ndarray:
    """The brightest values through a filter: no light is added, so white takes its colour too."""
    colour = np.asarray(oklab_to_srgb(np.array([[_WHITE, *_cast(tint)]])), np.float64)
    bright = np.clip(luma(values), 0, 1)[:, None] ** 3
    return values * (1 + bright * (colour / colour.max() - 1))


def _cast(tint: Tint) -> np.ndarray:
    angle = np.radians(tint.hue)
    return CAST * tint.amount * np.array([np.cos(angle), np.sin(angle)])


def _saturated(values: np.ndarray, gain: float) -> np.ndarray:
    grey = luma(values)[:, None]
    return grey + (values - grey) * gain
