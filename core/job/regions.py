"""What is wanted of single regions of a shot, as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import UsageError
from core.job.adjustments import Adjustments
from core.job.table import ADJUSTMENTS, Row

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

KEEP, REFERENCE, COLOUR = "keep", "reference", "colour"
REGIONAL: Mapping[str, Row] = {
    row.field: row
    for row in (
        Row(KEEP, "Keep as it was", 0, 1, 0, "", 0.05, "The grade is taken back there"),
        Row("turn", "Turn hues", -60, 60, 0, "°", 2, "+ goes from red to yellow to green"),
        Row("widen", "Widen", -1, 1, 0, "", 0.05, "Reach more colours, or fewer"),
        Row("soften", "Soften", 0, 1, 0, "", 0.05, "Let go of the colours around more gently"),
    )
}
"""What a region has beside the adjustments."""
PALETTE = 12
"""Numbers of a palette: a mean and a covariance of three."""
_FORM = (
    'such as --region "sky: exposure=-1, saturation=0.1", --region "skin: keep" or '
    '--region "sky: reference=still.jpg"'
)


@dataclass(frozen=True)
class PickedColour:
    """Colours that were picked in a picture, as a region.

    Attributes:
        middle: Oklab of display values.
        reach: how far around it colours belong to it, along each axis of Oklab; positive.

    Raises:
        UsageError: a number is none, or a reach is not positive.
    """

    middle: tuple[float, float, float]
    reach: tuple[float, float, float]

    def __post_init__(self) -> None:
        numbers = (*self.middle, *self.reach)
        sound = len(self.middle) == len(self.reach) == 3 and all(map(math.isfinite, numbers))
        if not sound or min(self.reach) <= 0:
            raise UsageError(
                "a picked colour is three numbers of Oklab and three of how far around it",
                hint='"colour": [0.7, -0.03, -0.08, 0.15, 0.03, 0.04]',
            )


@dataclass(frozen=True)
class RegionAdjustment:
    """What is wanted of one region of the shot.

    Attributes:
        region: a name of `REGIONS`; `COLOUR` for colours that were picked.
        adjustments: laid on the region alone, after the whole grade.
        keep: how much of what the grade does there is taken back first, 0..1.
        reference: the picture or clip whose same region this one is to look like; empty: none.
        palette: what the reference shows there: Oklab mean (3) and covariance (3 by 3, by rows);
            empty until it was looked at. A palette alone is enough: the file is not needed again.
        turn: degrees of Oklab hue by which its colours turn, -60..60.
        widen: how many more of the colours that it shares with others are its, -1..1.
        soften: how gently it lets go of the colours around, 0..1.
        colour: what was picked.

    Raises:
        UsageError: there is no such region, a value is out of range, the palette is none, or
            colours that were picked are to be like a reference.
    """

    region: str
    adjustments: Adjustments = field(default_factory=Adjustments)
    keep: float = 0.0
    reference: str = ""
    palette: tuple[float, ...] = ()
    turn: float = 0.0
    widen: float = 0.0
    soften: float = 0.0
    colour: PickedColour | None = None

    def __post_init__(self) -> None:
        known = self.region in REGIONS if self.colour is None else self.region == COLOUR
        if not known:
            raise UsageError(
                f"unknown region {self.region!r:.40}", hint=f"regions are {', '.join(REGIONS)}"
            )
        for row in REGIONAL.values():
            row.check(getattr(self, row.field))
        if self.colour is not None and (self.reference or self.palette):
            raise UsageError(
                "colours that were picked cannot be like a reference: only a region can be found "
                "in another picture",
                hint=f"name a region instead: {', '.join(REGIONS)}",
            )
        if len(self.palette) not in (0, PALETTE) or not all(map(math.isfinite, self.palette)):
            raise UsageError(
                f"the palette of {self.region} is damaged", hint="leave it out: it is made again"
            )

    @property
    def at_rest(self) -> bool:
        """Whether nothing is wanted."""
        wanted = self.keep or self.turn or self.reference or self.palette
        return not wanted and self.adjustments.at_rest

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data: what is not at rest, by key."""
        moved = {n: getattr(self.adjustments, n) for n in ADJUSTMENTS}
        rest = Adjustments()
        told = {n: value for n, value in moved.items() if value != getattr(rest, n)}
        own = {n: getattr(self, n) for n in REGIONAL}
        picked = [*self.colour.middle, *self.colour.reach] if self.colour else []
        more = {**own, REFERENCE: self.reference, "palette": list(self.palette), COLOUR: picked}
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
