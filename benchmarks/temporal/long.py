"""A long clip of many shots rendered in one pass: memory, speed against ffmpeg, a killed run.

`python -m benchmarks.temporal.long SOURCE TARGET PRESET` is the process that is measured.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from benchmarks.temporal.scenes import LOOK
from core.apply import Key, LutSpan, TimedLut
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from core.media import render_clip
from core.progress import Progress, Update

RATE, SECONDS, SHOT = 24, 20, 60  # frames a second; of what is repeated; frames a shot
PRESETS = ("ultrafast", "veryfast")


def report_long(clips: Path, folder: Path, minutes: float) -> dict[str, object]:
    """Print the figures and return them."""
    source = make_long(clips, folder, minutes)
    write_lut(LOOK, folder / "look.cube", force=True)
    figures: dict[str, object] = {"minutes": minutes}
    ffmpeg = shutil.which("ffmpeg")
    print(f"\n{minutes:g} minutes of 1080p, a LUT every {SHOT} frames:")
    for preset in PRESETS:
        target = folder / f"long-{preset}.mp4"
        ours = _ours(source, target, preset)
        growth = ours["memory"][-1] - ours["memory"][len(ours["memory"]) // 4]
        print(
            f"  {preset}: {ours['frames'] / ours['seconds']:.1f} frames a second, memory at most"
            f" {max(ours['memory']):.0f} MB, {growth:+.0f} MB from a quarter to the end"
        )
        row = {**ours, "in_sync": _in_sync(source, target)}
        if ffmpeg:
            row["ffmpeg_seconds"] = _theirs(ffmpeg, source, folder, preset)
            print(f"    ratio to ffmpeg -vf lut3d: {ours['seconds'] / row['ffmpeg_seconds']:.2f}")
        print(f"    every timestamp and audio packet kept: {row['in_sync']}")
        figures[preset] = row
    figures["killed"] = _killed(source, folder)
    print(f"  killed half-way, left: {figures['killed']}")
    return figures


def make_long(clips: Path, folder: Path, minutes: float) -> Path:
    """A clip made by repeating twenty seconds of another with a tone, without encoding again."""
    short, path = folder / "short.mp4", folder / "long.mp4"
    _encode_short(clips / "sav_cups.mp4", short)
    times = max(1, round(minutes * 60 / SECONDS))
    with av.open(str(path), "w") as out:
        streams = {}
        for turn in range(times):
            with av.open(str(short)) as source:
                if not streams:
                    streams = {s.index: out.add_stream_from_template(s) for s in source.streams}
                for packet in source.demux():
                    if packet.dts is None or packet.pts is None or packet.time_base is None:
                        continue
                    ahead = round(turn * SECONDS / packet.time_base)
                    packet.pts += ahead
                    packet.dts += ahead
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)
    return path


def _encode_short(clip: Path, path: Path) -> None:
    with av.open(str(clip)) as source, av.open(str(path), "w") as out:
        picture = out.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "fast"})
        picture.width, picture.height, picture.pix_fmt = 1920, 1080, "yuv420p"
        picture.colorspace, picture.color_range = 1, 1
        sound = out.add_stream("aac", rate=48000)
        frames = [frame.reformat(1920, 1080, "yuv420p") for frame in source.decode(video=0)]
        for number in range(RATE * SECONDS):
            frame = frames[number % len(frames)]
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            frame.pict_type = 0
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        wave = (0.2 * np.sin(np.arange(48000 * SECONDS) * 0.05)).astype(np.float32)
        for start in range(0, len(wave) - 1023, 1024):
            tone = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], "fltp", "mono")
            tone.sample_rate, tone.pts = 48000, start
            out.mux(sound.encode(tone))
        out.mux(sound.encode(None))


def _command(source: Path, target: Path, preset: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.temporal.long", str(source), str(target), preset]


def _ours(source: Path, target: Path, preset: str) -> dict:
    start = time.perf_counter()
    done = subprocess.run(_command(source, target, preset), capture_output=True, check=True)
    return {**json.loads(done.stdout), "seconds": time.perf_counter() - start}


def _theirs(ffmpeg: str, source: Path, folder: Path, preset: str) -> float:
    chain = f"lut3d=file={folder / 'look.cube'}:interp=tetrahedral,scale=out_color_matrix=bt709"
    words = [ffmpeg, "-v", "error", "-y", "-i", str(source), "-vf", f"{chain},format=yuv420p"]
    words += ["-c:v", "libx264", "-crf", "16", "-preset", preset, "-c:a", "copy"]
    start = time.perf_counter()
    subprocess.run([*words, str(folder / "ffmpeg.mp4")], check=True)
    return time.perf_counter() - start


def _in_sync(source: Path, target: Path) -> bool:
    def told(path: Path) -> tuple[list[float], int]:
        with av.open(str(path)) as clip:
            times, sounds = [], 0
            for packet in clip.demux():
                if packet.stream.type == "audio":
                    sounds += packet.size
                elif packet.pts is not None and packet.time_base is not None:
                    times.append(round(float(packet.pts * packet.time_base), 4))
            return sorted(times), sounds

    return told(source) == told(target)


def _killed(source: Path, folder: Path) -> list[str]:
    """What a killed run leaves, once the next one has begun in the same folder."""
    place = folder / "killed"
    place.mkdir(exist_ok=True)
    process = subprocess.Popen(_command(source, place / "out.mp4", PRESETS[0]))
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


def _render(source: Path, target: Path, preset: str) -> None:
    """The process that is measured: prints frames, and memory in MB along the way."""
    memory: list[float] = []

    def watch(update: Update) -> None:
        if update.total and update.done * 20 // update.total >= len(memory):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            memory.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    spans = [_span(first) for first in range(0, 48 * 3600, SHOT)]
    lut = TimedLut(spans, "cpu")
    done = render_clip(
        source, target, lut.grade, codec="h264", quality=16, preset=preset,
        progress=Progress(watch), force=True,
    )  # fmt: skip
    print(json.dumps({"frames": done.frames, "memory": [round(one) for one in memory]}))


if __name__ == "__main__":
    _render(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
