"""How a group's words are meant: as they stand, denied, or complained of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.adjustments import HUES
from core.words.items import HEADS, LARGER, PLACES, Group, Item
from core.words.spelling import english
from core.words.tables import beginnings, marked

_FOLLOWING = HEADS | {"direction"}
# Qualities that nobody finds in a picture and likes.
_FAULTS = frozenset(
    {("punch", -1), ("haze", 1), ("soft", -1), ("grey", 1), ("crush", 1), ("contrast", -1)}
)
# Of these very much is too much; of "clean" or "rich" it is not.
_MINDED = frozenset({"exposure", "temperature", "tint", "saturation", "contrast"})
_MILD = 1.2
_ALWAYS_ILL = frozenset({"blow", "crush", "haze"})


@dataclass(frozen=True)
class Stance:
    """How a group means what it says.

    Attributes:
        negated: "" or what a "not" makes of it: "less", "so" (less of too much) or "lack" (more).
        complaint: it names a fault, so that the opposite is wanted.
        larger: it is a comparative ("not darker").
    """

    negated: str = ""
    complaint: bool = False
    larger: bool = False

    def meant(self, sign: int) -> int:
        """The direction that is wanted by words that say `sign`."""
        return -sign if self.complaint or self.negated in ("less", "so") else sign


def stance_of(group: Group) -> Stance:
    """Whether the group's words are meant as they are, denied or complained of."""
    larger = group.compares
    if not group.has("not"):
        ill = any(told(group) for told in _ILL_OUTRIGHT)
        told = not _liked(group) and any(told(group) for told in _ILL_TOLD)
        return Stance("", ill or told, larger)
    if group.has("enough") or _unseen(group) or _has_none(group):
        return Stance("lack")
    if group.has("fault"):
        return Stance("", True, larger)
    if _too(group) or group.has("so") or _this_much(group):
        return Stance("so")
    if _stated(group) and not group.says("less") and not group.has("want"):
        return Stance("lack", False, larger)
    return Stance("less", False, larger)


def _stated(group: Group) -> bool:
    """ "It isn't bright", "warmth isn't"."""
    return group.named(marked("statements"), "not")


def _done_to(group: Group) -> bool:
    """ "The flash washed out the faces"."""
    first = next((item for item in group.items if item.kind != "filler"), None)
    done = group.named(("washed out", "blew out"), "quality")
    return done and bool(group.places) and first is not None and first.kind in ("unknown", "object")


def _exclaimed(group: Group) -> bool:
    """ "How saturated this is"."""
    told = list(group.items)
    hows = [at for at, item in enumerate(told[:-1]) if item.key == "how"]
    return any(told[at + 1].kind == "quality" for at in hows) and told[-1].kind == "copula"


def _has_none(group: Group) -> bool:
    """ "It's got no guts"."""
    pairs = pairwise(group.items)
    return any(one.kind == "copula" and two.key in ("no", "hardly", "barely") for one, two in pairs)


def _too(group: Group) -> bool:
    """Whether something is too much, and not "less saturated, too"."""
    told = group.of("too")
    after = bool(told) and told[-1].value in ("after", "tag")  # "yellow too present"
    if after and not (group.has("want", "direction") or group.compares):
        return True
    if told and told[-1].key.endswith("much") and group.has("copula"):
        return True  # "the colours are too much"
    return bool(told) and any(
        item.first >= told[0].first and (item.kind in _FOLLOWING or item.kind in PLACES)
        for item in group
    )


def _unseen(group: Group) -> bool:
    """ "I can't see any detail"."""
    cannot = group.named(marked("cannot"), "not")
    return cannot and group.named(("see", "seen", "make out"), "filler")


def _this_much(group: Group) -> bool:
    denied = group.of("not")[0].first
    told = (i for i in group.of("it") if i.key in marked("this much") and i.first > denied)
    return any(told) and group.has("quality", "colour")


def _unwanted(group: Group) -> bool:
    """Whether all that is said is a word that nobody asks for: "a bit dull", "muddy blacks"."""
    told = [i for i in group if i.kind not in _BESIDE_FAULTS]
    return len(told) == 1 and told[0].key in marked("unwanted")


_BESIDE_FAULTS = PLACES | {"filler", "degree", "whole", "copula", "it", "so"}


def _liked(group: Group) -> bool:
    """ "Contrast is nice and high", "is it warm enough": it is as it should be, or asked after."""
    told = list(group)
    verb = next((i for i, item in enumerate(told) if item.kind == "copula"), len(told))
    praised = any(item.key in marked("good") for item in told[verb + 1 :])
    return praised or group.has("enough")


def _complains(group: Group) -> bool:
    """Whether the group says how the picture is and not how it should be: "it looks flat"."""
    if group.has("thing", "object") and group.named(marked("truths"), "filler"):
        return False
    told = list(group)
    verb = next((i for i, item in enumerate(told) if item.kind == "copula"), None)
    if verb is None or any(item.kind == "want" for item in told[:verb]):
        return False
    if group.join == "with" or group.named(marked("possible"), "filler"):
        return False  # "with shadows that are a bit blue", "is teal possible"
    if _at_a_level(group, told[verb + 1 :]):
        return True
    if any(group.says(way) for way in ("strong", "lack", "more", "less")):
        return False
    if told[verb].value == "blamed" or _there_is_haze(told[: verb + 1], told):
        return True
    for item in told[verb + 1 :]:
        if item.kind == "want":
            return False  # "I was wondering if it could be less yellow"
        if item.kind in ("colour", "quality") or item.key in marked("short"):
            return _is_ill(item, group)
    return False


def _at_a_level(group: Group, after: Sequence[Item]) -> bool:
    """ "Contrast is a bit low"."""
    named = group.has("noun", "tone") and not group.meant(("haze",), "noun")
    return named and any(item.key in marked("short") for item in after)


def _there_is_haze(opening: list[Item], told: list[Item]) -> bool:
    """ "There is a lot of fog"."""
    there = any(item.key.startswith("there") for item in opening)
    tinged = {"colour", "tone"} <= {item.kind for item in told}
    return there and (tinged or any(item.value == "haze" for item in told if item.kind == "noun"))


def _is_ill(item: Item, group: Group) -> bool:
    if item.value in _ALWAYS_ILL or item.key in marked("short"):
        return True
    if item.sense.form == LARGER or item.key.startswith("less "):
        return False
    if _somewhat(group, item):
        return True
    went = group.named(marked("went"), "copula")
    if item.kind == "colour":  # "shadows are teal" describes a look, "whites are yellow" does not
        tones = [tone.value for tone in group.of("tone")]
        return went or not tones or any(tone in ("blacks", "whites") for tone in tones)
    return is_fault(item) or (went and item.value == "temperature")  # "it is warm" may be praise


def _somewhat(group: Group, item: Item) -> bool:
    """ "It's a bit warm", "the shadows are very blue": whoever says how much it is, minds."""
    strong = item.kind == "colour" or item.value in _MINDED
    degrees = [told.sense.number for told in group.of("degree")]
    mild = group.named(("is a bit", "is kinda"), "copula") or any(n <= _MILD for n in degrees)
    return mild or (strong and any(n > 1 for n in degrees))


def is_fault(item: Item) -> bool:
    """Whether a quality, said of a picture, finds fault with it; what is foreign always does."""
    if (item.value, item.sense.sign) in _FAULTS:
        return True
    foreign = not any(word in english() for word in item.key.split())
    return foreign or any(word in marked("ill") for word in (item.key, *item.key.split()))


def _disliked(group: Group) -> bool:
    """ "Magenta shadows are ugly"."""
    hues = any(item.value in HUES for item in group.of("thing"))
    named = (hues or group.has("colour", "quality", "look")) and not group.has("want", "direction")
    return named and group.named(marked("bad"), "filler")


def _contaminated(group: Group) -> bool:
    """ "Mids have a yellow lean", "a cyan cast from the lens": colour where none belongs."""
    if not group.has("colour", "thing") or group.has("want", "direction", "keep", "number"):
        return False
    told = [item for item in group.items if item.kind != "filler"]
    for one, two in pairwise(told):
        if one.kind in ("colour", "thing") and two.key in marked("contamination"):
            return True
    has = group.named(marked("there is"), "copula", "filler")
    words = " ".join(item.key for item in group.items)
    return group.has("cast") and (has or any(f"cast {by}" in words for by in marked("cast by")))


def _to_be_corrected(group: Group) -> bool:
    """ "Correct the magenta shift", "fix the murky blacks"."""
    ill = group.has("colour") or any(map(is_fault, group.of("quality")))
    mended = group.begun(beginnings("mending"), "correct")
    return ill and mended and not group.named(marked("towards"), "to", "in")


_ILL_OUTRIGHT: Sequence[Callable[[Group], bool]] = (
    _done_to,
    _exclaimed,
    lambda group: group.has("fault"),
    _too,
)
_ILL_TOLD: Sequence[Callable[[Group], bool]] = (
    _complains,
    _unwanted,
    _disliked,
    _contaminated,
    _to_be_corrected,
)
