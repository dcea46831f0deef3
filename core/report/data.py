"""What a report is made of: all that the page and its JSON twin say comes from one `ReportData`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import BestlightError

if TYPE_CHECKING:
    from core.lut.lut3d import Lut3D

JSON = None | bool | int | float | str | list["JSON"] | tuple["JSON", ...] | Mapping[str, "JSON"]


@dataclass(frozen=True)
class Assumption:
    """One decision that the user did not make, e.g. the input space read from a clip's tags.

    Attributes:
        what: what was decided ("Input space", "Value range").
        value: what it was taken to be ("S-Log3 S-Gamut3.Cine").
        reason: why, in one sentence.
        certain: False where the file did not say so and the user should look.
    """

    what: str
    value: str
    reason: str
    certain: bool


@dataclass(frozen=True, eq=False)
class Shot:
    """One still of the clip.

    Attributes:
        time: seconds from the start of the clip; None for a picture without time.
        rgb: (H, W, 3) float32 display values (sRGB or Rec.709 code values), 0..1 nominal.
    """

    time: float | None
    rgb: np.ndarray

    def __post_init__(self) -> None:
        _check_picture(self.rgb, "a shot")


@dataclass(frozen=True, eq=False)
class Reference:
    """A picture whose look was asked for.

    Attributes:
        name: file name, or the words of a prompt.
        weight: its part in the blend, as given; any non-negative number.
        rgb: (H, W, 3) float32 display values; None for a reference that has no picture.
    """

    name: str
    weight: float
    rgb: np.ndarray | None

    def __post_init__(self) -> None:
        if self.rgb is not None:
            _check_picture(self.rgb, f"the reference {self.name!r:.80}")


@dataclass(frozen=True, eq=False)
class ReportData:
    """Everything that one report tells.

    Attributes:
        title: heading of the page, usually the clip's name.
        created: date and time, ISO 8601.
        job: the `GradeJob` as a dictionary.
        assumptions: what was decided for the user, and why.
        before: stills of the source, display values; at least one.
        after: the same stills, graded; same times and sizes as `before`.
        references: the pictures (or prompts) that were matched.
        look: display values to display values.
        lut: the LUT as baked for the node: node input to node output values.
        health: figures of the LUT's health by name (see `core.lut.health`).
        verdicts: (is it well, sentence) for each check of the LUT's health.
        grid_error: error of the grid itself by name, 10-bit code values; None where not measured.
        engine: name of the matching engine.
        confidence: the engine's confidence in the match, 0..1; None where it has none.
        notes: the engine's remarks, a sentence each.
        timings: seconds by stage.
        outputs: (label, path) of every file written.
        reads: what the pictures look like, by "source", "references" and "result"; each with
            "reads_as" (name to share 0..1), "levels", "tints" and "palette". Empty where not read.

    Raises:
        BestlightError: `before` and `after` do not show the same times and sizes, or are empty.
    """

    title: str
    created: str
    job: Mapping[str, JSON]
    assumptions: tuple[Assumption, ...]
    before: tuple[Shot, ...]
    after: tuple[Shot, ...]
    references: tuple[Reference, ...]
    look: Lut3D
    lut: Lut3D
    health: Mapping[str, JSON]
    verdicts: tuple[tuple[bool, str], ...]
    grid_error: Mapping[str, JSON] | None
    engine: str
    confidence: float | None
    notes: tuple[str, ...]
    timings: Mapping[str, float]
    outputs: tuple[tuple[str, str], ...]
    reads: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.before:
            raise BestlightError("a report needs at least one still", hint="sample the clip first")
        if len(self.before) != len(self.after):
            raise BestlightError(
                f"the report has {len(self.before)} stills before but {len(self.after)} after",
                hint="give each still before and after the grade",
            )
        for number, (before, after) in enumerate(zip(self.before, self.after, strict=True), 1):
            if before.time != after.time or before.rgb.shape != after.rgb.shape:
                raise BestlightError(
                    f"still {number} of the report differs in time or size before and after:"
                    f" {before.time} s {before.rgb.shape}, {after.time} s {after.rgb.shape}",
                    hint="grade the very stills that were sampled",
                )

    @property
    def hero(self) -> int:
        """Index of the still shown large: the middle one, away from slates and fades."""
        return len(self.before) // 2


def _check_picture(rgb: np.ndarray, name: str) -> None:
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise BestlightError(
            f"{name} of the report is not a picture: its shape is {rgb.shape}",
            hint="give an array of height, width and three channels",
        )
