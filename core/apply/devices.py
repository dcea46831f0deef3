"""Which device does the work."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from core.job.job import DEVICES


@dataclass(frozen=True)
class Device:
    """A device and why it was taken: `name` is "cpu", "cuda" or "mps"."""

    name: str
    reason: str


def choose_device(wish: str = "auto") -> Device:
    """Turn a wish from `DEVICES` into a device that is there.

    Raises:
        UsageError: the wish is not known, or that device is not there.
    """
    if wish not in DEVICES:
        raise UsageError(f"unknown device '{wish}'", hint="use one of " + ", ".join(DEVICES))
    if wish == "cpu":
        return Device("cpu", "asked for")
    if wish == "auto" and not _may_have_accelerator():
        return Device("cpu", "no graphics accelerator was found")
    found = _accelerators()
    if wish == "auto":
        name = next(iter(found), "cpu")
        return Device(name, f"torch sees {name}" if found else "torch sees no accelerator")
    if wish not in found:
        raise UsageError(
            f"no {wish} device is available to torch on this machine",
            hint="use --device auto or cpu",
        )
    return Device(wish, "asked for")


def _may_have_accelerator() -> bool:
    """A look that costs nothing, so that a machine without one never waits for torch to load."""
    if platform.system() == "Linux":
        return any(Path(node).exists() for node in ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd"))
    if platform.system() == "Darwin":
        return platform.machine() == "arm64"
    return True


def _accelerators() -> list[str]:
    import torch

    found = ["cuda"] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        found.append("mps")
    return found
