"""The main window: the rooms of the panel, arranged, and the keys that reach them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDockWidget,
    QLabel,
    QMainWindow,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.models.panel import PanelModel
from ui.scopes.scope_view import ScopesView
from ui.window import asking
from ui.window.blind import BlindView
from ui.window.choices import ChoicesWindow
from ui.window.clips import ClipsView
from ui.window.deliver import DeliverView
from ui.window.focus_keys import ViewerKeys
from ui.window.installing import install_menu
from ui.window.intake import Intake
from ui.window.keeping import DockSizes, keep_window, restore_window
from ui.window.library import LibraryView
from ui.window.luts import LutsView
from ui.window.menus import build_menus
from ui.window.printer_keys import PrinterKeys
from ui.window.prompts import PromptsView
from ui.window.references import ReferencesView
from ui.window.refine import RefineView
from ui.window.screening import Screening
from ui.window.settings import SettingsWindow
from ui.window.strips import CandidatesView, VersionsView
from ui.window.troubles import TroublesView
from ui.window.viewer_place import ViewerPlace
from ui.window.viewing import ViewingRoom
from ui.window.welcome import Welcome

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

_LEFT, _RIGHT, _BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
_SHORT_MS = 6000


class PanelWindow(QMainWindow):
    """The panel's window.

    Args:
        model: the panel; closed with the window.
        settings: where the window's place is kept.

    Signals:
        painted: the window was shown for the first time.
    """

    painted = Signal()

    def __init__(self, model: PanelModel, settings: QSettings) -> None:
        super().__init__()
        self.model = model
        self._settings = settings
        self._at_once = False
        self.setWindowTitle("Bestlight")
        self.setObjectName("panel")
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks)
        self.intake = Intake(model, self)
        self.clips = ClipsView(model.clips, model.clip_pictures, model.preview)
        self.references = ReferencesView(model.references, model.looks)
        self.library = LibraryView(model.library, model.references)
        self.luts = LutsView(model.luts)
        self.prompts = PromptsView(model.prompts, model.looks)
        self.refine = RefineView(model.looks, model.regions, model.region_stills)
        self.deliver = DeliverView(model.delivery, model.baking)
        self.candidates = CandidatesView(model.candidates, model.blind)
        self.versions = VersionsView(model.versions, model.versus, model.looks)
        self.viewing = ViewingRoom(model)
        self.viewer = ViewerPlace(self.viewing, self)
        self.blind = BlindView(model.blind)
        self.scopes = ScopesView()
        self.welcome = Welcome(of_files=model.clips.of_files)
        self._middle = QStackedWidget()
        self._first = QTimer(self)  # it ends with the window, as a timer of nobody's would not
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.painted)
        self._arrange()
        self._status()
        self._wire()
        self.screening = Screening(model, self.viewing, self.blind, self)
        self.printer_keys = PrinterKeys(model.looks, self)
        self._viewer_keys = ViewerKeys(self.viewing.view, self)
        build_menus(self)
        self.resize(1480, 920)
        restore_window(settings, self, self._split, self.scopes)
        self.viewer.restore(settings)
        self._dock_sizes = DockSizes(self)
        self._show_middle()
        self.viewing.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Say so, once the window has been painted."""
        super().showEvent(event)
        self._first.start()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Stop all work, save, and remember the window's place; ask if something is written."""
        doing = self.model.delivery.doing
        if doing and not self._at_once and not asking.sure_to_stop(self, doing):
            event.ignore()
            return
        self.viewer.keep(self._settings)
        self.viewer.set_apart(False)
        keep_window(self._settings, self, self._split, self.scopes)
        self.model.close()
        super().closeEvent(event)

    def close_at_once(self) -> None:
        """Close, whatever is being done: nobody may be there to be asked."""
        self._at_once = True
        self.close()

    def show_choices(self) -> ChoicesWindow:
        """List what is kept of the user's choices."""
        window = ChoicesWindow(self.model.choices, self.model.taste, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()
        return window

    def show_settings(self) -> SettingsWindow:
        """Show the settings."""
        model = self.model
        window = SettingsWindow(model.settings, model.taste, self.screening, self)
        window.diagnostics_wanted.connect(self.diagnose)
        window.choices_wanted.connect(self.show_choices)
        window.show()
        return window

    def _arrange(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.viewer.settle(self._split)
        self._split.addWidget(self.scopes)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(True)
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self._split)
        self._middle.addWidget(self.blind)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TroublesView(self.model))
        column.addWidget(self._middle, 1)
        self.setCentralWidget(centre)
        self.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        self.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self._dock(self.tr("Clips"), "clips", self.clips, _LEFT)
        # Tabs of one's own: docks that Qt tabs and sizes leave a second tab bar behind.
        self.pictures = QTabWidget()
        self.pictures.addTab(self.references, self.tr("In this look"))
        self.pictures.addTab(self.library, self.tr("Library"))
        self.pictures.addTab(self.luts, self.tr("LUTs"))
        self._dock(self.tr("References"), "references", self.pictures, _LEFT)
        self._dock(self.tr("Say"), "say", self.prompts, _RIGHT)
        self._dock(self.tr("Refine"), "refine", self.refine, _RIGHT)
        self._dock(self.tr("Deliver"), "deliver", self.deliver, _RIGHT)
        self.strips = QTabWidget()
        self.strips.addTab(self.candidates, self.tr("Candidates"))
        self.strips.addTab(self.versions, self.tr("Versions"))
        self._dock(self.tr("Looks"), "looks", self.strips, _BOTTOM)
        docks = {dock.objectName(): dock for dock in self.findChildren(QDockWidget)}
        self.resizeDocks(
            [docks["say"], docks["refine"], docks["deliver"]],
            [230, 440, 200],
            Qt.Orientation.Vertical,
        )
        self.resizeDocks([docks["clips"], docks["say"]], [236, 370], Qt.Orientation.Horizontal)
        self.resizeDocks([docks["looks"]], [180], Qt.Orientation.Vertical)

    def _dock(self, title: str, name: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.addDockWidget(area, dock)
        return dock

    def _status(self) -> None:
        self._told = QLabel()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedWidth(90)
        self._busy.setAccessibleName(self.tr("Work under way"))
        self.host_line = QLabel()
        self.host_line.setProperty("quiet", True)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._told, 1)
        bar.addPermanentWidget(self._busy)
        bar.addPermanentWidget(self.host_line)
        self._busy.hide()

    def _wire(self) -> None:
        model, view, scopes, intake = self.model, self.viewing.view, self.scopes, self.intake
        self.clips.add_wanted.connect(intake.open_clips)
        self.references.add_wanted.connect(intake.browse_references)
        self.references.pair_wanted.connect(intake.choose_pair)
        self.library.folder_wanted.connect(intake.choose_library)
        self.luts.folder_wanted.connect(intake.choose_luts)
        self.luts.reference_wanted.connect(
            lambda path: model.luts.use_as_reference(path, model.folder)
        )
        self.references.pull_wanted.connect(lambda: intake.pull(self.references.pull))
        self.clips.reference_wanted.connect(intake.take_clip)
        self.clips.dropped.connect(intake.drop_clips)
        self.viewing.dropped.connect(intake.drop_on_picture)
        self.references.dropped.connect(intake.drop_reference)
        self.refine.regions.picking_wanted.connect(self.viewing.pick)
        self.refine.regions.still_dropped.connect(intake.drop_on_region)
        self.refine.part.dropped.connect(intake.drop_on_selected)
        self.refine.part.still_wanted.connect(intake.browse_region_still)
        view.picking_changed.connect(self.refine.regions.show_picking)
        self.welcome.open_wanted.connect(intake.open_clips)
        self.welcome.sample_wanted.connect(self._sample)
        self.deliver.apply_all_wanted.connect(self._apply_several)
        self.deliver.export_wanted.connect(self._export)
        self.deliver.install_wanted.connect(self._install)
        self.deliver.deliver_wanted.connect(self._deliver)
        model.clips.current_changed.connect(self._show_middle)
        model.blind.changed.connect(self._show_middle)
        model.blind.ended.connect(self.viewing.view.setFocus)
        model.clips.state_changed.connect(self._show_host)
        model.preview.pictures_changed.connect(self._show_scopes)
        model.preview.busy_changed.connect(self._show_busy)
        model.looks.dragging_changed.connect(scopes.set_dragging)
        model.told.connect(lambda text: self.statusBar().showMessage(text, _SHORT_MS))
        view.region_changed.connect(self._box_scopes)
        view.hovered.connect(lambda x, y: scopes.set_crosshair(view.colour_at(x, y)))
        view.hover_ended.connect(lambda: scopes.set_crosshair(None))
        self.painted.connect(self._later)

    def _later(self) -> None:
        """What may wait until the window is there."""
        self.painted.disconnect(self._later)
        self.model.work.submit("words", lambda _: asking.names(), self._named, lambda _: None)

    def _named(self, names: asking.Names) -> None:
        self.prompts.suggest(names.looks)
        self.viewing.space.set_names(names.spaces)

    def _show_middle(self) -> None:
        shown = self._split if self.model.clips.current is not None else self.welcome
        if self.model.blind.running:
            shown = self.blind
        if shown is not self._middle.currentWidget():
            self._middle.setCurrentWidget(shown)
            if shown is self.blind:
                shown.setFocus()
        clip = self.model.clips.current
        self.setWindowTitle(f"{clip.name} – Bestlight" if clip else "Bestlight")

    def _show_host(self) -> None:
        state = self.model.clips.state
        if state is None:
            self.host_line.setText(self.tr("Resolve is not reached"))
        else:
            where = " · ".join(part for part in (state.project, state.timeline) if part)
            self.host_line.setText(f"{state.product} {state.version}  {where}")
            if state.current is None:
                self.welcome.state.setText(state.reason or self.tr("There is no clip under the "
                    "playhead in Resolve."))  # fmt: skip

    def _show_scopes(self) -> None:
        seen = self.model.preview.seen
        self.scopes.set_picture(None if seen is None else seen.after)

    def _show_busy(self) -> None:
        preview = self.model.preview
        self._busy.setVisible(preview.busy and bool(preview.stage))
        self._told.setText(preview.stage)

    def _box_scopes(self, region: QRectF) -> None:
        self.scopes.set_region(None if region.isNull() else region)

    def to_words(self) -> None:
        """Turn to the line for a look in words."""
        self.prompts.line.setFocus()
        self.prompts.line.selectAll()

    def _sample(self) -> None:
        self.model.open_sample()
        hint = self.tr("The sample's still is the reference. Push a slider, or type a look.")
        self.statusBar().showMessage(hint, 4 * _SHORT_MS)

    def _apply_several(self) -> None:
        marked = self.clips.chosen
        clips = marked if len(marked) > 1 else self.model.clips.clips
        if asking.sure_of(self, clips):
            self.model.delivery.apply_to(clips)

    def _export(self, accept_faults: bool) -> None:
        path = asking.lut_file(self, self.model.delivery.lut_file)
        if path is not None:
            self.model.delivery.export(path, accept_faults=accept_faults)

    def _install(self, accept_faults: bool) -> None:
        menu = install_menu(self.model.delivery, self, accept_faults=accept_faults)
        menu.popup(self.deliver.install.mapToGlobal(self.deliver.install.rect().topLeft()))

    def _deliver(self, accept_faults: bool) -> None:
        folder = asking.folder(self, self.model.clips.near)
        if folder is not None:
            clip = self.model.clips.current
            name = f"{Path(clip.name).stem}-bestlight" if clip else "bestlight"
            self.model.delivery.deliver(folder / name, accept_faults=accept_faults)

    def diagnose(self) -> None:
        """Copy what a report of a fault should say."""
        QGuiApplication.clipboard().setText(asking.diagnostics(self.model))
        self.statusBar().showMessage(self.tr("copied"), _SHORT_MS)
