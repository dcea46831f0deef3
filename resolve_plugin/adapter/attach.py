"""A LUT on a clip and off again: every step written down first, read back after, undone on failure.

The order: is Resolve writable; which node; the LUT file, and Resolve told to look; a new version,
shown to hold the user's grade; the LUT on it. The file comes before the version because a folder
that cannot be written to is the commonest failure, and then Resolve has not been touched at all.
"""

from __future__ import annotations

from core.errors import BestlightError
from core.host import Attached, HostClip, Label
from core.lut.lut3d import Lut3D
from resolve_plugin.adapter.ledger import Grade, Opened
from resolve_plugin.adapter.luts import LutFile, same_lut
from resolve_plugin.adapter.nodes import Chosen, Nodes, choose_node
from resolve_plugin.adapter.project import OpenProject, utc_now
from resolve_plugin.adapter.undo import as_begun, deletion_told, recover, undone_on_failure
from resolve_plugin.adapter.versions import ClipGrades, Version, new_name

NO_GRADE_OF_ITS_OWN = ("transition", "offline")


class NeedsRestart(BestlightError):
    """Resolve does not find a LUT that lies in its folder; the file is kept for after a restart."""


def attach(
    project: OpenProject, clip: HostClip, lut: Lut3D, label: Label, node: int | None
) -> Attached:
    """Put a LUT on a clip, on a new version of it.

    On any failure the clip is back at the version from before, and the new version and the LUT file
    are gone; where Resolve does not let that be done, the next start of Bestlight does it.

    Args:
        project: the open project.
        clip: the clip.
        lut: the node's input values to its output values, 0..1.
        label: how the grade is named.
        node: the node that the user named, counted from 1; None: by the rule of `nodes`.

    Raises:
        NeedsRestart: Resolve finds the LUT only after a restart.
        UsageError: there is no such node.
        BestlightError: any other reason, with what to do.
    """
    with project.ledger.working(), deletion_told(project, clip.id, clip.name):
        notes = recover(project)
        grades = ready_clip(project, clip)
        chosen = choose_node(grades.nodes.read(), project.luts.is_ours, node, clip.name)
        file = project.write_lut(lut, clip.name, label)
        try:
            project.refresh_luts()
            opened = make_version(project, grades, label.look, file.relative)
            grade, remarks = put_lut(project, grades, opened, chosen, file)
        except NeedsRestart:
            raise
        except BaseException:
            if file.new:
                project.remove_unused((file.file,))
            raise
    return Attached(
        clip=clip.id,
        version=grade.version.name,
        before=grade.before.name,
        node=grade.node,
        lut=grade.lut,
        file=file.file,
        notes=(*notes, *remarks, *_about(clip)),
    )


def _about(clip: HostClip) -> tuple[str, ...]:
    # What is done to a multicam's angle is seen wherever that angle is used.
    return (f"{clip.name} is {clip.reason}",) if clip.kind == "multicam" else ()


def ready_clip(project: OpenProject, clip: HostClip) -> ClipGrades:
    """The grades of a clip that may be changed now.

    Raises:
        BestlightError: it has no grade, its track is locked, or Resolve may not be written to.
    """
    refuse_ungradable(clip)
    project.check_track(clip.track)
    return project.clip(clip.id, clip.name)


def refuse_ungradable(clip: HostClip) -> None:
    """Raise `BestlightError` for a clip that has no grade of its own."""
    if clip.kind in NO_GRADE_OF_ITS_OWN and not clip.gradable:
        raise BestlightError(f"{clip.name} cannot be graded: {clip.reason}")


def make_version(
    project: OpenProject, grades: ClipGrades, look: str, lut: str, batch: str = ""
) -> Opened:
    """Make a version of the clip's present grade and switch to it.

    Args:
        project: the open project.
        grades: the clip.
        look: for the version's name.
        lut: the LUT, as Resolve names it, that is to come on it.
        batch: id of the batch.

    Returns:
        What is in the ledger until `put_lut` or `undo`.

    Raises:
        BestlightError: it could not be made; the clip is as it was.
    """
    taken = (*grades.names(), *grades.names(remote=True))
    opened = Opened(
        clip=grades.id,
        name=grades.name,
        before=grades.current(),
        version=Version(new_name(look, taken)),
        left=grades.nodes.read(),
        lut=lut,
        batch=batch,
    )
    with project.ledger.change() as records:
        records.opened.append(opened)
    with undone_on_failure(project, grades, opened):
        project.check()
        grades.copy(opened.version.name)
    return opened


def put_lut(
    project: OpenProject, grades: ClipGrades, opened: Opened, chosen: Chosen, file: LutFile
) -> tuple[Grade, tuple[str, ...]]:
    """Put the LUT on the version that `make_version` made; what it comes to, and remarks.

    Raises:
        NeedsRestart: Resolve does not find the LUT; the clip is as it was.
        BestlightError: it could not be done; the clip is as it was.
    """
    gone = deletion_told(project, opened.clip, opened.name)  # else it may look like an unseen LUT
    with gone, undone_on_failure(project, grades, opened):
        project.check()
        grades.load(opened.version)
        nodes = grades.nodes
        remarks = set_lut(project, nodes, chosen.node.index, file)
        if chosen.node.empty:
            nodes.switch_on(chosen.node.index)
        grade = Grade(
            clip=opened.clip,
            name=opened.name,
            version=opened.version,
            before=opened.before,
            node=chosen.node.index,
            lut=nodes.lut(chosen.node.index),
            file=str(file.file),
            left=nodes.read(),
            time=utc_now(),
            batch=opened.batch,
        )
        project.check()  # what a Resolve that was just closed answered is not recorded
        if not as_begun(grade.left, opened):
            raise BestlightError(
                f"the grade of {opened.name} changed while the LUT was put on it",
                hint="let Resolve rest for a moment, then try again",
            )
        with project.ledger.change() as records:
            records.close(opened.clip)
            records.grades.append(grade)
    return grade, (*chosen.notes, *remarks)


def set_lut(project: OpenProject, nodes: Nodes, node: int, file: LutFile) -> tuple[str, ...]:
    """Put a LUT that was written and announced on a node: by its name, else by its whole path.

    Raises:
        NeedsRestart: neither is taken.
        BestlightError: Resolve may not be written to.
    """
    nodes.set_lut(node, file.relative)
    if same_lut(nodes.lut(node), file.relative):
        return ()
    nodes.set_lut(node, str(file.file))
    if same_lut(nodes.lut(node), file.relative):
        return ("Resolve took the LUT by its whole path: keep it where it is",)
    project.check()  # a dialog that just opened also swallows writes
    raise NeedsRestart(
        f"Resolve does not find the new LUT {file.relative} yet",
        hint="restart Resolve and try again; should that not help, run 'bestlight resolve check'",
    )
