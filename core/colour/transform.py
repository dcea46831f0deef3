"""Transforms between colour spaces, and the one display rendering that pictures are judged in.

**The view.** Between scene-referred spaces (camera logs, linear light) and displays stands ACES
2.0, SDR 100 nits, through OCIO's own implementation. Measured on 100,000 random colours from a
camera log (LogC3, S-Log3, DaVinci Intermediate, ACEScct alike), in 10-bit code values:

=========================  =====================  ====================================
view                       display-log-display    log-display-log, display in .002-.998
=========================  =====================  ====================================
ACES 2.0 SDR 100 nits      mean 0.01, max 4       max 0.04
ACES 1.0 SDR Video         mean 1.1, max 490      max 11
=========================  =====================  ====================================

ACES 1 cannot be turned back near the edges of the display cube; ACES 2 was designed to be. An
un-tone-mapped view turns back best, but clips every highlight above diffuse white.

**HDR** displays go to the scene through the inverse of the ACES 2.0 HDR 1000 nits view over their
own primaries, and from there to SDR through the view above. Between SDR displays, and between HDR
displays, the transform is colorimetric.

Everything here is computed in float32, may be called from any thread, and keeps its processors.
"""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.colour.spaces import ColourSpace, find_space, ocio, studio_config
from core.errors import UsageError

NO_VIEW = "none"

# View names as colorists know them, with OCIO's built-in transform from ACES2065-1 to display XYZ.
_STYLE = "ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - "
_SDR_REC709 = "ACES 2.0 - SDR 100 nits (Rec.709)"
_SDR_P3 = "ACES 2.0 - SDR 100 nits (P3 D65)"
_HDR_P3 = "ACES 2.0 - HDR 1000 nits (P3 D65)"
_HDR_REC2020 = "ACES 2.0 - HDR 1000 nits (Rec.2020)"
_VIEWS = {
    _SDR_REC709: "SDR-100nit-REC709_2.0",
    _SDR_P3: "SDR-100nit-P3-D65_2.0",
    _HDR_P3: "HDR-1000nit-P3-D65_2.0",
    _HDR_REC2020: "HDR-1000nit-REC2020_2.0",
}
_REC2020_DISPLAYS = ("Rec.2100 PQ", "Rec.2100 HLG")

_SCENE_HUB = "aces2065_1"
_DISPLAY_HUB = "cie_xyz_d65_display"

# What the maths can bear in float32: a curve's exponential of more than these overflows.
_LIMITS = {"log": 4.0, "hdr": 4.0, "display": 65504.0, "linear": 65504.0}

# A log curve is followed over the code values that files can hold, legal-range overshoot included,
# and carried on by its tangent beyond: below its black a pure log has no inverse.
_CURVE_ENDS = (-0.125, 1.5)


@dataclass(frozen=True)
class Rendering:
    """How pictures in `source` are shown on `display`.

    Attributes:
        source: the space of the pictures.
        display: the display space of the result.
        view: name of the view transform, or "none" where the way is colorimetric or there is
            nothing to do.
    """

    source: ColourSpace
    display: ColourSpace
    view: str

    def forward(self, rgb: ArrayLike) -> NDArray[np.float32]:
        """Code values of `source` to display code values.

        Args:
            rgb: (..., 3) floats, any range; not finite is read as 0 or the end of the range.

        Returns:
            (..., 3) float32, finite. Through a view 0..1; a colorimetric way from a wider gamut
            leaves colours outside Rec.709 outside 0..1.
        """
        return convert(rgb, self.source, self.display)

    def inverse(self, rgb: ArrayLike) -> NDArray[np.float32]:
        """Display code values to code values of `source`.

        Through a view it undoes `forward` for display values inside the unit cube: within 0.05 of
        a 10-bit code value in log for values from .002 to .998; at 0 and 1, where many scene
        colours share one display colour, it returns one of them. Values outside the cube are read
        as at its edge. Saturated display colours can lie outside the camera's gamut and then give
        log code values below 0, and display white can lie above the camera's code value 1. Curves
        that hold no negative light (Cineon, ADX, REDLogFilm, Protune) and HDR displays cannot
        reach the most saturated display colours; those do not come back from `forward` the same.

        Args:
            rgb: (..., 3) floats, 0..1.

        Returns:
            (..., 3) float32, finite, unclipped.
        """
        return convert(rgb, self.display, self.source)


def rendering(space: ColourSpace, display: ColourSpace | None = None) -> Rendering:
    """The rendering of `space` that it is analysed in.

    Without `display`: an SDR space with Rec.709 primaries is its own display, untouched. Another
    SDR space goes colorimetrically to the Rec.709-primaries space with the like curve (Display P3
    to sRGB), so that a grey keeps its code value. Everything else goes to Rec.709 Gamma 2.4
    through the view.

    Raises:
        UsageError: `display` is not a display space.
    """
    shown = find_space(space.display) if display is None else display
    if shown.kind not in ("display", "hdr"):
        raise UsageError(
            f"{shown.name} is not a display space, so nothing can be shown in it",
            hint="choose one of the kind display or hdr from: bestlight spaces",
        )
    views = _views_between(space, shown)
    return Rendering(space, shown, views[-1][0] if views else NO_VIEW)


def convert(rgb: ArrayLike, source: ColourSpace, target: ColourSpace) -> NDArray[np.float32]:
    """Code values of `source` to those of `target`.

    Scene to scene, and between displays of the same dynamic range, the way is colorimetric;
    between scene and display, and between SDR and HDR, it goes through the view (or its inverse).

    Args:
        rgb: (..., 3) floats of any memory layout and range.
        source: the space of `rgb`.
        target: the space wanted.

    Returns:
        (..., 3) float32, a new array, finite and not clipped beyond what a view does itself.
        For input that is not finite: NaN is read as 0, infinity as the end of the range.

    Raises:
        UsageError: the last axis of `rgb` is not 3.
    """
    with np.errstate(over="ignore"):
        values = np.array(rgb, dtype=np.float32, order="C")
    if values.ndim == 0 or values.shape[-1] != 3:
        raise UsageError(f"colour values must be (..., 3), not {values.shape}")
    limit = _LIMITS[source.kind]
    _make_finite(values, limit)
    np.clip(values, -limit, limit, out=values)
    if source != target and values.size:
        _processor(source, target).applyRGB(values.reshape(-1, 3))
        _make_finite(values, _LIMITS["linear"])
    return values


def _make_finite(values: NDArray[np.float32], limit: float) -> None:
    np.nan_to_num(values, copy=False, nan=0.0, posinf=limit, neginf=-limit)


def _views_between(source: ColourSpace, target: ColourSpace) -> list[tuple[str, bool]]:
    """The views on the way, each with whether it is taken backwards."""
    backwards = _view_of(source)
    forwards = _view_of(target)
    if source.referred == target.referred and (source.kind == "hdr") == (target.kind == "hdr"):
        return []
    way = []
    if source.referred == "display":
        way.append((backwards, True))
    if target.referred == "display":
        way.append((forwards, False))
    return way


def _view_of(space: ColourSpace) -> str:
    if space.kind == "hdr":
        return _HDR_REC2020 if space.name in _REC2020_DISPLAYS else _HDR_P3
    return _SDR_REC709 if space.display == space.name else _SDR_P3


@functools.cache
def _processor(source: ColourSpace, target: ColourSpace) -> Any:
    """OCIO's CPU processor from `source` to `target`, in float32 without approximations."""
    steps = ocio().GroupTransform()
    steps.appendTransform(_to_hub(source))
    for view, backwards in _views_between(source, target):
        step = ocio().BuiltinTransform(style=_STYLE + _VIEWS[view])
        steps.appendTransform(_reversed(step) if backwards else step)
    steps.appendTransform(_reversed(_to_hub(target)))
    processor = studio_config().getProcessor(steps)
    return processor.getOptimizedCPUProcessor(
        ocio().BIT_DEPTH_F32, ocio().BIT_DEPTH_F32, ocio().OPTIMIZATION_LOSSLESS
    )


def _reversed(step: Any) -> Any:
    step.setDirection(ocio().TRANSFORM_DIR_INVERSE)
    return step


def _to_hub(space: ColourSpace) -> Any:
    """From `space` to ACES2065-1 if it is scene-referred, else to display-referred XYZ (D65)."""
    hub = _SCENE_HUB if space.referred == "scene" else _DISPLAY_HUB
    steps = ocio().GroupTransform()
    if space.gamma is not None:
        steps.appendTransform(
            ocio().ExponentTransform(
                value=[space.gamma] * 3 + [1.0], negativeStyle=ocio().NEGATIVE_MIRROR
            )
        )
    if space.curve is not None:
        steps.appendTransform(_curve_lut(space.curve))
    linear = space.ocio or space.gamut or _SCENE_HUB
    if studio_config().getColorSpace(linear) is None:
        steps.appendTransform(ocio().MatrixTransform(matrix=_gamut_matrix(linear)))
        linear = "cie_xyz_d65_scene" if space.referred == "scene" else _DISPLAY_HUB
    steps.appendTransform(ocio().ColorSpaceTransform(src=linear, dst=hub))
    return steps


@functools.cache
def _colour_science() -> Any:
    """colour-science, loaded only where OCIO lacks a curve or a gamut: it takes over a second."""
    # Its import changes numpy's print options for the whole process, and warns of plotting.
    with np.printoptions(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import colour

    return colour


def _curve_lut(curve: str) -> Any:
    """colour-science's decoding of a log curve as a 1D LUT with one entry for every half float."""
    decode = _colour_science().LOG_DECODINGS[curve]
    codes = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float64)
    codes = np.nan_to_num(codes, nan=0.0, posinf=65504.0, neginf=-65504.0)
    low, high = _CURVE_ENDS
    # The library evaluates both branches of a curve everywhere, and then chooses.
    with np.errstate(invalid="ignore"):
        linear = np.asarray(decode(np.clip(codes, low, high)), dtype=np.float64)
        for end, outside in ((low, codes < low), (high, codes > high)):
            slope = float(decode(end + 1e-4) - decode(end - 1e-4)) / 2e-4
            linear[outside] += slope * (codes[outside] - end)
    lut = ocio().Lut1DTransform(length=65536, inputHalfDomain=True)
    lut.setInterpolation(ocio().INTERP_LINEAR)
    lut.setData(np.repeat(linear[:, None], 3, axis=1).astype(np.float32))
    return lut


def _gamut_matrix(gamut: str) -> list[float]:
    """Linear RGB of colour-science's `gamut` to XYZ under D65 (Bradford), as OCIO's 4x4."""
    colour = _colour_science()
    space = colour.RGB_COLOURSPACES[gamut]
    d65 = colour.RGB_COLOURSPACES["ITU-R BT.709"].whitepoint
    to_xyz = colour.normalised_primary_matrix(space.primaries, space.whitepoint)
    adapt = colour.adaptation.matrix_chromatic_adaptation_VonKries(
        colour.xy_to_XYZ(space.whitepoint), colour.xy_to_XYZ(d65), transform="Bradford"
    )
    matrix = np.eye(4)
    matrix[:3, :3] = adapt @ to_xyz
    return matrix.ravel().tolist()
