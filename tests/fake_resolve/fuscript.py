"""Runs a menu script as Resolve does: in a process of its own, with Resolve's objects as globals.

Alone and dependency-free, since it runs in the Python that Resolve would have found. Use:
`python -I fuscript.py HOST PORT SCRIPT`; `.py` runs here, `.lua` in LuaJIT through lupa.
"""

import json
import runpy
import sys
import threading
import time
import types
from multiprocessing.connection import Client
from pathlib import Path


class Link:
    """The connection to the Resolve process; once that has ended, every call answers None."""

    def __init__(self, host, port):
        self._connection = Client((host, port))
        self.hello = self._receive()
        self._thread = threading.get_ident()

    def call(self, handle, name, arguments):
        """Make a call; `TypeError` where its arguments are wrong."""
        if threading.get_ident() != self._thread:
            self._asked({"fault": name + " called from a second thread"})
            raise RuntimeError("Resolve's objects belong to one thread")
        answer = self._asked({"call": [handle, name, arguments]})
        if "e" in answer:
            raise TypeError(answer["e"])
        return answer["v"]

    def _asked(self, message):
        try:
            self._send(message)
            return self._receive()
        except (EOFError, OSError):
            return {"v": None}

    def _send(self, message):
        self._connection.send_bytes(json.dumps(message).encode("ascii"))

    def _receive(self):
        return json.loads(self._connection.recv_bytes().decode("ascii"))


class PyRemoteObject:
    """One of Resolve's objects."""

    __slots__ = ("_class", "_handle", "_link")

    def __init__(self, link, handle, class_name):
        self._link, self._handle, self._class = link, handle, class_name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        link, handle = self._link, self._handle
        if self._class == "Resolve" and name in link.hello["constants"]:
            return link.hello["constants"][name]
        if name not in link.hello["classes"][self._class]:
            return None

        def method(*arguments):
            return unpacked(link, link.call(handle, name, [packed(each) for each in arguments]))

        return method

    def __dir__(self):
        return self._link.hello["classes"][self._class]


def packed(value):
    """A value as it travels."""
    if isinstance(value, PyRemoteObject):
        return {"@": value._handle}
    if isinstance(value, dict):
        return {"m": [[packed(key), packed(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [packed(item) for item in value]
    return value


def unpacked(link, value):
    """A value as a script sees it."""
    if isinstance(value, list):
        return [unpacked(link, item) for item in value]
    if not isinstance(value, dict):
        return value
    if "@" in value:
        return PyRemoteObject(link, value["@"], value["class"])
    if "b" in value:
        return bytes.fromhex(value["b"])
    return {unpacked(link, k): unpacked(link, v) for k, v in value["m"]}


class FusionApp:
    """`fusion`, `fu` and `app`: only the way to Resolve."""

    def __init__(self, resolve):
        self._resolve = resolve

    def GetResolve(self):
        """The application object."""
        return self._resolve


class Bmd:
    """The `bmd` module."""

    def __init__(self, resolve):
        self._resolve = resolve

    def scriptapp(self, name):
        """The application object by name."""
        return self._resolve if name == "Resolve" else None

    def wait(self, seconds):
        """Let time pass."""
        time.sleep(seconds)


def run_python(link, path):
    """Run a Python script as `__main__`, with no `__file__`."""
    resolve = PyRemoteObject(link, 0, "Resolve")
    fusion = FusionApp(resolve)
    main = types.ModuleType("__main__")
    given = {"resolve": resolve, "fusion": fusion, "fu": fusion, "app": fusion, "bmd": Bmd(resolve)}
    vars(main).update(given)
    sys.modules["__main__"] = main
    sys.argv = [path.name]
    exec(compile(path.read_bytes(), str(path), "exec"), vars(main))


def run_lua(link, path):
    """Run a Lua script."""
    host = runpy.run_path(str(Path(__file__).with_name("lua_host.py")))
    host["run"](link, path)


if __name__ == "__main__":
    script = Path(sys.argv[3])
    runner = run_lua if script.suffix == ".lua" else run_python
    runner(Link(sys.argv[1], int(sys.argv[2])), script)
