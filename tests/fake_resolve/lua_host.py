"""Resolve's Lua: a real LuaJIT with Resolve's objects as userdata. Loaded by `fuscript.py`."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from lupa import luajit21

# Real objects are userdata too: neither tables nor anything that `pairs` could walk.
_GLUE = """
local has, constant, call, wait, temporary = ...
local handles = setmetatable({}, {__mode = "k"})

local function wrapped(handle, class)
  local object = newproxy(true)
  handles[object] = handle
  getmetatable(object).__index = function(_, name)
    local number = constant(class, name)
    if number ~= nil then return number end
    if not has(class, name) then return nil end
    return function(_, ...) return call(handle, name, select("#", ...), {...}) end
  end
  return object
end

resolve = wrapped(0, "Resolve")
local host = newproxy(true)
getmetatable(host).__index = {GetResolve = function() return resolve end}
fusion, fu, app = host, host, host
bmd = {
  wait = wait,
  scriptapp = function(name) if name == "Resolve" then return resolve end end,
}
os.tmpname = temporary
python = nil
return wrapped, function(object) return handles[object] end
"""


class Host:
    """The values' way between Lua and the link."""

    def __init__(self, link: Any) -> None:
        self._link = link
        runtime: Any = luajit21.LuaRuntime
        self._lua = runtime(
            unpack_returned_tuples=True, register_eval=False, register_builtins=False
        )
        glue = self._lua.eval(f"function(...) {_GLUE} end")
        self._wrapped, self._handle_of = glue(
            self._has, self._constant, self._call, time.sleep, _temporary_name
        )

    def run(self, path: Path) -> None:
        """Run a script to its end."""
        if self._link.hello["lua_without_io"]:
            self._lua.execute("io, os.execute = nil, nil")
        self._lua.execute(path.read_text(encoding="utf-8"))

    def _has(self, class_name: str, name: str) -> bool:
        return name in self._link.hello["classes"][class_name]

    def _constant(self, class_name: str, name: str) -> float | None:
        return self._link.hello["constants"].get(name) if class_name == "Resolve" else None

    def _call(self, handle: int, name: str, count: int, arguments: Any) -> Any:
        values = [self._packed(arguments[place]) for place in range(1, count + 1)]
        return self._unpacked(self._link.call(handle, name, values))

    def _packed(self, value: Any) -> Any:
        kind = luajit21.lua_type(value)
        if kind == "userdata":
            return {"@": self._handle_of(value)}
        if kind != "table":
            return value
        keys = list(value)
        if keys == list(range(1, len(keys) + 1)):
            return [self._packed(value[key]) for key in keys]
        return {"m": [[key, self._packed(value[key])] for key in keys]}

    def _unpacked(self, value: Any) -> Any:
        if isinstance(value, list):
            return self._lua.table_from([self._unpacked(item) for item in value])
        if not isinstance(value, dict):
            return value
        if "@" in value:
            return self._wrapped(value["@"], value["class"])
        if "b" in value:
            return bytes.fromhex(value["b"])
        pairs = {self._unpacked(key): self._unpacked(item) for key, item in value["m"]}
        return self._lua.table_from(pairs)


def _temporary_name() -> str:
    """As the C library's, but where TMPDIR says, so that tests can look for what is left."""
    number, name = tempfile.mkstemp(prefix="lua_")
    os.close(number)
    return name


def run(link: Any, path: Path) -> None:
    """Run a Lua script with Resolve's globals."""
    Host(link).run(path)
