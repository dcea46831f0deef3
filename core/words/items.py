"""The parts of a sentence as the grammar sees them: items, and groups of them that say one wish."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.words.amounts import Quantity
from core.words.lexicon import Entry

Kind = Literal[
    "quality", "noun", "fault", "tone", "thing", "colours", "whole", "colour", "cast", "direction",
    "degree", "number", "times", "not", "so", "too", "enough", "keep", "in", "to", "them", "it",
    "copula", "want", "join", "stop", "no change", "correct", "gentle", "than", "refused",
    "spatial", "object", "filler", "unknown", "look", "natural",
    "idiom", "wheel", "material",
]  # fmt: skip
Join = Literal["", "and", "comma", "or", "with", "hard"]
PASSED_OVER = frozenset({"filler", "unknown", "it", "them", "copula", "want", "cast", "whole"})
HEADS = frozenset({"quality", "noun", "fault", "colour", "look"})
PLACES = frozenset({"tone", "thing", "colours"})
LIGHT = frozenset({"light", "lighting"})  # names that an adjective may only go with: "soft light"
LARGER, GERUND = "er", "ing"


@dataclass(frozen=True)
class Sense:
    """What a word of the vocabulary means to the grammar.

    Attributes:
        value: the attribute, place, colour, strength of direction, reason and the like.
        sign: the direction of a quality or a direction word, +1 or -1.
        form: "er" for a comparative, "ing" for a gerund, else "".
        number: of a degree, number word or multiplier.
    """

    kind: Kind
    value: str = ""
    sign: int = 1
    form: str = ""
    number: float = 0.0


@dataclass(frozen=True)
class Item:
    """A sense where it stands: tokens `first` to `last`, both included."""

    sense: Sense
    key: str
    first: int
    last: int
    quantity: Quantity | None = None
    entry: Entry | None = None

    @property
    def kind(self) -> Kind:
        """The kind of its sense."""
        return self.sense.kind

    @property
    def value(self) -> str:
        """The value of its sense."""
        return self.sense.value


@dataclass
class Group:
    """Items that say one wish together.

    Attributes:
        items: its own, in order.
        join: how it hangs on the group before it.
        lent: items that neighbours lend it ("lift the shadows and [lift the] blacks").
    """

    items: list[Item]
    join: Join = ""
    lent: list[Item] = field(default_factory=list)
    _kinds: tuple[tuple[int, int], frozenset[str]] = ((0, 0), frozenset())

    def __iter__(self) -> Iterator[Item]:
        yield from self.lent
        yield from self.items

    def of(self, *kinds: str) -> list[Item]:
        """Its items of these kinds, lent ones first."""
        return [item for item in self if item.kind in kinds]

    def has(self, *kinds: str) -> bool:
        """Whether it has an item of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its items."""
        size = (len(self.items), len(self.lent))
        if self._kinds[0] != size:
            self._kinds = (size, frozenset(item.kind for item in self))
        return self._kinds[1]

    def named(self, keys: Collection[str], *kinds: str) -> bool:
        """Whether one of its items of these kinds is one of these words."""
        return any(item.key in keys for item in self.of(*kinds))

    def begun(self, beginnings: str | tuple[str, ...], *kinds: str) -> bool:
        """Whether one of its items of these kinds begins so."""
        return any(item.key.startswith(beginnings) for item in self.of(*kinds))

    def meant(self, values: Collection[str], *kinds: str) -> bool:
        """Whether one of its items of these kinds means one of these."""
        return any(item.value in values for item in self.of(*kinds))

    def says(self, value: str, sign: int = 0) -> bool:
        """Whether it has a direction word of this strength (and sign, if one is given)."""
        return any(
            item.value == value and (not sign or item.sense.sign == sign)
            for item in self.of("direction")
        )

    @property
    def compares(self) -> bool:
        """Whether a quality or colour in it is compared: "warmer"."""
        return any(item.sense.form == LARGER for item in self.of("quality", "colour"))

    @property
    def places(self) -> list[Item]:
        """Its places: tonal ranges, things, all colours."""
        return self.of(*PLACES)

    @property
    def headed(self) -> bool:
        """Whether it says what to change: a quality, a colour or a look."""
        return self.has(*HEADS)

    @property
    def complete(self) -> bool:
        """Whether it could stand as a wish of its own."""
        return self.headed or (bool(self.places) and self.has("direction", "number", "keep"))

    @property
    def qualified(self) -> bool:
        """Whether it denies what it says, says how much or how little of it, or where."""
        if self.has("not", "number", "times", "too", "tone", "keep", "refused", "spatial"):
            return True
        little = any(item.sense.number < 1 for item in self.of("degree"))
        turned = any(
            item.sense.sign < 0 or item.value in ("more", "lack") for item in self.of("direction")
        )
        return little or turned

    @property
    def last_meaning(self) -> Item:
        """The last of its own items that carries the grammar on."""
        told = [item for item in self.items if item.kind not in PASSED_OVER]
        return told[-1] if told else self.items[-1]
