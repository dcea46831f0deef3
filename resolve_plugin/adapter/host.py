"""Resolve as a `core.host.Host`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BestlightError
from core.host import Attached, HostClip, HostState, Label, NodeSpace, Reverted, Scope
from resolve_plugin.adapter.attach import attach
from resolve_plugin.adapter.clean import remove_luts, unused_luts
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.frames import footage, graded_footage
from resolve_plugin.adapter.guard import go_back, look
from resolve_plugin.adapter.items import find_item, items_in
from resolve_plugin.adapter.ledger import FOLDER, data_folder
from resolve_plugin.adapter.luts import lut_folder
from resolve_plugin.adapter.naming import find_clip
from resolve_plugin.adapter.nodes import Chosen, choose_node
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.spaces import node_space
from resolve_plugin.adapter.state import Follower
from resolve_plugin.adapter.stills import GalleryStill, find_still, gallery_stills, still_file
from resolve_plugin.adapter.timecode import Timecodes, timecodes_of
from resolve_plugin.adapter.undo import recover, take_back
from resolve_plugin.adapter.viewer import left_behind
from resolve_plugin.adapter.viewer import recover as recover_from_viewing
from resolve_plugin.bridge import Bridge, HostGone

if TYPE_CHECKING:
    from core.grade.footage import Footage
    from core.lut.lut3d import Lut3D
    from core.progress import Progress


class ResolveHost:
    """A running Resolve: `core.host.Host`, and what only Resolve has.

    Args:
        bridge: the way to Resolve.
        luts: its LUT folder; None: as `luts.lut_folder` finds it.
        data: where the ledger is kept; None: as `ledger.data_folder` says.

    Attributes:
        connection: to Resolve.

    Raises:
        HostGone: Resolve does not answer.
    """

    def __init__(self, bridge: Bridge, luts: Path | None = None, data: Path | None = None) -> None:
        self._luts = luts or lut_folder()
        self._data = data or data_folder()
        self.connection = connect(bridge, records=self._data / FOLDER)
        self._follower = Follower(self.connection)

    def project(self) -> OpenProject:
        """The open project, for changes.

        Raises:
            BestlightError: none is open.
        """
        return OpenProject(self.connection, self._luts, self._data)

    def state(self) -> HostState:
        """See `Host.state`."""
        return self._follower.state()

    def clips(self, scope: Scope, name: str = "") -> tuple[HostClip, ...]:
        """See `Host.clips`."""
        return tuple(item.clip for item in items_in(self.connection, scope, name))

    def node(self, clip: HostClip, node: int | None = None) -> Chosen:
        """The node that `attach` would use now, and what there is to know about it.

        Raises:
            UsageError: there is no such node.
            BestlightError: no node may be used.
        """
        project = self.project()
        nodes = project.clip(clip.id, clip.name).nodes.read()
        return choose_node(nodes, project.luts.is_ours, node, clip.name)

    def node_space(self, clip: HostClip, node: int | None = None) -> NodeSpace:
        """See `Host.node_space`; `node` None: the one that `attach` would use."""
        item = find_item(self.connection, clip.id)
        at = node or self._node_index(clip)
        return node_space(self.connection, item, node=at, luts=self._luts)

    def _node_index(self, clip: HostClip) -> int | None:
        try:
            return self.node(clip).node.index
        except HostGone:
            raise
        except BestlightError:
            return None  # pictures and space can be told all the same; attach says what is wrong

    def footage(
        self, clip: HostClip, space: str, progress: Progress, node: int | None = None
    ) -> Footage:
        """See `Host.footage`; `node` None: the one that `attach` would use."""
        item = find_item(self.connection, clip.id)
        at = node or self._node_index(clip)
        return footage(self.connection, item, space, progress, node=at, luts=self._luts)

    def graded_footage(self, clip: HostClip, progress: Progress) -> Footage:
        """The clip as it is graded now, in display values: a reference for other clips."""
        return graded_footage(self.connection, find_item(self.connection, clip.id), progress)

    def attach(
        self, clip: HostClip, lut: Lut3D, label: Label, *, node: int | None = None
    ) -> Attached:
        """See `Host.attach`, and `attach.attach`."""
        recover_from_viewing(self.connection, find_item(self.connection, clip.id))
        return attach(self.project(), clip, lut, label, node)

    def revert(self, clip: HostClip) -> Reverted:
        """See `Host.revert`; called again, it goes back further."""
        project = self.project()
        with project.ledger.working():
            notes = recover(project)
            records = project.ledger.read()
            grade = records.last_grade(clip.id)
            if grade is None:
                raise BestlightError(
                    f"Bestlight has put nothing on {clip.name} that could be taken back",
                    hint="earlier grades are in the clip's Versions menu in Resolve",
                )
            done = take_back(project, grade)
            look_left = [g.group for g in records.groups if g.batch == grade.batch and g.batch]
        notes += done.notes
        if look_left:
            notes += (
                f"the look on the colour group '{look_left[0]}' is still there; take the whole "
                "batch back to remove it",
            )
        return Reverted(done.clip, done.version, done.removed, notes)

    def recover(self) -> tuple[str, ...]:
        """Put right what an interrupted run left; what was done, a sentence each.

        Raises:
            BestlightError: Resolve may not be written to now.
        """
        if look(self.connection).project is None:
            return ()
        project = self.project()
        with project.ledger.working():
            notes = recover(project)
        items = items_in(self.connection, "timeline") if self.state().timeline else ()
        left = left_behind(self.connection, [item for item in items if item.clip.gradable])
        seen = [recover_from_viewing(self.connection, item) for item in left]
        seen.append(go_back(self.connection))
        return (*notes, *(note for note in seen if note))

    def unused_luts(self, progress: Progress) -> tuple[Path, ...]:
        """See `clean.unused_luts`."""
        return unused_luts(self.project(), progress)

    def remove_luts(self, files: tuple[Path, ...]) -> tuple[Path, ...]:
        """See `clean.remove_luts`."""
        return remove_luts(self.project(), files)

    def clip_called(self, name: str) -> HostClip:
        """The clip of the timeline of that name, place or id; see `naming.find_clip`."""
        return find_clip(self.clips("timeline"), name)

    def still_called(self, name: str) -> GalleryStill:
        """The still of that place, name or label; see `stills.find_still`."""
        return find_still(gallery_stills(self.connection), name)

    def timecodes(self) -> Timecodes | None:
        """How the current timeline numbers its frames; None without one."""
        timeline = look(self.connection).timeline
        return timecodes_of(timeline) if timeline is not None else None

    def stills(self) -> Sequence[tuple[str, str]]:
        """See `Host.stills`."""
        return [(still.id, still.name) for still in gallery_stills(self.connection)]

    def still_file(self, still: str, folder: Path) -> Path:
        """See `Host.still_file`."""
        return still_file(self.connection, still, folder)
