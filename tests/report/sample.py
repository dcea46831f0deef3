"""Results and pictures to make reports of, small enough to be quick."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.job.result import Choice, GradeResult, HealthFinding
from core.lut import Lut3D
from core.report.pictures import ReportPictures


def picture(seed: int = 0, height: int = 36, width: int = 64) -> np.ndarray:
    """(height, width, 3) float32: soft gradients with a little noise, 0..1."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    base = np.stack([x, 0.5 * x + 0.4 * y, 0.8 - 0.6 * y], axis=-1)
    return np.clip(base + rng.normal(0, 0.02, base.shape), 0, 1).astype(np.float32)


def warm(rgb: np.ndarray) -> np.ndarray:
    """A plain look: warmer and a little darker."""
    return np.clip(rgb * np.array([1.0, 0.92, 0.8], dtype=np.float32), 0, 1)


def style(*references: tuple[str, float], words: dict[str, Any] | None = None) -> dict[str, Any]:
    """A style's JSON, with what only engines read standing in."""
    unread = {"vector": [0.0], "side": 1, "thumbnail": "UGljdHVyZQ=="}
    return {
        "schema": "bestlight-style",
        "version": 1,
        "references": [
            {"name": name, "weight": weight, "pictures": [unread]} for name, weight in references
        ],
        "words": words,
        "notes": [],
    }


def words(*said: tuple[str, float, dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """What sentences came to: text, weight, and the look that each names (empty for none)."""
    return {
        "texts": [text for text, _, _ in said],
        "weights": [weight for _, weight, _ in said],
        "looks": [look for _, _, look in said],
        "edits": {},
        "protections": [],
        "known": 1.0,
        "notes": [f"“{text}”: understood" for text, _, _ in said],
        "no_change": False,
    } | changes


def graded(**changes: Any) -> GradeResult:
    """A full result; `changes` replace fields."""
    faded = words(("faded blacks", 1.0, {"fade": 0.5}))
    fields: dict[str, Any] = {
        "job": GradeJob(
            "shots/A001_C003.mov",
            reference=("stills/still.png",),
            prompt=("faded blacks",),
            weights=(3.0, 1.0),
            adjustments=Adjustments(exposure=0.5),
        ),
        "outputs": {"lut": "out/A001.cube"},
        "engine": "transport",
        "confidence": 0.72,
        "choices": (
            Choice("Source: colour space", "S-Log3", "the name says so", certain=False),
            Choice("Source: range", "legal", "tagged in the stream", certain=True),
        ),
        "health": {"fold_over": 0.0017, "monochrome": False},
        "findings": (
            HealthFinding("ok", "greys stay in order"),
            HealthFinding("warning", "colours fold over"),
        ),
        "grid_error": {"neutral_max": 0.91, "cube_mean": 0.08},
        "notes": ("“faded blacks”: understood", "The scenes differ."),
        "timings": {"matching": 1.25},
        "style": style(("still.png", 3.0), words=faded),
    }
    return GradeResult(**(fields | changes))


def pictures(**changes: Any) -> ReportPictures:
    """The pictures of `graded()`; `after` and `times` follow from `before` and the look."""
    look = changes.pop("look", Lut3D.from_function(warm, 9))
    before = changes.pop("before", (picture(0), picture(1), picture(2)))
    after = changes.pop("after", None) or tuple(look.apply(rgb) for rgb in before)
    fields: dict[str, Any] = {
        "title": "A001_C003.mov",
        "created": "2026-02-11T14:32:08+00:00",
        "times": tuple(1.5 * i for i in range(len(before))),
        "before": before,
        "after": after,
        "references": (picture(3),),
        "look": look,
        "lut": look,
    }
    return ReportPictures(**(fields | changes))
