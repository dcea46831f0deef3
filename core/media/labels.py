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
        "alpha_mode",
        "uid",
        "generation_uid",
        "company_name",
        "application_platform",
        "modification_date",
    }
)
# MXF's statements about the program that wrote it and about its packages.
_NOT_COPIED_BEGIN = ("_", "product_", "toolkit_", "operational_pattern")


def kept_entries(metadata: Mapping[str, str], *, recoloured: bool) -> dict[str, str]:
    """The entries that stay true of a graded copy.

    Args:
        metadata: of the source's container or video stream.
        recoloured: whether the copy is in another space, so that what the camera wrote about its
            curve no longer holds.
    """
    return {
        # Matroska writes every key in capitals.
        key.lower() if key.isupper() else key: value
        for key, value in metadata.items()
        if key.lower().split("-")[0] not in _NOT_COPIED
        and not key.lower().startswith(_NOT_COPIED_BEGIN)
        and not key.lower().endswith("package_umid")
        and not (recoloured and tells_colour(key, value))
    }


# What .mov and .mp4 both have a place of its own for (libavformat's movenc.c).
_COMMON = frozenset(
    (
        "title", "artist", "album_artist", "author", "composer", "album", "date", "creation_time",
        "comment", "genre", "copyright", "grouping", "lyrics", "description", "synopsis", "show",
        "episode_id", "network", "keywords", "location", "track", "disc",
    )
)  # fmt: skip


def needs_keys(metadata: Mapping[str, str]) -> bool:
    """Whether there are entries that .mov and .mp4 hold only under free keys, as cameras do."""
    return any(key.lower().split("-")[0] not in _COMMON for key in metadata)


def labelled(metadata: Mapping[str, str], space: ColourSpace | None) -> dict[str, str]:
    """A copy's container entries with the label of `space` in the comment; None adds none."""
    if space is None:
        return dict(metadata)
    own = [key for key in metadata if key.casefold() == "comment"]
    kept = {key: value for key, value in metadata.items() if key not in own}
    return {**kept, "comment": label_comment(space, metadata[own[0]] if own else "")}
