"""Looking at a finished LUT: which spaces it is for, and what it does to a displayed picture."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from core.colour.spaces import ColourSpace, find_space
from core.colour.transform import rendering
from core.errors import UsageError
from core.lut.health import LutHealth, measure_health
from core.lut.lut3d import Lut3D

_HEAD = 4096
_SPACES = re.compile(rb"^# input: (.{1,80}); output: (.{1,80})$", re.MULTILINE)


def spaces_comment(source: ColourSpace, output: ColourSpace) -> str:
    """The line at the head of a `.cube` that says which spaces it is for."""
    return f"input: {source.name}; output: {output.name}"


def declared_spaces(path: Path) -> tuple[ColourSpace, ColourSpace] | None:
    """The spaces that a `.cube` written by Bestlight says it is for; None if it says nothing."""
    with path.open("rb") as file:
        found = _SPACES.search(file.read(_HEAD).replace(b"\r", b""))
    if found is None:
        return None
    try:
        source, output = (find_space(name.decode("ascii", "replace")) for name in found.groups())
    except UsageError:
        # Somebody else's comment that happens to look like ours.
        return None
    return source, output


def on_display(lut: Lut3D, source: ColourSpace, output: ColourSpace) -> Lut3D:
    """What a node LUT does to pictures, as a display-to-display LUT.

    A LUT from a camera log holds the display rendering too, whose handling of colours beyond any
    display is neither monotone nor upright by design. Between the rendering turned back before it
    and the rendering of its output after it, only the look remains.

    Args:
        lut: from `source` values to `output` values.
        source: the LUT's input space.
        output: the LUT's output space.
    """
    shown = rendering(source)
    if output == source == shown.display:
        return lut
    shown_output = rendering(output, shown.display)

    def seen(display: np.ndarray) -> np.ndarray:
        node = np.clip(shown.inverse(display), 0, 1)
        # Colours that the camera's log cannot hold are not the LUT's doing.
        lost = display - shown.forward(node)
        return np.clip(shown_output.forward(lut.apply(node)) + lost, 0, 1)

    return Lut3D.from_function(seen, 33)


def node_health(lut: Lut3D, source: ColourSpace, output: ColourSpace) -> LutHealth:
    """The health of a node's LUT, judged by what it does to a displayed picture."""
    return measure_health(on_display(lut, source, output))
