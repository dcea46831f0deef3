"""`Style`: what references and words gave, apart from any shot. It can be stored, blended, edited,
and laid on other shots without the pictures that it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.errors import BestlightError, UsageError
from core.grade.shot import Shot
from core.grade.told_words import Words, words_from_dict
from core.grade.words import read_prompts
from core.job.adjustments import combine_adjustments, scale_adjustments
from core.job.phrases import PhraseValue
from core.match.pair import PairLook, pair_look_from_dict
from core.match.picture import PictureStyle, picture_style_from_dict
from core.threads import one_thread

SCHEMA, VERSION = "bestlight-style", 2
READABLE = (1, VERSION)  # the first knows no pairs


@dataclass(frozen=True, eq=False)
class StyleReference:
    """One reference's part of a style.

    Attributes:
        name: for people.
        weight: against the other references and the looks in words; positive.
        pictures: what its pictures say; the weight is shared among them.
    """

    name: str
    weight: float
    pictures: tuple[PictureStyle, ...]


@dataclass(frozen=True, eq=False)
class StylePair:
    """One before/after pair's part of a style.

    Attributes:
        name: for people.
        weight: as a reference's.
        look: what the pair says.
    """

    name: str
    weight: float
    look: PairLook


@dataclass(frozen=True, eq=False)
class Style:
    """What references and words ask for.

    Attributes:
        references: those of positive weight.
        words: what sentences ask for; None without any.
        notes: what the user should know of how it was made, a sentence each.
        pairs: looks that were fitted to pictures before and after a grade.
    """

    references: tuple[StyleReference, ...] = ()
    words: Words | None = None
    notes: tuple[str, ...] = ()
    pairs: tuple[StylePair, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        silent = self.words is None or self.words.no_change
        return silent and not self.references and not self.pairs

    @property
    def weight(self) -> float:
        """The weights of references and pairs together."""
        return sum(one.weight for one in (*self.references, *self.pairs))

    def as_dict(self) -> dict[str, Any]:
        """The style as JSON-serialisable data; `style_from_dict` takes it back exactly."""
        return {
            "schema": SCHEMA,
            "version": VERSION,
            "references": [
                {
                    "name": one.name,
                    "weight": one.weight,
                    "pictures": [picture.as_dict() for picture in one.pictures],
                }
                for one in self.references
            ],
            "words": self.words.as_dict() if self.words else None,
            "notes": list(self.notes),
            "pairs": [
                {"name": one.name, "weight": one.weight, **one.look.as_dict()} for one in self.pairs
            ],
        }


def style_from_dict(data: Mapping[str, Any]) -> Style:
    """The inverse of `Style.as_dict`.

    Raises:
        UsageError: the data are no style, a damaged one, or from a newer Bestlight.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise UsageError("this is no style", hint='give the part "style" of a result\'s JSON')
    if data.get("version") not in READABLE:
        raise UsageError(
            f"this style is of version {data.get('version')!r:.20}, not {VERSION}",
            hint="use the Bestlight that made it, or make it again",
        )
    try:
        references = tuple(_reference(one) for one in data["references"])
        words = words_from_dict(data["words"]) if data["words"] is not None else None
        pairs = tuple(_pair(one) for one in data.get("pairs", ()))
        return Style(references, words, tuple(str(note) for note in data["notes"]), pairs)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError("this style is damaged", hint="make it again") from error


def _reference(data: Mapping[str, Any]) -> StyleReference:
    weight = float(data["weight"])
    pictures = tuple(picture_style_from_dict(one) for one in data["pictures"])
    if not (0 < weight < float("inf") and pictures):
        raise ValueError(f"a reference of weight {weight} with {len(pictures)} pictures")
    return StyleReference(str(data["name"]), weight, pictures)


def _pair(data: Mapping[str, Any]) -> StylePair:
    weight = float(data["weight"])
    if not 0 < weight < float("inf"):
        raise ValueError(f"a pair of weight {weight}")
    return StylePair(str(data["name"]), weight, pair_look_from_dict(data))


def make_style(
    references: Sequence[Shot],
    prompts: Sequence[str] = (),
    weights: Sequence[float] | None = None,
    pairs: Sequence[tuple[Shot, Shot]] = (),
    values: Sequence[PhraseValue] = (),
) -> Style:
    """The style of references, sentences and pairs.

    Args:
        references: the pictures whose look is wanted.
        prompts: sentences.
        weights: one a reference, then one a prompt; None: all 1.
        pairs: each a shot before and after the grade that is wanted; of weight 1.
        values: of phrases of the sentences, where they are to be others than the words come to.

    Raises:
        UsageError: a prompt says nothing that has a meaning for colour.
        BestlightError: a picture cannot be used, or a pair does not show the same frames.
    """
    every = tuple(weights or (1.0,) * (len(references) + len(prompts)))
    told = tuple(weights) if weights else None
    said = (tuple(prompts), told, len(references), tuple(values))
    words = read_prompts(*said) if prompts else None
    weighed = list(zip(references, every, strict=False))
    unused = tuple(
        f"{shot.footage.path.name} is not used, since its weight is 0"
        for shot, weight in weighed
        if weight == 0
    )
    described = tuple(_described(s, w) for s, w in weighed if w > 0)
    return Style(described, words, unused, tuple(_fitted(*pair) for pair in pairs))


def _fitted(before: Shot, after: Shot) -> StylePair:
    from core.solve.pair import fit_pair

    name = f"{before.footage.path.name} to {after.footage.path.name}"
    if before.footage.times != after.footage.times:
        raise BestlightError(
            f"{name}: the clips are not of one length and rate",
            hint="give the same frames before and after the grade, or two stills of one frame",
        )
    return StylePair(name, 1.0, fit_pair(before.pictures, after.pictures))


@one_thread()
def _described(shot: Shot, weight: float) -> StyleReference:
    from core.solve.engine import describe_picture

    # What things a clip shows, its hero says for all.
    regions = {shot.hero: shot.regions.only(shot.hero)}
    pictures = tuple(describe_picture(p, regions.get(at)) for at, p in enumerate(shot.pictures))
    return StyleReference(shot.footage.path.name, weight, pictures)


def blend_styles(styles: Sequence[Style], weights: Sequence[float]) -> Style:
    """One style between several.

    References and named looks keep their weights against each other within a style; changes in
    words are scaled by their style's share and added up.

    Args:
        styles: at least one.
        weights: one a style, not negative, not all zero.

    Raises:
        UsageError: the weights do not fit the styles.
    """
    total = sum(weights)
    if len(weights) != len(styles) or min(weights, default=0) < 0 or not total > 0:
        raise UsageError(
            f"{len(weights)} weights for {len(styles)} styles", hint="one positive weight a style"
        )
    shares = [(style, weight / total) for style, weight in zip(styles, weights, strict=True)]
    kept = [(style, share) for style, share in shares if share > 0]
    references = tuple(
        replace(one, weight=one.weight * share / _whole(style))
        for style, share in kept
        for one in style.references
    )
    pairs = tuple(
        replace(one, weight=one.weight * share / _whole(style))
        for style, share in kept
        for one in style.pairs
    )
    words = None
    for style, share in kept:
        if style.words is not None:
            shared = _shared(style.words, share, share / _whole(style))
            words = shared if words is None else _joined(words, shared)
    notes = tuple(dict.fromkeys(note for style, _ in kept for note in style.notes))
    return Style(references, words, notes, pairs)


def edit_style(style: Style, prompts: Sequence[str]) -> Style:
    """The style with more said to it: changes on the whole, named looks beside what is there.

    Raises:
        UsageError: a prompt says nothing that has a meaning for colour.
    """
    given = (float(bool(style.references)), *(1.0 for _ in prompts))
    said = read_prompts(tuple(prompts), given, 1)
    if said.no_change:
        return style
    return replace(style, words=said if style.words is None else _joined(style.words, said))


def _whole(style: Style) -> float:
    """The weights of everything in a style that is weighed; 1 where nothing is."""
    named = style.words.weights if style.words else ()
    return (style.weight + sum(max(weight, 0.0) for weight in named)) or 1.0


def _shared(words: Words, share: float, factor: float) -> Words:
    weights = tuple(weight * factor for weight in words.weights)
    edits = scale_adjustments(words.edits, share)
    return replace(words, weights=weights, edits=edits, share=words.share * share)


def _joined(first: Words, second: Words) -> Words:
    return Words(
        texts=(*first.texts, *second.texts),
        looks=(*first.looks, *second.looks),
        weights=(*first.weights, *second.weights),
        edits=combine_adjustments(first.edits, second.edits),
        protections=tuple(dict.fromkeys((*first.protections, *second.protections))),
        known=min(first.known, second.known),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        no_change=first.no_change and second.no_change,
        others=(*first.others, *((n + len(first.texts), one) for n, one in second.others)),
        questions=tuple(dict.fromkeys((*first.questions, *second.questions))),
        tones=tuple(dict.fromkeys((*first.tones, *second.tones))),
        phrases=(
            *first.phrases,
            *(replace(p, prompt=p.prompt + len(first.texts)) for p in second.phrases),
        ),
        share=min(first.share, second.share),
        beside=first.beside or second.beside,
    )
