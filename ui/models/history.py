"""Undo and redo over whole states: a state is small and frozen, so each is simply kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 500


class History(Generic[T]):
    """States that were, the present one, and those that were taken back.

    Args:
        state: the present one.
        past: those before, the nearest first.
        future: those that were taken back, the nearest first.
    """

    def __init__(self, state: T, past: Sequence[T] = (), future: Sequence[T] = ()) -> None:
        self._past = [*reversed(past)]
        self._future = [*reversed(future)]
        self._now = state
        self._gesture = ""

    @property
    def now(self) -> T:
        """The present state."""
        return self._now

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a state was taken back."""
        return bool(self._future)

    @property
    def past(self) -> list[T]:
        """The states before, the nearest first."""
        return self._past[::-1]

    @property
    def future(self) -> list[T]:
        """The states that were taken back, the nearest first."""
        return self._future[::-1]

    def change(self, state: T, gesture: str = "") -> bool:
        """Go on to another state; whether it differs.

        Args:
            state: the new one.
            gesture: changes of one gesture, say a drag of one slider, are one step; empty: a step
                of its own.
        """
        if state == self._now:
            return False
        if not (gesture and gesture == self._gesture):
            self._past = [*self._past[1 - MOST :], self._now]
        self._gesture = gesture
        self._now = state
        self._future.clear()
        return True

    def end_gesture(self) -> None:
        """The next change is a step of its own."""
        self._gesture = ""

    def undo(self) -> bool:
        """Go back one step; whether there was one."""
        return self._go(self._past, self._future)

    def redo(self) -> bool:
        """Take back an undo; whether there was one."""
        return self._go(self._future, self._past)

    def _go(self, source: list[T], other: list[T]) -> bool:
        if not source:
            return False
        other.append(self._now)
        self._now = source.pop()
        self._gesture = ""
        return True
