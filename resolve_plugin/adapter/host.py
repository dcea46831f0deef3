"""Resolve as a `core.host.host.Host`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import BestlightError
from core.grade.footage import Footage
from core.grade.node_lut import NodeLut, require_sound
from core.host.types import (
    Attached,
    HostClip,
    HostState,
    Label,
    NodeSpace,
    Reverted,
    Scope,
    StillName,
)
from core.progress import Progress
from resolve_plugin.adapter.abilities import read_abilities
from resolve_plugin.adapter.attach import attach_lut, require_gradable
from resolve_plugin.adapter.attach_nodes import NO_KEYS, Placed, attach_nodes, list_cautions
from resolve_plugin.adapter.clean import find_unused_luts, remove_luts
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.entries import find_entry, list_entries
from resolve_plugin.adapter.frames import is_retimed, read_footage, read_graded_footage
from resolve_plugin.adapter.grabbed import recover_grabbed
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
from resolve_plugin.adapter.luts import find_lut_folder
from resolve_plugin.adapter.naming import find_clip
from resolve_plugin.adapter.node_plan import Facts, NodePlan, Route, Wanted, plan_nodes
from resolve_plugin.adapter.nodes import choose_node
from resolve_plugin.adapter.playhead import go_back
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.proof import State
from resolve_plugin.adapter.shared_nodes import (
    attach_shared,
    find_shared_node,
    take_back_shared,
)
from resolve_plugin.adapter.spaces import find_node_space
from resolve_plugin.adapter.state import Follower
from resolve_plugin.adapter.stills import export_still, find_still, list_stills
from resolve_plugin.adapter.timecode import Timecodes, read_timecodes
from resolve_plugin.adapter.trial_timeline import recover_trial
from resolve_plugin.adapter.undo import recover_project, take_back_grade
from resolve_plugin.adapter.viewer import find_left_behind, recover_viewing
from resolve_plugin.bridge import Bridge, HostGone
from resolve_plugin.drx.key import HslKey
from resolve_plugin.split import SplitGrade


class ResolveHost:
    """A running Resolve: `core.host.host.Host`, and what only Resolve has.

    The project is opened when it is first needed and kept, so that one command changes one project
    only; it is opened anew once `state` or `recover` sees another one.

    Args:
        bridge: the way to Resolve.
        luts: its LUT folder; None: as `luts.find_lut_folder` finds it.
        data: where the ledger is kept; None: as `ledger.find_data_folder` says.

    Attributes:
        connection: to Resolve.

    Raises:
        HostGone: Resolve does not answer.
    """

    usual_output: str | None = "same"  # further nodes follow

    def __init__(self, bridge: Bridge, luts: Path | None = None, data: Path | None = None) -> None:
        self._luts = luts or find_lut_folder()
        self._data = data or find_data_folder()
        self.connection = connect(bridge, records=self._data / FOLDER)
        self._follower = Follower(self.connection)
        self._project: OpenProject | None = None

    @property
    def project(self) -> OpenProject:
        """The project of this command.

        Raises:
            BestlightError: none is open.
        """
        if self._project is None:
            self._project = OpenProject(self.connection, self._luts, self._data)
        return self._project

    def state(self) -> HostState:
        """See `Host.state`."""
        state = self._follower.state()
        if self._project is not None and self._project.id != self._follower.project_id:
            self._project = None
        return state

    def clips(self, scope: Scope, name: str = "") -> tuple[HostClip, ...]:
        """See `Host.clips`."""
        return tuple(item.clip for item in list_entries(self.connection, scope, name))

    def require_gradable(self, clip: HostClip) -> None:
        """See `Host.require_gradable`."""
        require_gradable(self.project, clip)

    def node_index(self, clip: HostClip, node: int | None = None) -> int:
        """See `Host.node_index`; the rule is that of `nodes`."""
        nodes = self.project.clip(clip.id, clip.name).nodes.read()
        return choose_node(nodes, self.project.luts.is_ours, node, clip.name).node.index

    def node_space(self, clip: HostClip, node: int | None = None) -> NodeSpace:
        """See `Host.node_space`."""
        entry = find_entry(self.connection, clip.id)
        at = node or self._node_if_any(clip)
        return find_node_space(self.connection, entry, node=at, luts=self._luts)

    def _node_if_any(self, clip: HostClip) -> int | None:
        try:
            return self.node_index(clip)
        except HostGone:
            raise
        except BestlightError:
            return None  # pictures and space can be told all the same; attach says what is wrong

    def footage(
        self, clip: HostClip, space: NodeSpace, progress: Progress, node: int | None = None
    ) -> Footage:
        """See `Host.footage`."""
        entry = find_entry(self.connection, clip.id)
        at, name = node or self._node_if_any(clip), str(space.space)
        return read_footage(self.connection, entry, name, progress, node=at, luts=self._luts)

    def graded_footage(self, clip: HostClip, progress: Progress) -> Footage:
        """See `Host.graded_footage`; its frames are display values."""
        return read_graded_footage(self.connection, find_entry(self.connection, clip.id), progress)

    def attach(
        self,
        clip: HostClip,
        lut: NodeLut,
        label: Label,
        *,
        node: int | None = None,
        accept_faults: bool = False,
    ) -> Attached:
        """See `Host.attach`, and `attach.attach_lut`."""
        require_sound(lut, accept_faults=accept_faults)
        self.project.check()
        recover_viewing(self.connection, find_entry(self.connection, clip.id))
        return attach_lut(self.project, clip, lut, label, node)

    def plan_nodes(
        self,
        clip: HostClip,
        wanted: Wanted,
        *,
        append: bool = False,
        keys: Sequence[str] = (),
        node: int | None = None,
        share: bool = False,
    ) -> NodePlan:
        """Which nodes a grade of the clip goes into; see `node_plan.plan_nodes`.

        With `share`, where none of the clip's own is free, one that other clips share.
        """
        project = self.project
        nodes = project.clip(clip.id, clip.name).nodes.read()
        entry = find_entry(self.connection, clip.id)
        timeline = read_state(self.connection).timeline
        fps = read_timecodes(timeline).fps if timeline is not None else 0.0
        retimed = bool(fps) and is_retimed(self.connection, entry, fps)
        facts = Facts(
            clip,
            nodes,
            self.connection.version,
            read_abilities(self.connection),
            list_cautions(project, clip, retimed=retimed),
        )
        plan = plan_nodes(facts, wanted, append=append, keys=keys, node=node)
        if not share or node is not None or plan.route != "lut":
            return plan
        return self._shared_plan(clip, plan)

    def _shared_plan(self, clip: HostClip, plan: NodePlan) -> NodePlan:
        """The plan, or one of a shared node where no node of the clip's own is free."""
        try:
            choose_node(plan.before, self.project.luts.is_ours, None, clip.name)
        except BestlightError as error:
            found, why = find_shared_node(self.project, clip)
            if found is None:
                raise BestlightError("; ".join((error.message, *why)), hint=error.hint) from error
            reasons = (error.message, *why, *found.told)
            route: Route = "group" if found.group else "timeline"
            where = {"group": found.group, "node": found.index}
            return replace(plan, route=route, before=found.nodes, reasons=reasons, **where)
        return plan

    def attach_shared(
        self, clip: HostClip, plan: NodePlan, lut: NodeLut, label: Label
    ) -> tuple[Attached, State, str]:
        """Put a LUT into a node that other clips share; see `shared_nodes.attach_shared`."""
        self.project.check()
        recover_viewing(self.connection, find_entry(self.connection, clip.id))
        return attach_shared(self.project, clip, plan, lut, label)

    def attach_nodes(
        self,
        clip: HostClip,
        plan: NodePlan,
        split: SplitGrade,
        label: Label,
        keys: Mapping[str, HslKey] = NO_KEYS,
    ) -> Placed:
        """Put a grade into several nodes; see `attach_nodes.attach_nodes`."""
        self.project.check()
        recover_viewing(self.connection, find_entry(self.connection, clip.id))
        return attach_nodes(self.project, clip, plan, split, label, keys)

    def revert(self, clip: HostClip) -> Reverted:
        """See `Host.revert`; called again, it goes back further."""
        project = self.project
        with project.ledger.working():
            notes = recover_project(project)
            records = project.ledger.read()
            look = records.last_shared(clip.id)
            if look is not None:
                version = project.clip(clip.id, clip.name).current().name
                told = take_back_shared(project, look)
                return Reverted(clip.id, version, "", (*notes, *told))
            grade = records.last_grade(clip.id)
            if grade is None:
                raise BestlightError(
                    f"Bestlight has put nothing on {clip.name} that could be taken back",
                    hint="earlier grades are in the clip's Versions menu in Resolve",
                )
            done = take_back_grade(project, grade)
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
        state = self.state()
        if not state.project:
            return ()
        with self.project.ledger.working():
            trial = recover_trial(self.project)
            grabbed = recover_grabbed(self.connection)
            notes = recover_project(self.project)
        items = list_entries(self.connection, "timeline") if state.timeline else ()
        left = find_left_behind(self.connection, [item for item in items if item.clip.gradable])
        seen = [trial, grabbed, *(recover_viewing(self.connection, item) for item in left)]
        seen.append(go_back(self.connection))
        return (*notes, *(note for note in seen if note))

    def unused_luts(self, progress: Progress) -> tuple[Path, ...]:
        """See `clean.find_unused_luts`."""
        return find_unused_luts(self.project, progress)

    def remove_luts(self, files: tuple[Path, ...]) -> tuple[Path, ...]:
        """See `clean.remove_luts`."""
        return remove_luts(self.project, files)

    def clip_called(self, name: str) -> HostClip:
        """See `Host.clip_called`, and `naming.find_clip`."""
        return find_clip(self.clips("timeline"), name)

    def timecodes(self) -> Timecodes | None:
        """How the current timeline numbers its frames; None without one."""
        timeline = read_state(self.connection).timeline
        return read_timecodes(timeline) if timeline is not None else None

    def stills(self) -> Sequence[StillName]:
        """See `Host.stills`."""
        stills = list_stills(self.connection)
        return [StillName(still.id, still.name, still.place) for still in stills]

    def still_called(self, name: str) -> StillName:
        """See `Host.still_called`, and `stills.find_still`."""
        still = find_still(list_stills(self.connection), name)
        return StillName(still.id, still.name, still.place)

    def still_file(self, still: str, folder: Path) -> Path:
        """See `Host.still_file`."""
        return export_still(self.connection, still, folder)
