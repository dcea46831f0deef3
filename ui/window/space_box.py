"""The clip's colour space: as it was found, or as the user says."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from ui.models.panel import PanelModel
from ui.window.parts import ShrinkingBox


class SpaceBox(ShrinkingBox):
    """A choice among the colour spaces; the first is what the clip says of itself."""

    def __init__(self, model: PanelModel) -> None:
        super().__init__()
        self._model = model
        self._names: list[str] = []
        self.setAccessibleName(self.tr("Colour space of the clip"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(self._chosen)
        model.shot.changed.connect(self._show)
        model.looks.changed.connect(self._show)
        self._show()

    def set_names(self, names: list[str]) -> None:
        """The spaces to choose from."""
        self._names = names
        self._show()

    def _show(self) -> None:
        shown, asked = self._model.shot.shown, self._model.looks.look.input_space
        found = shown.space.space if shown and not asked else None
        first = self.tr("by the clip") + (f": {found}" if found else "")
        with QSignalBlocker(self):
            if self.count() != len(self._names) + 1:
                self.clear()
                self.addItems([first, *self._names])
            self.setItemText(0, first)
            place = self._names.index(asked) + 1 if asked in self._names else 0
            self.setCurrentIndex(place)
        self.setEnabled(self._model.clips.current is not None)
        reason = shown.space.reason if shown else ""
        self.setToolTip(f"{self.currentText()}\n{reason}".strip())

    def _chosen(self, index: int) -> None:
        asked = self._names[index - 1] if index > 0 else None
        looks = self._model.looks
        looks.change(replace(looks.look, input_space=asked))
