"""A recording as a fake: what a user's Resolve said, to be tried on."""

from __future__ import annotations

from pathlib import Path

from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.survey import Survey, read_survey
from resolve_plugin.recording import ReplayBridge
from tests.fake_resolve import FakeResolve, ItemModel, Node, Profile, Quirks
from tests.fake_resolve.profile import VERSIONS
from tests.fake_resolve.timecode import to_frame


def fake_of(recording: Path, folder: Path, quirks: Quirks | None = None) -> FakeResolve:
    """A fake with the recorded timeline: items, their versions, the nodes of the current ones.

    What a recording cannot hold is made up: pictures, and the nodes of versions not loaded.
    """
    connection = connect(ReplayBridge(recording))
    seen = read_survey(connection)
    version = next(
        (v for v in reversed(VERSIONS) if f"{connection.version}.".startswith(f"{v}.")),
        VERSIONS[-1],
    )
    edition = "studio" if connection.studio else "free"
    fake = FakeResolve(Profile(version, edition), folder, quirks)
    _fill(fake, seen)
    return fake


def _fill(fake: FakeResolve, seen: Survey) -> None:
    fake.project.name, fake.timeline.name = seen.state.project, seen.state.timeline
    known = {
        key: str(value) for key, value in seen.settings.items() if key in fake.project.settings
    }
    fake.project.settings.update(known)
    fake.timeline.start = min((clip.start for clip in seen.clips), default=fake.timeline.start)
    for group in sorted({clip.group for clip in seen.clips} - {""}):
        fake.add_group(group)
    for clip in seen.clips:
        _add(fake, seen, clip.id)
    fake.page = seen.state.page or "edit"
    line = fake.timeline
    line.playhead = to_frame(seen.state.timecode, line.fps, line.drop) or line.start
    if not seen.state.page:
        fake.open_modal()


def _add(fake: FakeResolve, seen: Survey, id: str) -> ItemModel:
    clip = next(clip for clip in seen.clips if clip.id == id)
    grades = seen.grades.get(id)
    nodes = [Node(n.label, n.lut, n.tools or ()) for n in grades.nodes] if grades else []
    properties = {key: value for key, value in seen.properties[id].items() if key != "FPS"}
    item = fake.add_item(
        clip.kind if clip.kind != "unknown" else "clip",
        clip.file,
        clip.name,
        nodes if grades and not grades.current.remote else [Node()],
        versions={name: [Node()] for name in grades.local} if grades else None,
        version=grades.current.name if grades and not grades.current.remote else "Version 1",
        track=clip.track,
        start=clip.start,
        frames=clip.end - clip.start,
        group=clip.group,
        **properties,
    )
    item.id = clip.id
    if grades and not grades.current.remote:
        item.versions[grades.current.name] = nodes
    if grades and item.media is not None:
        item.media.remote.update({name: [Node()] for name in grades.remote})
        if grades.current.remote:
            item.media.remote[grades.current.name] = nodes
            item.current, item.is_remote = grades.current.name, True
    return item
