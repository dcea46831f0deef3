"""CDL files: one correction (.cc), a collection (.ccc), a decision list (.cdl), by OpenColorIO."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.cdl.cdl import Cdl, triple
from core.colour.spaces import ocio, ocio_for_files
from core.errors import BestlightError, UsageError, one_line
from core.files import write_text

_FORMATS = {
    ".cc": "ColorCorrection",
    ".ccc": "ColorCorrectionCollection",
    ".cdl": "ColorDecisionList",
}
WRITABLE = tuple(_FORMATS)


def write_cdls(
    path: Path, named: Mapping[str, Cdl], *, description: str = "", force: bool = False
) -> None:
    """Write corrections under their names (the files' ids), in the format of the path's suffix.

    Raises:
        UsageError: another suffix, no correction, or several for a .cc file.
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(f"{path.name} is no CDL file", hint=f"use {', '.join(WRITABLE)}")
    if not named or (len(named) > 1 and path.suffix.lower() == ".cc"):
        raise UsageError(
            f"{path.name} cannot hold {len(named)} corrections", hint="use .ccc or .cdl for several"
        )
    group = ocio().GroupTransform([cdl.transform(name, description) for name, cdl in named.items()])
    text = group.write(_FORMATS[path.suffix.lower()], ocio().Config.CreateRaw())
    write_text(path, text, force=force)


def read_cdls(path: Path) -> dict[str, Cdl]:
    """The corrections in a CDL file by their ids; those without one are numbered from 1.

    Raises:
        BestlightError: the file cannot be read, or holds no correction.
    """
    library = ocio_for_files()
    try:
        group = library.CDLTransform.CreateGroupFromFile(str(path))
        found = {part.getID() or str(number): _taken(part) for number, part in enumerate(group, 1)}
    except library.Exception as error:
        raise BestlightError(
            f"{path.name} is no CDL file: {one_line(str(error))[:200]}",
            hint="give a .cc, .ccc or .cdl file",
        ) from error
    if not found:
        raise BestlightError(f"{path.name} holds no correction", hint="export it again")
    return found


def _taken(part: Any) -> Cdl:
    slope, offset, power = part.getSlope(), part.getOffset(), part.getPower()
    return Cdl(triple(slope), triple(offset), triple(power), part.getSat())
