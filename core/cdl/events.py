"""Edit decisions: which frames of which file, in which order, with what correction and LUT.

They are read and written by OpenTimelineIO and its adapters: OTIO, EDL (CMX 3600), ALE and Final
Cut's old XML both ways, FCPXML in.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn
from xml.parsers import expat

from core.cdl.cdl import Cdl
from core.cdl.timeline import LUT_COLUMN, NOTE, Event, events_of
from core.errors import BestlightError, UsageError, one_line
from core.files import write_text

if TYPE_CHECKING:
    import opentimelineio as otio

READABLE = (".otio", ".otioz", ".edl", ".ale", ".xml", ".fcpxml")
WRITABLE = (".otio", ".edl", ".ale")
REEL = 8  # letters of a CMX 3600 reel
MOST = 128 << 20
"""Bytes of a list that is read: ten thousand shots with corrections are 27 MB of JSON."""
_SOP = "ASC_SOP", "ASC_SAT"
_EVENT = re.compile(r"\d{3,}  ")


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
    try:
        events = events_of(_timeline_text(path, rate))
    except Exception as error:  # its adapters raise errors of every kind on damaged files
        raise BestlightError(
            f"{path.name} cannot be read as an edit list: {one_line(str(error))[:200]}",
            hint="export it again, best as .otio",
        ) from error
    if not events:
        raise BestlightError(f"{path.name} holds no shot", hint="export the timeline's video track")
    return events


def _timeline_text(path: Path, rate: float) -> str:
    suffix = path.suffix.lower()
    if suffix == ".otioz":
        return _bundled(path).decode("utf-8")
    raw = _bounded(path.open("rb"))
    if suffix == ".otio":
        return raw.decode("utf-8")
    if suffix in (".xml", ".fcpxml"):
        _check_markup(raw)
    otio = _otio()
    rate = otio.opentime.RationalTime.nearest_smpte_timecode_rate(rate)
    how = {".edl": {"rate": rate, "ignore_timecode_mismatch": True}, ".ale": {"fps": rate}}
    read = otio.adapters.read_from_file(str(path), **how.get(suffix, {}))
    return otio.adapters.write_to_string(read, "otio_json")


def _bundled(path: Path) -> bytes:
    # What a bundle states of its sizes need not be so: the bound is of what comes out.
    with zipfile.ZipFile(path) as bundle:
        return _bounded(bundle.open("content.otio"))


def _bounded(file: IO[bytes]) -> bytes:
    with file:
        raw = file.read(MOST + 1)
    if len(raw) > MOST:
        raise ValueError(f"it is larger than {MOST >> 20} MB")
    return raw


def _check_markup(raw: bytes) -> None:
    def declared(*_: object) -> NoReturn:
        raise ValueError("it declares entities, which are not read")

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.Parse(raw, True)


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
        if not (fading and line.startswith(("*ASC_", f"* {NOTE}"))):
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
        notes["cmx_3600"]["comments"] = [NOTE + event.lut]
        notes["bestlight"] = {"lut": event.lut}
        notes["ALE"] = {LUT_COLUMN: event.lut}
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
