"""Where shots begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Start = Literal["start", "cut", "dissolve", "fade", "edit"]
"""How a shot begins: with the clip, by a hard cut, a dissolve, a fade through black or white, or as
an edit list has it."""


@dataclass(frozen=True)
class ShotSpan:
    """One shot of a clip; frames are counted from 0.

    Attributes:
        first: its first frame. In a dissolve: the first that is no longer wholly the shot before.
        last: its last frame; the next shot begins right after it.
        kind_of_start: how it begins.
        dissolve: how many frames from the first on still show the shot before.
        name: for people; empty where nothing gave it one.
    """

    first: int
    last: int
    kind_of_start: Start = "start"
    dissolve: int = 0
    name: str = ""

    @property
    def frames(self) -> int:
        """How many there are."""
        return self.last - self.first + 1

    @property
    def steady(self) -> tuple[int, int]:
        """First frame that shows this shot alone, and the last."""
        return min(self.first + self.dissolve, self.last), self.last

    def as_dict(self) -> dict[str, Any]:
        """The shot as JSON-serialisable data."""
        named = {"name": self.name} if self.name else {}
        return {
            "first": self.first,
            "last": self.last,
            "kind_of_start": self.kind_of_start,
            "dissolve": self.dissolve,
            **named,
        }


@dataclass(frozen=True)
class Shots:
    """The shots of a clip.

    Attributes:
        spans: they cover the clip without a gap.
        flashes: first and last frame of each flash, which is no cut.
        rate: frames a second.
        found: how: "detected", or the edit list's name.
    """

    spans: tuple[ShotSpan, ...]
    flashes: tuple[tuple[int, int], ...]
    rate: float
    found: str = "detected"

    @property
    def frames(self) -> int:
        """Frames of the clip."""
        return self.spans[-1].last + 1

    def as_dict(self) -> dict[str, Any]:
        """The shots as JSON-serialisable data."""
        return {
            "shots": [span.as_dict() for span in self.spans],
            "flashes": [{"first": first, "last": last} for first, last in self.flashes],
            "frames": self.frames,
            "rate": self.rate,
            "found": self.found,
        }


def spans_between(starts: Sequence[tuple[int, Start, int]], frames: int) -> tuple[ShotSpan, ...]:
    """Shots from where they begin.

    Args:
        starts: first frame, kind and dissolve of each shot but the first, in order.
        frames: of the clip, at least 1.
    """
    whole: tuple[int, Start, int] = (0, "start", 0)
    kept = [whole, *(one for one in starts if 0 < one[0] < frames)]
    ends = [first - 1 for first, _, _ in kept[1:]] + [frames - 1]
    return tuple(
        ShotSpan(first, last, kind, min(dissolve, last - first))
        for (first, kind, dissolve), last in zip(kept, ends, strict=True)
    )
