"""A lane: one thread that does tasks one after the other, the most urgent first."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.progress import Progress


@dataclass(order=True)
class Task:
    """One piece of work in a lane.

    Attributes:
        urgency: smaller is sooner.
        number: of its coming; of two as urgent, the earlier is done first.
        key: a task replaces those of its key that wait; empty: none.
        do: the work.
        progress: carries its steps and the wish to stop.
    """

    urgency: int
    number: int
    key: str = field(compare=False)
    do: Callable[[Progress], Any] = field(compare=False)
    progress: Progress = field(compare=False)


class Lane:
    """One thread with a queue.

    Args:
        name: the thread's.
        carry_out: does a task and reports on it; it must not raise.
        dropped: told of a task that will not be done any more.
    """

    def __init__(
        self, name: str, carry_out: Callable[[Task], None], dropped: Callable[[Task], None]
    ) -> None:
        self._carry_out = carry_out
        self._dropped = dropped
        self._waiting: list[Task] = []
        self._numbers = itertools.count()
        self._news = threading.Condition()
        self._current: Task | None = None
        self._over = False
        self._thread = threading.Thread(target=self._run, name=f"panel-{name}", daemon=True)
        self._thread.start()

    def add(
        self, do: Callable[[Progress], Any], progress: Progress, key: str, urgency: int
    ) -> Task:
        """Queue a task; those of the same key that wait are dropped."""
        with self._news:
            task = Task(urgency, next(self._numbers), key, do, progress)
            replaced = [one for one in self._waiting if key and one.key == key]
            self._waiting = [one for one in self._waiting if one not in replaced]
            heapq.heapify(self._waiting)
            heapq.heappush(self._waiting, task)
            self._news.notify()
        for one in replaced:
            self._dropped(one)
        return task

    def drop(self, key: str) -> None:
        """Forget the tasks of a key that wait, and ask the running one to stop."""
        with self._news:
            gone = [one for one in self._waiting if one.key == key]
            self._waiting = [one for one in self._waiting if one.key != key]
            heapq.heapify(self._waiting)
            if self._current is not None and self._current.key == key:
                self._current.progress.cancel()
        for one in gone:
            self._dropped(one)

    @property
    def busy(self) -> bool:
        """Whether a task is being done or waits."""
        with self._news:
            return self._current is not None or bool(self._waiting)

    def close(self) -> None:
        """Do nothing more; ask what is being done to stop."""
        with self._news:
            self._over = True
            gone, self._waiting = self._waiting, []
            if self._current is not None:
                self._current.progress.cancel()
            self._news.notify()
        for one in gone:
            self._dropped(one)

    def join(self, seconds: float) -> bool:
        """Wait for the thread's end; whether it has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._news:
                self._current = None
                while not (self._waiting or self._over):
                    self._news.wait()
                if self._over:
                    return
                self._current = heapq.heappop(self._waiting)
            self._carry_out(self._current)
