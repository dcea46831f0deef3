"""The panel over a session: its window in the process's main thread, the session in another.

What a shell asks for and what the panel does go to Resolve one after the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

from core.errors import BestlightError
from core.host.host import Host
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.bridge import Bridge

CLOSED = "closed"
PANEL_VARIABLE = "BESTLIGHT_PANEL"
"""Set to "off", it keeps the panel away: only the connection is opened."""
_TRY_SECONDS = 30
_BEGUN_SECONDS = 0.5
_TRY = "from PySide6.QtWidgets import QApplication; QApplication([])"

Turn = AbstractContextManager[Any]


class Runs(Protocol):
    """A session; see `resolve_plugin.session.Session`."""

    def run(self) -> str:
        """Serve until the end; returns why."""
        ...

    def end(self, why: str) -> None:
        """End soon."""
        ...


def can_show() -> bool:
    """Whether the panel is wanted, and there is a screen for it and all that Qt needs.

    Qt ends the process where it finds no screen, so that is tried in another one.
    """
    if os.environ.get(PANEL_VARIABLE, "").strip().lower() == "off":
        return False
    for name in [name for name in os.environ if name.upper().startswith("QT_")]:
        del os.environ[name]  # Resolve's own, which mean its copy of Qt
    if sys.platform not in ("win32", "darwin"):
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            return False
        return _qt_starts()
    return True


def in_turn(turn: Turn, do: Callable[..., Any]) -> Callable[..., Any]:
    """`do`, waiting for its turn at Resolve."""

    def wait_and_do(*arguments: Any) -> Any:
        with turn:
            return do(*arguments)

    return wait_and_do


class TurnHost:
    """A host whose calls wait for their turn; each call is a whole deed."""

    def __init__(self, host: Host, turn: Turn) -> None:
        self._host, self._turn = host, turn

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._host, name)
        if not callable(found):
            return found

        def call(*arguments: Any, **named: Any) -> Any:
            with self._turn:
                return found(*arguments, **named)

        return call


def taking_turns(host: Host, turn: Turn) -> Host:
    """The host, waiting for its turn at each call."""
    return cast(Host, TurnHost(host, turn))


def run_with_panel(session: Runs, bridge: Bridge, turn: Turn) -> None:
    """Run a session and show the panel until either ends, which ends the other.

    Args:
        session: not yet run; its own calls wait for `turn`, too.
        bridge: the session's.
        turn: at Resolve.

    Raises:
        BestlightError: the session could not run.
    """
    failed: list[BestlightError] = []
    thread = threading.Thread(target=_served, args=(session, failed), name="session")
    thread.start()
    thread.join(_BEGUN_SECONDS)  # one that must not run, since another does, ends at once
    try:
        if thread.is_alive():
            _show(lambda: taking_turns(ResolveHost(bridge), turn), thread.is_alive)
            session.end(CLOSED)
    except ImportError as error:
        sys.stderr.write(f"Bestlight: the panel cannot be shown ({error}); the shell can be used\n")
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _served(session: Runs, failed: list[BestlightError]) -> None:
    try:
        session.run()
    except BestlightError as error:
        failed.append(error)


def _show(open_host: Callable[[], Host], alive: Callable[[], bool]) -> None:
    from ui.app import run_panel

    run_panel(open_host=open_host, alive=alive)


def _qt_starts() -> bool:
    words: Sequence[str] = (sys.executable, "-E", "-P", "-c", _TRY)
    quiet = subprocess.DEVNULL
    try:
        tried = subprocess.run(
            words, stdin=quiet, stdout=quiet, stderr=quiet, timeout=_TRY_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
