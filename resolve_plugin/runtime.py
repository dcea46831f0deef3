"""Where a session keeps what must not outlive it, and the lock that makes it the only one."""

from __future__ import annotations

import os
import stat
import sys
import time
import warnings
from pathlib import Path

import platformdirs

from core.errors import BestlightError, reason

_LOCK = "session.lock"
_GLANCES = 8
_GLANCE_SECONDS = 0.04
# Windows lets nobody read a locked byte, so the byte locked there lies behind the file's end.
_FAR_BYTE = 1 << 30


def find_runtime_place() -> Path:
    """Where the runtime folder is, or would be made.

    `BESTLIGHT_HOME` moves it; else it is the system's place for such things.
    """
    home = os.environ.get("BESTLIGHT_HOME", "")
    if home:
        return Path(home) / "runtime"
    with warnings.catch_warnings():
        # A bare Linux session without XDG_RUNTIME_DIR: the place beneath /tmp is checked later.
        warnings.simplefilter("ignore")
        return platformdirs.user_runtime_path("bestlight")


def make_runtime_folder() -> Path:
    """The folder for locks, spools and the command queue; made if need be, open to this user only.

    Raises:
        BestlightError: it cannot be made, or others may write there.
    """
    return make_private_folder(find_runtime_place())


def make_private_folder(folder: Path) -> Path:
    """`folder`, made if need be, which nobody else may enter or replace.

    Raises:
        BestlightError: it cannot be made, or it is not private.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        own, above = folder.lstat(), folder.parent.stat()
    except OSError as error:
        raise BestlightError(
            f"cannot make the folder {folder}: {reason(error)}",
            hint="name another place in the environment variable BESTLIGHT_HOME",
        ) from error
    if not stat.S_ISDIR(own.st_mode) or (sys.platform != "win32" and not _guarded(own, above)):
        raise BestlightError(
            f"{folder} is not private to you",
            hint="remove it, or name another place in the environment variable BESTLIGHT_HOME",
        )
    return folder


def _guarded(own: os.stat_result, above: os.stat_result) -> bool:
    me = os.getuid()
    if own.st_uid != me or own.st_mode & 0o077:
        return False
    # Whoever may rename our folder could put theirs in its place.
    open_to_others = above.st_mode & 0o022 and not above.st_mode & stat.S_ISVTX
    return above.st_uid in (me, 0) and not open_to_others


class SessionLock:
    """The right to be the user's one session. The system takes it back when this process ends,
    however that happens, so a file left behind locks nobody out.

    Args:
        folder: the runtime folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LOCK
        self._file = -1

    def take(self) -> bool:
        """Take it; False if another session has it.

        Raises:
            BestlightError: no file can be written there.
        """
        for _ in range(_GLANCES):
            try:
                if self._try_once():
                    return True
            except OSError as error:
                raise BestlightError(
                    f"cannot write {self._path}: {reason(error)}",
                    hint="check that the disk has room and that you may write there",
                ) from error
            time.sleep(_GLANCE_SECONDS)  # somebody may only be looking whether a session lives
        return False

    def _try_once(self) -> bool:
        file = _open(self._path, os.O_CREAT)
        # A session that ends removes the file; a lock on a removed file is worth nothing.
        if not (_lock(file, shared=False) and _is_at(file, self._path)):
            os.close(file)
            return False
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        self._file = file
        return True

    def release(self) -> None:
        """Give it back, and remove the file; safe to call twice."""
        if self._file < 0:
            return
        if sys.platform == "win32":
            os.close(self._file)
            self._path.unlink(missing_ok=True)
        else:
            self._path.unlink(missing_ok=True)
            os.close(self._file)
        self._file = -1


def find_session() -> int:
    """The process of this user's running session; 0 if none runs.

    Raises:
        BestlightError: the runtime folder is not private.
    """
    if not find_runtime_place().exists():
        return 0
    try:
        file = _open(make_runtime_folder() / _LOCK, 0)
    except OSError:
        return 0
    try:
        for _ in range(_GLANCES):
            if _lock(file, shared=True):
                return 0
            words = _content(file)
            if words.endswith(b"\n") and words.strip().isdigit():
                return int(words)
            time.sleep(_GLANCE_SECONDS)  # it is being written
        return 0
    finally:
        os.close(file)


def is_session_alive() -> bool:
    """Whether a session of this user's runs now.

    Raises:
        BestlightError: the runtime folder is not private.
    """
    return find_session() != 0


def _content(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, 32)


def _open(path: Path, flags: int) -> int:
    return os.open(path, os.O_RDWR | flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _lock(file: int, *, shared: bool) -> bool:
    """Whether the lock on an open file could be had at once."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, _FAR_BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
