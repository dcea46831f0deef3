"""The figures of a report, measured on the stills before and after and on the LUTs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.colour.difference import delta_e_2000, luma, srgb_to_lab, srgb_to_oklab
from core.errors import BestlightError, counted
from core.report.palette import Swatch, find_palette
from core.report.pictures import ReportPictures
from core.report.scopes import SKIN_LINE, Scopes, make_scopes, rgb_to_cb_cr, rgb_to_hue_angle

if TYPE_CHECKING:
    from core.job.result import GradeResult
    from core.lut.lut3d import Lut3D

# Half a code value of 10 bits: nearer to 0 or 1 than that, a 10-bit file holds the end itself.
_END = 0.5 / 1023
_PIXELS = 240_000
_PALETTE_PIXELS = 20_000
_CURVE_POINTS = 129

Lab = tuple[float, float, float]


@dataclass(frozen=True)
class Spread:
    """Mean, median, 95th percentile and maximum of dE2000 from before to after."""

    mean: float
    median: float
    p95: float
    max: float


@dataclass(frozen=True)
class Tone:
    """Levels of one state: percentiles of luma (code values) and the mean Oklab chroma."""

    p1: float
    p50: float
    p99: float
    chroma: float

    @property
    def range(self) -> float:
        """From the 1st to the 99th percentile of luma."""
        return self.p99 - self.p1


@dataclass(frozen=True)
class Skin:
    """What the grade did to skin-like pixels; angles on the vectorscope, in degrees.

    Attributes:
        share: of all pixels, 0..1.
        off_line_before: median angle from the skin-tone line, positive towards yellow.
        off_line_after: the same, graded.
        rotation: median turn of each pixel's own hue, positive towards yellow.
    """

    share: float
    off_line_before: float
    off_line_after: float
    rotation: float


@dataclass(frozen=True)
class Zone:
    """Shadows, mids or highlights, told by the luma before the grade.

    Attributes:
        name: of the zone.
        share: of all pixels, 0..1.
        before, after: mean CIELAB (D65) of the zone's pixels; None where it has none.
        grey_shift: mean change in CIELAB that the look gives to neutral greys of this zone.
    """

    name: str
    share: float
    before: Lab | None
    after: Lab | None
    grey_shift: Lab


@dataclass(frozen=True, eq=False)
class Curves:
    """LUTs read along lines through the cube; `points` (N,), the rest (N, 3), float32.

    Attributes:
        points: input code values of the look, 0..1.
        neutral: the look's output for greys.
        channels: output of each channel of the look as its input moves, the others held at 0.5.
        node_points: input code values of the baked LUT, over its domain.
        node_neutral: the baked LUT's output for greys.
    """

    points: np.ndarray
    neutral: np.ndarray
    channels: np.ndarray
    node_points: np.ndarray
    node_neutral: np.ndarray


@dataclass(frozen=True, eq=False)
class Measures:
    """All figures of a report.

    Attributes:
        difference: dE2000 from before to after.
        new_clipping: share of pixels of which a channel is at 0 or 1 only after the grade.
        tone_before, tone_after: levels.
        skin: None where the stills hold too little that looks like skin.
        zones: shadows, mids, highlights.
        palettes: (whose, colours): the source, each reference, the result.
        before, after: scopes; waveforms of the hero still, the rest of all stills.
        curves: of the look and the baked LUT.
    """

    difference: Spread
    new_clipping: float
    tone_before: Tone
    tone_after: Tone
    skin: Skin | None
    zones: tuple[Zone, ...]
    palettes: tuple[tuple[str, tuple[Swatch, ...]], ...]
    before: Scopes
    after: Scopes
    curves: Curves


def measure_grade(result: GradeResult, pictures: ReportPictures) -> Measures:
    """Measure everything that a report shows in figures.

    Raises:
        BestlightError: the pictures are not those of the references of the result's style, or of
            its candidates.
    """
    if len(pictures.candidates) != len(result.candidates):
        raise BestlightError(
            f"the report has {counted(len(pictures.candidates), 'picture')} for"
            f" {counted(len(result.candidates), 'candidate')}",
            hint="give one picture for each candidate of the result",
        )
    before = sample_pixels(pictures.before, _PIXELS)
    after = sample_pixels(pictures.after, _PIXELS)
    lab_before, lab_after = srgb_to_lab(before), srgb_to_lab(after)
    return Measures(
        difference=measure_spread(delta_e_2000(lab_before, lab_after)),
        new_clipping=measure_new_clipping(before, after),
        tone_before=measure_tone(before),
        tone_after=measure_tone(after),
        skin=measure_skin(before, after),
        zones=measure_zones(luma(before), lab_before, lab_after, pictures.look),
        palettes=_palettes(result, pictures),
        before=make_scopes(clip_to_display(pictures.before[pictures.hero]), before),
        after=make_scopes(clip_to_display(pictures.after[pictures.hero]), after),
        curves=read_curves(pictures.look, pictures.lut),
    )


def clip_to_display(rgb: np.ndarray) -> np.ndarray:
    """`rgb` as a display shows it: float32 within 0..1, what is not a number black."""
    return np.clip(np.nan_to_num(rgb, nan=0.0, posinf=1.0, neginf=0.0), 0, 1).astype(np.float32)


def sample_pixels(pictures: Sequence[np.ndarray], limit: int) -> np.ndarray:
    """(N, 3) float32 display values 0..1: evenly spaced pixels of all `pictures`, about `limit`.

    Each picture has the same say. The places depend only on the shapes, so two sequences of equal
    shapes give the same places.
    """
    each = max(limit // len(pictures), 1)
    taken = []
    for picture in pictures:
        flat = picture.reshape(-1, 3)
        step = max(len(flat) // each, 1)
        # A step that shares a factor with the width would see some columns only.
        while math.gcd(step, picture.shape[1]) > 1:
            step += 1
        taken.append(clip_to_display(flat[::step]))
    return np.concatenate(taken)


def measure_spread(difference: np.ndarray) -> Spread:
    """The figures told of `difference`, an array of dE2000 of any shape."""
    return Spread(
        mean=float(difference.mean()),
        median=float(np.median(difference)),
        p95=float(np.percentile(difference, 95)),
        max=float(difference.max()),
    )


def measure_new_clipping(before: np.ndarray, after: np.ndarray) -> float:
    """Share of pixels, 0..1, of which some channel reaches 0 or 1 only in `after`.

    Args:
        before, after: (N, 3) display values, 0..1, of the same places.
    """
    crushed = (after <= _END) & (before > _END)
    blown = (after >= 1 - _END) & (before < 1 - _END)
    return float((crushed | blown).any(-1).mean())


def measure_tone(rgb: np.ndarray) -> Tone:
    """Levels of `rgb`, (N, 3) display values, 0..1."""
    p1, p50, p99 = (float(p) for p in np.percentile(luma(rgb), (1, 50, 99)))
    a, b = np.moveaxis(srgb_to_oklab(rgb)[..., 1:], -1, 0)
    return Tone(p1, p50, p99, float(np.hypot(a, b).mean()))


def measure_skin(before: np.ndarray, after: np.ndarray) -> Skin | None:
    """What became of skin-like pixels; None if they are under 0.5 % of all.

    Skin-like is a vectorscope angle within 20 degrees of the skin-tone line (123 degrees), a
    chroma (length of Cb, Cr) of 0.03 to 0.25 and a luma of 0.15 to 0.9, all before the grade.
    Complexions differ in luma and chroma and hardly in angle. Wood and sand fall in as well.

    Args:
        before, after: (N, 3) display values, 0..1, of the same places.
    """
    off_line = _turn(rgb_to_hue_angle(before), SKIN_LINE)
    chroma, light = np.hypot(*rgb_to_cb_cr(before)), luma(before)
    like = (abs(off_line) <= 20) & (chroma >= 0.03) & (chroma <= 0.25)
    like &= (light >= 0.15) & (light <= 0.9)
    share = float(like.mean())
    # Pixels drained of colour have no hue left to compare.
    like &= np.hypot(*rgb_to_cb_cr(after)) > 0.004
    if share < 0.005 or not like.any():
        return None
    hue_before, hue_after = rgb_to_hue_angle(before[like]), rgb_to_hue_angle(after[like])
    return Skin(
        share=share,
        off_line_before=float(np.median(off_line[like])),
        off_line_after=float(np.median(_turn(hue_after, SKIN_LINE))),
        rotation=float(np.median(_turn(hue_after, hue_before))),
    )


def measure_zones(
    light: np.ndarray, before: np.ndarray, after: np.ndarray, look: Lut3D
) -> tuple[Zone, ...]:
    """Shadows (luma under 0.3), mids and highlights (from 0.7).

    Args:
        light: (N,) luma before the grade.
        before, after: (N, 3) CIELAB, D65.
        look: display values to display values.
    """
    greys = np.linspace(0, 1, _CURVE_POINTS, dtype=np.float32)
    neutral = np.repeat(greys[:, None], 3, axis=1)
    shift = srgb_to_lab(clip_to_display(look.apply(neutral))) - srgb_to_lab(neutral)
    bounds = (("Shadows", -np.inf, 0.3), ("Mids", 0.3, 0.7), ("Highlights", 0.7, np.inf))
    return tuple(
        _zone(
            name,
            (light >= low) & (light < high),
            before,
            after,
            shift[(greys >= low) & (greys < high)],
        )
        for name, low, high in bounds
    )


def read_curves(look: Lut3D, lut: Lut3D) -> Curves:
    """Read `look` (display to display) and `lut` (node input to node output) along greys."""
    points = np.linspace(0, 1, _CURVE_POINTS, dtype=np.float32)
    domain = np.linspace(min(lut.domain_min), max(lut.domain_max), _CURVE_POINTS, dtype=np.float32)
    return Curves(
        points=points,
        neutral=look.apply(np.repeat(points[:, None], 3, axis=1)),
        channels=np.stack([_channel(look, points, c) for c in range(3)], axis=1),
        node_points=domain,
        node_neutral=lut.apply(np.repeat(domain[:, None], 3, axis=1)),
    )


def _channel(look: Lut3D, points: np.ndarray, channel: int) -> np.ndarray:
    line = np.full((len(points), 3), 0.5, dtype=np.float32)
    line[:, channel] = points
    return look.apply(line)[:, channel]


def _turn(to: np.ndarray, start: np.ndarray | float) -> np.ndarray:
    return (to - start + 180.0) % 360.0 - 180.0


def _zone(
    name: str, inside: np.ndarray, before: np.ndarray, after: np.ndarray, shift: np.ndarray
) -> Zone:
    some = bool(inside.any())
    return Zone(
        name=name,
        share=float(inside.mean()),
        before=_mean(before[inside]) if some else None,
        after=_mean(after[inside]) if some else None,
        grey_shift=_mean(shift),
    )


def _mean(lab: np.ndarray) -> Lab:
    light, a, b = (float(v) for v in lab.mean(0))
    return light, a, b


def _palettes(
    result: GradeResult, pictures: ReportPictures
) -> tuple[tuple[str, tuple[Swatch, ...]], ...]:
    names = [f"Reference {one['name']}" for one in result.style.get("references", ())]
    if len(names) != len(pictures.references):
        raise BestlightError(
            f"the report has {counted(len(pictures.references), 'picture')} for"
            f" {counted(len(names), 'reference')}",
            hint="give one picture for each reference of the style",
        )
    shown = [
        ("Source", pictures.before),
        *((name, (rgb,)) for name, rgb in zip(names, pictures.references, strict=True)),
        ("Result", pictures.after),
    ]
    return tuple((name, find_palette(sample_pixels(p, _PALETTE_PIXELS))) for name, p in shown)
