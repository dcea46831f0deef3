"""What names a region of the shot in a sentence: "that blue sky", "the groom's suit", "the wall
behind them"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from core.job.adjustments import HUES
from core.job.regions import REGIONS
from core.words.items import LARGER, PLACES, Item, Sense
from core.words.tables import beginnings, marked
from core.words.tokens import Token

PEOPLE = frozenset({"person", "face", "skin", "clothes", "subject"})
_PLACES = frozenset({"sky", "foliage", "water"})
ASIDE = Sense("filler", "which")  # words that only say which thing is meant
_WORN = frozenset({"object", "unknown", "refused", "degree", "filler", "tone"})
_HUES = frozenset(HUES)
_PAINTED = frozenset({"colour", "tone", "look"})


def region_of(item: Item) -> str:
    """The region that an item of `mentions_in` names; "" if it names none."""
    return item.value if item.kind == "thing" and item.value in REGIONS else ""


def is_aside(item: Item) -> bool:
    """Whether an item of `mentions_in` only says which thing is meant."""
    return item.sense is ASIDE


def mentions_in(tokens: Sequence[Token], items: Sequence[Item]) -> list[Item]:
    """The items of a sentence, with every region that it names as a thing, and with what only says
    which one is meant as nothing.
    """
    found = [_named(item, items[:at], items[at + 1 :]) for at, item in enumerate(items)]
    for at, item in enumerate(found):
        if _says_why(found, at):
            _set_aside(found, at, _end(found, at))
        elif region_of(item):
            _owner(found, at, tokens)
            if not _blamed(found, at):
                _painted(found, at)
            _standing(found, at)
            _again(found, at)
    return found


def _says_why(items: Sequence[Item], at: int) -> bool:
    """ "So she stands out", "as if a lamp were on", "like early autumn", after a region's name."""
    if not any(region_of(item) for item in items[:at]):
        return False
    key = items[at].key
    if key == "like":
        near = items[at + 1 : at + 2]
        return items[at - 1].kind == "join" and not (near and near[0].kind == "number")
    if key in ("so", "so that"):
        return bool(items[at + 1 : at + 2]) and items[at + 1].key in marked("who")
    return key in marked("why") or (key.startswith("so ") and key.split()[1] in marked("who"))


def _end(items: Sequence[Item], at: int) -> int:
    """Where the clause ends that begins there."""
    clause = takewhile(lambda one: one.kind not in ("stop", "join"), items[at:])
    return at + len(list(clause))


def _named(item: Item, before: Sequence[Item], after: Sequence[Item]) -> Item:
    region = _region(item, before, after)
    return replace(item, sense=Sense("thing", region), entry=None) if region else item


def _region(item: Item, before: Sequence[Item], after: Sequence[Item]) -> str:
    if [one.key for one in before[-2:]] in (["like", "a"], ["like", "an"]):
        return ""  # "washed out like a shirt"
    if item.kind == "thing":
        if item.value in _PLACES:
            return item.value
        return _of_people(item.key) if item.value == "skin" else ""
    if item.key in marked("clouds"):
        return "sky"
    if _is_worn(item, before):
        return "clothes"
    if item.key == "behind":
        stands = bool(before) and before[-1].kind in ("copula", "it", "no change")
        return "background" if not stands and _whom(after) else ""  # not "the past is behind us"
    if item.kind == "spatial" and item.key in marked("background"):
        return "background"
    if item.kind == "spatial" and item.key in marked("subjects"):
        return "subject"
    return "person" if _is_one(item, before, after) else ""


def _is_worn(item: Item, before: Sequence[Item]) -> bool:
    """ "The wedding dress", else the highlights; "her hair", but not "a hair darker"."""
    if item.kind not in _WORN:
        return False
    if item.kind in ("degree", "filler"):
        led = before[-1].key.split()[-1] if before else ""
        return item.key in marked("worn") and led in marked("definite")
    if item.kind == "tone" and len(item.key.split()) == 1:  # "tops" are highlights, mostly
        return item.key in marked("worn") and before[-1:] != [] and _whose(before)
    return item.key.split()[-1] in marked("worn")


def _whose(before: Sequence[Item]) -> bool:
    """ "Those neon tops", "her tops"."""
    led = next((one for one in reversed(before) if one.kind not in _PAINTED), before[-1])
    return led.key.split()[-1] in marked("definite") - {"the", "that", "this"}


def _is_one(item: Item, before: Sequence[Item], after: Sequence[Item]) -> bool:
    """ "Brighten him", "make her darker", "she looks pale"; but not "lift her shadows"."""
    clause = list(takewhile(lambda one: one.kind not in ("stop", "join", "so"), after))
    if item.key in marked("told of"):
        return _is_fault_of_light(clause)
    if item.key not in marked("him") or any(one.kind in _OTHERS for one in clause):
        return False
    if not before or before[-1].kind in ("stop", "join"):
        told = [one for one in clause if one.kind not in ("filler", "degree")]
        return bool(told) and told[0].sense.form == LARGER  # "sky darker, him brighter"
    return before[-1].kind in _VERBS and before[-1].key not in marked("causing")


def _is_fault_of_light(clause: Sequence[Item]) -> bool:
    """ "Is too dark", "looks pale"; but not "is in a dark room", "looks like a star"."""
    if not clause or clause[0].kind not in ("copula", "too") or clause[0].key in _HAS:
        return False
    told = [one for one in clause if one.kind not in ("copula", "filler", "degree")]
    if any(one.kind in _SCENES for one in clause):
        return False
    return bool(told) and any(one.kind in ("quality", "colour", "fault") for one in told)


_HAS = frozenset({"has", "have", "had"})
_VERBS = frozenset({"quality", "direction", "want"})
_OTHERS = frozenset({*PLACES, "object", "noun", "unknown", "refused", "whole", "spatial", "look"})
_SCENES = frozenset({"in", "look", "object", "whole", "unknown", "refused", "want"})


def _of_people(key: str) -> str:
    last = key.split()[-1]  # "her face" is a face
    if key in marked("faces") or last in marked("faces"):
        return "face"
    if key in marked("subjects"):
        return "subject"
    return "skin" if key in marked("skins") or last in marked("skins") else "person"


def _owner(items: list[Item], at: int, tokens: Sequence[Token]) -> None:
    """ "The groom's" of "the groom's black suit": what is spoken of is something of theirs."""
    after = items[at + 1 : at + 2]
    if tokens[items[at].last].ends_on_s and after and after[0].kind in ("object", "unknown"):
        _set_aside(items, at, at + 1)  # "my grandma's album"
    led = [one for one in items[max(at - 3, 0) : at] if region_of(one)]
    if led and tokens[led[-1].last].ends_on_s:
        between = items[items.index(led[-1]) + 1 : at]
        if all(one.kind in _PAINTED or one.kind == "filler" for one in between):
            _set_aside(items, items.index(led[-1]), at)


def _blamed(items: Sequence[Item], at: int) -> bool:
    """Whether the colour of what is named is to go: "I hate the orange faces"."""
    before = takewhile(lambda one: one.kind not in ("join", "stop"), items[:at][::-1])
    after = takewhile(lambda one: one.kind not in ("join", "stop"), items[at:])
    away = beginnings("taking away") + beginnings("mending")
    gone = any(
        i.kind == "fault" or i.key in marked("hating") or i.key.startswith(away) for i in before
    )
    return gone or any(one.key in marked("bad") for one in after)


def _painted(items: list[Item], at: int) -> None:
    """ "Blue" of "that blue sky", which is no wish for blue."""
    first = at
    while first and (_is_paint(items[first - 1]) or is_aside(items[first - 1])):
        first -= 1
    led = items[first - 1].key.split()[-1] if first else ""
    if led in marked("definite"):
        _set_aside(items, first, at)


def _is_paint(item: Item) -> bool:
    return item.kind in _PAINTED or (item.kind == "thing" and item.value in _HUES)


def _standing(items: list[Item], at: int) -> None:
    """ "Behind her" of "the background behind her", "the wall" of "the wall behind them"."""
    if items[at].key == "behind":
        if at and items[at - 1].kind in ("object", "whole", "unknown"):
            _set_aside(items, at - 1, at)
        _set_aside(items, at + 1, at + 1 + _length(items[at + 1 :]))
    elif items[at + 1 : at + 2] and items[at + 1].key in marked("beside"):
        _set_aside(items, at + 1, at + 2 + _length(items[at + 2 :]))


def _whom(after: Sequence[Item]) -> bool:
    """Whether people follow, or nothing: "behind the bride"."""
    told = [one for one in after[:2] if one.key not in ("the", "a", "my", "our")][:1]
    if not told or told[0].kind in ("stop", "join"):
        return True
    if told[0].kind == "object":
        return True  # "the wall behind the car"
    return told[0].key in marked("us") or (told[0].kind == "thing" and told[0].value == "skin")


def _length(after: Sequence[Item]) -> int:
    """How many items name what something stands behind."""
    led = len(list(takewhile(lambda one: one.key in ("the", "a", "my", "our"), after)))
    named = after[led : led + 1]
    kinds = ("object", "thing", "filler", "unknown", "them", "it")
    return led + 1 if named and named[0].kind in kinds else 0


def _again(items: list[Item], at: int) -> None:
    """ "Clouds and" of "clouds and sky"; "on the arms" of "his skin is too hot on the arms"."""
    before = list(takewhile(lambda one: one.kind in ("join", "filler"), items[:at][::-1]))
    first = at - len(before) - 1
    joined = any(one.kind == "join" for one in before)
    if joined and first >= 0 and region_of(items[first]) == region_of(items[at]):
        _set_aside(items, first, at)
    clause = list(takewhile(lambda one: one.kind not in ("join", "stop"), items[:at][::-1]))
    whose = {region_of(one) for one in clause} & {"skin", "face", "clothes"}
    led = [one for one in clause if one.key not in marked("definite")][:1]
    if whose and led and led[0].kind == "in" and region_of(items[at]) in PEOPLE:
        _set_aside(items, items.index(led[0]), at + 1)


def _set_aside(items: list[Item], first: int, end: int) -> None:
    for at in range(first, min(end, len(items))):
        items[at] = replace(items[at], sense=ASIDE, entry=None)
