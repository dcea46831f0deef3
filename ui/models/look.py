"""`Look`: all that a person has asked for on one clip, as plain data; a job is made of it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from core.errors import UsageError
from core.job.adjustments import Adjustments, adjustments_from_dict, adjustments_to_dict
from core.job.amounts import Amounts
from core.job.codec import picked_from_list
from core.job.job import AdjustPart, GradeJob
from core.job.phrases import PhraseValue
from core.job.regions import REGIONAL, PickedColour, RegionAdjustment
from core.job.table import ADJUSTMENTS, AMOUNTS, SPLIT_TONE, Row

MOST_WEIGHT = 10.0
RegionKey = tuple[str, PickedColour | None]
"""A region's name, and of colours that were picked which."""


def key_of(wish: RegionAdjustment) -> RegionKey:
    """Which region a wish is for."""
    return wish.region, wish.colour


@dataclass(frozen=True)
class Reference:
    """A picture whose look is wanted.

    Attributes:
        path: of the file.
        weight: against the others, 0..10.
        on: whether it counts.
    """

    path: str
    weight: float = 1.0
    on: bool = True

    @property
    def name(self) -> str:
        """For people."""
        return Path(self.path).name


@dataclass(frozen=True)
class PairReference:
    """A picture or clip before and after a grade that is wanted.

    Attributes:
        before, after: paths of the files.
        on: whether it counts.
    """

    before: str
    after: str
    on: bool = True

    @property
    def name(self) -> str:
        """For people."""
        return f"{Path(self.before).name} → {Path(self.after).name}"


@dataclass(frozen=True)
class Prompt:
    """A sentence, which of its phrases are switched off, and which have another value.

    Attributes:
        text: as it was typed.
        off: phrases, as they stand in the text.
        values: phrases with the values that they are to have, in their own units.
    """

    text: str
    off: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()

    @property
    def said(self) -> str:
        """The text without what is switched off."""
        text = self.text
        for phrase in self.off:
            text = text.replace(phrase, " ", 1)
        pieces = (" ".join(piece.split()) for piece in re.split(r"[,;]", text))
        return ", ".join(piece for piece in pieces if piece.strip(" ."))

    def with_value(self, phrase: str, value: float | None) -> Prompt:
        """The sentence with another value for a phrase; None: what the words come to."""
        others = tuple(one for one in self.values if one[0] != phrase)
        return replace(self, values=others if value is None else (*others, (phrase, value)))


@dataclass(frozen=True)
class Look:
    """What is asked for on one clip.

    Attributes:
        references: in the order in which they came.
        prompts: sentences, each on top of those before.
        amounts: how much of what they come to.
        adjustments: changes on top.
        manner: how the references' look is carried, as a candidate has it; empty: the usual way.
        input_space: name of the clip's colour space, where the user says it.
        pair: a picture before and after a grade; a look has one at most.
        regions: changes to regions of the shot alone, one a region, none at rest.
    """

    references: tuple[Reference, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    amounts: Amounts = field(default_factory=Amounts)
    adjustments: Adjustments = field(default_factory=Adjustments)
    manner: str = ""
    input_space: str | None = None
    pair: PairReference | None = None
    regions: tuple[RegionAdjustment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not self.has_request and self.adjustments.at_rest and not self.regions

    @property
    def has_request(self) -> bool:
        """Whether a look is asked for, apart from adjustments."""
        return bool(self.used or self.sentences or self.used_pair)

    @property
    def used_pair(self) -> tuple[str, str] | None:
        """Before and after, where there is a pair that counts."""
        return (self.pair.before, self.pair.after) if self.pair and self.pair.on else None

    @property
    def used(self) -> tuple[Reference, ...]:
        """The references that count."""
        return tuple(one for one in self.references if one.on and one.weight > 0)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the prompts say."""
        return tuple(said for said in (prompt.said for prompt in self.prompts) if said)

    @property
    def values(self) -> tuple[PhraseValue, ...]:
        """The values of phrases that count and were set by hand."""
        return tuple(
            PhraseValue(phrase, value, number)
            for number, prompt in enumerate((one for one in self.prompts if one.said), 1)
            for phrase, value in prompt.values
            if phrase not in prompt.off
        )

    @property
    def part(self) -> AdjustPart:
        """Amounts, adjustments, manner and regions."""
        return AdjustPart(self.amounts, self.adjustments, self.manner, self.regions)

    def region(self, key: RegionKey) -> RegionAdjustment | None:
        """What is wanted of a region, if anything."""
        return next((one for one in self.regions if key_of(one) == key), None)

    def with_region(self, wish: RegionAdjustment) -> Look:
        """The look with another wish for a region; one that is at rest is none."""
        key = key_of(wish)
        kept = () if wish.at_rest else (wish,)
        if self.region(key) is None:
            return replace(self, regions=(*self.regions, *kept))
        every = ((one,) if key_of(one) != key else kept for one in self.regions)
        return replace(self, regions=tuple(one for some in every for one in some))

    def value(self, row: Row) -> float:
        """What a row of the table of adjustments stands at."""
        return float(
            attrgetter(row.field)(self.amounts if row.field in AMOUNTS else self.adjustments)
        )

    def with_value(self, row: Row, value: float) -> Look:
        """The look with one row of the table moved; a value out of range is brought into it."""
        field, _, part = row.field.partition(".")
        moved: dict[str, Any] = {field: row.hold(value)}
        if field in AMOUNTS:
            return replace(self, amounts=replace(self.amounts, **moved))
        if part:
            moved[field] = replace(getattr(self.adjustments, field), **{part: moved[field]})
        return replace(self, adjustments=replace(self.adjustments, **moved))

    def job(self, source: str, **deliver: Any) -> GradeJob:
        """The job that makes it on a clip; `deliver` are fields of the job's last part."""
        used, sentences, amounts = self.used, self.sentences, self.amounts
        weights = (*(one.weight for one in used), *(1.0 for _ in sentences))
        return GradeJob(
            source,
            tuple(one.path for one in used),
            sentences,
            input_space=self.input_space,
            strength=amounts.strength,
            boldness=amounts.boldness,
            balance=amounts.balance,
            luminance=amounts.luminance,
            colour=amounts.colour,
            manner=self.manner,
            weights=weights if any(weight != 1 for weight in weights) else None,
            adjustments=self.adjustments,
            pair=self.used_pair,
            regions=self.regions,
            values=self.values,
            **deliver,
        )

    @property
    def asked(self) -> tuple[object, ...]:
        """What must be matched: a look that differs in nothing else is there in milliseconds."""
        used = tuple((one.path, one.weight) for one in self.used)
        values = tuple((one.prompt, one.phrase, one.value) for one in self.values)
        return used, self.sentences, values, self.input_space, self.used_pair

    def as_dict(self) -> dict[str, Any]:
        """As JSON-serialisable data; `look_from_dict` takes it back."""
        return {
            "references": [vars(one) for one in self.references],
            "prompts": [
                {"text": one.text, "off": list(one.off), "values": dict(one.values)}
                for one in self.prompts
            ],
            "amounts": {name: getattr(self.amounts, name) for name in AMOUNTS},
            "adjustments": adjustments_to_dict(self.adjustments),
            "manner": self.manner,
            "input_space": self.input_space,
            "pair": vars(self.pair) if self.pair else None,
            "regions": [_region_as_dict(one) for one in self.regions],
        }


def look_from_dict(data: Mapping[str, Any]) -> Look:
    """The inverse of `Look.as_dict`.

    Raises:
        UsageError: the data are none, or damaged.
    """
    try:
        return Look(
            tuple(_reference(one) for one in data["references"]),
            tuple(_prompt(one) for one in data["prompts"]),
            Amounts(**{name: float(data["amounts"][name]) for name in AMOUNTS}),
            adjustments_from_dict(data["adjustments"]),
            str(data["manner"]),
            None if data["input_space"] is None else str(data["input_space"]),
            _pair(data.get("pair")),
            tuple(_region(one) for one in data.get("regions", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UsageError("this look is damaged", hint="make it again") from error


def _prompt(data: Mapping[str, Any]) -> Prompt:
    values = data.get("values", {})  # which a project of before them has not
    told = tuple((str(phrase), float(value)) for phrase, value in values.items())
    if not all(math.isfinite(value) for _, value in told):
        raise ValueError("the value of a phrase is no number")
    return Prompt(str(data["text"]), tuple(str(phrase) for phrase in data["off"]), told)


def _pair(data: Mapping[str, Any] | None) -> PairReference | None:
    if data is None:  # as it always is in a project of version 1
        return None
    return PairReference(str(data["before"]), str(data["after"]), bool(data["on"]))


def _region_as_dict(wish: RegionAdjustment) -> dict[str, Any]:
    colour = wish.colour
    return {
        "region": wish.region,
        "colour": [*colour.middle, *colour.reach] if colour else None,
        "adjustments": adjustments_to_dict(wish.adjustments),
        "reference": wish.reference,
        "palette": list(wish.palette),
        **{name: getattr(wish, name) for name in REGIONAL},
    }


def _region(data: Mapping[str, Any]) -> RegionAdjustment:
    colour = data["colour"]
    return RegionAdjustment(
        str(data["region"]),
        adjustments_from_dict(data["adjustments"]),
        colour=None if colour is None else picked_from_list(colour),
        reference=str(data.get("reference", "")),
        palette=tuple(float(one) for one in data.get("palette", ())),
        **{name: float(data[name]) for name in REGIONAL},
    )


def _reference(data: Mapping[str, Any]) -> Reference:
    weight = float(data["weight"])
    if not 0 <= weight <= MOST_WEIGHT:
        raise ValueError(f"a weight of {weight}")
    return Reference(str(data["path"]), weight, bool(data["on"]))


ROWS: Mapping[str, Row] = {**AMOUNTS, **ADJUSTMENTS, **SPLIT_TONE}
"""Every row that has a slider, by field, in the order in which they are shown."""
