"""A clip's grade as a still's file; the gallery is left as it was, also after a crash."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from core.errors import BestlightError
from core.files import write_text
from core.host.types import HostClip
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list
from resolve_plugin.adapter.playhead import KeptPlace
from resolve_plugin.adapter.stills import list_stills
from resolve_plugin.adapter.timecode import read_timecodes
from resolve_plugin.drx.container import DrxText, read_drx

LABEL = "Bestlight temporary"
_FILE = "grabbed.txt"


class NoStill(BestlightError):
    """Resolve gives no still of the clip's grade."""


def grab_grade(kept: KeptPlace, clip: HostClip, folder: Path, records: Path | None) -> DrxText:
    """A clip's grade as a still's file.

    Args:
        kept: on the Color page.
        clip: the clip.
        folder: an existing one, for the file.
        records: the folder of Bestlight's records; None: nothing is written down.

    Raises:
        NoStill: Resolve gives none.
        DrxError: it is not as Bestlight knows such files.
    """
    _go_to(kept, clip)
    gallery = kept.project.GetGallery()
    album = gallery.GetCurrentStillAlbum() if gallery else None
    kept.check()
    own = folder / "grabbed"  # because Resolve makes up the file's name
    own.mkdir(exist_ok=True)
    if album is not None:
        count = len(as_list(album.GetStills()))
        _write_down(records)
        still = kept.timeline.GrabStill()
        if not still:
            raise NoStill("Resolve grabbed no still of the clip", hint="open its Color page")
        try:
            album.SetLabel(still, LABEL)
            album.ExportStills([still], str(own), "grade", "drx")
        finally:
            album.DeleteStills([still])
            left = album.GetStills()
            if left is not None and len(as_list(left)) == count:  # None: Resolve is gone
                _forget(records)
    files = sorted(own.glob("*.drx"))
    if not files:
        raise NoStill(
            "Resolve exports stills only while its Gallery panel is open on the Color page",
            hint="open the Color page, click Gallery at its top left, and try again",
        )
    return read_drx(files[0])


def _go_to(kept: KeptPlace, clip: HostClip) -> None:
    def is_here() -> bool:
        item: api.TimelineItem | None = kept.timeline.GetCurrentVideoItem()
        return item is not None and item.GetUniqueId() == clip.id

    if not is_here():
        kept.go(read_timecodes(kept.timeline).at((clip.start + clip.end) // 2))
    if not is_here():
        raise NoStill(
            f"{clip.name} lies under other clips, so no still of it can be grabbed",
            hint="disable the clips above it for a moment, then try again",
        )


def _write_down(records: Path | None) -> None:
    if records is not None:
        write_text(records / _FILE, f"{LABEL}\n", force=True)


def _forget(records: Path | None) -> None:
    if records is not None:
        with suppress(OSError):
            (records / _FILE).unlink()


def recover_grabbed(connection: Connection) -> str:
    """Remove a still that an interrupted run has left in the gallery; what was done, or nothing."""
    records = connection.records
    if records is None or not (records / _FILE).is_file():
        return ""
    left = [still for still in list_stills(connection) if still.label == LABEL]
    for still in left:
        still.album.DeleteStills([still.handle])
    if any(still.label == LABEL for still in list_stills(connection)):
        return ""  # under a dialog that just opened, it is tried again
    _forget(records)
    if left:
        return "a still that an interrupted run had grabbed was removed from the gallery"
    return "an interrupted run may have left a still in the gallery: look at its newest one"
