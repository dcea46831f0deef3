"""Which of a clip's metadata entries a graded copy carries, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.colour.detect import tells_colour
from core.colour.own_label import label_comment

if TYPE_CHECKING:
    from core.colour.spaces import ColourSpace

# The container's own statements about itself would be untrue of the copy.
_NOT_COPIED = frozenset(
    {
        "encoder",
        "major_brand",
        "minor_version",
        "compatible_brands",
        "duration",
        "timecode",
        "number_of_frames",
        "number_of_bytes",
        "bps",
        "rotate",
        "handler_name",
        "vendor_id",
    }
)


def kept_entries(metadata: Mapping[str, str], *, recoloured: bool) -> dict[str, str]:
    """The entries that stay true of a graded copy.

    Args:
        metadata: of the source's container or video stream.
        recoloured: whether the copy is in another space, so that what the camera wrote about its
            curve no longer holds.
    """
    return {
        key: value
        for key, value in metadata.items()
        if key.lower().split("-")[0] not in _NOT_COPIED
        and not key.startswith("_")
        and not (recoloured and tells_colour(key, value))
    }


def labelled(metadata: Mapping[str, str], space: ColourSpace | None) -> dict[str, str]:
    """A copy's container entries with the label of `space` in the comment; None adds none."""
    if space is None:
        return dict(metadata)
    own = [key for key in metadata if key.casefold() == "comment"]
    kept = {key: value for key, value in metadata.items() if key not in own}
    return {**kept, "comment": label_comment(space, metadata[own[0]] if own else "")}
