"""What is measured: from the user's hand to the painted picture, in a real window."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRectF, QTimer

from benchmarks.interactive.footage import make_clip, make_long_clip
from benchmarks.panel.stage import Stage
from core.demo import sample_still
from core.job.regions import REGIONAL
from core.job.table import ADJUSTMENTS

ROOT = Path(__file__).parents[2]
_FIRST_PAINT = """
import os, sys, time
from pathlib import Path
from benchmarks.panel.stage import application
from ui.models.panel import PanelModel
from ui.window.main_window import PanelWindow
from PySide6.QtCore import QSettings
folder = Path(sys.argv[1])
app = application()
model = PanelModel(folder / "project.json")
window = PanelWindow(model, QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat))
def painted():
    print(time.time() - float(os.environ["BEGUN"]))
    window.close()
    app.quit()
window.painted.connect(painted)
window.show()
app.exec()
"""


@dataclass(frozen=True)
class Row:
    """What was measured, ms each (memory: MB), and the bounds of median and p95."""

    what: str
    values: tuple[float, ...]
    must: tuple[float, ...]

    @property
    def median(self) -> float:
        """Of all runs."""
        return float(np.median(self.values))

    @property
    def p95(self) -> float:
        """Of all runs."""
        return float(np.percentile(self.values, 95))

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**vars(self), "median": self.median, "p95": self.p95}


class PaintWatch(QObject):
    """Notes when a widget was painted last."""

    def __init__(self, widget: QObject) -> None:
        super().__init__()
        self.last = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note a painting; it is over when the next event is handled."""
        if event.type() == QEvent.Type.Paint:
            self.last = time.perf_counter()
        return False


class Heart(QObject):
    """Beats every few milliseconds; the longest gap between beats is how long the window stood.

    Attributes:
        gaps: ms between beats.
        work: ms of processor time that the window's thread took between beats: what of a gap is not
            due to others on the machine.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.work: list[float] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append(1e3 * (now - self._last))
        self.work.append(1e3 * (worked - self._worked))
        self._last, self._worked = now, worked


def measure(runs: int, height: int) -> list[Row]:
    """All rows; `runs` slider moves, and the rest in proportion; clips of that height."""
    few = min(max(runs // 15, 1), 7)
    rows = [_first_paint(few)]
    with tempfile.TemporaryDirectory(prefix="bestlight-panel-") as folder:
        stage = Stage(Path(folder))
        stage.window.resize(1600, 1000)
        clips = [make_clip(Path(folder, f"{n}.mov"), n, height) for n in range(few + 1)]
        stage.open(*clips)
        stage.model.references.add([sample_still()])
        stage.until(lambda: bool(stage.model.looks.look.references))
        stage.rest()
        stage.window.scopes.hide()
        rows.append(_sliders(stage, "slider to painted picture, ms", runs, (35, 70)))
        rows += _region_sliders(stage, runs)
        stage.window.scopes.show()
        stage.rest()
        rows.append(_sliders(stage, "the same with four scopes, ms", runs, (50, 90), 0.05))
        rows.append(_drag(stage, runs))
        rows.append(_clip_changes(stage))
        rows += _lengths(stage, Path(folder), few)
        rows += _references(stage, Path(folder), few)
        rows += _standstill(stage, few)
        rows.append(_memory(stage, 5 * runs))
        stage.close()
    return rows


def _first_paint(runs: int) -> Row:
    taken = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "BEGUN": str(time.time())}
            words = [sys.executable, "-c", _FIRST_PAINT, folder]
            said = subprocess.run(
                words, env=environment, cwd=ROOT, capture_output=True, text=True, check=True
            )
            taken.append(1e3 * float(said.stdout))
    return Row("start of the program to the first painted window, ms", tuple(taken), (1000,))


def _painted_after(stage: Stage, do: Callable[[], None]) -> float:
    """Milliseconds from `do` until the picture of the look that it asks for is painted."""
    view, model = PaintWatch(stage.window.viewing.view), stage.model
    ready: list[float] = []

    def noted() -> None:
        seen = model.preview.seen
        if seen is not None and seen.look == model.looks.look:
            ready.append(time.perf_counter())

    model.preview.pictures_changed.connect(noted)
    start = time.perf_counter()
    do()
    stage.until(lambda: bool(ready) and view.last >= ready[0])
    model.preview.pictures_changed.disconnect(noted)
    stage.window.viewing.view.removeEventFilter(view)
    return 1e3 * (view.last - start)


def _sliders(
    stage: Stage, what: str, runs: int, must: tuple[float, ...], start: float = 0.0
) -> Row:
    row = ADJUSTMENTS["exposure"]
    taken = []
    stage.model.looks.set_dragging(True)
    for number in range(runs):
        value = 0.4 * np.sin((number + 1) / 3) + 0.001 * number + start
        taken.append(
            _painted_after(stage, lambda value=value: stage.model.looks.set_value(row, value))
        )
        stage.breathe(0.01)
    stage.model.looks.set_dragging(False)
    stage.rest()
    return Row(what, tuple(taken), must)


def _region_sliders(stage: Stage, runs: int) -> list[Row]:
    """The slider of a region alone, and how far it reaches, with that highlighted."""
    regions = stage.model.regions
    stage.until(lambda: regions.known)
    regions.pick_colour(QRectF(0.4, 0.4, 0.2, 0.2))
    stage.until(lambda: regions.measured is not None)
    stage.model.looks.set_dragging(True)
    alone, reach = [], []
    for number in range(runs):
        value = 0.4 * np.sin((number + 1) / 3) + 0.001 * number
        alone.append(
            _painted_after(stage, lambda v=value: regions.set_value(ADJUSTMENTS["exposure"], v))
        )
        stage.breathe(0.01)
    regions.set_highlight(True)
    for number in range(runs):
        value = 0.8 * np.sin((number + 1) / 3) + 0.001 * number
        reach.append(_painted_after(stage, lambda v=value: regions.set_value(REGIONAL["widen"], v)))
        stage.breathe(0.01)
    stage.model.looks.set_dragging(False)
    if regions.selected is not None:
        regions.remove(regions.selected)
    stage.rest()
    return [
        Row("a region's slider to painted picture, ms", tuple(alone), (35, 70)),
        Row("how far it reaches, highlighted, ms", tuple(reach), (50, 90)),
    ]


def _drag(stage: Stage, runs: int) -> Row:
    """A hundred moves a second: how long after the last of them its picture is painted."""
    row = ADJUSTMENTS["contrast"]
    taken = []
    for number in range(max(runs // 20, 1)):
        stage.model.looks.set_dragging(True)
        for step in range(50):
            stage.model.looks.set_value(row, step / 200 + number / 1000)
            stage.breathe(0.01)
        last = 0.3 + number / 1000
        taken.append(
            _painted_after(stage, lambda last=last: stage.model.looks.set_value(row, last))
        )
        stage.model.looks.set_dragging(False)
        stage.rest()
    return Row("last of 50 moves, 100 a second, to its picture, ms", tuple(taken), (50, 90))


def _clip_changes(stage: Stage) -> Row:
    taken = []
    for clip in stage.model.clips.clips[1:]:
        taken.append(_painted_after(stage, lambda clip=clip: stage.model.clips.select(clip)))
        stage.rest()
    return Row("another clip (ProRes, new) to its picture, ms", tuple(taken), (300,))


def _lengths(stage: Stage, folder: Path, count: int) -> list[Row]:
    """Clips of ten seconds and of two hours, which differ in nothing else, dropped in turn."""
    taken: dict[int, list[float]] = {10: [], 7200: []}
    clips = stage.model.clips
    for turn in range(count):
        for seconds, values in taken.items():
            path = make_long_clip(folder / f"{seconds}-{turn}.mov", seconds)
            values.append(_painted_after(stage, lambda path=path: clips.add_files([path])))
            stage.rest()
            if clips.current is not None:
                clips.remove(clips.current)
            stage.until(lambda path=path: all(one.file != path for one in clips.clips))
            stage.rest()
            path.unlink()
    return [
        Row(f"a small clip of {seconds} s, dropped, to its picture, ms", tuple(values), (300,))
        for seconds, values in taken.items()
    ]


def _references(stage: Stage, folder: Path, count: int) -> list[Row]:
    from core.media import read_still, write_still

    model, firsts, alls = stage.model, [], []
    picture = read_still(sample_still()).rgb
    for number in range(count):
        path = folder / f"still-{number}.jpg"
        tint = 1 - 0.04 * np.array([number % 3, 0, number % 4])
        rolled = np.roll(picture, 31 * (number + 1), axis=1) * tint
        write_still(path, np.clip(rolled, 0, 1).astype(np.float32), force=True)
        model.looks.clear()
        stage.rest()
        start = time.perf_counter()
        model.references.add([path])
        stage.until(lambda: bool(model.candidates.candidates))
        firsts.append(1e3 * (time.perf_counter() - start))
        stage.until(lambda: not model.candidates.under_way)
        alls.append(1e3 * (time.perf_counter() - start))
        stage.rest()
    return [
        Row("new reference to the first candidate, ms", tuple(firsts), (500,)),
        Row("new reference to all candidates, ms", tuple(alls), (1200,)),
    ]


def _standstill(stage: Stage, count: int) -> list[Row]:
    """How long the window's thread was busy at once, over drags, other clips and new requests."""
    model = stage.model
    heart = Heart()
    for number in range(count):
        _drag(stage, 20)
        clips = model.clips.clips
        model.clips.select(clips[number % len(clips)])
        stage.rest()
        model.prompts.say(f"warmer by {number + 1} %")
        stage.until(lambda: not model.prompts.reading)
        stage.rest()
    heart.stop()
    return [
        Row("the window stood still, ms", tuple(heart.gaps), (50,)),
        Row("of that, its own work, ms", tuple(heart.work), (50,)),
    ]


def _memory(stage: Stage, grades: int) -> Row:
    row = ADJUSTMENTS["temperature"]

    def some(count: int) -> None:
        for number in range(count):
            stage.model.looks.set_value(row, number % 80 - 40 + number / 1000)
            stage.until(lambda: not stage.model.preview.busy)

    some(grades // 5)
    before = _resident()
    some(grades)
    return Row(f"memory gained over {grades} grades, MB", (_resident() - before,), (0,))


def _resident() -> float:
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
