"""`FakeResolve`: a Resolve in this process, held to the facts."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.fake_resolve.app import Resolve
from tests.fake_resolve.building import Builder
from tests.fake_resolve.luts import LutIndex
from tests.fake_resolve.model import (
    GroupModel,
    ItemModel,
    ProjectModel,
    StillModel,
    TimelineModel,
)
from tests.fake_resolve.profile import Profile, Quirks
from tests.fake_resolve.remote import Far, PyRemoteObject, WrongThread
from tests.fake_resolve.settings import DEFAULTS
from tests.fake_resolve.snapshot import snapshot
from tests.fake_resolve.timecode import to_frame
from tests.fake_resolve.viewer import Viewer


class FakeResolve(Builder):
    """A running Resolve.

    Args:
        profile: version and edition.
        folder: where its LUT folders are made.
        quirks: its oddities; by default those measured.

    Attributes:
        app: the application object as `scriptapp("Resolve")` gives it.
        master_lut: the system's LUT folder, the one that SetLUT reads.
        user_lut: the user's own LUT folder, which it does not.
        luts: the index of LUT files.
        projects: all projects by name; `project` is the open one.
        page: the page on screen.
        frontmost: whether Resolve is in front of other applications.
        gallery_open: whether the gallery panel is open on the Color page.
        modal: the title of the dialog on screen; empty without one.
        rendering: whether a render runs.
        dead: whether Resolve has ended.
        calls: the calls made, as (class, method, arguments).
        faults: rules that the caller broke, in words.
        saves: how often the project was saved.
        drx_applied: how often a .drx was put on a graph.
    """

    def __init__(self, profile: Profile, folder: Path, quirks: Quirks | None = None) -> None:
        self.profile = profile
        self.quirks = quirks or Quirks()
        self.folder = folder
        self.master_lut = folder / "master" / "LUT"
        self.user_lut = folder / "user" / "LUT"
        for made in (self.master_lut, self.user_lut):
            made.mkdir(parents=True, exist_ok=True)
        self.luts = LutIndex(self.master_lut, self.user_lut, self.quirks)
        if self.quirks.lut_folder_read_only:
            self.close_lut_folder()
        first = TimelineModel(nodes=self.fresh_timeline_nodes())
        self.project = ProjectModel("Test Film", dict(DEFAULTS), [first], first, opened=1)
        self.projects = {self.project.name: self.project}
        self.page = "edit"
        self.frontmost = True
        self.gallery_open = False
        self.modal = ""
        self.rendering = False
        self.dead = False
        self.saves = 0
        self.drx_applied = 0
        self.lock = threading.RLock()
        self.calls: list[tuple[str, str, tuple[Any, ...]]] = []
        self.faults: list[str] = []
        self.viewer = Viewer(self)
        self.checks_thread = True
        self._thread: int | None = None
        self._due: list[tuple[int | str, Callable[[], object]]] = []
        self._methods: dict[type[Far], dict[str, Callable[..., Any]]] = {}

    # --- what the interface asks

    @property
    def app(self) -> PyRemoteObject:
        """The application object, new each time."""
        return PyRemoteObject(Resolve(self))

    @property
    def blocked(self) -> bool:
        """Whether a dialog or a render swallows writes."""
        return bool(self.modal) or self.rendering

    def methods(self, kind: type[Far]) -> dict[str, Callable[..., Any]]:
        """The methods that this version's class has."""
        if kind not in self._methods:
            known = kind.names(self.profile)
            if self.quirks.graph_missing:
                known.pop("GetNodeGraph", None)
            self._methods[kind] = known
        return self._methods[kind]

    def note(self, asked: Far, name: str, arguments: tuple[Any, ...]) -> None:
        """Before every call: count it, hold it to one thread, and do what is due."""
        me = threading.get_ident()
        self._thread = self._thread or me
        if self.checks_thread and me != self._thread:
            self.faults.append(f"{asked.kind}.{name} called from a second thread")
            raise WrongThread(self.faults[-1])
        self.calls.append((asked.kind, name, arguments))
        due = [action for when, action in self._due if when in (name, len(self.calls))]
        self._due = [pair for pair in self._due if pair[1] not in due]
        for action in due:
            action()

    def refuses_studio(self) -> bool:
        """Whether a Studio-only call fails; on free it raises a dialog as well."""
        if self.profile.edition == "studio":
            return False
        if self.quirks.studio_call_modal:
            self.open_modal("This feature needs DaVinci Resolve Studio")
        return True

    # --- what a test or the user does

    @property
    def timeline(self) -> TimelineModel:
        """The current timeline of the open project."""
        if self.project.current is None:
            raise LookupError("no timeline is current")
        return self.project.current

    @property
    def items(self) -> dict[str, ItemModel]:
        """The current timeline's items by name."""
        return {item.name: item for item in self.timeline.items}

    def move_playhead(self, where: ItemModel | str | int) -> None:
        """The user moves the playhead: to an item's middle, a timecode or a frame."""
        line = self.timeline
        if isinstance(where, ItemModel):
            frame: int | None = where.start + where.frames // 2
        else:
            frame = to_frame(where, line.fps, line.drop) if isinstance(where, str) else where
        if frame is None:
            raise ValueError(f"{where!r} is no timecode")
        with self.lock:
            line.playhead = frame
            self.viewer.settle()

    def open_modal(self, title: str = "Project Settings") -> None:
        """A dialog, or the Project Manager, comes up."""
        self.modal = title

    def close_modal(self) -> None:
        """The user dismisses the dialog."""
        self.modal = ""

    def switch_project(self, name: str) -> ProjectModel:
        """The user opens another project; one that is not there is made, with an empty timeline."""
        with self.lock:
            if name not in self.projects:
                line = TimelineModel(nodes=self.fresh_timeline_nodes())
                self.projects[name] = ProjectModel(name, dict(DEFAULTS), [line], line)
            self.project = self.projects[name]
            self.project.opened += 1
            self.viewer.settle()
            return self.project

    def delete_timeline(self, name: str = "") -> None:
        """The user deletes a timeline, by default the current one."""
        with self.lock:
            project = self.project
            gone = next(t for t in project.timelines if t.name == (name or self.timeline.name))
            project.timelines.remove(gone)
            if project.current is gone:
                project.current = next(iter(project.timelines), None)

    def delete_item(self, item: ItemModel) -> None:
        """The user deletes a clip from the current timeline."""
        with self.lock:
            self.timeline.items.remove(item)

    def die(self) -> None:
        """Resolve ends: every call answers None from now on."""
        self.dead = True

    def restart(self) -> None:
        """Resolve ends and starts again with the same projects; old handles are dead."""
        with self.lock:
            self.project.opened += 1
            self.dead, self.modal, self.rendering, self._thread = False, "", False, None
            self.luts.restart()
            self.viewer.settle()

    def after_calls(self, count: int, action: Callable[[], object]) -> None:
        """Do something just before the `count`-th call from now."""
        self._due.append((len(self.calls) + count, action))

    def before_call(self, name: str, action: Callable[[], object]) -> None:
        """Do something just before the next call of that method."""
        self._due.append((name, action))

    @property
    def due(self) -> int:
        """How much of what `after_calls` and `before_call` were told has not been done yet."""
        return len(self._due)

    def add_group(self, name: str) -> GroupModel:
        """The user makes a colour group."""
        group = GroupModel(name)
        self.project.groups.append(group)
        return group

    def add_still(self, picture: np.ndarray, label: str = "") -> StillModel:
        """The user has a still in the current album: float (H, W, 3) display values."""
        album = self.project.albums[self.project.album]
        number = f"1.1.{len(album.stills) + 1}"
        album.stills.append(StillModel(np.asarray(picture, np.float32), label, number))
        return album.stills[-1]

    def close_lut_folder(self) -> None:
        """Make the LUT folder read-only; for an administrator, who may write anyway, by putting
        the kernel's own read-only tree where Bestlight's folder would be.
        """
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            (self.master_lut / "Bestlight").symlink_to("/sys", target_is_directory=True)
        self.master_lut.chmod(0o555)

    def open_lut_folder(self) -> None:
        """Make the LUT folder writable again."""
        self.master_lut.chmod(0o755)
        link = self.master_lut / "Bestlight"
        if link.is_symlink():
            link.unlink()

    def snapshot(self) -> dict[str, Any]:
        """Everything of the user's as plain data, to be compared before and after."""
        with self.lock:
            return snapshot(self)
