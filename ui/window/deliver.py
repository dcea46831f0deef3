"""Applying and exporting: what the LUT's check says, and the buttons that act on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.job.job import SIZES
from ui.models.baking import BakingModel, Verdict
from ui.models.delivery import DeliveryModel, Standing
from ui.theme.theme import BAD, CARE, GOOD, QUIET

ARMED_MS = 6000
_COLOURS: dict[Verdict, str] = {
    "none": QUIET,
    "checking": QUIET,
    "ok": GOOD,
    "warning": CARE,
    "fault": BAD,
}


class DeliverView(QWidget):
    """The LUT's health, and what is done with it.

    Signals:
        apply_all_wanted: the user wants the look on the marked clips, or all.
        export_wanted: a LUT file is to be written; whether with its faults.
        install_wanted: a LUT file is to be written for another program; whether with its faults.
        deliver_wanted: LUT, graded clip and report are to be written; whether with faults.
    """

    apply_all_wanted = Signal()
    export_wanted = Signal(bool)
    install_wanted = Signal(bool)
    deliver_wanted = Signal(bool)

    def __init__(self, delivery: DeliveryModel, baking: BakingModel) -> None:
        super().__init__()
        self._delivery, self._baking = delivery, baking
        self._armed: QPushButton | None = None
        self._disarm = QTimer(self)
        self._disarm.setSingleShot(True)
        self._disarm.setInterval(ARMED_MS)
        self._disarm.timeout.connect(self._put_down)
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        self.badge = QLabel()
        self.badge.setWordWrap(True)
        for label, lines in ((self.standing, 2), (self.badge, 3)):
            label.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 4)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.output = self._outputs()
        self.size_box = self._sizes()
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.setProperty("primary", True)
        self.apply_all = QPushButton(self.tr("Apply to several…"))
        self.revert = QPushButton(self.tr("Revert"))
        self.export = QPushButton(self.tr("Export LUT…"))
        self.deliver = QPushButton(self.tr("Render and report…"))
        self.install = QPushButton(self.tr("Install for…"))
        self._guarded = (self.apply, self.export, self.install, self.deliver)
        self._names = {button: button.text() for button in self._guarded}
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.doing = QLabel()
        self.stop = QPushButton(self.tr("Stop"))
        self._arrange()
        self.apply.clicked.connect(lambda: self._press(self.apply))
        self.export.clicked.connect(lambda: self._press(self.export))
        self.install.clicked.connect(lambda: self._press(self.install))
        self.deliver.clicked.connect(lambda: self._press(self.deliver))
        self.apply_all.clicked.connect(self.apply_all_wanted)
        self.revert.clicked.connect(delivery.revert)
        self.stop.clicked.connect(delivery.cancel)
        self.output.currentIndexChanged.connect(self._options)
        self.size_box.currentIndexChanged.connect(self._options)
        delivery.changed.connect(self._show)
        self._show()

    def press_apply(self) -> None:
        """As if "Apply" was pressed, where it can be."""
        if self.apply.isEnabled():
            self._press(self.apply)

    def _arrange(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.apply, 2)
        first.addWidget(self.apply_all, 2)
        first.addWidget(self.deliver, 2)
        second.addWidget(self.revert, 1)
        second.addWidget(self.export, 1)
        second.addWidget(self.install, 1)
        third.addWidget(self.output, 2)
        third.addWidget(self.size_box, 1)
        self._working = QWidget()
        fourth = QHBoxLayout(self._working)
        fourth.setContentsMargins(0, 0, 0, 0)
        fourth.addWidget(self.doing, 1)
        fourth.addWidget(self.progress, 1)
        fourth.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.standing)
        layout.addWidget(self.badge)
        layout.addLayout(third)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self._working)
        layout.addStretch(1)

    def _outputs(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Output space of the LUT"))
        box.addItem(self.tr("Output: the usual"), None)
        box.addItem(self.tr("Output: as the input"), "same")
        box.addItem(self.tr("Output: a display"), "display")
        return box

    def _sizes(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Grid of the LUT"))
        box.addItem(self.tr("Grid: usual"), None)
        for size in SIZES:
            box.addItem(self.tr("Grid: %1").replace("%1", str(size)), size)
        return box

    def _options(self) -> None:
        self._baking.set_options(self.output.currentData(), self.size_box.currentData())

    def _press(self, button: QPushButton) -> None:
        faulty = self._baking.verdict == "fault"
        if faulty and self._armed is not button:
            self._put_down()
            self._armed = button
            self._disarm.start()
            self._show()
            return
        self._put_down()
        if button is self.apply:
            self._delivery.apply(accept_faults=faulty)
        elif button is self.export:
            self.export_wanted.emit(faulty)
        elif button is self.install:
            self.install_wanted.emit(faulty)
        else:
            self.deliver_wanted.emit(faulty)

    def _put_down(self) -> None:
        self._armed = None
        self._disarm.stop()
        self._show()

    def _show(self) -> None:
        delivery, verdict = self._delivery, self._baking.verdict
        if verdict != "fault" and self._armed is not None:
            self._armed = None
        self.standing.setText(self._standing_words(delivery.standing))
        said = f"LUT: {self._verdict_word(verdict)} – {self._baking.sentence}"
        first, _, more = said.partition("; ")
        self.badge.setText(f"{first} …" if more else first)
        self.badge.setToolTip(said.replace("; ", ";\n"))
        self.badge.setAccessibleName(said)
        self.badge.setStyleSheet(f"color: {_COLOURS[verdict]};")
        for button in self._guarded:
            armed = self._armed is button
            button.setText(self.tr("Despite the fault") if armed else self._names[button])
            button.setEnabled(delivery.can_apply)
            if bool(button.property("danger")) != armed:
                button.setProperty("danger", armed)
                button.style().unpolish(button)
                button.style().polish(button)
        self.apply_all.setEnabled(delivery.can_apply)
        self.revert.setEnabled(delivery.can_revert)
        self._working.setVisible(bool(delivery.doing))
        self.doing.setText(delivery.doing)
        self.progress.setValue(round(1000 * delivery.share))

    def _standing_words(self, standing: Standing) -> str:
        applied = self._delivery.applied
        name = Path(applied.file).name if applied else ""
        words = {
            "none": self.tr("Nothing is applied."),
            "preview": self.tr("Preview: not applied.")
            + (self.tr(" On the clip: %1.") if applied else ""),
            "applied": self.tr("Applied and verified: %1."),
            "drifted": self.tr("Drifted: %1 was changed since it was applied."),
            "missing": self.tr("Missing: %1 is not there any more. Apply again, or revert."),
        }
        return words[standing].replace("%1", name)

    def _verdict_word(self, verdict: Verdict) -> str:
        words = {
            "none": self.tr("none"),
            "checking": self.tr("checking"),
            "ok": self.tr("sound"),
            "warning": self.tr("warning"),
            "fault": self.tr("fault"),
        }
        return words[verdict]
