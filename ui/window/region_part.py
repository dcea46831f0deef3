"""What stands over the sliders of one region: what a LUT can do for it, its words, its switches."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.models.region_words import reach_words, region_name
from ui.models.regions import RegionsModel
from ui.window.parts import quiet_label


class RegionPart(QWidget):
    """The selected region: what its colours reach, its words, highlight and removal."""

    def __init__(self, model: RegionsModel) -> None:
        super().__init__()
        self._model = model
        self._name = QLabel()
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name.setProperty("heading", True)
        self.told = quiet_label()
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.heard = quiet_label()
        self.highlight = QPushButton(self.tr("Highlight"))
        self.highlight.setCheckable(True)
        self.highlight.setToolTip(
            self.tr("Show what the region's colours reach; the rest is grey (H)")
        )
        self.away = QPushButton(self.tr("Delete"))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name, 1)
        head.addWidget(self.highlight)
        head.addWidget(self.away)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.told)
        layout.addWidget(self.line)
        layout.addWidget(self.heard)
        self.line.returnPressed.connect(self._say)
        self.highlight.toggled.connect(model.set_highlight)
        self.away.clicked.connect(self._remove)
        model.accepted.connect(self.line.clear)
        model.changed.connect(self._show)
        self._show()

    def _say(self) -> None:
        self._model.say(self.line.text())

    def _remove(self) -> None:
        if self._model.selected is not None:
            self._model.remove(self._model.selected)

    def _show(self) -> None:
        model, key = self._model, self._model.selected
        self.setVisible(key is not None)
        if key is None:
            return
        name = region_name(key[0])
        self._name.setText(self.tr("Only: {0}").format(name))
        self._name.setToolTip(name)
        asked = self.tr("a bit darker, warmer")
        self.line.setPlaceholderText(self.tr("of this alone: {0}").format(asked))
        self.line.setAccessibleName(self.tr("Say a change of this region: {0}").format(name))
        self.line.setEnabled(not model.reading)
        self.heard.setText(model.heard)
        self.heard.setVisible(bool(model.heard))
        self.told.setText(self._told())
        wish = model.wish
        changed = wish is not None and not wish.at_rest
        self.away.setEnabled(changed or key[1] is not None)
        picked = self.tr("Delete this colour and its changes")
        self.away.setToolTip(picked if key[1] else self.tr("Delete the changes of this region"))
        self.away.setAccessibleName(self.away.toolTip())
        with QSignalBlocker(self.highlight):
            self.highlight.setChecked(model.highlight)

    def _told(self) -> str:
        model = self._model
        if model.measured is not None:
            return reach_words(model.measured)
        chip = next((one for one in model.chips if one.key == model.selected), None)
        if chip is not None and not chip.there and model.known:
            return QCoreApplication.translate(
                "RegionPart", "It is not found in this shot: nothing is changed."
            )
        return self.tr("measuring…")
