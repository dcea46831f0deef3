"""What came of a job, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from core.job.job import GradeJob

Level = Literal["ok", "note", "warning", "fault"]


@dataclass(frozen=True)
class Choice:
    """One decision made for the user, for the report.

    Attributes:
        what: what was decided ("Source: colour space").
        value: what it was taken to be.
        reason: why, in one sentence.
        certain: False where the user should have a look.
    """

    what: str
    value: str
    reason: str
    certain: bool


@dataclass(frozen=True)
class HealthFinding:
    """One thing that a LUT's health check looked at.

    Attributes:
        level: "ok"; "note": so it is, and many looks are so; "warning": to be looked at; "fault":
            it would break pictures.
        text: what is so, and where in the cube.
    """

    level: Level
    text: str


@dataclass(frozen=True)
class CandidateRow:
    """One of several answers to a job.

    Attributes:
        number: its rank, counted from 1.
        name: what differs from the others, in words.
        score: what the engine thinks of it, on the scale of log odds; higher is better.
        settings: the job's keys that give it; with the result's style nothing is ranked again.
        picked: whether the result is of this one.
    """

    number: int
    name: str
    score: float
    settings: Mapping[str, Any]
    picked: bool


@dataclass(frozen=True)
class PairRow:
    """How well the look of a before/after pair is known.

    Attributes:
        name: of the two pictures.
        residual, residual_p95: dE2000 between the graded picture and the look on the ungraded one,
            mean and 95 % quantile.
        coverage: share of the shot's colours that the pair shows, 0..1; likely looks say the rest.
    """

    name: str
    residual: float
    residual_p95: float
    coverage: float


@dataclass(frozen=True)
class GradeResult:
    """What came of a job, JSON-serialisable.

    Attributes:
        job: the job that was done; where a candidate was picked, with that one's settings.
        outputs: files written, by kind: "lut", "clip", "report", "report_json", "candidates".
        engine: what found the look: an engine's name, "words" or "adjustments".
        confidence: 0..1, how far it trusts its answer.
        choices: what was decided for the user.
        health: figures of protocol D for what the LUT does to a displayed picture.
        findings: what the health check found.
        grid_error: what the LUT's grid costs, 10-bit code values.
        notes: remarks, a sentence each.
        timings: seconds by stage.
        style: the style, as `core.grade.style.Style.as_dict` gives it; empty without references
            and words.
        reads: what source, references and result look like; see `core.grade.reads`.
        candidates: the answers that there are, the best first; empty unless several are asked for.
        pairs: of the style's before/after pairs, how well each is known.
    """

    job: GradeJob
    outputs: Mapping[str, str]
    engine: str
    confidence: float
    choices: tuple[Choice, ...]
    health: Mapping[str, float | bool]
    findings: tuple[HealthFinding, ...]
    grid_error: Mapping[str, float]
    notes: tuple[str, ...]
    timings: Mapping[str, float]
    style: Mapping[str, Any] = field(default_factory=dict)
    reads: Mapping[str, Any] = field(default_factory=dict)
    candidates: tuple[CandidateRow, ...] = ()
    pairs: tuple[PairRow, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether the check found no fault."""
        return not any(finding.level == "fault" for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON-serialisable data."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        data["job"] = self.job.as_dict()
        data["choices"] = [asdict(choice) for choice in self.choices]
        data["healthy"] = self.healthy
        data["findings"] = [asdict(finding) for finding in self.findings]
        data["notes"] = list(self.notes)
        data["candidates"] = [asdict(one) for one in self.candidates]
        data["pairs"] = [asdict(one) for one in self.pairs]
        for key in ("outputs", "health", "grid_error", "timings", "style", "reads"):
            data[key] = dict(data[key])
        return data
