"""What comes into the panel: dropped, pasted, browsed for, or pulled from the host."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.host.host import Host
from core.host.types import HostClip, StillName
from core.progress import Progress
from ui.models.look import RegionKey
from ui.models.panel import PanelModel
from ui.models.trouble import Trouble, trouble_of
from ui.window import asking
from ui.window.drops import files_of, remote_of
from ui.work import Failure

MOST_LISTED = 40


class Intake(QObject):
    """Takes clips and references in.

    Args:
        model: takes them.
        window: what questions are asked over.
    """

    def __init__(self, model: PanelModel, window: QWidget) -> None:
        super().__init__(window)
        self._model, self._window = model, window

    def open_clips(self) -> None:
        """Ask for clips, and add them."""
        self._model.clips.add_files(asking.clips(self._window, self._model.clips.near))

    def browse_references(self) -> None:
        """Ask for references, and add them."""
        self._model.references.add(asking.references(self._window, self._model.clips.near))

    def choose_pair(self) -> None:
        """Ask for a picture before and after its grade."""
        pair = asking.pair(self._window, self._model.clips.near)
        if pair is not None:
            self._model.references.take_pair(*pair)

    def browse_region_still(self) -> None:
        """Ask for a still that the selected region is to look like."""
        key = self._model.regions.selected
        path = asking.region_still(self._window, self._model.clips.near) if key else None
        if key is not None and path is not None:
            self._model.region_stills.take(key, path)

    def drop_on_selected(self, data: QMimeData) -> None:
        """Take a picture as what the selected region is to look like."""
        if self._model.regions.selected is not None:
            self.drop_on_region(self._model.regions.selected, data)

    def drop_on_region(self, key: RegionKey, data: QMimeData) -> None:
        """Take a picture as what a region is to look like; of several the first."""
        files = files_of(data)
        if not files and data.hasImage():
            files = asking.kept_image(data, self._model.folder)
        if files:
            self._model.region_stills.take(key, files[0])
        else:
            self._say_no_file(data)

    def choose_library(self) -> None:
        """Ask for the folder of the library."""
        folder = asking.folder(self._window, self._model.clips.near)
        if folder is not None:
            self._model.library.open(folder)

    def choose_luts(self) -> None:
        """Ask for a folder of LUTs."""
        folder = asking.folder(self._window, self._model.clips.near)
        if folder is not None:
            self._model.luts.add_folder(folder)

    def paste(self) -> None:
        """Take what is in the clipboard as references."""
        self.drop_reference(QGuiApplication.clipboard().mimeData())

    def drop_clips(self, data: QMimeData) -> None:
        """Take files as clips."""
        files = files_of(data)
        if files and self._model.clips.of_files:
            self._model.clips.add_files(files)
        else:
            self._say_no_file(data)

    def drop_on_picture(self, data: QMimeData) -> None:
        """Take files as references of the clip that is shown, else as clips."""
        if self._model.clips.current is None:
            self.drop_clips(data)
        else:
            self.drop_reference(data)

    def drop_reference(self, data: QMimeData) -> None:
        """Take files, or a picture without one, as references."""
        files = files_of(data)
        if files:
            self._model.references.add(files)
        elif data.hasImage():
            self._model.references.add(asking.kept_image(data, self._model.folder))
        else:
            self._say_no_file(data)

    def pull(self, button: QWidget) -> None:
        """List, at a button, what the host has: its clips as they are graded now, and its stills.

        The host's answer may take a moment; the menu comes with it.
        """

        def do(host: Host, _: Progress) -> Sequence[StillName]:
            return host.stills()

        def show(stills: Sequence[StillName]) -> None:
            menu = self._menu(stills)
            menu.popup(button.mapToGlobal(button.rect().topLeft()))

        def failed(failure: Failure) -> None:
            self._model.say_trouble(trouble_of("reference", failure))
            show(())  # the clips can be had all the same

        if self._model.clips.of_files:  # which have no gallery
            show(())
        else:
            self._model.clips.ask(do, show, failed)

    def _menu(self, stills: Sequence[StillName]) -> QMenu:
        model = self._model
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        _head(menu, self.tr("Other clips, as they are graded now"))
        others = [clip for clip in model.clips.clips if clip != model.clips.current]
        for clip in others[:MOST_LISTED]:
            menu.addAction(f"    {clip.name}", lambda clip=clip: self.take_clip(clip))
        if len(others) > MOST_LISTED:
            said = self.tr(
                "… and %n more: right-click one in the list of clips", "", len(others) - MOST_LISTED
            )
            menu.addAction(said).setEnabled(False)
        if not others:
            menu.addAction(self.tr("There is no other clip")).setEnabled(False)
        if not model.clips.of_files:
            _head(menu, self.tr("Stills of the gallery"))
            for still in stills:
                text = " ".join(part for part in (still.place, still.name) if part)
                menu.addAction(f"    {text}", lambda still=still: self._take_still(still))
            if not stills:
                menu.addAction(self.tr("The gallery has no stills")).setEnabled(False)
        return menu

    def take_clip(self, clip: HostClip) -> None:
        """Take another clip, as it is graded now, as a reference."""
        self._model.references.take_clip(self._model.clips, clip, self._model.folder)

    def _take_still(self, still: StillName) -> None:
        self._model.references.take_still(self._model.clips, still, self._model.folder)

    def _say_no_file(self, data: QMimeData) -> None:
        remote = remote_of(data)
        if remote:
            message = self.tr("%1 is an address, not a file").replace("%1", remote[0][:80])
            hint = self.tr("nothing is fetched from the network; save it as a file, and drop that")
        else:
            message = self.tr("this is text, not a picture or a clip")
            hint = self.tr("drop a file; a look in words belongs under Say")
        self._model.say_trouble(Trouble("reference", message, hint, level="note"))


def _head(menu: QMenu, text: str) -> None:
    """A line that names what follows; a section's title is not shown in every style."""
    menu.addSeparator()
    menu.addAction(text).setEnabled(False)
