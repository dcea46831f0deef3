"""The figures of each protocol."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from benchmarks.transfer.cases import Case
from core.colour.difference import delta_e_2000, luma, srgb_to_lab
from core.lut import Lut3D
from core.lut.health import measure_health

DIRECTIONS = 64
BOOTSTRAPS = 2000


@dataclass(frozen=True)
class Row:
    """What one method did on one case.

    Attributes:
        case: its name.
        error: mean dE2000 to the truth, or to the source where there is none.
        nothing: the same of the untouched source.
        swd: sliced Wasserstein distance in Lab from the output to the reference.
        ssim: mean SSIM of luma to the source.
        swd_nothing: the same distance of the untouched source.
        change: mean dE2000 done to the source.
        change_truth: the same of the truth; nan where there is none.
        direction: cosine between the change done and the truth's, in Lab over all pixels; likewise.
        structure: mean local structure correlation of luma to the source.
        clipping: share of pixels newly at 0 or 1 in some channel.
        falls: monotonicity violation of the LUT; nan without one.
        folds: fold-over of the LUT; nan without one.
        skin: median hue rotation of skin tones by the LUT, degrees; nan without one.
        skin_own: the same by the look that was asked for; nan without one.
    """

    case: str
    error: float
    nothing: float
    swd: float
    ssim: float
    structure: float
    clipping: float
    falls: float
    folds: float
    skin: float
    skin_own: float
    swd_nothing: float
    change: float
    change_truth: float
    direction: float

    def plain(self) -> dict[str, float | str]:
        """The row by column name."""
        return asdict(self)


def score(case: Case, output: np.ndarray, look: Lut3D | None) -> Row:
    """Measure one output against its case."""
    truth = case.source if case.truth is None else case.truth
    falls = folds = skin = float("nan")
    if look is not None:
        health = measure_health(look)
        falls, folds, skin = health.monotonicity_violation, health.fold_over, health.skin_rotation
    ssim, structure = _structure(luma(case.source), luma(output))
    change_truth = direction = float("nan")
    if case.truth is not None:
        change_truth = _difference(case.truth, case.source)
        direction = _cosine(output, case.truth, case.source)
    return Row(
        case.name,
        _difference(output, truth),
        _difference(case.source, truth),
        _sliced(srgb_to_lab(output), srgb_to_lab(case.reference)),
        ssim,
        structure,
        float((_ends(output) & ~_ends(case.source)).mean()),
        falls,
        folds,
        skin,
        float("nan") if case.look is None else measure_health(case.look).skin_rotation,
        _sliced(srgb_to_lab(case.source), srgb_to_lab(case.reference)),
        _difference(output, case.source),
        change_truth,
        direction,
    )


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(delta_e_2000(srgb_to_lab(one), srgb_to_lab(other)).mean())


def _cosine(one: np.ndarray, other: np.ndarray, origin: np.ndarray) -> float:
    """Cosine between two changes of one picture in Lab, 0 where one of them is none."""
    start = srgb_to_lab(origin)
    a, b = ((srgb_to_lab(picture) - start).ravel().astype(np.float64) for picture in (one, other))
    return float(a @ b / max(np.sqrt((a @ a) * (b @ b)), 1e-9))


def _ends(picture: np.ndarray) -> np.ndarray:
    half = 0.5 / 255
    return np.any((picture < half) | (picture > 1 - half), axis=-1)


def _sliced(one: np.ndarray, other: np.ndarray) -> float:
    """Sliced Wasserstein-1 distance of two pictures' colours over fixed directions."""
    turns = np.random.default_rng(0).normal(size=(3, DIRECTIONS))
    turns /= np.linalg.norm(turns, axis=0)
    ranks = np.linspace(0.005, 0.995, 100)
    ends = []
    for lab in (one, other):
        # What np.quantile gives, which is slow for so many columns.
        ordered = np.sort(lab.reshape(-1, 3) @ turns, axis=0)
        place = ranks * (len(ordered) - 1)
        low = place.astype(int)
        high = np.minimum(low + 1, len(ordered) - 1)
        ends.append(ordered[low] + (place - low)[:, None] * (ordered[high] - ordered[low]))
    return float(np.abs(ends[0] - ends[1]).mean())


def _structure(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Mean SSIM (Wang et al., 2004; Gaussian window of deviation 1.5) and its structure term."""

    def mean(values: np.ndarray) -> np.ndarray:
        return gaussian_filter(values.astype(np.float64), 1.5)

    m1, m2 = mean(one), mean(other)
    v1, v2 = mean(one * one) - m1**2, mean(other * other) - m2**2
    both = mean(one * other) - m1 * m2
    c1, c2 = 0.01**2, 0.03**2
    light = (2 * m1 * m2 + c1) / (m1**2 + m2**2 + c1)
    ssim = light * (2 * both + c2) / (v1 + v2 + c2)
    spread = np.sqrt(np.maximum(v1, 0) * np.maximum(v2, 0))
    return float(ssim.mean()), float(((both + c2 / 2) / (spread + c2 / 2)).mean())


def ratio(rows: list[Row]) -> tuple[float, float, float]:
    """Mean error over mean error of doing nothing, and its 95 % bootstrap interval over cases."""
    errors = np.array([(row.error, row.nothing) for row in rows])
    floor = 1e-9
    picks = np.random.default_rng(0).integers(0, len(errors), (BOOTSTRAPS, len(errors)))
    means = errors[picks].mean(axis=1)
    drawn = means[:, 0] / np.maximum(means[:, 1], floor)
    low, high = np.quantile(drawn, [0.025, 0.975])
    whole = errors.mean(axis=0)
    return float(whole[0] / max(whole[1], floor)), float(low), float(high)


def summary(protocol: str, rows: list[Row]) -> dict[str, float]:
    """The figures of one method in one protocol."""
    out = {"error": _mean(rows, "error")}
    if protocol in ("A", "A-unbalanced", "B"):
        out["ratio"], out["low"], out["high"] = ratio(rows)
        out["helped"] = float(np.mean([row.error < row.nothing for row in rows]))
        truth = max(_mean(rows, "change_truth"), 1e-9)
        out["decisiveness"] = _mean(rows, "change") / truth
        out["direction"] = _mean(rows, "direction")
    out["removed"] = 1 - _mean(rows, "swd") / max(_mean(rows, "swd_nothing"), 1e-9)
    if protocol == "C":
        out |= {name: _mean(rows, name) for name in ("swd", "ssim", "structure", "clipping")}
    if not np.isnan(rows[0].falls):
        out["worst falls"] = float(np.max([row.falls for row in rows]))
        out["worst folds"] = float(np.max([row.folds for row in rows]))
        turned = np.abs([row.skin for row in rows])
        out["median skin"] = float(np.median(turned))
        if not np.isnan(rows[0].skin_own):
            beyond = turned - np.abs([row.skin_own for row in rows])
            out["median skin beyond the look"] = float(np.median(np.maximum(beyond, 0)))
            off = np.abs([row.skin - row.skin_own for row in rows])
            out["median skin off the look"] = float(np.median(np.minimum(off, 360 - off)))
    return {name: round(value, 4) for name, value in out.items()}


def _mean(rows: list[Row], name: str) -> float:
    return float(np.mean([getattr(row, name) for row in rows]))
