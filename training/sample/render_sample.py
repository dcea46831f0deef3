"""Render the demo's clip and reference still: `python -m training.sample.render_sample`.

Two processes at most; the same arguments give the same pictures.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

from core.files import whole_file
from training.sample.finish import (
    breeze,
    card_box,
    gains,
    grain,
    print_grade,
    to_display,
    to_logc3,
    to_yuv420,
)
from training.sample.mux import RATE, SOUND, write_clip
from training.sample.picture import picture
from training.sample.scene import card_corners, evening, terrace

WIDTH, HEIGHT, FRAMES = 960, 540, 84
GRAIN = 0.0030
EVENING_GAIN = 1.35
HOME = Path(__file__).parents[2] / "core" / "demo"


def balance(width: int, height: int) -> np.ndarray:
    """The clip's exposure and white balance, measured on its grey card in the first frame: (3,)."""
    scene = terrace()
    box = card_box(scene.moment(0.0).camera, card_corners(), width, height)
    return gains(picture(scene, 0.0, width, height), box)


def log_frame(
    index: int, *, frames: int, width: int, height: int, seed: int, gain: np.ndarray
) -> np.ndarray:
    """Frame `index` of the clip: float32 (height, width, 3), LogC3 EI 800 in AWG3, 0..1."""
    when = index / max(frames - 1, 1)
    code = to_logc3(picture(terrace(), when, width, height) * gain)
    return grain(code, seed * 100_003 + index, GRAIN)


def log_planes(index: int, **shot: object) -> np.ndarray:
    """Frame `index` as 10-bit 4:2:0 planes: uint16 (height * 3 / 2, width)."""
    return to_yuv420(log_frame(index, **shot))  # pyright: ignore[reportArgumentType]


def reference(width: int, height: int, seed: int) -> np.ndarray:
    """The graded still: uint8 (height, width, 3), sRGB."""
    shown = to_display(picture(evening(), 0.0, width, height) * np.float32(EVENING_GAIN))
    graded = grain(print_grade(shown), seed, 0.006)
    return np.rint(np.clip(graded, 0, 1) * 255).astype(np.uint8)


def _frames(workers: int, shot: dict[str, object], count: int) -> Iterator[np.ndarray]:
    terrace()  # built before the fork, so that the workers share it
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        yield from pool.map(partial(log_planes, **shot), range(count))


def main() -> None:
    """Render both files into the folder asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=HOME)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--size", type=int, nargs=2, default=(WIDTH, HEIGHT))
    parser.add_argument("--crf", type=float, default=11.0)
    parser.add_argument("--only", choices=("clip", "still"))
    given = parser.parse_args()
    width, height = given.size
    begun = time.monotonic()
    if given.only != "clip":
        with whole_file(given.output / "reference.jpg", force=True) as part:
            Image.fromarray(reference(width, height, given.seed)).save(
                part, quality=95, subsampling=0, optimize=True
            )
        print(f"reference.jpg after {time.monotonic() - begun:.0f} s")
    if given.only != "still":
        shot = {"frames": given.frames, "width": width, "height": height, "seed": given.seed}
        shot["gain"] = balance(width, height)
        frames = _frames(min(2, os.cpu_count() or 1), shot, given.frames)
        with whole_file(given.output / "terrace.mov", force=True) as part:
            write_clip(part, frames, breeze(given.frames / RATE, SOUND), given.crf)
        print(f"terrace.mov after {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
