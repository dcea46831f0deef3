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

KEEP, REFERENCE = "keep", "reference"
PALETTE = 12
"""Numbers of a palette: a mean and a covariance of three."""
_FORM = (
    'such as --region "sky: exposure=-1, saturation=0.1", --region "skin: keep" or '
    '--region "sky: reference=still.jpg"'
)


@dataclass(frozen=True)
class RegionAdjustment:
    """What is wanted of one region of the shot.

    Attributes:
        region: a name of `REGIONS`.
        adjustments: laid on the region alone, after the whole grade.
        keep: how much of what the grade does there is taken back first, 0..1.
        reference: the picture or clip whose same region this one is to look like; empty: none.
        palette: what the reference shows there: Oklab mean (3) and covariance (3 by 3, by rows);
            empty until it was looked at. A palette alone is enough: the file is not needed again.

    Raises:
        UsageError: there is no such region, a value is out of range, or the palette is none.
    """

    region: str
    adjustments: Adjustments = field(default_factory=Adjustments)
    keep: float = 0.0
    reference: str = ""
    palette: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.region not in REGIONS:
            raise UsageError(
                f"unknown region {self.region!r:.40}", hint=f"regions are {', '.join(REGIONS)}"
            )
        if not (math.isfinite(self.keep) and 0 <= self.keep <= 1):
            raise UsageError(f"keep {self.keep:g} is out of range", hint="keep is 0 to 1")
        if len(self.palette) not in (0, PALETTE) or not all(map(math.isfinite, self.palette)):
            raise UsageError(
                f"the palette of {self.region} is damaged", hint="leave it out: it is made again"
            )

    @property
    def at_rest(self) -> bool:
        """Whether nothing is wanted."""
        return not (self.keep or self.reference or self.palette) and self.adjustments.at_rest

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data: what is not at rest, by key."""
        moved = {n: getattr(self.adjustments, n) for n in ADJUSTMENTS}
        rest = Adjustments()
        told = {n: value for n, value in moved.items() if value != getattr(rest, n)}
        more = {KEEP: self.keep, REFERENCE: self.reference, "palette": list(self.palette)}
        return {"region": self.region, **{n: one for n, one in more.items() if one}, **told}


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
        if key == REFERENCE and value.strip():
            told[REFERENCE] = value.strip()
            continue
        try:
            told[key] = float(value)
        except ValueError as error:
            raise UsageError(f"--region {text!r:.60} is not understood", hint=_FORM) from error
    if len(told) == 1:
        raise UsageError(f"--region {text!r:.60} asks for nothing", hint=_FORM)
    return told
