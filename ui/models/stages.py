"""What the core says of its progress, in the panel's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WHOLE = (
    QT_TRANSLATE_NOOP("Stages", "reading frames"),
    QT_TRANSLATE_NOOP("Stages", "grading frames"),
    QT_TRANSLATE_NOOP("Stages", "looking for shots"),
    QT_TRANSLATE_NOOP("Stages", "Reading the source"),
    QT_TRANSLATE_NOOP("Stages", "Finding the look"),
    QT_TRANSLATE_NOOP("Stages", "Baking the LUT"),
    QT_TRANSLATE_NOOP("Stages", "Grading the picture"),
    QT_TRANSLATE_NOOP("Stages", "Writing the report"),
    QT_TRANSLATE_NOOP("Stages", "Comparing shots"),
    QT_TRANSLATE_NOOP("Stages", "Copying"),
)
_WITH_A_NAME = (
    ("Reading ", QT_TRANSLATE_NOOP("Stages", "Reading %1")),
    ("Grading ", QT_TRANSLATE_NOOP("Stages", "Grading %1")),
    ("Putting the LUT on ", QT_TRANSLATE_NOOP("Stages", "Putting the LUT on %1")),
)


def stage_words(stage: str) -> str:
    """A stage of `core.progress`; one that is not known, such as a clip's name, as it is."""
    if stage not in _WHOLE:
        for begin, text in _WITH_A_NAME:
            if stage.startswith(begin):
                said = QCoreApplication.translate("Stages", str(text))
                return said.replace("%1", stage.removeprefix(begin))
    return QCoreApplication.translate("Stages", stage)
