"""Bestlight as a library: a look from pictures or words, as a 3D LUT.

>>> import bestlight
>>> shot = bestlight.open_shot("shot.mov", "slog3")
>>> style = bestlight.make_style(["still.jpg"], "a little warmer")
>>> (grading,) = bestlight.grade(shot, style)
>>> bestlight.write_lut(bestlight.bake(grading), "look.cube")

The names are those of `core.library`, and `BestlightError`. Bestlight's own packages are called
`core`, `ui` and `resolve_plugin`; a wheel keeps them in `bestlight/_rooms`, out of other programs'
way. One process can hold only one package called `core`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.errors import BestlightError
    from core.library import (
        Adjustments,
        Amounts,
        Style,
        apply_lut,
        bake,
        blend_styles,
        check_lut,
        grade,
        make_style,
        open_shot,
        read_lut,
        style_from_dict,
        write_lut,
    )

__all__ = [
    "Adjustments",
    "Amounts",
    "BestlightError",
    "Style",
    "apply_lut",
    "bake",
    "blend_styles",
    "check_lut",
    "grade",
    "make_style",
    "open_shot",
    "read_lut",
    "style_from_dict",
    "write_lut",
]

_ROOMS = Path(__file__).parent / "_rooms"


def _find_rooms() -> str:
    """Put our packages first on the path, and see that `core` is ours; its version."""
    if _ROOMS.is_dir() and str(_ROOMS) not in sys.path[:1]:
        sys.path.insert(0, str(_ROOMS))
    core = import_module("core")
    if getattr(core, "DISTRIBUTION", "") != "bestlight":
        raise ImportError(
            f"another package called 'core' is in the way of Bestlight's: {core.__file__}; "
            "run Bestlight in a process or an environment of its own"
        )
    return core.__version__


__version__ = _find_rooms()


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'bestlight' has no attribute {name!r}")
    room = "core.errors" if name == "BestlightError" else "core.library"
    return getattr(import_module(room), name)


def run() -> None:
    """The command line."""
    try:
        from core.cli.main import run as run_cli
    except KeyboardInterrupt:
        # Ctrl-C while it loads; from then on it is the command line's own affair.
        sys.exit("bestlight: cancelled; nothing was written")
    run_cli()
