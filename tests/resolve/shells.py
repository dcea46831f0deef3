"""Command lines forked from one process that has everything loaded, each a process of its own.

Loading Bestlight takes most of a short command's time. A fork has its own process number,
environment, folder and output; what loads it as a user does is tried beside it (`Beside.start`).
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from tests.fake_resolve.running import REPOSITORY


class Forked:
    """A command line that runs; to be used as `subprocess.Popen` is.

    Args:
        words: of the command line, without `bestlight`.
        folder: where it runs.
        environment: its own.
    """

    def __init__(self, words: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.args = words
        self.returncode: int | None = None
        self._said = Path(tempfile.mkdtemp(prefix="shell-"))
        request = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "said": str(self._said),
        }
        self.pid: int = _loaded().ask(request)

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Wait for its end; what it printed, and what it complained of.

        Raises:
            subprocess.TimeoutExpired: it has not ended by then.
        """
        end = time.monotonic() + timeout
        while self.returncode is None:
            self.returncode = _loaded().ask({"ended": self.pid})
            if self.returncode is None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(list(self.args), timeout)
            time.sleep(0.01)
        out, error = (
            (self._said / name).read_text(encoding="utf-8", errors="replace")
            for name in ("stdout", "stderr")
        )
        shutil.rmtree(self._said)
        return out, error

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, 9)


class _Loaded:
    """The process that is forked; it ends with this one."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.resolve.shells"],
            cwd=REPOSITORY,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, request: Mapping[str, Any]) -> Any:
        to, back = self._process.stdin, self._process.stdout
        if to is None or back is None:
            raise EOFError("no process to be forked")
        with self._one_at_a_time:
            to.write(json.dumps(request) + "\n")
            to.flush()
            return json.loads(back.readline())


_FIRST = threading.Lock()


def _loaded() -> _Loaded:
    with _FIRST:  # else two that begin at once wait for each other's children
        return _started()


@cache
def _started() -> _Loaded:
    return _Loaded()


# --- in the process that is forked


def _serve() -> None:
    """Fork for each request, or say what became of one that was made."""
    _load()
    for line in sys.stdin:
        request = json.loads(line)
        if "ended" in request:
            pid, status = os.waitpid(request["ended"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = os.fork()
            if answer == 0:
                _become(request)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _load() -> None:
    from core.cli.main import make_app

    make_app()
    import core.grade.run  # noqa: F401
    import resolve_plugin.perform  # noqa: F401

    gc.freeze()  # else the forks' collector copies all that is loaded


def _become(request: Mapping[str, Any]) -> NoReturn:
    """Be the command line, as if it had been started at a shell, to its end."""
    from core.cli.main import run

    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    tempfile.tempdir = None
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(Path(request["said"], name), os.O_WRONLY | os.O_CREAT), number)
    code: Any = 1
    try:
        run(request["words"])
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 (the fork's own boundary: its end would keep it quiet)
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # taking all that is loaded down takes as long as the command


if __name__ == "__main__":
    _serve()
