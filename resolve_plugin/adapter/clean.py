"""Old LUT files of ours that nothing in the project uses any more.

What a version holds is told only while it is loaded, so every version of every clip that may hide a
use is switched to and back. Stills and PowerGrades in the gallery cannot be looked into.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from core.progress import Progress
from resolve_plugin.adapter.connection import as_list, as_number
from resolve_plugin.adapter.ledger import Records
from resolve_plugin.adapter.luts import is_same_lut
from resolve_plugin.adapter.nodes import Nodes
from resolve_plugin.adapter.project import OpenProject, map_handles
from resolve_plugin.adapter.undo import recover_project
from resolve_plugin.adapter.versions import ClipGrades, Version

GALLERY = (
    "stills and PowerGrades in the gallery that were grabbed with one of these LUTs lose it: keep "
    "the LUTs if you have such"
)


def find_unused_luts(project: OpenProject, progress: Progress) -> tuple[Path, ...]:
    """LUT files of ours that no version of any clip, no group and no timeline of the project uses.

    Args:
        project: the open project.
        progress: told of each timeline; a cancel leaves every clip at its version.

    Raises:
        BestlightError: a version could not be looked into, or Resolve or the project was closed
            meanwhile; then none is called unused.
    """
    with project.ledger.working():
        recover_project(project)
        project.check()
        records = project.ledger.read()
        timelines = list(project.timelines())
        clips = [
            (id, handle)
            for timeline in timelines
            for id, handle in map_handles(project.connection, timeline).items()
        ]
        waiting = _waiting(records, {id for id, _ in clips})
        files = {Path(name) for name in records.files if name not in waiting}
        left = {file: project.luts.relative(file) for file in files if _is_there(project, file)}
        for used in _used(project, timelines, clips, progress):
            if not left:
                break
            left = {file: name for file, name in left.items() if not is_same_lut(used, name)}
        # A Resolve that is gone, or a project that was closed, answers that there are no nodes.
        project.check()
    return tuple(sorted(left))


def remove_luts(project: OpenProject, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Remove files that `unused_luts` named; which ones are gone.

    Only what lies in our folder of this project, carries our mark and is in the ledger is removed.
    """
    with project.ledger.working(), project.ledger.change() as records:
        gone = [f for f in files if str(f) in records.files and project.luts.remove(f)]
        records.files = [name for name in records.files if Path(name) not in gone]
    return tuple(gone)


def _is_there(project: OpenProject, file: Path) -> bool:
    return file.is_file() and file.is_relative_to(project.luts.root)


def _waiting(records: Records, there: Set[str]) -> set[str]:
    """The files that a resumed batch would still use; `there` are the ids of the clips that are.

    A batch that has no clip left to put them on begins anew, or not at all, and writes its own.
    """
    files: set[str] = set()
    for batch in records.batches:
        begun = [t for t in batch.targets if t.clip in there and t.state in ("ready", "done")]
        files |= {target.file for target in begun if target.state == "ready"}
        if begun and not batch.finished:
            files.add(batch.look_file)
    return files


def _used(
    project: OpenProject, timelines: list[Any], clips: list[tuple[str, Any]], progress: Progress
) -> Iterator[str]:
    """Every LUT that is on a node somewhere, what is quickly read first."""
    yield from _in_shared_graphs(project, timelines)
    layers = int(as_number(project.project.GetSetting("nodeStackLayers"), 1))
    for _, handle in clips:
        yield from _in_clip(project, handle, layers)
    progress.stage("Looking into versions", len(clips))
    for id, handle in clips:
        yield from _in_other_versions(project, id, handle, layers)
        progress.advance()


def _in_shared_graphs(project: OpenProject, timelines: list[Any]) -> Iterator[str]:
    if not project.connection.version.has_graphs:
        return
    graphs = [timeline.GetNodeGraph() for timeline in timelines]
    for group in as_list(project.project.GetColorGroupsList()):
        graphs += [group.GetPreClipNodeGraph(), group.GetPostClipNodeGraph()]
    for graph in graphs:
        yield from _in_graph(project, graph)


def _in_graph(project: OpenProject, graph: Any) -> Iterator[str]:
    if graph:
        nodes = Nodes(project.connection, graph, with_tools=False).read()
        yield from (node.lut for node in nodes if node.lut)


def _in_clip(project: OpenProject, handle: Any, layers: int) -> Iterator[str]:
    if not project.connection.version.has_graphs:
        yield from _in_graph(project, handle)
        return
    for layer in range(1, max(layers, 1) + 1):
        yield from _in_graph(project, handle.GetNodeGraph(layer))


def _in_other_versions(project: OpenProject, id: str, handle: Any, layers: int) -> Iterator[str]:
    if not handle.GetCurrentVersion():
        return  # a transition has none
    clip = ClipGrades(project.connection, handle, id, str(handle.GetName()))
    current = clip.current()
    for remote in (False, True):
        for name in clip.names(remote=remote):
            version = Version(name, remote)
            if version != current:
                with project.visiting(clip, version):
                    found = list(_in_clip(project, handle, layers))
                yield from found
