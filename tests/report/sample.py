"""Reports to test with, small enough to be quick."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.lut import Lut3D
from core.report.data import Assumption, Reference, ReportData, Shot


def picture(seed: int = 0, height: int = 36, width: int = 64) -> np.ndarray:
    """(height, width, 3) float32: soft gradients with a little noise, 0..1."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    base = np.stack([x, 0.5 * x + 0.4 * y, 0.8 - 0.6 * y], axis=-1)
    return np.clip(base + rng.normal(0, 0.02, base.shape), 0, 1).astype(np.float32)


def warm(rgb: np.ndarray) -> np.ndarray:
    """A plain look: warmer and a little darker."""
    return np.clip(rgb * np.array([1.0, 0.92, 0.8], dtype=np.float32), 0, 1)


def shots(*pictures: np.ndarray) -> tuple[Shot, ...]:
    return tuple(Shot(1.5 * i, rgb) for i, rgb in enumerate(pictures))


def report(**changes: Any) -> ReportData:
    """A full report; `changes` replace fields. `after` follows from `before` by the look."""
    look = changes.pop("look", Lut3D.from_function(warm, 9))
    before = changes.pop("before", shots(picture(0), picture(1), picture(2)))
    fields: dict[str, Any] = {
        "title": "A001_C003.mov",
        "created": "2026-02-11T14:32:08+00:00",
        "job": {"source": "A001_C003.mov", "prompt": [], "strength": 1.0, "seed": None},
        "assumptions": (
            Assumption("Input space", "S-Log3", "the name says so", False),
            Assumption("Value range", "legal", "tagged in the stream", True),
        ),
        "before": before,
        "after": tuple(Shot(s.time, look.apply(s.rgb)) for s in before),
        "references": (
            Reference("still.png", 3.0, picture(3)),
            Reference("faded blacks", 1.0, None),
        ),
        "look": look,
        "lut": look,
        "health": {"fold_over": 0.0017, "monochrome": False},
        "verdicts": ((True, "greys stay in order"), (False, "colours fold over")),
        "grid_error": {"mean": 0.08, "max": 0.9},
        "engine": "transport",
        "confidence": 0.72,
        "notes": ("The scenes differ.",),
        "timings": {"match": 1.25},
        "outputs": (("LUT", "out/A001.cube"),),
    }
    return ReportData(**(fields | changes))
