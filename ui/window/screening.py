"""How pictures are brought to the screen: the grey round them, and the monitor's profile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.progress import Progress
from ui.models.panel import PanelModel
from ui.models.settings import NO_PROFILE, SYSTEM
from ui.models.trouble import trouble_of
from ui.viewer import DARK_SURROUND, GREY_SURROUND
from ui.viewer.monitor import Monitor, monitor_of, read_profile, system_profile
from ui.window.blind import BlindView
from ui.window.viewing import ViewingRoom
from ui.work import Failure

_SURROUNDS = {"dark": DARK_SURROUND, "grey": GREY_SURROUND}


class Screening(QObject):
    """Follows the settings, and the viewer from screen to screen.

    Args:
        model: the panel.
        viewing: the viewer's room.
        blind: the blind compare.
        window: the panel's window.

    Signals:
        changed: pictures are brought to the monitor in another way.
    """

    changed = Signal()

    def __init__(
        self, model: PanelModel, viewing: ViewingRoom, blind: BlindView, window: QWidget
    ) -> None:
        super().__init__(window)
        self._model, self._viewing, self._blind = model, viewing, blind
        self._asked: tuple[str, str] | None = None
        self._monitor: Monitor | None = None
        model.settings.changed.connect(self.follow)
        viewing.screen_changed.connect(self.follow)
        self.follow()

    def words(self) -> str:
        """Through which profile pictures are shown."""
        setting = self._model.settings.settings.monitor
        if self._monitor is not None:
            return self.tr("shown through the profile %1").replace("%1", self._monitor.name)
        if setting == NO_PROFILE:
            return self.tr("shown without a profile: sRGB values go to the monitor as they are")
        if setting == SYSTEM:
            return self.tr("the system tells no profile: sRGB values go to the monitor as they are")
        return self.tr("this profile cannot be used")

    def follow(self) -> None:
        """Take what is set now, on the screen where the viewer is now."""
        settings, screen = self._model.settings.settings, self._viewing.screen()
        self._viewing.view.set_surround(_SURROUNDS[settings.surround])
        if (settings.monitor, screen.name()) == self._asked:
            return
        self._asked = (settings.monitor, screen.name())
        self._use(None)
        if settings.monitor == NO_PROFILE:
            return
        of_system = system_profile(screen) if settings.monitor == SYSTEM else b""

        def do(_: Progress) -> Monitor | None:
            chosen = settings.monitor != SYSTEM
            profile = read_profile(Path(settings.monitor)) if chosen else of_system
            return monitor_of(profile) if profile else None

        self._model.work.submit("disk", do, self._use, self._failed, key="monitor")

    def _use(self, monitor: Monitor | None) -> None:
        self._monitor = monitor
        for_monitor = monitor.map if monitor else None
        self._viewing.view.set_monitor(for_monitor)
        self._blind.set_monitor(for_monitor)
        self._viewing.set_profile(monitor.name if monitor else "", self.words())
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self._model.say_trouble(trouble_of("monitor", failure))
