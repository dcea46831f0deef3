"""A process with everything loaded, from which command lines are forked, each to meet a fault.

It reads a request in JSON from each line of its input and answers in one line: the exit code
(negative: the signal that ended it), what was said on stderr, and how many events there were. An
event is a step of progress, or a call that changes what lies in the working directory; the fault
happens just before the event of its number. Loading takes seconds, a trial a fraction of one.
"""

from __future__ import annotations

import ctypes
import io
import json
import mmap
import os
import resource
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

_CHANGES = frozenset(
    ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate", "shutil.rmtree")
)
_STEP = "bestlight.step"
_DAY = 86400.0
_LIMIT = 120.0  # seconds after which what hangs is ended


def main() -> None:
    """Answer requests until the input ends."""
    _load(sys.argv[1:])
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(_warmed(request) if request["warm"] else _tried(request)))
        sys.stdout.write("\n")
        sys.stdout.flush()


def _load(words: list[str]) -> None:
    import core.cli.main
    import core.grade.deliver
    import core.host.lut_file
    import core.models.install
    import core.report.write  # noqa: F401
    from core.progress import Progress

    if words:
        import open_clip
        import torch

        torch.set_num_threads(1)
        open_clip.add_model_config(Path(words[0]))
    told = Progress._tell

    def stepped(self: Progress, *arguments: Any) -> None:
        sys.audit(_STEP)
        told(self, *arguments)

    Progress._tell = stepped  # pyright: ignore[reportAttributeAccessIssue]


def _warmed(request: dict[str, Any]) -> dict[str, Any]:
    """Run the command line here, so that the forks find everything that it loads."""
    from core.cli.main import main as run

    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
        code = run(request["words"])
    return {"code": code, "said": said.getvalue(), "events": 0}


def _tried(request: dict[str, Any]) -> dict[str, Any]:
    ear, mouth = os.pipe()
    counted = mmap.mmap(-1, 8)
    child = os.fork()
    if child == 0:
        _run(request, mouth, counted)
    os.close(mouth)
    timer = threading.Timer(_LIMIT, os.kill, (child, signal.SIGKILL))
    timer.start()
    with os.fdopen(ear, encoding="utf-8", errors="replace") as heard:
        said = heard.read()
    _, status = os.waitpid(child, 0)
    timer.cancel()
    events = int.from_bytes(counted[:8], "little")
    return {"code": os.waitstatus_to_exitcode(status), "said": said, "events": events}


def _run(request: dict[str, Any], mouth: int, counted: mmap.mmap) -> None:
    """In the child: run the command line, and leave."""
    from core.cli.main import main as run

    code = 70
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(mouth, 2)
        os.close(mouth)
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        if request.get("user"):
            os.setgid(request["user"])
            os.setuid(request["user"])
        _watch(Path.cwd(), request, counted)
        code = run(request["words"])
    finally:
        sys.stderr.flush()
        os._exit(code)


def _watch(root: Path, request: dict[str, Any], counted: mmap.mmap) -> None:
    """Count the events, and let the fault happen at its place."""
    state = {"events": 0, "busy": False}
    act = _ACTS.get(request.get("fault", ""))

    def seen(event: str, arguments: tuple[Any, ...]) -> None:
        if state["busy"] or not _counts(event, arguments, root):
            return
        state["busy"] = True
        state["events"] += 1
        counted[:8] = state["events"].to_bytes(8, "little")
        try:
            if act and state["events"] == request["at"]:
                act(root, request)
        finally:
            state["busy"] = False

    sys.addaudithook(seen)


def _counts(event: str, arguments: tuple[Any, ...], root: Path) -> bool:
    if event == _STEP or event in _CHANGES:
        return True
    if event != "open" or not isinstance(arguments[0], str):
        return False
    path, flags = arguments[0], arguments[2]
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    return bool(writes) and os.path.abspath(path).startswith(str(root))  # noqa: PTH100


def _kill(_root: Path, _request: dict[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupt(_root: Path, _request: dict[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGINT)


def _fill(root: Path, _request: dict[str, Any]) -> None:
    """No room from now on: a small file system is filled up, elsewhere nothing may grow."""
    if not os.path.ismount(root):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        return
    with (root / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError:
                continue


def _lock(root: Path, request: dict[str, Any]) -> None:
    for path in (root / name for name in ("", *request["places"])):
        if path.is_dir():
            path.chmod(0o555)


def _vanish(root: Path, request: dict[str, Any]) -> None:
    for name in request["places"]:
        shutil.rmtree(root / name, ignore_errors=True)


def _grow(root: Path, request: dict[str, Any]) -> None:
    with (root / request["source"]).open("ab") as file:
        file.write(b"\0" * 5000 + b"mdat" * 2000)


def _clock(days: float) -> Callable[[Path, dict[str, Any]], None]:
    def jump(_root: Path, _request: dict[str, Any]) -> None:
        real = time.time
        time.time = lambda: real() + days * _DAY

    return jump


_ACTS: dict[str, Callable[[Path, dict[str, Any]], None]] = {
    "killed": _kill,
    "Ctrl-C": _interrupt,
    "disk full": _fill,
    "made read-only": _lock,
    "folder vanishes": _vanish,
    "source grows": _grow,
    "clock jumps on": _clock(400),
    "clock jumps back": _clock(-400),
}


if __name__ == "__main__":
    # Where it ends, so do those that it made.
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    main()
