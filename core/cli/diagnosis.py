"""What `doctor` looks at."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from core.errors import BestlightError, reason

LIBRARIES = ("numpy", "opencolorio", "av", "openimageio", "pillow", "colour-science", "torch")
ENCODERS = ("libx264", "libx265", "prores_ks", "dnxhd", "ffv1")


@dataclass
class Check:
    """One thing that was looked at: `well` says whether Bestlight can work with what was found."""

    what: str
    well: bool
    found: str


OTHERS: dict[str, Callable[[], list[Check]]] = {}
"""What rooms above core look at, by name."""


def diagnose() -> list[Check]:
    """Look at everything that a grade needs."""
    looks: dict[str, Callable[[], str]] = {
        "system": lambda: f"{platform.platform()}, {os.cpu_count()} cores",
        "python": platform.python_version,
        "bestlight": _own_version,
        **{name: lambda name=name: metadata.version(name) for name in LIBRARIES},
        "device": _device,
        "colour": _colour,
        "encoders": _encoders,
        "sample": _sample,
        "models": _models,
        "scratch": _scratch,
    }
    return [_looked(what, look) for what, look in looks.items()]


def _looked(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what, True, look())
    except metadata.PackageNotFoundError:
        return Check(what, False, "not installed; install Bestlight again")
    except BestlightError as error:
        return Check(what, False, f"{error.message}; {error.hint}")
    except (ImportError, OSError) as error:
        return Check(what, False, reason(error))


def _own_version() -> str:
    from core import __version__

    return f"{__version__} in {Path(__file__).parents[1]}"


def _device() -> str:
    from core.apply import choose_device

    device = choose_device("auto")
    return f"{device.name} ({device.reason})"


def _colour() -> str:
    from core.colour.spaces import all_spaces

    return f"{len(all_spaces())} colour spaces"


def _encoders() -> str:
    from av.codec import codecs_available

    missing = [name for name in ENCODERS if name not in codecs_available]
    if missing:
        raise BestlightError(
            f"missing {', '.join(missing)}", hint="install PyAV from its own wheel"
        )
    return ", ".join(ENCODERS)


def _sample() -> str:
    from core.demo import sample_clip, sample_still

    return f"{sample_clip().name}, {sample_still().name}"


def _models() -> str:
    from core.models.store import broken_folders, installed_models

    broken = broken_folders()
    if broken:
        raise BestlightError(f"{broken[0]} is broken", hint="see: bestlight models verify")
    return ", ".join(record.label for record in installed_models()) or "none installed, none needed"


def _scratch() -> str:
    with tempfile.NamedTemporaryFile() as scratch:
        scratch.write(b"x")
    return f"{tempfile.gettempdir()} can be written"
