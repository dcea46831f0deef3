"""`python -m benchmarks.pair`: looks laid on photographs as pairs, fitted, and judged on others.

    python -m benchmarks.pair --photos DIR --looks DIR --out DIR [--count 60] [--only-looks P...]

Each case draws a look and two photographs. The first, before and after the look (an 8-bit JPEG of
quality 92), made small as the product does, is the pair; the second is where the fitted look is
compared with the true one. Beside it stand no look at all, and the true look made safe, which no
healthy LUT need beat.
Writes pair.json and pair.png: a row a case, of the worst, the median and the best, with the pair,
the other picture, the fitted look on it and the true one.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.machine import machine
from benchmarks.transfer.__main__ import listed
from benchmarks.transfer.cases import PICTURES, Material, read_material
from benchmarks.transfer.report import write_sheet
from core.colour.difference import delta_e_2000, srgb_to_lab
from core.grade.footage import reduce_picture
from core.lut.health import measure_health
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise
from core.solve.pair import coverage, fit_pair, safe_look

QUALITY = 92
STEP = 11  # every so many pixels are compared
SHOWN = 3


@dataclass(frozen=True)
class Row:
    """One case; errors are mean dE2000.

    Attributes:
        name: what was drawn.
        own, own_p95: between the fitted look and the pair, as a result reports it.
        coverage: share of the other picture's colours that the pair shows.
        error: on the other picture, of the fitted look.
        nothing: likewise, of no look.
        healthy: likewise, of the true look made safe.
        faults: whether the fitted look falls or folds.
    """

    name: str
    own: float
    own_p95: float
    coverage: float
    error: float
    nothing: float
    healthy: float
    faults: bool


def run(material: Material, count: int, seed: int) -> Iterator[tuple[Row, list[np.ndarray]]]:
    """Every case's figures, and its pictures."""
    random = np.random.default_rng(seed)
    for index in np.resize(random.permutation(len(material.looks)), count):
        first, second = random.choice(len(material.photos), 2, replace=False)
        name, look = material.looks[index]
        (pair, before, _), (shot, other, _) = material.photos[first], material.photos[second]
        after, truth = _compressed(_graded(look, before)), _graded(look, other)
        fitted = fit_pair([reduce_picture(before)], [reduce_picture(after)])
        found, safe = safe_look(fitted), optimise(look.resampled(33), by_curves=fitted.by_curves)
        health = measure_health(found)
        made = _graded(found, other)
        row = Row(
            f"{pair} | {shot} | {name}",
            fitted.residual,
            fitted.residual_p95,
            coverage(fitted, other.reshape(-1, 3)[::STEP]),
            _apart(made, truth),
            _apart(other, truth),
            _apart(_graded(safe.lut, other), truth),
            bool(health.monotonicity_violation or health.fold_over > health.flat),
        )
        yield row, [reduce_picture(one) for one in (before, after, other, made, truth)]


def summary(rows: Sequence[Row]) -> dict[str, float]:
    """Means, and of the ratio of what is left to no look also the median and the 90 % quantile."""
    means = {
        key: float(np.mean([getattr(row, key) for row in rows]))
        for key in ("own", "own_p95", "coverage", "error", "nothing", "healthy")
    }
    ratios = np.array([row.error / max(row.nothing, 1e-6) for row in rows])
    limit = np.mean([row.healthy / max(row.nothing, 1e-6) for row in rows])
    return {
        **means,
        "error, median": float(np.median([row.error for row in rows])),
        "ratio": float(ratios.mean()),
        "ratio, median": float(np.median(ratios)),
        "ratio, 90 %": float(np.quantile(ratios, 0.9)),
        "ratio of the true look made safe": float(limit),
        "helped": float((ratios < 1).mean()),
        "with faults": float(sum(row.faults for row in rows)),
    }


def _graded(look: Lut3D, picture: np.ndarray) -> np.ndarray:
    return np.clip(look.apply(picture), 0, 1)


def _compressed(picture: np.ndarray) -> np.ndarray:
    stream = io.BytesIO()
    Image.fromarray(np.rint(picture * 255).astype(np.uint8)).save(
        stream, "JPEG", quality=QUALITY, subsampling=0
    )
    with Image.open(stream) as opened:
        return np.asarray(opened, np.float32) / 255


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    first, second = (srgb_to_lab(p.reshape(-1, 3)[::STEP]) for p in (one, other))
    return float(delta_e_2000(first, second).mean())


def main() -> int:
    """Read the command line, run, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--looks", type=Path, required=True)
    parser.add_argument("--only-looks", nargs="*")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--side", type=int, default=320)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    material = read_material(
        listed(options.photos, PICTURES, None),
        listed(options.looks, (".npy", ".cube"), options.only_looks),
        options.side,
    )
    done = list(run(material, options.count, options.seed))
    rows = [row for row, _ in done]
    figures = summary(rows)
    for name, value in figures.items():
        sys.stdout.write(f"{name:34} {value:.3f}\n")
    about = {key: str(value) for key, value in vars(options).items()}
    whole = {
        "machine": machine(),
        "about": about,
        "summary": figures,
        "cases": [asdict(row) for row in rows],
    }
    (options.out / "pair.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    order = np.argsort([-row.error for row in rows])
    middle = max(0, len(order) // 2 - SHOWN // 2)
    chosen = dict.fromkeys([*order[:SHOWN], *order[middle : middle + SHOWN], *order[-SHOWN:]])
    write_sheet(options.out / "pair.png", [done[i][1] for i in chosen], scale=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
