"""Bestlight as a library: the few calls that a pipeline needs, under plain names.

`import bestlight` gives these. Everything is computed on this machine; nothing is written but by
`write_lut` and `apply_lut`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

from core.grade.footage import open_footage
from core.grade.grading import Grading, grade_shots
from core.grade.node_lut import NodeLut, write_node_lut
from core.grade.reference_clip import open_reference
from core.grade.shot import Shot
from core.grade.style import Style, blend_styles, style_from_dict
from core.grade.style import make_style as style_of
from core.job.adjustments import Adjustments
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.job.phrases import PhraseValue
from core.lut.files import read_lut as read_lut_file
from core.lut.health import LutHealth
from core.lut.lut3d import Lut3D
from core.progress import Progress

AnyPath = str | PathLike[str]


def open_shot(path: AnyPath, space: str | None = None, progress: Progress | None = None) -> Shot:
    """A clip or picture as a shot.

    Args:
        path: the file.
        space: name of its colour space; None: its metadata decide, as `Shot.footage.choices` say.
        progress: told of each frame; carries a wish to stop.

    Raises:
        BestlightError: the file cannot be used.
    """
    return Shot(open_footage(Path(path), space, "Source", progress or Progress()))


def make_style(
    pictures: Sequence[AnyPath | Shot] = (),
    words: Sequence[str] | str = (),
    weights: Sequence[float] | None = None,
    pair: tuple[AnyPath | Shot, AnyPath | Shot] | None = None,
    values: Mapping[str, float] | None = None,
) -> Style:
    """The style of pictures, clips, sentences, and a picture or clip before and after its grade.

    Args:
        pictures: files, or shots that are open already.
        words: sentences, or one.
        weights: one a picture, then one a sentence; None: all 1.
        pair: files or shots before and after the grade that is wanted, of the same frames.
        values: of phrases of the sentences, in their own units, as the style's JSON has them.

    Raises:
        UsageError: a sentence says nothing that has a meaning for colour.
        BestlightError: a file cannot be used, or the pair does not show the same frames.
    """
    shots = [_opened(one) for one in pictures]
    pairs = [(_frames_of(pair[0]), _frames_of(pair[1]))] if pair else []
    set_ones = tuple(PhraseValue(phrase, value) for phrase, value in (values or {}).items())
    said = [words] if isinstance(words, str) else words
    return style_of(shots, said, weights, pairs, set_ones)


def _frames_of(one: AnyPath | Shot) -> Shot:
    return one if isinstance(one, Shot) else open_shot(one)


def _opened(one: AnyPath | Shot) -> Shot:
    if isinstance(one, Shot):
        return one
    path = Path(one)
    return Shot(open_reference(path, f"Reference {path.name}", Progress()))


def grade(
    shots: Shot | Sequence[Shot], style: Style, *, engine: str = "style", seed: int = 0
) -> tuple[Grading, ...]:
    """Lay a style on shots: one look for all, a balance for each.

    Args:
        shots: one, or several that are to cut together.
        style: what is asked for.
        engine: what finds the look of references: "style" or "transport".
        seed: decides every random choice.

    Returns:
        One grading a shot. `bake` makes its LUT; `Grading.preview` its picture at once.
    """
    several = [shots] if isinstance(shots, Shot) else list(shots)
    return grade_shots(several, style, GradeJob("shots", engine=engine, seed=seed))


def bake(
    grading: Grading,
    amounts: Amounts = Amounts(),  # noqa: B008  (they are frozen)
    adjustments: Adjustments = Adjustments(),  # noqa: B008
    *,
    output: str | None = None,
    size: int | None = None,
) -> NodeLut:
    """The finished LUT for the shot's node, with its spaces, health and grid error.

    Args:
        grading: the shot under its style.
        amounts: how much of the match.
        adjustments: changes on top.
        output: the output space's name, "same" or "display"; None: the usual.
        size: grid steps, 17, 33 or 65; None: the usual.
    """
    return grading.finished(AdjustPart(amounts, adjustments), output=output, size=size)


def read_lut(path: AnyPath) -> Lut3D:
    """A LUT from a file of any known format.

    Raises:
        BestlightError: the file is missing, damaged, or no LUT; with line and reason.
    """
    return read_lut_file(Path(path))


def write_lut(
    lut: NodeLut, path: AnyPath, *, accept_faults: bool = False, force: bool = False
) -> None:
    """Write a LUT in the format of the path's suffix; see `core.grade.node_lut.write_node_lut`."""
    from core.grade.inspect import spaces_comment

    comments = ("Made by Bestlight", spaces_comment(lut.source, lut.output))
    write_node_lut(lut, Path(path), comments=comments, accept_faults=accept_faults, force=force)


def check_lut(
    lut: Lut3D | AnyPath, input_space: str | None = None, output_space: str | None = None
) -> LutHealth:
    """The health of any LUT, judged as one that somebody uses; see `core.lut.verdict`.

    Args:
        lut: a table, or a file of any known format.
        input_space: name of its input space; None: as its file or its name says, else a display.
        output_space: likewise.
    """
    from core.grade.found import check_found

    given = lut if isinstance(lut, Lut3D) else Path(lut)
    return check_found(given, input_space, output_space).health


def apply_lut(
    lut: AnyPath, source: AnyPath, target: AnyPath, *, codec: str | None = None, force: bool = False
) -> tuple[str, ...]:
    """Apply a LUT file to a picture or clip; returns remarks, a sentence each."""
    from core.grade.deliver import apply_lut as apply

    return apply(
        Path(lut),
        Path(source),
        Path(target),
        codec=codec,
        preset=None,
        device="auto",
        progress=Progress(),
        force=force,
    )


__all__ = [
    "Adjustments",
    "Amounts",
    "Style",
    "apply_lut",
    "bake",
    "blend_styles",
    "check_lut",
    "grade",
    "make_style",
    "open_shot",
    "read_lut",
    "style_from_dict",
    "write_lut",
]
