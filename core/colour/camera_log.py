"""Camera log that no tag names: Blackmagic's film curves, and recordings that may hold a log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from core.colour.evidence import ColourTags, Detected, answer

_FILM = re.compile(r"(?:blackmagic|bmd)[\s_-]*(?:design)?[\s_-]*film|blackmagic.*film ?log", re.I)
_FIFTH = re.compile(r"gen(?:eration)?[\s_=]*5|bmdgen\W+5", re.IGNORECASE)
_MADE_BY_CAMERA = re.compile(
    r"(?:^|[.\s_])(?:make|model|manufacturer|camera ?name|camera ?type)$", re.IGNORECASE
)
_GAMMA = re.compile(r"gamma", re.IGNORECASE)
_LOG = re.compile(r"log", re.IGNORECASE)


def unnamed_log(entries: Sequence[tuple[str, str]], text: str) -> Detected | None:
    """A log that the camera speaks of, but does not name as one that is known here.

    Args:
        entries: the metadata that tell of colour.
        text: all that the camera wrote.
    """
    for key, value in entries:
        if _FILM.search(value):
            fifth = bool(_FIFTH.search(text))
            which = " of generation 5" if fifth else ", and not of which generation"
            says = f"The camera's metadata ({key[:60]}) says Blackmagic film{which}."
            return answer("bmdfilm5", says, certain=fifth)
    for key, value in entries:
        if _GAMMA.search(key) and _LOG.search(value):
            return answer(
                "rec709",
                f"The camera's metadata ({key[:60]}) says {value[:40]!r}, a log that is not known "
                "here, so it is read as Rec.709.",
                certain=False,
            )
    return None


def _says_no_log(metadata: Mapping[str, str]) -> bool:
    """Whether a camera names its curve, and that is no log ("s-cinetone", "CINELIKE_D2")."""
    curves = [value for key, value in metadata.items() if _GAMMA.search(key) and value.strip()]
    return bool(curves) and not any(_LOG.search(value) for value in curves)


def may_hide_log(tags: ColourTags) -> bool:
    """Whether a clip under video tags is a camera's recording that may hold a log all the same.

    That is 10 bits or more, from a camera (by its name, or by Sony's brand XAVC), or in H.264 or
    H.265 with 4:2:2 chroma, which is a camera's format; and no word of a curve that is no log.
    """
    if tags.kind != "clip" or tags.bit_depth < 10 or _says_no_log(tags.metadata):
        return False
    if tags.codec in ("h264", "hevc") and tags.subsampling == "4:2:2":
        return True
    return any(
        _MADE_BY_CAMERA.search(key) or (key == "major_brand" and value.startswith("XAVC"))
        for key, value in tags.metadata.items()
    )
