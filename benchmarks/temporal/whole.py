"""The commands themselves on a long clip of many shots: memory, speed, sync, a killed run.

A programme of five takes with marks (`marks`) is repeated without encoding again; `timeline` grades
it as a user would. A batch of short parts of it is killed half-way and begun again.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageOps

from benchmarks.temporal.long import repeat_clip
from benchmarks.temporal.marks import read_marks, write_marked
from core.media import stream_frames

RATE, TAKE, SIZE = 24, 96, (1920, 1080)  # frames a second; frames of a take
TAKES = ("sav_coffee.mp4", "sav_cups.mp4", "sav_dog.mp4", "sav_juggle.mp4", "sam2_bedroom.mp4")
WORDS = ["-p", "golden hour"]
_STEP = 2.0  # seconds between looks at a process's memory


def report_whole(clips: Path, folder: Path, minutes: float) -> dict[str, object]:
    """Print the figures and return them."""
    short, source = folder / "programme.mp4", folder / "whole.mp4"
    times = [number / RATE for number in range(len(TAKES) * TAKE)]
    write_marked(short, _takes(clips), times, range(RATE, len(times), 2 * RATE))
    seconds = len(times) / RATE
    repeat_clip(short, source, max(1, round(minutes * 60 / seconds)), seconds)
    out = folder / "whole-out"
    whole = _measured(["timeline", str(source), *WORDS, "-o", str(out), "--json"])
    shots = len(json.loads((out / "whole_shots.json").read_text())["shots"])
    frames, memory = _frames(source), whole["memory"]
    quarter = memory[len(memory) // 4]
    print(
        f"\n`timeline` on {minutes:g} minutes of 1080p, {frames} frames, {shots} shots found:"
        f" {frames / whole['seconds']:.1f} frames a second,"
        f" {1000 * whole['cpu'] / frames:.0f} ms of processor time a frame;"
        f" memory {max(memory):.0f} MB at most, {quarter:.0f} after a quarter of the time,"
        f" {memory[-2]:.0f} at the end"
    )
    figures: dict[str, object] = {"minutes": minutes, "frames": frames, "shots": shots, **whole}
    figures["sync"] = report_sync("whole, constant rate", source, out / "whole_graded.mp4")
    figures["variable"] = _variable(clips, folder)
    figures["killed"] = _killed(source, folder / "killed")
    print(f"killed half-way, left beside what the next run wrote: {figures['killed']}")
    figures["resumed"] = _resumed(short, folder)
    print(f"batch killed in its second item, begun again: {figures['resumed']}")
    return figures


def _takes(clips: Path) -> Iterator[np.ndarray]:
    for name in TAKES:
        for number, frame in enumerate(stream_frames(clips / name, max(SIZE))):
            if number == TAKE:
                break
            picture = Image.fromarray(np.rint(np.clip(frame.rgb, 0, 1) * 255).astype(np.uint8))
            yield np.array(ImageOps.fit(picture, SIZE, Image.Resampling.BICUBIC))


def report_sync(what: str, source: Path, target: Path) -> dict[str, object]:
    """How far each white frame and each beep of a copy is from where the source has it."""
    (flashes, beeps), (flashes_, beeps_) = read_marks(source), read_marks(target)
    same = len(flashes) == len(flashes_) == len(beeps) == len(beeps_)
    ahead = beeps - flashes if len(beeps) == len(flashes) else np.array([np.nan])
    ahead_ = beeps_ - flashes_ if same else np.array([np.inf])
    found = {
        "marks": [len(flashes), len(beeps), len(flashes_), len(beeps_)],
        "sound_after_picture": [float(ahead.mean()), float(ahead_.mean())],
        "apart_at_most": float(np.abs(ahead_ - ahead).max()) if same else float("inf"),
    }
    print(
        f"  {what}: {len(flashes_)} of {len(flashes)} white frames, {len(beeps_)} of"
        f" {len(beeps)} beeps; sound after picture by {1000 * ahead_.mean():.1f} ms"
        f" (source {1000 * ahead.mean():.1f}), no mark differs by more than"
        f" {1000 * found['apart_at_most']:.1f} ms"
    )
    return found


def _variable(clips: Path, folder: Path) -> dict[str, object]:
    """The same at a variable rate, 15 to 80 ms a frame."""
    source, target = folder / "uneven.mp4", folder / "uneven_graded.mp4"
    rng = np.random.default_rng(5)
    frames = [frame.rgb for frame in stream_frames(clips / TAKES[1], 640)]
    pictures = [np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)[:320] for rgb in frames[:240]]
    every = [pictures[number % len(pictures)] for number in range(3000)]
    times = np.cumsum(rng.integers(15, 80, len(every))) / 1000
    times -= times[0]
    write_marked(source, every, times.tolist(), range(30, len(every), 45))
    _measured(["grade", str(source), *WORDS, "-o", str(folder / "uneven-out")])
    (folder / "uneven-out" / "uneven_graded.mp4").rename(target)
    return report_sync("3,000 frames at a variable rate", source, target)


def _killed(source: Path, out: Path) -> list[str]:
    """What is left once the next command has written into the same folder."""
    process = _begin(["timeline", str(source), *WORDS, "-o", str(out)])
    while not any(path.stat().st_size > 4 << 20 for path in _parts(out)):
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _measured(["lut", str(source), *WORDS, "-o", str(out / "next.cube")])
    return sorted(path.name for path in out.rglob("*"))


def _parts(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else []


def _resumed(short: Path, folder: Path) -> dict[str, int]:
    """A batch of three clips killed within its second; the same command again ends it."""
    inputs, out = folder / "batch-in", folder / "batch-out"
    inputs.mkdir()
    for name in "abc":
        os.link(short, inputs / f"{name}.mp4")
    words = ["batch", str(inputs), *WORDS, "-o", str(out), "--json"]
    process = _begin(words)
    while not (out / "a_graded.mp4").exists() or not _being_written(out):
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = (out / "a_graded.mp4").stat().st_mtime_ns
    again = json.loads(_measured(words)["said"])
    states = [item["state"] for item in again["items"]]
    hidden = [path for path in _parts(out) if ".part" in str(path)]
    return {
        "done before": states.count("done before"),
        "done": states.count("done"),
        "first kept": int((out / "a_graded.mp4").stat().st_mtime_ns == before),
        "left of the killed run": len(hidden),
    }


def _being_written(out: Path) -> bool:
    return any(path.stat().st_size > 1 << 20 for path in _parts(out) if ".part" in str(path))


def _command(words: list[str]) -> list[str]:
    return [sys.executable, "-m", "core.cli", *words]


def _begin(words: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(_command(words), text=True, stdout=subprocess.PIPE)


def _measured(words: list[str]) -> dict:
    """Runs a command: seconds, processor time, memory in MB along the way, what it said."""
    before, start = os.times(), time.perf_counter()
    process, memory, said = _begin(words), [], None
    while said is None:
        memory.append(_memory(process.pid))
        with contextlib.suppress(subprocess.TimeoutExpired):
            said, _ = process.communicate(timeout=_STEP)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    after = os.times()
    spent = after.children_user + after.children_system
    cpu = spent - before.children_user - before.children_system
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "cpu": cpu, "memory": memory, "said": said}


def _memory(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def _frames(path: Path) -> int:
    with av.open(str(path)) as clip:
        return clip.streams.video[0].frames
