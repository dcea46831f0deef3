"""`python -m benchmarks.bake`: health of baked LUTs over spaces x {same, display} x looks."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from core.adjustments import adjustments_lut
from core.colour.spaces import ColourSpace, all_spaces, find_space
from core.colour.transform import rendering
from core.grade.bake import bake, output_space
from core.grade.inspect import node_health
from core.lut.lut3d import Lut3D
from core.words.lexicon import entries

RESULTS = Path(__file__).parents[1] / "results" / "bake.json"


@dataclass(frozen=True)
class Row:
    """One baked LUT.

    Attributes:
        space, output, look: what was baked.
        falls, folds: of a displayed picture: share of grid edges, and of cells that are not flat.
        findings: what the check says beyond "ok".
        milliseconds: baking and checking.
    """

    space: str
    output: str
    look: str
    falls: float
    folds: float
    findings: tuple[str, ...]
    milliseconds: float


def main() -> int:
    """Measure, print and write."""
    options = _options()
    spaces = [find_space(name) for name in options.spaces] or [
        space for space in all_spaces() if space.kind != "linear"
    ]
    looks = draw_looks(options.looks)
    rows = []
    for space in spaces:
        found = list(measure(space, options.outputs, looks, options.size))
        rows += found
        print(_line(space, found), flush=True)
    bad = [row for row in rows if row.falls or row.folds]
    print(f"{len(rows)} LUTs of {options.size} steps: {len(bad)} with a fall or a fold")
    for row in bad[:40]:
        print(f"- {row.space} to {row.output}, {row.look}: {'; '.join(row.findings)}")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    figures = {"machine": machine(), "rows": [asdict(row) for row in rows]}
    options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def draw_looks(count: int) -> dict[str, Lut3D]:
    """Looks of the lexicon, evenly over its names, none of them monochrome."""
    coloured = [one for one in entries() if one.adjustments.monochrome == 0]
    picked = np.linspace(0, len(coloured) - 1, count).round().astype(int)
    return {coloured[i].name: adjustments_lut(coloured[i].adjustments) for i in picked}


def measure(
    space: ColourSpace, outputs: list[str], looks: dict[str, Lut3D], size: int
) -> Iterator[Row]:
    """Bake every look for a space and each output, and check it."""
    shown = rendering(space)
    grey = np.full((8, 3), 0.4, np.float32)
    for wish in outputs:
        output = output_space(wish, shown)
        for name, look in looks.items():
            start = time.perf_counter()
            lut = bake(look, shown, output, size, grey).lut
            health = node_health(lut, space, output)
            taken = 1e3 * (time.perf_counter() - start)
            told = tuple(f"{f.level}: {f.text}" for f in health.findings if f.level != "ok")
            folds = health.fold_over - health.flat
            yield Row(space.name, wish, name, health.monotonicity_violation, folds, told, taken)


def _line(space: ColourSpace, rows: list[Row]) -> str:
    falls, folds = (sum(bool(getattr(row, key)) for row in rows) for key in ("falls", "folds"))
    node = sum(any("at the node" in text for text in row.findings) for row in rows)
    milliseconds = float(np.median([row.milliseconds for row in rows]))
    return (
        f"| {space.name} | {len(rows)} | falls {falls} | folds {folds} | at the node {node} "
        f"| {milliseconds:.0f} ms |"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bake", description=__doc__)
    parser.add_argument("--spaces", nargs="*", default=[], help="names; all but linear light")
    parser.add_argument("--outputs", nargs="*", default=["same", "display"])
    parser.add_argument("--looks", type=int, default=20, help="how many of the lexicon's")
    parser.add_argument("--size", type=int, default=33, choices=(17, 33, 65))
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
