"""Putting the LUTs of a batch on its clips: versions on all of them first, then the LUTs.

Every clip gets its new version, shown to hold the user's grade, and is switched back to the version
it had. Then clip after clip is switched to its new version and given its LUT, read back. So at any
moment at most one clip is between the two, and all others show their earlier version or are
finished. What is begun stands in the ledger before it is done: after a crash the next start
(`undo.recover_project`) switches that one clip back and deletes the versions that were not used.

With a look of its own, in the post-clip node of a group or in the timeline's node, that goes in
last, and the clips are finished only together: whatever stops such a batch takes all of it back.

The first clips are looked at closely, on the Color page also in what their nodes do: where one of
them is not as it was meant, the batch ends there.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from core.cdl import Cdl
from core.cdl.cdl import triple
from core.errors import BestlightError, Cancelled
from core.progress import Progress
from resolve_plugin.adapter.changes import (
    ClipChange,
    NeedsRestart,
    NotAsMeant,
    begin_change,
    set_lut,
)
from resolve_plugin.adapter.groups import (
    find_group,
    join_group,
    leave_group,
    list_members,
    make_group,
    open_post_nodes,
    open_timeline_nodes,
    refuse_others,
)
from resolve_plugin.adapter.ledger import Batch, GroupLook, Target
from resolve_plugin.adapter.luts import LutFile
from resolve_plugin.adapter.nodes import Chosen, Nodes, choose_node
from resolve_plugin.adapter.playhead import COLOUR_PAGE, keep_place
from resolve_plugin.adapter.project import OpenProject, utc_now
from resolve_plugin.adapter.undo import recover_project, take_back_batch
from resolve_plugin.bridge import HostGone

_STOPS = (HostGone, NeedsRestart, NotAsMeant, Cancelled)
"""What ends a batch. Anything else is one clip's own trouble, while Resolve can be written to."""
CLOSELY = 11
"""How many clips are looked at closely: one first, then a sample."""


@dataclass(frozen=True)
class WrittenBatch:
    """How far a batch came.

    Attributes:
        notes: what the user should know, a sentence each.
        stopped: what ended it before its end; None where it is through.
    """

    notes: tuple[str, ...]
    stopped: BestlightError | None


@dataclass(frozen=True)
class _Made:
    """A clip whose new version waits for its LUT."""

    target: Target
    change: ClipChange
    chosen: Chosen
    file: LutFile | None


@dataclass(frozen=True)
class _Group:
    """The node that takes a batch's look; the group's members, without whom a clip is left out."""

    look: GroupLook
    nodes: Nodes
    members: frozenset[str]


def write_batch(project: OpenProject, batch: str, progress: Progress) -> WrittenBatch:
    """Put the LUTs of a batch on all its clips that are ready.

    Args:
        project: the open project.
        batch: its id in the ledger; its LUT files are written.
        progress: told of each clip; a cancel leaves every clip finished or as it was.

    Raises:
        BestlightError: something from before cannot be put right now; nothing was begun.
    """
    with project.ledger.working():
        notes = list(recover_project(project))
        made: list[_Made] = []
        try:
            _carry(project, _reconciled(project, batch), progress, made)
        except BestlightError as error:
            notes += _withdrawn(project, batch, made)
            return WrittenBatch(tuple(notes), error)
        except BaseException:
            _withdrawn(project, batch, made)
            raise
    return WrittenBatch(tuple(notes), None)


def _carry(project: OpenProject, batch: Batch, progress: Progress, made: list[_Made]) -> None:
    project.check()
    project.refresh_luts()
    group = None
    if batch.mode != "clip":
        group = (_begun if batch.mode == "group" else _begun_on_timeline)(project, batch)
    ready = [target for target in batch.targets if target.state == "ready"]
    making = progress.part(0.5)
    making.stage("Making versions", len(ready))
    with ExitStack() as page:
        for target in ready:
            one = _version(project, batch, target, group)
            if one is not None:
                made.append(one)
                if one.change.grades.needs_colour_page:
                    # So that the page does not go to and fro for every clip that follows.
                    page.enter_context(keep_place(project.connection, page=COLOUR_PAGE))
            making.advance()
    putting = progress.part(0.5)
    putting.stage("Putting the LUTs on", len(made))
    for number in range(len(made)):
        _finished(project, batch, made[0], group, closely=number < CLOSELY)
        del made[0]
        putting.advance()
    if group is not None:
        _end_group(project, batch, group)
    _close(project, batch)


def _reconciled(project: OpenProject, id: str) -> Batch:
    """The batch as the ledger's grades show it, where a crash came between the two."""
    with project.ledger.change() as records:
        batch = records.batch(id)
        if batch is None:
            raise BestlightError("this batch is not in Bestlight's records any more")
        graded = {grade.clip for grade in records.grades if grade.batch == id}
        for target in batch.targets:
            if target.state == "ready" and target.clip in graded:
                batch = batch.with_target(target.clip, state="done")
        records.put_batch(batch)
    return batch


def _note(project: OpenProject, batch: Batch, clip: str, **changes: object) -> None:
    with project.ledger.change() as records:
        known = records.batch(batch.id) or batch
        records.put_batch(known.with_target(clip, **changes))


def explain_skipped(error: BestlightError) -> str:
    """Why a clip was left out, and what to do about it."""
    return f"{error.message} ({error.hint})" if error.hint else error.message


def _skip(project: OpenProject, batch: Batch, target: Target, error: BestlightError) -> None:
    """Leave one clip out for its own trouble.

    Raises:
        BestlightError: it is not its own: Resolve cannot be written to any more.
    """
    project.check()
    reason = explain_skipped(project.in_truth(error, target.clip, target.name))
    if batch.mode == "group" and not batch.request.get("make_group"):
        reason += "; it gets the group's look without a balance"
    _note(project, batch, target.clip, state="skipped", reason=reason)


def _version(
    project: OpenProject, batch: Batch, target: Target, group: _Group | None
) -> _Made | None:
    """Make a clip's version and go back; None where the clip is left out."""
    try:
        grades = project.clip(target.clip, target.name)
        file = _file(project, target)
        _require_member(target, group)
        nodes = grades.nodes.read()
        chosen = choose_node(nodes, project.luts.is_ours, None, target.name)
        lut, cdl = (file.relative, 0) if file else ("", chosen.node.index)
        change = begin_change(project, grades, batch.look, lut, batch.id, cdl=cdl)
        with change.step():
            change.step_back()
    except _STOPS:
        raise
    except BestlightError as error:
        _skip(project, batch, target, error)
        return None
    return _Made(target, change, chosen, file)


def _require_member(target: Target, group: _Group | None) -> None:
    own = group is not None and group.look.group and not group.look.made
    if group and own and target.clip not in group.members:
        raise BestlightError(f"{target.name} is not in the group '{group.look.group}' any more")


def _file(project: OpenProject, target: Target) -> LutFile | None:
    """A clip's LUT; None where it gets a CDL instead."""
    if target.cdl:
        return None
    file = Path(target.file)
    if not file.is_file():
        raise BestlightError(f"the LUT {file.name} is gone", hint="begin the batch anew")
    return LutFile(file, project.luts.relative(file), new=False)


def _finished(
    project: OpenProject, batch: Batch, one: _Made, group: _Group | None, *, closely: bool
) -> None:
    """Give a clip its LUT or CDL, or leave it out."""
    joined = False
    try:
        with one.change.step():
            one.change.require_unchanged()
            if group and group.look.made:
                project.check()
                join_group(project, one.target.clip, one.target.name, batch.group)
                joined = True
            remarks = _put(one, closely=closely)
    except _STOPS:
        raise
    except BestlightError as error:
        _skip(project, batch, one.target, error)
        if joined:
            leave_group(project, one.target.clip, one.target.name)
        return
    notes = tuple(dict.fromkeys((*one.target.notes, *remarks)))
    _note(project, batch, one.target.clip, state="done", notes=notes)


def _put(one: _Made, *, closely: bool) -> tuple[str, ...]:
    if one.file is not None:
        return one.change.put_lut(one.chosen, one.file, prove=closely)[1]
    numbers = one.target.cdl
    one.change.put_balance(one.chosen, Cdl(triple(numbers[:3]), triple(numbers[3:])), prove=closely)
    return one.chosen.notes


def _begun_on_timeline(project: OpenProject, batch: Batch) -> _Group:
    """Write down what the timeline's node holds."""
    id = project.timeline_id
    nodes = open_timeline_nodes(project, id)
    if nodes is None:
        raise BestlightError("the timeline is gone", hint="begin the batch anew")
    node = choose_node(nodes.read(), project.luts.is_ours, None, "the timeline's graph").node
    file = Path(batch.look_file)
    look = GroupLook(
        group="",
        node=node.index,
        lut_before=node.lut,
        lut=project.luts.relative(file),
        file=str(file),
        time=utc_now(),
        batch=batch.id,
        timeline=id,
    )
    _write(project, look)
    return _Group(look, nodes, frozenset())


def _begun(project: OpenProject, batch: Batch) -> _Group:
    """Write down what the group's node holds, making the group where that was asked for."""
    file = Path(batch.look_file)
    look = GroupLook(
        group=batch.group,
        node=0,
        lut_before="",
        lut=project.luts.relative(file),
        file=str(file),
        time=utc_now(),
        batch=batch.id,
    )
    group = find_group(project, batch.group)
    if group is None:
        if not batch.request.get("make_group"):
            raise BestlightError(
                f"the colour group '{batch.group}' is gone", hint="begin the batch anew"
            )
        clips = tuple(target.clip for target in batch.targets if target.state == "ready")
        look = replace(look, made=True, joined=clips)
        _write(project, look)
        group = make_group(project, batch.group)
    there = list_members(project, group)
    if not batch.request.get("share"):
        # Looking takes minutes, and a batch may be resumed days later.
        refuse_others(batch.group, there, {target.clip for target in batch.targets})
    nodes = open_post_nodes(project, group)
    where = f"the post-clip graph of the group '{batch.group}'"
    node = choose_node(nodes.read(), project.luts.is_ours, None, where).node
    look = replace(look, node=node.index, lut_before=node.lut)
    _write(project, look)
    return _Group(look, nodes, frozenset(there))


def _write(project: OpenProject, look: GroupLook) -> None:
    with project.ledger.change() as records:
        records.put_group(look)


def _end_group(project: OpenProject, batch: Batch, group: _Group) -> None:
    with project.ledger.change() as records:
        known = records.batch(batch.id)
    if known is None or not any(target.state == "done" for target in known.targets):
        raise BestlightError("no clip could be balanced, so the look was not put on")
    project.check()
    file = LutFile(Path(group.look.file), group.look.lut, new=False)
    set_lut(project, group.nodes, group.look.node, file)
    with project.ledger.change() as records:
        records.put_group(replace(group.look, finished=True))
        records.put_batch(replace(known, finished=True))


def _close(project: OpenProject, batch: Batch) -> None:
    """Call the batch finished and remove the LUTs of clips that were left out."""
    with project.ledger.change() as records:
        known = records.batch(batch.id) or batch
        records.put_batch(replace(known, finished=True))
    left_out = [Path(t.file) for t in known.targets if t.state == "skipped" and t.file]
    project.remove_unused(tuple(left_out))


def _withdrawn(project: OpenProject, batch: str, made: list[_Made]) -> list[str]:
    """Take back what is begun and not finished; what could not be, a sentence each."""
    troubles = [one.change.withdraw() for one in reversed(made)]
    notes = [trouble for trouble in troubles if trouble]
    try:
        unfinished = [
            g for g in project.ledger.read().groups if g.batch == batch and not g.finished
        ]
        if unfinished:
            notes += take_back_batch(project, batch).notes
    except BestlightError as error:
        notes.append(f"{error.message}; Bestlight takes the batch back at its next start")
    return notes
