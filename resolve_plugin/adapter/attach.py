"""A LUT on a clip: every step written down first, read back after, undone on failure.

The order: is Resolve writable; which node; the LUT file, and Resolve told to look; a new version,
shown to hold the user's grade; the LUT on it. The file comes before the version because a folder
that cannot be written to is the commonest failure, and then Resolve has not been touched at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import BestlightError
from core.host.types import Attached, HostClip, Label
from resolve_plugin.adapter.changes import change_clip, new_lut
from resolve_plugin.adapter.nodes import choose_node
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.undo import blame_deletion, recover_project

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut

NO_GRADE_OF_ITS_OWN = ("transition", "offline")


def attach_lut(
    project: OpenProject, clip: HostClip, lut: NodeLut, label: Label, node: int | None
) -> Attached:
    """Put a LUT on a clip, on a new version of it.

    On any failure the clip is back at the version from before, and the new version and the LUT file
    are gone; where Resolve does not let that be done, the next start of Bestlight does it.

    Args:
        project: the open project.
        clip: the clip.
        lut: for the node; it has passed the gate.
        label: how the grade is named.
        node: the node that the user named, counted from 1; None: by the rule of `nodes`.

    Raises:
        NeedsRestart: Resolve finds the LUT only after a restart.
        UsageError: there is no such node.
        BestlightError: any other reason, with what to do.
    """
    with project.ledger.working(), blame_deletion(project, clip.id, clip.name):
        notes = recover_project(project)
        require_gradable(project, clip)
        grades = project.clip(clip.id, clip.name)
        chosen = choose_node(grades.nodes.read(), project.luts.is_ours, node, clip.name)
        with (
            new_lut(project, lut, clip.name, label) as file,
            change_clip(project, grades, label.look, file.relative) as change,
        ):
            grade, remarks = change.put_lut(chosen, file)
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


def require_gradable(project: OpenProject, clip: HostClip) -> None:
    """Raise `BestlightError` with the reason unless the clip can be given a grade now."""
    if clip.kind in NO_GRADE_OF_ITS_OWN and not clip.gradable:
        raise BestlightError(f"{clip.name} cannot be graded: {clip.reason}")
    project.check_track(clip.track)
