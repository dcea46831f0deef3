"""Where the viewer is: in the panel, or in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.viewer.compare import Comparison
from ui.window.viewing import ViewingRoom


class ViewerWindow(QWidget):
    """A window for the viewer alone.

    Signals:
        closed: by the user.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("viewer")
        self.setWindowTitle(self.tr("Bestlight viewer"))
        self.resize(1280, 800)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.column = column

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Say so: the viewer goes back."""
        super().closeEvent(event)
        self.closed.emit()


class ViewerPlace(QObject):
    """Moves the viewer out of the panel and back.

    Args:
        viewing: the viewer with its controls.
        window: the panel's window; its keys hold in the viewer's, too.

    Attributes:
        action: checked while the viewer is in its own window.
    """

    def __init__(self, viewing: ViewingRoom, window: QWidget) -> None:
        super().__init__(window)
        self._viewing, self._panel = viewing, window
        self._split: QSplitter | None = None
        self._window = ViewerWindow(window)
        self._window.closed.connect(lambda: self.set_apart(False))
        self.action = QAction(window)
        self.action.setCheckable(True)
        self.action.toggled.connect(self._move)

    @property
    def window(self) -> QWidget:
        """The viewer's own window, seen or not."""
        return self._window

    def settle(self, split: QSplitter) -> None:
        """Be at the head of a splitter, whenever not apart."""
        self._split = split
        split.insertWidget(0, self._viewing)

    def set_apart(self, apart: bool) -> None:
        """Be in a window of its own, or in the panel."""
        self.action.setChecked(apart)

    def keep(self, settings: QSettings) -> None:
        """Write down where the viewer is."""
        settings.setValue("viewer apart", self.action.isChecked())
        settings.setValue("viewer geometry", self._window.saveGeometry())
        settings.setValue("comparison", str(self._viewing.view.comparison()))

    def restore(self, settings: QSettings) -> None:
        """Put the viewer where it was."""
        geometry = settings.value("viewer geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        compared = str(settings.value("comparison", ""))
        if compared in list(Comparison):
            self._viewing.view.set_comparison(Comparison(compared))
        self.set_apart(settings.value("viewer apart", False, bool) is True)

    def _move(self, apart: bool) -> None:
        if apart:
            self._window.addActions(self._panel.actions())
            self._window.column.addWidget(self._viewing)
            self._window.show()
        elif self._split is not None:
            sizes = self._split.sizes()
            self._split.insertWidget(0, self._viewing)
            if len(sizes) == 1:  # the scopes alone: a quarter is theirs again
                self._split.setSizes([3 * sizes[0] // 4, sizes[0] // 4])
            self._window.hide()
        self._viewing.show()
        self._viewing.view.setFocus()
