"""What a LUT's file and grade are called, and what stands at the file's head."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import one_line
from core.grade.inspect import spaces_comment
from core.grade.node_lut import NodeLut
from core.job.adjustments import adjustments_to_dict
from core.job.job import GradeJob
from core.job.regions import REGIONAL, RegionAdjustment

STILL, CLIP = "still:", "clip:"
"""How a reference names a still of the host's gallery, or a clip of its timeline."""
LONGEST_LOOK = 40
"""The longest name of a look, in characters: it stands in the names of versions and groups."""
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)  # no file names on Windows
_SHOWN = 200  # characters of a prompt at a file's head


def is_file(reference: str) -> bool:
    """Whether a reference is a file, not something of the host's."""
    return not reference.startswith((STILL, CLIP))


def name_look(job: GradeJob) -> str:
    """A few words for a job's look: its prompts, else the names of its references."""
    names = [Path(r).stem if is_file(r) else r.split(":", 1)[1] for r in job.reference]
    names += [Path(job.pair[1]).stem] if job.pair else []
    whole = one_line(", ".join(job.prompt) or " + ".join(names) or "adjustments")
    if len(whole) <= LONGEST_LOOK:
        return whole
    cut = whole[: LONGEST_LOOK - 3]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > LONGEST_LOOK // 2 else cut).rstrip(" ,") + "..."


def file_part(text: str, fallback: str, *, longest: int = 40, ascii_only: bool = True) -> str:
    """`text` as a part of a file's name: letters, digits and hyphens.

    Args:
        text: any.
        fallback: where nothing of it is left.
        longest: characters at most.
        ascii_only: leave out what is not ASCII; accents are taken off their letters.
    """
    if ascii_only:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = re.sub(r"[\W_]+", "-", text)[:longest].strip("-") or fallback
    return f"{kept}-" if _RESERVED.fullmatch(kept) else kept


def name_lut_file(clip: str, look: str, *, anywhere: bool = False) -> str:
    """The name of a clip's LUT file, without its suffix: `CLIP_LOOK`.

    Args:
        clip: name of the clip, without its suffix.
        look: what `name_look` calls the look.
        anywhere: for a folder of another program, whose menus and scripts are safe with short ASCII
            alone; else the file lies by the clip, whose name is kept as it is.
    """
    if anywhere:
        return f"{file_part(clip, 'clip')}_{file_part(look, 'look', longest=24)}"
    return f"{clip}_{file_part(look, 'look', ascii_only=False)}"


def free_lut_file(folder: Path, name: str, suffix: str = ".cube") -> Path:
    """A path in a folder that nothing has yet: `NAME.cube`, else `NAME_2.cube` and so on."""
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}_{number}{suffix}"
    return path


def comment_lut(job: GradeJob, lut: NodeLut) -> tuple[str, ...]:
    """The lines for the head of a LUT file that say how it was made and what it is for."""
    references = ", ".join(Path(r).name if is_file(r) else r for r in job.reference)
    pair = [f"pair: {' to '.join(Path(name).name for name in job.pair)}"] if job.pair else []
    return (
        f"reference: {references or 'none'}",
        *(f"prompt: {text[:_SHOWN]}" for text in job.prompt),
        *pair,
        spaces_comment(lut.source, lut.output),
        f"engine: {job.engine_name}; strength {job.strength:g}; luminance {job.luminance:g}; "
        f"colour {job.colour:g}; boldness {job.boldness:g}; balance {job.balance:g}"
        + (f"; manner {job.manner}" if job.manner else ""),
        *_adjustments(job),
        *(_region(wish) for wish in job.regions if not wish.at_rest),
    )


def _region(wish: RegionAdjustment) -> str:
    """What is wanted of a region, in one line."""
    moved = adjustments_to_dict(wish.adjustments)
    said = [f"{name} {_value(value)}" for name, value in moved.items()]
    said += [f"{n} {getattr(wish, n):g}" for n in REGIONAL if getattr(wish, n)]
    middle = wish.colour.middle if wish.colour else ()
    said += [f"Oklab {' '.join(f'{one:.3g}' for one in middle)}"] if middle else []
    said += [f"reference {Path(wish.reference).name}"] if wish.reference else []
    return f"region {wish.region}: {', '.join(said) or 'nothing'}"


def _adjustments(job: GradeJob) -> tuple[str, ...]:
    """What was moved by hand, in one line; none where nothing was."""
    moved = adjustments_to_dict(job.adjustments)
    said = [f"{name} {_value(value)}" for name, value in moved.items()]
    return (f"adjustments: {', '.join(said)}",) if said else ()


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(one)}" for name, one in value.items())
    if isinstance(value, list):
        names = ("hue", "amount") if len(value) == 2 else ("turn", "saturation", "lightness")
        parts = (f"{name} {one:.4g}" for name, one in zip(names, value, strict=True))
        return f"({', '.join(parts)})"
    return f"{value:+.4g}"
