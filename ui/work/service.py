"""The worker service: whatever takes longer than a frame is done here, and comes back by signal."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, Signal

from core.errors import BestlightError, Cancelled, one_line, reason
from core.progress import Progress, Update
from ui.work.lane import Lane, Task

LaneName = Literal["engine", "words", "baking", "host", "delivery", "disk", "shots", "regions"]
"""engine: the grading suite, and every preview. words: sentences, whose first reading may take
seconds. baking: finished LUTs. host: all calls to the
host. delivery: what writes clips and reports. disk: the project file. shots:
looking through a clip for its shots. regions: looking for what is in a shot."""

_LAST_SECONDS = 4.0
_TELL_SECONDS = 0.05
_log = logging.getLogger("bestlight.panel")


@dataclass(frozen=True)
class Failure:
    """Why a task came to nothing.

    Attributes:
        message: what happened, in one line.
        hint: what to do about it; may be empty.
        details: for a bug report; empty where the message says all.
        stopped: whether it was stopped on request.
    """

    message: str
    hint: str = ""
    details: str = ""
    stopped: bool = False

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        return "\n".join(part for part in (self.message, self.hint, self.details) if part)


def failure_of(error: BaseException) -> Failure:
    """An error in words; one that is no `BestlightError` is a fault of the program."""
    if isinstance(error, BestlightError):
        return Failure(error.message, error.hint, stopped=isinstance(error, Cancelled))
    return Failure(
        f"internal error: {type(error).__name__}: {one_line(reason(error))[:300]}",
        "this is a fault in Bestlight; please report the details",
        "".join(traceback.format_exception(error)),
    )


class Ticket:
    """A task that was handed in: what becomes of it, and the way to stop it."""

    def __init__(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Failure], None],
        told: Callable[[Update], None] | None,
    ) -> None:
        self.progress = Progress(self._tell)
        self._done, self._failed, self._told = done, failed, told
        self._relay: Callable[[Ticket, Update], None] | None = None
        self._last = 0.0
        self.open = True
        self._hears_stop = False

    def stop(self) -> None:
        """Ask it to stop; what it has come to by then is told as ever."""
        self._hears_stop = True
        self.progress.cancel()

    def cancel(self) -> None:
        """Forget it; neither `done` nor `failed` is called any more."""
        self.open = False
        self.progress.cancel()

    def _tell(self, update: Update) -> None:
        now = time.monotonic()
        if self._relay is not None and (now - self._last > _TELL_SECONDS or not update.done):
            self._last = now
            self._relay(self, update)


class Work(QObject):
    """Does tasks in lanes; answers arrive in the thread that made this object.

    A task is given its `Progress` and returns its result. Of tasks with one key only the newest is
    done: those that wait are dropped without a word.
    """

    _answered = Signal(object, object, object)
    _told = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, Lane] = {}
        self._tickets: dict[int, Ticket] = {}
        self._lock = threading.Lock()
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._answer, queued)
        self._told.connect(self._pass_on, queued)

    def submit(
        self,
        lane: LaneName,
        do: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Failure], None],
        *,
        key: str = "",
        urgency: int = 5,
        told: Callable[[Update], None] | None = None,
    ) -> Ticket:
        """Hand a task in.

        Args:
            lane: who does it.
            do: the work, in the lane's thread; it touches no widget.
            done: is given the result, in this object's thread.
            failed: is given the reason, likewise; not called for a task that was cancelled.
            key: replaces those of the same key that wait.
            urgency: smaller is sooner.
            told: is given the steps, in this object's thread.
        """
        ticket = Ticket(done, failed, told)
        if told is not None:
            ticket._relay = self._told.emit
        if self._closed:
            ticket.cancel()
            return ticket
        with self._lock:
            self._tickets[id(ticket.progress)] = ticket
        self._lane(lane).add(do, ticket.progress, key, urgency)
        return ticket

    def drop(self, lane: LaneName, key: str) -> None:
        """Forget the tasks of a key."""
        if lane in self._lanes:
            self._lanes[lane].drop(key)

    @property
    def busy(self) -> bool:
        """Whether anything is being done, or an answer is on its way."""
        with self._lock:
            return bool(self._tickets)

    def close(self) -> tuple[str, ...]:
        """Stop everything; the names of lanes whose work has not ended in time."""
        self._closed = True
        for lane in self._lanes.values():
            lane.close()
        end = time.monotonic() + _LAST_SECONDS
        left = [
            name
            for name, lane in self._lanes.items()
            if not lane.join(max(end - time.monotonic(), 0.01))
        ]
        with self._lock:
            for ticket in self._tickets.values():
                ticket.open = False
            self._tickets.clear()
        return tuple(left)

    def _lane(self, name: str) -> Lane:
        if name not in self._lanes:
            self._lanes[name] = Lane(name, self._carry_out, self._forget)
        return self._lanes[name]

    def _carry_out(self, task: Task) -> None:
        result, error = None, None
        try:
            task.progress.check()
            result = task.do(task.progress)
        except Exception as raised:  # noqa: BLE001 - the lane's boundary: it is shown in the panel
            error = raised
        if not self._closed:
            self._answered.emit(task.progress, result, error)

    def _forget(self, task: Task) -> None:
        with self._lock:
            self._tickets.pop(id(task.progress), None)

    def _answer(self, progress: Progress, result: Any, error: BaseException | None) -> None:
        with self._lock:
            ticket = self._tickets.pop(id(progress), None)
        if ticket is None or not ticket.open:
            return
        ticket.open = False
        if error is None:
            ticket._done(result)
        elif ticket._hears_stop or not isinstance(error, Cancelled):
            failure = failure_of(error)
            if failure.details:
                _log.error("%s", failure.details)
            ticket._failed(failure)

    def _pass_on(self, ticket: Ticket, update: Update) -> None:
        if ticket.open and ticket._told is not None:
            ticket._told(update)
