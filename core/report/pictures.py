"""What a report shows beside a job's result: the pictures and the LUTs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.errors import BestlightError

if TYPE_CHECKING:
    from core.lut.lut3d import Lut3D


@dataclass(frozen=True, eq=False)
class ReportPictures:
    """What a report shows that a `GradeResult` does not hold.

    Every picture is (H, W, 3) float32 display values (sRGB or Rec.709 code values), 0..1 nominal.

    Attributes:
        title: heading of the page, usually the clip's name.
        created: date and time, ISO 8601.
        times: seconds of each still from the start of the clip; None for a picture without time.
        before: the source at these times; at least one.
        after: the same stills, graded; same sizes as `before`.
        references: one for each reference of the result's style, in its order.
        look: the whole grade, display values to display values.
        lut: the LUT as baked for the node: node input to node output values.
        candidates: one for each candidate of the result, in its order.

    Raises:
        BestlightError: `before` and `after` do not show the same, or something is no picture.
    """

    title: str
    created: str
    times: tuple[float | None, ...]
    before: tuple[np.ndarray, ...]
    after: tuple[np.ndarray, ...]
    references: tuple[np.ndarray, ...]
    look: Lut3D
    lut: Lut3D
    candidates: tuple[np.ndarray, ...] = ()

    def __post_init__(self) -> None:
        if not self.before:
            raise BestlightError("a report needs at least one still", hint="sample the clip first")
        counts = len(self.times), len(self.before), len(self.after)
        if len(set(counts)) > 1:
            raise BestlightError(
                "the report has {} times, {} stills before and {} after".format(*counts),
                hint="give each still its time, before and after the grade",
            )
        for picture in (*self.before, *self.after, *self.references, *self.candidates):
            _check_picture(picture)
        for number, (before, after) in enumerate(zip(self.before, self.after, strict=True), 1):
            if before.shape != after.shape:
                raise BestlightError(
                    f"still {number} of the report differs in size before and after:"
                    f" {before.shape}, {after.shape}",
                    hint="grade the very stills that were sampled",
                )

    @property
    def hero(self) -> int:
        """Index of the still shown large: the middle one, away from slates and fades."""
        return len(self.before) // 2


def _check_picture(rgb: np.ndarray) -> None:
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise BestlightError(
            f"what the report should show is not a picture: its shape is {rgb.shape}",
            hint="give an array of height, width and three channels",
        )
