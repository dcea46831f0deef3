"""Everything that can be read of a Resolve without changing anything: what a report should hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.host.types import HostClip, HostState, NodeSpace
from resolve_plugin.adapter.connection import Connection, as_map
from resolve_plugin.adapter.entries import list_entries
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.spaces import find_node_space
from resolve_plugin.adapter.state import Follower
from resolve_plugin.adapter.stills import list_stills
from resolve_plugin.adapter.versions import ClipGrades, Version


@dataclass(frozen=True)
class ClipSurvey:
    """A clip's versions, and the nodes of the current one."""

    current: Version
    local: tuple[str, ...]
    remote: tuple[str, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Survey:
    """What can be read of a Resolve without changing anything.

    Attributes:
        state: where it stands.
        clips: of the current timeline.
        grades: by the clip's id; of those that have any.
        properties: of each clip's media, by the clip's id.
        settings: of the project.
        stills: names of the gallery's stills.
        spaces: the colour space at the node of each clip that has a grade, by the clip's id.
    """

    state: HostState
    clips: tuple[HostClip, ...]
    grades: Mapping[str, ClipSurvey]
    properties: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any]
    stills: tuple[str, ...]
    spaces: Mapping[str, NodeSpace]


def read_survey(connection: Connection) -> Survey:
    """Read all of it.

    Raises:
        BestlightError: no timeline is open; Resolve does not answer.
    """
    state = Follower(connection).state()
    items = list_entries(connection, "timeline")
    graded = [item for item in items if item.clip.gradable]
    grades = {}
    for item in graded:
        of = ClipGrades(connection, item.handle, item.clip.id, item.clip.name)
        versions = (of.current(), of.names(), of.names(remote=True))
        grades[item.clip.id] = ClipSurvey(*versions, of.nodes.read())
    project = read_state(connection).project
    settings = as_map(project.GetSetting("")) if project else {}
    return Survey(
        state=state,
        clips=tuple(item.clip for item in items),
        grades=grades,
        properties={item.clip.id: item.properties for item in items},
        settings=settings,
        stills=tuple(still.name for still in list_stills(connection)),
        spaces={item.clip.id: find_node_space(connection, item) for item in graded},
    )
