"""What a figure was measured on, and how a series of timings is summed up."""

from __future__ import annotations

import datetime
import os
import platform
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

PACKAGES = ("bestlight", "numpy", "opencolorio", "av", "torch")


def machine() -> dict[str, Any]:
    """Date, processor, number of cores, load, system and versions, as JSON-serialisable data."""
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": [round(x, 2) for x in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def paired_ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of ours / theirs, pair by pair: what else the machine does hits both alike."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))
