"""A benchmark's own module in the place of Bestlight's Python, started by the real launchers."""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path
from typing import Any

from core.progress import Progress
from resolve_plugin.command_queue import CLOSE, SessionReply, ask_session
from resolve_plugin.runtime import find_session
from resolve_plugin.setup.install import make_launcher
from resolve_plugin.setup.menu import Kind
from tests.fake_resolve.running import RunningResolve, patient

ROOT = Path(__file__).parents[1]
_START_SECONDS = 60.0
_SUFFIXES: dict[Kind, str] = {"python": "py", "lua": "lua"}


def ask_through_launcher(
    resolve: RunningResolve, kind: Kind, module: str, request: dict[str, Any], folder: Path
) -> Any:
    """What `module`'s session answers to a request, started from the menu of a fake Resolve.

    The session is closed again. The launcher calls ``python -m module PYTHON OPTIONS...``, where
    the options are those that Bestlight's Python gets. `folder` takes the launcher.

    Raises:
        SystemExit: no session came.
    """
    python = folder / "python"
    program = f"{shlex.quote(sys.executable)} -E -m {module}"
    python.write_text(f'#!/bin/sh\ncd {shlex.quote(str(ROOT))}\nexec {program} "$0" "$@"\n')
    python.chmod(0o755)
    launcher = folder / f"Bestlight.{_SUFFIXES[kind]}"
    launcher.write_text(make_launcher(kind, str(python)), encoding="utf-8")
    os.environ["BESTLIGHT_HOME"] = resolve.environment["BESTLIGHT_HOME"]
    resolve.launch(launcher)
    end = time.monotonic() + patient(_START_SECONDS)
    while not find_session() and time.monotonic() < end:
        time.sleep(0.02)
    reply = _ask(request)
    if reply is None:
        raise SystemExit(f"no session: {resolve.console()}")
    _ask({"request": CLOSE})
    resolve.wait_ended()
    return reply.data


def _ask(request: dict[str, Any]) -> SessionReply | None:
    return ask_session(request, Progress(), lambda note: None)
