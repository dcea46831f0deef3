"""How people name a clip of the timeline, and what they are told where a name fits several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from core.errors import UsageError
from core.host.types import HostClip

T = TypeVar("T")

_SHOWN = 8


def name_places(clips: Sequence[HostClip]) -> dict[str, str]:
    """Where each clip stands, by its id: "V1/3" is the third on video track 1.

    Args:
        clips: all of the timeline, in its order.
    """
    count: Counter[int] = Counter()
    found = {}
    for clip in clips:
        count[clip.track] += 1
        found[clip.id] = f"V{clip.track}/{count[clip.track]}"
    return found


def find_clip(clips: Sequence[HostClip], wanted: str) -> HostClip:
    """The clip of that name, place ("V1/3") or id.

    Args:
        clips: all of the timeline, in its order.
        wanted: as the user gave it.

    Raises:
        UsageError: there is none, or more than one; the hint says how to pick one.
    """
    where = name_places(clips)
    found = clips_called(clips, wanted, where)
    if found:
        return require_one(found, f"clips are called {wanted!r}", lambda clip: where[clip.id])
    there = list_names([clip.name for clip in clips])
    raise UsageError(
        f"no clip is called {wanted!r}", hint=f"there are: {there}; see: bestlight resolve clips"
    )


def clips_called(
    clips: Sequence[HostClip], wanted: str, where: Mapping[str, str]
) -> list[HostClip]:
    """The clips that have this id, else this name, else this place.

    Args:
        clips: those that may be meant.
        wanted: as the user gave it.
        where: each clip's place on its timeline, by its id.
    """
    found = [clip for clip in clips if clip.id == wanted]
    found = found or [clip for clip in clips if clip.name == wanted]
    return found or [clip for clip in clips if where.get(clip.id) == wanted.upper()]


def require_one(found: Sequence[T], called: str, place: Callable[[T], str]) -> T:
    """The only one that was found.

    Raises:
        UsageError: there are more; the hint lists the place of each.
    """
    if len(found) == 1:
        return found[0]
    raise UsageError(
        f"{len(found)} {called}",
        hint=f"say which by its place: {list_names([place(one) for one in found])}",
    )


def list_names(names: Sequence[str]) -> str:
    """The first few names in a row."""
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "") or "none"
