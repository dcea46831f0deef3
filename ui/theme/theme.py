"""The palette and the style sheet. Every grey has equal red, green and blue; colour is kept for
what must be told apart at a glance, and always goes with words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

WINDOW, BASE, RAISED, LINE = "#2c2c2c", "#222222", "#3c3c3c", "#4a4a4a"
TEXT, QUIET, DIM = "#dcdcdc", "#a6a6a6", "#7a7a7a"
CHOSEN, FOCUS = "#5c5c5c", "#c8c8c8"
GOOD, CARE, BAD = "#7fb48a", "#d8b068", "#e07a72"
"""What is well, to be looked at, and wrong; restrained, light enough to be read on dark grey."""

_TICK = (Path(__file__).parent / "tick.png").as_posix()
_SHEET = f"""
QWidget {{ color: {TEXT}; }}
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {LINE}; padding: 3px; }}
QMainWindow::separator {{ background: {BASE}; width: 5px; height: 5px; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ background: {BASE}; padding: 5px 8px; text-align: left; }}
QPushButton, QToolButton, QComboBox {{
  background: {RAISED}; border: 1px solid {LINE}; border-radius: 3px; padding: 4px 9px;
}}
QToolButton {{ padding: 3px 6px; }}
QPushButton:hover, QToolButton:hover, QComboBox:hover {{ background: #464646; }}
QPushButton:pressed, QToolButton:pressed {{ background: {BASE}; }}
QPushButton:checked, QToolButton:checked {{ background: {CHOSEN}; border-color: #828282; }}
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled {{
  color: {DIM}; background: #303030; border-color: #3a3a3a;
}}
QPushButton[primary="true"] {{
  background: #d0d0d0; color: #1a1a1a; border-color: #d0d0d0; font-weight: 600;
}}
QPushButton[primary="true"]:hover {{ background: #e4e4e4; }}
QPushButton[primary="true"]:disabled {{
  background: #3a3a3a; color: {DIM}; border-color: #3a3a3a;
}}
QPushButton[danger="true"] {{ background: #5a302c; border-color: {BAD}; color: #f4e4e2; }}
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QDoubleSpinBox:focus,
QListWidget:focus, QListView:focus {{ border: 1px solid {FOCUS}; }}
QLineEdit, QDoubleSpinBox, QPlainTextEdit {{
  background: {BASE}; border: 1px solid {LINE}; border-radius: 3px; padding: 3px 5px;
  selection-background-color: #6e6e6e;
}}
QDoubleSpinBox {{ padding: 1px 2px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QLineEdit:disabled, QDoubleSpinBox:disabled {{ color: {DIM}; }}
QListWidget, QListView {{ background: {BASE}; border: 1px solid {LINE}; border-radius: 3px;
  outline: none; }}
QListWidget::item, QListView::item {{ border-radius: 3px; padding: 3px; }}
QListWidget::item:selected, QListView::item:selected {{ background: {CHOSEN}; color: white; }}
QScrollArea {{ border: none; background: transparent; }}
QSplitter::handle {{ background: {BASE}; }}
QSlider::groove:horizontal {{ background: #191919; height: 4px; border-radius: 2px; }}
QSlider::handle:horizontal {{
  background: #b4b4b4; width: 10px; margin: -5px 0; border-radius: 3px; border: 1px solid {BASE};
}}
QSlider::handle:horizontal:hover {{ background: #dcdcdc; }}
QSlider::handle:horizontal:focus {{ background: #f2f2f2; border-color: {FOCUS}; }}
QSlider::handle:horizontal:disabled {{ background: #555555; }}
QProgressBar {{ background: {BASE}; border: 1px solid {LINE}; border-radius: 3px; height: 8px; }}
QProgressBar::chunk {{ background: #9a9a9a; border-radius: 2px; }}
QStatusBar {{ background: {BASE}; }}
QStatusBar::item {{ border: none; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {LINE}; }}
QTabBar::tab {{ background: {BASE}; padding: 4px 12px; border: 1px solid {LINE};
  border-bottom: none; color: {QUIET}; }}
QTabBar::tab:selected {{ background: {RAISED}; color: {TEXT}; }}
QTabBar::tab:focus {{ border-color: {FOCUS}; }}
QScrollBar:vertical {{ background: {WINDOW}; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: {WINDOW}; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: #545454; border-radius: 4px; min-height: 24px; min-width: 24px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QMenu {{ background: {RAISED}; border: 1px solid {LINE}; }}
QMenu::item {{ padding: 4px 22px; }}
QMenu::item:selected {{ background: {CHOSEN}; }}
QCheckBox::indicator {{ width: 13px; height: 13px; border: 1px solid #868686; border-radius: 2px;
  background: {BASE}; }}
QCheckBox::indicator:checked {{ image: url("{_TICK}"); }}
QCheckBox::indicator:focus {{ border-color: {FOCUS}; }}
*[quiet="true"] {{ color: {QUIET}; }}
*[heading="true"] {{ color: {QUIET}; font-weight: 600; }}
"""


def apply_theme(application: QApplication) -> None:
    """Give the whole application the panel's look."""
    application.setStyle("Fusion")
    palette = QPalette()
    for role, colour in _ROLES.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(DIM))
    application.setPalette(palette)
    application.setStyleSheet(_SHEET)


_ROLES = {
    QPalette.ColorRole.Window: WINDOW,
    QPalette.ColorRole.WindowText: TEXT,
    QPalette.ColorRole.Base: BASE,
    QPalette.ColorRole.AlternateBase: WINDOW,
    QPalette.ColorRole.Text: TEXT,
    QPalette.ColorRole.Button: RAISED,
    QPalette.ColorRole.ButtonText: TEXT,
    QPalette.ColorRole.Highlight: CHOSEN,
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.PlaceholderText: DIM,
    QPalette.ColorRole.ToolTipBase: RAISED,
    QPalette.ColorRole.ToolTipText: TEXT,
    QPalette.ColorRole.Link: "#d0d0d0",
}
