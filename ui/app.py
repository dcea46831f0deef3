"""Starting the panel: the application, the window, and at the end nothing left."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from ui.models.clips import OpenHost
from ui.models.panel import PanelModel
from ui.models.project_file import data_folder, usual_project
from ui.models.settings import read_settings, usual_settings
from ui.models.trouble import trouble_of
from ui.theme import apply_theme
from ui.window.main_window import PanelWindow
from ui.work.service import failure_of

ALIVE_MS = 500
TRANSLATIONS = Path(__file__).parent / "translations"
_log = logging.getLogger("bestlight.panel")


def run_panel(
    files: Sequence[Path] = (),
    *,
    project: Path | None = None,
    open_host: OpenHost | None = None,
    alive: Callable[[], bool] | None = None,
) -> int:
    """Show the panel until it is closed; the process's exit code.

    Args:
        files: clips and pictures to be shown.
        project: the project file; None: the usual one.
        open_host: opens a host with clips of its own; None: plain files.
        alive: asked twice a second; the panel closes when what it is shown for has ended.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("an application without windows runs already")
    application.setApplicationName("Bestlight")
    language = read_settings(usual_settings())[0].language
    if not translate(application, QLocale(language) if language else QLocale()):
        translate(application, QLocale("en"))  # which knows one from many
    apply_theme(application)
    model = PanelModel(project or usual_project(), open_host)
    settings = QSettings(str(data_folder() / "panel" / "window.ini"), QSettings.Format.IniFormat)
    window = PanelWindow(model, settings)
    window.painted.connect(lambda: model.start(files))
    window.show()
    _close_with(window, alive or _until_signalled())
    hook = sys.excepthook
    _catch_faults(model)
    try:
        return application.exec()
    finally:
        sys.excepthook = hook
        model.close()  # Qt may have been told to end without closing the window


def _close_with(window: PanelWindow, alive: Callable[[], bool]) -> None:
    timer = QTimer(window)
    timer.setInterval(ALIVE_MS)
    timer.timeout.connect(lambda: None if alive() else window.close_at_once())
    timer.start()


def _until_signalled() -> Callable[[], bool]:
    """Whether nobody has asked the process to end; Ctrl-C closes the window, so all is saved."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda given, _frame: asked.append(given))
    return lambda: not asked


def translate(application: QApplication, locale: QLocale) -> list[QTranslator]:
    """Have the panel and Qt's own dialogs speak a language, where the panel knows it.

    Returns:
        the translators, to be removed with; none where the language is not known.
    """
    found = []
    places = (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("bestlight", str(TRANSLATIONS)),
    )
    for name, folder in places:
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            found.append(translator)
    if not found or Path(found[-1].filePath()).parent != TRANSLATIONS:
        return []
    for translator in found:
        application.installTranslator(translator)
    return found


def _catch_faults(model: PanelModel) -> None:
    """Show a fault of the program in the panel; it goes on where it can."""

    def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.error("a fault", exc_info=(kind, error, trace))
        model.say_trouble(trouble_of("preview", failure_of(error)))

    sys.excepthook = say
