"""The lists that a batch leaves beside its LUTs: the show LUT, CDLs, and the edit with both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.cdl import Event, write_cdls, write_events
from core.errors import UsageError
from core.files import refuse_overwrite
from core.grade.label import comment_lut, name_look
from core.grade.node_lut import write_node_lut
from core.host.batch_record import RECORD

if TYPE_CHECKING:
    from core.grade.timeline import GradedTimeline
    from core.host.batch import BatchItem

EDITS = ("otio", "edl", "ale")
STILL_RATE = 24.0  # frames a second of a picture, which has none


def list_paths(folder: Path) -> dict[str, Path]:
    """Where the lists of a batch in a folder lie, by kind."""
    names = {"show": "_show.cube", "cdl": ".ccc", **{kind: f".{kind}" for kind in EDITS}}
    return {kind: folder / f"bestlight-batch{end}" for kind, end in names.items()}


def check_lists(folder: Path, sources: Sequence[Path], *, force: bool) -> None:
    """Make sure that the lists take no file of the user's place.

    Raises:
        UsageError: one of them is a source.
        BestlightError: one is there that no earlier batch of this folder can have written, and
            `force` is false.
    """
    given = {path.resolve() for path in sources}
    ours = force or (folder / RECORD).is_file()
    for path in list_paths(folder).values():
        if path.resolve() in given:
            raise UsageError(f"{path} would be written over", hint="give another folder with -o")
        refuse_overwrite(path, force=ours)


def write_lists(
    folder: Path, timeline: GradedTimeline, items: Sequence[BatchItem], luts: Sequence[str]
) -> dict[str, str]:
    """Write the lists, and give their paths by kind.

    Args:
        folder: that `check_lists` looked at.
        timeline: the items, graded.
        items: in the order of the edit.
        luts: the name of each one's LUT.
    """
    job, show, paths = timeline.job, timeline.show_lut(), list_paths(folder)
    look = name_look(job)
    write_node_lut(
        show.titled(f"Bestlight {look}"),
        paths["show"],
        comments=["Made by Bestlight", "the look alone", *comment_lut(job, show)],
        accept_faults=job.accept_faults,
        force=True,
    )
    cdls = {item.name: timeline.cdl(at).cdl for at, item in enumerate(items)}
    write_cdls(paths["cdl"], cdls, description=look, force=True)
    rate = rate_of(items[0].file)
    record, events = 0, []
    for item, lut in zip(items, luts, strict=True):
        event = item.event or _whole(item, rate)
        events.append(replace(event, record=record, dissolve=0, cdl=cdls[item.name], lut=lut))
        record += event.frames
    for kind in EDITS:
        write_events(paths[kind], events, rate, title=look, force=True)
    return {kind: str(path) for kind, path in paths.items()}


def rate_of(file: Path) -> float:
    """Frames a second of a clip; `STILL_RATE` of a picture.

    Raises:
        BestlightError: the file cannot be read.
    """
    from core.media import ClipInfo, probe

    info = probe(file)
    return float(info.fps) if isinstance(info, ClipInfo) else STILL_RATE


def _whole(item: BatchItem, rate: float) -> Event:
    """All of a file as an event of a list at `rate`; a picture lasts a frame."""
    from core.media import ClipInfo, probe
    from core.shots.listing import first_timecode

    info = probe(item.file)
    if not isinstance(info, ClipInfo):
        return Event(item.name, str(item.file.absolute()), 0, 1, 0)
    times = rate / float(info.fps)
    start, frames = (round(n * times) for n in (first_timecode(item.file), info.frame_count))
    return Event(item.name, str(item.file.absolute()), start, max(frames, 1), 0)
