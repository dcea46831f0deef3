"""A grade version of the current clip to try things on, and the way back to what was before."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import BestlightError, reason
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.ledger import Opened
from resolve_plugin.adapter.luts import name_trials
from resolve_plugin.adapter.nodes import Node, Nodes
from resolve_plugin.adapter.playhead import KeptPlace
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.undo import undo_change
from resolve_plugin.adapter.versions import LOCAL, ClipGrades, Version, VersionError
from resolve_plugin.temporary import make_temporary_folder

NAME = "Bestlight check"
SIZE = 17


@dataclass
class Scratch:
    """The current clip on a version of its own.

    Attributes:
        open: the open project.
        kept: the user's page and playhead.
        item: the clip.
        grades: its versions.
        master: Resolve's LUT folder.
        opened: our version and the one from before, as they stand in the ledger.
        names: the local versions that the clip had.
        grade: the nodes of the version from before.
        switched: whether Resolve made ours current by itself.
        copied: whether ours began as a copy of `before`.
        folder: for exported stills; outside Resolve's folders.
        luts: our part of Resolve's LUT folder, relative to it, with forward slashes.
    """

    open: OpenProject
    kept: KeptPlace
    item: api.TimelineItem
    grades: ClipGrades
    master: Path
    opened: Opened
    names: tuple[str, ...]
    grade: tuple[Node, ...]
    switched: bool
    copied: bool
    folder: Path
    luts: str
    refreshed: float | None = None
    _written: list[Path] = field(default_factory=list)
    _made: list[Path] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        """The way to Resolve."""
        return self.open.connection

    @property
    def version(self) -> Version:
        """Ours."""
        return self.opened.version

    @property
    def before(self) -> Version:
        """The one to go back to."""
        return self.opened.before

    @property
    def project(self) -> api.Project:
        """The open project."""
        return self.kept.project

    @property
    def nodes(self) -> Nodes:
        """The scratch version's nodes.

        Raises:
            BestlightError: it is not the current version (any more).
        """
        if self.grades.current() != self.version:
            raise BestlightError("the scratch version is not the current one any more")
        return self.grades.nodes

    @property
    def node(self) -> int:
        """The node to try LUTs on: the first empty one, else the first.

        Raises:
            BestlightError: the clip has no node.
        """
        if not self.grade:
            raise BestlightError("the clip has no node", hint="choose another clip")
        return next((node.index for node in self.grade if node.empty), 1)

    def write_lut(
        self, name: str, colour: Sequence[float], *, root: Path | None = None, again: bool = False
    ) -> Path:
        """Write a LUT of one colour, to be removed at the end.

        Args:
            name: of the file; below `luts` of the master folder, or directly in `root`.
            colour: R, G, B in 0..1.
            root: another folder.
            again: write over the one from before.
        """
        import numpy as np

        from core.lut.files import write_lut
        from core.lut.lut3d import Lut3D

        folder = root or self.master / self.luts
        self._make(folder)
        path = folder / name
        flat = Lut3D(np.broadcast_to(np.asarray(colour, np.float32), (SIZE, SIZE, SIZE, 3)))
        # Bytes of a name outside ASCII are the system's business, its head is ours.
        write_lut(flat, path, comments=(NAME,), force=again)
        self._written.append(path)
        return path

    def refresh(self) -> bool:
        """Have Resolve look through its LUT folders, timed; whether it says that it did."""
        start = self.connection.clock()
        answer = bool(self.project.RefreshLUTList())
        self.refreshed = self.connection.clock() - start
        return answer

    def set_lut(self, lut: str) -> tuple[bool, str]:
        """Put a LUT on the node: whether Resolve says that it did, and what is there then."""
        nodes, index = self.nodes, self.node
        said = nodes.set_lut(index, lut)
        return said, nodes.lut(index)

    def still(self, suffix: str = ".png", *, name: str = "") -> Path | None:
        """Export the frame at the playhead; None where Resolve does not."""
        path = self.folder / f"{name or secrets.token_hex(4)}{suffix}"
        said = self.project.ExportCurrentFrameAsStill(str(path))
        there = said and self.connection.wait_until(
            lambda: path.exists() and path.stat().st_size > 0, seconds=2
        )
        return path if there else None

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            try:
                path.mkdir()
            except OSError as error:
                raise BestlightError(
                    f"cannot make {path}: {reason(error)}",
                    hint="bestlight resolve install says what is needed",
                ) from error
            self._made.append(path)

    def remove_files(self) -> list[Path]:
        """Remove every file and folder that was made; what could not be removed."""
        left = []
        for path in self._written:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            if path.exists():
                left.append(path)
        for path in reversed(self._made):
            # A folder that somebody else has put something into stays.
            with suppress(OSError):
                path.rmdir()
        shutil.rmtree(self.folder, ignore_errors=True)
        return left


def open_scratch(project: OpenProject, kept: KeptPlace, master: Path) -> Scratch:
    """Make a version of the clip under the playhead for trying things, and switch to it.

    It stands in the ledger until the end, so that the next start of Bestlight goes back to the
    version from before, and removes this one, where it is cut short.

    Args:
        project: the open project; its ledger is held by the caller.
        kept: the user's page and playhead.
        master: Resolve's LUT folder.

    Raises:
        BestlightError: Resolve makes none, or does not switch; then the clip is as it was.
    """
    item = kept.now.item
    if item is None:
        raise BestlightError(
            "there is no clip under the playhead", hint="move the playhead onto a clip"
        )
    id, name = project.connection.ask((item, "GetUniqueId"), (item, "GetName"))
    grades = ClipGrades(project.connection, item, str(id), str(name))
    before, grade = grades.current(), grades.nodes.read()
    for left in grades.names():
        if left.startswith(f"{NAME} ") and left != before.name:
            item.DeleteVersionByName(left, LOCAL)
    names = grades.names()
    token = secrets.token_hex(3)
    version = Version(f"{NAME} {token}")
    luts = name_trials(token)
    opened = Opened(grades.id, grades.name, before, version, True, grade, luts, trial=True)
    with project.ledger.change() as records:
        records.opened.append(opened)
    try:
        if not grades.add(version):
            raise VersionError(
                "Resolve made no new version of the clip under the playhead",
                hint="put the playhead on an ordinary clip of an unlocked track",
            )
        switched = grades.current() == version
        grades.load(version)
        copied = grades.nodes.read() == grade
    except BestlightError:
        undo_change(project, grades, opened)
        raise
    folder = make_temporary_folder()
    return Scratch(
        project, kept, item, grades, master, opened, names, grade, switched, copied, folder, luts
    )
