"""Starts the real launchers as Resolve would: child processes of a stand-in for Resolve."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.progress import Progress
from resolve_plugin.bridge.processes import is_alive
from resolve_plugin.command_queue import SessionReply, ask_session, queue_folder
from resolve_plugin.runtime import find_session
from resolve_plugin.setup.install import make_launcher

ROOT = Path(__file__).parents[2]
KINDS = ("python", "lua51", "luajit21")


PATIENCE = 90.0
"""Seconds after which something hangs, and is not merely slow on a busy machine."""


def until(test: Callable[[], Any]) -> None:
    """Wait until `test` is true."""
    end = time.monotonic() + PATIENCE
    while not test():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE} s: {test}")
        time.sleep(0.02)


def asked(*argv: str) -> SessionReply | None:
    """What the running session makes of a test's command; `close` ends it."""
    request = {"request": argv[0], "argv": argv[1:]}
    return ask_session(request, Progress(), lambda note: None)


def stand_in_python(folder: Path) -> Path:
    """A program with an awkward name that acts as Bestlight's Python, with commands for tests."""
    folder = folder / 'Bob\'s "Apps" $HOME'
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "py thon"
    program.write_text(
        f"#!/bin/sh\ncd {shlex.quote(str(ROOT))}\n"
        f'exec {shlex.quote(sys.executable)} -E -m tests.resolve.child "$0" "$@"\n'
    )
    program.chmod(0o755)
    return program


class Opened:
    """Bestlight, opened from the stand-in's menu.

    Args:
        kind: "python", or the Lua of lupa's that runs the Lua launcher.
        folder: for all that is made; holds the runtime folder.
        python: the program that the launcher starts.
        change: a piece of the launcher's text, and what stands there instead.
        environment: added to that of Resolve.
    """

    def __init__(
        self,
        kind: str,
        folder: Path,
        python: Path | str = "",
        change: tuple[str, str] = ("", ""),
        **environment: str,
    ):
        self.kind = kind
        self.folder = folder
        self.runtime = folder / "runtime"
        folder.mkdir(exist_ok=True)
        python = python or stand_in_python(folder)
        self.launcher = folder / f"launcher.{kind}"
        text = make_launcher("python" if kind == "python" else "lua", str(python))
        assert change[0] in text
        self.launcher.write_text(text.replace(*change) if change[0] else text, "utf-8")
        self.console = folder / f"console-{kind}.txt"
        (folder / "script.pid").unlink(missing_ok=True)
        (folder / "script.done").unlink(missing_ok=True)
        with self.console.open("wb") as console:
            self.resolve = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.resolve.stand_in", "resolve", kind),
                    str(self.launcher),
                    str(folder),
                ],
                cwd=ROOT,
                stdout=console,
                stderr=console,
                env={
                    **os.environ,
                    "PYTHONUNBUFFERED": "1",
                    "TMPDIR": str(folder),
                    **environment,
                },
            )

    def wait(self) -> Opened:
        """Wait until the session is open and takes commands."""
        until(lambda: (session := find_session()) and queue_folder(self.runtime, session).exists())
        return self

    @property
    def script(self) -> int:
        """The process that runs the launcher."""
        until((self.folder / "script.pid").exists)
        return int((self.folder / "script.pid").read_text())

    @property
    def session(self) -> int:
        """The process of the session."""
        return int((self.runtime / "session.lock").read_text())

    def said(self) -> str:
        """What the launcher wrote into Resolve's console."""
        return self.console.read_text("utf-8")

    def command(self, *argv: str) -> Any:
        """Have the session carry out a test's command, and give its result."""
        reply = asked(*argv)
        assert reply is not None
        return reply.data

    def shell(self, *argv: str) -> subprocess.Popen[str]:
        """A shell's command that has the session carry out a test's command, and says how it
        ended.
        """
        code = (
            "import sys; from tests.resolve.bridging import asked\n"
            "from core.errors import BestlightError\n"
            "try: asked(*sys.argv[1:]); print('exit', 0)\n"
            "except BestlightError as error: print('exit', error.exit_code)"
        )
        return subprocess.Popen(
            [sys.executable, "-c", code, *argv], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def script_ended(self) -> bool:
        """Whether the launcher has ended by itself."""
        return (self.folder / "script.done").exists()

    def left(self) -> list[str]:
        """What lies about that should not."""
        ours = str(self.runtime)
        meetings = [path for path in Path("/tmp").glob("lua_*") if ours in _text(path)]
        # Unlike `rglob`, a walk bears folders that go away under it.
        inside = [
            str(Path(folder, name))
            for folder, folders, files in os.walk(self.runtime)
            for name in (*folders, *files)
        ]
        return sorted(inside) + [str(path) for path in meetings]

    def kill(self) -> None:
        """End whatever still runs."""
        for file in (self.runtime / "session.lock", self.folder / "script.pid"):
            pid = int(file.read_text()) if file.exists() else 0
            if is_alive(pid):
                with contextlib.suppress(ProcessLookupError):  # it may end by itself meanwhile
                    os.kill(pid, signal.SIGKILL)
        self.resolve.kill()
        self.resolve.wait()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""  # another's, or gone since
