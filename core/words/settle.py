"""What groups mean together: denials beside wishes, faults before their remedies, and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from core.adjustments import scale_adjustments
from core.words.circumstances import (
    found_like,
    goes_on_likening,
    gone,
    shot_there,
    shown,
    source_of_a_cast,
    stated_footage,
    stated_so,
    subject_of,
    which_scenes,
)
from core.words.denials import denies_excess, not_harmed, not_wanted, opposed
from core.words.interpret import Reading
from core.words.items import Group
from core.words.moving import answer, moves_alike
from core.words.protections import Protection, protections_of
from core.words.referring import mended, mends, of_what_was_named, refer, takes_away
from core.words.refusals import BALANCE, CONTENT, GLOW, POSITION, THING
from core.words.stance import Stance, is_fault
from core.words.tables import marked
from core.words.wish import Wish
from core.words.wishes import wishes_of

# What one wish takes away from another is made up for: the other is done 1.8 times.
_MADE_UP = 1.8
_NOT_SO_FAR = 0.7  # of a wish, for "but not cold"
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
    _of_a_thing(readings)
    for at, (fault, remedy) in enumerate(pairwise(readings)):
        _continued_refusal(fault, remedy)
        source_of_a_cast(fault, remedy)
        gone(fault, remedy)
        subject_of(fault, remedy)
        shot_there(fault, remedy)
        shown(readings, at)
        _brought_back(fault, remedy)
        _less_of_one(fault, remedy)
        stated_so(fault, remedy)
        not_harmed(fault, remedy)
        of_what_was_named(fault, remedy)
        _fault_and_remedy(fault, remedy)
        refer(fault, remedy)
    _filters_of_black_and_white(readings)
    _split_tones(readings)
    which_scenes(readings)
    stated_footage(readings)
    found_like(readings)
    for stated, likened in pairwise(readings):
        goes_on_likening(stated, likened)
    not_wanted(readings)
    _as_described(readings)
    _liked(readings)
    _denials_and_faults(readings)
    _spare_what_was_named(readings)
    _but_for(readings)
    _said_again(readings)
    _make_up(readings)
    if any(reading.wishes for reading in readings):
        for reading in readings:
            named = reading.group.has("noun", "colours")
            blamed = any(r.stance.complaint and r.kind == "move" for r in readings)
            if reading.reason == BALANCE and (blamed or not named):
                reading.kind, reading.reason = "filler", ""  # "it is too dark, please fix"


def _liked(readings: Sequence[Reading]) -> None:
    """ "It is a bit warm, keep it", "contrast is low and I like it": no fault was found."""
    for told, said in pairwise(readings):
        words = " ".join(item.key for item in said.group.items)
        plain = told.kind == "move" and told.stance.complaint and told.group.has("copula")
        if plain and not told.group.has("too", "fault") and words in marked("liked so"):
            told.stance, told.wishes, told.reason = Stance(), [], "liked as it is"


def _denials_and_faults(readings: Sequence[Reading]) -> None:
    """Beside another wish "not darker" is a thing to keep, and a fault the reason for the wish."""
    moving = [reading for reading in readings if _asks_plainly(reading)]
    for reading in readings:
        others = [r for r in moving if r is not reading]
        denied = reading.kind == "move" and bool(reading.protections)
        if denied and _goes_on(reading, readings):
            reading.wishes, reading.protections = [], []
            reading.reason = "not so far"
        elif denied and others:
            reading.kind, reading.wishes = "keep", []
        elif reading.stance.complaint and any(_remedies(r, reading) for r in others):
            reading.wishes, reading.reason = [], "why the other wish is made"


def _asks_plainly(reading: Reading) -> bool:
    asked = reading.kind in ("move", "look")
    return asked and not (reading.stance.negated or reading.protections)


def _of_a_thing(readings: Sequence[Reading]) -> None:
    """ "The dresses were green, but they look grey": what is wrong with a thing alone."""
    for stated, reading in pairwise(readings):
        thing = stated.kind == "filler" and stated.group.has("object", "refused")
        grey = reading.group.meant(("grey", "fade"), "quality")
        if thing and grey and reading.stance.complaint and not reading.group.has("thing", "tone"):
            reading.kind, reading.wishes, reading.reason = "refused", [], THING


def _goes_on(denied: Reading, readings: Sequence[Reading]) -> bool:
    """ "Less warm, but not cold": the wish before is held back, and not undone."""
    beside = denied.group.join in ("hard", "comma")
    if not beside or denied.stance.larger or denied.group.has("direction"):
        return False
    if any(wish.attribute in ("blow", "crush") for wish in denied.wishes):
        return False  # "brighter, but don't blow out the dress": white is held
    at = next(i for i, reading in enumerate(readings) if reading is denied)
    before = readings[at - 1] if at else None
    if before is None or before.kind != "move" or not opposed(before.wishes, denied.wishes):
        return False
    before.wishes = [replace(wish, share=_NOT_SO_FAR * wish.share) for wish in before.wishes]
    return True


def _remedies(other: Reading, fault: Reading) -> bool:
    """Whether another wish already does what naming the fault asks for."""
    return not other.stance.complaint and any(
        moves_alike(answer(one).adjustments, answer(two).adjustments)
        for one in other.wishes
        for two in fault.wishes
        if one.place == two.place
    )


def _faults_to_fix(readings: Sequence[Reading]) -> None:
    """ "Washed out and dull, fix it", "cyan in the highlights, kill it": it is told, and to go."""
    for at, remedy in enumerate(readings[1:], 1):
        before = readings[at - 1]
        if before.kind not in ("move", "unknown") or not takes_away(remedy.group, before.group):
            continue
        undone = remedy.kind == "no change" and bool(before.wishes)
        named = undone or _only_tells(before)
        for fault in ([before] if named else []) + _told_beside(readings[:at]):
            fault.stance, fault.protections = Stance("", True), []
            fault.kind, fault.wishes = "move", wishes_of(fault.group, fault.stance)
        if named:
            remedy.kind, remedy.wishes, remedy.reason = "move", [], "the fault named before it"


def _told_beside(readings: Sequence[Reading]) -> list[Reading]:
    """What is told together with the last of these: "flat" of "flat and green, fix both"."""
    found: list[Reading] = []
    for one, two in reversed(list(pairwise(readings))):
        if two.group.join in ("", "hard") or not (_only_tells(one) and _describes(one.group)):
            break
        found.append(one)
    return found


def _only_tells(reading: Reading) -> bool:
    """Whether a reading names something that can be seen, and asks for nothing."""
    group, stance = reading.group, reading.stance
    asked = group.has("want", "direction", "not", "number", "keep", "times", "no change")
    settled = stance.complaint or stance.negated or stance.larger
    named = bool(reading.wishes) or (reading.kind == "unknown" and group.has("thing", "cast"))
    return named and not (asked or settled)


def _filters_of_black_and_white(readings: Sequence[Reading]) -> None:
    """ "Black and white, red filter"."""
    grey = any(w.attribute == "mono" and w.sign > 0 for r in readings for w in r.wishes)
    grey = grey or any(
        r.entry is not None and r.entry.adjustments.monochrome == 1 for r in readings
    )
    for reading in readings:
        if grey and reading.group.named(("filter",), "cast"):
            reading.wishes = [
                replace(wish, attribute="filter") if wish.attribute == "cast" else wish
                for wish in reading.wishes
            ]


def _brought_back(one: Reading, two: Reading) -> None:
    """ "Bring back the faded colours": what has gone is to come again."""
    verb = [item.key for item in one.group.of("quality", "correct")]
    back = verb and verb[-1].startswith(("bring back", "restor", "recover", "rescue", "save"))
    ill = two.group.named(marked("ill"), "quality", "fault")
    if not (back and ill and two.group.places and not two.group.join) or two.stance.complaint:
        return
    if two.kind == "move" and not two.group.has("direction", "want", "not"):
        two.wishes = [replace(wish, sign=-wish.sign) for wish in two.wishes]
        two.stance = Stance("", True)
        one.wishes, one.reason = [], "as the next words say"


def _less_of_one(one: Reading, two: Reading) -> None:
    """ "Less brown and more golden leaves": they turn to what is wanted more of."""
    goals = {(w.place, w.attribute) for w in two.wishes if w.attribute == "turn" and w.sign > 0}
    less = [w for w in one.wishes if w.attribute == "turn" and w.sign < 0]
    if two.group.join == "and" and any((w.place, w.attribute) in goals for w in less):
        one.wishes = [wish for wish in one.wishes if wish not in less]
        one.reason = one.reason or "as the next wish says"


def _split_tones(readings: Sequence[Reading]) -> None:
    """ "Split toned, teal / peach": the shadows' colour and the highlights'."""
    for at, reading in enumerate(readings[:-1]):
        if reading.entry is not None and reading.entry.name == "split toning":
            _split_tone(reading, [r for r in readings[at + 1 :] if r.wishes])


def _split_tone(look: Reading, following: Sequence[Reading]) -> None:
    casts = [w for r in following for w in r.wishes if w.attribute == "cast" and w.sign > 0]
    placed = {wish.place for wish in casts}
    if len(casts) == 2 and placed == {""}:
        for reading, place in zip(following, ("shadows", "highlights"), strict=False):
            reading.wishes = [replace(wish, place=place) for wish in reading.wishes]
    if len(casts) >= 2 and (placed == {""} or {"shadows", "highlights"} <= placed):
        look.kind, look.reason = "move", "in the colours that follow"


def _as_described(readings: Sequence[Reading]) -> None:
    """ "Underexposed, expired film": a fault beside a look, with no word of blame, is wanted."""
    if not any(reading.kind == "look" for reading in readings):
        return
    if any(reading.group.has("copula", "too", "correct", "not") for reading in readings):
        return
    for reading in readings:
        if reading.kind == "move" and reading.group.has("fault") and not _asks(reading.group):
            reading.stance = Stance()
            reading.wishes = [replace(wish, sign=-wish.sign) for wish in reading.wishes]


def _asks(group: Group) -> bool:
    return group.has("direction", "want", "number", "noun", "quality", "it")


def _continued_refusal(refused: Reading, following: Reading) -> None:
    """ "Swap red and blue", "replace the sky with a sunset", "swap it for a castle"."""
    if refused.kind != "refused" or following.kind == "refused":
        return
    if refused.reason == THING and _still_of_it(following):
        _refuse(following, THING)
    elif _goes_on_so(refused, following.group):
        glow = any(item.key in ("glow", "glowing") for item in following.group)
        _refuse(following, GLOW if glow else refused.reason)


def _refuse(reading: Reading, reason: str) -> None:
    reading.kind, reading.wishes, reading.reason = "refused", [], reason


def _still_of_it(following: Reading) -> bool:
    """Whether it is still the thing that cannot be found that is spoken of."""
    group = following.group
    if group.items[0].key in marked("it") and following.stance.complaint and group.has("quality"):
        return True
    opens = next((item.kind for item in group.items if item.kind != "filler"), "")
    wished = group.join == "" and opens == "want"
    return wished and not group.places and not group.has("keep")


def _goes_on_so(refused: Reading, group: Group) -> bool:
    """Whether a group says no more than what else is refused."""
    bare = not group.has("direction", "quality", "noun", "too", "copula")
    if group.join in ("and", "or"):
        return bare and (not group.has("look") or _articled(group))
    if refused.reason not in (CONTENT, POSITION, THING):
        return False
    return group.join == "with" or (group.join == "" and bare and not group.has("want"))


def _articled(group: Group) -> bool:
    """ "The castle", which is a thing, and not "castle", which may be a look."""
    return any(item.key in ("the", "a", "an") for item in group.items[:1])


def _fault_and_remedy(fault: Reading, remedy: Reading) -> None:
    """ "Too green, take it out" is one wish, and so is "hazy, cut through that haze"."""
    if fault.kind != "move":
        return
    blamed = (fault.stance.complaint or bool(fault.stance.negated)) and bool(fault.wishes)
    if blamed and mends(fault, remedy):
        fault.protections = []
        fault.wishes = [mended(wish, remedy.group) for wish in fault.wishes]
        remedy.kind, remedy.wishes, remedy.reason = "move", [], "the fault named before it"
    elif _is_why(fault, remedy) or _is_why_of_a_look(fault, remedy):
        fault.wishes, fault.reason = [], "why the next wish is made"


def _is_why(fault: Reading, remedy: Reading) -> bool:
    """Whether a fault is only why the opposite is asked for."""
    if remedy.kind != "move" or not remedy.wishes:
        return False
    if remedy.protections and remedy.group.has("not"):
        return False
    if fault.stance.complaint and remedy.stance.complaint:
        return False  # "harsh and oversaturated" are two
    if denies_excess(remedy) and _same_word(fault.group, remedy.group):
        return False  # "dark but not too dark"
    described = _describes(fault.group) or _mended_it(fault, remedy)
    return described and opposed(fault.wishes, remedy.wishes)


def _is_why_of_a_look(fault: Reading, look: Reading) -> bool:
    """ "Kinda gloomy, make it cheerful"."""
    if look.entry is None or not look.group.has("want") or not _describes(fault.group):
        return False
    undone = (scale_adjustments(answer(wish).adjustments, -1.0) for wish in fault.wishes)
    return any(moves_alike(one, look.entry.adjustments) for one in undone)


def _mended_it(fault: Reading, remedy: Reading) -> bool:
    """ "A bit crunchy in the blacks, open them up"."""
    asked = fault.group.has("direction", "want", "keep", "not", "number")
    return not asked and remedy.group.has("it", "them") and remedy.group.join != "and"


def _same_word(one: Group, two: Group) -> bool:
    said = {item.key for item in one.of("quality", "colour")}
    return not said.isdisjoint(item.key for item in two.of("quality", "colour"))


def _describes(group: Group) -> bool:
    """Whether a group may say how the picture is: "flat, ...", "the light is hard, ..."."""
    if group.has("copula") and not group.has("want", "direction", "keep"):
        return True
    told = [item for item in group if item.kind not in ("filler", "degree", "whole", "copula")]
    return len(told) == 1 and told[0].kind == "quality" and is_fault(told[0])


def _spare_what_was_named(readings: Sequence[Reading]) -> None:
    """ "Skin warmer, everything else muted": the muting leaves out the skin."""
    for at, reading in enumerate(readings):
        if reading.kind == "move" and reading.group.meant(("rest",), "whole"):
            named = [place for r in readings[:at] for place in r.group.of("thing", "tone")]
            reading.spared = list(dict.fromkeys(Protection(place.value) for place in named))


def _but_for(readings: Sequence[Reading]) -> None:
    """ "Everything grey but the yellow umbrella": what is left out."""
    for whole, left in pairwise(readings):
        bare = left.kind == "unknown" and left.group.places and not left.group.has("unknown")
        if bare and left.group.join == "hard" and whole.group.has("whole") and whole.wishes:
            left.kind, left.reason = "keep", ""
            left.protections = protections_of(left.group)


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
        if not reading.group.has("natural"):
            reading.wishes = [_made_up(wish, said) for wish in reading.wishes]


def _made_up(wish: Wish, said: set[tuple[str, int]]) -> Wish:
    takers = _TAKERS.get((wish.attribute, wish.sign), frozenset())
    if wish.place or takers.isdisjoint(said):
        return wish
    return replace(wish, share=wish.share * _MADE_UP)
