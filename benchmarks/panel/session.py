"""Twenty seconds at the panel, filmed in real time: what the README shows."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from benchmarks.panel.stage import Stage
from ui.viewer.compare import Comparison

SECONDS = 20.0
PATIENCE = 6.0  # on a machine that has other things to do
RATE = 5
WIDTH = 960


class Film:
    """Frames of a window at a steady rate, with the time that each was seen."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.begun = time.perf_counter()
        self.frames: list[Image.Image] = []

    @property
    def time(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.begun

    def until(self, moment: float, do: Callable[[float], None] = lambda share: None) -> None:
        """Film until a moment; `do` is told the share of the way that is gone, 0..1."""
        start = self.time
        while self.time < moment:
            do(min((self.time - start) / (moment - start), 1.0))
            self._stage.breathe(0.02)
            while len(self.frames) <= self.time * RATE:
                self.frames.append(self._seen())

    def wait(self, so: Callable[[], bool], most: float) -> None:
        """Film until something is so, at most some seconds."""
        end = self.time + most
        while not so() and self.time < end:
            self.until(self.time + 0.05)

    def write(self, path: Path) -> None:
        """Write an animated WebP that plays as fast as it was."""
        first, *others = self.frames
        first.save(
            path,
            save_all=True,
            append_images=others,
            duration=round(1000 / RATE),
            loop=0,
            quality=62,
            method=4,
        )

    def _seen(self) -> Image.Image:
        image = self._stage.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        size = (image.width(), image.height())
        rows = Image.frombuffer(
            "RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1
        )
        return rows.resize((WIDTH, WIDTH * size[1] // size[0]), Image.Resampling.BOX)


def film_session(path: Path) -> None:
    """Film a session and write it as an animated WebP."""
    with tempfile.TemporaryDirectory(prefix="bestlight-session-") as folder:
        stage = Stage(Path(folder))
        stage.window.resize(1440, 900)
        stage.open(stage.clip())
        film = Film(stage)
        _play(stage, film)
        film.write(path)
        stage.close()


def _play(stage: Stage, film: Film) -> None:
    model, window = stage.model, stage.window
    film.until(1.0)
    model.references.add([stage.still()])
    film.until(5.5)
    if model.candidates.candidates:
        strip = window.candidates.list
        place = strip.visualItemRect(strip.item(len(model.candidates.candidates) - 1)).center()
        QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    film.until(7.0)
    slider = window.refine.rows["exposure"].slider
    model.looks.set_dragging(True)
    film.until(9.0, lambda share: slider.setValue(300 + round(60 * share)))
    model.looks.set_dragging(False)
    film.until(9.5)
    words = "warmer, less green"
    line = window.prompts.line
    film.until(12.0, lambda share: line.setText(words[: round(len(words) * share)]))
    line.setText(words)
    QTest.keyClick(line, Qt.Key.Key_Return)
    film.until(15.5)
    window.viewing.view.set_comparison(Comparison.WIPE)
    film.until(17.5)
    window.viewing.view.set_comparison(Comparison.OFF)
    film.wait(lambda: model.delivery.can_apply, PATIENCE)
    window.deliver.press_apply()
    film.wait(lambda: model.delivery.standing == "applied", PATIENCE)
    film.until(max(SECONDS, film.time + 1.5))
