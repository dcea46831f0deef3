"""Edit decisions: which frames of which file, in which order, with what correction and LUT.

They are read and written by OpenTimelineIO and its adapters: OTIO, EDL (CMX 3600), ALE and Final
Cut's old XML both ways, FCPXML in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

from core.cdl.cdl import Cdl, triple
from core.errors import BestlightError, UsageError, one_line
from core.files import write_text

if TYPE_CHECKING:
    import opentimelineio as otio

READABLE = (".otio", ".otioz", ".edl", ".ale", ".xml", ".fcpxml")
WRITABLE = (".otio", ".edl", ".ale")
REEL = 8  # letters of a CMX 3600 reel
_NOTE = "BESTLIGHT LUT: "
_LUT = "Bestlight LUT"
_SOP = "ASC_SOP", "ASC_SAT"
_EVENT = re.compile(r"\d{3,}  ")


@dataclass(frozen=True)
class Event:
    """One shot of an edit.

    Attributes:
        name: for people.
        file: the media file as the list names it; empty where it names none.
        start: first frame taken of the file, counted as its timecode counts.
        frames: how many.
        record: where it lies in the edit, in frames from the edit's first.
        dissolve: frames at its beginning over which the shot before is faded out.
        cdl: its correction.
        lut: name of its LUT file.
    """

    name: str
    file: str
    start: int
    frames: int
    record: int
    dissolve: int = 0
    cdl: Cdl | None = None
    lut: str = ""


def write_events(
    path: Path,
    events: Sequence[Event],
    rate: float,
    *,
    title: str = "",
    first: int = 0,
    force: bool = False,
) -> None:
    """Write one video track of events, in the format of the path's suffix: .otio, .edl or .ale.

    Args:
        path: the new file.
        events: in the order of the edit, each beginning where the one before it ends or later.
        rate: frames a second; timecode counts at the nearest rate that has one.
        title: the edit's name.
        first: timecode of the edit's first frame, in frames.
        force: overwrite an existing file.

    Raises:
        UsageError: another suffix, or no events.
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITABLE:
        raise UsageError(f"{path.name} is no edit list", hint=f"use {', '.join(WRITABLE)}")
    if not events:
        raise UsageError(f"there is no shot for {path.name}")
    otio = _otio()
    counted = otio.opentime.RationalTime.nearest_smpte_timecode_rate(rate)
    timeline = _timeline(events, counted, title, first, as_text=suffix != ".otio")
    if suffix == ".otio":
        text = otio.adapters.write_to_string(timeline, "otio_json")
    elif suffix == ".edl":
        text = _one_side(otio.adapters.write_to_string(timeline, "cmx_3600", rate=counted))
    else:
        text = otio.adapters.write_to_string(timeline, "ale", fps=counted, video_format="CUSTOM")
    write_text(path, text, force=force)


def read_events(path: Path, rate: float = 24.0) -> tuple[Event, ...]:
    """The events of an edit list's first video track; gaps are passed over.

    Args:
        path: a file of one of the `READABLE` formats.
        rate: frames a second, for the formats that do not say it (EDL, ALE).

    Raises:
        BestlightError: the file cannot be read, or holds no shot.
    """
    if path.suffix.lower() not in READABLE:
        raise UsageError(f"{path.name} is no edit list", hint=f"use {', '.join(READABLE)}")
    if not path.is_file():
        raise BestlightError(f"{path} does not exist", hint="check the name and the folder")
    otio = _otio()
    rate = otio.opentime.RationalTime.nearest_smpte_timecode_rate(rate)
    how = {".edl": {"rate": rate, "ignore_timecode_mismatch": True}, ".ale": {"fps": rate}}
    try:
        read = otio.adapters.read_from_file(str(path), **how.get(path.suffix.lower(), {}))
        events = tuple(_events(read))
    except Exception as error:  # its adapters raise errors of every kind on damaged files
        raise BestlightError(
            f"{path.name} cannot be read as an edit list: {one_line(str(error))[:200]}",
            hint="export it again, best as .otio",
        ) from error
    if not events:
        raise BestlightError(f"{path.name} holds no shot", hint="export the timeline's video track")
    return events


def _otio() -> Any:
    import opentimelineio as otio

    return otio


def _one_side(edl: str) -> str:
    """An EDL without what its adapter repeats of the fading shot: readers take it for the next."""
    kept, fading = [], False
    for line in edl.splitlines():
        if _EVENT.match(line):
            fading = "  D " in line
        elif line.startswith("* TO CLIP NAME"):
            fading = False
        if not (fading and line.startswith(("*ASC_", f"* {_NOTE}"))):
            kept.append(line)
    return "\n".join(kept) + "\n"


def _timeline(
    events: Sequence[Event], rate: float, title: str, first: int, *, as_text: bool
) -> otio.schema.Timeline:
    otio = _otio()

    def time(frames: int) -> Any:
        return otio.opentime.RationalTime(frames, rate)

    timeline = otio.schema.Timeline(title, global_start_time=time(first))
    track = otio.schema.Track(kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    # Adapters count from the track's begin, so the first frame's timecode is written as a gap.
    end = -first if as_text else 0
    for event in events:
        if event.record > end:
            track.append(otio.schema.Gap(duration=time(event.record - end)))
        if event.dissolve and len(track):
            dissolve = otio.schema.TransitionTypes.SMPTE_Dissolve
            track.append(
                otio.schema.Transition(
                    transition_type=dissolve, in_offset=time(0), out_offset=time(event.dissolve)
                )
            )
        track.append(_clip(event, time, as_text=as_text))
        end = event.record + event.frames
    return timeline


def _clip(event: Event, time: Any, *, as_text: bool) -> Any:
    otio = _otio()
    media = otio.schema.ExternalReference(event.file) if event.file else None
    extent = otio.opentime.TimeRange(time(event.start), time(event.frames))
    # A reel of a few plain letters, so that no reader cuts it in another way.
    reel = re.sub(r"[^A-Za-z0-9_]", "_", Path(event.file or event.name).stem)[:REEL] or "AX"
    notes: dict[str, Any] = {"cmx_3600": {"reel": reel, "comments": []}}
    if event.lut:
        notes["cmx_3600"]["comments"] = [_NOTE + event.lut]
        notes["bestlight"] = {"lut": event.lut}
        notes["ALE"] = {_LUT: event.lut}
    if event.cdl is not None:
        notes["cdl"] = _cdl_notes(event.cdl, as_text=as_text)
        notes.setdefault("ALE", {}).update(_ale_columns(event.cdl))
    return otio.schema.Clip(event.name, media, extent, metadata=notes)


def _cdl_notes(cdl: Cdl, *, as_text: bool) -> dict[str, Any]:
    # Text keeps small numbers out of exponents, which readers of edit lists do not know.
    number = _plain if as_text else float
    parts = {"slope": cdl.slope, "offset": cdl.offset, "power": cdl.power}
    sop = {name: [number(value) for value in part] for name, part in parts.items()}
    return {"asc_sop": sop, "asc_sat": number(cdl.saturation)}


def _ale_columns(cdl: Cdl) -> dict[str, str]:
    parts = (cdl.slope, cdl.offset, cdl.power)
    sop = "".join(f"({' '.join(_plain(value) for value in part)})" for part in parts)
    return dict(zip(_SOP, (sop, _plain(cdl.saturation)), strict=True))


def _plain(number: float) -> str:
    return f"{number:.6f}"


def _events(read: Any) -> Iterator[Event]:
    otio = _otio()
    tracks = list(read.find_children(descended_from_type=otio.schema.Track))
    if isinstance(read, otio.schema.Track):
        tracks = [read]
    video = [t for t in tracks if t.kind == otio.schema.TrackKind.Video and any(t.find_clips())]
    children = list(video[0]) if video else list(read.find_clips())
    record, lead, dissolve = 0, 0, 0
    for index, child in enumerate(children):
        if isinstance(child, otio.schema.Transition):
            lead = _frames(child.in_offset)
            dissolve = lead + _frames(child.out_offset)
            continue
        tail = _lead_of(children, index + 1)
        duration = child.trimmed_range().duration
        if isinstance(child, otio.schema.Clip):
            yield _event(child, record - lead, _length(duration) + lead - tail, lead, dissolve)
        record += _frames(duration)
        lead = dissolve = 0


def _lead_of(children: Sequence[Any], index: int) -> int:
    """How long before the cut the transition at `index` begins, if there is one."""
    if index == len(children) or not isinstance(children[index], _otio().schema.Transition):
        return 0
    return _frames(children[index].in_offset)


def _event(clip: Any, record: int, frames: int, lead: int, dissolve: int) -> Event:
    start = _frames(clip.trimmed_range().start_time) - lead
    url = getattr(clip.media_reference, "target_url", None) or ""
    return Event(
        name=clip.name or Path(_as_path(url)).name,
        file=_as_path(url),
        start=start,
        frames=frames,
        record=record,
        dissolve=dissolve,
        cdl=_cdl_of(clip.metadata.get("cdl")),
        lut=_lut_of(clip.metadata),
    )


def _length(duration: Any) -> int:
    """Frames of a duration; one that ends after midnight was read as less than nothing."""
    frames = _frames(duration)
    return frames if frames >= 0 else frames + 24 * 3600 * round(duration.rate)


def _frames(time: Any) -> int:
    return round(time.value)


def _as_path(url: str) -> str:
    return unquote(urlparse(url).path) if url.startswith("file:") else url


def _cdl_of(notes: Any) -> Cdl | None:
    if not notes:
        return None
    sop = notes.get("asc_sop", {})
    parts = (sop.get("slope", (1, 1, 1)), sop.get("offset", (0, 0, 0)), sop.get("power", (1, 1, 1)))
    slope, offset, power = (triple(part) for part in parts)
    return Cdl(slope, offset, power, float(notes.get("asc_sat", 1.0)))


def _lut_of(notes: Any) -> str:
    if "bestlight" in notes:
        return str(notes["bestlight"].get("lut", ""))
    if _LUT in notes.get("ALE", {}):
        return str(notes["ALE"][_LUT])
    said = [str(c) for c in notes.get("cmx_3600", {}).get("comments", ()) if _NOTE in str(c)]
    return said[0].split(_NOTE, 1)[1].strip() if said else ""
