"""`RunningResolve`: a fake Resolve in a process of its own, for tests of the real launchers."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.fake_resolve.profile import Profile

REPOSITORY = Path(__file__).resolve().parents[2]
_STANDARD = "tests.fake_resolve.standard:standard_timeline"
_SECONDS = 90.0


def patient(seconds: float) -> float:
    """A limit for something that hangs, as many times as long as there are processes that wait for
    each core: where other work has the machine, what is slow does not hang.
    """
    waiting = os.getloadavg()[0] if hasattr(os, "getloadavg") else 1.0
    return seconds * max(1.0, waiting / (os.cpu_count() or 1))


class MenuEmptyError(Exception):
    """Resolve's Scripts menu does not list the file."""


def resolves_python() -> str:
    """A Python other than Bestlight's own, as Resolve would find one; else this one."""
    for name in ("/usr/bin/python3", "/usr/local/bin/python3"):
        if Path(name).is_file() and not sys.executable.startswith(name):
            return name
    return shutil.which("python3") or sys.executable


class RunningResolve:
    """A Resolve process, its Scripts menu, and what it leaves behind. Use it in a `with` statement.

    Args:
        profile: version and edition.
        folder: everything is kept in here: LUT folders, media, console output, temporary files.
        quirks: `name=value` words.
        setup: MODULE:FUNCTION(fake, folder) that fills the timeline.
        python: the Python in which menu scripts run.

    Attributes:
        environment: for every process of the test: a home, a temporary folder and Bestlight's data
            of its own, and BMD_RESOLVE_LUT_DIR.
        resolve_pid: the Resolve process.
        launcher_pids: the menu scripts started, oldest first.
    """

    def __init__(
        self,
        profile: Profile,
        folder: Path,
        *,
        quirks: Sequence[str] = (),
        setup: str = _STANDARD,
        python: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.profile = profile
        self.folder = folder
        self._setup, self._quirks, self._python = setup, quirks, python or resolves_python()
        self._mark = uuid.uuid4().hex
        self.temporary, self.home = folder / "tmp", folder / "home"
        for made in (self.temporary, self.home):
            made.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "BESTLIGHT_HOME": str(folder / "bestlight"),
            "BMD_RESOLVE_LUT_DIR": str(self.master_lut),
            "FAKE_RESOLVE_RUN": self._mark,
            **(environment or {}),
        }
        self.resolve_pid = 0
        self.launcher_pids: list[int] = []
        self._consoles: list[Path] = []
        self._codes: dict[int, int] = {}
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    @property
    def master_lut(self) -> Path:
        """The LUT folder that SetLUT reads."""
        return self.folder / "resolve" / "master" / "LUT"

    @property
    def launcher_pid(self) -> int:
        """The menu script started last."""
        return self.launcher_pids[-1]

    def start(self) -> RunningResolve:
        """Start Resolve and wait until it stands."""
        words = [word for quirk in self._quirks for word in ("--quirk", quirk)]
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.fake_resolve.process", "--setup", self._setup),
                *("--version", self.profile.version, "--edition", self.profile.edition),
                *("--folder", str(self.folder / "resolve"), "--python", self._python, *words),
            ],
            cwd=REPOSITORY,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._process, self.resolve_pid = process, process.pid
        if self._receive() != "ready":
            raise RuntimeError("the fake Resolve did not start")
        return self

    def control(self, do: str, **values: Any) -> Any:
        """Have something done to Resolve; see `tests.fake_resolve.control`. `EOFError` or `OSError`
        once it has ended.
        """
        with self._one_at_a_time:
            self._send({"do": do, **values})
            answer = self._receive()
        if isinstance(answer, dict) and "error" in answer:
            raise ValueError(answer["error"])
        return answer

    def _send(self, message: Any) -> None:
        if self._process is None or self._process.stdin is None:
            raise EOFError("Resolve does not run")
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _receive(self) -> Any:
        if self._process is None or self._process.stdout is None:
            raise EOFError("Resolve does not run")
        line = self._process.stdout.readline()
        if not line:
            raise EOFError("Resolve has ended")
        return json.loads(line)

    def snapshot(self) -> dict[str, Any]:
        """Everything of the user's."""
        return self.control("snapshot")

    # --- menu scripts

    def launch(self, script: Path) -> int:
        """Choose a script in Workspace > Scripts; its process.

        Raises:
            MenuEmptyError: this Resolve does not list it.
        """
        started = self.control("launch", script=str(script))
        if "menu" in started:
            raise MenuEmptyError(f"{script.name} is not listed in Resolve {self.profile}")
        self.launcher_pids.append(started["pid"])
        self._consoles.append(Path(started["console"]))
        return started["pid"]

    def console(self, place: int = -1) -> str:
        """What a script printed to Resolve's console."""
        return self._consoles[place].read_text(encoding="utf-8", errors="replace")

    def wait_ended(self, pid: int | None = None, seconds: float = _SECONDS) -> int | None:
        """Wait for a script's end, by default the last one's; its exit code, or None where nobody
        is left to know it. `TimeoutError` if it does not end.
        """
        pid = pid or self.launcher_pid
        begun = time.monotonic()
        while time.monotonic() - begun < patient(seconds):
            if not _runs(pid):
                return self._exit_code(pid)
            time.sleep(0.02)
        raise TimeoutError(f"process {pid} still runs after {seconds} s")

    def _exit_code(self, pid: int) -> int | None:
        with contextlib.suppress(EOFError, OSError, ValueError):
            return self.control("wait", pid=pid)
        return None

    # --- ends

    def kill_resolve(self) -> None:
        """Resolve crashes; its scripts live on without it."""
        _kill(self.resolve_pid)
        if self._process is not None:
            self._process.wait()

    def kill_launcher(self, pid: int | None = None) -> None:
        """A menu script is killed; Resolve lives on."""
        _kill(pid or self.launcher_pid)

    def quit(self) -> None:
        """End Resolve, and every script and child that is still there."""
        self.kill_resolve()
        for pid in self._family():
            _kill(pid)
        if self._process is not None and self._process.stdout and self._process.stdin:
            self._process.stdout.close()
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def __enter__(self) -> RunningResolve:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.quit()

    # --- what is left

    def leftovers(self) -> list[str]:
        """Processes, temporary files, spools and locks that are still there; none is right once
        every script has ended.
        """
        left = [f"process {pid}: {_command(pid)}" for pid in self._family()]
        for folder in (self.temporary, self.folder / "bestlight" / "runtime"):
            left += [str(path) for path in sorted(folder.rglob("*"))]
        return left

    def wait_clean(self, seconds: float = _SECONDS) -> list[str]:
        """Wait until nothing is left over; what still is after that time."""
        begun = time.monotonic()
        while self.leftovers() and time.monotonic() - begun < patient(seconds):
            time.sleep(0.05)
        return self.leftovers()

    def _family(self) -> list[int]:
        """The live processes of this run but Resolve and this one (found by their environment,
        which needs /proc; elsewhere the scripts only).
        """
        if not Path("/proc/self/environ").exists():
            return [pid for pid in self.launcher_pids if _runs(pid)]
        mark = f"FAKE_RESOLVE_RUN={self._mark}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark in entry.read_bytes():
                    found.append(int(entry.parent.name))
        return sorted(pid for pid in found if pid != self.resolve_pid and _runs(pid))


def _runs(pid: int) -> bool:
    """Whether a process lives; one that has ended and that nobody asked about does not."""
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    if Path("/proc/self/stat").exists():
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
