"""`python -m benchmarks.apply`: a Markdown table on stdout and the figures as JSON in a file."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.apply.footage import HEIGHT, WIDTH, look, make_clip
from benchmarks.apply.memory import in_memory
from benchmarks.apply.processes import PRESETS, against_ffmpeg, first_output
from benchmarks.machine import machine
from core.lut.files import write_lut

RESULTS = Path(__file__).parents[1] / "results" / "apply.json"


def main() -> None:
    """Measure, print and write."""
    options = _options()
    figures: dict[str, Any] = {"machine": machine()}
    print(f"{figures['machine']['processor']}, {figures['machine']['cores']} cores\n")
    figures["first_output"] = first_output(options.runs)
    _print_first_output(figures["first_output"])
    figures["in_memory"] = [asdict(row) for row in in_memory(5 * options.runs)]
    _print_in_memory(figures["in_memory"])
    figures["clip"] = {"frames": options.frames, "size": [WIDTH, HEIGHT]}
    figures["whole_process"] = _whole_process(options)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"figures: {options.output}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.apply", description=__doc__)
    parser.add_argument("--frames", type=int, default=240, help="length of the clip")
    parser.add_argument("--runs", type=int, default=5, help="pairs of runs for each figure")
    parser.add_argument("--presets", nargs="+", default=PRESETS, choices=PRESETS)
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    return parser.parse_args()


def _whole_process(options: argparse.Namespace) -> dict[str, Any] | None:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        print("no ffmpeg on this machine: the comparison of whole processes is left out\n")
        return None
    version = subprocess.run([ffmpeg, "-version"], capture_output=True, text=True, check=True)
    name = " ".join(version.stdout.split()[:3])
    print(f"Whole process, {options.frames} frames {WIDTH}x{HEIGHT}, H.264 to H.264, {name}:\n")
    print(
        "| preset | bestlight s (CPU s) | ffmpeg s (CPU s) | ratio | CPU ratio | mean difference |"
    )
    print("|---|---|---|---|---|---|")
    rows = []
    with tempfile.TemporaryDirectory(prefix="bestlight-bench-") as folder:
        clip, lut = Path(folder, "clip.mp4"), Path(folder, "look.cube")
        make_clip(clip, options.frames)
        write_lut(look(), lut, force=True)
        for preset in options.presets:
            row = against_ffmpeg(ffmpeg, clip, lut, preset, options.runs)
            rows.append(row.as_dict())
            print(
                f"| {preset} | {row.bestlight.wall:.2f} ({row.bestlight.cpu:.2f})"
                f" | {row.ffmpeg.wall:.2f} ({row.ffmpeg.cpu:.2f}) | {row.wall_ratio:.2f}"
                f" | {row.cpu_ratio:.2f} | {row.difference:.2f} codes |",
                flush=True,
            )
    print()
    return {"ffmpeg": name, "presets": rows}


def _print_first_output(figures: dict[str, float]) -> None:
    print("| first output | s |\n|---|---|")
    print(f"| bestlight --help | {figures['help']:.3f} |")
    print(f"| python -c pass (whole) | {figures['bare_python']:.3f} |\n")


def _print_in_memory(rows: list[dict[str, Any]]) -> None:
    print("| 1080p frame in memory | ms | ratio to OpenColorIO, one thread |\n|---|---|---|")
    for row in rows:
        print(f"| {row['what']} | {row['milliseconds']:.1f} | {row['ratio']:.2f} |")
    print()


if __name__ == "__main__":
    main()
