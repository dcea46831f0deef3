"""Colour management: from a clip's space to the timeline's before the nodes, to the output's after.

In `davinciYRGB` neither happens: the nodes get the file's own values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from core.colour.spaces import find_space
from core.errors import UsageError

if TYPE_CHECKING:
    from core.colour.spaces import ColourSpace

_ACES = {"acescc": "ACEScc", "acescct": "ACEScct"}
_MANAGED = ("davinciYRGBColorManaged", "davinciYRGBColorManagedv2")
_ACES_DISPLAY = "Rec.709 Gamma 2.4"


@cache
def _named(name: str) -> ColourSpace | None:
    try:
        return find_space(name)
    except UsageError:
        return None


def _ends(settings: Mapping[str, str]) -> tuple[ColourSpace | None, ColourSpace | None]:
    """The space at the nodes and that of the output; None where nothing is converted."""
    mode = settings["colorScienceMode"]
    if mode in _ACES:
        return _named(_ACES[mode]), _named(_ACES_DISPLAY)
    if mode in _MANAGED:
        return _named(settings["colorSpaceTimeline"]), _named(settings["colorSpaceOutput"])
    return None, None


def _converted(
    rgb: np.ndarray, source: ColourSpace | None, target: ColourSpace | None
) -> np.ndarray:
    from core.colour.transform import convert

    if source is None or target is None or source == target:
        return rgb
    return convert(rgb, source, target)


def to_nodes(settings: Mapping[str, str], said: str, rgb: np.ndarray) -> np.ndarray:
    """A clip's values, whose 'Input Color Space' is `said`, as its first node gets them."""
    source = _named(said) or _named(settings["colorSpaceInput"])
    return _converted(rgb, source, _ends(settings)[0])


def to_output(settings: Mapping[str, str], rgb: np.ndarray) -> np.ndarray:
    """The last node's values as the viewer shows them."""
    return _converted(rgb, *_ends(settings))
