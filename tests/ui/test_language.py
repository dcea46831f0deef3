"""English is the source; German proves that every string goes through Qt's translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QTabWidget, QWidget

from core.colour.spaces import all_spaces
from core.grade.candidates import BY_AMOUNT
from core.job.table import ADJUSTMENTS
from core.solve.candidates import CHOICES
from core.solve.solve import MANNERS
from tests.ui.conftest import OpenPanel, Panel
from ui.app import translate
from ui.models.candidates import named
from ui.models.look import ROWS


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translators = translate(qapp, QLocale("de_DE"))
    assert len(translators) == 2  # the panel's and Qt's own
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def test_the_panel_speaks_german(german: None, open_panel: OpenPanel) -> None:
    window = open_panel().window
    assert window.deliver.apply.text() == "Anwenden"
    assert window.refine.rows["exposure"].slider.accessibleName() == "Belichtung"


NAMES = {
    "Balance", "Bestlight", "Clip", "Clips", "Display", "Gamut", "Look", "Looks", "LUTs", "Luma",
    "Parade", "RGB", "Waveform, RGB",
    "golden hour, teal shadows, keep the skin",  # what is typed is English
    "The still has no colour profile, so it is read as sRGB.",  # as is what the core finds
}  # fmt: skip
"""What is the same in both languages."""


def texts_of(window: QWidget) -> Iterator[str]:
    """All that a window says, or says to a screen reader."""
    for widget in (window, *window.findChildren(QWidget), *window.findChildren(QAction)):
        for name in ("text", "title", "placeholderText", "toolTip", "windowTitle",
                     "accessibleName", "accessibleDescription", "suffix"):  # fmt: skip
            said = getattr(widget, name, None)
            if said is not None:
                yield from str(said()).splitlines()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        if isinstance(widget, QTabWidget):
            yield from (widget.tabText(place) for place in range(widget.count()))


def said_by(panel: Panel, picture: Path) -> set[str]:
    panel.open(picture)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    said = set(texts_of(panel.window))
    panel.end()
    return said


def test_nothing_in_the_german_window_is_english(
    qapp: QApplication, open_panel: OpenPanel, picture: Path
) -> None:
    english = said_by(open_panel(), picture)
    translators = translate(qapp, QLocale("de_DE"))
    german = said_by(open_panel(), picture)
    for translator in translators:
        qapp.removeTranslator(translator)
    spaces = {space.name for space in all_spaces()}
    alike = {text for text in english & german if re.search("[A-Za-z]{3}", text)}
    left = {text for text in alike if picture.name not in text} - NAMES - spaces
    assert left == set()


def test_every_row_of_the_table_has_a_german_name(german: None) -> None:
    alike = {"Balance", "Pivot"}  # a name that stays as it is would not show
    for row in ROWS.values():
        told = QCoreApplication.translate("Table", row.name)
        assert told != row.name or row.name in alike, row.name


def test_every_answer_of_the_engines_has_a_german_name(german: None) -> None:
    for name in {*(one[0] for one in BY_AMOUNT), *(one[0] for one in CHOICES), *MANNERS} - {""}:
        assert named(name) != name, name


def test_one_and_many_are_told_apart(qapp: QApplication) -> None:
    translators = translate(qapp, QLocale("en_GB"))
    assert translators
    one = QCoreApplication.translate("DeliveryModel", "applied to %n clip(s)", "", 1)
    two = QCoreApplication.translate("DeliveryModel", "applied to %n clip(s)", "", 2)
    for translator in translators:
        qapp.removeTranslator(translator)
    assert (one, two) == ("applied to 1 clip", "applied to 2 clips")
