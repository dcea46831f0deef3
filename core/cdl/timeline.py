"""What a timeline says that OpenTimelineIO wrote: the shots of its first video track.

Its JSON is read here and not by the library, whose reader in C++ (0.18.1) ends the process on an
object that names a member twice, on deep nesting, on references in a ring and on some schemas.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from urllib.parse import unquote, urlparse

from core.cdl.cdl import Cdl, triple

NOTE = "BESTLIGHT LUT: "
"""Before a LUT's name in an EDL's comments."""
LUT_COLUMN = "Bestlight LUT"
"""The column of an ALE that names a LUT."""
_OLD_NAMES = {"Sequence": "Track", "Filler": "Gap"}
_LATEST = 1 << 40  # frames; more than any clock counts


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


class _Time(NamedTuple):
    value: float
    rate: float


def events_of(text: str) -> tuple[Event, ...]:
    """The shots of the first video track that has any, or every shot where no track has one; gaps
    are passed over.

    Args:
        text: OpenTimelineIO's JSON of a timeline, or of a part of one.

    Raises:
        ValueError: it is none.
    """
    try:
        return tuple(_events(_first_track(json.loads(text, parse_constant=_refuse_constant))))
    except (TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise ValueError("its parts are not those of a timeline") from error


def _first_track(whole: Any) -> list[Any]:
    every = [whole, *_below(whole)]
    video = (one for one in every if _kind(one) == "Track" and one.get("kind", "Video") == "Video")
    first = next((track for track in video if _clips(_below(track))), None)
    return _clips(every) if first is None else _children(first)


def _events(children: Sequence[Any]) -> Iterator[Event]:
    record, lead, dissolve = 0, 0, 0
    for index, child in enumerate(children):
        if _kind(child) == "Transition":
            lead = _frames(_time(child["in_offset"]))
            dissolve = lead + _frames(_time(child["out_offset"]))
            continue
        tail = _lead_of(children, index + 1)
        start, duration = _extent(child)
        if _kind(child) == "Clip":
            frames = _length(duration) + lead - tail
            yield _event(child, _frames(start) - lead, frames, record - lead, dissolve)
        record += _frames(duration)
        lead = dissolve = 0


def _lead_of(children: Sequence[Any], index: int) -> int:
    """How long before the cut the transition at `index` begins, if there is one."""
    if index == len(children) or _kind(children[index]) != "Transition":
        return 0
    return _frames(_time(children[index]["in_offset"]))


def _event(clip: Any, start: int, frames: int, record: int, dissolve: int) -> Event:
    file = _as_path(_text((_media(clip) or {}).get("target_url")))
    notes = clip.get("metadata") or {}
    return Event(
        name=_text(clip.get("name")) or Path(file).name,
        file=file,
        start=start,
        frames=frames,
        record=record,
        dissolve=dissolve,
        cdl=_cdl_of(notes.get("cdl")),
        lut=_lut_of(notes),
    )


def _kind(node: Any) -> str:
    name = str(node.get("OTIO_SCHEMA")).split(".", 1)[0]
    return _OLD_NAMES.get(name, name)


def _children(node: Any) -> list[Any]:
    found = [node["tracks"]] if _kind(node) == "Timeline" else node.get("children") or []
    if not isinstance(found, list):
        raise TypeError("what a track holds is no list")
    return found


def _below(node: Any) -> Iterator[Any]:
    waiting = _children(node)[::-1]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(_children(one))


def _clips(nodes: Iterable[Any]) -> list[Any]:
    return [node for node in nodes if _kind(node) == "Clip"]


def _extent(node: Any) -> tuple[_Time, _Time]:
    """Where what lies in a track begins in its source, and how long it is."""
    span = node.get("source_range")
    if not span and _kind(node) == "Clip":
        span = (_media(node) or {}).get("available_range")
    if span:
        return _time(span["start_time"]), _time(span["duration"])
    nested = {"Track": _in_a_row, "Stack": _longest}.get(_kind(node))
    if nested is None:
        raise ValueError(f"{_text(node.get('name')) or _kind(node)} does not say its frames")
    return _Time(0, 1), nested(_children(node))


def _in_a_row(children: Sequence[Any]) -> _Time:
    lengths = [_extent(one)[1] for one in children if _kind(one) != "Transition"]
    if children:
        ends = ((children[0], "in_offset"), (children[-1], "out_offset"))
        lengths += [_time(end[side]) for end, side in ends if _kind(end) == "Transition"]
    rate = max((length.rate for length in lengths), default=1)
    return _Time(sum(length.value * rate / length.rate for length in lengths), rate)


def _longest(children: Sequence[Any]) -> _Time:
    lengths = [_extent(one)[1] for one in children]
    return max(lengths, key=lambda length: length.value / length.rate, default=_Time(0, 1))


def _media(clip: Any) -> Any:
    if "media_references" not in clip:  # as it was until Clip.2
        return clip.get("media_reference")
    return clip["media_references"].get(clip.get("active_media_reference_key"))


def _time(node: Any) -> _Time:
    value, rate = float(node["value"]), float(node["rate"])
    if not (abs(value) < _LATEST and 0 < rate < _LATEST):
        raise ValueError(f"{value:g} at {rate:g} a second is no time")
    return _Time(value, rate)


def _frames(time: _Time) -> int:
    return round(time.value)


def _length(duration: _Time) -> int:
    """Frames of a duration; one that ends after midnight was read as less than nothing."""
    frames = _frames(duration)
    return frames if frames >= 0 else frames + 24 * 3600 * round(duration.rate)


def _text(value: object) -> str:
    text = value or ""
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("a name is no text")
    text.encode()  # half a surrogate pair is none either
    return text


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
        return _text(notes["bestlight"].get("lut"))
    if LUT_COLUMN in notes.get("ALE", {}):
        return _text(notes["ALE"][LUT_COLUMN])
    said = [str(c) for c in notes.get("cmx_3600", {}).get("comments", ()) if NOTE in str(c)]
    return _text(said[0].split(NOTE, 1)[1].strip()) if said else ""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
