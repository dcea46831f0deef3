"""What of a list of jobs is done: kept beside the list until all of it is.

A run that was killed, or some of whose jobs failed, goes on where it was when it is given again.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from core import __version__
from core.errors import BestlightError
from core.job.job import GradeJob
from core.media.sequence import find_sequence, is_sequence

_BEGINNING = re.compile(rb'\r?\n\{"job": "[0-9a-f]{64}"')


class JobsRecord:
    """The record of one list, a line of JSON when a job begins and one when it is done.

    Where no line can be written, or a file that is no record has its name, nothing is kept, and
    the work goes on.
    """

    def __init__(self, jobs: Path, *, anew: bool) -> None:
        """Read what a run before has left.

        Args:
            jobs: the list's file; for what is none, such as a pipe, nothing is kept.
            anew: leave aside what is known.
        """
        file = jobs.with_name(f".{jobs.name}.bestlight-jobs")
        self._file = file if jobs.is_file() and _is_own(file) else None
        self._made: dict[str, str] = {}
        self._begun: set[str] = set()
        self._is_full = False
        if anew:
            self._remove()
        self._places = _places(self._file) if self._file else {}

    def result(self, key: str) -> dict[str, Any] | None:
        """What came of a job that is done and whose outputs are as it left them, marked as such."""
        told = self._told(key)
        outputs = told.get("outputs")
        if not isinstance(outputs, dict) or not isinstance(told.get("result"), dict):
            return None
        same = all(_stamp(path) == stamp != "" for path, stamp in outputs.items())
        return {**told["result"], "done_before": True} if same else None

    def was_cut_short(self, key: str) -> bool:
        """Whether a job was begun and never ended, so that what lies at its place is its own."""
        told = self._told(key)
        return "job" in told and "outputs" not in told

    def begin(self, key: str, place: Path) -> None:
        """A job begins, whose outputs are `place` with suffixes; it owns what is not there yet."""
        if not _is_there(place):
            self._begun.add(key)
            self._add({"job": key})

    def fail(self, key: str) -> None:
        """A job ended without outputs, and owns no more than before it began."""
        if key in self._begun:
            self._add({"job": key, "outputs": None})

    def done(self, key: str, result: dict[str, Any]) -> None:
        """A job is done."""
        outputs = {path: _stamp(path) for path in result["outputs"].values()}
        self._made |= outputs
        self._add({"job": key, "outputs": outputs, "result": result})

    def finish(self) -> None:
        """The whole list is done; if meanwhile an output was taken away, the record stays."""
        if all(_stamp(path) == stamp for path, stamp in self._made.items()):
            self._remove()

    def _told(self, key: str) -> dict[str, Any]:
        """The last line on a job that a run before has left; empty where there is none."""
        if self._file is None or key not in self._places:
            return {}
        with suppress(OSError), self._file.open("rb") as file:
            file.seek(self._places[key])
            return _line(file.readline())
        return {}

    def _remove(self) -> None:
        if self._file:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _add(self, line: dict[str, Any]) -> None:
        if self._file is None or self._is_full:
            return
        try:
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps(line))  # on a line of its own, whatever was cut
        except OSError:
            self._is_full = True


def job_key(job: GradeJob, what: str) -> str:
    """What tells a job from every other: `what` is done, its settings, place, pictures, program."""
    stamps = [_stamp(name) for name in (job.source, *job.looked_at)]
    told = [__version__, what, str(Path.cwd()), job.as_dict(), stamps]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _is_own(file: Path) -> bool:
    """Whether nothing has that name, or an empty file, or one that begins as a record does."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return False
        with file.open("rb") as opened:
            beginning = opened.read(100)
        return not beginning or bool(_BEGINNING.match(beginning))
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _places(file: Path) -> dict[str, int]:
    """Where the last line on each job begins; lines are 36 KB each, and are left where they are."""
    places, at = {}, 0
    with suppress(OSError), file.open("rb") as lines:
        for line in lines:
            told = _line(line)
            if told:
                places[told["job"]] = at
            at += len(line)
    return places


def _line(line: bytes) -> dict[str, Any]:
    """A line of a record; empty for what is none."""
    with suppress(ValueError, RecursionError):
        told = json.loads(line)
        if isinstance(told, dict) and isinstance(told.get("job"), str):
            return told
    return {}


def _is_there(place: Path) -> bool:
    """Whether there is a file of that name, with a suffix or a word after `_` or without."""
    named = re.compile(re.escape(place.stem if place.suffix else place.name) + r"([._]|$)")
    with suppress(OSError):
        return any(named.match(other.name) for other in place.parent.iterdir())
    return False


def _stamp(path: str) -> str:
    """When a file last changed, and its size; for a frame sequence all that of each of its frames.

    Empty where there is none.
    """
    try:
        if is_sequence(Path(path)):
            found = find_sequence(Path(path))
            frames = [found.frame(number) for number in found.numbers]
            told = "\n".join(f"{frame.name} {_file_stamp(frame)}" for frame in frames)
            return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
        return _file_stamp(Path(path))
    except (OSError, ValueError, BestlightError):
        return ""


def _file_stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_mtime_ns} {status.st_size}"
