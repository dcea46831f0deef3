"""Blind preference panels, in four steps.

    python -m benchmarks.preference pairs  --list PAIRS.json --out PAIRS
    python -m benchmarks.preference render --pairs PAIRS --methods style MKL --out RESULTS
    python -m benchmarks.preference sheets --pairs PAIRS --results RESULTS --one style \
        --against MKL HM-MKL-HM --out SHEETS --key KEY.json [--page PAGE.html]
    python -m benchmarks.preference score  --key KEY.json --one style JUDGEMENTS.csv...

Judges see SHEETS (or PAGE) and nothing else, and fill in its judgements.csv with A, B or tie. A
method is any folder RESULTS/NAME with one NAME.png a pair; ``render`` makes those of the engines
and the classical peers.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.preference.panel import draw_rows, pair_names, read_key, write_key
from benchmarks.preference.render import render, write_pairs
from benchmarks.preference.scoring import agreement, read_judgements, standings
from benchmarks.preference.sheets import write_page, write_sheets
from benchmarks.transfer.methods import methods


def main() -> int:
    """Read the command line and do the step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(dest="step", required=True)
    step = steps.add_parser("pairs")
    step.add_argument("--list", type=Path, required=True)
    step.add_argument("--out", type=Path, required=True)
    step = steps.add_parser("render")
    step.add_argument("--pairs", type=Path, required=True)
    step.add_argument("--methods", nargs="+", required=True)
    step.add_argument("--only", nargs="*", default=())
    step.add_argument("--out", type=Path, required=True)
    step = steps.add_parser("sheets")
    step.add_argument("--pairs", type=Path, required=True)
    step.add_argument("--results", type=Path, required=True)
    step.add_argument("--one", required=True)
    step.add_argument("--against", nargs="+", required=True)
    step.add_argument("--only", nargs="*", default=())
    step.add_argument("--rows", type=int, default=6, help="rows a sheet")
    step.add_argument("--seed", type=int, default=0)
    step.add_argument("--out", type=Path, required=True)
    step.add_argument("--key", type=Path, required=True)
    step.add_argument("--page", type=Path)
    step = steps.add_parser("score")
    step.add_argument("--key", type=Path, required=True)
    step.add_argument("--one", required=True)
    step.add_argument("judgements", type=Path, nargs="+")
    options = parser.parse_args()
    STEPS[options.step](options)
    return 0


def _pairs(options: argparse.Namespace) -> None:
    write_pairs(options.list, options.out)


def _render(options: argparse.Namespace) -> None:
    known = methods([], None)
    for name in options.methods:
        render(options.pairs, known[name], options.out / name, options.only)


def _sheets(options: argparse.Namespace) -> None:
    names = [n for n in pair_names(options.pairs) if not options.only or n in options.only]
    rows = draw_rows(names, options.one, options.against, options.seed)
    folders = {name: options.results / name for name in (options.one, *options.against)}
    write_sheets(options.out, rows, options.pairs, folders, options.rows)
    write_key(options.key, rows)
    if options.page:
        write_page(options.page, rows, options.pairs, folders)


def _score(options: argparse.Namespace) -> None:
    rows = read_key(options.key)
    judged = [read_judgements(path, rows) for path in options.judgements]
    for standing in standings(rows, judged, options.one):
        told = asdict(standing)
        print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in told.items()}))
    if len(judged) > 1:
        print(json.dumps({"agreement": round(agreement(judged), 4)}))


STEPS = {"pairs": _pairs, "render": _render, "sheets": _sheets, "score": _score}

if __name__ == "__main__":
    sys.exit(main())
