"""How far the view reaches: camera colours beyond it, brought to its edge.

ACES 2.0 compresses the colours of its reach gamut, AP1, into the display's (Academy, "ACES 2.0
output transforms", 2024). Beyond AP1 lie no colours of light: a camera's log holds them because
its primaries do, or through noise. What the view makes of them is neither monotone nor free of
folds.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from core.colour.spaces import ColourSpace, find_space
from core.colour.transform import convert

_REACH = "acescg"
_CODES = np.linspace(-0.25, 1.25, 6001).astype(np.float32)
_GREY, _MORE = 0.4, 0.6  # code values on the straight part of every log
_FITS = 1e-3  # of the light in a cube's corner, how far a space may be from curve and matrix
_SWEEPS = 60
_SETTLED = 1e-5  # of a channel's own light
_DARK = 1e-3


@dataclass(frozen=True, eq=False)
class _Camera:
    """A log space as its curve and the matrix from its light to linear AP1.

    Attributes:
        light: linear light for each of `_CODES`, rising.
        matrix: (3, 3).
    """

    light: np.ndarray
    matrix: np.ndarray

    def decode(self, rgb: np.ndarray) -> np.ndarray:
        return np.interp(rgb, _CODES, self.light)

    def encode(self, light: np.ndarray) -> np.ndarray:
        return np.interp(light, self.light, _CODES)


def held_in_reach(space: ColourSpace, rgb: np.ndarray) -> np.ndarray:
    """Log values with colours beyond AP1 brought to its edge.

    A channel that is too low for the other two is raised to where AP1 begins, and no other is
    touched; so each channel of a picture still rises with its own light. Colours inside AP1 come
    back as they are, and so does everything in a space that is no curve and matrix (ADX) or not a
    camera log.

    Args:
        space: the space of `rgb`.
        rgb: (M, 3) float32 code values, 0..1.

    Returns:
        (M, 3) float32 code values.
    """
    camera = _camera(space) if space.kind == "log" else None
    if camera is None:
        return rgb
    light = camera.decode(rgb)
    beyond = (light @ camera.matrix.T).min(axis=1) < 0
    held = rgb.copy()
    if beyond.any():
        raised = camera.encode(_raised(light[beyond], camera.matrix))
        held[beyond] = np.maximum(raised, rgb[beyond]).astype(np.float32)
    return held


def _raised(light: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The least light that is nowhere below `light` and nowhere negative through `matrix`.

    The matrix has a positive diagonal and its other entries are mostly negative, so raising one
    channel after the other converges from below.
    """
    raised = light.copy()
    for _ in range(_SWEEPS):
        before = raised.copy()
        for channel in range(3):
            others = [other for other in range(3) if other != channel]
            needed = -raised[:, others] @ matrix[channel, others] / matrix[channel, channel]
            raised[:, channel] = np.maximum(light[:, channel], needed)
        if ((raised - before) / (np.abs(raised) + _DARK)).max() < _SETTLED:
            break
    return raised


@functools.cache
def _camera(space: ColourSpace) -> _Camera | None:
    """The space's curve and matrix, None if it is not made of these."""
    reach = find_space(_REACH)
    greys = convert(np.repeat(_CODES[:, None], 3, axis=1), space, reach)[:, 1]
    probes = np.full((4, 3), _GREY, np.float32)
    probes[[1, 2, 3], [0, 1, 2]] = _MORE
    seen = convert(probes, space, reach).astype(np.float64)
    more = np.interp(_MORE, _CODES, greys) - np.interp(_GREY, _CODES, greys)
    camera = _Camera(
        np.maximum.accumulate(greys.astype(np.float64)), ((seen[1:] - seen[0]) / more).T
    )
    corners = np.random.default_rng(0).random((200, 3), dtype=np.float32)
    modelled = camera.decode(corners) @ camera.matrix.T
    exact = convert(corners, space, reach)
    return camera if np.abs(modelled - exact).max() < _FITS * np.abs(exact).max() else None
