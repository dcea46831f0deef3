"""The strips under the picture: candidates, and the clip's versions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QInputDialog,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.blind import BlindModel
from ui.models.candidates import CandidatesModel
from ui.models.looks import LookModel
from ui.models.thumbnails import from_jpeg
from ui.models.versions import VersionsModel
from ui.models.versus import VersusModel
from ui.window.parts import quiet_label, search_line
from ui.window.picture_list import PictureList

_SIZE = QSize(128, 72)
_STAR = "★ "


class CandidatesView(QWidget):
    """Answers to the present request, each on this clip; a click takes one."""

    def __init__(self, model: CandidatesModel, blind: BlindModel) -> None:
        super().__init__()
        self._model, self._blind = model, blind
        self._now: object = None
        self.list = PictureList(_SIZE, self.tr("Candidates"), strip=True)
        self.list.setAcceptDrops(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.addWidget(self.list, 1)
        self.more = QPushButton(self.tr("More like this"))
        self.more.clicked.connect(lambda: model.more_like(model.picked))
        self.blind = QPushButton(self.tr("Blind compare"))
        self.blind.setToolTip(self.tr("Two at a time, unnamed: say which is better on this shot"))
        self.blind.clicked.connect(blind.start)
        side = QVBoxLayout()
        side.addWidget(self.more)
        side.addWidget(self.blind)
        self._ordered = quiet_label(self.tr("in the order of\nyour votes"))
        side.addWidget(self._ordered)
        side.addStretch(1)
        layout.addLayout(side)
        self.list.itemClicked.connect(self._pick)
        self.list.itemActivated.connect(self._pick)
        model.changed.connect(self._show)
        policy = self.list.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.list.setSizePolicy(policy)
        blind.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        candidates = self._model.candidates
        now = (candidates, self._model.under_way)
        if now != self._now:
            self._now = now
            self.list.clear()
            for one in candidates:
                self.list.add(one.name, one.thumbnail, one.name)
            if self._model.under_way:
                self.list.add(self.tr("under way…"), None, "")
        self.list.blockSignals(True)
        self.list.setCurrentRow(self._model.picked)
        if self._model.picked < 0:
            self.list.clearSelection()
        self.list.blockSignals(False)
        scored = any(one.score for one in candidates)
        self._ordered.setVisible(scored and not self._model.under_way)
        running = self._blind.running
        self.list.setVisible(not running)  # who sees the names and pictures is not blind
        free = not (self._model.under_way or running)
        self.more.setEnabled(self._model.picked >= 0 and free)
        self.blind.setEnabled(self._blind.can_start and not running)

    def _pick(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if row < len(self._model.candidates):
            self._model.pick(row)


class VersionsView(QWidget):
    """Looks of this clip that were kept; a double click takes one again."""

    def __init__(self, model: VersionsModel, versus: VersusModel, looks: LookModel) -> None:
        super().__init__()
        self._model, self._versus, self._looks = model, versus, looks
        self._places: tuple[int, ...] = ()
        self.list = PictureList(_SIZE, self.tr("Versions"), strip=True)
        self.list.setAcceptDrops(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.search = search_line(self.tr("Find by name or words"), self.tr("Find a version"))
        self._buttons = (
            self._button(self.tr("Keep this look"), self.tr("Ctrl+K"), model.keep),
            self._button(self.tr("Take"), self.tr("Double click"), self._take),
            self._button(self.tr("Star"), "", lambda: self._on_place(model.star)),
            self._button(self.tr("Name…"), "", self._name),
            self._button(self.tr("Forget"), "", lambda: self._on_place(model.remove)),
        )
        self.compare = self._button(
            self.tr("Compare"),
            self.tr("Two that are marked, or one with the present look, as A and B in the viewer"),
            self._compare,
        )
        side = QVBoxLayout()
        side.setSpacing(3)
        side.addWidget(self.search)
        for pair in ((*self._buttons[:2], self.compare), self._buttons[2:]):
            line = QHBoxLayout()
            for button in pair:
                line.addWidget(button)
            side.addLayout(line)
        side.addStretch(1)
        box = QWidget()
        box.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        box.setFixedWidth(300)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.addWidget(box)
        layout.addWidget(self.list, 1)
        self.list.itemDoubleClicked.connect(lambda _: self._take())
        self.list.itemActivated.connect(lambda _: self._take())
        self.list.itemSelectionChanged.connect(self._enable)
        self.search.textChanged.connect(self._show)
        key = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(lambda: self._on_place(model.remove))
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        chosen = self._place()
        self._places = self._model.found(self.search.text())
        versions = self._model.versions
        self.list.clear()
        for place in self._places:
            version = versions[place]
            name = (_STAR if version.starred else "") + version.name
            said = "\n".join(
                (version.name, version.made.replace("T", " "), *version.look.sentences)
            )
            self.list.add(name, from_jpeg(version.thumbnail), str(place), said)
        if chosen in self._places:
            self.list.setCurrentRow(self._places.index(chosen))
        self._enable()

    def _enable(self) -> None:
        for button in self._buttons[1:]:
            button.setEnabled(self._place() is not None)
        self.compare.setEnabled(bool(self.list.selectedItems()))

    def _place(self) -> int | None:
        row = self.list.currentRow()
        return self._places[row] if 0 <= row < len(self._places) else None

    def _on_place(self, do: object) -> None:
        place = self._place()
        if place is not None and callable(do):
            do(place)

    def _take(self) -> None:
        self._on_place(self._model.recall)

    def _compare(self) -> None:
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())[:2]
        chosen = [self._model.versions[self._places[row]] for row in rows]
        looks = [(one.name, one.look) for one in chosen]
        if len(looks) == 1:
            looks.append((self.tr("the present look"), self._looks.look))
        if len(looks) == 2:
            self._versus.compare_looks(*looks)

    def _name(self) -> None:
        place = self._place()
        if place is None:
            return
        old = self._model.versions[place].name
        name, sure = QInputDialog.getText(self, self.tr("Version"), self.tr("Name"), text=old)
        if sure:
            self._model.rename(place, name)

    def _button(self, text: str, tip: str, do: object) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: do() if callable(do) else None)
        return button
