"""The panel's few settings, kept as JSON on this machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from PySide6.QtCore import QObject, Signal

from core.files import make_folder, write_text
from ui.models.project_file import data_folder
from ui.models.trouble import trouble_of
from ui.work import Work

SCHEMA, VERSION = "bestlight-panel-settings", 1
Surround = Literal["dark", "grey"]
SYSTEM, NO_PROFILE = "", "none"


@dataclass(frozen=True)
class Settings:
    """What the user has settled for all projects.

    Attributes:
        language: "en", "de"; empty: as the system has it.
        surround: the grey round the picture: dark, or 18 % of the light of white.
        monitor: path of the monitor's ICC profile; `SYSTEM`: what the system tells; `NO_PROFILE`:
            code values are painted as they are.
        own_order: whether candidates are ordered by what the user's own votes say, once there are
            enough.
    """

    language: str = ""
    surround: Surround = "dark"
    monitor: str = SYSTEM
    own_order: bool = True


def settings_text(settings: Settings) -> str:
    """As they stand in their file."""
    return json.dumps({"schema": SCHEMA, "version": VERSION, **asdict(settings)}, indent=1) + "\n"


def settings_from_text(text: str) -> tuple[Settings, bool]:
    """The settings of a file, and whether it is one that may be written over.

    What is missing or of no use is at its default, and what is not known is passed over: so a file
    of any version gives what it can. One of a newer Bestlight is not to be written over.
    """
    try:
        data = json.loads(text)
        version = int(data["version"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return Settings(), True
    kept = {one.name: data[one.name] for one in fields(Settings) if one.name in data}
    sound = {name: value for name, value in kept.items() if _fits(name, value)}
    return Settings(**sound), version <= VERSION


def _fits(name: str, value: Any) -> bool:
    if name == "surround":
        return value in get_args(Surround)
    return isinstance(value, type(getattr(Settings(), name)))


class SettingsModel(QObject):
    """Keeps the settings.

    Attributes:
        settings: as they are.
        path: their file.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.path = usual_settings()
        self.settings, self._ours = read_settings(self.path)

    def change(self, settings: Settings) -> None:
        """Take other settings, and have them written."""
        if settings == self.settings:
            return
        self.settings = settings
        self.changed.emit()
        if self._ours:
            self._work.submit(
                "disk",
                lambda _: _write(self.path, settings),
                lambda _: None,
                lambda failure: self.trouble.emit(trouble_of("saving", failure)),
                key="settings",
            )


def usual_settings() -> Path:
    """Where the settings are kept: in Bestlight's data folder."""
    return data_folder() / "panel" / "settings.json"


def read_settings(path: Path) -> tuple[Settings, bool]:
    """See `settings_from_text`; a file that is not there, or cannot be read, gives the defaults."""
    try:
        return settings_from_text(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return Settings(), True


def _write(path: Path, settings: Settings) -> None:
    make_folder(path.parent)
    write_text(path, settings_text(settings), force=True)
