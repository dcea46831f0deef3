"""The user's page and playhead, written down while Bestlight is elsewhere on the timeline.

Whoever is killed there cannot go back; the next start does, unless the user has moved on.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.errors import BestlightError
from core.files import write_text

_FILE = "place.json"


@dataclass(frozen=True)
class Place:
    """What is on the user's screen: page, playhead, and in which timeline of which project."""

    page: str
    timecode: str
    project_id: str
    project: str
    timeline_id: str
    timeline: str


@dataclass(frozen=True)
class Away:
    """A place that was left.

    Attributes:
        place: the user's.
        pages: opened since.
        timecodes: gone to since.
    """

    place: Place
    pages: tuple[str, ...] = ()
    timecodes: tuple[str, ...] = ()

    def gone(self, *, page: str = "", timecode: str = "") -> Away:
        """The same after another step."""
        pages = (*self.pages, page) if page else self.pages
        timecodes = (*self.timecodes, timecode) if timecode else self.timecodes
        return replace(self, pages=pages, timecodes=timecodes)


def write_down(records: Path | None, away: Away) -> None:
    """Keep it in the folder of Bestlight's records; where that cannot be, go without."""
    if records is not None:
        with suppress(BestlightError):
            write_text(records / _FILE, json.dumps(asdict(away)) + "\n", force=True)


def read_away(records: Path | None) -> Away | None:
    """What was written down; None where there is nothing, or nothing that makes sense."""
    if records is None:
        return None
    try:
        data = json.loads((records / _FILE).read_text(encoding="utf-8"))
        return Away(Place(**data["place"]), tuple(data["pages"]), tuple(data["timecodes"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def forget(records: Path | None) -> None:
    """The user is where they were, or where they went."""
    if records is not None:
        with suppress(OSError):
            (records / _FILE).unlink(missing_ok=True)
