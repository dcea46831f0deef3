"""The Resolve side as a whole, as one command: tables on stdout, figures as JSON in a file.

    python -m benchmarks.resolve --journey [--quick] [--only TEXT] [--kept FILE]
    python -m benchmarks.resolve --faults [--points 9] [--jobs 2] [--only TEXT] [--kept FILE]
    python -m benchmarks.resolve --attach [--clips 200]
    python -m benchmarks.resolve --transports [--runs 20]
    python -m benchmarks.resolve --split PHOTOS [--count 4]
    python -m benchmarks.resolve --pictures docs/images

``--journey``: every version and edition by every route, the whole way from install to uninstall.
``--faults``: Resolve, launcher, session or shell killed, a dialog opened, a project switched and
more, before chosen calls of each command; ``--only`` keeps what has that text in its name. With
``--kept`` a run that was cut short goes on where it was (remove the file after a change of code).
``--attach``: calls, round trips and time of one clip's grade, and of a batch.
``--transports``: the time of one clip's grade by each way to a Resolve in a process of its own.
``--split``: what a balance as a CDL and a look as the rest differ from the single LUT, in 10-bit
codes, on photographs with a cast put on them.
``--pictures``: the node trees of the documentation, drawn from the fake.
``--quick`` grades into small LUTs, the batch without a still, by a viewer that does not lag, and
loads `bestlight` as a user does for the first command only.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.machine import machine
from benchmarks.resolve.attach import attach_table, measure_attach
from benchmarks.resolve.faults import fault_data, fault_tables, plan, suffer_all, try_all
from benchmarks.resolve.journeys import journey_data, journey_tables, make_journeys
from benchmarks.resolve.kept import Kept
from benchmarks.resolve.pictures import draw_pictures
from benchmarks.resolve.split_cost import measure_split, split_table
from benchmarks.resolve.transports import measure_transports, transport_table
from tests.resolve.journey import ways

RESULTS = Path(__file__).parents[1] / "results"


def main() -> int:
    """Measure, print and write; 1 if anything was not as promised."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="journeys-") as folder:
        if options.pictures:
            draw_pictures(options.pictures, Path(folder))
            return 0
        if options.attach:
            figures = measure_attach(Path(folder), options.clips)
            print(attach_table(figures))
            _write(options.output or RESULTS / "resolve-attach.json", figures)
            return 0
        if options.transports:
            by_way = measure_transports(Path(folder), options.runs)
            print(transport_table(by_way))
            _write(options.output or RESULTS / "resolve-transports.json", by_way)
            return 0
        if options.split:
            rows = measure_split(options.split, options.count, Path(folder))
            print(split_table(rows))
            _write(options.output or RESULTS / "resolve-split.json", rows)
            return 0
        if options.journey:
            chosen = [way for way in ways() if options.only in str(way)]
            how = (Path(folder), _tell, options.jobs, Kept(options.kept))
            journeys = make_journeys(chosen, *how, options.quick)
            print(journey_tables(journeys))
            _write(options.output or RESULTS / "resolve-journey.json", journey_data(journeys))
            return int(not all(step.ok for _, steps in journeys for step in steps))
        kept = Kept(options.kept)
        how = (Path(folder), _tell, options.jobs, kept)
        mishaps = suffer_all(options.only, *how)
        tried = try_all(plan(options.points, options.only, *how), *how)
        print(fault_tables(tried, mishaps))
        _write(options.output or RESULTS / "resolve-faults.json", fault_data(tried, mishaps))
        wrong = any(o.troubles for _, o in tried) or any(one.wrong for one in mishaps)
        return int(wrong)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolve", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--journey", action="store_true")
    which.add_argument("--faults", action="store_true")
    which.add_argument("--attach", action="store_true")
    which.add_argument("--transports", action="store_true")
    which.add_argument("--split", type=Path, metavar="PHOTOS")
    which.add_argument("--pictures", type=Path, metavar="DIR")
    parser.add_argument("--only", default="", help="only those with this text in their name")
    parser.add_argument("--quick", action="store_true", help="journeys with what takes no time")
    parser.add_argument("--points", type=int, default=9, help="calls per fault and command")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--kept", type=Path, help="goes on with what this file lacks")
    parser.add_argument("--clips", type=int, default=200, help="clips of the batch")
    parser.add_argument("--runs", type=int, default=20, help="grades by each transport")
    parser.add_argument("--count", type=int, default=4, help="photographs graded")
    parser.add_argument("--output", type=Path, help="the JSON file")
    return parser.parse_args()


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine(), "results": data}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
