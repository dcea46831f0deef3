"""Masks over time: photographs of people under a moving, noisy camera, whose masks are known for
every frame; each frame looked at alone, and carried along with the motion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.regions.truth import Labelled
from core.regions import Masks, RegionFollower
from core.regions.masks import look_for_regions, squared
from core.regions.motion import carried, origins
from core.regions.network import CLASSES, FINE

PHOTOGRAPHS, FRAMES = 14, 10
SHOWN, NOISE = 0.75, 0.03  # of width and height that a frame shows; code values
UNSEEN = 3  # first frames, in which nothing was carried far
PERSON = CLASSES.index("person")


def tell_motion(photographs: Sequence[Labelled]) -> None:
    """Print how well and how evenly people are found, and how their masks flicker."""
    people = [p for p in photographs if p.shows("person", 0.1) and not _is_a_crop(p)]
    random = np.random.default_rng(0)
    rows = [_judged(one, random) for one in people[:PHOTOGRAPHS]]
    for name, row in zip(("each alone", "followed"), np.mean(rows, axis=0), strict=True):
        overlap, uneven, flicker = row
        print(
            f"{name:10} {len(rows)} photographs: intersection over union {overlap:.3f},"
            f" its spread over frames {uneven:.3f}, flicker {flicker:.3f}"
        )


def _is_a_crop(one: Labelled) -> bool:
    return one.name.startswith("fairface")  # a face that fills the picture


def _judged(one: Labelled, random: np.random.Generator) -> list[tuple[float, float, float]]:
    """Overlap, its spread, and flicker, of masks found alone and followed."""
    views = [_view(one, at / (FRAMES - 1)) for at in range(FRAMES)]
    frames = [
        np.clip(one.picture[view] + random.normal(0, NOISE, one.picture[view].shape), 0, 1)
        for view in views
    ]
    frames = [frame.astype(np.float32) for frame in frames]
    truth = [_small(one.mask("person")[view]) > 0.5 for view in views]
    sure = [_small(one.known("person")[view].astype(np.float32)) > 0.5 for view in views]
    clean = [squared(one.picture[view], FINE) for view in views]
    follower = RegionFollower()
    found = ([look_for_regions(f) for f in frames], [follower.look(f) for f in frames])
    return [(*_overlap(masks, truth, sure), _flicker(masks, clean)) for masks in found]


def _view(one: Labelled, time: float) -> tuple[slice, slice]:
    """What the camera shows, as it swings from side to side and sinks."""
    height, width = one.picture.shape[:2]
    high, wide = round(SHOWN * height), round(SHOWN * width)
    top = round((height - high) * time)
    left = round((width - wide) * (0.5 + 0.5 * np.sin(np.pi * time)))
    return slice(top, top + high), slice(left, left + wide)


def _small(mask: np.ndarray) -> np.ndarray:
    return squared(np.repeat(mask[..., None], 3, -1), FINE)[..., 0]


def _overlap(
    found: list[Masks], truth: list[np.ndarray], sure: list[np.ndarray]
) -> tuple[float, float]:
    each = []
    for masks, there, known in list(zip(found, truth, sure, strict=True))[UNSEEN:]:
        said = (masks.of("person") > 0.5) & known
        each.append((said & there).sum() / max((said | there & known).sum(), 1))
    return float(np.mean(each)), float(np.std(each))


def _flicker(found: list[Masks], clean: list[np.ndarray]) -> float:
    """Mean step of the masks from frame to frame, along the motion, by the share that they hold."""
    steps = []
    for at in range(UNSEEN, len(found)):
        before = carried(found[at - 1].points, origins(clean[at], clean[at - 1]))[..., PERSON]
        now = found[at].of("person")
        steps.append(np.abs(now - before).mean() / max(float((now > 0.5).mean()), 0.01))
    return float(np.mean(steps))
