"""The panel over a session: each ends the other, and both take turns at Resolve."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.panel_window import (
    CLOSED,
    PANEL_VARIABLE,
    can_show,
    in_turn,
    run_with_panel,
    taking_turns,
)
from tests.fake_resolve import FakeResolve, Profile
from ui.window.main_window import PanelWindow


class Session:
    """A session that runs until it is ended."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.why = ""

    def run(self) -> str:
        self.over.wait(30)
        return self.why

    def end(self, why: str) -> None:
        self.why = self.why or why
        self.over.set()


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ExternalBridge:
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BESTLIGHT_LUT_DIR", str(tmp_path / "luts"))
    return ExternalBridge(FakeResolve(Profile("20.2", "studio"), tmp_path / "resolve").app)


def windows() -> list[PanelWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, PanelWindow)]


def test_closing_the_window_ends_the_session(qapp: QApplication, bridge: ExternalBridge) -> None:
    session = Session()
    QTimer.singleShot(1500, lambda: [window.close() for window in windows()])
    run_with_panel(session, bridge, threading.RLock())
    assert session.why == CLOSED


def test_the_session_s_end_closes_the_window(qapp: QApplication, bridge: ExternalBridge) -> None:
    session = Session()
    QTimer.singleShot(1500, lambda: session.end("Resolve was closed"))
    run_with_panel(session, bridge, threading.RLock())
    assert session.why == "Resolve was closed"
    assert not [window for window in windows() if window.isVisible()]


def test_shell_and_panel_take_turns() -> None:
    turn = threading.RLock()
    log: list[str] = []
    entered, go_on = threading.Event(), threading.Event()

    class Host:
        usual_output = "same"

        def revert(self, clip: str) -> str:
            log.append(f"panel reverts {clip}")
            return clip

    def command() -> None:
        log.append("shell begins")
        entered.set()
        go_on.wait(10)
        log.append("shell ends")

    host = taking_turns(Host(), turn)  # type: ignore[arg-type]
    assert host.usual_output == "same"
    shell = threading.Thread(target=in_turn(turn, command))
    shell.start()
    entered.wait(10)
    panel = threading.Thread(target=lambda: host.revert("A"))  # type: ignore[arg-type]
    panel.start()
    go_on.set()
    shell.join()
    panel.join()
    assert log == ["shell begins", "shell ends", "panel reverts A"]


def test_the_panel_can_be_kept_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PANEL_VARIABLE, "off")
    assert not can_show()
