"""Which calls exist in which Resolve, and with how many parameters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.fake_resolve.read_stubs import Parameter, Surface

_FOLDER = Path(__file__).parent
_STUBS = {"18.6": "18.6.6", "19.1": "19.1", "20.2": "20.2.2", "21.0": "21.0.0"}
_STEPS = ("21.0.4", "21.1", "21.1.1", "21.1.2", "21.2")
_ADDED = {version: _STEPS[: at + 1] for at, version in enumerate(_STEPS)}


def _load(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def surface_of(version: str) -> Surface:
    """The documented surface of a profile's version."""
    surface: Surface = _load(_STUBS.get(version, "21.0.0"))
    additions = _load("additions")
    for step in _ADDED.get(version, ()):
        for name, methods in additions[step]["added"].items():
            surface[name].update(methods)
        for name, gone in additions[step]["absent"].items():
            for method in gone:
                del surface[name][method]
    return surface


def exceptions() -> dict[str, str]:
    """Calls whose parameters may be left out although the stubs say otherwise, with the reason."""
    return _load("exceptions")


def arity(overloads: list[list[Parameter]]) -> tuple[int, float]:
    """The least and the largest number of arguments over all overloads."""
    least = min(sum(needed for _, needed in overload) for overload in overloads)
    open_ended = any(name.startswith("*") for overload in overloads for name, _ in overload)
    return least, float("inf") if open_ended else max(len(overload) for overload in overloads)
