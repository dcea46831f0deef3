"""The blind compare in the middle of the window: two pictures without a name, and four keys."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.models.blind import BlindModel, BlindResult, Vote
from ui.viewer.pictures import PictureMap
from ui.window.picture_list import PictureList
from ui.window.pictures import pixmap_of

_KEYS: dict[int, Vote] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Down: "tie",
}


_SIZE = QSize(192, 108)


def _buttons(*rows: tuple[str, Callable[[], object]]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addStretch(1)
    for text, press in rows:
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the view's
        button.clicked.connect(press)
        line.addWidget(button)
    line.addStretch(1)
    return line


class PictureLabel(QLabel):
    """A picture as large as there is room for.

    Signals:
        clicked: it was clicked.
    """

    clicked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._picture: np.ndarray | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(QSize(120, 68))
        self.setAccessibleName(name)

    def show_picture(self, picture: np.ndarray | None) -> None:
        """Show (H, W, 3) uint8 display values, or nothing."""
        self._picture = picture
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's names
        """Fit it anew."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Say so."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def _fit(self) -> None:
        if self._picture is None:
            self.clear()
        else:
            self.setPixmap(pixmap_of(self._picture, self.size(), self.devicePixelRatioF()))


class BlindResultView(QWidget):
    """What came of a compare: how often each was preferred, and what that means."""

    def __init__(self, model: BlindModel) -> None:
        super().__init__()
        self.list = PictureList(_SIZE, self.tr("Result of the compare"), strip=True)
        self.list.setAcceptDrops(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda item: model.take(self.list.row(item)))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self.list)
        layout.addWidget(self.words)
        layout.addLayout(
            _buttons(
                (self.tr("Ask again"), model.start),
                (self.tr("End (Esc)"), model.stop),
            )
        )
        layout.addStretch(1)

    def show_result(self, result: BlindResult) -> None:
        """Show it."""
        self.list.clear()
        counted = zip(result.candidates, result.preferred, result.shown, strict=True)
        for one, preferred, shown in counted:
            said = self.tr("%1 of %2").replace("%1", str(preferred)).replace("%2", str(shown))
            self.list.add(f"{said}  {one.name}", one.thumbnail, one.name)
        self.words.setText("\n".join(self._said(result)))

    def _said(self, result: BlindResult) -> list[str]:
        most = result.preferred[0]
        first = [
            one.name
            for one, wins in zip(result.candidates, result.preferred, strict=True)
            if wins == most
        ]
        if not most:
            said = self.tr("No candidate was better than another.")
        elif len(first) > 1:
            said = self.tr("Preferred equally often: %1.").replace("%1", ", ".join(first))
        else:
            said = self.tr("Preferred most often: %1, %2 of %3 times.")
            said = said.replace("%1", first[0]).replace("%2", str(most))
            said = said.replace("%3", str(result.shown[0]))
        ties = self.tr("Votes for neither: %n.", "", result.ties)
        asked = self.tr("Each pair was asked %n time(s).", "", result.rounds)
        few = self.tr("So few votes can fall so by chance: ask again, or go by your eye.")
        many = self.tr("By chance that would be rare: on this shot you do prefer it.")
        clear = len(first) == 1 and result.leads_beyond_chance
        return [said, f"{asked} {ties}", many if clear else few, self.tr("A click takes one.")]


class BlindView(QWidget):
    """Two candidates; Left or Right says which is better, Down that neither is, Escape ends."""

    def __init__(self, model: BlindModel) -> None:
        super().__init__()
        self._model = model
        self._for_monitor: PictureMap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Blind compare"))
        self._left = PictureLabel(self.tr("Left candidate"))
        self._right = PictureLabel(self.tr("Right candidate"))
        self._left.clicked.connect(lambda: model.vote("left"))
        self._right.clicked.connect(lambda: model.vote("right"))
        self._words = QLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pictures = QHBoxLayout()
        pictures.setSpacing(12)
        pictures.addWidget(self._left, 1)
        pictures.addWidget(self._right, 1)
        asking = QWidget()
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addLayout(pictures, 1)
        column.addLayout(
            _buttons(
                (self.tr("← Left is better"), lambda: model.vote("left")),
                (self.tr("↓ Neither"), lambda: model.vote("tie")),
                (self.tr("Right is better →"), lambda: model.vote("right")),
                (self.tr("End (Esc)"), model.stop),
            )
        )
        self.result = BlindResultView(model)
        self._pages = QStackedWidget()
        self._pages.addWidget(asking)
        self._pages.addWidget(self.result)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._pages)
        model.changed.connect(self._show)

    def set_monitor(self, for_monitor: PictureMap | None) -> None:
        """Map what is shown to a monitor's values; None: show code values as they are."""
        self._for_monitor = for_monitor
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Vote, or end."""
        vote = _KEYS.get(event.key())
        if event.key() == Qt.Key.Key_Escape:
            self._model.stop()
        elif vote is not None and not event.isAutoRepeat():
            self._model.vote(vote)
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        pair, result = self._model.pair, self._model.result
        self._pages.setCurrentIndex(0 if result is None else 1)
        if result is not None:
            self.result.show_result(result)
        for place, label in enumerate((self._left, self._right)):
            picture = pair.pictures[place] if pair is not None else None
            if picture is not None and self._for_monitor is not None:
                picture = self._for_monitor(picture)
            label.show_picture(picture)
        question = self.tr("Which is better on this shot?")
        more = self.tr("%n pair(s) after this one", "", self._model.left)
        self._words.setText(f"{question}  {more}" if pair is not None else self.tr("under way…"))
