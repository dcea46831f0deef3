"""Whole processes against each other: `bestlight apply` and ffmpeg's `lut3d`; the first output."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.machine import paired_ratio

PRESETS = ("ultrafast", "veryfast", "medium")
_BESTLIGHT = [sys.executable, "-c", "from core.cli.main import run; run()"]
_COMPARED = (3, 40, 77)  # frames that are looked at; those beyond the end are left out


@dataclass(frozen=True)
class Run:
    """One process: seconds from start to end, and processor seconds of all its threads."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Against:
    """One preset: medians of both, the medians of the paired ratios, and how the pictures differ.

    `difference` is the mean absolute difference of the decoded RGB frames, 8-bit code values.
    """

    preset: str
    runs: int
    bestlight: Run
    ffmpeg: Run
    wall_ratio: float
    cpu_ratio: float
    difference: float

    def as_dict(self) -> dict[str, Any]:
        """The figures as JSON-serialisable data."""
        return asdict(self)


def against_ffmpeg(ffmpeg: str, clip: Path, lut: Path, preset: str, runs: int) -> Against:
    """Apply `lut` to `clip` with both programs in turn, `runs` times, files beside `clip`."""
    ours, theirs = clip.with_name("bestlight.mp4"), clip.with_name("ffmpeg.mp4")
    apply = [*_BESTLIGHT, "apply", str(lut), str(clip), str(ours), "--codec", "h264", "--force"]
    # Left alone, ffmpeg makes Rec.601 of any RGB; naming the matrix costs no further conversion.
    chain = f"lut3d=file={lut}:interp=tetrahedral,scale=out_color_matrix=bt709,format=yuv420p"
    encode = ["-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", "-colorspace", "bt709"]
    other = [ffmpeg, "-v", "error", "-y", "-i", str(clip), "-vf", chain, *encode]
    pairs: list[tuple[Run, Run]] = []
    for number in range(runs):
        both = [[*apply, "--preset", preset], [*other, "-preset", preset, str(theirs)]]
        order = (0, 1) if number % 2 == 0 else (1, 0)
        done = {which: _timed(both[which]) for which in order}
        pairs.append((done[0], done[1]))
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    return Against(
        preset=preset,
        runs=runs,
        bestlight=_median(a),
        ffmpeg=_median(b),
        wall_ratio=paired_ratio([x.wall for x in a], [x.wall for x in b]),
        cpu_ratio=paired_ratio([x.cpu for x in a], [x.cpu for x in b]),
        difference=_difference(ours, theirs),
    )


def first_output(runs: int) -> dict[str, float]:
    """Seconds until `bestlight --help` says anything, beside an empty Python."""
    shown = [_first_byte([*_BESTLIGHT, "--help"]) for _ in range(runs)]
    bare = [_timed([sys.executable, "-c", "pass"]).wall for _ in range(runs)]
    return {"help": median(shown), "bare_python": median(bare), "runs": runs}


def _first_byte(command: Sequence[str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if process.stdout is None or not process.stdout.read(1):
            raise SystemExit(f"{' '.join(command)} says nothing")
        first = time.perf_counter() - start
        process.stdout.read()
    return first


def _timed(command: Sequence[str]) -> Run:
    before = os.times()
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {done.stderr.strip()[-500:]}")
    after = os.times()
    spent = after.children_user - before.children_user
    return Run(wall, spent + after.children_system - before.children_system)


def _median(runs: list[Run]) -> Run:
    return Run(median(run.wall for run in runs), median(run.cpu for run in runs))


def _difference(one: Path, other: Path) -> float:
    pairs = list(zip(_decoded(one), _decoded(other), strict=True))
    return float(np.mean([np.abs(a.astype(np.int16) - b).mean() for a, b in pairs]))


def _decoded(path: Path) -> list[np.ndarray]:
    import av

    with av.open(str(path)) as container:
        return [
            frame.reformat(format="rgb24", src_colorspace=1).to_ndarray()
            for number, frame in enumerate(container.decode(video=0))
            if number in _COMPARED
        ]
