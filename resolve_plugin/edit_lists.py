"""The CDLs of a batch as edit lists: an EDL and an ALE with them, and a collection of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.cdl import Cdl, Event, write_cdls, write_events
from core.cdl.cdl import triple
from core.errors import BestlightError
from core.grade.label import file_part
from core.host.types import HostClip
from resolve_plugin.adapter.connection import as_number
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.ledger import Batch
from resolve_plugin.adapter.timecode import Timecodes
from resolve_plugin.requests import BatchRequest


def write_lists(
    host: ResolveHost,
    clips: Sequence[HostClip],
    cdls: Mapping[str, Sequence[float]],
    batch: Batch,
    request: BatchRequest,
) -> tuple[Path, ...]:
    """Write the lists of a batch into the folder that was asked for; nothing is overwritten.

    An edit list is one row of events: where clips lie over each other, the lower ones are in it.

    Args:
        host: Resolve.
        clips: those that got a CDL.
        cdls: slope and offset of each, six numbers, by the clip's id.
        batch: as it is in the ledger.
        request: what was asked for.

    Raises:
        BestlightError: a file is there already, or cannot be written.
    """
    codes = host.timecodes()
    if codes is None:
        raise BestlightError("no timeline is open in Resolve", hint="open it again")
    row = _one_row(clips)
    first = min(clip.start for clip in row)
    events = [_event(host, clip, _cdl(cdls[clip.id]), first, codes) for clip in row]
    stem = f"{file_part(batch.look, 'look')}_{batch.id}"
    folder = Path(request.lists)
    files = [folder / f"{stem}{suffix}" for suffix in (".edl", ".ale", ".ccc")]
    for file in files[:2]:
        write_events(file, events, codes.fps, title=batch.look, first=first)
    named = {_unique(clip, clips): _cdl(cdls[clip.id]) for clip in clips}
    write_cdls(files[2], named, description=batch.look)
    return tuple(files)


def _one_row(clips: Sequence[HostClip]) -> list[HostClip]:
    row: list[HostClip] = []
    for clip in sorted(clips, key=lambda clip: (clip.track, clip.start)):
        if all(clip.end <= known.start or clip.start >= known.end for known in row):
            row.append(clip)
    return sorted(row, key=lambda clip: clip.start)


def _event(host: ResolveHost, clip: HostClip, cdl: Cdl, first: int, codes: Timecodes) -> Event:
    entry = find_entry(host.connection, clip.id)
    start = codes.frames_of(entry.text("Start TC"))
    return Event(
        name=clip.name,
        file=str(clip.file or ""),
        start=start + int(as_number(entry.handle.GetLeftOffset())),
        frames=clip.end - clip.start,
        record=clip.start - first,
        cdl=cdl,
    )


def _unique(clip: HostClip, clips: Sequence[HostClip]) -> str:
    alike = [other for other in clips if other.name == clip.name]
    return clip.name if len(alike) == 1 else f"{clip.name} {alike.index(clip) + 1}"


def _cdl(numbers: Sequence[float]) -> Cdl:
    return Cdl(triple(numbers[:3]), triple(numbers[3:]))
