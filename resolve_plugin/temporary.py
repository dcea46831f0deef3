"""Folders for pictures and LUTs on their way; those that a killed run has left are removed."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolve_plugin.bridge.processes import is_alive

_NAME = re.compile(r"bestlight-(\d+)-\w+")


def make_temporary_folder() -> Path:
    """Make a folder that only this user may enter, named after this process; `OSError` if not."""
    remove_stale_folders()
    return Path(tempfile.mkdtemp(prefix=f"bestlight-{os.getpid()}-"))


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of `make_temporary_folder`, removed afterwards."""
    folder = make_temporary_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_stale_folders() -> None:
    """Remove those whose process has ended."""
    for folder in Path(tempfile.gettempdir()).glob("bestlight-*-*"):
        named = _NAME.fullmatch(folder.name)
        if named and not is_alive(int(named[1])) and _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    # The place is open to all: a folder of that name may be somebody else's, or a link.
    try:
        mine = sys.platform == "win32" or folder.lstat().st_uid == os.getuid()
    except OSError:
        return False
    return mine and folder.is_dir() and not folder.is_symlink()
