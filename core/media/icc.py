"""Embedded ICC profiles of the matrix and grey kinds, converted to sRGB in floating point.

Such a profile says how each channel becomes linear light and what the channels' primaries are
(ICC.1:2022, §8.3 and §10). Profiles built on tables (printers, scanners) are left to the caller.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

# sRGB primaries adapted to D50 by Bradford (IEC 61966-2-1 and ICC's sRGB profile), rows X, Y, Z.
_SRGB_TO_D50 = np.array(
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ]
)
_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0.0, 0.0)
_SIGNATURE_AT = 36


@dataclass(frozen=True)
class Profile:
    """A matrix or grey profile.

    `curves` are per-channel tables or parameters for device value to linear light; `to_d50` is
    the matrix from linear RGB to XYZ under D50, `None` for grey.
    """

    curves: tuple[tuple[float, ...] | np.ndarray, ...]
    to_d50: np.ndarray | None

    def to_srgb(self, values: np.ndarray) -> np.ndarray:
        """Device values 0..1, float32 (H, W, 3), grey repeated, to sRGB code values 0..1.

        Colours outside sRGB's gamut are clipped to it, as a colour-managed viewer on an sRGB
        display does.
        """
        linear = np.stack(
            [_linear(values[..., i], self.curves[i % len(self.curves)]) for i in range(3)],
            axis=-1,
        )
        if self.to_d50 is not None:
            linear = linear @ (np.linalg.inv(_SRGB_TO_D50) @ self.to_d50).T
        return _srgb_encode(np.clip(linear, 0, 1)).astype(np.float32)

    @property
    def is_srgb(self) -> bool:
        """Whether it does what sRGB does, to within a 10-bit code, so that nothing need be done."""
        if self.to_d50 is None or np.abs(self.to_d50 - _SRGB_TO_D50).max() > 2e-3:
            return False
        ramp = np.linspace(0, 1, 64, dtype=np.float32)[None, :, None].repeat(3, -1)
        return bool(np.abs(self.to_srgb(ramp) - ramp).max() < 1e-3)


def parse(data: bytes) -> Profile | None:
    """The profile in `data`; `None` if it is damaged or of another kind."""
    if data[_SIGNATURE_AT : _SIGNATURE_AT + 4] != b"acsp":
        return None
    try:
        tags = _tags(data)
        if b"kTRC" in tags and data[16:20] == b"GRAY":
            return Profile((_curve(tags[b"kTRC"]),), None)
        if data[16:20] != b"RGB " or b"A2B0" in tags:
            return None
        columns = [_xyz(tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        curves = tuple(_curve(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC"))
    except (struct.error, KeyError, ValueError):
        return None
    return Profile(curves, np.array(columns).T)


def code_points(data: bytes) -> tuple[int, int] | None:
    """The H.273 primaries and transfer in a profile's `cicp` tag; `None` without one."""
    if data[_SIGNATURE_AT : _SIGNATURE_AT + 4] != b"acsp":
        return None
    try:
        tag = _tags(data).get(b"cicp", b"")
    except struct.error:
        return None
    return (tag[8], tag[9]) if len(tag) >= 12 else None


def from_numbers(chromaticities: tuple[float, ...] | None, gamma: float | None) -> Profile | None:
    """The profile of primaries and an exponent stated in numbers.

    Args:
        chromaticities: CIE xy of red, green, blue and white; None stands for those of Rec.709.
        gamma: exponent from code value to light; None for sRGB's curve.

    Returns:
        None where the numbers make no colour.
    """
    curve = _SRGB_CURVE if gamma is None else _seven(0, [gamma])
    if chromaticities is None:
        return Profile((curve,), _SRGB_TO_D50)
    to_xyz = _to_xyz(np.array(chromaticities).reshape(4, 2))
    return None if to_xyz is None else Profile((curve,), to_xyz)


def _to_xyz(xy: np.ndarray) -> np.ndarray | None:
    """The matrix from linear RGB to XYZ under D50 (SMPTE RP 177; Bradford adaptation)."""
    xyz = np.column_stack([xy[:, 0], xy[:, 1], 1 - xy.sum(axis=1)]) / xy[:, 1:]
    try:
        to_xyz = xyz[:3].T * np.linalg.solve(xyz[:3].T, xyz[3])
    except np.linalg.LinAlgError:
        return None
    cones = (_BRADFORD @ _D50) / (_BRADFORD @ xyz[3])
    adapted = np.linalg.solve(_BRADFORD, cones[:, None] * (_BRADFORD @ to_xyz))
    return adapted if np.isfinite(adapted).all() else None


def _tags(data: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", data, 128)
    found: dict[bytes, bytes] = {}
    for index in range(min(count, 200)):
        name, start, size = struct.unpack_from(">4sII", data, 132 + 12 * index)
        found[name] = data[start : start + size]
    return found


def _xyz(tag: bytes) -> tuple[float, float, float]:
    if tag[:4] != b"XYZ ":
        raise ValueError("not an XYZ tag")
    x, y, z = struct.unpack_from(">3i", tag, 8)
    return x / 65536, y / 65536, z / 65536


def _curve(tag: bytes) -> tuple[float, ...] | np.ndarray:
    """A parametric curve as (g, a, b, c, d, e, f), or a sampled one as an array over 0..1."""
    if tag[:4] == b"para":
        (kind,) = struct.unpack_from(">H", tag, 8)
        count = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}.get(kind)
        if count is None:
            raise ValueError("unknown parametric curve")
        return _seven(kind, [v / 65536 for v in struct.unpack_from(f">{count}i", tag, 12)])
    if tag[:4] != b"curv":
        raise ValueError("unknown kind of curve")
    (count,) = struct.unpack_from(">I", tag, 8)
    samples = struct.unpack_from(f">{count}H", tag, 12)
    if count == 0:
        return _seven(0, [1.0])
    if count == 1:
        return _seven(0, [samples[0] / 256])
    return np.array(samples, np.float64) / 65535


def _seven(kind: int, p: list[float]) -> tuple[float, ...]:
    """Any parametric curve as (a x + b)^g + e from d on, and c x + f below it (ICC.1 §10.18)."""
    if kind == 0:
        return (p[0], 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    if kind in (1, 2):
        offset = p[3] if kind == 2 else 0.0
        return (p[0], p[1], p[2], 0.0, -p[2] / p[1] if p[1] else 0.0, offset, offset)
    if kind == 3:
        return (*p, 0.0, 0.0)
    return tuple(p)


def _linear(x: np.ndarray, curve: tuple[float, ...] | np.ndarray) -> np.ndarray:
    x = np.clip(x.astype(np.float64), 0, 1)
    if isinstance(curve, np.ndarray):
        return np.interp(x, np.linspace(0, 1, len(curve)), curve)
    g, a, b, c, d, e, f = curve
    return np.where(x >= d, np.maximum(a * x + b, 0) ** g + e, c * x + f)


def _srgb_encode(x: np.ndarray) -> np.ndarray:
    """Linear light to sRGB code values (IEC 61966-2-1)."""
    return np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.maximum(x, 1e-9) ** (1 / 2.4) - 0.055)
