"""What a LUT file says of the spaces it takes and gives, and whether a clip fits it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from core.colour.detect import Detected, find_curve
from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError, one_line
from core.grade.inspect import declared_spaces

_HEAD = 65536
# SMPTE ST 2136-1 (Common LUT Format), the elements that name what goes in and what comes out.
_DESCRIPTORS = tuple(
    re.compile(rf"<{name}Descriptor>\s*(.{{1,160}}?)\s*</{name}Descriptor>", re.DOTALL)
    for name in ("Input", "Output")
)
_LINES = tuple(
    re.compile(
        rf"^\s*(?:#|;|//)[^\w\n]*{name}(?: *colou?r)?(?: *space| *gamma| *encoding)? *[:=] *(.+)$",
        re.IGNORECASE | re.MULTILINE,
    )
    for name in ("input", "output")
)
_TITLE = re.compile(r'^\s*TITLE\s+"?([^"\n]{1,200})', re.IGNORECASE | re.MULTILINE)
# "S-Log3 to Rec.709", "SLog3_2_709", "SLog3SGamut3.CineToLC-709", "LogC2Video", "LogC -> P3".
_TO = re.compile(r"(?<![A-Za-z])to(?![A-Za-z])|(?<=\d )2(?= )|-+>|→", re.IGNORECASE)
_JOINED_TO = re.compile(
    r"(?<=[a-z0-9])[Tt]o(?=[A-Z0-9_-])|(?<=[A-Za-z])2(?=(?i:rec|video|709|srgb|p3))"
)


@dataclass(frozen=True)
class LutSpaces:
    """The spaces a LUT is for, as far as anything says.

    Attributes:
        source: of the values it takes; None where nothing says.
        output: of the values it gives; likewise.
        told_by: what says so ("its head", "its title", "its name", "you").
    """

    source: ColourSpace | None
    output: ColourSpace | None
    told_by: str


def find_lut_spaces(
    lut: Path, *, source: str | None = None, output: str | None = None
) -> LutSpaces | None:
    """What is said of a LUT's spaces: by the user, its head, its title or its name.

    Args:
        lut: the file.
        source: the user's word for its input; overrules the file.
        output: likewise for its output.

    Raises:
        UsageError: a space that the user names does not exist.
    """
    found = _told_by_file(lut)
    if source is None and output is None:
        return found
    known = found or LutSpaces(None, None, "you")
    return LutSpaces(
        find_space(source) if source else known.source,
        find_space(output) if output else known.output,
        "you",
    )


def _told_by_file(lut: Path) -> LutSpaces | None:
    own = declared_spaces(lut)
    if own is not None:
        return LutSpaces(*own, "its head")
    with lut.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", "replace").replace("\r", "\n")
    for patterns in (_DESCRIPTORS, _LINES):
        texts = [found.group(1) if (found := p.search(head)) else "" for p in patterns]
        source, output = (_space_in(html.unescape(text)) for text in texts)
        if source or output:
            return LutSpaces(source, output, "its head")
    title = _TITLE.search(head)
    return _told_by_name(title.group(1) if title else "", "its title") or _told_by_name(
        lut.stem, "its name"
    )


def _told_by_name(text: str, told_by: str) -> LutSpaces | None:
    """From "S-Log3 to Rec.709": only a curve before a "to" says what goes in."""
    name = _JOINED_TO.sub(" to ", one_line(text).replace("_", " "))
    parts = _TO.split(name, maxsplit=1)
    if len(parts) != 2:
        return None
    source = find_curve(parts[0])
    return LutSpaces(source, _space_in(parts[1]), told_by) if source else None


def _space_in(text: str) -> ColourSpace | None:
    """The space that a name or a few words mean."""
    if not text.strip():
        return None
    try:
        return find_space(text)
    except UsageError:
        curve = find_curve(text)
    if curve is None and re.search(r"(?<!\d)709(?!\d)|\bvideo\b", text, re.IGNORECASE):
        return find_space("rec709")
    return curve


def fits(lut: ColourSpace, clip: ColourSpace) -> bool:
    """Whether values of `clip` may go into a LUT for `lut`: SDR displays read alike."""
    return lut == clip or all(space.display == space.name for space in (lut, clip))


def tell_misfit(spaces: LutSpaces | None, found: Detected) -> str:
    """A warning where a LUT is for other values than a file's; empty where all is well."""
    if spaces is None or spaces.source is None or fits(spaces.source, found.space):
        return ""
    is_in = "is" if found.certain else "seems to be"
    return (
        f"warning: this LUT takes {spaces.source.name} ({spaces.told_by} says so), and the source"
        f" {is_in} {found.space.name} ({found.reason.rstrip('.')}); if that is wrong, say so with"
        " --input-space, else make a LUT for this source with `bestlight lut`"
    )


def tell_unknown_output(spaces: LutSpaces | None, found: Detected) -> str:
    """A remark where HDR or log tags stay although nobody says what the LUT gives."""
    if (spaces and spaces.output) or found.space.kind == "display":
        return ""
    return (
        f"the source is {found.space.name} and the LUT names no output space, so the copy keeps the"
        " source's tags; say with --output-space what it gives"
    )
