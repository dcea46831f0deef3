"""The scrubber: where in the clip the frame lies, its shots as marks, and the way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from ui.models.panel import PanelModel
from ui.models.shot import FRAMES

if TYPE_CHECKING:
    from core.shots.span import ShotSpan

_HANDLE = 10.0  # px; the handle's middle runs from half of it to half of it before the end
_MARK, _SOFT = QColor(206, 206, 206), QColor(206, 206, 206, 90)


class ShotSlider(QSlider):
    """A slider over a clip's frames, with a mark where each shot begins."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setPageStep(1)
        self._spans: tuple[ShotSpan, ...] = ()

    def set_shots(self, spans: tuple[ShotSpan, ...]) -> None:
        """Mark these; without any there are no marks."""
        if spans != self._spans:
            self._spans = spans
            self.update()

    def mark_at(self, frame: int) -> float:
        """Where a frame lies in the widget, from its left edge."""
        share = frame / max(self.maximum(), 1)
        return _HANDLE / 2 + share * (self.width() - _HANDLE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the marks under the handle; a dissolve is as wide as it is long."""
        painter = QPainter(self)
        for span in self._spans[1:]:
            at, high = self.mark_at(span.first), float(self.height())
            if span.dissolve:
                end = self.mark_at(span.first + span.dissolve)
                painter.fillRect(QRectF(QPointF(at, 2), QPointF(end, high - 2)), _SOFT)
            painter.fillRect(QRectF(at - 0.5, 2, 1.5, high - 4), _MARK)
        painter.end()
        super().paintEvent(event)


class Scrubber(QWidget):
    """The slider with the frame's place in words, and the shots."""

    def __init__(self, model: PanelModel) -> None:
        super().__init__()
        self._model = model
        self.slider = ShotSlider()
        self.slider.setAccessibleName(self.tr("Frame of the clip"))
        self.slider.setMinimumWidth(80)
        self.place = QLabel()
        self.place.setMinimumWidth(150)
        self.place.setProperty("quiet", True)
        self.previous = self._arrow("◂", self.tr("Previous shot"), -1)
        self.following = self._arrow("▸", self.tr("Next shot"), 1)
        self.searching = QPushButton(self.tr("Find shots"))
        self.searching.setToolTip(self.tr("Look at every frame of the clip once, for its cuts"))
        self.searching.clicked.connect(self._find_or_stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.slider, 1)
        for widget in (self.previous, self.following, self.place, self.searching):
            line.addWidget(widget)
        self.slider.valueChanged.connect(self._moved)
        for signal in (model.shots.changed, model.shot.changed, model.clips.current_changed):
            signal.connect(self._show)
        self._show()

    def _arrow(self, text: str, name: str, way: int) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self._model.shots.step(way))
        return button

    def _moved(self, value: int) -> None:
        shown = self._model.shot.shown
        if shown is not None and shown.length is not None:
            self._model.shots.show_frame(value)
        else:
            self._model.preview.show_frame(value)

    def _find_or_stop(self) -> None:
        shots = self._model.shots
        if shots.share is None:
            shots.find()
        else:
            shots.stop()

    def _show(self) -> None:
        shots, shown = self._model.shots, self._model.shot.shown
        seen, many = self._model.preview.seen, len(shots.spans) > 1
        with QSignalBlocker(self.slider):
            count = len(shown.shot.footage.frames) if shown else 1
            if shown is not None and shown.length is not None:
                count = shown.length[0]
            self.slider.setRange(0, count - 1)
            self.slider.setEnabled(count > 1)
            frame = shots.frame
            if frame is None and seen is not None and isinstance(seen.frame, int):
                frame = seen.frame
            if frame is not None and not self.slider.isSliderDown():
                self.slider.setValue(frame)
        self.slider.set_shots(shots.spans)
        for button in (self.previous, self.following):
            button.setVisible(many)
        self.searching.setVisible(shots.can_find or shots.share is not None)
        share = self.tr("%1 % – stop").replace("%1", f"{100 * (shots.share or 0):.0f}")
        self.searching.setText(self.tr("Find shots") if shots.share is None else share)
        self.place.setText(self._words(frame, count))
        self.place.setToolTip(self._why_few())

    def _words(self, frame: int | None, count: int) -> str:
        shots, shown = self._model.shots, self._model.shot.shown
        if shown is None:
            return self.tr("reading the clip…") if self._model.shot.reading else ""
        if frame is None or self._model.preview.seen is None:
            return ""
        few = shown.shot.footage.file is None and count > 1
        frames = self.tr("frame %1 of %2 from Resolve") if few else self.tr("frame %1 of %2")
        said = [_of(frames, frame + 1, count)]
        time = self._time(frame)
        if time is not None:
            said.append(f"{time:.2f} s")
        if shots.place is not None and len(shots.spans) > 1:
            said.append(_of(self.tr("shot %1 of %2"), shots.place + 1, len(shots.spans)))
        return ", ".join(said)

    def _why_few(self) -> str:
        """Why there are only some frames, in their size as they were read; empty: all are there."""
        shown = self._model.shot.shown
        if shown is None or not shown.whole or shown.shot.footage.file is not None:
            return ""
        footage = shown.shot.footage
        why = next((one.reason for one in footage.choices if one.what == FRAMES), "")
        few = self.tr("The file cannot be read here: these frames are all there are, and zoom shows"
                      " them enlarged")  # fmt: skip
        return f"{few} ({why})" if why else few

    def _time(self, frame: int) -> float | None:
        shown, seen = self._model.shot.shown, self._model.preview.seen
        if shown is not None and shown.length is not None:
            return frame / shown.length[1]
        if seen is not None and isinstance(seen.frame, int):
            return seen.shown.shot.footage.times[seen.frame]
        return None


def _of(text: str, number: int, count: int) -> str:
    return text.replace("%1", str(number)).replace("%2", str(count))
