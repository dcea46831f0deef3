"""`python -m benchmarks.load`: peak memory of whole commands on large inputs, against its bound.

Each command runs in a process of its own, whose peak resident memory the system keeps.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.load import inputs
from benchmarks.machine import machine

RESULTS = Path(__file__).parents[1] / "results" / "load.json"
BASE = 450
"""Megabytes that a command takes on a picture of any size."""


@dataclass(frozen=True)
class Case:
    """A command.

    Attributes:
        name: of the input and the command.
        bound: megabytes it may take.
        words: makes the input in a folder and gives the command's words.
    """

    name: str
    bound: int
    words: Callable[[Path], list[str]]


@dataclass(frozen=True)
class Taken:
    """What a command took: megabytes of resident memory at its peak, seconds, exit code."""

    name: str
    peak: int
    bound: int
    seconds: float
    code: int

    @property
    def is_well(self) -> bool:
        """Whether it ended well and within its bound."""
        return self.code == 0 and self.peak <= self.bound


def main() -> int:
    """Measure, print and write; 1 if a command fails or goes out of its bound."""
    options = _options()
    found = []
    print("| input, command | peak MB | bound MB | seconds |\n|---|---|---|---|")
    for case in cases(short=options.short):
        if options.only not in case.name:
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            one = measure(case, Path(folder))
        found.append(one)
        wrong = "" if one.is_well else f" (exit code {one.code})" if one.code else " (too much)"
        print(f"| {one.name}{wrong} | {one.peak} | {one.bound} | {one.seconds:.1f} |", flush=True)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    figures = {"machine": machine(), "rows": [asdict(one) for one in found]}
    options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0 if all(one.is_well for one in found) else 1


_MEASURE = """
import os, subprocess, sys
with open(sys.argv[1], "wb") as said:
    child = subprocess.Popen(sys.argv[2:], stdout=said, stderr=said)
    _, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""


def measure(case: Case, folder: Path) -> Taken:
    """Run a case's command."""
    said = folder / "said"
    words = [sys.executable, "-m", "core.cli", *case.words(folder)]
    # From a small process: a child counts what its parent held when it was made.
    shim = [sys.executable, "-c", _MEASURE, str(said)]
    start = time.perf_counter()
    told = subprocess.run([*shim, *words], stdout=subprocess.PIPE, text=True, check=True).stdout
    seconds = time.perf_counter() - start
    code, peak = (int(word) for word in told.split())
    if code:
        sys.stderr.write(said.read_text("utf-8", "replace")[-2000:])
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Taken(case.name, peak // unit, case.bound, round(seconds, 1), code)


def cases(*, short: bool) -> Iterator[Case]:
    """The cases; short ones are of the same kinds and small."""
    whole = not short
    yield from _stills((11648, 8736) if whole else (2400, 1600), "jpg", inputs.make_jpeg, 10)
    yield from _clips((7680, 4320) if whole else (640, 360))
    yield _jobs(2000 if whole else 4)
    if short:
        return
    large = (16384, 10986)
    yield from _stills(large, "png", inputs.make_png, 10)
    yield from _stills(large, "tif", lambda path, size: inputs.make_deep(path, size, "uint16"), 16)
    yield from _stills(large, "exr", lambda path, size: inputs.make_deep(path, size, "half"), 20)


def _stills(
    size: tuple[int, int], suffix: str, make: Callable[[Path, tuple[int, int]], Path], each: int
) -> Iterator[Case]:
    """`lut` and `apply` on a still; `each`: bytes a pixel that `apply` may take."""
    pixels = size[0] * size[1]
    name = f"{pixels / 1e6:.0f} MP {suffix}"

    def lut(folder: Path) -> list[str]:
        source = make(folder / f"in.{suffix}", size)
        return ["lut", str(source), "--prompt", "warm", "-o", str(folder / "out.cube")]

    def apply(folder: Path) -> list[str]:
        source = make(folder / f"in.{suffix}", size)
        cube = inputs.make_lut(folder / "look.cube")
        return ["apply", str(cube), str(source), str(folder / f"out.{suffix}")]

    decoded = 4 if suffix == "png" else 0
    yield Case(f"{name}, lut", BASE + decoded * pixels // 1_000_000, lut)
    yield Case(f"{name}, apply", BASE + each * pixels // 1_000_000, apply)


def _clips(size: tuple[int, int]) -> Iterator[Case]:
    name = f"{size[0]} x {size[1]} clip"

    def lut(folder: Path) -> list[str]:
        source = inputs.make_clip(folder / "in.mov", size, 24)
        return ["lut", str(source), "--prompt", "warm", "-o", str(folder / "out.cube")]

    def apply(folder: Path) -> list[str]:
        source = inputs.make_clip(folder / "in.mov", size, 24)
        cube = inputs.make_lut(folder / "look.cube")
        return ["apply", str(cube), str(source), str(folder / "out.mov"), "--preset", "ultrafast"]

    yield Case(f"{name}, lut", 1000, lut)
    yield Case(f"{name}, apply", 2500, apply)


def _jobs(count: int) -> Case:
    def words(folder: Path) -> list[str]:
        sources = [inputs.make_jpeg(folder / f"{n}.jpg", (640, 400 + n)) for n in range(24)]
        return ["lut", "--jobs", str(inputs.make_jobs(folder / "jobs.json", count, sources))]

    return Case(f"{count} jobs in a list, lut", 500, words)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="small inputs of the same kinds")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases with this in their name")
    parser.add_argument("--folder", help="where the inputs are made, some gigabytes")
    parser.add_argument("--output", type=Path, default=RESULTS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
