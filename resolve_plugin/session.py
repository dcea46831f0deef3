"""The session: Bestlight's own process while it is open in Resolve.

`python -m resolve_plugin.session --stdio` is started by the Python launcher, which it serves
through its standard pipes; `--start-spool FILE` by the Lua launcher: it makes a spool, names it in
that file and goes on as a process of its own with `--spool FOLDER`. It carries out the requests of
the command queue, one at a time, and ends when the launcher or Resolve does, leaving nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from core.errors import BestlightError, Cancelled
from core.progress import Progress
from resolve_plugin.api import ProjectManager
from resolve_plugin.bridge import Bridge, CallFailed, HostGone
from resolve_plugin.bridge.pipes import PipeBridge
from resolve_plugin.bridge.processes import start_apart
from resolve_plugin.bridge.remote import LauncherBridge
from resolve_plugin.bridge.spool import SpoolBridge, list_stale_spools, start_spool
from resolve_plugin.command_queue import Command, CommandQueue, Note, list_stale_queues
from resolve_plugin.panel_window import can_show, in_turn, run_with_panel
from resolve_plugin.runtime import SessionLock, make_runtime_folder
from resolve_plugin.temporary import remove_stale_folders

Perform = Callable[[Any, Bridge, Progress, Note], Any]
"""Carries out a request, given as JSON data; gives the result as such."""
Begin = Callable[[Bridge], Sequence[str]]

_PAUSE = 0.05
_LOOK_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.5
_LAST_SECONDS = 5.0
OPEN_ALREADY = "it is open already; close it there, or with: bestlight resolve close"
RESOLVE_CLOSED = "Resolve was closed"
CLOSED = "closed"


class Session:
    """One session over an open bridge, from `run` to its return.

    Args:
        bridge: to Resolve; closed at the end.
        perform: carries out a request.
        begin: done before the first command; what it returns is said with that.
    """

    def __init__(
        self, bridge: LauncherBridge, perform: Perform, begin: Begin | None = None
    ) -> None:
        self._bridge = bridge
        self._perform = perform
        self._begin = begin
        self._news: list[str] = []
        self._over = ""
        self._waiting: deque[Command] = deque()
        self._current: Command | None = None
        self._worker: threading.Thread | None = None

    def end(self, why: str) -> None:
        """End soon, and say why; may be called from any thread and from a signal's handler."""
        self._over = self._over or why

    def run(self) -> str:
        """Serve the queue until the end; returns why it ended.

        Raises:
            BestlightError: the runtime folder cannot be used.
        """
        try:
            self._run_alone()
        except BestlightError as error:
            self.end(error.message)
            raise
        finally:
            self._part()
        return self._over

    def _part(self) -> None:
        self._bridge.close("" if self._over == CLOSED else self._over)

    def _run_alone(self) -> None:
        lock = SessionLock(make_runtime_folder())
        if not lock.take():
            self.end(OPEN_ALREADY)
            return
        try:
            remove_leftovers()
            queue = CommandQueue(self._bridge.gone)
            try:
                self._serve(queue)
            finally:
                self._finish_work()
                queue.close()
            self._part()
        finally:
            lock.release()

    def _serve(self, queue: CommandQueue) -> None:
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        if self._begin is not None:
            begun = partial(self._begun, self._begin)
            self._worker = threading.Thread(target=begun, name="begin", daemon=True)
            self._worker.start()
        while not self._over:
            for command in queue.take_commands():
                self._take(command)
            self._next_command()
            if self._current is not None and not self._current.wanted():
                self._current.progress.cancel()
            if self._bridge.gone():
                self.end(self._bridge.gone())
            time.sleep(_PAUSE)

    def _begun(self, begin: Begin) -> None:
        # A Resolve that cannot be written to now is for a command to complain of.
        with suppress(BestlightError):
            self._news += begin(self._bridge)

    def _take(self, command: Command) -> None:
        if command.closes:
            self.end(CLOSED)
            return
        if self._busy():
            command.wait_in_line()
        self._waiting.append(command)

    def _next_command(self) -> None:
        for command in [command for command in self._waiting if not command.wanted()]:
            self._waiting.remove(command)
            command.refuse(Cancelled())
        if self._waiting and not self._busy():
            self._current = self._waiting.popleft()
            self._worker = threading.Thread(
                target=self._carry_out, args=(self._current,), name="command", daemon=True
            )
            self._worker.start()

    def _busy(self) -> bool:
        return self._worker is not None and self._worker.is_alive()

    def _carry_out(self, command: Command) -> None:
        while self._news:
            command.note(self._news.pop(0))
        command.carry_out(
            lambda: self._perform(command.request, self._bridge, command.progress, command.note)
        )

    def _watch(self) -> None:
        # Not in the main thread: while Resolve shows a dialog, a call may take as long as it does.
        manager: ProjectManager | None = None
        misses = 0
        while not self._over:
            try:
                manager = manager or self._bridge.resolve.GetProjectManager()
                lives = manager is not None and manager.GetCurrentDatabase() is not None
            except CallFailed:
                lives = False
            except HostGone:
                return
            manager, misses = (manager, 0) if lives else (None, misses + 1)
            if misses > 1:
                self.end(RESOLVE_CLOSED)
            time.sleep(_LOOK_SECONDS if lives else _LOOK_AGAIN_SECONDS)

    def _finish_work(self) -> None:
        if self._current is not None:
            self._current.progress.cancel()
        if self._worker is not None:
            self._worker.join(_LAST_SECONDS)


def remove_leftovers() -> None:
    """Remove what sessions that were killed left; for the session that has the lock."""
    runtime = make_runtime_folder()
    for folder in [*list_stale_spools(runtime), *list_stale_queues(runtime)]:
        shutil.rmtree(folder, ignore_errors=True)
    remove_stale_folders()


def main(arguments: Sequence[str], perform: Perform | None = None) -> int:
    """The process: 0 when the session has ended in order, 1 when it could not begin.

    `perform` carries out a request; by default those of `bestlight resolve`, and then the panel is
    shown beside, where there is a screen.
    """
    options = _options(arguments)
    try:
        if options.start_spool is not None:
            start_spool(options.start_spool, make_runtime_folder(), _spool_starter(options))
            return 0
        bridge = _bridge(options)
        if perform is None and can_show():
            turn = threading.RLock()
            session = Session(bridge, in_turn(turn, perform_request), in_turn(turn, _put_right))
            _end_on_signals(session)
            run_with_panel(session, bridge, turn)
            return 0
        session = Session(bridge, perform or perform_request, None if perform else _put_right)
        _end_on_signals(session)
        session.run()
    except (BestlightError, OSError) as error:
        sys.stderr.write(f"Bestlight: {error}\n")
        return 1
    finally:
        if options.met is not None:
            # A launcher that was killed before it read it has left it there.
            options.met.unlink(missing_ok=True)
    return 0


def leave(code: int) -> NoReturn:
    """End this process: threads that wait for a launcher that is gone do not hold it up."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m resolve_plugin.session", description=__doc__)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--stdio", action="store_true")
    way.add_argument("--start-spool", type=Path, metavar="FILE")
    way.add_argument("--spool", type=Path, metavar="FOLDER")
    parser.add_argument("--launcher", type=int, default=0, help="the launcher's process")
    parser.add_argument("--met", type=Path, metavar="FILE", help="that of --start-spool")
    return parser.parse_args(arguments)


def _bridge(options: argparse.Namespace) -> LauncherBridge:
    if options.stdio:
        return PipeBridge.over_standard_pipes()
    return SpoolBridge(options.spool, options.launcher)


def _spool_starter(options: argparse.Namespace) -> Callable[[Path], int]:
    program = [sys.executable, "-E", "-P", "-m", "resolve_plugin.session"]
    known = ["--launcher", str(options.launcher), "--met", str(options.start_spool)]
    return lambda folder: start_apart([*program, "--spool", str(folder), *known])


def _end_on_signals(session: Session) -> None:
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _ending(session))


def _ending(session: Session) -> Callable[[int, FrameType | None], None]:
    return lambda number, frame: session.end(CLOSED)


def _put_right(bridge: Bridge) -> Sequence[str]:
    """What a run that was cut short has left."""
    from resolve_plugin.adapter.host import ResolveHost

    return ResolveHost(bridge).recover()


def perform_request(data: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
    """Carry out a request of `bestlight resolve`; see `resolve_plugin.perform.perform`."""
    from resolve_plugin.perform import perform
    from resolve_plugin.requests import request_from_dict

    return perform(request_from_dict(data), bridge, progress, note)


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
