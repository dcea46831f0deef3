"""Colour differences and the perceptual spaces that they are measured in.

All arrays are (..., 3) floats; float32 stays float32, anything else is computed as float64 if it
is float64 and as float32 otherwise. RGB means display values: code values 0..1 (values outside
are carried on, mirrored about zero), Rec.709 primaries, read with the sRGB curve, white D65.

Sources: the sRGB curve from IEC 61966-2-1; CIELAB from CIE 15; CIEDE2000 from Sharma, Wu and
Dalal, "The CIEDE2000 color-difference formula" (2005); Oklab from Ottosson, "A perceptual color
space for image processing" (2020); luma weights from Rec. ITU-R BT.709.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating]

# Rec.709 primaries and white (0.3127, 0.3290), normalised to Y = 1.
_RGB_TO_XYZ = np.array(
    [
        [0.4123907992659593, 0.3575843393838780, 0.1804807884018343],
        [0.2126390058715102, 0.7151686787677561, 0.0721923153607337],
        [0.0193308187155918, 0.1191947797946260, 0.9505321522496607],
    ]
)
_XYZ_TO_RGB = np.linalg.inv(_RGB_TO_XYZ)
# White is what RGB (1, 1, 1) gives, so that every neutral has a = b = 0.
_WHITE = _RGB_TO_XYZ.sum(axis=1)

_XYZ_TO_LMS = np.array(
    [
        [0.8189330101, 0.3618667424, -0.1288597137],
        [0.0329845436, 0.9293118715, 0.0361456387],
        [0.0482003018, 0.2643662691, 0.6338517070],
    ]
)
# Each row is scaled by the little that keeps it from giving 1 for white: neutrals are a = b = 0.
_RGB_TO_LMS = (_XYZ_TO_LMS / (_XYZ_TO_LMS @ _WHITE)[:, None]) @ _RGB_TO_XYZ
_LMS_TO_RGB = np.linalg.inv(_RGB_TO_LMS)
_LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_OKLAB_TO_LMS = np.linalg.inv(_LMS_TO_OKLAB)

_LUMA = np.array([0.2126, 0.7152, 0.0722])
_DELTA = 6.0 / 29.0


def srgb_to_linear(rgb: ArrayLike) -> Floats:
    """Display values to linear light, (..., 3) to (..., 3); 1.0 is display white."""
    x = _floats(rgb)
    size = np.abs(x)
    curve = np.where(size <= 0.04045, size / 12.92, ((size + 0.055) / 1.055) ** 2.4)
    return np.copysign(curve, x).astype(x.dtype, copy=False)


def linear_to_srgb(rgb: ArrayLike) -> Floats:
    """Linear light to display values, (..., 3) to (..., 3); the inverse of `srgb_to_linear`."""
    x = _floats(rgb)
    size = np.abs(x)
    # The break is the curve's value at 0.04045, so that there and back is exact.
    curve = np.where(size <= 0.04045 / 12.92, size * 12.92, 1.055 * size ** (1 / 2.4) - 0.055)
    return np.copysign(curve, x).astype(x.dtype, copy=False)


def srgb_to_lab(rgb: ArrayLike) -> Floats:
    """Display values to CIELAB under D65: L* 0..100, a* and b* about -110..110."""
    linear = srgb_to_linear(rgb)
    xyz = _times(linear, _RGB_TO_XYZ / _WHITE[:, None])
    f = np.where(xyz > _DELTA**3, np.cbrt(xyz), xyz / (3 * _DELTA**2) + 4.0 / 29.0)
    lab = np.empty_like(linear)
    lab[..., 0] = 116.0 * f[..., 1] - 16.0
    lab[..., 1] = 500.0 * (f[..., 0] - f[..., 1])
    lab[..., 2] = 200.0 * (f[..., 1] - f[..., 2])
    return lab


def lab_to_srgb(lab: ArrayLike) -> Floats:
    """CIELAB under D65 to display values; colours out of gamut fall outside 0..1."""
    lab = _floats(lab)
    f = np.empty_like(lab)
    f[..., 1] = (lab[..., 0] + 16.0) / 116.0
    f[..., 0] = f[..., 1] + lab[..., 1] / 500.0
    f[..., 2] = f[..., 1] - lab[..., 2] / 200.0
    xyz = np.where(f > _DELTA, f**3, 3 * _DELTA**2 * (f - 4.0 / 29.0))
    return linear_to_srgb(_times(xyz, _XYZ_TO_RGB * _WHITE))


def srgb_to_oklab(rgb: ArrayLike) -> Floats:
    """Display values to Oklab: L 0..1, a and b about -0.4..0.4; neutrals have a = b = 0."""
    return _times(np.cbrt(_times(srgb_to_linear(rgb), _RGB_TO_LMS)), _LMS_TO_OKLAB)


def oklab_to_srgb(oklab: ArrayLike) -> Floats:
    """Oklab to display values; colours out of gamut fall outside 0..1."""
    return linear_to_srgb(_times(_times(_floats(oklab), _OKLAB_TO_LMS) ** 3, _LMS_TO_RGB))


def oklab_slopes(rgb: ArrayLike) -> Floats:
    """The derivative of Oklab by display values, (..., 3) to (..., 3, 3): [Oklab axis, channel].

    It is infinite at black: give values above it.
    """
    x = _floats(rgb)
    curve = np.where(x <= 0.04045, 1 / 12.92, 2.4 / 1.055 * ((x + 0.055) / 1.055) ** 1.4)
    cones = _times(srgb_to_linear(x), _RGB_TO_LMS)
    outer = _LMS_TO_OKLAB.astype(x.dtype) * (np.cbrt(cones) ** -2 / 3)[..., None, :]
    return outer @ (_RGB_TO_LMS.astype(x.dtype) * curve[..., None, :])


def luma(rgb: ArrayLike) -> Floats:
    """Rec.709 luma of display values: (..., 3) to (...), the weighted sum of the code values."""
    rgb = _floats(rgb)
    return rgb @ _LUMA.astype(rgb.dtype)


def chroma(lab: ArrayLike) -> Floats:
    """Distance from the neutral axis of CIELAB or Oklab values: (..., 3) to (...), 0 and up."""
    lab = _floats(lab)
    return np.hypot(lab[..., 1], lab[..., 2])


def hue(lab: ArrayLike) -> Floats:
    """Hue angle of CIELAB or Oklab values in degrees, 0..360: (..., 3) to (...); 0 is +a."""
    lab = _floats(lab)
    return np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360.0


def hue_turn(start: ArrayLike, end: ArrayLike) -> Floats:
    """The way from one hue to another, degrees in -180..180, counter-clockwise positive."""
    return (np.asarray(end) - np.asarray(start) + 180) % 360 - 180


def delta_e_2000(lab1: ArrayLike, lab2: ArrayLike) -> Floats:
    """CIEDE2000 colour difference between CIELAB values, with kL = kC = kH = 1.

    Args:
        lab1: (..., 3) CIELAB values, D65.
        lab2: the same shape, or one that broadcasts against it.

    Returns:
        (...) differences, 0 and up; about 1 is just noticeable side by side.
    """
    one, two = _floats(lab1), _floats(lab2)
    c1, c2 = chroma(one), chroma(two)
    g = 1.0 + 0.5 * (1.0 - _chroma_knee((c1 + c2) / 2))
    a1, a2 = one[..., 1] * g, two[..., 1] * g
    b1, b2 = one[..., 2], two[..., 2]
    cp1, cp2 = np.hypot(a1, b1), np.hypot(a2, b2)
    lightness = (one[..., 0] + two[..., 0]) / 2
    mean_chroma = (cp1 + cp2) / 2
    hue_mean = _mean_hue(a1, b1, a2, b2)
    # The angle between the two vectors: no wrap-around, and exactly 0 for equal colours.
    angle = np.arctan2(a1 * b2 - a2 * b1, a1 * a2 + b1 * b2)
    dh = 2.0 * np.sqrt(cp1 * cp2) * np.sin(angle / 2)
    far = (lightness - 50.0) ** 2
    dl = (two[..., 0] - one[..., 0]) / (1.0 + 0.015 * far / np.sqrt(20.0 + far))
    dc = (cp2 - cp1) / (1.0 + 0.045 * mean_chroma)
    dh /= 1.0 + 0.015 * mean_chroma * _hue_weight(hue_mean)
    bend = -np.sin(np.radians(60.0 * np.exp(-(((np.degrees(hue_mean) - 275.0) / 25.0) ** 2))))
    turn = 2.0 * _chroma_knee(mean_chroma) * bend
    total = dl * dl + dc * dc + dh * dh + turn * dc * dh
    return np.sqrt(np.maximum(total, 0.0)).astype(np.result_type(one, two), copy=False)


def _chroma_knee(c: Floats) -> Floats:
    c7 = (c / 25.0) ** 7
    return np.sqrt(c7 / (c7 + 1.0))


def _mean_hue(a1: Floats, b1: Floats, a2: Floats, b2: Floats) -> Floats:
    """Sharma's mean hue in radians, 0..2 pi; where one colour is neutral, the other's hue."""
    h1 = np.arctan2(b1, a1) % (2 * np.pi)
    h2 = np.arctan2(b2, a2) % (2 * np.pi)
    total = h1 + h2
    wrapped = np.where(total < 2 * np.pi, total + 2 * np.pi, total - 2 * np.pi)
    neutral = ((a1 == 0) & (b1 == 0)) | ((a2 == 0) & (b2 == 0))
    mean = np.where(np.abs(h1 - h2) > np.pi, wrapped, total) / 2
    return np.where(neutral, total, mean)


def _hue_weight(h: Floats) -> Floats:
    return (
        1.0
        - 0.17 * np.cos(h - np.pi / 6)
        + 0.24 * np.cos(2 * h)
        + 0.32 * np.cos(3 * h + np.pi / 30)
        - 0.20 * np.cos(4 * h - 63 * np.pi / 180)
    )


def _floats(values: ArrayLike) -> Floats:
    array = np.asarray(values)
    return array if array.dtype in (np.float32, np.float64) else array.astype(np.float32)


def _times(vectors: Floats, matrix: NDArray[np.float64]) -> Floats:
    return vectors @ matrix.T.astype(vectors.dtype)
