"""`python -m benchmarks.faults`: every fault before every event of every command, as a table.

An event is a step of progress, or a call that changes a file. A disk is full on a small file system
of its own where one may be mounted; else files may not grow from then on.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from benchmarks.machine import machine
from tests.faults.trial import COMMANDS, FAULTS, Bench, Outcome, bench, rivals
from tests.resolve.mishaps import NotPossibleError, tiny_disk

RESULTS = Path(__file__).parents[1] / "results" / "faults.json"
DISK = "112m"  # an installation asks for 64 MB that stay free


def main() -> int:
    """Try, print and write; 1 if something was not as promised."""
    options = _options()
    rows, wrong = [], 0
    print("| command | fault | tried | all well | nothing was done | done all the same |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with_models = options.command in "models install"
        with bench(Path(folder, "bench"), with_models=with_models) as made:
            for name in COMMANDS:
                if options.command not in name or (COMMANDS[name].loads_models and not with_models):
                    continue
                for fault in FAULTS:
                    if options.fault not in fault:
                        continue
                    outcomes = try_all(made, name, fault, options.step, Path(folder, "disk"))
                    print(_line(name, fault, [one for _, one in outcomes]), flush=True)
                    wrong += _tell(name, fault, outcomes)
                    rows += [(name, fault, at, asdict(one)) for at, one in outcomes]
        together = [
            trouble
            for force in (False, True)
            for trouble in rivals(Path(folder, f"rivals-{force}"), options.rounds, force=force)
        ]
        print(f"two runs on one output, {options.rounds} times: {together or 'one whole result'}")
    options.output.parent.mkdir(parents=True, exist_ok=True)
    figures = {"machine": machine(), "rows": rows, "rivals": together}
    options.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if wrong or together else 0


def try_all(made: Bench, name: str, fault: str, step: int, disk: Path) -> list[tuple[int, Outcome]]:
    """A fault before every `step`th event of a command."""
    outcomes = []
    for at in range(1, made.events(name) + 1, step):
        with ExitStack() as mounted:
            place = None
            if fault == "disk full":
                try:
                    mounted.enter_context(tiny_disk(disk, DISK))
                    place = disk
                except NotPossibleError:
                    place = None
            outcomes.append((at, made.tried(name, fault, at, place)))
    return outcomes


def _line(name: str, fault: str, outcomes: Sequence[Outcome]) -> str:
    met = [one for one in outcomes if one.happened]
    well = sum(not one.troubles for one in met)
    done = sum(one.code == 0 for one in met)
    return f"| {name} | {fault} | {len(met)} | {well} | {len(met) - done} | {done} |"


def _tell(name: str, fault: str, outcomes: Sequence[tuple[int, Outcome]]) -> int:
    bad = [(at, one) for at, one in outcomes if one.troubles]
    for at, one in bad:
        print(f"- {name}, {fault} at {at}: exit {one.code}, {one.said}; {one.troubles}")
    return len(bad)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", default="", metavar="TEXT", help="those with this in the name")
    parser.add_argument("--fault", default="", metavar="TEXT", help="likewise")
    parser.add_argument("--step", type=int, default=1, help="before every so manyth event")
    parser.add_argument("--rounds", type=int, default=3, help="of two runs on one output")
    parser.add_argument("--output", type=Path, default=RESULTS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
