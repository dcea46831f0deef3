"""Shots of one scene, and what brings each to the scene's hero.

A shot is told from the hero by what each alone seems to need, which is rough, and by the colours
that pairs of shots share, which is sharp where they share much. All of it is weighed together, so
that a shot that has nothing in common with the hero comes to it by way of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.shots.level import USUAL, Level, level_of, register_colours
from core.shots.portrait import ShotPortrait

_NEIGHBOURS = 4  # shots that each is held against, beside the hero
_ALONE = 0.35 * USUAL  # how far off a difference is that each shot alone tells
_EVEN = 0.4  # share of colours from which a pair's word counts as much as that
_DOUBT = 1.0  # times the spread: shots of different content err alike
_SAME_SCENE = 0.16  # share of colours that shots of one scene have in common
_LIKELY = 2.2  # times the usual error, which shots of one scene hardly differ by
_SAME_VIEW = 0.75  # correlation of structure of one set-up
_MANY = 300  # shots from which each is held against fewer others, as that takes long
_FLOOR = 0.02


@dataclass(frozen=True)
class Pair:
    """What two shots say of each other.

    Attributes:
        first, second: their places.
        numbers: `Level.numbers` that bring the first to the second.
        shared: share of the first's colours that the second also has.
    """

    first: int
    second: int
    numbers: np.ndarray
    shared: float


@dataclass(frozen=True)
class Levelled:
    """A shot brought to its scene's hero.

    Attributes:
        level: what does it.
        spread: how far that may be off, in stops of exposure.
        shared: the largest share of colours that it has in common with another shot.
    """

    level: Level
    spread: float
    shared: float


def find_pairs(portraits: Sequence[ShotPortrait], heroes: Sequence[int] = ()) -> list[Pair]:
    """Hold each shot against those most like it and those near it, and against the heroes."""
    wanted: set[tuple[int, int]] = set()
    count = _NEIGHBOURS if len(portraits) <= _MANY else 1
    for place in range(len(portraits)):
        wanted |= {(place, other) for other in range(max(0, place - count), place)}
        wanted |= {(place, other) for other in _alike(portraits, place, count)}
        wanted |= {(place, hero) for hero in heroes if hero != place}
    # One word for a pair is enough.
    once = {(max(pair), min(pair)) for pair in wanted}
    return [_pair(portraits, first, second) for first, second in sorted(once)]


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
    alone = np.stack([portraits[at].to_neutral - portraits[hero].to_neutral for at in places])
    numbers, spread = _solved(places, hero, alone, inside, np.ones(len(inside)))
    for _ in range(3 if inside else 0):
        off = np.array([_residual(places, numbers, pair) for pair in inside])
        # A pair that all others contradict has matched what is not the same.
        weights = 1 / (1 + (off / 1.5) ** 2)
        numbers, spread = _solved(places, hero, alone, inside, weights)
    # What is hardly known is hardly done: shots that match already are left so.
    numbers = numbers * numbers**2 / (numbers**2 + (_DOUBT * spread) ** 2 + 1e-9)
    levels = {at: level_of(row) for at, row in zip(places, numbers, strict=True)}
    levels[hero] = Level()
    return {
        at: Levelled(
            levels[at],
            0.0 if at == hero else float(spread[index, 0]),
            max((p.shared for p in inside if at in (p.first, p.second)), default=0.0),
        )
        for index, at in enumerate(places)
    }


def central_shot(portraits: Mapping[int, ShotPortrait]) -> int:
    """The shot of a scene that needs least, and that the others are likest to."""
    rows = np.stack([portrait.to_neutral for portrait in portraits.values()]) / USUAL
    middle = np.median(rows, axis=0)
    off = np.abs(rows - middle).sum(1) + 0.5 * np.abs(rows).sum(1)
    return list(portraits)[int(off.argmin())]


def _alike(portraits: Sequence[ShotPortrait], place: int, count: int) -> list[int]:
    likeness = np.array([one.structure @ portraits[place].structure for one in portraits])
    likeness[place] = -2
    order = np.argsort(-likeness)[:count]
    return [int(other) for other in order if likeness[other] > 0.3]


def _pair(portraits: Sequence[ShotPortrait], first: int, second: int) -> Pair:
    one, other = portraits[first], portraits[second]
    guess = one.to_neutral - other.to_neutral
    numbers, shared = register_colours(one.colours, other.colours, guess)
    return Pair(first, second, numbers, shared)


def _solved(
    places: list[int],
    hero: int,
    alone: np.ndarray,
    pairs: Sequence[Pair],
    weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted least squares: (N, 4) numbers, and (N, 4) how far they may be off."""
    count = len(places)
    index = {at: row for row, at in enumerate(places)}
    solved, spread = np.zeros((count, 4)), np.zeros((count, 4))
    for part in range(4):
        sigma = _ALONE[part]
        system = np.diag(np.full(count, 1 / sigma**2))
        right = alone[:, part] / sigma**2
        system[index[hero], index[hero]] = 1e9
        right[index[hero]] = 0.0
        for pair, weight in zip(pairs, weights, strict=True):
            a, b = index[pair.first], index[pair.second]
            trust = weight / (sigma * (_EVEN / max(pair.shared, _FLOOR)) ** 2) ** 2
            system[[a, b], [a, b]] += trust
            system[[a, b], [b, a]] -= trust
            right[a] += trust * pair.numbers[part]
            right[b] -= trust * pair.numbers[part]
        inverse = np.linalg.inv(system)
        solved[:, part] = inverse @ right
        spread[:, part] = np.sqrt(np.diag(inverse))
    return solved, spread


def _residual(places: list[int], numbers: np.ndarray, pair: Pair) -> float:
    """How far a pair is from what was solved, in its own usual errors."""
    between = numbers[places.index(pair.first)] - numbers[places.index(pair.second)]
    off = (pair.numbers - between) / (_ALONE * (_EVEN / max(pair.shared, _FLOOR)) ** 2)
    return float(np.sqrt((off**2).mean()))
