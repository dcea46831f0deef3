"""From a shot and references to a look, at any place of the dial from careful to bold."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.colour.difference import oklab_to_srgb
from core.errors import BestlightError
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise, optimise_on
from core.match.engine import Steer, steered
from core.match.summary import ReferenceSummary
from core.solve.bars import without_bars
from core.solve.counterparts import Counterparts, fit_counterparts
from core.solve.critic import judge, side_by_side
from core.solve.fit import fit
from core.solve.prior import SIZE, coordinates, table
from core.solve.summary import COLOURS, sampled
from core.solve.target import Target, Wish, oklab, with_anchors
from core.solve.things import Things
from core.solve.tone import NODES, dark_noise, tone_curve
from core.style.monochrome import print_in_ink

BOLDNESS = 0.5
"""The default place of the dial."""

KNOTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Places of the dial that are solved; between them the looks are interpolated."""

WISHES = (
    Wish(
        likely=3e-05,
        lightness=1.0,
        colour=1.0,
        palette=0.9,
        grey=0.85,
        among=0.32,
        skin=0.95,
        objects=0.85,
        slopes=(0.55, 1.5),
        ends=(0.14, 0.92),
        reach=0.32,
        stretches=(0.4, 2.1),
    ),
    Wish(
        likely=1.5e-05,
        lightness=1.0,
        colour=1.0,
        palette=1.0,
        grey=0.6,
        among=0.45,
        skin=0.95,
        objects=0.7,
        slopes=(0.5, 1.7),
        ends=(0.2, 0.79),
        reach=0.42,
        stretches=(0.25, 2.3),
    ),
    Wish(
        likely=1.2e-05,
        lightness=1.0,
        colour=1.0,
        palette=1.0,
        grey=0.55,
        among=0.48,
        skin=0.85,
        objects=0.6,
        slopes=(0.45, 2.0),
        ends=(0.24, 0.75),
        reach=0.6,
        stretches=(0.22, 2.45),
    ),
    Wish(
        likely=1e-05,
        lightness=1.0,
        colour=1.0,
        palette=1.0,
        grey=0.5,
        among=0.5,
        skin=0.7,
        objects=0.5,
        slopes=(0.4, 2.3),
        ends=(0.26, 0.72),
        reach=0.8,
        stretches=(0.2, 2.6),
    ),
)
"""What is wanted at each knot but the first, which is the start itself."""

SAME_SCENE = Wish(
    likely=2e-05,
    lightness=1.0,
    colour=1.0,
    palette=0.9,
    grey=0.5,
    among=0.42,
    skin=0.5,
    objects=0.0,
    slopes=(0.25, 3.0),
    ends=(0.9, 0.1),
    reach=1.0,
    stretches=(0.25, 2.5),
)
"""What is wanted where shot and references may show one scene: all of it, since most things have
their counterparts."""

CERTAIN = 0.6, 0.95
"""How sure it must be that they do: from the first on a little, from the second on wholly."""

COUNTERPARTS = 1e-3, 6e-4, 3e-4, 2e-4, 1.5e-4
"""Weight of the prior at each knot where shot and references show one scene, so that each thing
has its counterpart."""

EXPLAINED = 0.4, 0.5
"""Share of the like places that one look must explain, to be believed a little and wholly."""

TEXTURE = 1000  # pairs of neighbours, at most, by which the gain on texture is told

MANNERS = {
    "": {},
    "keeps the shot's brightness": {"lightness": 0.1},
    "tonality, and half of the colour": {"colour": 0.5},
}
"""Other modes that a problem has, by a name that says what differs."""


@dataclass(frozen=True)
class Solution:
    """A solved look.

    Attributes:
        look: display-referred code values to the same, 33 grid steps, healthy.
        notes: plain sentences for the report.
        figures: measured values for the report, by name; see `core.solve.critic.judge`.
    """

    look: Lut3D
    notes: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class _Wanted:
    """All references as one: (M, 3) Oklab palette, tonality, ink, and how monochrome they are."""

    palette: np.ndarray
    tonality: np.ndarray
    ink: np.ndarray
    monochrome: float


class Problem:
    """One shot and the references whose look it should get; keeps what it has solved.

    Made by `prepare`.

    Attributes:
        shot: (N, 3) float32 sRGB code values from all over the shot's pictures.
    """

    def __init__(
        self,
        pictures: Sequence[np.ndarray],
        references: Sequence[ReferenceSummary],
        weights: Sequence[float],
        start: Lut3D | None,
        shared: float,
        scene: float,
        like: Counterparts | None,
        things: Things | None = None,
        steer: Steer | None = None,
    ) -> None:
        heavy = [(r, w) for r, w in zip(references, weights, strict=True) if w > 0]
        told = [(r, w) for r, w in heavy if not r.flat]
        self._notes = tuple(dict.fromkeys(note for r, _ in heavy for note in r.notes))
        if len(told) < len(heavy):
            self._notes += ("a reference has one tone only: nothing can be learned from it",)
        self._start = (start or Lut3D.identity(SIZE)).resampled(SIZE)
        inside = [without_bars(np.clip(p[..., :3], 0, 1))[0] for p in pictures]
        self.shot = np.concatenate([sampled(p, COLOURS // len(inside) + 1) for p in inside])
        self._neighbours = np.concatenate([side_by_side(p, TEXTURE // len(inside)) for p in inside])
        self._lab = oklab(self.shot)
        self._noise = dark_noise(inside)
        self._alike = float(np.clip((shared - CERTAIN[0]) / (CERTAIN[1] - CERTAIN[0]), 0, 1))
        self._like, self._scene, self._things = like, scene, things
        self._wanted = _pooled(told) if told else None
        self._mean = coordinates(self._start)
        self._steer = steer
        self._knot = functools.cache(self._solved)

    def at(self, boldness: float, manner: str = "") -> Solution:
        """The look at a place of the dial, 0 (careful) to 1 (bold).

        Places between `KNOTS` are interpolated between the two nearest, each solved once.

        Args:
            boldness: what is outside 0..1 is taken for its nearer end.
            manner: one of `MANNERS`.
        """
        place = float(np.clip(boldness, 0, 1)) * (len(KNOTS) - 1)
        low = min(int(place), len(KNOTS) - 2)
        share = place - low
        if share in (0, 1):
            look, notes = self._knot(low + round(share), manner)
        else:
            (one, first), (other, second) = (self._knot(k, manner) for k in (low, low + 1))
            mixed = optimise_on(one.blended(other, share), self.shot)
            look, notes = mixed.lut, tuple(dict.fromkeys((*first, *second, *mixed.notes)))
        return Solution(look, (*self._notes, *notes), self._figures(look))

    def _figures(self, look: Lut3D) -> dict[str, float]:
        if self._wanted is None:
            return {}
        return judge(self.shot, self._neighbours, look, self._wanted.palette)

    def _solved(self, knot: int, manner: str) -> tuple[Lut3D, tuple[str, ...]]:
        wanted = self._wanted
        if wanted is not None and wanted.monochrome == 1:
            return self._printed(wanted, self._wish(knot or 1))
        if wanted is None:
            return self._told(self._start), ()
        if self._like is None or self._scene == 0:
            return self._matched(wanted, knot, manner)
        same, scene = self._like_with_like(self._like, knot, manner)
        same = self._told(same)
        look, notes = same, ()
        if scene < 1:
            other, notes = self._matched(wanted, knot, manner)
            look = other.blended(same, scene)
        safe = optimise_on(look, self.shot)
        return safe.lut, tuple(dict.fromkeys((*notes, *safe.notes)))

    def _like_with_like(self, like: Counterparts, knot: int, manner: str) -> tuple[Lut3D, float]:
        """The look that like places have between them, leaning on the style model's, and how far
        it is to be believed, 0..1.
        """
        amounts = np.ones(3)
        if knot:
            wish = replace(WISHES[knot - 1], **MANNERS[manner])
            amounts = np.array([wish.lightness, wish.colour, wish.colour])
        found, explained = fit_counterparts(like, amounts, COUNTERPARTS[knot], self._mean)
        return Lut3D(table(found)), self._scene * float(np.interp(explained, EXPLAINED, (0, 1)))

    def _matched(self, wanted: _Wanted, knot: int, manner: str) -> tuple[Lut3D, tuple[str, ...]]:
        """The look that brings the references' tonality and palette; at knot 0 the start."""
        if knot == 0:
            return self._told(self._start), ()
        wish = replace(self._wish(knot), **MANNERS[manner])
        target = Target(self._lab, wanted.palette, wanted.tonality, self._noise, wish, self._things)
        colours, weights, goal = with_anchors(self.shot, target, self._steer)
        mean = self._mean if self._steer is None else coordinates(self._told(self._start))
        found = fit(colours, weights, goal, wish.likely, mean)
        safe = optimise_on(Lut3D(table(found)), self.shot)
        return safe.lut, safe.notes

    def _told(self, look: Lut3D) -> Lut3D:
        """A look with what is wanted beside the references laid on it, healthy."""
        return (
            look if self._steer is None else optimise_on(steered(look, self._steer), self.shot).lut
        )

    def _wish(self, knot: int) -> Wish:
        return WISHES[knot - 1].towards(SAME_SCENE, self._alike)

    def _printed(self, wanted: _Wanted, wish: Wish) -> tuple[Lut3D, tuple[str, ...]]:
        """The look of a monochrome reference: its tonality, printed in its ink."""
        skin = None if self._things is None else self._things.skin
        ends = None if skin is None else skin.ends
        curve = tone_curve(self._lab[:, 0], wanted.tonality, wish.tone(), self._noise, ends)
        lab = oklab(grid(SIZE).reshape(-1, 3))
        lab[:, 0] = np.clip(np.interp(lab[:, 0], NODES, curve), 0, 1)
        lab[:, 1:] = 0
        printed = print_in_ink(oklab_to_srgb(lab), wanted.ink, 1.0)
        look = Lut3D(printed.reshape(SIZE, SIZE, SIZE, 3))
        safe = optimise(steered(look, self._steer))
        return safe.lut, ("the reference is monochrome: so is the look", *safe.notes)


def prepare(
    pictures: Sequence[np.ndarray],
    references: Sequence[ReferenceSummary],
    weights: Sequence[float] | None = None,
    start: Lut3D | None = None,
    shared: float = 0.0,
    scene: float = 0.0,
    like: Counterparts | None = None,
    things: Things | None = None,
    steer: Steer | None = None,
) -> Problem:
    """A problem to be solved at any place of the dial.

    Args:
        pictures: frames of the shot, (H, W, 3) float32 display-referred sRGB code values, some
            256 pixels wide.
        references: summaries of the pictures whose look is wanted.
        weights: one a reference, not negative, not all zero; all alike when omitted.
        start: the style model's look, healthy, which is the careful end of the dial and the mean
            of the prior; no look when omitted.
        shared: 0..1, how sure the pair network is that shot and references show one scene.
        scene: 0..1, how far they show it by what is in them.
        like: like places of shot and references, which decide as far as `scene`.
        things: what is known of the shot's things, beside those of the references.
        steer: what is wanted beside the references; a part of the goal and of the prior's mean.

    Raises:
        BestlightError: there is no picture or no reference with a weight, or a picture holds values
            that are not finite.
    """
    shares = [1.0] * len(references) if weights is None else list(weights)
    if not pictures or len(shares) != len(references) or not sum(shares) > 0 or min(shares) < 0:
        raise BestlightError("there is no picture to go by", hint="give a shot and a reference")
    if not all(p.size and np.isfinite(p).all() for p in pictures):
        raise BestlightError("a picture holds values that are not finite", hint="check the file")
    return Problem(pictures, references, shares, start, shared, scene, like, things, steer)


def solve(
    pictures: Sequence[np.ndarray],
    references: Sequence[ReferenceSummary],
    weights: Sequence[float] | None = None,
    boldness: float = BOLDNESS,
    start: Lut3D | None = None,
) -> Solution:
    """The look at one place of the dial; see `prepare` and `Problem.at`."""
    return prepare(pictures, references, weights, start).at(boldness)


def _pooled(told: list[tuple[ReferenceSummary, float]]) -> _Wanted:
    """Several references as one, each by its weight."""
    shares = np.array([weight for _, weight in told]) / sum(weight for _, weight in told)
    drawn = []
    for (reference, _), share in zip(told, shares, strict=True):
        palette = reference.palette
        count = max(1, round(share * COLOURS)) if len(told) > 1 else len(palette)
        drawn.append(palette[((np.arange(count) + 0.5) * len(palette) / count).astype(int)])

    def mixed(values: list[np.ndarray]) -> np.ndarray:
        return np.tensordot(shares, np.stack(values), 1)

    return _Wanted(
        oklab(np.concatenate(drawn)),
        mixed([r.tonality for r, _ in told]),
        mixed([r.ink for r, _ in told]).astype(np.float32),
        float(shares @ [r.monochrome for r, _ in told]),
    )
