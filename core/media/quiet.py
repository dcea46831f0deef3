"""Keeping what picture libraries print themselves off the user's terminal.

libpng, libtiff and others write to the process's stderr from C; what is wrong with a file is said
once, in our own words.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STDERR = 2
_lock = threading.Lock()
_readers = 0
_kept: int | None = None


@contextmanager
def library_silence() -> Iterator[None]:
    """Turn the process's stderr away while any thread is inside."""
    _turn_away()
    try:
        yield
    finally:
        _turn_back()


def _turn_away() -> None:
    global _readers, _kept
    with _lock:
        _readers += 1
        if _readers > 1:
            return
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.flush()
        try:
            _kept = os.dup(_STDERR)
            nowhere = os.open(os.devnull, os.O_WRONLY)
        except OSError:
            # A program without a terminal may have no stderr to turn away.
            return
        os.dup2(nowhere, _STDERR)
        os.close(nowhere)


def _turn_back() -> None:
    global _readers, _kept
    with _lock:
        _readers -= 1
        if _readers or _kept is None:
            return
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.flush()
        os.dup2(_kept, _STDERR)
        os.close(_kept)
        _kept = None
