"""How long a prompt takes in a warm process, beside OpenColorIO baking a cube of the same size."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import machine, paired_ratio
from core.grade.footage import open_footage
from core.grade.run import finish_grade
from core.grade.shot import Shot
from core.job.job import GradeJob
from core.progress import Progress

PROMPTS = (
    "warmer, softer contrast, keep the skin", "bleach bypass", "kodachrome",
    "teal and orange, lifted blacks", "moody, desaturated, cold", "golden hour",
    "half a stop darker", "Blade Runner, orange haze, lifted blacks", "desaturate the shadows",
    "it looks washed out, please fix", "half kodachrome, a bit brighter", "cooler",
)  # fmt: skip
SCENE = "light through dusty curtains"
STEPS = 33


def measured(photo: Path, prompts: Sequence[str] = PROMPTS) -> dict[str, Any]:
    """Seconds from a prompt to its LUT on a frame in memory, libraries imported.

    Returns:
        `first` with all that is loaded once; `first_scene`, that of a sentence that names no look,
        after it; `further`, the median of the other prompts, and
        `slowest` of them; the same of processor time; the ratio of `further` to OpenColorIO.
    """
    import core.grade.mix
    import core.style.infer  # noqa: F401

    frame = Shot(open_footage(photo, "srgb", "Source", Progress()))
    peer = _peer()
    peer()

    def grade(prompt: str) -> None:
        finish_grade(GradeJob(str(photo), prompt=(prompt,)), Progress(), shot=frame)

    first = _timed(lambda: grade("a little warmer"))
    scene = _timed(lambda: grade(SCENE))
    pairs = [(_timed(lambda p=prompt: grade(p)), _timed(peer)) for prompt in prompts]
    ours, theirs = [one for one, _ in pairs], [other for _, other in pairs]
    return {
        "first": first[0],
        "first_processor": first[1],
        "first_scene": scene[0],
        "first_scene_processor": scene[1],
        "further": median(wall for wall, _ in ours),
        "further_processor": median(own for _, own in ours),
        "slowest": max(wall for wall, _ in ours),
        "ocio_bake": median(wall for wall, _ in theirs),
        "ratio": paired_ratio([wall for wall, _ in ours], [wall for wall, _ in theirs]),
        "machine": machine(),
    }


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    wall, own = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - wall, time.process_time() - own


def _peer() -> Callable[[], object]:
    """OpenColorIO making one cube: from a camera log to a display, through its rendering."""
    ocio: Any = importlib.import_module("PyOpenColorIO")
    config = ocio.Config.CreateFromBuiltinConfig("studio-config-v2.1.0_aces-v1.3_ocio-v2.3")
    baker = ocio.Baker()
    baker.setConfig(config)
    baker.setFormat("iridas_cube")
    baker.setInputSpace("ACEScct")
    baker.setDisplayView("sRGB - Display", "ACES 1.0 - SDR Video")
    baker.setCubeSize(STEPS)
    return baker.bake
