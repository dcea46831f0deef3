"""A label of a fixed number of lines whose words end in an ellipsis where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy


class TipLabel(QLabel):
    """A label whose height never changes; `text` is all of it, as is the tip.

    Args:
        lines: how many there are.
    """

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tip: str = "") -> None:
        """Show words; the tip says more, or else the same."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip or text)

    def shown_lines(self) -> list[str]:
        """The lines as they are seen at the present width."""
        layout, found = self._laid_out()
        if not found:
            return []
        rows = [self.text()[line.textStart() : line.textStart() + line.textLength()].rstrip()
                for line in found[: self._lines]]  # fmt: skip
        last = self.text()[found[min(len(found), self._lines) - 1].textStart() :]
        rows[-1] = self.fontMetrics().elidedText(
            last, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        layout.clearLayout()
        return rows

    def _laid_out(self) -> tuple[QTextLayout, list[QTextLine]]:
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.contentsRect().width())
            found.append(line)
        layout.endLayout()
        return layout, found

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics, at = self.fontMetrics(), QPointF(self.contentsRect().topLeft())
        for row, text in enumerate(self.shown_lines()):
            painter.drawText(at + QPointF(0, metrics.ascent() + row * metrics.lineSpacing()), text)
        painter.end()
