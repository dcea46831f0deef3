"""The before/after pair among the references."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ui.models.look import PairReference
from ui.models.looks import LookModel
from ui.window.pictures import pixmap_of

_SIZE = QSize(88, 50)


class PairRow(QWidget):
    """Two pictures, a switch, and the way to take them away; hidden without a pair."""

    def __init__(self, looks: LookModel) -> None:
        super().__init__()
        self._pictures = (QLabel(), QLabel())
        names = (self.tr("Before the grade"), self.tr("After the grade"))
        for label, name in zip(self._pictures, names, strict=True):
            label.setFixedSize(_SIZE)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAccessibleName(name)
        self.switch = QCheckBox(self.tr("Before/after pair"))
        self.away = QToolButton()
        self.away.setText("✕")
        self.away.setAutoRaise(True)
        self.away.setToolTip(self.tr("Take it away"))
        self.away.setAccessibleName(self.tr("Take the pair away"))
        pictures = QHBoxLayout()
        pictures.setSpacing(4)
        pictures.addWidget(self._pictures[0])
        pictures.addWidget(QLabel("→"))
        pictures.addWidget(self._pictures[1])
        pictures.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.switch, 1)
        line.addWidget(self.away)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(pictures)
        layout.addLayout(line)
        self.switch.toggled.connect(looks.switch_pair)
        self.away.clicked.connect(lambda: looks.set_pair(None))
        self.hide()

    def show_pair(self, pair: PairReference | None, pictures: Mapping[str, np.ndarray]) -> None:
        """Show how it stands.

        Args:
            pair: the pair; None: there is none.
            pictures: (H, W, 3) uint8 display values, by path.
        """
        self.setVisible(pair is not None)
        if pair is None:
            return
        with QSignalBlocker(self.switch):
            self.switch.setChecked(pair.on)
        self.setToolTip(pair.name)
        for label, path in zip(self._pictures, (pair.before, pair.after), strict=True):
            label.setEnabled(pair.on)
            if path in pictures:
                label.setPixmap(pixmap_of(pictures[path], _SIZE, self.devicePixelRatioF()))
            else:
                label.clear()
