"""What else may go wrong around Bestlight in Resolve: disks, locks, two panels, ends while idle.

Each mishap is a function of a fresh `Beside` that raises `Unexpected` where something is not as
promised, and returns what was seen.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from resolve_plugin.bridge.processes import is_alive
from tests.resolve.beside import LAUNCHERS, Beside, require, running, until
from tests.resolve.journey import Route, Way
from tests.resolve.trials import opened

GRADE = ("grade", "--exposure", "0.5")
BATCH = ("batch", "--scope", "timeline", "--exposure", "0.5", "--balance", "0")
OPEN_ALREADY = "it is open already"
_ORDERLY = 1  # exit code of a command that failed in words


class NotPossibleError(Exception):
    """This machine does not let the mishap be made."""


@contextmanager
def tiny_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of that size in the place of `folder`; needs an administrator's rights."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(folder)]
    try:
        subprocess.run(words, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotPossibleError("no file system may be mounted") from error
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _refused(beside: Beside, words: tuple[str, ...], *expected: str) -> str:
    """Run a command that must fail in one line, and change nothing."""
    before = beside.resolve.snapshot()
    code, said, error = beside.ask(*words)
    require(code == _ORDERLY, f"{words[0]}: exit {code}: {error or said}")
    lines = error.strip().splitlines()
    require("internal error" not in error and len(lines) <= 2, f"{words[0]} says: {error}")
    for word in expected:
        require(word in error, f"{words[0]} does not say {word!r}: {error}")
    require(beside.resolve.snapshot() == before, f"{words[0]} has changed something")
    require(not beside.luts(), f"{words[0]} has left {beside.luts()}")
    return lines[0].removeprefix("bestlight: ")


def _works(beside: Beside) -> None:
    """A grade and a batch, each taken back exactly."""
    before = beside.resolve.snapshot()
    for words, back in ((GRADE, ("revert",)), (BATCH, ("revert", "--batch"))):
        beside.run(*words)
        require(beside.resolve.snapshot() != before, f"{words[0]} has changed nothing")
        beside.run(*back)
        require(beside.resolve.snapshot() == before, f"{words[0]} is not taken back")


# --- disks


def lut_folder_read_only(beside: Beside, route: Route) -> str:
    """Nobody may write into the LUT folder."""
    ours = beside.resolve.master_lut / "Bestlight"
    if ours.exists():
        ours.rmdir()
    beside.resolve.control("close_lut_folder")
    said = [_refused(beside, words, str(beside.resolve.master_lut)) for words in (GRADE, BATCH)]
    beside.resolve.control("open_lut_folder")
    _works(beside)
    return said[0]


def lut_folder_full(beside: Beside, route: Route) -> str:
    """The disk of the LUT folder has no room for one LUT."""
    with tiny_disk(beside.resolve.master_lut / "Bestlight", "64k"):
        said = [_refused(beside, words, "is full", "make room") for words in (GRADE, BATCH)]
    _works(beside)
    return said[0]


def lut_folder_full_in_a_batch(beside: Beside, route: Route) -> str:
    """It has room for one LUT, not for all of a batch."""
    with tiny_disk(beside.resolve.master_lut / "Bestlight", "1536k"):
        said = _refused(beside, BATCH, "is full", "make room")
    _works(beside)
    return said


def records_full(beside: Beside, route: Route) -> str:
    """Bestlight cannot write its records."""
    folder = beside.folder / "bestlight" / "ledger"
    with tiny_disk(folder, "4k"):
        (folder / "another's").write_bytes(b"x" * 4096)
        said = [_refused(beside, words) for words in (GRADE, BATCH)]
    _works(beside)
    return said[0]


# --- what the user does


def dialog_open(beside: Beside, route: Route) -> str:
    """A dialog is open: reading goes on, grading is refused."""
    beside.resolve.control("open_modal")
    state = beside.data("status")
    require(state["current"]["name"] == "plain", f"status says {state['current']}")
    require(not state["writable"], "status calls it writable")
    said = [_refused(beside, words, "dialog") for words in (GRADE, BATCH)]
    beside.resolve.control("close_modal")
    _works(beside)
    return said[0]


def track_locked(beside: Beside, route: Route) -> str:
    """The clips' track is locked."""
    beside.resolve.control("lock", track=1)
    said = _refused(beside, GRADE, "locked")
    before = beside.items()
    code, printed, error = beside.ask(*BATCH)
    require(code == 0, f"batch: exit {code}: {error or printed}")
    changed = {name for name, item in beside.items().items() if item != before[name]}
    require(changed == {"two nodes"}, f"a batch has changed {changed}")
    beside.run("revert", "--batch")
    beside.resolve.control("lock", track=0)
    _works(beside)
    return said


def two_shells(beside: Beside, route: Route) -> str:
    """A batch and a grade are asked for at the same time."""
    before = beside.resolve.snapshot()
    shells = [beside.start(*BATCH), beside.start("grade", "user lut", "--node", "1", *GRADE[1:])]
    ends = [beside.finish(shell) for shell in shells]
    codes = [code for code, _, _ in ends]
    told = ends[1][2].partition("\n")[0].removeprefix("bestlight: ")
    waited = codes == [0, 0]
    require(waited or (codes == [0, 1] and "another Bestlight" in told), f"{codes}: {ends}")
    # First the batch: where the grade was the quicker one, it is on that clip, too, and newer.
    beside.run("revert", "--batch")
    if waited:
        beside.run("revert", "user lut")
    require(beside.resolve.snapshot() == before, "not taken back")
    return "one after the other" if waited else told


# --- two panels


def second_panel(beside: Beside, route: Route) -> str:
    """Bestlight is chosen in the menu while it is open."""
    first = beside.session()
    second = beside.resolve.launch(beside.menu / LAUNCHERS[route])
    beside.resolve.wait_ended(second)
    said = beside.resolve.console().strip()
    require(OPEN_ALREADY in said, f"the second says {said!r}")
    require(beside.session() == first, "the first has ended")
    _works(beside)
    return said


def two_panels_at_once(beside: Beside, route: Route) -> str:
    """It is chosen twice before the first is open."""
    beside.closed()
    script = beside.menu / LAUNCHERS[route]
    both = [beside.resolve.launch(script), beside.resolve.launch(script)]
    until(lambda: sum(is_alive(pid) for pid in both) == 1, "one of two ends")
    until(beside.session, "the other is open")
    said = [beside.resolve.console(place).strip() for place in (-2, -1)]
    require(sum(OPEN_ALREADY in text for text in said) == 1, f"they say {said}")
    _works(beside)
    return next(text for text in said if text)


# --- ends while nothing is done


def _ended(beside: Beside, route: Route) -> str:
    until(lambda: not beside.session(), "the session ends")
    beside.resolve.wait_ended()
    said = beside.resolve.console().strip()
    beside.open(route)
    _works(beside)
    return said or "in order"


def launcher_killed_while_idle(beside: Beside, route: Route) -> str:
    """Somebody ends the menu script."""
    beside.resolve.kill_launcher()
    return _ended(beside, route)


def session_killed_while_idle(beside: Beside, route: Route) -> str:
    """Somebody ends Bestlight's own process."""
    os.kill(beside.session(), signal.SIGKILL)
    return _ended(beside, route)


def resolve_closed_while_idle(beside: Beside, route: Route) -> str:
    """Resolve is closed and started again."""
    beside.resolve.control("die")
    until(lambda: not beside.session(), "the session ends")
    beside.resolve.wait_ended()
    left = beside.left()
    require(not left, f"left over: {left}")
    beside.resolve.control("restart")
    return _ended(beside, route)


def launcher_killed_while_opening(beside: Beside, route: Route) -> str:
    """Somebody ends the menu script before Bestlight is open."""
    beside.closed()
    for pause in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4):
        script = beside.resolve.launch(beside.menu / LAUNCHERS[route])
        time.sleep(pause)
        beside.resolve.kill_launcher(script)
        beside.resolve.wait_ended(script)
        left = beside.left()
        require(not left, f"after {pause} s left over: {left}")
    beside.open(route)
    _works(beside)
    return "six times, nothing left"


def resolve_closed_while_opening(beside: Beside, route: Route) -> str:
    """Resolve is closed before Bestlight is open."""
    beside.closed()
    for name in ("GetProductName", "GetCurrentDatabase", "GetItemListInTrack"):
        beside.resolve.control("before_call", name=name, then={"do": "die"})
        script = beside.resolve.launch(beside.menu / LAUNCHERS[route])
        beside.resolve.wait_ended(script)
        left = beside.left()
        require(not left, f"before {name} left over: {left}")
        beside.resolve.control("restart")
    beside.open(route)
    _works(beside)
    return "three times, nothing left"


Mishap = Callable[[Beside, Route], str]
MISHAPS: tuple[Mishap, ...] = (
    lut_folder_read_only,
    lut_folder_full,
    lut_folder_full_in_a_batch,
    records_full,
    dialog_open,
    track_locked,
    two_shells,
)
"""Those that can come whatever the route."""
IN_THE_MENU: tuple[Mishap, ...] = (
    second_panel,
    two_panels_at_once,
    launcher_killed_while_idle,
    session_killed_while_idle,
    resolve_closed_while_idle,
    launcher_killed_while_opening,
    resolve_closed_while_opening,
)
"""Those of the menu's launchers."""


def suffered(mishap: Mishap, way: Way, folder: Path) -> str:
    """Make a mishap in an empty folder; what was seen.

    Raises:
        Unexpected: something was not as promised.
        NotPossibleError: it cannot be made here.
    """
    with running(way.profile, folder, setup="short") as resolve:
        beside = Beside(resolve, forked=True)
        opened(beside, way.route)
        before = resolve.snapshot()
        seen = mishap(beside, way.route)
        beside.run("clean", "--remove")
        require(not beside.luts(), f"LUTs left: {beside.luts()}")
        left = beside.closed()
        require(not left, f"left over: {left}")
        _require_same(before, resolve.snapshot())
        return seen


def _require_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    require(now == before, "not all is as before")
