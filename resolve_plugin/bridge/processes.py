"""Whether a process lives, and starting one that stays when its parent ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_NO_WINDOW = 0x08000000
_NEW_GROUP = 0x00000200
_SYNCHRONIZE = 0x00100000
_STILL_RUNNING = 0x102


def is_alive(pid: int) -> bool:
    """Whether a process of this number runs now; one that has ended and that its parent has not
    asked about yet does not (known on Linux only).
    """
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b")")[2].split()[:1] == [b"Z"]


def _alive_on_windows(pid: int) -> bool:
    # os.kill would end the process there.
    import ctypes

    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
    if not handle:
        return False
    try:
        return kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0) == _STILL_RUNNING
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment without what Resolve's Python and Qt would impose on ours."""
    return {
        name: value
        for name, value in environ.items()
        if not name.upper().startswith(("PYTHON", "QT_", "__PYVENV"))
    }


def options_apart(platform: str) -> dict[str, Any]:
    """Options of `subprocess.Popen` for a process without a window that its parent does not take
    along when it ends; `platform` as `sys.platform`.
    """
    if platform == "win32":
        return {"creationflags": _NO_WINDOW | _NEW_GROUP}
    return {"start_new_session": True}


def start_apart(command: Sequence[str]) -> int:
    """Start a process of its own, silent, in a clean environment; its number.

    Raises:
        OSError: it cannot be started.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(os.environ),
        **options_apart(sys.platform),
    )
    return process.pid
