"""Names for the results of a batch: file names on every system, none twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # what Windows keeps
_LONGEST = 80
_MOST_BYTES = 200  # file systems take 255, and a result's suffixes follow


def item_names(wishes: Sequence[str]) -> list[str]:
    """A file name without suffix for each wish, alike where it can be.

    No two are one on a file system that ignores case or Unicode's forms, and none is hidden,
    longer than 80 characters or 200 bytes of UTF-8, or kept by Windows.
    """
    taken: set[str] = set()
    names = []
    for wish in wishes:
        plain, number = _plain(wish), 1
        name = plain
        while _folded(name) in taken:
            number += 1
            end = f"_{number}"
            name = _cut(plain, len(end)) + end
        taken.add(_folded(name))
        names.append(name)
    return names


def _plain(wish: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in wish)
    kept = _cut(kept, 0).strip(".") or "shot"
    return _cut(f"_{kept}", 0).rstrip(".") if _RESERVED.fullmatch(kept) else kept


def _cut(name: str, room: int) -> str:
    """As much of a name's beginning as leaves room for that many letters of ASCII."""
    kept = name[: _LONGEST - room].encode()[: _MOST_BYTES - room]
    return kept.decode(errors="ignore")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
