"""Serving the fake's objects to other processes, as Resolve serves its scripts'."""

from __future__ import annotations

import json
import threading
from multiprocessing.connection import Connection, Listener
from typing import TYPE_CHECKING, Any

from tests.fake_resolve.app import Resolve
from tests.fake_resolve.remote import Far, PyRemoteObject, far

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve


class Session:
    """One script's objects; speaks JSON with `fuscript.py` at the other end."""

    def __init__(self, fake: FakeResolve) -> None:
        self._fake = fake
        self._objects: dict[int, Far] = {0: Resolve(fake)}

    def hello(self) -> dict[str, Any]:
        """What a script's side must know: which class has which methods."""
        classes: dict[str, list[str]] = {}
        for kind in _kinds(Far):
            classes[kind.__name__] = sorted(self._fake.methods(kind))
        return {
            "classes": classes,
            "constants": dict(Resolve.constants),
            "lua_without_io": self._fake.quirks.lua_without_io,
        }

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """The reply to a call, or to the report of a broken rule."""
        if "fault" in message:
            self._fake.faults.append(message["fault"])
            return {"v": None}
        handle, name, arguments = message["call"]
        try:
            values = tuple(self._unpacked(argument) for argument in arguments)
            return {"v": self._packed(self._objects[handle].invoke(name, values))}
        except TypeError as error:
            return {"e": str(error)}

    def _packed(self, value: Any) -> Any:
        if isinstance(value, PyRemoteObject):
            handle = len(self._objects)
            self._objects[handle] = far(value)
            return {"@": handle, "class": far(value).kind}
        if isinstance(value, dict):
            return {"m": [[self._packed(k), self._packed(v)] for k, v in value.items()]}
        if isinstance(value, list):
            return [self._packed(item) for item in value]
        return {"b": value.hex()} if isinstance(value, bytes) else value

    def _unpacked(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._unpacked(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "@" in value:
            return PyRemoteObject(self._objects[value["@"]])
        return {self._unpacked(k): self._unpacked(v) for k, v in value["m"]}


def _kinds(base: type[Far]) -> list[type[Far]]:
    return [base, *(kind for child in base.__subclasses__() for kind in _kinds(child))]


class Service:
    """Takes connections and answers each in a thread of its own.

    Args:
        fake: whose objects are served.

    Attributes:
        address: host and port on this machine.
    """

    def __init__(self, fake: FakeResolve) -> None:
        # Scripts are held to one thread by their own side, which knows its threads.
        fake.checks_thread = False
        self._fake = fake
        self._listener = Listener(("localhost", 0))
        host, port = self._listener.address[:2]
        self.address: tuple[str, int] = str(host), int(port)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        session = Session(self._fake)
        try:
            _send(connection, session.hello())
            while True:
                _send(connection, session.answer(json.loads(connection.recv_bytes())))
        except (EOFError, OSError):
            connection.close()


def _send(connection: Connection, message: Any) -> None:
    connection.send_bytes(json.dumps(message).encode("ascii"))
