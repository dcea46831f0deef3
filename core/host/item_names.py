"""Names for the results of a batch: file names on every system, none twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # what Windows keeps
_LONGEST = 80


def item_names(wishes: Sequence[str]) -> list[str]:
    """A file name without suffix for each wish, alike where it can be.

    No two are one on a file system that ignores case or Unicode's forms, and none is hidden,
    longer than 80 characters, or kept by Windows.
    """
    taken: set[str] = set()
    names = []
    for wish in wishes:
        plain, number = _plain(wish), 1
        name = plain
        while _folded(name) in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(_folded(name))
        names.append(name)
    return names


def _plain(wish: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in wish)
    kept = kept[:_LONGEST].strip(".") or "shot"
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
