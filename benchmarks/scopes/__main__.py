"""`python -m benchmarks.scopes`: all four scopes and a repaint of the viewer, against peers."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.machine import machine, paired_ratio
from benchmarks.scopes.peers import ffmpeg_scopes, histogram2d_scopes
from core.demo import sample_still
from core.media import read_still
from ui.display_codes import to_codes
from ui.scopes import draw
from ui.scopes.measure import DRAGGING_WIDTH, RESTING_WIDTH, Reading, sample

RESULTS = Path(__file__).parents[1] / "results" / "scopes.json"
MUST = {DRAGGING_WIDTH: 5.0, RESTING_WIDTH: 20.0}  # ms for all four
FRAME = (960, 540)


def main() -> None:
    """Measure, print and write."""
    options = _options()
    codes = stretched(to_codes(read_still(options.picture).rgb), *FRAME)
    figures: dict[str, Any] = {"machine": machine(), "frame": FRAME}
    print("| four scopes | median ms | p95 ms | least ms | CPU ms | ratio |")
    print("|---|---|---|---|---|---|")
    for width in MUST:
        figures[str(width)] = _against_peers(sample(codes, width), width, options.runs)
    print(
        "\n| in the window, 960x540, all that it takes | median ms | p95 ms | least ms | CPU ms |"
    )
    print("|---|---|---|---|---|")
    figures["window"] = _in_the_window(codes, options.runs)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"\nfigures: {options.output}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scopes", description=__doc__)
    parser.add_argument("--runs", type=int, default=60, help="runs for each figure")
    parser.add_argument("--picture", type=Path, default=sample_still(), help="what is measured")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    return parser.parse_args()


def stretched(codes: np.ndarray, width: int, height: int) -> np.ndarray:
    """A picture in another size, by its nearest pixels; (H, W, 3) uint8 both."""
    rows = np.arange(height) * codes.shape[0] // height
    return np.ascontiguousarray(codes[rows][:, np.arange(width) * codes.shape[1] // width])


def our_scopes(codes: np.ndarray) -> Callable[[], None]:
    """All four of (H, W, 3) uint8, measured and drawn."""

    def make() -> None:
        reading, inks = Reading(codes), draw.COLOURISED
        draw.draw_waveform(reading.luma_waveform, inks.luma)
        draw.draw_parade(reading.parade, inks.rgb)
        draw.draw_vectorscope(reading.vectorscope(), reading.pixels, 1, inks)
        draw.draw_histogram(reading.histogram, draw.find_histogram_top(reading.histogram), inks)

    return make


def _against_peers(codes: np.ndarray, width: int, runs: int) -> dict[str, Any]:
    makers = {
        "ours, counted and drawn": our_scopes(codes),
        "ffmpeg's filters, one thread": ffmpeg_scopes(codes),
        "numpy.histogram2d, counted only": histogram2d_scopes(codes),
    }
    times = measure(makers, runs)
    ours = next(iter(times.values()))
    found: dict[str, Any] = {"must_ms": MUST[width]}
    for name, figures in times.items():
        ratio = paired_ratio(ours["cpu"], figures["cpu"])
        found[name] = {**_summed(figures), "ours_to_it": ratio}
        must = f" (must {MUST[width]:g})" if figures is ours else ""
        shown = "" if figures is ours else f"{ratio:.2f}"
        print(f"| {width} wide: {name}{must} | {_row(figures)} | {shown} |")
    return found


def _in_the_window(codes: np.ndarray, runs: int) -> dict[str, Any]:
    """From a new picture to painted pixels, in real widgets without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.scopes import ScopesView
    from ui.viewer import Comparison, FrameView, Overlay, Wipe

    application = QApplication.instance() or QApplication([])
    pictures = [(codes / 255 * gain).astype(np.float32) for gain in (0.8, 0.9)]
    turn = iter(range(10**9))

    def after() -> np.ndarray:
        return pictures[next(turn) % 2]

    def paint(widget: QWidget) -> None:
        widget.render(canvases[widget])

    viewer, scopes = FrameView(), ScopesView()
    viewer.resize(980, 580)
    scopes.resize(640, 480)
    canvases: dict[QWidget, QImage] = {
        widget: QImage(widget.size(), QImage.Format.Format_RGB32) for widget in (viewer, scopes)
    }
    viewer.set_wipe(Wipe(angle=20))

    def view(comparison: Comparison, overlay: Overlay) -> Callable[[], None]:
        def make() -> None:
            viewer.set_comparison(comparison)
            viewer.set_overlay(overlay)
            viewer.set_pictures(codes, after())
            paint(viewer)

        return make

    def scope(dragging: bool) -> Callable[[], None]:
        def make() -> None:
            scopes.set_dragging(dragging)
            scopes.set_picture(after())
            paint(scopes)

        return make

    makers = {
        "viewer, frame after": view(Comparison.OFF, Overlay.NONE),
        "viewer, wipe": view(Comparison.WIPE, Overlay.NONE),
        **{f"viewer, {overlay}": view(Comparison.OFF, overlay) for overlay in list(Overlay)[1:]},
        "four scopes, dragging": scope(dragging=True),
        "four scopes, at rest": scope(dragging=False),
    }
    found = {}
    for name, figures in measure(makers, runs).items():
        found[name] = _summed(figures)
        print(f"| {name} | {_row(figures)} |")
    for widget in (viewer, scopes):
        widget.deleteLater()
    application.processEvents()
    return found


def measure(makers: dict[str, Callable[[], None]], runs: int) -> dict[str, dict[str, list[float]]]:
    """Wall and CPU milliseconds of each, in turns, after two runs that do not count."""
    times: dict[str, dict[str, list[float]]] = {name: {"wall": [], "cpu": []} for name in makers}
    for run in range(runs + 2):
        for name, make in makers.items():
            wall, cpu = time.perf_counter(), time.process_time()
            make()
            if run > 1:
                times[name]["cpu"].append(1e3 * (time.process_time() - cpu))
                times[name]["wall"].append(1e3 * (time.perf_counter() - wall))
    return times


def _summed(figures: dict[str, list[float]]) -> dict[str, float]:
    return {
        "median_ms": median(figures["wall"]),
        "p95_ms": float(np.percentile(figures["wall"], 95)),
        # On a machine that others use, what it takes when they leave it alone.
        "least_ms": min(figures["wall"]),
        "cpu_median_ms": median(figures["cpu"]),
    }


def _row(figures: dict[str, list[float]]) -> str:
    summed = _summed(figures)
    return " | ".join(f"{value:.2f}" for value in summed.values())


if __name__ == "__main__":
    main()
