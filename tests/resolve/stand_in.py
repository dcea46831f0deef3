# ruff: noqa: N802 - the methods' names are Resolve's
"""A stand-in for Resolve and its script processes, small enough to be started for every test.

`python -m tests.resolve.stand_in resolve python LAUNCHER FOLDER` is "Resolve": it starts the
launcher in a script process of its own, as Resolve does, and waits. Its objects answer with the
oddities that a bridge must carry; a file `dead` in FOLDER makes them answer as a closed Resolve.
"""

from __future__ import annotations

import gc
import os
import runpy
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

GIANT = 3_000_000
BYTES = b"\x89PNG\r\n\x00\xff" + bytes(range(250))
UNICODE = 'Größe "ß" \\ 光 \U0001f3ac \n\t\x01 é'
MARKERS = {96.0: {"color": "Blue", "duration": 1.0}, 97.5: {"color": "Red", "duration": 2.0}}


class Item:
    """A timeline item; the living ones are counted."""

    living: ClassVar[weakref.WeakSet[Item]] = weakref.WeakSet()

    def __init__(self, name: str) -> None:
        self.name = name
        self.living.add(self)

    def GetName(self) -> str:
        return self.name

    def GetStart(self) -> int:
        return 86400

    def GetProperty(self, key: Any = None) -> Any:
        return key

    def GetMediaPoolItem(self) -> None:
        return None


class Timeline:
    def GetName(self) -> str:
        return UNICODE

    def GetCurrentVideoItem(self) -> Item:
        return Item("A001")

    def GetItemListInTrack(self, kind: str, index: int) -> list[Item]:
        return [Item(f"{kind}{index}-{n}") for n in range(3)]

    def GetTrackCount(self, kind: str) -> int:
        gc.collect()
        return len(Item.living)

    def ExportFrame(self, offset: int) -> Any:
        return [BYTES[:offset], {"data": BYTES}]

    def SetCurrentTimecode(self, timecode: str) -> bool:
        time.sleep(float(timecode))
        return True


class Project:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def GetCurrentTimeline(self) -> Timeline:
        return Timeline()

    def GetSetting(self, name: str) -> Any:
        if name == "raise":
            raise RuntimeError("something inside Resolve")
        answers: dict[str, Any] = {
            "giant": "x" * GIANT,
            "unicode": UNICODE,
            "markers": MARKERS,
            "number": 23.976,
            "nothing": None,
            "yes": True,
            "empty": {},
            "list": [1, "two", 3.5, [True]],
            "nan": float("nan"),
            "bytes": [UNICODE.encode("utf-8"), {"name": b"A001"}, b"gr\xfcn \xff"],
            "main thread": threading.current_thread() is threading.main_thread(),
        }
        return answers.get(name, name)


class ProjectManager:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def GetCurrentProject(self) -> Project:
        return Project(self.folder)

    def GetCurrentDatabase(self) -> dict[str, str] | None:
        return None if (self.folder / "dead").exists() else {"DbType": "Disk", "DbName": "Local"}


class Application:
    """What `scriptapp("Resolve")` gives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def GetProductName(self) -> str:
        return "DaVinci Resolve"

    def GetVersion(self) -> list[Any]:
        return [21, 1, 0, 14, ""]

    def GetProjectManager(self) -> ProjectManager:
        return ProjectManager(self.folder)

    def Quit(self) -> None:
        raise AssertionError("the launcher lets everything through")


def run_python(launcher: Path, application: Any) -> None:
    """Run the Python launcher as Resolve would: it is `__main__`, and knows no file."""
    runpy.run_path(str(launcher), {"resolve": application}, "__main__")


_GLUE = """
local has, call = ...
-- One for all: LuaJIT's compiled code keeps the metatables that it has met.
local objects = {
  __index = function(object, name)
    if not has(rawget(object, "far"), name) then return nil end
    return function(self, ...) return call(rawget(self, "far"), name, ...) end
  end,
}
return function(far) return setmetatable({far = far}, objects) end
"""


class Lua:
    """A Lua of lupa's in which the stand-in's objects are tables with a metatable."""

    def __init__(self, runtime: Any) -> None:
        self.lua = runtime(unpack_returned_tuples=False)
        self._object = self.lua.eval(f"function(...) {_GLUE} end")(hasattr, self._call)

    def run(self, launcher: Path, application: Any, wait: Callable[[float], None]) -> None:
        """Run the launcher with Resolve's globals."""
        self.lua.globals()["resolve"] = self.near(application)
        self.lua.globals()["bmd"] = self.lua.table_from({"wait": wait})
        self.lua.execute(launcher.read_text("utf-8"))

    def _call(self, far: Any, name: str, *arguments: Any) -> Any:
        if name == "GetTrackCount":
            self.lua.execute("collectgarbage()")
        return self.near(getattr(far, name)(*(from_lua(item) for item in arguments)))

    def near(self, value: Any) -> Any:
        """A value of the stand-in's as Lua sees it."""
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return value
        if isinstance(value, dict):
            items = {self.near(key): self.near(item) for key, item in value.items()}
            return self.lua.table_from(items)
        if isinstance(value, list | tuple):
            return self.lua.table_from([self.near(item) for item in value])
        return self._object(value)


def from_lua(value: Any) -> Any:
    """A value of Lua's as Python sees it."""
    if not hasattr(value, "items"):
        return value
    items = {key: from_lua(item) for key, item in value.items()}
    if "far" in items:
        return items["far"]
    if sorted(map(str, items)) == sorted(str(n + 1) for n in range(len(items))):
        return [items[n + 1] for n in range(len(items))]
    return items


def main() -> None:
    role, kind, launcher, folder = sys.argv[1:]
    if role == "resolve":
        script = subprocess.Popen([sys.executable, *sys.orig_argv[1:3], "script", *sys.argv[2:]])
        Path(folder, "script.pid").write_text(str(script.pid))
        code = script.wait()
        Path(folder, "script.done").write_text(str(code))
        time.sleep(60)
        return
    application = Application(Path(folder))
    if kind == "python":
        run_python(Path(launcher), application)
    else:
        import importlib

        haste = float(os.environ.get("STAND_IN_HASTE", "1"))
        runtime = importlib.import_module(f"lupa.{kind}").LuaRuntime
        Lua(runtime).run(Path(launcher), application, lambda s: time.sleep(s / haste))


if __name__ == "__main__":
    main()
