"""Stands in for Bestlight's own Python in tests: the real session, with commands for tests."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from core.progress import Progress
from resolve_plugin.bridge import Bridge, CallFailed
from resolve_plugin.command_queue import Note
from resolve_plugin.session import leave, main
from tests.resolve.stand_in import UNICODE


def perform(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
    """Carry out a command of the tests."""
    return COMMANDS[request["request"]](bridge, progress, *request["argv"])


def _setting(bridge: Bridge, progress: Progress, *names: str) -> Any:
    project: Any = bridge.resolve.GetProjectManager().GetCurrentProject()
    return [_answer(lambda name=name: project.GetSetting(name)) for name in names]


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        found = ask()
    except CallFailed as error:
        return {"failed": error.message}
    if isinstance(found, dict):
        return {"map": sorted(found.items())}
    return len(found) if isinstance(found, str) and len(found) > 1000 else found


def _timeline(bridge: Bridge) -> Any:
    project: Any = bridge.resolve.GetProjectManager().GetCurrentProject()
    return project.GetCurrentTimeline()


def _items(bridge: Bridge, progress: Progress) -> Any:
    timeline = _timeline(bridge)
    items = timeline.GetItemListInTrack("video", 1)
    names = bridge.together([(item, "GetName", ()) for item in items])
    held = timeline.GetTrackCount("video")
    del items
    return {"names": names, "held": held, "after": timeline.GetTrackCount("video")}


def _slow(bridge: Bridge, progress: Progress, seconds: str) -> Any:
    progress.stage("asking")
    return _timeline(bridge).SetCurrentTimecode(seconds)


def _work(bridge: Bridge, progress: Progress, seconds: str) -> Any:
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        progress.stage("working")
        time.sleep(0.05)
    return "done"


def _environment(bridge: Bridge, progress: Progress) -> Any:
    sys.stdout.write("a stray line\n")
    return sorted(os.environ)


def _broken(bridge: Bridge, progress: Progress) -> Any:
    raise LookupError("a fault of ours")


def _echo(bridge: Bridge, progress: Progress) -> Any:
    item = _timeline(bridge).GetCurrentVideoItem()
    values = [UNICODE, 1.5, None, [1, [True, "x"]], {"Slope": "0.5 0.4 0.2", "n": 2}]
    same = item.GetProperty(item)
    return [item.GetProperty(value) for value in values] == values, same.GetName()


def _frame(bridge: Bridge, progress: Progress, offset: str) -> Any:
    begun, whole = _timeline(bridge).ExportFrame(int(offset))
    return [begun.hex(), whole["data"].hex()]


def _unknown(bridge: Bridge, progress: Progress) -> Any:
    try:
        return _timeline(bridge).GetCurrentVideoItem().GetNodeGraph()
    except CallFailed as error:
        return error.message


COMMANDS: dict[str, Callable[..., Any]] = {
    "setting": _setting,
    "items": _items,
    "slow": _slow,
    "work": _work,
    "environment": _environment,
    "broken": _broken,
    "echo": _echo,
    "frame": _frame,
    "unknown": _unknown,
}


if __name__ == "__main__":
    sys.executable, *words = sys.argv[1:]  # the session starts itself again by that name
    leave(main(words[words.index("resolve_plugin.session") + 1 :], perform))
