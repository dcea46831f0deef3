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
from typing import Any

GIANT = 3_000_000
UNICODE = 'Größe "ß" \\ 光 \U0001f3ac \n\t\x01 é'
MARKERS = {96.0: {"color": "Blue", "duration": 1.0}, 97.5: {"color": "Red", "duration": 2.0}}


class Item:
    """A timeline item; the living ones are counted."""

    living: weakref.WeakSet[Item] = weakref.WeakSet()

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
    """Run the Python launcher as a script of Resolve's runs: it is `__main__`, and knows no file."""
    runpy.run_path(str(launcher), {"resolve": application}, "__main__")


def run_lua(launcher: Path, application: Any, runtime: Any, wait: Callable[[float], None]) -> None:
    """Run the Lua launcher in a Lua of lupa's."""
    lua = runtime(unpack_returned_tuples=False)
    lua.globals()["resolve"] = to_lua(lua, application)
    lua.globals()["bmd"] = lua.table_from({"wait": wait})
    lua.execute(launcher.read_text("utf-8"))


def to_lua(lua: Any, value: Any) -> Any:
    """A value of the application's as Lua sees it: objects are tables with a metatable."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return lua.table_from({to_lua(lua, k): to_lua(lua, v) for k, v in value.items()})
    if isinstance(value, list | tuple):
        return lua.table_from([to_lua(lua, item) for item in value])

    def method(_table: Any, name: str) -> Any:
        found = getattr(value, name, None)
        if found is None:
            return None

        def call(_self: Any, *arguments: Any) -> Any:
            if name == "GetTrackCount":
                lua.execute("collectgarbage()")
            return to_lua(lua, found(*(from_lua(item) for item in arguments)))

        return call

    make = lua.eval(
        "function(far, index) return setmetatable({far = far},"
        " {__index = function(object, name) return index(object, name) end}) end"
    )
    return make(value, method)


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
        run_lua(Path(launcher), application, runtime, lambda s: time.sleep(s / haste))


if __name__ == "__main__":
    main()
