"""The measurement itself, wherever the bridge is: in the session, or in a process outside."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from typing import Any

from core.progress import Progress
from resolve_plugin.bridge import Bridge
from resolve_plugin.command_queue import Note
from resolve_plugin.session import leave, main

ITEM_READS = (
    "GetName",
    "GetUniqueId",
    "GetStart",
    "GetDuration",
    "GetTrackTypeAndIndex",
    "GetMediaPoolItem",
    "GetCurrentVersion",
)


def measure(bridge: Bridge, reads: int, changes: int) -> dict[str, list[float]]:
    """Milliseconds of each read and of each clip change.

    A clip change is 8 reads: the current item and 7 of its properties. It comes after a pause, as
    a user makes it, so that the launcher has to be woken: "one by one" is 8 round trips, "together"
    2, since the properties can be asked for at once when the item is known.
    """
    manager = bridge.resolve.GetProjectManager()
    project = manager.GetCurrentProject()
    timeline: Any = project.GetCurrentTimeline() if project else None
    item = timeline.GetCurrentVideoItem()
    return {
        "read": [_milliseconds(item.GetName) for _ in range(reads)],
        "change, one by one": [_after_pause(lambda: _one_by_one(timeline)) for _ in range(changes)],
        "change, together": [
            _after_pause(lambda: _together(bridge, timeline)) for _ in range(changes)
        ],
    }


def _one_by_one(timeline: Any) -> None:
    item = timeline.GetCurrentVideoItem()
    for name in ITEM_READS:
        getattr(item, name)()


def _together(bridge: Bridge, timeline: Any) -> None:
    item = timeline.GetCurrentVideoItem()
    bridge.together([(item, name, ()) for name in ITEM_READS])


def _after_pause(work: Callable[[], object]) -> float:
    time.sleep(0.15 + 0.1 * random.random())  # at no fixed place in the launcher's rhythm
    return _milliseconds(work)


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def in_session(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
    """A request of the session's: how many reads and changes; gives the figures."""
    return measure(bridge, request["reads"], request["changes"])


if __name__ == "__main__":
    # Started by a launcher in place of Bestlight's Python, with that Python's options.
    sys.executable, *words = sys.argv[1:]  # the session starts itself again by that name
    leave(main(words[words.index("resolve_plugin.session") + 1 :], in_session))
