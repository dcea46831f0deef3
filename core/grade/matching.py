"""Matching: a style laid on shots, one look for all of them and a balance for each."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.grade.clip_choice import choose_strength
from core.grade.levels import asked_levels, with_levels
from core.grade.matched import goals_of, tell_tones, with_tones
from core.grade.mix import STEPS, kept, mix_look, steering
from core.grade.pairs import judge_pairs, tell_pair, with_pairs
from core.grade.shot import Shot, spread_colours
from core.grade.style import Style
from core.grade.told_words import Words
from core.grade.words import part_from_regions, speaks_of_regions, words_anew
from core.job.regions import RegionAdjustment
from core.job.result import PairRow
from core.job.table import AMOUNTS
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise_on
from core.match.engine import Engine, Match, Steer, Variant
from core.threads import one_thread

BOLDNESS = AMOUNTS["boldness"].default
_PLAIN = 1 - BOLDNESS  # of a look in words; the dial adds from nothing to as much again
_UNASKED = -2.0  # score of what only differs in strength
KEPT = 8  # looks with tonal ranges matched; a place of the dial is asked for again and again
POOLED = 24  # pictures at most that stand for many shots together


@dataclass(frozen=True, eq=False)
class ShotMatch:
    """What a style comes to on one shot, at full strength.

    Attributes:
        balance: what brings the shot to neutral; the identity where nothing is asked for.
        match: what is laid on the balanced shot; the same for all shots that were matched
            together. With words in it, it is not yet safe.
        notes: plain sentences for the report.
        pairs: how well the look of each before/after pair of the style is known here.
        regional: what the words ask for of regions that were found.
        levels: at which level, IRE, words want the mean luma of regions.

    Both maps are display values to display values, 33 grid steps.
    """

    balance: Lut3D
    match: Match
    notes: tuple[str, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    regional: tuple[RegionAdjustment, ...] = ()
    levels: Mapping[str, float] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        """How far the answer can be trusted, 0..1."""
        return self.match.confidence


@one_thread()
def match_shots(
    shots: Sequence[Shot], style: Style, engine: str, seed: int
) -> tuple[ShotMatch, ...]:
    """Lay a style on shots: one look for all, a balance for each.

    Twenty clips matched one by one to a still get twenty looks that do not cut together. Here each
    is first brought to neutral by its own balance.

    Args:
        shots: at least one.
        style: what is asked for.
        engine: name from `core.job.job.ENGINES`, for the references.
        seed: decides every random choice.

    Raises:
        BestlightError: the pictures hold nothing to go by.
    """
    if style.is_empty:
        plain = Lut3D.identity(STEPS)
        told = style.words.notes if style.words else ()
        return (ShotMatch(plain, Match(plain, 1.0), (*style.notes, *told)),) * len(shots)
    levels = _levels_of(style.words)
    style, regional = _parted(shots, style)
    match = _match(_pooled(shots), style, engine, seed, _skin_of(shots, style))
    if style.pairs and style.references and style.words is not None and style.words.tones:
        match = _with_tones_beside_pairs(shots, style, style.words, match)
    notes = (*style.notes, *match.notes)
    every = (_on_shot(shot, style, match, notes) for shot in shots)
    if not regional:
        return tuple(every)
    return tuple(replace(one, regional=regional, levels=levels) for one in every)


def _skin_of(shots: Sequence[Shot], style: Style) -> np.ndarray | None:
    """How far the nodes of a cube are the skin of a shot alone, where a look in words is to spare
    it and a person is there.
    """
    named = style.words is not None and any(not look.at_rest for look in style.words.looks)
    if not named or len(shots) > 1:
        return None
    regions = shots[0].balanced_regions.only(shots[0].hero)
    return regions.parting("skin").holding if "skin" in regions.names else None


def _parted(shots: Sequence[Shot], style: Style) -> tuple[Style, tuple[RegionAdjustment, ...]]:
    """The style without what its words say of regions that some of the shots have, and that."""
    if style.words is not None and _levels_of(style.words):
        style = replace(style, words=_measured(style.words, shots))
    if style.words is None or not speaks_of_regions(style.words):
        return style, ()
    found = frozenset(name for shot in shots for name in shot.regions.names)
    words, regional = part_from_regions(style.words, found)
    return replace(style, words=words), regional


def _levels_of(words: Words | None) -> dict[str, float]:
    """The levels in IRE that sentences ask of regions; a sentence turned round asks for none."""
    if words is None or words.share != 1:
        return {}
    counted = (text for text, w in zip(words.texts, words.weights, strict=True) if w > 0)
    return {region: level for text in counted for region, level in asked_levels(text).items()}


def _measured(words: Words, shots: Sequence[Shot]) -> Words:
    """Words with the levels that they ask of regions told as stops, nearly as shots have them."""
    regions = [shot.balanced_regions for shot in shots]
    pairs = zip(words.texts, words.weights, strict=True)
    told = tuple(with_levels(text, regions) if w > 0 else text for text, w in pairs)
    return words if told == words.texts else words_anew(words, told)


def _on_shot(shot: Shot, style: Style, match: Match, notes: tuple[str, ...]) -> ShotMatch:
    if not style.pairs:
        return ShotMatch(shot.balance, match, notes)
    balance = _balance_beside_pairs(shot, style)
    pairs = judge_pairs(style, shot)
    trust = min(one.coverage for one in pairs)
    told = tuple(note for one in pairs for note in tell_pair(one))
    trusted = replace(match, confidence=min(match.confidence, trust))
    return ShotMatch(balance, trusted, (*notes, *told), pairs)


def _balance_beside_pairs(shot: Shot, style: Style) -> Lut3D:
    # A pair's look is for shots as they are: its grade has their balance in it.
    share = sum(one.weight for one in style.references) / style.weight
    balance = Lut3D.identity(STEPS)
    return balance.blended(shot.balance, share) if share else balance


def _pooled(shots: Sequence[Shot]) -> list[np.ndarray]:
    """The balanced pictures that stand for the shots: all of one, the heroes of several."""
    if len(shots) == 1:
        return list(shots[0].balanced)
    return [shot.balanced[shot.hero] for shot in _thinned(shots)]


def _thinned(shots: Sequence[Shot]) -> Sequence[Shot]:
    return shots[:: -(-len(shots) // POOLED)]


def _match(
    pictures: Sequence[np.ndarray],
    style: Style,
    engine: str,
    seed: int,
    skin: np.ndarray | None = None,
) -> Match:
    match = Match(Lut3D.identity(STEPS), 1.0)
    words = style.words
    if words is not None and style.references and not (style.pairs or words.no_change):
        steer = steering(words, style.weight)
        steered = match_references(pictures, style, load_engine(engine), seed, steer)
        return _with_what_is_kept(words, _with_tones(pictures, style, steered))
    if style.references:
        match = match_references(pictures, style, load_engine(engine), seed)
    if style.pairs:
        match = with_pairs(style, match)
    if words is None:
        return match
    if words.no_change:
        return replace(match, notes=(*words.notes, *match.notes))
    return _with_words(pictures, words, match, style.weight, skin)


def _with_tones(pictures: Sequence[np.ndarray], style: Style, match: Match) -> Match:
    """A match with the tonal ranges that words want as the references have them."""
    if style.words is None or not style.words.tones:
        return match
    shown = [
        (picture.thumbnail, one.weight / len(one.pictures))
        for one in style.references
        for picture in one.pictures
    ]
    goals = goals_of(style.words.tones, shown)
    colours = spread_colours(pictures)

    def toned(look: Lut3D) -> Lut3D:
        # On a flat picture what brings a range to its goal may make the greys fall.
        return optimise_on(with_tones(look, pictures, goals), colours).lut

    @functools.lru_cache(maxsize=KEPT)
    def toned_at(boldness: float, manner: str) -> Lut3D:
        return toned(match.look_at(boldness, manner))

    look = toned(match.look)
    notes = (*match.notes, *tell_tones(look, pictures, goals))
    return replace(match, look=look, notes=notes, dial=None if match.dial is None else toned_at)


def _with_tones_beside_pairs(
    shots: Sequence[Shot], style: Style, words: Words, match: Match
) -> Match:
    """The same on shots as the looks of pairs are for, with what words keep held again."""
    laid = [
        _balance_beside_pairs(shot, style).apply(picture)
        for shot in _thinned(shots)
        for picture in (shot.pictures if len(shots) == 1 else (shot.pictures[shot.hero],))
    ]
    return _kept(words, _with_tones(laid, style, match))


def match_references(
    pictures: Sequence[np.ndarray],
    style: Style,
    engine: Engine,
    seed: int,
    steer: Steer | None = None,
) -> Match:
    """What an engine makes of a style's references on balanced pictures; see `Engine.match`."""
    every = [(one.weight / len(one.pictures), one.pictures) for one in style.references]
    weights = [weight for weight, several in every for _ in several]
    told = [p for _, several in every for p in several]
    if steer is None:
        return engine.match(pictures, told, weights, seed)
    return engine.match(pictures, told, weights, seed, steer)


def _with_what_is_kept(words: Words, match: Match) -> Match:
    """A match that sentences have steered, and what they keep."""

    confidence, notes = min(match.confidence, words.known), (*words.notes, *match.notes)
    return replace(_kept(words, match), confidence=confidence, notes=notes)


def _kept(words: Words, match: Match) -> Match:
    def kept_at(boldness: float, manner: str) -> Lut3D:
        return kept(words, match.look_at(boldness, manner))

    look = kept(words, match.look)
    return replace(match, look=look, dial=None if match.dial is None else kept_at)


def _with_words(
    pictures: Sequence[np.ndarray],
    words: Words,
    match: Match,
    weight: float,
    skin: np.ndarray | None,
) -> Match:
    chosen, ranked = choose_strength(
        words, lambda tried: mix_look(tried, match.look, weight, skin), match.look, pictures
    )

    likened = {one.name: (sentence, one) for sentence, one in chosen.others}

    def mixed_at(boldness: float, manner: str) -> Lut3D:
        told = chosen
        if manner in likened:
            sentence, one = likened[manner]
            told, manner = chosen.instead(sentence, one.adjustments), ""
        if match.dial is None:
            told = told.bolder(_PLAIN + boldness)
        return mix_look(told, match.look_at(boldness, manner), weight, skin)

    def likenesses() -> Iterator[Variant]:
        yield Variant("all that it is like", BOLDNESS, "", 0.0)
        for one in likened:
            yield Variant(one, BOLDNESS, one, math.log(likened[one][1].nearness))
        yield Variant("bolder", 1.0, "", _UNASKED)
        yield Variant("more careful", 0.0, "", _UNASKED)

    return Match(
        mix_look(chosen, match.look, weight, skin),
        min(match.confidence, words.known),
        (*words.notes, *match.notes, *ranked),
        match.figures,
        mixed_at,
        match.variants or (likenesses if likened else None),
    )


@functools.cache
def load_engine(name: str) -> Engine:
    """The engine of that name, loaded once a process."""
    if name == "style":
        from core.solve.engine import SolveEngine

        return SolveEngine()
    from core.match.transport import TransportEngine

    return TransportEngine()
