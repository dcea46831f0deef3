"""A long clip of many shots rendered in one pass: memory, speed against ffmpeg, a killed run.

`python -m benchmarks.temporal.long SOURCE TARGET ENCODING` is the process that is measured. Runs of
ours and of ffmpeg take turns, so that other load hits both, and processor time is told as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import OutputContainer
from av.stream import Stream

from benchmarks.temporal.scenes import LOOK
from core.apply import Key, LutSpan, TimedLut
from core.errors import Cancelled
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from core.media import RenderResult, render_clip
from core.progress import Progress, Update

RATE, SECONDS, SHOT = 24, 20, 60  # frames a second; of what is repeated; frames a shot
SIZE = (1920, 1080)
_TICK = 1.1e-3  # seconds


@dataclass(frozen=True)
class Encoding:
    """The same settings for both programs."""

    suffix: str
    ours: dict[str, Any]
    theirs: tuple[str, ...]


def _x264(preset: str, quality: int) -> Encoding:
    ours = {"codec": "h264", "quality": quality, "preset": preset}
    return Encoding(".mp4", ours, ("libx264", "-crf", str(quality), "-preset", preset))


ENCODINGS = {
    "x264-ultrafast": _x264("ultrafast", 16),
    "x264-ultrafast-lossless": _x264("ultrafast", 0),
    "ffv1": Encoding(".mkv", {"codec": "ffv1"}, ("ffv1", "-level", "3", "-slicecrc", "1")),
    "x264-veryfast": _x264("veryfast", 16),
}


def report_long(
    clips: Path,
    folder: Path,
    minutes: float,
    *,
    size: tuple[int, int] = SIZE,
    encodings: Sequence[str] = tuple(ENCODINGS),
    runs: int = 1,
) -> dict[str, object]:
    """Print the figures and return them."""
    source = make_long(clips, folder, minutes, size)
    write_lut(LOOK, folder / "look.cube", force=True)
    figures: dict[str, object] = {"minutes": minutes, "size": size, "in_sync": in_sync(folder)}
    ffmpeg = shutil.which("ffmpeg")
    print(f"\n{minutes:g} minutes of {size[0]} x {size[1]}, a LUT every {SHOT} frames:")
    for name in encodings:
        target = folder / f"long-{name}{ENCODINGS[name].suffix}"
        pairs = []
        for turn in range(runs):
            ours = _ours(source, target, name)
            theirs = _theirs(ffmpeg, source, folder, name) if ffmpeg else None
            pairs.append((ours, theirs))
            _print_run(name, turn, ours, theirs)
        row = {"runs": pairs, "kept": _kept(source, target)}
        print(f"    every timestamp and byte of audio kept: {row['kept']}")
        figures[name] = row
    figures["killed"] = _killed(source, folder)
    print(f"  killed half-way, left once the next has begun: {figures['killed']}")
    figures["cancelled"] = _cancelled(source, folder)
    print(f"  cancelled half-way, left: {figures['cancelled']}")
    print(f"  variable rate: each frame at its time, audio as it was: {figures['in_sync']}")
    return figures


def _print_run(name: str, turn: int, ours: dict, theirs: dict | None) -> None:
    memory = ours["memory"]
    growth = memory[-1] - memory[len(memory) // 4]
    print(
        f"  {name}, run {turn + 1}: {ours['frames'] / ours['seconds']:.1f} frames a second"
        f" ({ours['frames'] / ours['cpu']:.1f} a second of processor time), memory at most"
        f" {max(memory):.0f} MB, {growth:+.0f} MB from a quarter to the end"
    )
    if theirs:
        ratios = (ours[kind] / theirs[kind] for kind in ("seconds", "cpu"))
        print("    ratio to ffmpeg -vf lut3d: {:.2f}, of processor time {:.2f}".format(*ratios))


def make_long(clips: Path, folder: Path, minutes: float, size: tuple[int, int] = SIZE) -> Path:
    """A clip made by repeating twenty seconds of another with a tone, without encoding again."""
    short, path = folder / "short.mp4", folder / "long.mp4"
    _encode_short(clips / "sav_cups.mp4", short, size)
    repeat_clip(short, path, max(1, round(minutes * 60 / SECONDS)), SECONDS)
    return path


def repeat_clip(short: Path, path: Path, times: int, seconds: float) -> None:
    """A clip of some seconds several times over, its packets as they are."""
    with av.open(str(path), "w") as out:
        streams: dict[int, Stream] = {}
        for turn in range(times):
            with av.open(str(short)) as source:
                if not streams:
                    streams = {s.index: out.add_stream_from_template(s) for s in source.streams}
                for packet in source.demux():
                    if packet.dts is None or packet.pts is None or packet.time_base is None:
                        continue
                    ahead = round(turn * seconds / packet.time_base)
                    packet.pts += ahead
                    packet.dts += ahead
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)


def _encode_short(clip: Path, path: Path, size: tuple[int, int]) -> None:
    with av.open(str(clip)) as source, av.open(str(path), "w") as out:
        picture = out.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "fast"})
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        picture.colorspace, picture.color_range = 1, 1
        sound = out.add_stream("aac", rate=48000)
        frames = [frame.reformat(*size, "yuv420p") for frame in source.decode(video=0)]
        for number in range(RATE * SECONDS):
            frame = frames[number % len(frames)]
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            frame.pict_type = 0
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        _encode_tone(out, sound, SECONDS)


def _encode_tone(out: OutputContainer, sound: av.AudioStream, seconds: int) -> None:
    wave = (0.2 * np.sin(np.arange(48000 * seconds) * 0.05)).astype(np.float32)
    for start in range(0, len(wave) - 1023, 1024):
        tone = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], "fltp", "mono")
        tone.sample_rate, tone.pts = 48000, start
        out.mux(sound.encode(tone))
    out.mux(sound.encode(None))


def _command(source: Path, target: Path, name: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.temporal.long", str(source), str(target), name]


def _ours(source: Path, target: Path, name: str) -> dict:
    done, spent = _timed(_command(source, target, name))
    return {**json.loads(done), **spent}


def _theirs(ffmpeg: str, source: Path, folder: Path, name: str) -> dict[str, float]:
    chain = f"lut3d=file={folder / 'look.cube'}:interp=tetrahedral,scale=out_color_matrix=bt709"
    words = [ffmpeg, "-v", "error", "-y", "-i", str(source), "-vf", f"{chain},format=yuv420p"]
    words += ["-c:a", "copy", "-c:v", *ENCODINGS[name].theirs]
    return _timed([*words, str(folder / f"ffmpeg{ENCODINGS[name].suffix}")])[1]


def _timed(words: list[str]) -> tuple[str, dict[str, float]]:
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(words, capture_output=True, check=True, text=True)
    after, seconds = os.times(), time.perf_counter() - start
    spent = after.children_user + after.children_system
    cpu = spent - before.children_user - before.children_system
    return done.stdout, {"seconds": seconds, "cpu": cpu}


def _told(path: Path) -> tuple[np.ndarray, np.ndarray, int]:
    """Seconds of all frames and of all sounds from the first frame, and bytes of audio."""
    with av.open(str(path)) as clip:
        times: dict[str, list[float]] = {"video": [], "audio": []}
        sounds = 0
        for packet in clip.demux():
            sounds += packet.size if packet.stream.type == "audio" else 0
            if packet.pts is not None and packet.time_base is not None:
                times[packet.stream.type].append(float(packet.pts * packet.time_base))
        frames, tones = (np.sort(times[kind]) for kind in ("video", "audio"))
        return frames - frames[0], tones - frames[0], sounds


def _kept(source: Path, target: Path) -> bool:
    """Whether all times and sounds are as they were; Matroska rounds to milliseconds."""
    (frames, tones, sounds), (frames_, tones_, sounds_) = _told(source), _told(target)
    same = len(frames) == len(frames_) and len(tones) == len(tones_) and sounds == sounds_
    off = (np.abs(frames - frames_).max(), np.abs(tones - tones_).max()) if same else (np.inf,)
    return bool(max(off) < _TICK)


def in_sync(folder: Path, count: int = 4000) -> bool:
    """A clip of variable rate, each frame with its number in stripes: is each where it was?"""
    source, target = folder / "variable.mp4", folder / "variable-graded.mp4"
    rng = np.random.default_rng(4)
    times = np.cumsum(rng.integers(15, 80, count)) - 15
    with av.open(str(source), "w") as out:
        picture = out.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 256, 144, "yuv420p"
        picture.codec_context.time_base = Fraction(1, 1000)
        sound = out.add_stream("aac", rate=48000)
        for number, at in enumerate(times):
            stripes = 60 + 140 * (number >> np.arange(16) & 1).repeat(16).astype(np.uint8)
            pixels = np.broadcast_to(stripes[None, :, None], (144, 256, 3))
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels, np.uint8), "rgb24")
            frame.pts, frame.time_base = int(at), Fraction(1, 1000)
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        _encode_tone(out, sound, int(times[-1] // 1000))
    _render(source, target, "x264-ultrafast")
    return _kept(source, target) and _numbers(source) == _numbers(target)


def _numbers(path: Path) -> list[int]:
    """The number that each frame shows."""
    found = []
    with av.open(str(path)) as clip:
        for frame in clip.decode(video=0):
            tone = frame.to_ndarray(format="gray")[40:100].mean(axis=0).reshape(16, 16)[:, 4:12]
            bits = tone.mean(axis=1) > 128
            found.append(int(bits @ (1 << np.arange(16))))
    return found


def _cancelled(source: Path, folder: Path) -> list[str]:
    place = folder / "cancelled"
    place.mkdir(exist_ok=True)
    progress = Progress(lambda update: None if update.done < 60 else progress.cancel())
    with contextlib.suppress(Cancelled):
        _render(source, place / "out.mp4", "x264-ultrafast", progress)
    return sorted(path.name for path in place.iterdir())


def _killed(source: Path, folder: Path) -> list[str]:
    """What a killed run leaves, once the next one has begun in the same folder."""
    place = folder / "killed"
    place.mkdir(exist_ok=True)
    process = subprocess.Popen(_command(source, place / "out.mp4", "x264-ultrafast"))
    while not any(path.stat().st_size > 1 << 20 for path in place.iterdir()):
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    write_lut(LOOK, place / "next.cube", force=True)
    return sorted(path.name for path in place.iterdir())


def _lut(number: int) -> Lut3D:
    return LOOK.at_strength(0.5 + 0.5 * (number % 7) / 6).resampled(33)


def _span(first: int) -> LutSpan:
    """A shot's LUT; every fourth shot begins by a dissolve."""
    key = Key(first, lambda: _lut(first // SHOT))
    return LutSpan(first, (key,), dissolve=0 if first % (4 * SHOT) else 12)


def _render(
    source: Path, target: Path, name: str, progress: Progress | None = None
) -> RenderResult:
    spans = [_span(first) for first in range(0, 48 * 3600, SHOT)]
    progress = progress or Progress()
    lut = TimedLut(spans, "cpu")
    ours = ENCODINGS[name].ours
    return render_clip(source, target, lut, **ours, progress=progress, force=True)


def main() -> None:
    """The process that is measured: prints frames, and memory in MB along the way."""
    memory: list[float] = []

    def watch(update: Update) -> None:
        if update.total and update.done * 20 // update.total >= len(memory):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            memory.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    done = _render(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Progress(watch))
    print(json.dumps({"frames": done.frames, "memory": [round(one) for one in memory]}))


if __name__ == "__main__":
    main()
