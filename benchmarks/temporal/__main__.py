"""`python -m benchmarks.temporal`: what the README and docs/shots.md claim of shots and time."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import machine
from benchmarks.temporal.cuts import report_cuts
from benchmarks.temporal.decisions import report_decisions
from benchmarks.temporal.drift import CAMERAS, TAKES, report_drift
from benchmarks.temporal.fresh import SOURCES, report_fresh
from benchmarks.temporal.long import report_long
from benchmarks.temporal.scenes import report_scenes
from benchmarks.temporal.whole import report_whole

PARTS = ("cuts", "scenes", "fresh", "drift", "decisions", "long", "whole")


def main() -> None:
    """Measure the parts that are asked for, and write the figures where asked."""
    options = _options()
    figures: dict[str, object] = {"machine": machine()}
    clips = options.data / "clips"
    with TemporaryDirectory(prefix="bestlight-temporal-", dir=options.work) as name:
        folder = Path(name)
        if "cuts" in options.parts:
            seeds = range(options.seed, options.seed + options.sequences)
            figures["cuts"] = report_cuts(clips, folder, seeds)
        if "scenes" in options.parts:
            figures["scenes"] = report_scenes(clips, options.draws, options.draw_seed)
        if "fresh" in options.parts:
            places = options.data / options.photos
            figures["fresh"] = report_fresh(places, options.places, options.half)
        if "drift" in options.parts:
            figures["drift"] = report_drift(
                clips, folder, options.takes, options.drift_seed, options.camera
            )
        if "decisions" in options.parts:
            photos, looks = options.data / "photos", options.data / "looks"
            figures["decisions"] = report_decisions(photos, looks, folder, options.balances)
        if "long" in options.parts:
            figures["long"] = report_long(clips, folder, options.minutes)
        if "whole" in options.parts:
            figures["whole"] = report_whole(clips, folder, options.minutes)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, help=", ".join(PARTS))
    parser.add_argument("--data", type=Path, required=True, help="with clips, photos, looks")
    parser.add_argument("--work", type=Path, help="where large files may lie for a while")
    parser.add_argument("--sequences", type=int, default=10, help="assembled, of 30 shots each")
    parser.add_argument("--seed", type=int, default=100, help="of the first sequence")
    parser.add_argument("--places", type=int, default=30, help="of fresh shots")
    parser.add_argument("--photos", choices=tuple(SOURCES), default="photos_dev", help="places")
    parser.add_argument("--half", type=int, choices=(0, 1), default=1, help="1: held out")
    parser.add_argument("--draws", type=int, default=3, help="of errors, a scene")
    parser.add_argument("--draw-seed", type=int, default=11, help="of these errors")
    parser.add_argument("--takes", type=int, nargs="+", default=TAKES, help="that drift")
    parser.add_argument("--drift-seed", type=int, default=0, help="other drifts; 0: the usual")
    parser.add_argument(
        "--camera", choices=tuple(CAMERAS), default="power", help="by whose curve light drifts"
    )
    parser.add_argument("--balances", type=int, default=50, help="fitted as CDL")
    parser.add_argument("--minutes", type=float, default=10, help="of the long clip")
    parser.add_argument("--json", type=Path, help="also write the figures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
