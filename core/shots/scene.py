"""Shots of one scene, and what brings each to the scene's hero.

A shot is told from the hero by what each alone seems to need, which is rough, by the colours that
pairs of shots share, and by the areas of a view that the scene comes back to, which are sharp. All
of it is weighed together, so that a shot that has nothing in common with the hero comes to it by
way of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.progress import Progress
from core.shots.level import USUAL, Level, between, level_of, register_colours
from core.shots.portrait import ShotPortrait
from core.shots.skin import held_by_skin
from core.shots.view import level_by_areas, moved_view

if TYPE_CHECKING:
    from scipy.sparse import csc_array

_NEIGHBOURS = 4  # shots that each is held against, beside the hero
_ALONE = 0.35 * USUAL  # how far off a difference is that each shot alone tells
_SHARP = 50.0  # times that, what all areas of one view are worth
_EVEN = 0.4  # share of colours from which a pair's word counts as much as that
_DOUBT = 1.0  # times the spread: shots of different content err alike
_SAME_SCENE = 0.16  # share of colours that shots of one scene have in common
_LIKELY = 2.2  # times the usual error, which shots of one scene hardly differ by
_SAME_VIEW = 0.75  # correlation of structure of one set-up
_MANY = 300  # shots from which each is held against fewer others, as that takes long
_FLOOR = 0.02
_LIKE = 0.3  # correlation of structure from which two shots are held against each other
_AT_ONCE = 256  # shots that all others are held against at once


@dataclass(frozen=True)
class Pair:
    """What two shots say of each other.

    Attributes:
        first, second: their places.
        numbers: `Level.numbers` that bring the first to the second.
        shared: share of the first's colours that the second also has.
        view: the `View.like` of the two.
        trust: how much its word counts, beside what each shot alone tells.
    """

    first: int
    second: int
    numbers: np.ndarray
    shared: float
    view: float
    trust: float


@dataclass(frozen=True)
class Levelled:
    """A shot brought to its scene's hero.

    Attributes:
        level: what does it.
        spread: how far that may be off, in stops of exposure.
        shared: the largest share of colours that it has in common with another shot.
        view: the `Pair.view` of it and another shot that says most.
    """

    level: Level
    spread: float
    shared: float
    view: float


def find_pairs(
    portraits: Sequence[ShotPortrait], heroes: Sequence[int], progress: Progress
) -> list[Pair]:
    """Hold each shot against those most like it and those near it, and against the heroes.

    Args:
        portraits: of each shot.
        heroes: places of shots that all others are held against.
        progress: told of each pair.

    Raises:
        Cancelled: the user stopped it.
    """
    count = _NEIGHBOURS if len(portraits) <= _MANY else 1
    wanted = _alike(portraits, count)
    for place in range(len(portraits)):
        wanted |= {(place, other) for other in range(max(0, place - count), place)}
        wanted |= {(place, hero) for hero in heroes if hero != place}
    # One word for a pair is enough.
    once = {(max(pair), min(pair)) for pair in wanted}
    pairs = []
    progress.stage("Comparing shots", len(once))
    for first, second in sorted(once):
        pairs.append(_pair(portraits, first, second))
        progress.advance()
    return pairs


def find_scenes(count: int, pairs: Sequence[Pair], portraits: Sequence[ShotPortrait]) -> list[int]:
    """The scene of each shot, counted from 0 in the order of their first shots."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    kept = [pair for pair in pairs if _one_scene(pair, portraits)]
    first = np.array([pair.first for pair in kept], int)
    second = np.array([pair.second for pair in kept], int)
    links = coo_array((np.ones(len(kept)), (first, second)), (count, count))
    names: dict[int, int] = {}
    _, found = connected_components(links, directed=False)
    return [names.setdefault(int(one), len(names)) for one in found]


def _one_scene(pair: Pair, portraits: Sequence[ShotPortrait]) -> bool:
    alike = float(portraits[pair.first].structure @ portraits[pair.second].structure)
    likely = float(np.abs(pair.numbers / USUAL).max()) < _LIKELY
    return alike >= _SAME_VIEW or (pair.shared >= _SAME_SCENE and likely)


def level_scene(
    portraits: Mapping[int, ShotPortrait], pairs: Sequence[Pair], hero: int
) -> dict[int, Levelled]:
    """What brings each shot of one scene to its hero.

    Args:
        portraits: the scene's shots by place, the hero among them.
        pairs: of these and other shots.
        hero: place of the shot that stays as it is.
    """
    places = list(portraits)
    inside = [pair for pair in pairs if pair.first in portraits and pair.second in portraits]
    alone = np.stack([_between(portraits[at], portraits[hero]) for at in places])
    links = _Links.of(places, inside)
    weights = np.ones(len(inside))
    system, numbers = links.solved(alone, places.index(hero), weights)
    for _ in range(3 if inside else 0):
        # A pair that all others contradict has matched what is not the same.
        weights = 1 / (1 + (links.residuals(numbers) / 1.5) ** 2)
        system, numbers = links.solved(alone, places.index(hero), weights)
    spread = _ALONE * _spreads(system)[:, None]
    # What is hardly known is hardly done: shots that match already are left so.
    numbers = numbers * numbers**2 / (numbers**2 + (_DOUBT * spread) ** 2 + 1e-9)
    every = enumerate(portraits.values())
    skins = {row: one.skin for row, one in every if one.skin is not None}
    numbers = held_by_skin(numbers, spread, skins, places.index(hero))
    shared, like, unlike = np.zeros((3, len(places)))
    views = [pair.view for pair in inside]
    for ends in (links.first, links.second):
        np.maximum.at(shared, ends, links.shared)
        np.maximum.at(like, ends, views)
        np.minimum.at(unlike, ends, views)
    view = np.where(like < -unlike, unlike, like)
    return {
        at: Levelled(
            Level() if at == hero else level_of(numbers[row]),
            0.0 if at == hero else float(spread[row, 0]),
            float(shared[row]),
            float(view[row]),
        )
        for row, at in enumerate(places)
    }


def likeness(portraits: Mapping[int, ShotPortrait]) -> dict[int, float]:
    """The largest correlation of each shot's structure with another's; -1 for one alone."""
    rows = np.stack([portrait.structure for portrait in portraits.values()])
    found: list[float] = []
    for start in range(0, len(rows), _AT_ONCE):
        alike = rows[start : start + _AT_ONCE] @ rows.T
        np.fill_diagonal(alike[:, start:], -1)
        found.extend(alike.max(axis=1).tolist())
    return dict(zip(portraits, found, strict=True))


def central_shot(portraits: Mapping[int, ShotPortrait]) -> int:
    """The shot of a scene that needs least, and that the others are likest to."""
    rows = np.stack([portrait.to_neutral for portrait in portraits.values()]) / USUAL
    middle = np.median(rows, axis=0)
    off = np.abs(rows - middle).sum(1) + 0.5 * np.abs(rows).sum(1)
    return list(portraits)[int(off.argmin())]


def _alike(portraits: Sequence[ShotPortrait], count: int) -> set[tuple[int, int]]:
    """Each shot with those most like it in structure."""
    rows = np.stack([portrait.structure for portrait in portraits])
    found: set[tuple[int, int]] = set()
    for start in range(0, len(rows), _AT_ONCE):
        alike = rows[start : start + _AT_ONCE] @ rows.T
        np.fill_diagonal(alike[:, start:], -2)
        nearest = np.argsort(-alike, axis=1, kind="stable")[:, :count]
        for row, others in enumerate(nearest):
            found |= {(start + row, int(at)) for at in others if alike[row, at] > _LIKE}
    return found


def _pair(portraits: Sequence[ShotPortrait], first: int, second: int) -> Pair:
    """What two shots say by their colours and by their areas, each by how much it is worth."""
    one, other = portraits[first], portraits[second]
    guess = _between(one, other)
    numbers, shared = register_colours(one.colours, other.colours, guess)
    view = moved_view(one.structure, other.structure)
    shown = other.colours.light.displayed(other.areas)
    light = one.colours.light
    placed, seen, same = level_by_areas(light, one.areas, shown, view, numbers, guess)
    by_colours = (max(shared, _FLOOR) / _EVEN) ** 4
    by_areas = _SHARP * seen * (same * max(view.like, 0)) ** 2
    trust = by_colours + by_areas
    numbers = (by_colours * numbers + by_areas * placed) / trust
    return Pair(first, second, numbers, shared, view.like, trust)


@dataclass(frozen=True, eq=False)
class _Links:
    """Pairs of a scene's shots as arrays, by rows of the scene.

    Attributes:
        count: shots.
        first, second: (P,) rows.
        numbers: (P, 4) what brings the first to the second.
        shared: (P,) colours in common.
        trust: (P,) how much a pair's word counts.
    """

    count: int
    first: np.ndarray
    second: np.ndarray
    numbers: np.ndarray
    shared: np.ndarray
    trust: np.ndarray

    @classmethod
    def of(cls, places: Sequence[int], pairs: Sequence[Pair]) -> _Links:
        row = {at: number for number, at in enumerate(places)}
        return cls(
            len(places),
            np.array([row[pair.first] for pair in pairs], int),
            np.array([row[pair.second] for pair in pairs], int),
            np.array([pair.numbers for pair in pairs]).reshape(-1, 4),
            np.array([pair.shared for pair in pairs]),
            np.array([pair.trust for pair in pairs]),
        )

    def solved(
        self, alone: np.ndarray, hero: int, weights: np.ndarray
    ) -> tuple[csc_array, np.ndarray]:
        """Least squares, in errors of one shot alone: the system, and (N, 4) numbers.

        Logarithms of contrast add up along pairs. So do stops, once they are counted after the
        contrast, in the hero's light: there they are solved.
        """
        from scipy.sparse import coo_array
        from scipy.sparse.linalg import splu

        trust = weights * self.trust
        own = np.ones(self.count)
        own[hero] = 1e9
        for ends in (self.first, self.second):
            np.add.at(own, ends, trust)
        each = np.arange(self.count)
        rows = np.concatenate([each, self.first, self.second])
        columns = np.concatenate([each, self.second, self.first])
        values = np.concatenate([own, -trust, -trust])
        system = coo_array((values, (rows, columns)), (self.count, self.count)).tocsc()
        factors = splu(system)

        def meant(of_shots: np.ndarray, of_pairs: np.ndarray) -> np.ndarray:
            right = of_shots.copy()
            right[hero] = 0.0
            np.add.at(right, self.first, trust[:, None] * of_pairs)
            np.add.at(right, self.second, -trust[:, None] * of_pairs)
            return factors.solve(right)

        contrast = np.exp(meant(alone[:, 3:], self.numbers[:, 3:]))
        stops = meant(contrast * alone[:, :3], contrast[self.first] * self.numbers[:, :3])
        return system, np.concatenate([stops / contrast, np.log(contrast)], axis=1)

    def residuals(self, numbers: np.ndarray) -> np.ndarray:
        """(P,) how far each pair is from what was solved, in its own usual errors."""
        off = self.numbers - between(numbers[self.first], numbers[self.second])
        return np.sqrt(((off / _ALONE) ** 2).mean(axis=1) * self.trust)


def _between(one: ShotPortrait, other: ShotPortrait) -> np.ndarray:
    """What brings a shot to another, as far as each alone tells."""
    return between(one.to_neutral, other.to_neutral)


def _spreads(system: csc_array) -> np.ndarray:
    """(N,) roots of the diagonal of a system's inverse."""
    from scipy.sparse.linalg import splu

    count = len(system.indptr) - 1
    factors, found = splu(system), np.empty(count)
    for start in range(0, count, _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, count))
        units = np.zeros((count, len(rows)))
        units[rows, rows - start] = 1
        found[rows] = factors.solve(units)[rows, rows - start]
    return np.sqrt(found)
