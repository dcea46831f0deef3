"""How long work tells where it stands, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Cancelled


@dataclass(frozen=True)
class Update:
    """Where a job stands: `done` of `total` steps of `stage`; `total` 0 means not known."""

    stage: str
    done: int
    total: int


class Progress:
    """Reports steps to `on_update` and carries the user's wish to stop.

    One object follows one job through all its stages. `cancel` may be called from any thread;
    the work notices at its next `advance`, `stage` or `check`, each of which raises `Cancelled`.
    """

    def __init__(self, on_update: Callable[[Update], None] | None = None) -> None:
        self._on_update = on_update
        self._cancelled = threading.Event()
        self._now = Update("", 0, 0)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage of `total` steps (0: not known)."""
        self._tell(Update(name, 0, total))

    def advance(self, steps: int = 1) -> None:
        """Say that `steps` more of the present stage are done."""
        now = self._now
        self._tell(Update(now.stage, now.done + steps, now.total))

    def _tell(self, update: Update) -> None:
        self.check()
        self._now = update
        if self._on_update is not None:
            self._on_update(update)
