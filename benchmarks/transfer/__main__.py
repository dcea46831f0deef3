"""How well a look is carried from a still to a shot, for this engine and its peers, as one command.

    python -m benchmarks.transfer --photos DIR --looks DIR --out DIR [--prior DIR] [--count 400]

``--photos`` holds pictures and ``--looks`` LUT files or ``.npy`` tables; ``--prior`` holds looks
whose mean is the "mean look" peer (they should not be among ``--looks``). ``--only PREFIX...``
keeps files whose names start so. ``--weights`` names a file of packed style weights to measure
instead of the shipped ones. Writes transfer.md, transfer.json, a CSV of all cases for each protocol
and contact sheets.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from benchmarks.transfer import peers
from benchmarks.transfer.cases import PICTURES, Material, draw, read_material
from benchmarks.transfer.methods import methods
from benchmarks.transfer.report import write_cases, write_sheet, write_tables
from benchmarks.transfer.scores import Row, score, summary

PROTOCOLS = ("A", "A-unbalanced", "B", "plain", "C")
SHOWN = 5


def run_protocol(
    protocol: str, material: Material, chosen: dict[str, peers.Method], count: int, seed: int
) -> tuple[dict[str, list[Row]], list[list[np.ndarray]]]:
    """Every method on every case of one protocol, and picture strips of the last method's cases."""
    rows: dict[str, list[Row]] = {name: [] for name in chosen}
    strips: list[list[np.ndarray]] = []
    for case in draw(material, protocol, count, seed):
        output = case.source
        for name, method in chosen.items():
            output, look = method(case.source, case.reference)
            rows[name].append(score(case, output, look))
        end = output if case.truth is None else case.truth
        strips.append([case.reference, case.source, output, end])
    return rows, strips


def chosen_strips(rows: list[Row], strips: list[list[np.ndarray]]) -> list[list[np.ndarray]]:
    """The worst, the median and the best cases, in that order."""
    gain = np.argsort([row.nothing - row.error for row in rows])
    middle = len(gain) // 2 - SHOWN // 2
    picked = [*gain[:SHOWN], *gain[middle : middle + SHOWN], *gain[-SHOWN:]]
    return [strips[i] for i in picked]


def listed(folder: Path, suffixes: tuple[str, ...], only: list[str] | None) -> list[Path]:
    """The files of a folder with one of the suffixes, and with one of the prefixes if any are
    given.
    """
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in suffixes)
    return [p for p in paths if not only or p.name.startswith(tuple(only))]


def main() -> int:
    """Read the command line, run, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--looks", type=Path, required=True)
    parser.add_argument("--prior", type=Path)
    parser.add_argument("--weights", type=Path, help="packed style weights [the shipped ones]")
    parser.add_argument("--only-photos", nargs="*")
    parser.add_argument("--only-looks", nargs="*")
    parser.add_argument("--methods", nargs="*")
    parser.add_argument("--protocols", nargs="*", default=PROTOCOLS)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--side", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    material = read_material(
        listed(options.photos, PICTURES, options.only_photos),
        listed(options.looks, (".npy", ".cube"), options.only_looks),
        options.side,
    )
    prior = listed(options.prior, (".npy",), None) if options.prior else []
    chosen = methods(prior, options.weights)
    chosen = {k: v for k, v in chosen.items() if not options.methods or k in options.methods}
    results = {}
    for protocol in options.protocols:
        rows, strips = run_protocol(protocol, material, chosen, options.count, options.seed)
        results[protocol] = {name: summary(protocol, of) for name, of in rows.items()}
        write_cases(options.out / f"{protocol}.csv", rows)
        last = list(rows)[-1]
        write_sheet(options.out / f"{protocol}.png", chosen_strips(rows[last], strips))
        sys.stdout.write(f"{protocol}: {results[protocol]}\n")
        sys.stdout.flush()
    about: dict[str, str | int] = {
        "photos": len(material.photos),
        "looks": len(material.looks),
        "cases": options.count,
        "side": options.side,
        "seed": options.seed,
    }
    write_tables(options.out, results, about)
    return 0


if __name__ == "__main__":
    sys.exit(main())
