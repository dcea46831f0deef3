"""From a shot and references to a look, at any place of the dial from careful to bold."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.colour.difference import oklab_to_srgb
from core.errors import BestlightError
from core.lut.health import skin_samples
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.solve.bars import without_bars
from core.solve.fit import fit
from core.solve.prior import SIZE, coordinates, directions, table
from core.solve.summary import COLOURS, ReferenceSummary, sampled
from core.solve.target import Target, Wish, oklab
from core.solve.tone import NODES, dark_noise, tone_curve
from core.style.monochrome import print_in_ink

BOLDNESS = 0.5
"""The default place of the dial."""

KNOTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Places of the dial that are solved; between them the looks are interpolated."""

WISHES = (
    Wish(8e-4, 0.75, 0.15, 0.85, 0.25, 0.7, (0.5, 1.8), (0.22, 0.88)),
    Wish(8e-5, 0.9, 0.3, 0.7, 0.3, 0.7, (0.42, 2.0), (0.28, 0.8)),
    Wish(3e-5, 0.95, 0.45, 0.55, 0.4, 0.6, (0.4, 2.2), (0.34, 0.72)),
    Wish(1e-5, 1.0, 0.6, 0.4, 0.5, 0.5, (0.35, 2.4), (0.42, 0.62)),
)
GREYS, GREYS_COUNT = 13, 0.12  # greys that are always looked after, and how much they count
SKINS, SKINS_COUNT = 15, 0.05  # and skin tones


@dataclass(frozen=True)
class Solution:
    """A solved look.

    Attributes:
        look: display-referred code values to the same, 33 grid steps, healthy.
        notes: plain sentences for the report.
        figures: measured values for the report, by name.
    """

    look: Lut3D
    notes: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)


class Problem:
    """One shot and the references whose look it should get; keeps what it has solved.

    Made by `prepare`.
    """

    def __init__(
        self,
        pictures: Sequence[np.ndarray],
        references: Sequence[ReferenceSummary],
        weights: Sequence[float],
        start: Lut3D | None,
    ) -> None:
        told = [(r, w) for r, w in zip(references, weights, strict=True) if w > 0 and not r.flat]
        self.notes = tuple(dict.fromkeys(note for r, _ in told for note in r.notes))
        if len(told) < sum(w > 0 for w in weights):
            self.notes += ("a reference has one tone only: nothing can be learned from it",)
        self._start = start or Lut3D.identity(SIZE)
        self._empty = not told
        inside = [without_bars(np.clip(p[..., :3], 0, 1))[0] for p in pictures]
        self._shot = np.concatenate([sampled(p, COLOURS // len(inside) + 1) for p in inside])
        self._noise = dark_noise(inside)
        if told:
            shares = np.array([w for _, w in told]) / sum(w for _, w in told)
            self._palette = oklab(_pooled([r.palette for r, _ in told], shares))
            self._tonality = sum(s * r.tonality for s, (r, _) in zip(shares, told, strict=True))
            self._ink = sum(s * r.ink for s, (r, _) in zip(shares, told, strict=True))
            self._monochrome = float(shares @ [r.monochrome for r, _ in told])
        self._knot = functools.cache(self._solved)

    def at(self, boldness: float) -> Solution:
        """The look at a place of the dial, 0 (careful) to 1 (bold).

        Places between `KNOTS` are interpolated between the two nearest, each solved once.
        """
        place = float(np.clip(boldness, 0, 1)) * (len(KNOTS) - 1)
        low = min(int(place), len(KNOTS) - 2)
        share = place - low
        if share == 0 or share == 1:
            look, notes = self._knot(low + round(share))
        else:
            (one, first), (other, second) = self._knot(low), self._knot(low + 1)
            mixed = optimise(one.blended(other, share), by_curves=True)
            look, notes = mixed.lut, tuple(dict.fromkeys((*first, *second, *mixed.notes)))
        return Solution(look, (*self.notes, *notes), self._figures(look))

    def _figures(self, look: Lut3D) -> dict[str, float]:
        from core.solve.critic import figures

        if self._empty:
            return {}
        return figures(self._shot, look, self._palette)

    def _solved(self, knot: int) -> tuple[Lut3D, tuple[str, ...]]:
        if self._empty:
            return optimise(self._start.resampled(SIZE)).lut, ()
        if self._monochrome == 1:
            return self._printed(knot)
        if knot == 0:
            safe = optimise(self._start.resampled(SIZE))
            return safe.lut, safe.notes
        wish = WISHES[knot - 1]
        start = self._mean()
        target = Target(oklab(self._shot), self._palette, self._tonality, self._noise, wish)
        z = fit(*_with_anchors(self._shot, target), wish.likely, start)
        safe = optimise(Lut3D(table(z)), by_curves=True)
        return safe.lut, safe.notes

    @functools.cached_property
    def _mean_of_start(self) -> np.ndarray:
        return coordinates(self._start)

    def _mean(self) -> np.ndarray:
        return self._mean_of_start

    def _printed(self, knot: int) -> tuple[Lut3D, tuple[str, ...]]:
        """The look of a monochrome reference: its tonality, printed in its ink."""
        wish = WISHES[max(knot - 1, 0)]
        curve = tone_curve(
            oklab(self._shot)[:, 0],
            self._tonality,
            wish.lightness,
            wish.slopes,
            wish.ends,
            self._noise,
        )
        lab = oklab(grid(SIZE).reshape(-1, 3))
        lab[:, 0] = np.clip(np.interp(lab[:, 0], NODES, curve), 0, 1)
        lab[:, 1:] = 0
        grey = print_in_ink(oklab_to_srgb(lab), self._ink, 1.0)
        safe = optimise(Lut3D(grey.reshape(SIZE, SIZE, SIZE, 3)))
        return safe.lut, ("the reference is monochrome: so is the look", *safe.notes)


def prepare(
    pictures: Sequence[np.ndarray],
    references: Sequence[ReferenceSummary],
    weights: Sequence[float] | None = None,
    start: Lut3D | None = None,
) -> Problem:
    """A problem to be solved at any place of the dial.

    Args:
        pictures: frames of the shot, (H, W, 3) float32 display-referred sRGB code values, some
            256 pixels wide.
        references: summaries of the pictures whose look is wanted.
        weights: one a reference, not negative, not all zero; all alike when omitted.
        start: the style model's look, which is the careful end of the dial and the mean of the
            prior; no look when omitted.

    Raises:
        BestlightError: there is no picture or no reference with a weight, or a picture holds values
            that are not finite.
    """
    shares = [1.0] * len(references) if weights is None else list(weights)
    if not pictures or len(shares) != len(references) or not sum(shares) > 0 or min(shares) < 0:
        raise BestlightError("there is no picture to go by", hint="give a shot and a reference")
    if not all(p.size and np.isfinite(p).all() for p in pictures):
        raise BestlightError("a picture holds values that are not finite", hint="check the file")
    return Problem(pictures, references, shares, start)


def solve(
    pictures: Sequence[np.ndarray],
    references: Sequence[ReferenceSummary],
    weights: Sequence[float] | None = None,
    boldness: float = BOLDNESS,
    start: Lut3D | None = None,
) -> Solution:
    """The look at one place of the dial; see `prepare` and `Problem.at`."""
    return prepare(pictures, references, weights, start).at(boldness)


def _pooled(palettes: list[np.ndarray], shares: np.ndarray) -> np.ndarray:
    """Some `COLOURS` colours of several palettes, each by its share."""
    if len(palettes) == 1:
        return palettes[0]
    drawn = []
    for palette, share in zip(palettes, shares, strict=True):
        count = max(1, round(share * COLOURS))
        places = (np.arange(count) + 0.5) * len(palette) / count
        drawn.append(palette[places.astype(int)])
    return np.concatenate(drawn)


def _with_anchors(shot: np.ndarray, target: Target):
    """The shot's colours, greys and skin tones, their weights, and the goal of the fit."""
    greys = np.repeat(np.linspace(0.02, 0.98, GREYS)[:, None], 3, axis=1)
    skins = skin_samples()[:: 60 // SKINS]
    colours = np.concatenate([shot, greys, skins]).astype(np.float64)
    parts = ((len(shot), 1.0), (len(greys), GREYS_COUNT), (len(skins), SKINS_COUNT))
    weights = np.concatenate([np.full(n, share / n) for n, share in parts])
    wanted = target.wanted(oklab(colours))

    def goal(now: np.ndarray) -> np.ndarray:
        drawn = wanted.copy()
        drawn[: len(shot)] = target.drawn(wanted[: len(shot)], oklab(now[: len(shot)]))
        return drawn

    return colours, weights, goal
