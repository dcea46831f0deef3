"""The one table of adjustments: whatever offers, checks or explains one, reads it here.

Command line, job keys, range checks, the panel's sliders and the docs are made from these rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import UsageError


@dataclass(frozen=True)
class Row:
    """One adjustment that a colorist can set.

    Attributes:
        field: its name in a job, in `Amounts` or `Adjustments`, and (with - for _) as an option.
        name: for people.
        low, high: its range, both ends included.
        default: where it changes nothing.
        unit: of the number; empty for a plain one.
        step: what one notch of a wheel or key should change.
        help: what it does, in a phrase.
    """

    field: str
    name: str
    low: float
    high: float
    default: float
    unit: str
    step: float
    help: str

    def check(self, value: float) -> None:
        """Raise `UsageError` unless the value is within the range."""
        if not (math.isfinite(value) and self.low <= value <= self.high):
            raise UsageError(
                f"{self.field} {value:g} is out of range",
                hint=f"{self.field} is {self.low:g} to {self.high:g}",
            )

    def hold(self, value: float) -> float:
        """The value, brought into the range."""
        return min(max(value, self.low), self.high)

    @property
    def explained(self) -> str:
        """Help with unit, range and default, for a command line and the docs."""
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.help}{unit}, {self.low:g}..{self.high:g}. [{self.default:g}]"


AMOUNTS: Mapping[str, Row] = {
    row.field: row
    for row in (
        Row("strength", "Strength", 0, 2, 1, "", 0.05, "Of the whole grade; 0 is exactly none"),
        Row("boldness", "Boldness", 0, 1, 0.5, "", 0.05, "From a careful look to a bold one"),
        Row("balance", "Balance", 0, 1, 1, "", 0.05, "How far the shot is brought to neutral"),
        Row("luminance", "Luminance", 0, 1, 1, "", 0.05, "How much of the look's lightness"),
        Row("colour", "Colour", 0, 1, 1, "", 0.05, "How much of the look's hue and chroma"),
    )
}
"""How much of what was found is laid on."""

ADJUSTMENTS: Mapping[str, Row] = {
    row.field: row
    for row in (
        Row("exposure", "Exposure", -3, 3, 0, "stops", 0.1, "Light"),
        Row("contrast", "Contrast", -0.9, 1.5, 0, "", 0.05, "Slope at the pivot; 0.5 is 1.5"),
        Row("pivot", "Pivot", 0.1, 0.9, 0.435, "", 0.005, "The value that contrast leaves alone"),
        Row("temperature", "Temperature", -90, 90, 0, "mired", 2, "Of the light; + is warmer"),
        Row("tint", "Tint", -100, 100, 0, "", 2, "+ is magenta, - green"),
        Row("saturation", "Saturation", -1, 1, 0, "", 0.05, "Of all colours; -1 takes it away"),
        Row("vibrance", "Vibrance", -1, 1, 0, "", 0.05, "Of the weak colours, skin spared"),
        Row("blacks", "Blacks", -0.3, 0.3, 0, "", 0.01, "Added at black, fading to white"),
        Row("whites", "Whites", -0.3, 0.3, 0, "", 0.01, "Added at white, fading to black"),
        Row("shadows", "Shadows", -1, 1, 0, "", 0.05, "The dark third, black held"),
        Row("highlights", "Highlights", -1, 1, 0, "", 0.05, "The bright third, white held"),
        Row("fade", "Fade", 0, 1, 0, "", 0.05, "A faded print: soft toe, lifted black"),
        Row("shadow_saturation", "Shadow saturation", -1, 1, 0, "", 0.05, "Of dark colours"),
        Row("mid_saturation", "Mid saturation", -1, 1, 0, "", 0.05, "Of the midtones' colours"),
        Row("highlight_saturation", "Highlight saturation", -1, 1, 0, "", 0.05, "Of bright ones"),
        Row("density", "Density", -1, 1, 0, "", 0.05, "Darkens strong colours, as film does"),
        Row("poles", "Teal and orange", 0, 1, 0, "", 0.05, "Pulls all hues to teal and orange"),
        Row("bleach", "Bleach bypass", 0, 1, 0, "", 0.05, "Silver left in the print"),
        Row("cross", "Cross process", -1, 1, 0, "", 0.05, "Slide film in the wrong chemistry"),
        Row("monochrome", "Monochrome", 0, 1, 0, "", 0.05, "Towards black and white"),
        Row(
            "keep_black", "Keep black", 0, 1, 0, "", 0.05, "Black stays black, as in letterbox bars"
        ),
    )
}
"""The colorist's own changes, in the order in which a panel shows them."""

SPLIT_TONE: Mapping[str, Row] = {
    row.field: row
    for row in (
        Row("shadow_tint.hue", "Shadow hue", 0, 360, 0, "°", 5, "Oklab hue of the shadows' cast"),
        Row("shadow_tint.amount", "Shadow tint", 0, 1, 0, "", 0.02, "How much of that hue"),
        Row("highlight_tint.hue", "Highlight hue", 0, 360, 0, "°", 5, "The same of the highlights"),
        Row("highlight_tint.amount", "Highlight tint", 0, 1, 0, "", 0.02, "How much of that hue"),
    )
}
"""The casts of shadows and highlights, as a panel shows them: `FIELD.PART` of `Adjustments`."""
