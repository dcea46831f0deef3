"""The transport of the Python launcher: this process's standard input and output."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from resolve_plugin.bridge import messages
from resolve_plugin.bridge.remote import HELLO_SECONDS, LauncherBridge

_CHUNK = 1 << 16


class PipeBridge(LauncherBridge):
    """Speaks to the launcher through two pipes, and knows at once when it ends.

    Args:
        incoming: file descriptor to read from; the bridge's own from now on.
        outgoing: file descriptor to write to; the bridge's own from now on.

    Raises:
        HostGone: no launcher speaks there, or one of another protocol.
    """

    kind = "pipes"

    def __init__(self, incoming: int, outgoing: int) -> None:
        super().__init__()
        self._incoming, self._outgoing = incoming, outgoing
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="bridge", daemon=True).start()
        try:
            hello = self._inbox.get(timeout=HELLO_SECONDS)
        except queue.Empty:
            raise self._lost("its launcher says nothing") from None
        if hello is None:
            raise self._lost("its launcher ended")
        self._met(hello)

    @classmethod
    def over_standard_pipes(cls) -> PipeBridge:
        """A bridge over standard input and output, which nothing else here can reach any more:
        what a library prints goes to standard error.
        """
        return cls(*take_standard_pipes())

    def _round_trip(self, number: int, request: bytes) -> Mapping[str, Any]:
        self._send(request)
        while True:
            message = self._inbox.get()
            if message is None:
                self._inbox.put(None)
                raise self._lost("its launcher ended")
            # A reply to a request that was given up is read past.
            if message.get("id") == number:
                return message

    def _send(self, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._outgoing, rest) :]
        except OSError as error:
            raise self._lost("its launcher ended") from error

    def _listen(self) -> None:
        try:
            self._read_all()
        except (OSError, messages.Garbled) as error:
            self._lost(f"the connection broke: {error}")
        self._lost("its launcher ended")
        self._inbox.put(None)
        os.close(self._incoming)

    def _read_all(self) -> None:
        pending: list[bytes] = []
        size = 0
        while data := os.read(self._incoming, _CHUNK):
            *lines, rest = data.split(b"\n")
            for line in lines:
                self._take(b"".join([*pending, line]))
                pending, size = [], 0
            pending.append(rest)
            size += len(rest)
            if size > messages.LARGEST:
                raise messages.Garbled("a message without an end")

    def _take(self, line: bytes) -> None:
        message = messages.read(line)
        if "bye" in message:
            self._lost(str(message["bye"]) or "its launcher ended")
            self._inbox.put(None)
        else:
            self._inbox.put(message)

    def close(self, reason: str = "") -> None:
        """Say goodbye and let the launcher go."""
        with self._briefly_alone():
            if self._outgoing < 0:
                return
            with suppress(OSError):
                os.write(self._outgoing, messages.farewell(reason))
            os.close(self._outgoing)
            self._outgoing = -1
            self._lost("the connection was closed")
            self._inbox.put(None)


def take_standard_pipes() -> tuple[int, int]:
    """Copies of descriptors 0 and 1; 0 then reads nothing and 1 writes to standard error.

    One stray line among the messages would end the session, so no library may reach the pipe.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(nothing, 1)  # a process without a console may have no standard error
    os.close(nothing)
    return incoming, outgoing
