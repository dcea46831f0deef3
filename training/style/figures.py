"""Protocols A, A-unbalanced, B and plain references for the shipped engine and simple peers.

    python -m training.style.figures --data ../shared/data --cache runs/cache --split validation

``--weights`` measures a file of packed weights instead of the shipped ones; ``--thumbnails`` says
how the pictures are made small. Prints one JSON object a method. The full benchmark, with all peers
and tables, is `benchmarks.transfer`.
"""

import argparse
import json
import sys
from pathlib import Path

import torch

from core.lut import Lut3D
from core.lut.health import measure_health
from core.style.engine import StyleEngine
from training.style.data import THUMBNAILS, colour_looks, read_looks, split_looks
from training.style.evaluate import (
    Predictor,
    identity,
    make_cases,
    mean_look,
    mkl,
    run_protocols,
    summary,
)
from training.style.predict import engine_predictor, style_engine


def methods(data: Path, engine: StyleEngine, kept: list[Lut3D]) -> dict[str, Predictor]:
    """The methods by name; the LUTs of the engine go to ``kept``."""
    looks = colour_looks(split_looks(read_looks(data), "train"))
    mean = torch.stack([torch.from_numpy(k.table) for k in looks]).mean(0)
    return {
        "identity": identity,
        "mean look": mean_look(mean),
        "MKL": mkl,
        "style": engine_predictor(engine, kept),
    }


def health(kept: list[Lut3D]) -> dict[str, float]:
    """The worst monotonicity violation and fold-over of all LUTs, and how many there were."""
    measured = [measure_health(lut) for lut in kept]
    return {
        "LUTs": len(measured),
        "worst falls": max(m.monotonicity_violation for m in measured),
        "worst folds": max(m.fold_over for m in measured),
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--thumbnails", choices=tuple(THUMBNAILS), default="averaged")
    parser.add_argument("--weights", type=Path, help="packed weights [the shipped ones]")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cases = make_cases(
        options.data, options.cache, options.split, options.thumbnails, options.count
    )
    engine = style_engine(options.weights)
    kept: list[Lut3D] = []
    for name, method in methods(options.data, engine, kept).items():
        figures = summary(run_protocols(cases, method))
        row = {"method": name, "split": options.split, "cases": options.count, **figures}
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
    sys.stdout.write(json.dumps(health(kept)) + "\n")


if __name__ == "__main__":
    main()
