"""A job is data: everything that decides a LUT is in `GradeJob`. The same job gives the same LUT
bytes on the same device.

Its fields fall into parts, from what costs most to what costs nothing: what is read, what is
matched, what is adjusted, what is chosen, what is delivered. A part is the key under which its work
is kept: a change in a later part never redoes an earlier one.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from core.errors import UsageError, counted
from core.job.adjustments import Adjustments
from core.job.amounts import Amounts
from core.job.phrases import PhraseValue
from core.job.regions import RegionAdjustment

ENGINES = ("style", "transport")
DEVICES = ("auto", "cpu", "cuda", "mps")
SIZES = (17, 33, 65)
MAX_WEIGHT = 1e6
MAX_CANDIDATES = 12
MAX_RATE = 1000.0


@dataclass(frozen=True)
class ReadPart:
    """What is read: the pictures."""

    source: str
    reference: tuple[str, ...]
    input_space: str | None
    pair: tuple[str, str] | None
    pair_space: str | None
    rate: float | None


@dataclass(frozen=True)
class MatchPart:
    """What is matched: what the pictures and words are asked for, and by which engine."""

    prompt: tuple[str, ...]
    weights: tuple[float, ...] | None
    engine: str
    seed: int
    values: tuple[PhraseValue, ...] = ()


@dataclass(frozen=True)
class AdjustPart:
    """What is adjusted: how much of the match, in which manner, and the colorist's own changes to
    the whole and to regions.

    `wholly` is for laying changes on by masks: the name of a region whose changes are made on every
    colour, and no other region's; empty for none at all. None: each on its own colours.
    """

    amounts: Amounts = field(default_factory=Amounts)
    adjustments: Adjustments = field(default_factory=Adjustments)
    manner: str = ""
    regions: tuple[RegionAdjustment, ...] = ()
    wholly: str | None = None


@dataclass(frozen=True)
class ChoosePart:
    """What is chosen: among how many answers, and which."""

    candidates: int
    pick: int | None

    @property
    def wanted(self) -> int:
        """How many candidates must be found; 0 where the one answer is asked for."""
        if self.candidates == 1 and self.pick is None:
            return 0
        return max(self.candidates, self.pick or 1)


@dataclass(frozen=True)
class DeliverPart:
    """What is delivered: where to, on which grid, for which space, computed where."""

    output: str
    output_space: str | None
    size: int | None
    device: str
    accept_faults: bool


@dataclass(frozen=True)
class GradeJob:
    """One request.

    Attributes:
        source: path of the clip or picture to grade.
        reference: paths of the pictures or clips whose look is wanted.
        prompt: sentences that say the look.
        output: path of the LUT file; empty where the caller decides.
        input_space: name of the source's colour space; None: its metadata decide.
        output_space: name, "same", "display"; None: "same" for display-referred sources, else
            "display".
        strength: of the grade, 0..2; 0 is exactly none.
        boldness: how far the references' look is carried, 0 careful to 1 bold.
        balance: of bringing the shot to neutral first, 0..1.
        luminance: of the look's change in lightness, 0..1.
        colour: of the look's change in hue and chroma, 0..1.
        size: grid steps of the LUT, 17, 33 or 65; None: chosen by the spaces.
        weights: one a reference, then one a prompt; None: all alike. A prompt's may be negative.
        engine: name from `ENGINES`.
        device: name from `DEVICES`.
        seed: decides every random choice.
        accept_faults: write or attach a LUT even where its health check finds a fault.
        pair: paths of a picture or clip before and after the grade that is wanted.
        pair_space: name of the space of the pair's first; None: its metadata decide.
        manner: how the references' look is carried, as a candidate of a result names it; empty for
            the usual way.
        candidates: how many distinct answers are wanted, ranked, 1..12.
        pick: which of them is taken, counted from 1; None: the best where there are several.
        rate: frames in a second of a source that is a frame sequence; None: as its first frame
            says, else 24.
        regions: changes to single regions of the shot, on top of everything.
        values: of phrases of the prompts, where they are to be others than the words come to.
        adjustments: the colorist's own changes on top of the look.

    Raises:
        UsageError: a value is out of range, or the weights do not fit.
    """

    source: str
    reference: tuple[str, ...] = ()
    prompt: tuple[str, ...] = ()
    output: str = ""
    input_space: str | None = None
    output_space: str | None = None
    strength: float = 1.0
    boldness: float = 0.5
    balance: float = 1.0
    luminance: float = 1.0
    colour: float = 1.0
    size: int | None = None
    weights: tuple[float, ...] | None = None
    engine: str = "style"
    device: str = "auto"
    seed: int = 0
    accept_faults: bool = False
    pair: tuple[str, str] | None = None
    pair_space: str | None = None
    manner: str = ""
    candidates: int = 1
    pick: int | None = None
    rate: float | None = None
    regions: tuple[RegionAdjustment, ...] = ()
    values: tuple[PhraseValue, ...] = ()
    adjustments: Adjustments = field(default_factory=Adjustments)

    def __post_init__(self) -> None:
        _ = self.amounts  # which checks its ranges
        _one_of("size", self.size, (None, *SIZES))
        _one_of("engine", self.engine, ENGINES)
        _one_of("device", self.device, DEVICES)
        if not 0 <= self.seed < 1 << 32:
            raise UsageError(f"the seed is {self.seed}", hint="use a whole number, 0 or more")
        for name in ("candidates", "pick"):
            number = getattr(self, name)
            if number is not None and not 1 <= number <= MAX_CANDIDATES:
                raise UsageError(
                    f"{name} is {number}", hint=f"{name} is a whole number, 1 to {MAX_CANDIDATES}"
                )
        if self.rate is not None and not 0 < self.rate <= MAX_RATE:
            raise UsageError(f"a rate of {self.rate:g} frames a second is none", hint="such as 24")
        self._check_weights()

    def _check_weights(self) -> None:
        if self.weights is None:
            return
        wanted = len(self.reference) + len(self.prompt)
        if len(self.weights) != wanted:
            raise UsageError(
                f"{counted(len(self.weights), 'weight')} for "
                f"{counted(len(self.reference), 'reference')} and "
                f"{counted(len(self.prompt), 'prompt')}",
                hint="give one weight for each, references first: --weights 2,1",
            )
        usable = all(math.isfinite(w) and abs(w) <= MAX_WEIGHT for w in self.weights)
        usable = usable and min(self.weights[: len(self.reference)], default=0.0) >= 0
        if wanted and (not usable or max(self.weights) <= 0):
            listed = ", ".join(f"{weight:g}" for weight in self.weights)
            raise UsageError(
                f"the weights {listed} are not usable",
                hint="a reference's weight is 0 or more, a prompt's may be negative (less like "
                "this), and at least one is above 0",
            )

    @property
    def amounts(self) -> Amounts:
        """How much of the match is laid on."""
        return Amounts(self.strength, self.boldness, self.balance, self.luminance, self.colour)

    @property
    def read_part(self) -> ReadPart:
        """What is read."""
        return ReadPart(
            self.source, self.reference, self.input_space, self.pair, self.pair_space, self.rate
        )

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Every name that the job takes a look from: references, those of regions, and the pair."""
        of_regions = (one.reference for one in self.regions if one.reference and not one.palette)
        return (*self.reference, *of_regions, *(self.pair or ()))

    @property
    def match_part(self) -> MatchPart:
        """What is matched."""
        return MatchPart(self.prompt, self.weights, self.engine, self.seed, self.values)

    @property
    def adjust_part(self) -> AdjustPart:
        """What is adjusted."""
        return AdjustPart(self.amounts, self.adjustments, self.manner, self.regions)

    @property
    def choose_part(self) -> ChoosePart:
        """What is chosen."""
        return ChoosePart(self.candidates, self.pick)

    @property
    def deliver_part(self) -> DeliverPart:
        """What is delivered."""
        return DeliverPart(
            self.output, self.output_space, self.size, self.device, self.accept_faults
        )

    def reference_weights(self, count: int) -> tuple[float, ...]:
        """The weights of the first `count` references; all 1 where none were given."""
        return (self.weights or (1.0,) * count)[:count]

    @property
    def engine_name(self) -> str:
        """What finds the job's look: its engine, a pair, words alone, or only adjustments."""
        if any(self.reference_weights(len(self.reference))):
            return self.engine
        if self.pair:
            return "pair"
        return "words" if self.prompt else "adjustments"

    def as_dict(self) -> dict[str, Any]:
        """The job as JSON-serialisable data; `core.job.codec.job_from_dict` takes it back."""
        from core.job.codec import adjustments_as_keys

        data = asdict(self)
        data.update(adjustments_as_keys(self.adjustments))
        del data["adjustments"]
        data["regions"] = [one.as_dict() for one in self.regions]
        data["values"] = [one.as_dict() for one in self.values]
        return data


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        names = ", ".join(str(a) for a in allowed if a is not None)
        raise UsageError(f"unknown {name} {value!r:.60}", hint=f"{name} is one of {names}")
