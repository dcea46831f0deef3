"""`python -m benchmarks.panel`: how long the panel lets a colorist wait, and what it looks like."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.machine import machine

RESULTS = Path(__file__).parents[1] / "results" / "panel.json"


def main() -> None:
    """Measure, or draw the screens."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options = _options()
    if options.session is not None:
        from benchmarks.panel.session import film_session

        film_session(options.session)
        return
    if options.docs is not None:
        from benchmarks.panel.screens import draw_for_docs

        draw_for_docs(options.docs)
        return
    if options.screens is not None:
        _screens(options.screens, options.scale)
        return
    from benchmarks.panel.measure import measure

    rows = measure(options.runs, options.height)
    print("| what | median | p95 | most | must |\n|---|---|---|---|---|")
    for row in rows:
        must = " / ".join(f"{bound:g}" for bound in row.must)
        print(f"| {row.what} | {row.median:.1f} | {row.p95:.1f} | {max(row.values):.1f} | {must} |")
    figures = {"machine": machine(), "rows": [row.as_dict() for row in rows]}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"figures: {options.output}")


def _screens(folder: Path, scale: int) -> None:
    if scale:
        from benchmarks.panel.screens import draw_screens

        draw_screens(folder, "" if scale == 100 else f"-{scale}")
        return
    # The scale of a screen is settled when Qt starts: a process for each.
    for percent in (100, 200):
        words = [sys.executable, "-m", "benchmarks.panel", "--screens", str(folder)]
        environment = {**os.environ, "QT_SCALE_FACTOR": str(percent / 100)}
        subprocess.run([*words, "--scale", str(percent)], env=environment, check=True)
    print(f"screens: {folder}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panel", description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="slider moves; the rest goes by it")
    parser.add_argument("--height", type=int, default=1080, help="of the clips")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    parser.add_argument("--screens", type=Path, metavar="DIR", help="draw every state instead")
    parser.add_argument("--docs", type=Path, metavar="DIR", help="the same, small, for the docs")
    parser.add_argument("--session", type=Path, metavar="FILE.webp", help="film 20 s of work")
    parser.add_argument("--scale", type=int, default=0, help="of the screens, %%; 0: both")
    return parser.parse_args()


if __name__ == "__main__":
    main()
