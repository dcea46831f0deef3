"""The blind compare in the middle of the window: two pictures without a name, and four keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.models.blind import BlindModel, Vote
from ui.viewer.pictures import PictureMap
from ui.window.pictures import pixmap_of

_KEYS: dict[int, Vote] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Down: "tie",
}


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
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for text, press in (
            (self.tr("← Left is better"), lambda: model.vote("left")),
            (self.tr("↓ Neither"), lambda: model.vote("tie")),
            (self.tr("Right is better →"), lambda: model.vote("right")),
            (self.tr("End (Esc)"), model.stop),
        ):
            button = QPushButton(text)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the view's
            button.clicked.connect(press)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._words)
        layout.addLayout(pictures, 1)
        layout.addLayout(buttons)
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
        pair = self._model.pair
        for place, label in enumerate((self._left, self._right)):
            picture = pair.pictures[place] if pair is not None else None
            if picture is not None and self._for_monitor is not None:
                picture = self._for_monitor(picture)
            label.show_picture(picture)
        question = self.tr("Which is better on this shot?")
        more = self.tr("%n pair(s) after this one", "", self._model.left)
        self._words.setText(f"{question}  {more}" if pair is not None else self.tr("under way…"))
