"""Baking: node input space → display → look → node output space, in one cube.

The look is made and judged on a display. The node hands over other values (a camera log, a working
space) and may want other values back. The cube holds the whole way:

    out(x) = base(x) + back(look(d(x))) - back(d(x))

with `d` the display rendering of the input, `back` the way from display values to the output space,
and `base` the plain transform from input to output space. Where the rendering can be turned back
this is the plain chain; where it cannot (highlights beyond the display's white), the input's own
detail is carried through instead of clipped. A look that is the identity gives `base` exactly.

The table is then shaped (`core/grade/shape.py`) so that no channel falls and no cell folds, at the
node and on a displayed picture. A monochrome look is laid on the output's own greys and left as it
is: it folds by nature, and what a camera's blue is worth in grey is not for the grid to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.spaces import ColourSpace, find_space
from core.colour.transform import Rendering
from core.errors import UsageError
from core.grade.passage import Passage, find_passage
from core.grade.shape import shaped
from core.job.job import SIZES
from core.lut.health import is_monochrome
from core.lut.lut3d import Lut3D

CODE_10BIT = 1023.0
NOTED_ERROR = 2.0  # 10-bit code values, mean


@dataclass(frozen=True)
class GridError:
    """What interpolating the grid costs against the exact way, in 10-bit code values.

    Attributes:
        neutral_max: largest on a ramp of neutral input values that a display shows.
        footage_mean: mean over the clip's own colours.
        footage_p99: 99th percentile there.
        cube_mean: mean over random colours of the display's cube, as the input holds them.
    """

    neutral_max: float
    footage_mean: float
    footage_p99: float
    cube_mean: float


@dataclass(frozen=True, eq=False)
class Baked:
    """A LUT for a node.

    Attributes:
        lut: plain; node input values to node output values, 0..1.
        grid_error: what its grid costs.
        output: the node's output space.
        notes: what the user should know, in sentences.
    """

    lut: Lut3D
    grid_error: GridError
    output: ColourSpace
    notes: tuple[str, ...]


def output_space(wish: str | None, shown: Rendering) -> ColourSpace:
    """The node's output space: `wish` is a space's name, "same", "display", or None.

    None means "same" for display-referred footage and "display" for everything else, so that a
    graded clip can be looked at.
    """
    usual = "same" if shown.source.kind == "display" else "display"
    named = (wish or "").strip() or usual
    if named.lower() == "same":
        return shown.source
    return shown.display if named.lower() == "display" else find_space(named)


def usual_size(source: ColourSpace, output: ColourSpace) -> int:
    """33 grid steps from display to display; 65 where a log curve or a rendering is baked in."""
    return 33 if source.kind == output.kind == "display" else 65


def bake(
    look: Lut3D,
    shown: Rendering,
    output: ColourSpace,
    size: int,
    footage: np.ndarray,
    *,
    shape: bool = True,
) -> Baked:
    """Bake `look` for a node that takes `shown.source` values and gives `output` values.

    Args:
        look: display values to display values.
        shown: the input space's display rendering.
        output: what the node is to put out.
        size: grid steps: 17, 33 or 65.
        footage: (M, 3) float32 values of the clip in the input space, for the grid's error.
        shape: False leaves the table as the plain way has it.

    Raises:
        UsageError: the size is not one of `SIZES`, or the input space is linear light.
    """
    if size not in SIZES:
        raise UsageError(f"a LUT size of {size} is not offered", hint="use 17, 33 or 65")
    _refuse_linear(shown.source, output)
    passage = find_passage(shown.source, output, shown.display, size)
    plain = look.plain()
    monochrome = is_monochrome(plain.table)
    if output == shown.source == shown.display or (output == shown.source and _is_identity(look)):
        lut = look.resampled(size)
    else:
        table = passage.lay(plain, monochrome=monochrome)
        # Between two logs without a look there is only the transform that was asked for.
        left = not shape or monochrome
        left = left or (_is_identity(look) and not passage.ends_on_display)
        lut = Lut3D(table if left else shaped(table, passage), title=look.title)
    notes = []
    if output.kind != "display" and shown.source.kind != "display":
        notes.append(
            "the LUT returns to log values, so the node after it must still convert to a display"
        )

    def off(colours: np.ndarray) -> np.ndarray:
        exact = passage.exact(plain, colours, monochrome=monochrome)
        return np.abs(lut.apply(colours) - np.clip(exact, 0, 1)) * CODE_10BIT

    footage = np.clip(footage, 0, 1)
    on_footage = off(footage)
    error = GridError(
        neutral_max=float(off(passage.shown_greys).max()),
        footage_mean=float(on_footage.mean()),
        footage_p99=float(np.percentile(on_footage, 99)),
        cube_mean=float(off(passage.shown_colours).mean()),
    )
    if error.footage_mean > NOTED_ERROR:
        notes.append(_tell_error(on_footage, passage, footage))
    return Baked(lut, error, output, tuple(notes))


def _refuse_linear(source: ColourSpace, output: ColourSpace) -> None:
    for space, side in ((source, "takes"), (output, "gives")):
        if space.kind == "linear":
            raise UsageError(
                f"a LUT that {side} scene-linear values ({space.name}) clips all light above 1",
                hint="use a log space there, such as acescct, and convert before and after",
            )


def _is_identity(look: Lut3D) -> bool:
    return look.is_plain and np.array_equal(look.table, Lut3D.identity(look.size).table)


def _tell_error(off: np.ndarray, passage: Passage, footage: np.ndarray) -> str:
    """What a large error on footage comes from: the grid, or colours that the display lacks.

    How a look goes on beyond the display is a guess in the formula and another in the table, which
    goes on smoothly; no grid, however fine, would bring the two together.
    """
    cost = f"{off.mean():.1f} 10-bit code values"
    shown = passage.shows(footage)
    if passage.ends_on_display or shown.all() or off[shown].sum() > NOTED_ERROR * off[shown].size:
        return f"the grid of {passage.size} costs {cost} on this footage"
    return (
        f"{1 - shown.mean():.0%} of this footage's colours are beyond what {passage.display.name} "
        f"shows: the look is carried on there, which differs from its formula by {cost} in the mean"
    )
