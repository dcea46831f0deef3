"""What a picture shows, place by place: enough to find like things in another picture."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

ACROSS = 10
SIGNS = 48
_STEPS = 254.0


@dataclass(frozen=True, eq=False)
class Places:
    """A picture cut into ten by ten places.

    Attributes:
        signs: (100, 48) float32 in -0.5..0.5, in steps of 1/254: unit vectors (but for the largest
            of their numbers) that are near each other where places show the same.
        colours: (100, 3, 3) float32 display-referred code values, in 8-bit steps: the means of each
            place's darkest quarter, of its middle half and of its lightest quarter.
    """

    signs: np.ndarray
    colours: np.ndarray

    def __post_init__(self) -> None:
        signs = np.rint(np.clip(self.signs, -0.5, 0.5) * _STEPS) / _STEPS
        colours = np.rint(np.clip(self.colours, 0, 1) * 255) / 255
        object.__setattr__(self, "signs", signs.astype(np.float32))
        object.__setattr__(self, "colours", colours.astype(np.float32))

    def to_dict(self) -> dict[str, str]:
        """For JSON, about 8 kB; `places_from_dict` takes it back exactly."""
        signs = np.rint(self.signs * _STEPS).astype(np.int8)
        colours = np.rint(self.colours * 255).astype(np.uint8)
        return {
            "signs": base64.b64encode(signs.tobytes()).decode("ascii"),
            "colours": base64.b64encode(colours.tobytes()).decode("ascii"),
        }


def likeness(one: Places, other: Places) -> np.ndarray:
    """How like each place of one picture is to each of the other, cosines (100, 100)."""
    return one.signs @ other.signs.T


def places_from_dict(told: Mapping[str, Any]) -> Places:
    """The inverse of `Places.to_dict`.

    Raises:
        KeyError, TypeError, ValueError: the data are not what it gives.
    """
    signs = np.frombuffer(base64.b64decode(told["signs"], validate=True), np.int8)
    colours = np.frombuffer(base64.b64decode(told["colours"], validate=True), np.uint8)
    count = ACROSS * ACROSS
    return Places(signs.reshape(count, SIGNS) / _STEPS, colours.reshape(count, 3, 3) / 255)
