"""Regions: what is in the shot as chips, and picking on the picture."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.look import RegionKey
from ui.models.regions import Chip, RegionsModel
from ui.theme.theme import CARE, QUIET
from ui.viewer.gestures import Picking
from ui.window.drops import DropTarget, has_something
from ui.window.flow import FlowLayout
from ui.window.parts import quiet_label

_SWATCH = 12


class RegionsView(DropTarget):
    """The chips, the two ways to pick, and what is suggested; a still is dropped on a chip.

    Signals:
        picking_wanted: the `Picking` that the user wants on the picture.
        still_dropped: a region's key, and what was dropped on it, a `QMimeData`.
    """

    picking_wanted = Signal(object)
    still_dropped = Signal(object, object)

    def __init__(self, model: RegionsModel) -> None:
        super().__init__()
        self._model = model
        self._shown: object = None
        self.chips: dict[RegionKey | None, QToolButton] = {}
        self._flow_box = QWidget()
        self._flow = FlowLayout(self._flow_box)
        self._looking = quiet_label(self.tr("looking for what is in the shot…"))
        self.pick_colour = self._tool(
            self.tr("This colour"),
            self.tr("Click or drag on the picture: its colours become a region (C)"),
            Picking.COLOUR,
        )
        self.pick_thing = self._tool(
            self.tr("This thing"),
            self.tr("Click on the picture: the region that is there is chosen (T)"),
            Picking.THING,
        )
        tools = QHBoxLayout()
        tools.setSpacing(4)
        label = QLabel(self.tr("Pick"))
        label.setProperty("quiet", True)
        tools.addWidget(label)
        tools.addWidget(self.pick_colour)
        tools.addWidget(self.pick_thing)
        tools.addWidget(self._looking, 1)
        tools.addStretch(0)
        self.suggestion = self._suggestion()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 2)
        layout.setSpacing(5)
        layout.addWidget(self._flow_box)
        layout.addLayout(tools)
        layout.addWidget(self.suggestion)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Regions"))
        model.changed.connect(self._show)
        self._show()

    def show_picking(self, picking: Picking) -> None:
        """Show what is picked on the picture."""
        for button, own in self._tools():
            with QSignalBlocker(button):
                button.setChecked(picking is own)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Take what may be something over the chip of a region."""
        if has_something(event.mimeData()) and self._under(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Hand it on with the region that it was dropped on."""
        key = self._under(event)
        if key:
            event.acceptProposedAction()
            self.still_dropped.emit(key, event.mimeData())

    def _under(self, event: QDropEvent) -> RegionKey | None:
        under = self.childAt(event.position().toPoint())
        return next((key for key, button in self.chips.items() if button is under), None)

    def _tools(self) -> tuple[tuple[QToolButton, Picking], ...]:
        return (self.pick_colour, Picking.COLOUR), (self.pick_thing, Picking.THING)

    def _tool(self, text: str, tip: str, picking: Picking) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        button.setCheckable(True)
        button.toggled.connect(lambda on: self.picking_wanted.emit(picking if on else Picking.OFF))
        return button

    def _suggestion(self) -> QWidget:
        box = QWidget()
        box.setObjectName("suggestion")
        box.setStyleSheet(f"#suggestion {{ background: #363636; border-left: 3px solid {CARE}; }}")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.lift = QPushButton(self.tr("Lift it"))
        self.leave = QPushButton(self.tr("Leave it"))
        self.lift.clicked.connect(self._model.lift_face)
        self.leave.clicked.connect(self._model.leave_face)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.lift)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 4, 6, 4)
        column.setSpacing(3)
        column.addWidget(self.said)
        column.addLayout(buttons)
        return box

    def _show(self) -> None:
        model = self._model
        self._looking.setVisible(model.finding)
        dark = model.suggestion
        self.suggestion.setVisible(dark is not None)
        if dark is not None:
            said = self.tr("The face is {0} stops darker than what is around it.")
            self.said.setText(said.format(f"{dark.stops:.1f}"))
            self.lift.setToolTip(self.tr("Face: exposure {0} stops").format(f"{dark.lift:+.1f}"))
        chips = model.chips
        if chips != self._shown:
            self._shown = chips
            self._make_chips(chips)
        for key, button in self.chips.items():
            with QSignalBlocker(button):
                button.setChecked(key == model.selected)

    def _make_chips(self, chips: tuple[Chip, ...]) -> None:
        held = [key for key, one in self.chips.items() if one.hasFocus()]
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = {None: self._chip(None, self.tr("Whole picture"))}
        self.chips[None].setToolTip(self.tr("The sliders are for the whole picture"))
        for chip in chips:
            self.chips[chip.key] = self._made(chip)
        for button in self.chips.values():
            self._flow.addWidget(button)
        for key in held:
            if key in self.chips:
                self.chips[key].setFocus()
        self._flow_box.updateGeometry()

    def _made(self, chip: Chip) -> QToolButton:
        found = chip.found
        sure = f"{100 * found.confidence:.0f} %" if found else ""
        text = " ".join(part for part in (chip.name, sure) if part)
        button = self._chip(chip.key, f"{text} •" if chip.changed else text)
        said = [chip.name]
        if found:
            share = f"{100 * found.share:.0f} %"
            said.append(self.tr("{0} sure; {1} of the shot").format(sure, share))
        elif chip.codes is None:
            said.append(self.tr("not found in this shot: nothing is changed"))
        if chip.changed:
            said.append(self.tr("changed"))
        if chip.like:
            said.append(self.tr("like {0}").format(chip.like))
        elif chip.codes is None:
            said.append(self.tr("drop a still here to make it like that one's"))
        if chip.codes is not None:
            button.setIcon(_swatch(chip.codes))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            said.append(" ".join(str(one) for one in chip.codes))
        if not chip.there:
            font = button.font()
            font.setStrikeOut(True)
            button.setFont(font)
        button.setToolTip("\n".join(said))
        button.setAccessibleName(", ".join(said))
        return button

    def _chip(self, key: RegionKey | None, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self._choose(key))
        return button

    def _choose(self, key: RegionKey | None) -> None:
        self._model.select(key)
        self._show()  # a click on what is chosen leaves it chosen


def _swatch(codes: tuple[int, int, int]) -> QIcon:
    picture = QPixmap(QSize(_SWATCH, _SWATCH))
    picture.fill(QColor(QUIET))
    painter = QPainter(picture)
    painter.fillRect(1, 1, _SWATCH - 2, _SWATCH - 2, QColor(*codes))
    painter.end()
    return QIcon(picture)
