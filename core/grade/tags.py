"""The colour tags (ITU-T H.273) that a graded clip carries."""

from __future__ import annotations

from core.colour.spaces import ColourSpace
from core.media import OutputTags
from core.media.signal import UNSAID, StillColour

_BT709 = OutputTags()
_TAGS = {
    "Rec.709 Gamma 2.4": _BT709,
    "Rec.709 (Scene)": _BT709,
    "Rec.709-A": _BT709,
    "Rec.709 Gamma 2.2": OutputTags(transfer="gamma22"),
    "sRGB": OutputTags(transfer="iec61966-2-1"),
    "Display P3": OutputTags("smpte432", "iec61966-2-1"),
    "P3-D65 Gamma 2.6": OutputTags("smpte432", None),
    "P3-D65 PQ": OutputTags("smpte432", "smpte2084"),
    "Display P3 HDR": OutputTags("smpte432", None),
    "Rec.2020 Gamma 2.4": OutputTags("bt2020", "bt2020-10", "bt2020"),
    "Rec.2100 PQ": OutputTags("bt2020", "smpte2084", "bt2020"),
    "Rec.2100 HLG": OutputTags("bt2020", "arib-std-b67", "bt2020"),
}


def tags_of(source: ColourSpace, output: ColourSpace) -> OutputTags | None:
    """The tags of a clip in `output`; None keeps the source's own.

    No tag names a camera log, and a wrong one would make players convert it: those stay untagged.
    """
    if output == source:
        return None
    return _tags_in(output)


def tags_after(
    clip: ColourSpace, lut: ColourSpace | None, output: ColourSpace | None
) -> OutputTags | None:
    """The tags of a clip after a LUT from a file; None keeps the source's own.

    Args:
        clip: the space of the clip.
        lut: the space that the LUT takes; None where nothing says.
        output: the space that it gives; likewise.
    """
    if output is None or (output == clip and lut in (None, clip)):
        return None
    return _tags_in(output)


def _tags_in(space: ColourSpace) -> OutputTags:
    return _TAGS.get(space.name) or OutputTags(primaries=None, transfer=None)


def still_colour(tags: OutputTags) -> StillColour:
    """What a graded still says of its colour; nothing where it is what untagged stills are."""
    if tags.transfer is None or (tags.primaries == "bt709" and tags.transfer != "gamma22"):
        return UNSAID
    return StillColour("colour tags", tags.primaries, tags.transfer)
