"""English is the source; German proves that every string goes through Qt's translation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from core.grade.candidates import BY_AMOUNT
from core.solve.candidates import CHOICES
from core.solve.solve import MANNERS
from tests.ui.conftest import OpenPanel
from ui.app import translate
from ui.models.candidates import named
from ui.models.look import ROWS


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = translate(qapp, QLocale("de_DE"))
    assert translator is not None
    yield
    qapp.removeTranslator(translator)


def test_the_panel_speaks_german(german: None, open_panel: OpenPanel) -> None:
    window = open_panel().window
    assert window.deliver.apply.text() == "Anwenden"
    assert window.refine.rows["exposure"].slider.accessibleName() == "Belichtung"


def test_every_row_of_the_table_has_a_german_name(german: None) -> None:
    alike = {"Balance", "Pivot"}  # a name that stays as it is would not show
    for row in ROWS.values():
        told = QCoreApplication.translate("Table", row.name)
        assert told != row.name or row.name in alike, row.name


def test_every_answer_of_the_engines_has_a_german_name(german: None) -> None:
    for name in {*(one[0] for one in BY_AMOUNT), *(one[0] for one in CHOICES), *MANNERS} - {""}:
        assert named(name) != name, name


def test_one_and_many_are_told_apart(qapp: QApplication) -> None:
    translator = translate(qapp, QLocale("en_GB"))
    assert translator is not None
    one = QCoreApplication.translate("DeliveryModel", "applied to %n clip(s)", "", 1)
    two = QCoreApplication.translate("DeliveryModel", "applied to %n clip(s)", "", 2)
    qapp.removeTranslator(translator)
    assert (one, two) == ("applied to 1 clip", "applied to 2 clips")
