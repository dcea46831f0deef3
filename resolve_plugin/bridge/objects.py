"""Remote objects: what stands in this process for one of Resolve's objects."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from core.errors import BestlightError
from resolve_plugin import api

Call = tuple[Any, str, tuple[Any, ...]]


class HostGone(BestlightError):
    """Resolve, or the launcher that speaks to it, is no longer there."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Resolve is not reachable any more: {why}",
            hint="open Workspace > Scripts > Bestlight again; nothing half-done was left behind",
        )


class CallFailed(BestlightError):
    """A call that could not be made: an unknown method, a dead object, an exception in Resolve."""


class RemoteObject:
    """One of Resolve's objects; its methods are those of `resolve_plugin.api`.

    `target` is what the transport knows the object by: a handle, or the object itself.
    """

    __slots__ = ("__weakref__", "bridge", "target")

    def __init__(self, bridge: Bridge, target: Any) -> None:
        self.bridge = bridge
        self.target = target

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in api.ALLOWED:
            raise AttributeError(f"Bestlight does not call {name}")

        def call(*arguments: Any) -> Any:
            return self.bridge.together([(self, name, arguments)])[0]

        return call

    def __repr__(self) -> str:
        return f"<Resolve object {self.target!r}>"


def as_text(answer: Any) -> Any:
    """An answer with text where bytes came, in lists and maps, too; U+FFFD for what is no UTF-8."""
    if isinstance(answer, bytes):
        return answer.decode("utf-8", "replace")
    if isinstance(answer, Mapping):
        return {as_text(key): as_text(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [as_text(value) for value in answer]
    return answer


class Bridge(ABC):
    """A way to Resolve. Calls from any thread are made one after the other.

    Attributes:
        kind: "pipes", "spool" or "external".
    """

    kind = ""

    def __init__(self) -> None:
        self._one_at_a_time = threading.RLock()

    @property
    def resolve(self) -> api.Resolve:
        """The application object."""
        return cast(api.Resolve, RemoteObject(self, self._root()))

    def together(self, calls: Sequence[Call]) -> list[Any]:
        """Make several calls in one round trip, in order, each (object, method, arguments).

        A call does not see the objects that an earlier one of the same round trip gave. Text is
        text, whether Resolve gave it as such or as bytes; those of a picture stay bytes.

        Raises:
            HostGone: Resolve or the launcher has ended.
            CallFailed: one of the calls could not be made; those before it were.
        """
        for _, name, _ in calls:
            if name not in api.ALLOWED and name != api.PRESENT:
                raise CallFailed(f"Bestlight does not call {name}")
        with self._one_at_a_time:
            answers = self._exchange(calls)
        named = zip(calls, answers, strict=True)
        return [a if name in api.PICTURES else as_text(a) for (_, name, _), a in named]

    def gone(self) -> str:
        """Why the host is known to be gone; empty while it is not. Asks nobody."""
        return ""

    @abstractmethod
    def _root(self) -> Any: ...

    @abstractmethod
    def _exchange(self, calls: Sequence[Call]) -> list[Any]: ...

    @abstractmethod
    def close(self) -> None:
        """End the connection and remove what it needed; safe to call twice."""
