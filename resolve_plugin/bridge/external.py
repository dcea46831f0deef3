"""The transport for Resolve's own library in this process (Studio with external scripting on)."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from resolve_plugin import api
from resolve_plugin.bridge.objects import Bridge, Call, CallFailed, HostGone, RemoteObject

_PLAIN = (type(None), bool, int, float, str, bytes)
_LOADED: list[Any] = []
"""Resolve's library; it may crash when it is let go of, so that never happens."""


class ExternalBridge(Bridge):
    """Calls the given application object directly.

    Args:
        application: what `DaVinciResolveScript.scriptapp("Resolve")` gave, or a stand-in for it.
    """

    kind = "external"

    def __init__(self, application: Any) -> None:
        super().__init__()
        self._application: Any = application

    def _root(self) -> Any:
        return self._application

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        if self._application is None:
            raise HostGone("the connection was closed")
        return [self._call(item.target, name, arguments) for item, name, arguments in calls]

    def _call(self, target: Any, name: str, arguments: tuple[Any, ...]) -> Any:
        if name == api.PRESENT:
            return arguments[0] in dir(target) and callable(getattr(target, arguments[0], None))
        try:
            return self._wrapped(getattr(target, name)(*self._unwrapped(list(arguments))))
        except (TypeError, AttributeError) as error:
            # Resolve's objects claim to have every attribute; an unknown one is None when called.
            raise CallFailed(f"{name} is not known to this Resolve: {error}") from error

    def _wrapped(self, value: Any) -> Any:
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, Mapping):
            return {key: self._wrapped(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._wrapped(item) for item in value]
        return RemoteObject(self, value)

    def _unwrapped(self, value: Any) -> Any:
        if isinstance(value, RemoteObject):
            return value.target
        if isinstance(value, Mapping):
            return {key: self._unwrapped(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._unwrapped(item) for item in value]
        return value

    def gone(self) -> str:
        """Why Resolve is known to be gone: only that the connection was closed."""
        return "" if self._application is not None else "the connection was closed"

    def close(self) -> None:
        """Let go of the application object."""
        self._application = None


def connect_external(script_api: Path, script_lib: Path) -> tuple[ExternalBridge | None, str]:
    """Reach a running Resolve from outside, through its own scripting library.

    Loading the library makes it part of this process, and it may crash when Python takes itself
    down: a process that has come here should leave by `os._exit`.

    Args:
        script_api: Resolve's `Developer/Scripting` folder.
        script_lib: its `fusionscript` library.

    Returns:
        The bridge and an empty text; or None and why there is none, in a sentence.
    """
    if not script_lib.is_file():
        return None, f"DaVinci Resolve is not installed here (no {script_lib})"
    library = _vendor_module(script_api, script_lib) or _vendor_library(script_lib)
    if library is None:
        return None, f"Resolve's scripting library {script_lib} does not load into this Python"
    _LOADED.append(library)
    application = library.scriptapp("Resolve")
    if application is None:
        return None, (
            "Resolve does not answer: it is closed, or it is the free edition, or its preference"
            " 'External scripting using' is not Local"
        )
    return ExternalBridge(application), ""


def _vendor_module(script_api: Path, script_lib: Path) -> Any:
    """`DaVinciResolveScript`, which loads the library and puts it in its own place."""
    name = "DaVinciResolveScript"
    spec = importlib.util.spec_from_file_location(name, script_api / "Modules" / f"{name}.py")
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    os.environ.setdefault("RESOLVE_SCRIPT_LIB", str(script_lib))
    try:
        spec.loader.exec_module(module)
    except (ImportError, OSError, SyntaxError, AttributeError, SystemExit):
        # Older ones need the module imp, which Python 3.12 has no more.
        sys.modules.pop(name, None)
        return None
    return _with_scriptapp(sys.modules.pop(name, module))


def _vendor_library(script_lib: Path) -> Any:
    name = "fusionscript"
    loader = importlib.machinery.ExtensionFileLoader(name, str(script_lib))
    spec = importlib.util.spec_from_file_location(name, script_lib, loader=loader)
    try:
        if spec is None:
            return None
        module = importlib.util.module_from_spec(spec)
        loader.exec_module(module)
    except (ImportError, OSError):
        return None
    return _with_scriptapp(module)


def _with_scriptapp(module: Any) -> Any:
    return module if callable(getattr(module, "scriptapp", None)) else None
