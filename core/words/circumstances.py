"""What sentences tell of a shot beside what they ask for: where it was made, by what light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.words.interpret import Reading
from core.words.items import LARGER
from core.words.stance import Stance
from core.words.tables import marked

_LIT = ("light", "weather", "places")
_TOLD = ("move", "look", "refused", "filler")
_WHICH = (["the"], ["my"], ["our"], ["this"])
_SEEN = frozenset({"unknown", "object", "thing"})


def source_of_a_cast(one: Reading, two: Reading) -> None:
    """ "Remove the green from the fluorescents", "the neon is too pink": a light, and no look."""
    if two.group.join:
        return
    if one.kind == "move" and two.kind == "look" and _is_light(two):
        two.kind = "filler" if _is_blamed(one, two) else two.kind
    elif one.kind == "look" and _is_light(one) and two.kind == "move" and two.stance.complaint:
        one.kind = "filler" if two.group.items[0].kind == "copula" else one.kind


def _is_blamed(cast: Reading, light: Reading) -> bool:
    """Whether a cast that is to go comes from a light."""
    if cast.stance.complaint and cast.group.items[-1].kind == "colour":
        return True  # "we had purple uplights"
    removed = cast.group.says("strong", -1) or cast.stance.complaint or cast.stance.negated
    beside = [item.key for item in (*cast.group.items[-3:], *light.group.items[:1])]
    led = any(key in marked("comes from") or key.lower().startswith("in the") for key in beside)
    return bool(removed) and led


def subject_of(one: Reading, two: Reading) -> None:
    """ "This negative scan has a cast", "make the sunset look more dramatic": what is spoken of."""
    if one.kind != "look" or two.group.join or two.kind not in _TOLD:
        return
    first = two.group.items[0]
    spoken = first.kind == "copula" and first.key not in marked("seems")
    if spoken or _is_to_be(one, two):
        one.kind = "filler"


def _is_to_be(one: Reading, two: Reading) -> bool:
    """ "Make the beach more sunny", "make the sunset look more dramatic"."""
    if not one.group.begun("mak", "want"):
        return False
    first, last = two.group.items[0], one.group.items[-1]
    keys = [item.key for item in one.group.items if item.key not in marked("seems")]
    which = keys[-2:-1] in _WHICH
    compared = first.value in ("more", "less") or first.sense.form == LARGER
    seeming = last.key in marked("seems") or first.key in marked("seems")
    return which and (seeming or (compared and two.kind == "move" and last.kind == "look"))


def gone(one: Reading, two: Reading) -> None:
    """ "Deep reds gone dark": what becomes of a thing that a wish names, and no complaint."""
    told = two.group.items[0].key == "gone" and not two.group.join and not two.group.places
    if told and one.wishes and one.group.places and not one.group.has("copula"):
        places = [item.value for item in one.group.places]
        two.wishes = [
            replace(wish, sign=-wish.sign, place=place) for wish in two.wishes for place in places
        ]
        two.stance = Stance()


def which_scenes(readings: Sequence[Reading]) -> None:
    """ "A cold look for the factory scenes": which scenes it is for, and no wish."""
    for at, reading in enumerate(readings[1:], 1):
        first = reading.group.of("look")[:1] if reading.kind == "look" else []
        if not first or not any(r.kind in ("move", "look") for r in readings[:at]):
            continue
        inside = [item for item in reading.group.items if item.first < first[0].first]
        led = inside or readings[at - 1].group.items
        near = [item.key for item in led[-2:]]
        if near[-1:] == ["for the"] or (
            near[-1:] and near[-1] in marked("this footage") and near[:1] == ["for"]
        ):
            reading.kind = "filler"


def stated_footage(readings: Sequence[Reading]) -> None:
    """ "Underwater footage, everything is blue": what it shows, before what is wrong with it."""
    if len(readings) < 2 or readings[0].kind != "look" or not readings[1].stance.complaint:
        return
    told = [item for item in readings[0].group.items if item.kind != "filler"]
    if [item.kind for item in told] == ["look", "whole"]:
        readings[0].kind = "filler"


def found_like(readings: Sequence[Reading]) -> None:
    """ "It came out clinical, I'd like it warmer": how it is, beside what is asked for."""
    asked = [r for r in readings if r.kind == "move" and r.group.has("want", "direction", "not")]
    for reading in readings:
        if reading.kind != "look" or reading.group.has("want", "direction"):
            continue
        items = reading.group.items
        at = next(i for i, item in enumerate(items) if item.kind == "look")
        verbs = [item.key for item in items[max(at - 3, 0) : at] if item.kind == "copula"]
        if asked and any(key in marked("found so") for key in verbs):
            reading.kind = "filler"


def goes_on_likening(stated: Reading, likened: Reading) -> None:
    """ "It feels sterile, like a hospital": what it is like, and no wish."""
    told = stated.group.has("copula") and not stated.group.has("want", "direction")
    blamed = stated.stance.complaint or (stated.kind == "filler" and stated.group.has("look"))
    like = likened.group.items[0].key in ("like", "as if", "as though")
    if told and blamed and like and likened.kind == "look" and likened.group.join != "hard":
        likened.kind = "filler"


def shown(readings: Sequence[Reading], at: int) -> None:
    """ "A bar with red neon, make it cooler": what is seen, before what is to be done."""
    one, two = readings[at : at + 2]
    if one.kind != "look" or one.group.has("want", "so") or _names_a_look(one):
        return
    beside = readings[at - 1] if at and one.group.join == "with" else one
    items = beside.group.items
    named = items[0].key in ("a", "an") and any(item.kind in _SEEN for item in items)
    done = any("it" in item.key.split() for item in two.group)
    asked = two.kind == "move" and bool(two.wishes) and done and not two.stance.complaint
    if named and asked:
        one.kind = "filler"


def _names_a_look(reading: Reading) -> bool:
    return any(
        not marked("style").isdisjoint(item.key.lower().split()) for item in reading.group.items
    )


def shot_there(one: Reading, two: Reading) -> None:
    """ "Filmed in a gym with fluorescent tubes", "it shows a bar with red neon"."""
    keys = {item.key for item in one.group.items}
    taken = keys & {"filmed", "shot", "taken"} and keys & {"was", "were", "i", "we"}
    shows = one.kind == "filler" and one.group.has("look") and keys & {"shows", "showing"}
    if (taken or shows) and two.kind == "look" and two.group.join in ("with", ""):
        two.kind = "filler"


def stated_so(one: Reading, two: Reading) -> None:
    """ "It feels a bit clinical, warm it up": how it is, and what to do."""
    told = one.group
    if one.kind != "look" or two.kind != "move" or not two.group.has("it", "them"):
        return
    likened = told.named(("like", "as if"), "filler", "so")
    if told.items[0].kind in ("it", "copula", "whole") and told.has("copula"):
        one.kind = one.kind if likened or told.has("want") else "filler"


def _is_light(reading: Reading) -> bool:
    return reading.entry is not None and reading.entry.category in _LIT
