"""Frames in memory: `LutApplier` against OpenColorIO used directly on one thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from benchmarks.apply.footage import HEIGHT, WIDTH, look, pictures
from benchmarks.machine import paired_ratio
from core.apply import LutApplier
from core.colour.spaces import ocio

_WARM_UP = 20  # frames: past the point where 8-bit pixels are looked up in a table


@dataclass(frozen=True)
class InMemory:
    """One way: median milliseconds a 1080p frame, and the paired ratio to plain OpenColorIO."""

    what: str
    milliseconds: float
    ratio: float


def in_memory(runs: int) -> list[InMemory]:
    """Time every pixel layout that `LutApplier` takes, and torch on the CPU."""
    eight = next(pictures(1))
    four = np.dstack([eight, np.full((HEIGHT, WIDTH), 255, np.uint8)])
    floating = eight.astype(np.float32) / np.float32(255)
    layouts = {
        "uint8 RGBx": four,
        "uint8 RGB": eight,
        "uint16 RGB": eight.astype(np.uint16) * np.uint16(257),
        "float32 RGB": floating,
    }
    found = []
    for name, pixels in layouts.items():
        applier = LutApplier(look(), "cpu")
        for _ in range(_WARM_UP if name == "uint8 RGBx" else 1):
            applier.apply(pixels)
        plain = _plain_ocio(pixels)
        own = pixels.copy()
        for threads, label in ((1, "one thread"), (0, "all cores")):
            ours = partial(applier.apply, pixels, threads=threads, out=own)
            found.append(_measure(f"{name}, {label}", ours, plain, runs))
    return [*found, _torch(floating, runs)]


def _torch(pixels: np.ndarray, runs: int) -> InMemory:
    from core.apply.torch_path import TorchLut

    lut = TorchLut(look(), "cpu")
    return _measure(
        "float32 RGB, torch on the CPU",
        lambda: lut.apply(pixels),
        _plain_ocio(pixels),
        max(1, runs // 4),
    )


def _measure(
    what: str, ours: Callable[[], object], plain: Callable[[], None], runs: int
) -> InMemory:
    ours()
    plain()
    times = [(_timed(ours), _timed(plain)) for _ in range(runs)]
    mine, theirs = [a for a, _ in times], [b for _, b in times]
    return InMemory(what, 1000 * median(mine), paired_ratio(mine, theirs))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _plain_ocio(pixels: np.ndarray) -> Callable[[], None]:
    """OpenColorIO's own fastest way for this layout: from one buffer to another, optimised."""
    lut = look()
    cube = ocio().Lut3DTransform(gridSize=lut.size)
    cube.setInterpolation(ocio().INTERP_TETRAHEDRAL)
    cube.setData(np.ascontiguousarray(lut.table).reshape(-1))
    depth = {
        "uint8": ocio().BIT_DEPTH_UINT8,
        "uint16": ocio().BIT_DEPTH_UINT16,
        "float32": ocio().BIT_DEPTH_F32,
    }[pixels.dtype.name]
    processor = ocio().Config.CreateRaw().getProcessor(cube)
    cpu = processor.getOptimizedCPUProcessor(depth, depth, ocio().OPTIMIZATION_DEFAULT)
    source, target = _image(pixels, depth), _image(np.empty_like(pixels), depth)
    return lambda: cpu.apply(source, target)


def _image(pixels: np.ndarray, depth: Any) -> Any:
    height, width, channels = pixels.shape
    item = pixels.itemsize
    return ocio().PackedImageDesc(
        pixels, width, height, channels, depth, item, item * channels, item * channels * width
    )
