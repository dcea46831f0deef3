"""A real panel on real files; nothing of it may be left, and nothing it says may be an error."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

import av
import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.demo import sample_clip, sample_still
from ui.models.clips import OpenHost
from ui.models.panel import PanelModel
from ui.theme import apply_theme
from ui.window.main_window import PanelWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
WAIT_MS = 60_000
SHORT = 12  # frames


class OpenPanel(Protocol):
    """Opens a panel on plain files, or on a host."""

    def __call__(self, open_host: OpenHost | None = None) -> Panel: ...


class Panel:
    """A window on a project, and the ways to wait for it."""

    def __init__(self, bot: QtBot, project: Path, open_host: OpenHost | None) -> None:
        self._bot = bot
        self._ended = False
        self.model = PanelModel(project, open_host)
        settings = QSettings(str(project.with_suffix(".ini")), QSettings.Format.IniFormat)
        self.window = PanelWindow(self.model, settings)
        self.window.show()

    def until(self, so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._bot.waitUntil(so, timeout=WAIT_MS)

    def rest(self) -> None:
        """Wait until the present look is on the screen, and its LUT is checked."""
        self.until(lambda: self.model.settled)

    def open(self, clip: Path) -> None:
        """Show a clip that is not in the list yet."""
        self.turn_to(clip)
        self.rest()

    def turn_to(self, clip: Path) -> None:
        """The same, while other work goes on."""
        self.model.clips.add_files([clip])
        self.until(lambda: self._shows(clip))

    def _shows(self, clip: Path) -> bool:
        current = self.model.clips.current
        return current is not None and current.file == clip.absolute()

    def end(self) -> None:
        """Close the window, once."""
        if self._ended:
            return
        self._ended = True
        self.window.close_at_once()
        self.window.deleteLater()
        self.model.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def open_panel(
    qtbot: QtBot,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[OpenPanel]:
    """Opens panels on one project; at the end no thread, no window and no logged error is left."""
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path / "home"))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application)
    panels: list[Panel] = []

    def make(open_host: OpenHost | None = None) -> Panel:
        panels.append(Panel(qtbot, tmp_path / "project" / "project.json", open_host))
        return panels[-1]

    yield make
    for panel in panels:
        panel.end()
    left = [one for one in threading.enumerate() if one.name.startswith("panel-")]
    for one in left:
        one.join(10)  # told to end, a thread may wait for its turn on a busy machine
    assert not [one.name for one in left if one.is_alive()]
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert not shown
    errors = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture
def panel(open_panel: OpenPanel) -> Panel:
    """One panel."""
    return open_panel()


@pytest.fixture(scope="session")
def terrace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of the shipped sample clip at half its size, which is sooner rendered."""
    path = tmp_path_factory.mktemp("clip") / "terrace.mov"
    options = {"movflags": "use_metadata_tags"}
    with av.open(str(sample_clip())) as source, av.open(str(path), "w", options=options) as out:
        have = source.streams.video[0]
        out.metadata.update(source.metadata)
        stream = out.add_stream("libx264", rate=24, options={"crf": "12", "preset": "veryfast"})
        stream.width, stream.height = have.width // 2, have.height // 2
        stream.pix_fmt = have.pix_fmt
        stream.codec_context.color_range = have.codec_context.color_range
        stream.codec_context.colorspace = have.codec_context.colorspace
        for frame in islice(source.decode(video=0), SHORT):
            out.mux(stream.encode(frame.reformat(stream.width, stream.height)))
        out.mux(stream.encode())
    return path


@pytest.fixture
def clip(tmp_path: Path, terrace: Path) -> Path:
    """A clip in LogC3, where LUTs may be written beside it."""
    path = tmp_path / terrace.name
    shutil.copy(terrace, path)
    return path


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """The shipped still as what is graded: it opens sooner than a clip."""
    path = tmp_path / "picture.jpg"
    shutil.copy(sample_still(), path)
    return path
