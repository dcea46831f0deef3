"""`python -m benchmarks.bridge`: a Markdown table on stdout and the figures as JSON in a file."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.launched import ROOT, ask_through_launcher
from benchmarks.machine import machine
from resolve_plugin.setup.menu import Kind
from tests.fake_resolve import Profile
from tests.fake_resolve.running import RunningResolve

RESULTS = ROOT / "benchmarks" / "results" / "bridge.json"
LAUNCHERS: dict[str, tuple[Kind, Profile]] = {
    "pipes (Python launcher)": ("python", Profile("20.2", "studio")),
    "spool (Lua launcher, LuaJIT)": ("lua", Profile("21.1", "free")),
}
OUTSIDE = "external scripting (the fake in the same process)"


def main() -> None:
    """Measure, print and write."""
    options = _options()
    found = {}
    for name, (kind, profile) in LAUNCHERS.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = _through_launcher(kind, profile, Path(folder), options)
    with tempfile.TemporaryDirectory() as folder:
        found[OUTSIDE] = _from_outside(Path(folder), options)
    figures = {"machine": machine(), "reads": options.reads, "changes": options.changes}
    figures["milliseconds"] = {
        name: {what: _summary(times) for what, times in each.items()}
        for name, each in found.items()
    }
    _print(figures)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"\nfigures: {options.output}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bridge", description=__doc__)
    parser.add_argument("--reads", type=int, default=1000, help="property reads")
    parser.add_argument("--changes", type=int, default=60, help="clip changes of each kind")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    return parser.parse_args()


def _through_launcher(
    kind: Kind, profile: Profile, folder: Path, options: argparse.Namespace
) -> dict[str, list[float]]:
    request = {"request": "measure", "reads": options.reads, "changes": options.changes}
    with RunningResolve(profile, folder / "run") as resolve:
        return ask_through_launcher(resolve, kind, "benchmarks.bridge.measure", request, folder)


def _from_outside(folder: Path, options: argparse.Namespace) -> dict[str, list[float]]:
    program = [sys.executable, "-m", "benchmarks.bridge.outside", str(folder)]
    done = subprocess.run(
        [*program, str(options.reads), str(options.changes)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _summary(times: list[float]) -> dict[str, float]:
    middle, rare, most = np.percentile(times, [50, 99, 100])
    return {"median": round(middle, 3), "p99": round(rare, 3), "max": round(most, 3)}


def _print(figures: dict[str, Any]) -> None:
    info = figures["machine"]
    print(f"{info['processor']}, {info['cores']} cores, load {info['load'][0]}\n")
    print(
        f"Milliseconds, median (99th percentile); {figures['reads']} reads, "
        f"{figures['changes']} clip changes of 8 reads each after a pause:\n"
    )
    print("| transport | one read | clip change, one by one | clip change, together |")
    print("|---|---|---|---|")
    for name, each in figures["milliseconds"].items():
        cells = [f"{each[what]['median']:.2f} ({each[what]['p99']:.2f})" for what in each]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
