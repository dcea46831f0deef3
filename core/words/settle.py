"""What groups mean together: denials beside wishes, faults before their remedies, and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from core.moves import scaled
from core.words.interpret import Reading
from core.words.items import Group
from core.words.keeps import Keep
from core.words.moving import answer, moves_alike
from core.words.qualities import ILL
from core.words.refusals import BALANCE, CONTENT
from core.words.stance import Stance
from core.words.wish import Wish

# What one wish takes away from another is made up for: the other is done 1.8 times.
_MADE_UP = 1.8
_AGAIN = 0.3  # of a wish that was said before in other words
_TAKERS: Mapping[tuple[str, int], frozenset[tuple[str, int]]] = {
    ("contrast", 1): frozenset({("exposure", -1)}),
    ("punch", 1): frozenset({("exposure", -1)}),
    ("saturation", -1): frozenset({("temperature", 1), ("temperature", -1), ("cast", 1)}),
    ("temperature", 1): frozenset({("contrast", -1), ("soft", 1)}),
    ("temperature", -1): frozenset({("saturation", 1), ("contrast", 1), ("punch", 1)}),
}


def settle(readings: Sequence[Reading]) -> None:
    """Change the readings where one of them decides what another means."""
    _faults_to_fix(readings)
    for fault, remedy in pairwise(readings):
        _continued_refusal(fault, remedy)
        _cause_of_a_fault(fault, remedy)
        _fault_and_remedy(fault, remedy)
    _denials_and_faults(readings)
    _spare_what_was_named(readings)
    _said_again(readings)
    _make_up(readings)
    if any(reading.wishes for reading in readings):
        for reading in readings:
            if reading.reason == BALANCE and not reading.group.has("noun", "colours"):
                reading.kind, reading.reason = "filler", ""  # "it is too dark, please fix"


def _denials_and_faults(readings: Sequence[Reading]) -> None:
    """Beside another wish "not darker" is a thing to keep, and a fault the reason for the wish."""
    asked = ("move", "look")
    moving = [r for r in readings if r.kind in asked and not (r.stance.negated or r.keeps)]
    for reading in readings:
        others = [r for r in moving if r is not reading]
        if reading.keeps and reading.kind == "move" and others:
            reading.kind, reading.wishes = "keep", []
        elif reading.stance.complaint and any(_remedies(r, reading) for r in others):
            reading.wishes, reading.reason = [], "why the other wish is made"


def _remedies(other: Reading, fault: Reading) -> bool:
    """Whether another wish already does what naming the fault asks for."""
    return not other.stance.complaint and any(
        moves_alike(answer(one).moves, answer(two).moves)
        for one in other.wishes
        for two in fault.wishes
        if one.place == two.place
    )


def _faults_to_fix(readings: Sequence[Reading]) -> None:
    """ "Washed out and dull, can you fix it?", "the phone warmed it up, undo that"."""
    for at, reading in enumerate(readings):
        for before in readings[:at]:
            listed = reading.group.has("correct") and _only_ill(before.group)
            undone = before is readings[at - 1] and reading.kind == "no change" and _undo(reading)
            settled = before.stance.complaint or before.stance.negated
            if before.kind == "move" and (undone or (listed and not settled)):
                before.wishes = [replace(wish, sign=-wish.sign) for wish in before.wishes]
                before.stance = Stance("", True)
                if undone:
                    reading.kind = "filler"


def _cause_of_a_fault(cause: Reading, fault: Reading) -> None:
    """ "Tungsten bulbs made everything orange" asks for no tungsten look."""
    made = any(item.key in ("made", "turned") for item in fault.group.items[:1])
    if cause.kind == "look" and fault.kind == "move" and made and not fault.group.join:
        cause.kind = "filler"


def _undo(reading: Reading) -> bool:
    return any(item.key in ("undo", "revert") for item in reading.group.of("no change"))


def _only_ill(group: Group) -> bool:
    """Whether all that is said are qualities that describe a fault, and nothing is asked for."""
    if group.has("want", "direction", "not", "number"):
        return False
    told = group.of("quality", "colour")
    return bool(told) and all(not ILL.isdisjoint((i.key, *i.key.split())) for i in told)


def _continued_refusal(refused: Reading, following: Reading) -> None:
    """ "Swap red and blue", "replace the sky with a sunset"."""
    if refused.kind != "refused":
        return
    group = following.group
    bare = not group.has("direction", "quality", "noun")
    goes_on = group.join in ("and", "or") and bare
    if goes_on or (group.join == "with" and refused.reason == CONTENT):
        following.kind, following.reason, following.wishes = "refused", refused.reason, []


def _fault_and_remedy(fault: Reading, remedy: Reading) -> None:
    """ "Too green, take it out" is one wish, and so is "hazy, cut through that haze"."""
    if fault.kind != "move" or remedy.kind != "move" or not remedy.wishes:
        return
    follows = remedy.group.has("it", "them") and not remedy.group.headed
    if (fault.stance.complaint or fault.stance.negated) and fault.wishes and follows:
        fault.keeps = []
        share = remedy.wishes[0].share
        fault.wishes = [replace(wish, share=wish.share * share) for wish in fault.wishes]
        remedy.wishes, remedy.reason = [], "the fault named before it"
    elif _describes(fault.group) and _opposed(fault.wishes, remedy.wishes):
        fault.wishes, fault.reason = [], "why the next wish is made"


def _describes(group: Group) -> bool:
    """Whether a group may say how the picture is: "flat, ...", "the light is hard, ..."."""
    if group.has("copula") and not group.has("want", "direction", "keep"):
        return True
    told = [item for item in group if item.kind not in ("filler", "degree", "whole", "copula")]
    return len(told) == 1 and told[0].kind == "quality" and told[0].key in ILL


def _opposed(one: list[Wish], two: list[Wish]) -> bool:
    return any(
        moves_alike(scaled(answer(a).moves, -1.0), answer(b).moves) for a in one for b in two
    )


def _spare_what_was_named(readings: Sequence[Reading]) -> None:
    """ "Skin warmer, everything else muted": the muting leaves out the skin."""
    for at, reading in enumerate(readings):
        if reading.kind == "move" and any(i.value == "rest" for i in reading.group.of("whole")):
            named = [place for r in readings[:at] for place in r.group.of("thing", "tone")]
            reading.spared = list(dict.fromkeys(Keep(place.value) for place in named))


def _said_again(readings: Sequence[Reading]) -> None:
    """ "Light and airy" is one wish in two words; the second adds less."""
    told: dict[tuple[str, int, str, str], set[str]] = {}
    for reading in readings:
        words = {item.key for item in reading.group.of("quality", "noun", "fault", "colour")}
        for at, wish in enumerate(reading.wishes):
            key = (wish.attribute, wish.sign, wish.place, wish.colour)
            before = told.setdefault(key, set())
            if before and before.isdisjoint(words) and not (wish.quantity or wish.times):
                reading.wishes[at] = replace(wish, share=_AGAIN * wish.share)
            before |= words


def _make_up(readings: Sequence[Reading]) -> None:
    everywhere = [wish for r in readings for wish in r.wishes if not wish.place]
    said = {(wish.attribute, wish.sign) for wish in everywhere}
    for reading in readings:
        reading.wishes = [_made_up(wish, said) for wish in reading.wishes]


def _made_up(wish: Wish, said: set[tuple[str, int]]) -> Wish:
    takers = _TAKERS.get((wish.attribute, wish.sign), frozenset())
    if wish.place or takers.isdisjoint(said):
        return wish
    return replace(wish, share=wish.share * _MADE_UP)
