"""Applying and exporting: what the LUT's check says, and the buttons that act on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.job.job import SIZES
from ui.models.attaching import Standing
from ui.models.baking import BakingModel, Verdict
from ui.models.delivery import DeliveryModel
from ui.theme.theme import BAD, CARE, GOOD, QUIET
from ui.window.tip_label import TipLabel
from ui.window.written import WrittenLine, short_name

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
        self.standing = TipLabel(2)
        self.badge = TipLabel(4)
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
        self.doing = TipLabel(1)
        self.stop = QPushButton(self.tr("Stop"))
        self.written = WrittenLine()
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
        # One place for both, so that nothing moves when something is done.
        self._last = QStackedWidget()
        self._last.addWidget(self.written)
        self._last.addWidget(self._working)
        self._last.setFixedHeight(self.stop.sizeHint().height())
        layout.addWidget(self._last)
        layout.addStretch(1)

    def _outputs(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Output space of the LUT"))
        box.addItem(self.tr("Output space: automatic"), None)
        box.addItem(self.tr("Output space: as the clip"), "same")
        box.addItem(self.tr("Output space: a display"), "display")
        return box

    def _sizes(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Grid of the LUT"))
        box.addItem(self.tr("Grid: automatic"), None)
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
        applied = delivery.applied
        words = self._standing_words(delivery.standing)
        self.standing.say(words, f"{words}\n{applied.file}" if applied else "")
        said = f"LUT: {self._verdict_word(verdict)} – {self._baking.sentence}"
        self.badge.say(said, "\n".join(part for part in (said, self._baking.details) if part))
        care = verdict == "ok" and self._baking.harms_frame
        self.badge.setStyleSheet(f"color: {CARE if care else _COLOURS[verdict]};")
        for button in self._guarded:
            armed = self._armed is button
            button.setText(self.tr("Anyway") if armed else self._names[button])
            button.setEnabled(delivery.can_apply)
            if bool(button.property("danger")) != armed:
                button.setProperty("danger", armed)
                button.style().unpolish(button)
                button.style().polish(button)
        self.apply_all.setEnabled(delivery.can_apply)
        self.revert.setEnabled(delivery.can_revert)
        self.written.show_done(delivery.last)
        self._last.setCurrentWidget(self._working if delivery.doing else self.written)
        self.doing.say(delivery.doing)
        self.progress.setValue(round(1000 * delivery.share))

    def _standing_words(self, standing: Standing) -> str:
        applied = self._delivery.applied
        name = short_name(Path(applied.file).name) if applied else ""
        preview = self.tr("Preview: not applied.")
        words = {
            "none": self.tr("Nothing is applied."),
            "preview": preview + (self.tr(" On the clip: %1.") if applied else ""),
            "applied": self.tr("Applied and verified: %1."),
            "drifted": self.tr("Drifted: %1 was changed since."),
            "missing": self.tr("Missing: apply again, or revert. %1 is gone."),
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
