"""Temporary names, and what killed runs leave behind under them.

A name says which process on which machine writes under it. What a process that is gone has left is
removed by the next run that writes into the same folder; what another machine writes on a shared
disk is only taken for left once nothing of it has changed for two days. A run that was killed while
it made a set of files public has it taken back, as one that fails takes it back itself.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"^\.[0-9a-f]{12}(?:\.([0-9a-f]{6})-(\d{1,10}))?\.part(?:\.\w+)?$")
_ABANDONED = 48 * 3600.0  # seconds
# On Windows to ask for a process would end it, so that there age alone tells.
_CAN_ASK = os.name != "nt"
_swept: set[Path] = set()


def part_name(suffix: str = "") -> str:
    """A new hidden name for a file of that suffix, or for a folder, that is still being written."""
    return f".{secrets.token_hex(6)}.{_machine()}-{os.getpid()}.part{suffix}"


def sweep(folder: Path) -> None:
    """Remove what killed runs left in a folder; once in a process, and never with an error."""
    place = folder.absolute()
    if place in _swept:
        return
    _swept.add(place)
    with suppress(OSError):
        for entry in list(place.iterdir()):
            if _is_left(entry):
                _take_back(entry)
                _remove(entry)


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _is_left(path: Path) -> bool:
    found = _NAME.match(path.name)
    if found is None or path.is_symlink():
        return False
    machine, process = found.groups()
    if machine == _machine() and process and _CAN_ASK:
        return not _is_running(int(process))
    return time.time() - _last_change(path) > _ABANDONED


def _take_back(left: Path) -> None:
    """Remove what of a set has become real before the rest could; a whole set stays."""
    if not left.is_dir():
        return
    real = {one: left.parent / one.name for one in left.iterdir()}
    same = [path for one, path in real.items() if path.is_file() and path.samefile(one)]
    if len(same) < len(real):
        for path in same:
            path.unlink()


def _is_running(process: int) -> bool:
    """Whether a process of that number exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        # It exists and belongs to somebody else.
        return True
    return True


def _last_change(path: Path) -> float:
    inside = path.iterdir() if path.is_dir() else ()
    return max(entry.stat().st_mtime for entry in (path, *inside))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
