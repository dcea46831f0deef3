"""What the transports over a launcher have in common: handles, requests and their replies."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from resolve_plugin.bridge import messages
from resolve_plugin.bridge.objects import Bridge, Call, HostGone, RemoteObject

HELLO_SECONDS = 60.0
"""How long a launcher may take to say its first word: other work may keep it from its turn."""
_CLOSE_SECONDS = 1.0


class LauncherBridge(Bridge):
    """A bridge to a launcher, which holds Resolve's objects and knows them by handles.

    An object that nobody here holds any more is dropped there with the next request.
    """

    def __init__(self) -> None:
        super().__init__()
        self._dropped: deque[int] = deque()
        self._number = 0
        self._gone = ""

    def gone(self) -> str:
        """Why Resolve or the launcher is known to be gone; empty while it is not."""
        return self._gone

    @abstractmethod
    def close(self, reason: str = "") -> None:
        """Say goodbye, for `reason` if the user should know one, and remove all traces; safe to
        call twice.
        """

    @abstractmethod
    def _round_trip(self, number: int, request: bytes) -> Mapping[str, Any]:
        """Send a request and wait for its reply, however long; HostGone where none can come."""

    @contextmanager
    def _briefly_alone(self) -> Iterator[None]:
        """With the bridge to ourselves, unless a call in another thread does not come back."""
        alone = self._one_at_a_time.acquire(timeout=_CLOSE_SECONDS)
        try:
            yield
        finally:
            if alone:
                self._one_at_a_time.release()

    def _root(self) -> Any:
        return 0

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        self._check()
        self._number += 1
        known = [(item.target, name, arguments) for item, name, arguments in calls]
        request = messages.request(self._number, known, self._to_drop(), self._handle)
        reply = self._round_trip(self._number, request)
        try:
            return messages.results(reply, len(calls), self._held)
        except messages.Garbled as error:
            raise self._lost(f"its launcher answered with {error}") from error

    def _check(self) -> None:
        if self._gone:
            raise HostGone(self._gone)

    def _lost(self, why: str) -> HostGone:
        """Note that the host is gone, and why; the first reason stands."""
        self._gone = self._gone or why
        return HostGone(self._gone)

    def _met(self, hello: Mapping[str, Any]) -> None:
        if "bye" in hello:
            raise self._lost(str(hello["bye"]) or "its launcher ended")
        if hello.get("hello") != messages.PROTOCOL:
            raise self._lost(
                "the entry in its menu is of another Bestlight; run: bestlight resolve install"
            )

    def _held(self, handle: int) -> RemoteObject:
        return _Held(self, handle, self._dropped)

    def _handle(self, value: Any) -> int | None:
        own = isinstance(value, RemoteObject) and value.bridge is self
        return value.target if own else None

    def _to_drop(self) -> list[int]:
        return [self._dropped.popleft() for _ in range(len(self._dropped))]


class _Held(RemoteObject):
    """An object that the launcher holds for us until this one is collected."""

    __slots__ = ("_dropped",)

    def __init__(self, bridge: Bridge, handle: int, dropped: deque[int]) -> None:
        super().__init__(bridge, handle)
        self._dropped = dropped

    def __del__(self) -> None:
        # Runs wherever the collector runs: a deque takes it without a lock.
        self._dropped.append(self.target)
