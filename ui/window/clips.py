"""The list of clips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.host.types import HostClip
from ui.models.clip_pictures import ClipPicturesModel
from ui.models.clips import ClipsModel
from ui.models.preview import PreviewModel
from ui.models.thumbnails import LISTED, small
from ui.window.picture_list import PictureList

_SIZE = QSize(80, 45)


class ClipsView(QWidget):
    """The clips of the host, in order; the one that is shown is chosen.

    Signals:
        add_wanted: the user wants to open files.
        dropped: something was dropped on it, a `QMimeData`.
        reference_wanted: the look of a `HostClip`, as it is graded now, is wanted on the shown one.
    """

    add_wanted = Signal()
    reference_wanted = Signal(object)
    dropped = Signal(object)

    def __init__(
        self, model: ClipsModel, pictures: ClipPicturesModel, preview: PreviewModel
    ) -> None:
        super().__init__()
        self._model, self._pictures, self._preview = model, pictures, preview
        self.list = PictureList(_SIZE, self.tr("Clips"), strip=False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        add = QPushButton(self.tr("Add clips…"))
        add.clicked.connect(self.add_wanted)
        add.setHidden(not model.of_files)
        self._remove = QPushButton(self.tr("Remove from list"))
        self._remove.clicked.connect(self._take_away)
        self._remove.setHidden(not model.of_files)
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._offer)
        key = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._take_away)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.dropped.connect(self.dropped)
        model.clips_changed.connect(self._show)
        model.current_changed.connect(self._show_current)
        preview.pictures_changed.connect(self._show_picture)
        pictures.made.connect(self._show_made)
        self._show()

    @property
    def chosen(self) -> tuple[HostClip, ...]:
        """The clips that are marked."""
        marked = {self.list.row(item) for item in self.list.selectedItems()}
        return tuple(clip for row, clip in enumerate(self._model.clips) if row in marked)

    def _show(self) -> None:
        self.list.blockSignals(True)
        pictures = {self.list.key(r): self.list.item(r).icon() for r in range(self.list.count())}
        self.list.clear()
        for clip in self._model.clips:
            text = clip.name if clip.gradable else f"{clip.name} – {clip.reason}"
            self.list.add(text, None, clip.id, str(clip.file or clip.name))
            if clip.id in pictures:
                self.list.item(self.list.count() - 1).setIcon(pictures[clip.id])
        self.list.blockSignals(False)
        self._remove.setEnabled(bool(self._model.clips))
        self._show_current()

    def _show_current(self) -> None:
        current = self._model.current
        self.list.blockSignals(True)
        if current in self._model.clips:
            self.list.setCurrentRow(self._model.clips.index(current))
        else:
            self.list.setCurrentRow(-1)
        self.list.blockSignals(False)

    def _show_picture(self) -> None:
        seen = self._preview.seen
        if seen is None or self._preview.busy:
            return
        ids = [clip.id for clip in self._model.clips]
        if seen.shown.clip.id in ids:
            self.list.set_picture(ids.index(seen.shown.clip.id), small(seen.after, LISTED))

    def _show_made(self, clip_id: str) -> None:
        ids = [clip.id for clip in self._model.clips]
        seen = self._preview.seen
        if clip_id not in ids or (seen is not None and seen.shown.clip.id == clip_id):
            return
        row = ids.index(clip_id)
        picture = self._pictures.pictures.get(clip_id)
        if picture is not None:
            self.list.set_picture(row, picture)
        else:
            broken = self._pictures.broken.get(clip_id, "")
            self.list.item(row).setText(f"{self._model.clips[row].name} – {self.tr('unreadable')}")
            self.list.item(row).setToolTip(broken)

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._model.clips):
            self._model.select(self._model.clips[row])

    def _offer(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        clip = self._model.clips[self.list.row(item)]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        use = menu.addAction(self.tr("Use its look as a reference"))
        use.setEnabled(clip != self._model.current)
        use.triggered.connect(lambda: self.reference_wanted.emit(clip))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _take_away(self) -> None:
        if self._model.of_files and self._model.current is not None:
            self._model.remove(self._model.current)
