"""How long work tells where it stands, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.errors import Cancelled


@dataclass(frozen=True)
class Update:
    """Where a job stands.

    Attributes:
        stage: what is being done, in a few words.
        done: steps of the stage that are done.
        total: steps of the stage; 0 where that is not known.
        share: of the whole job that is done, 0..1, as far as its parts were announced.
    """

    stage: str
    done: int
    total: int
    share: float = 0.0


class Progress:
    """Reports steps to `on_update` and carries the user's wish to stop.

    One object follows one job through all its stages; `part` makes one for a part of the job, with
    stages of its own. `cancel` may be called from any thread; the work notices at its next
    `advance`, `stage` or `check`, each of which raises `Cancelled`.
    """

    def __init__(self, on_update: Callable[[Update], None] | None = None) -> None:
        self._on_update = on_update
        self._cancelled = threading.Event()
        self._now = Update("", 0, 0)
        self._from, self._share = 0.0, 1.0
        self._parts = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise `Cancelled` if the user asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage of `total` steps (0: not known)."""
        self._tell(name, 0, total)

    def advance(self, steps: int = 1) -> None:
        """Say that `steps` more of the present stage are done."""
        now = self._now
        self._tell(now.stage, now.done + steps, now.total)

    def part(self, share: float) -> Progress:
        """The progress of the next part of this job, which comes to `share` of it, 0..1.

        Its stages are told in place of this one's, and stopping either stops both.
        """
        part = Progress(self._on_update)
        part._cancelled = self._cancelled
        part._from = self._from + self._share * min(self._parts, 1.0)
        part._share = self._share * min(share, 1.0 - min(self._parts, 1.0))
        self._parts += share
        return part

    def relay(self, update: Update) -> None:
        """Tell where work stands that is done elsewhere, say in another process."""
        self.check()
        self._now = replace(update, share=self._from + self._share * update.share)
        if self._on_update is not None:
            self._on_update(self._now)

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.check()
        within = self._parts or (done / total if total else 0.0)
        share = self._from + self._share * min(within, 1.0)
        self._now = Update(stage, done, total, share)
        if self._on_update is not None:
            self._on_update(self._now)
