"""What one reference picture says of its grade: all that an engine needs, without the file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import UsageError
from core.match.places import Places, places_from_dict
from core.match.summary import ReferenceSummary
from core.match.vector import StyleVector

_STEPS = 65535.0


@dataclass(frozen=True, eq=False)
class PictureStyle:
    """One reference picture, as engines see it.

    Attributes:
        vector: its grade as the trained model reads it.
        thumbnail: (S, S, 3) float32 display-referred code values in 0..1, sampled from the picture
            and not averaged, in steps of 1/65535.
        summary: its palette, tonality and ink.
        places: what it shows; None in a style that was kept before these were.
    """

    vector: StyleVector
    thumbnail: np.ndarray
    summary: ReferenceSummary
    places: Places | None = None

    def __post_init__(self) -> None:
        steps = np.rint(np.clip(self.thumbnail, 0, 1) * _STEPS)
        object.__setattr__(self, "thumbnail", (steps / _STEPS).astype(np.float32))

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data; `picture_style_from_dict` takes it back exactly."""
        steps = np.rint(self.thumbnail * _STEPS).astype("<u2")
        return {
            "vector": self.vector.to_list(),
            "side": len(steps),
            "summary": self.summary.to_dict(),
            "thumbnail": base64.b64encode(steps.tobytes()).decode("ascii"),
            "places": None if self.places is None else self.places.to_dict(),
        }


def picture_style_from_dict(data: Mapping[str, Any]) -> PictureStyle:
    """The inverse of `PictureStyle.as_dict`.

    Raises:
        UsageError: the data are not what it gives.
    """
    try:
        side = int(data["side"])
        raw = np.frombuffer(base64.b64decode(data["thumbnail"], validate=True), "<u2")
        thumbnail = (raw.reshape(side, side, 3) / _STEPS).astype(np.float32)
        summary = ReferenceSummary.from_dict(data["summary"])
        places = places_from_dict(data["places"]) if data.get("places") else None
        return PictureStyle(StyleVector.from_list(data["vector"]), thumbnail, summary, places)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UsageError(
            "a reference of this style is damaged", hint="make the style again from its pictures"
        ) from error
