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
from core.adjustments import Adjustments, adjustments_lut
from core.colour.spaces import ColourSpace, all_spaces, find_space
from core.colour.transform import rendering
from core.grade.bake import CODE_10BIT, bake, output_space, usual_size
from core.grade.inspect import node_health, on_display
from core.job.job import SIZES
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise
from core.words.lexicon import entries

SHORT = ("logc3", "slog3", "dwg", "displayp3", "rec2020")
RESULTS = Path(__file__).parents[1] / "results" / "bake.json"


@dataclass(frozen=True)
class Row:
    """One baked LUT.

    Attributes:
        space, output, look: what was baked.
        falls, folds: of a displayed picture: share of grid edges, and of cells that are not flat.
        off: how far a displayed picture is from the look itself, 10-bit code values: the mean over
            the display's cube inside .05 to .95, and the 99.9th percentile there.
        findings: what the check says beyond "ok".
        milliseconds: baking and checking.
    """

    space: str
    output: str
    look: str
    falls: float
    folds: float
    off: tuple[float, float]
    findings: tuple[str, ...]
    milliseconds: float


def main() -> int:
    """Measure, print and write."""
    options = _options()
    named = SHORT if options.short else options.spaces
    spaces = [find_space(name) for name in named] or [
        space for space in all_spaces() if space.kind != "linear"
    ]
    looks = draw_looks(4 if options.short else options.looks)
    rows = []
    for space in spaces:
        found = list(measure(space, options.outputs, looks, options.size))
        rows += found
        print(_line(space, found))
        for row in filter(_is_bad, found):
            shares = f"{row.falls:.4%} falls, {row.folds:.4%} folds"
            print(f"- {row.space} to {row.output}, {row.look}: {shares}", flush=True)
    bad = sum(map(_is_bad, rows))
    print(f"{len(rows)} LUTs: {bad} with a fall or a fold")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    figures = {"machine": machine(), "rows": [asdict(row) for row in rows]}
    options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def draw_looks(count: int) -> dict[str, Lut3D]:
    """Looks of the lexicon, evenly over its names, none of them monochrome."""
    coloured = [one for one in entries() if one.adjustments.monochrome == 0]
    picked = np.linspace(0, len(coloured) - 1, count).round().astype(int)
    return {coloured[i].name: _healthy(coloured[i].adjustments) for i in picked}


def _healthy(adjustments: Adjustments) -> Lut3D:
    return optimise(adjustments_lut(adjustments)).lut


def measure(
    space: ColourSpace, outputs: list[str], looks: dict[str, Lut3D], size: int | None
) -> Iterator[Row]:
    """Bake every look for a space and each output, and check it."""
    shown = rendering(space)
    grey = np.full((8, 3), 0.4, np.float32)
    for wish in outputs:
        output = output_space(wish, shown)
        for name, look in looks.items():
            start = time.perf_counter()
            lut = bake(look, shown, output, size or usual_size(space, output), grey).lut
            health = node_health(lut, space, output)
            taken = 1e3 * (time.perf_counter() - start)
            told = tuple(f"{f.level}: {f.text}" for f in health.findings if f.level != "ok")
            folds = health.fold_over - health.flat
            off = _distance(lut, look, space, output)
            falls = health.monotonicity_violation
            yield Row(space.name, wish, name, falls, folds, off, told, taken)


def _distance(
    lut: Lut3D, look: Lut3D, space: ColourSpace, output: ColourSpace
) -> tuple[float, float]:
    shown = on_display(lut, space, output)
    inside = slice(2, -2)
    off = (
        np.abs(shown.table - look.resampled(shown.size).table)[inside, inside, inside] * CODE_10BIT
    )
    return float(off.mean()), float(np.percentile(off, 99.9))


def _is_bad(row: Row) -> bool:
    return bool(row.falls or row.folds)


def _line(space: ColourSpace, rows: list[Row]) -> str:
    falls, folds = (sum(bool(getattr(row, key)) for row in rows) for key in ("falls", "folds"))
    node = sum(any("at the node" in text for text in row.findings) for row in rows)
    faults = sum(any(text.startswith("fault") for text in row.findings) for row in rows)
    milliseconds = float(np.median([row.milliseconds for row in rows]))
    mean, most = (float(np.max([row.off[i] for row in rows])) for i in (0, 1))
    return (
        f"| {space.name} | {len(rows)} | falls {falls} | folds {folds} | at the node {node} "
        f"| faults {faults} | off {mean:.1f}, {most:.0f} | {milliseconds:.0f} ms |"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bake", description=__doc__)
    parser.add_argument("--spaces", nargs="*", default=[], help="names; all but linear light")
    parser.add_argument("--short", action="store_true", help="five spaces and four looks")
    parser.add_argument("--outputs", nargs="*", default=["same", "display"])
    parser.add_argument("--looks", type=int, default=20, help="how many of the lexicon's")
    parser.add_argument("--size", type=int, choices=SIZES, help="grid steps; by the spaces")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
