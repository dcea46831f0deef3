"""A sentence that neither rules nor names understand, taken for the looks nearest in meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.adjustments import Adjustments, combine_adjustments, scale_adjustments
from core.words.language import LONGEST, NOT_KNOWN, Likeness, Phrase, Understood

if TYPE_CHECKING:
    from core.towers.meaning import Near

ENOUGH = 0.57
"""The cosine of meaning from which words are taken for a look; see docs/towers.md."""
PICTURED = 0.5
"""The same for a sentence that only says what might be seen: "a ferry to the islands"."""
SURE = 0.65
"""The same where adjectives in it could be wishes: "light through dusty curtains"."""

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
_PLAINLY = 1.25  # of a look, so that a mood is seen
CHOICES = 6  # looks that a sentence may be taken for
_FAR = 0.35  # nearness that the last of them may lack
_SEVERAL = 2  # unknown words, of which a sentence is more than one word and what is said of it


def guessed(said: Understood, text: str) -> Understood:
    """What was understood of a text, or, where that is nothing, the looks that are like it.

    What is understood in part stays as it is: left-over words are named to the user, not guessed;
    so are words that the sentence denies, measures or places ("not like a tavern"), since a guess
    would turn that round or lose it.
    """
    understood = {phrase.kind for phrase in said.phrases}
    silent = understood.isdisjoint(("move", "look") if said.pictured else _UNDERSTOOD)
    asked = silent and bool(said.plain) and not said.pictured
    strange = sum(phrase.meaning == NOT_KNOWN for phrase in said.phrases)
    lost = silent and understood.isdisjoint(("keep", "refused")) and strange >= _SEVERAL
    if said.no_change or not (said.pictured or asked or lost):
        return said
    from core.towers.meaning import MOST, among, near_looks

    wanted = " ".join(said.plain if asked else text.split())[:LONGEST]
    if not _NEVER.isdisjoint(wanted.lower().split()):
        return said
    every = near_looks(wanted, CHOICES)
    near = among(every, MOST)
    enough = (ENOUGH if asked else PICTURED) if silent else SURE
    if not near or near[0].nearness < enough:
        return said
    adjustments = Adjustments()
    # Several looks that meet take each other back: each counts by the root of what it is of all.
    size = sum(one.share**2 for one in near) ** 0.5
    for one in near:
        part = scale_adjustments(one.entry.adjustments, _PLAINLY * one.share / size)
        adjustments = combine_adjustments(adjustments, part)
    likened = ", ".join(f"{_told(one)} {one.share:.2f}" for one in near)
    meaning = f"not known; taken for the looks nearest in meaning: {likened}"
    others = tuple(
        Likeness(
            f"like {_told(one)}",
            one.nearness,
            scale_adjustments(one.entry.adjustments, _PLAINLY),
            one.entry.name,
        )
        for one in every
        if one.nearness > every[0].nearness - _FAR
    )
    phrase = Phrase(wanted, 0, len(text), "look", meaning, adjustments, others=others)
    left = tuple(word for word in said.unknown if word not in wanted)
    kept = tuple(p for p in said.phrases if p.kind not in ("move", "look", "refused"))
    return replace(said, phrases=(*kept, phrase), adjustments=adjustments, unknown=left, plain=())


def _told(near: Near) -> str:
    """A look by the name that is near, and its own name where that is only a scene's."""
    own = near.name in near.entry.names
    return f"'{near.name}'" if own else f"'{near.name}' (as '{near.entry.name}')"
