"""Going back: a failed step undone, a grade taken back, and what a crash left put right.

A version is deleted only while its nodes are as Bestlight left them. What cannot be read (the
values of a tool that was in a node already; up to 18.6 all tools) cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace

from core.errors import BestlightError, Cancelled
from core.host.types import Reverted
from resolve_plugin.adapter.groups import list_over, restore_group
from resolve_plugin.adapter.ledger import Grade, Opened
from resolve_plugin.adapter.luts import is_same_lut
from resolve_plugin.adapter.node_plan import BALANCE, KEYED, LOOK
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.playhead import COLOUR_PAGE, keep_place
from resolve_plugin.adapter.project import ClipGone, OpenProject
from resolve_plugin.adapter.proof import digest_lut, export_graph
from resolve_plugin.adapter.versions import ClipGrades, VersionError
from resolve_plugin.bridge import HostGone

OURS = (BALANCE, LOOK)
"""Labels of the nodes that we put values into."""


def is_as_begun(nodes: Sequence[Node], opened: Opened) -> bool:
    """Whether nodes are those of a version just made, but for what we put on it: a LUT in one node,
    a CDL in the balance's, and the nodes that are planned.
    """
    kept = () if opened.replaces else opened.left
    if _differs_by_ours(nodes, opened.left, opened.lut, opened.cdl):
        return True
    new = nodes[len(kept) :]
    return (
        bool(opened.planned)
        and tuple(node.label for node in new) == opened.planned
        and _differs_by_ours(nodes[: len(kept)], kept, opened.lut)
        and all(not node.lut or is_same_lut(node.lut, opened.lut) for node in new)
        and all(not node.tools or node.label in (*OURS, *KEYED.values()) for node in new)
    )


def _differs_by_ours(nodes: Sequence[Node], left: Sequence[Node], lut: str, cdl: int = 0) -> bool:
    if len(nodes) != len(left):
        return False
    changed = [(now, was) for now, was in zip(nodes, left, strict=True) if now != was]
    # The list of tools may name a LUT or a CDL.
    with_lut = [now for now, was in changed if now.lut != was.lut]
    return (
        all(now.label == was.label for now, was in changed)
        and len(with_lut) <= 1
        and all(is_same_lut(now.lut, lut) for now in with_lut)
        and all(now in with_lut or now.label in OURS or now.index == cdl for now, _ in changed)
    )


def undo_change(project: OpenProject, grades: ClipGrades, opened: Opened) -> str:
    """Bring a clip back from a version made for it; why that could not be, or an empty text.

    What could not be stays in the ledger, and `recover_project` tries again.
    """
    try:
        current = grades.current()
        back = opened.before if current == opened.version else current
        gone = grades.drop(opened.version, back)
        if gone:
            with project.ledger.change() as records:
                records.close(opened.clip)
    except BestlightError:
        gone = False
    if gone:
        return ""
    return (
        f"{opened.name} could not be brought back to its version '{opened.before.name}' now; "
        "Bestlight does that at its next start"
    )


@contextmanager
def blame_deletion(project: OpenProject, id: str, name: str) -> Iterator[None]:
    """Raise `ClipGone` where the block fails because the clip was deleted meanwhile."""
    try:
        yield
    except (HostGone, Cancelled):
        raise
    except BestlightError as error:
        raise project.in_truth(error, id, name) from error


def take_back_grade(project: OpenProject, grade: Grade) -> Reverted:
    """Bring a clip back to the version from before a grade of ours, and delete ours.

    Ours is kept where the user has changed it since.

    Raises:
        VersionError: the version from before is gone; nothing was changed.
        BestlightError: Resolve may not be written to, or the clip is gone.
    """
    project.check()
    with blame_deletion(project, grade.clip, grade.name):
        return _taken_back(project, grade)


def _taken_back(project: OpenProject, grade: Grade) -> Reverted:
    grades = project.clip(grade.clip, grade.name)
    _require(grades, grade)
    notes, removed = [], ""
    current = grades.current()
    if not grades.has(grade.version):
        notes.append(
            f"the version '{grade.version.name}' was deleted or renamed in Resolve already"
        )
        grades.load(grade.before)
    else:
        with _proving(project, grade), project.visiting(grades, grade.version) as nodes:
            untouched = nodes == grade.left and not _turned_by_hand(grades, grade)
        grades.load(grade.before)
        if not untouched:
            notes.append(f"you have changed '{grade.version.name}' since, so it was kept")
        elif grades.drop(grade.version, grade.before):
            removed = grade.version.name
        else:
            project.check()  # under a dialog that just opened, it is tried again
            notes.append(f"Resolve did not delete '{grade.version.name}': delete it by hand")
    if current not in (grade.version, grade.before):
        notes.append(f"the clip was on the version '{current.name}', which is still there")
    with project.ledger.change() as records:
        records.grades = [known for known in records.grades if known != grade]
    return Reverted(grade.clip, grade.before.name, removed, tuple(notes))


def _proving(project: OpenProject, grade: Grade) -> AbstractContextManager[object]:
    """Where Resolve tells what a graph does, for a grade of which that is known."""
    if not grade.exported:
        return nullcontext()
    return keep_place(project.connection, page=COLOUR_PAGE)


def _turned_by_hand(grades: ClipGrades, grade: Grade) -> bool:
    """Whether the graph does something else by now, which its nodes need not show."""
    if not grade.exported:
        return False
    now = export_graph(grades)
    return now is not None and digest_lut(now) != grade.exported


def _require(grades: ClipGrades, grade: Grade) -> None:
    if not grades.has(grade.before):
        raise VersionError(
            f"{grade.name} no longer has the version '{grade.before.name}' that it had before: it "
            "was deleted or renamed; nothing was changed",
            hint="choose the version that you want from the clip's Versions menu in Resolve",
        )


def recover_project(project: OpenProject) -> tuple[str, ...]:
    """Put right what a run of Bestlight left half-done when it, or Resolve, ended in the middle.

    To be called while holding the ledger (`Ledger.working`): then no other run is in the middle.

    Returns:
        What the user should know, a sentence each.

    Raises:
        BestlightError: something is to be put right and Resolve may not be written to.
    """
    records = project.ledger.read()
    notes = list(project.ledger.warnings)
    project.ledger.warnings.clear()
    unfinished = [look for look in records.groups if not look.finished]
    if records.opened or unfinished:
        project.check()
    for opened in reversed(records.opened):
        notes.extend(_closed(project, opened))
    for look in unfinished:
        done = take_back_batch(project, look.batch)
        what = "look" if look.clip else "batch with a look"
        notes.append(f"an interrupted {what} in the node {look.where} was taken back")
        notes.extend(done.notes)
    return tuple(notes)


def _closed(project: OpenProject, opened: Opened) -> list[str]:
    notes: list[str] = []
    try:
        grades = project.clip(opened.clip, opened.name)
        if not grades.has(opened.before):
            notes.append(
                f"{opened.name}: Bestlight was interrupted on it, and its version "
                f"'{opened.before.name}' is gone since: look at its Versions menu"
            )
        elif opened.trial:
            notes.append(_remove_trial(project, grades, opened))
        elif not opened.made:
            if grades.current() == opened.version:
                grades.load(opened.before)
        elif grades.has(opened.version):
            notes.append(_put_right(project, grades, opened))
    except ClipGone:
        pass
    with project.ledger.change() as changed:
        changed.close(opened.clip)
    return notes


def _put_right(project: OpenProject, grades: ClipGrades, opened: Opened) -> str:
    """Remove a version that was made and not finished, unless the user has worked on it since."""
    current = grades.current()
    back = opened.before if current == opened.version else current
    grades.load(opened.version)
    if not is_as_begun(grades.nodes.read(), opened):
        grades.load(current)
        return (
            f"{opened.name}: Bestlight was interrupted on its version '{opened.version.name}', "
            "which you have changed since, so it was kept"
        )
    if not grades.drop(opened.version, back):
        project.check()  # under a dialog that just opened, it is tried again
        return (
            f"{opened.name}: Resolve did not delete the unfinished version "
            f"'{opened.version.name}': delete it by hand"
        )
    return f"{opened.name}: an interrupted grade was put back to '{back.name}'"


def _remove_trial(project: OpenProject, grades: ClipGrades, opened: Opened) -> str:
    """Remove a version that things were tried on, and the LUTs that were."""
    if grades.has(opened.version):
        current = grades.current()
        grades.load(opened.version)
        # A node may be shared with other clips: what it held before is put back first.
        for now, was in zip(grades.nodes.read(), opened.left, strict=False):
            if now.lut != was.lut:
                grades.nodes.set_lut(was.index, was.lut)
        grades.drop(opened.version, opened.before if current == opened.version else current)
    project.luts.remove_trials(opened.lut)
    return f"{opened.name}: what an interrupted check had left was taken away"


def _leave_out(project: OpenProject, grade: Grade) -> None:
    """Take a clip that was deleted out of its batch; should it come back, it can be reverted."""
    with project.ledger.change() as records:
        records.grades = [
            replace(known, batch="") if known == grade else known for known in records.grades
        ]


@dataclass(frozen=True)
class TakenBack:
    """A batch taken back.

    Attributes:
        clips: the clips that are back at their earlier version.
        notes: what the user should know, a sentence each.
    """

    clips: tuple[Reverted, ...]
    notes: tuple[str, ...]


def take_back_batch(project: OpenProject, batch: str) -> TakenBack:
    """Take back all that a batch has put on clips and groups, newest first.

    Its clips are then ready to be done again; one that has a later grade of ours keeps both.

    Raises:
        UsageError: a later look lies in the same node; nothing was changed.
        BestlightError: Resolve may not be written to.
    """
    records = project.ledger.read()
    for look in (look for look in records.groups if look.batch == batch):
        list_over(project, look)
    notes: list[str] = []
    clips: list[Reverted] = []
    for grade in reversed([grade for grade in records.grades if grade.batch == batch]):
        if records.last_grade(grade.clip) != grade:
            notes.append(f"{grade.name} has a later grade of Bestlight's: take that back first")
            continue
        try:
            clips.append(take_back_grade(project, grade))
        except (VersionError, ClipGone) as error:
            project.check()  # else it is Resolve that cannot do it now
            notes.append(error.message)
            if isinstance(error, ClipGone):
                _leave_out(project, grade)
        else:
            notes.extend(f"{grade.name}: {note}" for note in clips[-1].notes)
    # Last, because while the group's look is in the ledger as unfinished all of this is repeated.
    for look in reversed([look for look in records.groups if look.batch == batch]):
        notes.extend(restore_group(project, look))
    _make_ready_again(project, batch)
    return TakenBack(tuple(clips), tuple(notes))


def _make_ready_again(project: OpenProject, batch: str) -> None:
    with project.ledger.change() as records:
        known = records.batch(batch)
        if known is None:
            return
        for target in known.targets:
            if target.state == "done":
                known = known.with_target(target.clip, state="ready")
        records.put_batch(replace(known, finished=False))
