"""What is shown while no clip is open: what to do, in one screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Welcome(QWidget):
    """Three steps and two buttons.

    Signals:
        open_wanted: the user wants to choose a clip.
        sample_wanted: the user wants to try the sample.
    """

    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, *, of_files: bool) -> None:
        super().__init__()
        title = QLabel("Bestlight")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2.2)
        title.setFont(font)
        self.state = QLabel(
            self.tr("A look from a still or a sentence, as a LUT for your clip. "
                    "Nothing leaves this machine.")
            if of_files
            else self.tr("Put the playhead on a clip in Resolve: it is shown here.")
        )  # fmt: skip
        self.state.setProperty("quiet", True)
        self.state.setWordWrap(True)
        steps = QLabel(
            "\n\n".join(
                (
                    self.tr(
                        "1.  Drop a clip or a picture here; it is shown as a display shows it."
                    ),
                    self.tr("2.  Drop a still whose look you like on References, or type a look: "
                            "“golden hour, teal shadows, keep the skin”."),
                    self.tr("3.  Choose a candidate, push the sliders, say more (“less green”), "
                            "then Apply or Export."),
                )
            )
        )  # fmt: skip
        steps.setWordWrap(True)
        opening = QPushButton(self.tr("Open a clip…"))
        opening.setProperty("primary", True)
        opening.clicked.connect(self.open_wanted)
        sample = QPushButton(self.tr("Try the sample clip"))
        sample.clicked.connect(self.sample_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(opening)
        buttons.addWidget(sample)
        buttons.addStretch(1)
        opening.setHidden(not of_files)
        sample.setHidden(not of_files)
        column = QVBoxLayout()
        column.setSpacing(18)
        column.addStretch(2)
        for widget in (title, self.state, steps):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(3)
        inside = QWidget()
        inside.setLayout(column)
        inside.setMaximumWidth(560)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(inside, 6, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
