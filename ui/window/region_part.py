"""What stands over the sliders of one region: what a LUT can do for it, its words, its switches."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.job.regions import RegionAdjustment
from ui.models.look import RegionKey
from ui.models.region_reference import RegionReferenceModel
from ui.models.region_words import reach_words, region_name
from ui.models.regions import RegionsModel
from ui.window.drops import DropTarget
from ui.window.parts import quiet_label


class RegionPart(DropTarget):
    """The selected region: what its colours reach, its words and still, highlight and removal.

    Signals:
        still_wanted: the user wants to choose a still that the region is to look like.
        dropped: something was dropped on it, a `QMimeData`.
    """

    still_wanted = Signal()

    def __init__(self, model: RegionsModel, stills: RegionReferenceModel) -> None:
        super().__init__()
        self._model, self._stills = model, stills
        self._name = QLabel()
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name.setProperty("heading", True)
        self.told = quiet_label()
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.heard = quiet_label()
        self.still = self._still_row()
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
        layout.addWidget(self.still)
        self.line.returnPressed.connect(self._say)
        self.highlight.toggled.connect(model.set_highlight)
        self.away.clicked.connect(self._remove)
        model.accepted.connect(self.line.clear)
        model.changed.connect(self._show)
        stills.changed.connect(self._show)
        self._show()

    def _still_row(self) -> QWidget:
        self.like = QPushButton(self.tr("Like a still…"))
        self.like.setToolTip(
            self.tr(
                "Bring these colours to what a still shows of the same region, sky to sky;"
                " a picture can be dropped on the region, too"
            )
        )
        self.like.clicked.connect(self.still_wanted)
        self.liked = quiet_label()
        self.liked.setWordWrap(False)
        self.liked.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.unlike = QPushButton(self.tr("Not any more"))
        self.unlike.setToolTip(self.tr("Let the region be like no still; its sliders stay"))
        self.unlike.clicked.connect(self._leave)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.like)
        line.addWidget(self.liked, 1)
        line.addWidget(self.unlike)
        return row

    def _leave(self) -> None:
        if self._model.selected is not None:
            self._stills.leave(self._model.selected)

    def _show_still(self, key: RegionKey, wish: RegionAdjustment | None) -> None:
        """The row of the still; colours that were picked have none."""
        self.still.setVisible(key[1] is None)
        name = Path(wish.reference).name if wish is not None else ""
        reading = key in self._stills.reading
        self.liked.setText(self.tr("looking at the still…") if reading else name)
        self.liked.setToolTip(wish.reference if wish is not None else "")
        self.unlike.setVisible(reading or bool(wish is not None and wish.palette))

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
        self._show_still(key, wish)
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
