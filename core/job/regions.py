"""What is wanted of single regions of a shot, as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import UsageError
from core.job.adjustments import Adjustments
from core.job.table import ADJUSTMENTS

REGIONS: Mapping[str, str] = {
    "person": "people",
    "face": "faces",
    "skin": "skin, from the person's own face on",
    "clothes": "hair and clothes",
    "sky": "sky",
    "foliage": "trees, grass, leaves",
    "water": "sea, lakes, rivers, pools",
    "neutral": "what is grey or white by nature",
    "subject": "people, animals or things in front",
    "background": "what is not the subject",
}
"""The regions that are found in a shot, and what each is."""

KEEP = "keep"
_FORM = 'such as --region "sky: exposure=-1, saturation=0.1" or --region "skin: keep"'


@dataclass(frozen=True)
class RegionAdjustment:
    """What is wanted of one region of the shot.

    Attributes:
        region: a name of `REGIONS`.
        adjustments: laid on the region alone, after the whole grade.
        keep: how much of what the grade does there is taken back first, 0..1.

    Raises:
        UsageError: there is no such region, or a value is out of range.
    """

    region: str
    adjustments: Adjustments = field(default_factory=Adjustments)
    keep: float = 0.0

    def __post_init__(self) -> None:
        if self.region not in REGIONS:
            raise UsageError(
                f"unknown region {self.region!r:.40}", hint=f"regions are {', '.join(REGIONS)}"
            )
        if not (math.isfinite(self.keep) and 0 <= self.keep <= 1):
            raise UsageError(f"keep {self.keep:g} is out of range", hint="keep is 0 to 1")

    @property
    def at_rest(self) -> bool:
        """Whether nothing is wanted."""
        return not self.keep and self.adjustments.at_rest

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data: what is not at rest, by key."""
        moved = {n: getattr(self.adjustments, n) for n in ADJUSTMENTS}
        rest = Adjustments()
        told = {n: value for n, value in moved.items() if value != getattr(rest, n)}
        return {"region": self.region, **({KEEP: self.keep} if self.keep else {}), **told}


def parse_region(text: str) -> dict[str, Any]:
    """A region as a command line says it, "sky: exposure=-1, saturation=0.1", as a job's JSON.

    Raises:
        UsageError: it says nothing of a region.
    """
    name, _, wishes = text.partition(":")
    told: dict[str, Any] = {"region": name.strip().lower()}
    for wish in filter(None, (part.strip() for part in wishes.split(","))):
        key, _, value = wish.partition("=")
        key = key.strip().lower().replace("-", "_").replace(" ", "_")
        if not value and key == KEEP:
            told[KEEP] = 1.0
            continue
        try:
            told[key] = float(value)
        except ValueError as error:
            raise UsageError(f"--region {text!r:.60} is not understood", hint=_FORM) from error
    if len(told) == 1:
        raise UsageError(f"--region {text!r:.60} asks for nothing", hint=_FORM)
    return told
