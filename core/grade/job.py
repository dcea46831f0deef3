"""A job is data: everything that decides a LUT is in `GradeJob`, everything that came of it in
`GradeResult`. The same job gives the same LUT bytes on the same device."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from core.apply.devices import DEVICES
from core.errors import BestlightError, UsageError, counted
from core.grade.bake import SIZES
from core.grade.sliders import Sliders

ENGINES = ("style", "transport")
MAX_WEIGHT = 1e6


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
        strength: of the look, 0..2; 0 is exactly no look.
        balance: of bringing the shot to neutral first, 0..1.
        luminance: of the look's change in lightness, 0..1.
        colour: of the look's change in hue and chroma, 0..1.
        size: grid steps of the LUT, 17, 33 or 65; None: chosen by the spaces.
        weights: one a reference, then one a prompt; None: all alike. A prompt's may be negative.
        engine: name from `ENGINES`.
        device: name from `core.apply.DEVICES`.
        seed: decides every random choice.
        sliders: the colorist's own moves on top of the look.
    """

    source: str
    reference: tuple[str, ...] = ()
    prompt: tuple[str, ...] = ()
    output: str = ""
    input_space: str | None = None
    output_space: str | None = None
    strength: float = 1.0
    balance: float = 1.0
    luminance: float = 1.0
    colour: float = 1.0
    size: int | None = None
    weights: tuple[float, ...] | None = None
    engine: str = "style"
    device: str = "auto"
    seed: int = 0
    sliders: Sliders = field(default_factory=Sliders)

    def __post_init__(self) -> None:
        _within("strength", self.strength, 0, 2)
        for name in ("balance", "luminance", "colour"):
            _within(name, getattr(self, name), 0, 1)
        _one_of("size", self.size, (None, *SIZES))
        _one_of("engine", self.engine, ENGINES)
        _one_of("device", self.device, DEVICES)
        if not 0 <= self.seed < 1 << 32:
            raise UsageError(f"the seed is {self.seed}", hint="use a whole number, 0 or more")
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

    def reference_weights(self, count: int) -> tuple[float, ...]:
        """The weights of the first `count` references; all 1 where none were given."""
        return (self.weights or (1.0,) * count)[:count]

    def as_dict(self) -> dict[str, Any]:
        """The job as JSON-serialisable data; `job_from_dict` takes it back."""
        data = asdict(self)
        data.update(data.pop("sliders"))
        return data


def job_from_dict(data: Mapping[str, Any]) -> GradeJob:
    """Make a job from JSON data, keys being the option names with underscores.

    Raises:
        UsageError: a key is not known, or a value is of the wrong kind or out of range.
    """
    if not isinstance(data, Mapping):
        raise UsageError("a job must be a JSON object", hint='{"source": "a.png", ...}')
    plain = {f.name for f in fields(GradeJob)} - {"sliders"}
    slider_names = {f.name for f in fields(Sliders)}
    for key in data:
        if key not in plain | slider_names:
            raise _unknown_key(str(key)[:60], plain | slider_names)
    values = {key: _typed(key, data[key]) for key in data if key in plain}
    if not values.get("source"):
        raise UsageError("a job has no source", hint='add "source": "clip.mov"')
    adjustments = {key: _number(key, data[key]) for key in data if key in slider_names}
    return GradeJob(**values, sliders=Sliders(**adjustments))


def _unknown_key(key: str, known: Set[str]) -> UsageError:
    near = difflib.get_close_matches(key.lower().replace("-", "_"), sorted(known), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "see: bestlight lut --help"
    return UsageError(f"unknown key {key!r} in a job", hint=hint)


_LISTS = ("reference", "prompt")
_NUMBERS = ("strength", "balance", "luminance", "colour")
_WHOLE = ("size", "seed")


def _typed(key: str, value: Any) -> Any:
    if key in _LISTS:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple) or not all(isinstance(i, str) for i in items):
            raise UsageError(f"{key} must be a list of strings")
        return tuple(_encodable(key, item) for item in items)
    if key == "weights":
        if value is not None and not isinstance(value, list | tuple):
            raise UsageError("weights must be a list of numbers")
        return None if value is None else tuple(_number(key, item) for item in value)
    if key in _NUMBERS:
        return _number(key, value)
    if key in _WHOLE:
        return _whole(key, value)
    if value is None:
        return None if key.endswith("_space") else ""
    if not isinstance(value, str):
        raise UsageError(f"{key} must be a string, not {value!r:.40}")
    return _encodable(key, value)


def _encodable(key: str, text: str) -> str:
    if "\0" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)):
        raise UsageError(
            f"{key} {text[:40]!a} is not valid text",
            hint="use plain characters, in the name of a file, too",
        )
    return text


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"{key} must be a number, not {value!r:.40}")
    return math.inf if isinstance(value, int) and abs(value) > 1 << 64 else float(value)


def _whole(key: str, value: Any) -> int | None:
    if value is None and key == "size":
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(f"{key} must be a whole number, not {value!r:.40}")
    return value


def _within(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise UsageError(f"{name} {value:g} is out of range", hint=f"{name} is {low:g} to {high:g}")


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        names = ", ".join(str(a) for a in allowed if a is not None)
        raise UsageError(f"unknown {name} {value!r:.60}", hint=f"{name} is one of {names}")


@dataclass(frozen=True)
class Choice:
    """One decision made for the user, for the report.

    Attributes:
        what: what was decided ("input space").
        value: what it was taken to be.
        reason: why, in one sentence.
        certain: False where the user should have a look.
    """

    what: str
    value: str
    reason: str
    certain: bool


@dataclass(frozen=True)
class GradeResult:
    """What came of a job, JSON-serialisable.

    Attributes:
        job: the job that was done.
        outputs: files written, by kind: "lut", "clip", "report", "report_json".
        engine: the engine's name.
        confidence: 0..1, how far it trusts its answer.
        choices: what was decided for the user.
        health: figures of protocol D for what the LUT does to a displayed picture.
        healthy: whether it passed the check.
        findings: (level, sentence) pairs from the check.
        grid_error: what the LUT's grid costs, 10-bit code values.
        notes: remarks, a sentence each.
        timings: seconds by stage.
        reads: what source, references and result look like; see `core.grade.reads`.
    """

    job: GradeJob
    outputs: Mapping[str, str]
    engine: str
    confidence: float
    choices: tuple[Choice, ...]
    health: Mapping[str, float | bool]
    healthy: bool
    findings: tuple[tuple[str, str], ...]
    grid_error: Mapping[str, float]
    notes: tuple[str, ...]
    timings: Mapping[str, float]
    reads: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON-serialisable data."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        data["job"] = self.job.as_dict()
        data["choices"] = [asdict(choice) for choice in self.choices]
        data["findings"] = [{"level": level, "text": text} for level, text in self.findings]
        data["notes"] = list(self.notes)
        for key in ("outputs", "health", "grid_error", "timings", "reads"):
            data[key] = dict(data[key])
        return data


def failed(source: str, error: BestlightError) -> dict[str, Any]:
    """How a job that failed stands in a list of results."""
    return {"source": source, "error": error.message, "hint": error.hint}
