"""A sentence that only says what might be seen, taken for the scenes nearest in meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.adjustments import Adjustments, combine_adjustments, scale_adjustments
from core.grade.two_scenes import two_scenes
from core.words.language import LONGEST, NOT_KNOWN, understand
from core.words.lexicon import find_entries
from core.words.showing import likeness
from core.words.spelling import english
from core.words.tables import marked
from core.words.understood import Likeness, Phrase, Understood

if TYPE_CHECKING:
    from core.towers.scenes import NearScene

ENOUGH = 0.5
"""The nearness of meaning from which words beside nothing else are taken for a scene."""
PICTURED = 0.25
"""The same for a sentence that tells of something and asks for nothing."""
LIKELY = 0.6
"""Log odds that it does, from which it is taken so."""

# Peoples, beliefs and suffering are no looks.
_WORDS = """
    refugee refugees muslim muslims islam jew jews jewish christian christians hindu hindus buddhist
    gypsy gypsies immigrant immigrants migrant migrants slave slaves slavery holocaust genocide
    massacre suicide rape murder murdered terrorism terrorist terrorists torture abuse cancer
    disabled autistic gay lesbian trans transgender black blacks arab arabs african africans asian
    asians latino latinos mexican mexicans indian indians native natives
"""
_NEVER = frozenset(_WORDS.split())

_UNDERSTOOD = ("move", "look", "refused")
_DENIED = re.compile(r"\b(?:but|and) (?:no|not|without)\b.*", re.IGNORECASE)
CHOICES = 6  # scenes that a sentence may be taken for
_FAR = 0.3  # nearness that the last of them may lack
_LONG = 5  # words from which a sentence says more than the look that it names
_SEVERAL = 2  # unknown words, of which a sentence is more than one word and what is said of it
_JOINING, _CLOSE = frozenset({"times", "weather", "eras", "moods"}), 0.72  # what joins, from where
_JOINED, _MOST_JOINED = 0.65, 2  # how much of it, and how many
_PLAINLY = 1.15  # of a scene, so that it is seen
_OPPOSED = -0.5  # likeness of changes
_BESIDE = 1.4  # of a scene beside a named look, which takes it back by the root of their number


def guessed(said: Understood, text: str) -> Understood:
    """What was understood of a text, or, where that asks for nothing, the scenes that it is like.

    What is asked for stays as it is: words left over beside it are named to the user, not guessed;
    so are words that the sentence denies, measures or places ("not like a tavern"), since a guess
    would turn that round or lose it.
    """
    wanted, enough = _wanted(said, text)
    kinds = [one.kind for one in said.phrases]
    told = wanted or (" ".join(text.split())[:LONGEST] if kinds.count("look") > 1 else "")
    if not told or not _may_be_guessed(told):
        return said
    halves = two_scenes(told) if "move" not in kinds else None
    if halves is not None:
        return _first_of(*halves, text)
    if not wanted:
        return said
    from core.towers.scenes import near_scenes

    near = near_scenes(wanted)
    named = [phrase for phrase in said.phrases if phrase.kind == "look"]
    near = _beside(near, named)
    if not near or near[0].nearness < enough:
        return said
    chosen = meeting(near) if not named else near[:1]
    phrase = Phrase(
        wanted,
        0,
        len(text),
        "look",
        _told(chosen),
        scale_adjustments(_look(chosen), _PLAINLY * (_BESIDE if named else 1.0)),
        others=_others(near, chosen),
    )
    left = tuple(word for word in said.unknown if word not in wanted)
    kept = [p for p in said.phrases if p.kind not in ("move", "refused")]
    adjustments = phrase.adjustments
    for one in named:
        adjustments = combine_adjustments(one.adjustments, adjustments)
    return replace(
        said,
        phrases=(*kept, phrase),
        adjustments=adjustments,
        unknown=left,
        plain=(),
        no_change=False,
    )


def _beside(near: tuple[NearScene, ...], named: Sequence[Phrase]) -> tuple[NearScene, ...]:
    """The scenes from the nearest that is not the opposite of a named look on: "desert motel with a
    broken ice machine" is no winter.
    """
    looks = [phrase.adjustments for phrase in named]
    for at, one in enumerate(near[:CHOICES]):
        if all(likeness(one.scene.adjustments, look) > _OPPOSED for look in looks):
            return near[at:]
    return ()


def _first_of(first: str, second: str, text: str) -> Understood:
    """What the first of two scenes asks for; the other is named, and asked about."""
    one, two = (guessed(understand(half), half) for half in (first, second))
    start = text.find(second)
    kept = tuple(replace(phrase, others=()) for phrase in one.phrases)
    answers = tuple(
        Likeness(f"like “{half}”", 1.0, said.adjustments, half)
        for half, said in ((first, one), (second, two))
    )
    other = Phrase(
        second,
        max(start, 0),
        max(start, 0) + len(second),
        "refused",
        "another scene, and one look has one: say it by itself, for its own shots",
        others=answers,
    )
    return replace(one, phrases=(*kept, other))


def _wanted(said: Understood, text: str) -> tuple[str, float]:
    """What of a text may be a scene, nothing if none, and how near it has to be."""
    whole = _DENIED.sub("", " ".join(text.split())[:LONGEST]).strip(" ,;")
    understood = {phrase.kind for phrase in said.phrases}
    strange = sum(phrase.meaning == NOT_KNOWN for phrase in said.phrases)
    told = "look" in understood and "move" not in understood and _says_more(said, whole)
    told = told or (understood <= {"filler"} and _names_in_passing(whole))
    if not (strange or said.pictured or told or "refused" in understood):
        return "", 1.0
    lone = strange < _SEVERAL and len(whole.split()) < _LONG and not said.pictured
    asked = lone and ("move" in understood or not said.plain) and "look" not in understood
    if not asked and "keep" not in understood and _tells(whole):
        return whole, PICTURED
    alone = understood.isdisjoint(_UNDERSTOOD) and not said.no_change
    return (" ".join(said.plain)[:LONGEST], ENOUGH) if alone else ("", 1.0)


def _names_in_passing(text: str) -> bool:
    """ "A thunderstorm is coming over the lake": told of a look, and asked for nothing."""
    return len(text.split()) >= _LONG and bool(find_entries(text))


def _says_more(said: Understood, text: str) -> bool:
    """Whether a sentence says more than the looks that it names and how they meet."""
    if len(text.split()) < _LONG:
        return False
    named = {w for one in said.phrases if one.kind == "look" for w in one.text.lower().split()}
    return not {word.strip(",.;:").lower() for word in text.split()} <= named | marked("meeting")


def _tells(text: str) -> bool:
    if not _may_be_guessed(text):
        return False
    from core.towers.scenes import tells_a_scene

    return tells_a_scene(text) >= LIKELY


def _may_be_guessed(text: str) -> bool:
    """Whether most words are English, and none is better left alone."""
    words = "".join(sign if sign.isalnum() else " " for sign in text.lower().replace("'", ""))
    parts = [word for word in words.split() if not word.isdigit()]
    real = sum(word in english() for word in parts)
    return bool(real) and 3 * real >= 2 * len(parts) and _NEVER.isdisjoint(parts)


def meeting(near: tuple[NearScene, ...]) -> tuple[NearScene, ...]:
    """The nearest scene, and the time, weather, era or mood that another part of the sentence says.

    Two places would be neither; a place at a time is that.
    """
    chosen = [near[0]]
    for one in sorted(near[1:], key=lambda one: -one.cosine):
        apart = all(one.scene.kind != other.scene.kind for other in chosen)
        own = all(one.part != other.part for other in chosen)
        if one.scene.kind in _JOINING and one.cosine >= _CLOSE and apart and own:
            chosen.append(one)
        if len(chosen) > _MOST_JOINED:
            break
    return tuple(chosen)


def _look(chosen: tuple[NearScene, ...]) -> Adjustments:
    """The scenes' grades together, of the size of one."""
    size = (1 + (len(chosen) - 1) * _JOINED**2) ** -0.5
    found = scale_adjustments(chosen[0].scene.adjustments, size)
    for one in chosen[1:]:
        part = scale_adjustments(one.scene.adjustments, _JOINED * size)
        found = combine_adjustments(found, part)
    return found


def _told(chosen: tuple[NearScene, ...]) -> str:
    said = " and ".join(_of(one) for one in chosen)
    return f"taken for what is nearest in meaning: {said}"


def _of(near: NearScene) -> str:
    return f"'{near.scene.name}' ('{near.part}' is like '{near.told}', {near.cosine:.2f})"


def _others(near: tuple[NearScene, ...], chosen: tuple[NearScene, ...]) -> tuple[Likeness, ...]:
    """The single scenes that a sentence may stand for, the nearest first."""
    found = [one for one in near[:CHOICES] if one.nearness > near[0].nearness - _FAR]
    sure = len(chosen) > 1  # parts that meet are no doubt
    return tuple(
        Likeness(
            f"like {_of(one)}",
            one.nearness - (0.1 if sure and at else 0.0),
            scale_adjustments(one.scene.adjustments, _PLAINLY),
            one.told,
        )
        for at, one in enumerate(found)
    )
