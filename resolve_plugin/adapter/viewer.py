"""A clip's pictures as Resolve shows them: stills of frames, with the grade out of the way.

Where this build was seen to export frames as they are shown, they come so, without playhead or
page; else from the viewer.

A still is what the viewer shows: the clip's grade, its group's and the timeline's, and what the
project makes of it for the display. No call says whether a node is switched on, so nodes are only
ever switched off on a version of our own, which is deleted afterwards.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import BestlightError
from core.media import Still, read_still
from core.progress import Progress
from resolve_plugin.adapter.abilities import read_abilities
from resolve_plugin.adapter.connection import PATIENCE, Connection, as_list, as_number
from resolve_plugin.adapter.entries import TimelineEntry, list_entries
from resolve_plugin.adapter.frame_calls import export_frame
from resolve_plugin.adapter.nodes import Nodes, clip_nodes
from resolve_plugin.adapter.playhead import KeptPlace, keep_place, undo_at_end
from resolve_plugin.adapter.timecode import Timecodes
from resolve_plugin.adapter.versions import LOCAL, ClipGrades, Version
from resolve_plugin.bridge import HostGone
from resolve_plugin.temporary import temporary_folder

TEMPORARY = "Bestlight temporary"
SHOTS = 3
_PAGES = ("color", "edit")
_PLACES = (1 / 2, 1 / 6, 5 / 6, 1 / 3, 2 / 3, 0.0, 1.0)
_BLACK = 2 / 255
_MOST_LAYERS = 9  # of a clip's node stack that are looked at
_SETTLE = 1.5  # seconds after which a picture that is still the one from before is believed
_NAMED = re.compile(rf"{TEMPORARY} \((local|remote) (.*)\)", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Shots:
    """Stills of one clip.

    Attributes:
        stills: in the order of time, as files hold them.
        times: seconds from the clip's first frame on the timeline.
        notes: what the pictures hold that the node does not receive, a sentence each.
    """

    stills: tuple[Still, ...]
    times: tuple[float, ...]
    notes: tuple[str, ...]


def take_shots(
    connection: Connection,
    item: TimelineEntry,
    fps: float,
    progress: Progress,
    *,
    max_side: int,
    bypass_from: int | None = 1,
) -> Shots:
    """Take up to three stills of a clip, two if they are alike, and leave Resolve as it was.

    Args:
        connection: to Resolve.
        item: the clip.
        fps: the timeline's frames a second.
        progress: told of each still.
        max_side: pictures are made at most so large, in pixels.
        bypass_from: the first node that is switched off, counted from 1; None: the clip is taken
            as it is graded.

    Raises:
        HostGone: Resolve does not answer any more.
        BestlightError: a picture could not be had, or something could not be put back; the message
            says what and how to do it by hand.
        Cancelled: the user stopped it; everything is as it was.
    """
    if not item.handle.GetClipEnabled():
        raise BestlightError(
            f"{item.clip.name} is disabled, so Resolve does not show it",
            hint="enable the clip, then try again",
        )
    page = connection.resolve.GetCurrentPage()
    with (
        temporary_folder() as folder,
        keep_place(connection, page="" if page in _PAGES else _PAGES[0]) as kept,
    ):
        recover_viewing(connection, item)
        camera = _Camera(kept, folder, progress)
        # What the viewer shows now is what a still may wrongly show again later.
        camera.last = _digest(camera.export())
        if bypass_from is None:
            return _taken(camera, item, fps, max_side, ())
        with bypass_nodes(kept, item, bypass_from) as notes:
            return _taken(camera, item, fps, max_side, notes)


@dataclass
class _Camera:
    """Takes stills of the viewer.

    Attributes:
        kept: the place that is gone back to.
        folder: where the files go.
        progress: asked whether to go on.
        last: digest of the picture before.
    """

    kept: KeptPlace
    folder: Path
    progress: Progress
    last: bytes = b""
    _count: int = field(default=0, init=False)

    def export(self) -> Path:
        """One still of what the viewer shows.

        Raises:
            BestlightError: Resolve wrote none.
        """
        self._count += 1
        path = self.folder / f"still{self._count:03d}.png"
        done = self.kept.project.ExportCurrentFrameAsStill(str(path))
        if not done or not self.kept.connection.wait_until(lambda: _written(path)):
            self.kept.check()
            raise BestlightError(
                f"Resolve wrote no still of its viewer to {self.folder}",
                hint="check that the disk has room; Apple's App Store build may not write there",
            )
        return path

    def frame(self, item: TimelineEntry, frame: int, covered: Sequence[range]) -> Path | None:
        """A frame of the clip without playhead or page; None where it does not come, or where
        another clip may lie over it.
        """
        self.progress.check()
        if any(frame in span for span in covered):
            return None
        connection, timeline = self.kept.connection, self.kept.timeline
        path, _ = export_frame(connection, item.handle, frame - item.clip.start, self.folder)
        if path is None:
            first = int(as_number(timeline.GetStartFrame()))
            path, _ = export_frame(connection, timeline, frame - first, self.folder)
        if path is not None:
            self.last = _digest(path)
        return path

    def settled(self) -> Path:
        """A still of what the playhead is on, though the viewer may lag behind it.

        Two stills in a row must be alike, and other than the one before the playhead moved. A clip
        that does not move gives the same picture everywhere; then the wait ends it.
        """
        clock = self.kept.connection.clock
        start, seen = clock(), b""
        while True:
            self.progress.check()
            path = self.export()
            digest = _digest(path)
            waited = clock() - start
            changed = digest != self.last or waited >= _SETTLE
            if (digest == seen and changed) or waited >= PATIENCE:
                self.last = digest
                return path
            seen = digest
            self.kept.connection.sleep(0.05)


def _written(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _taken(
    camera: _Camera, item: TimelineEntry, fps: float, max_side: int, notes: Sequence[str]
) -> Shots:
    timeline = camera.kept.timeline
    first, code = timeline.GetStartFrame(), timeline.GetStartTimecode()
    codes = Timecodes(fps, int(as_number(first)), str(code or ""))
    found: dict[int, Still] = {}
    camera.progress.stage("Reading frames from Resolve", SHOTS)
    covered = _covered(camera.kept.connection, item)
    for frame in _frames(item):
        before = camera.last
        path = None if covered is None else camera.frame(item, frame, covered)
        if path is None:
            camera.kept.go(codes.at(frame))
            if not _on_top(camera.kept, item):
                continue
            path = camera.settled()
        found[frame] = read_still(path, max_side=max_side)
        camera.progress.advance()
        # A clip that does not move, as most titles, is seen in full by then.
        if len(found) == SHOTS or (len(found) > 1 and camera.last == before):
            break
    if not found:
        raise BestlightError(
            f"{item.clip.name} lies under other clips, so Resolve does not show it",
            hint="disable the clips above it for a moment, then try again",
        )
    frames = tuple(sorted(found))
    lit = tuple(f for f in frames if float(found[f].rgb.max()) > _BLACK)
    if not lit:
        raise _black(item)
    times = tuple((frame - item.clip.start) / fps for frame in lit)
    return Shots(tuple(found[frame] for frame in lit), times, tuple(notes))


def _covered(connection: Connection, item: TimelineEntry) -> list[range] | None:
    """The frames at which other clips lie over this one; None where frames are not exported, or
    were not seen to be shown as they are.
    """
    if not read_abilities(connection).frames:
        return None
    others = [entry.clip for entry in list_entries(connection, "timeline")]
    return [range(clip.start, clip.end) for clip in others if clip.track > item.clip.track]


def _frames(item: TimelineEntry) -> list[int]:
    """Timeline frames across a clip, those that say most first."""
    length = max(1, item.clip.end - item.clip.start)
    places = (item.clip.start + min(length - 1, int(part * length)) for part in _PLACES)
    return list(dict.fromkeys(places))


def _on_top(kept: KeptPlace, item: TimelineEntry) -> bool:
    shown = kept.timeline.GetCurrentVideoItem()
    return shown is not None and shown.GetUniqueId() == item.clip.id


def _black(item: TimelineEntry) -> BestlightError:
    if item.clip.kind == "raw":
        return BestlightError(
            f"Resolve gave black pictures of the camera RAW clip {item.clip.name}",
            hint="bring Resolve's window to the front and try again",
        )
    return BestlightError(
        f"Resolve shows {item.clip.name} black at every frame that was looked at",
        hint="bring Resolve's window to the front, check the clip, and try again",
    )


# --- the temporary version ------------------------------------------------------------------------


@contextmanager
def bypass_nodes(kept: KeptPlace, item: TimelineEntry, first: int = 1) -> Iterator[tuple[str, ...]]:
    """Switch a clip's nodes off from `first` on, on a version of our own, and undo it at the end.

    The version's name says which one to go back to, so that `recover_viewing` can do it after a
    crash, and the user by hand.

    Yields:
        What is in the picture all the same, a sentence each.

    Raises:
        BestlightError: the version could not be made or loaded (the clip is as it was), or the
            user's own could not be loaded again; the message names both.
    """
    connection = kept.connection
    grades = ClipGrades(connection, item.handle, item.clip.id, item.clip.name)
    before = grades.current()
    ours = Version(name_temporary(before))
    kept.check()
    with undo_at_end(lambda: _restore(connection, grades, ours, before)):
        if not grades.add(ours):
            raise BestlightError(
                f"Resolve made no temporary version of {item.clip.name}; nothing was changed",
                hint="close any dialog in Resolve and check that the track is not locked",
            )
        grades.load(ours)
        yield (*_switch_off(connection, item, first), *_beyond_the_clip(kept, item))


def name_temporary(before: Version) -> str:
    """The name of our version, which tells the version to go back to."""
    return f"{TEMPORARY} ({'remote' if before.remote else 'local'} {before.name})"


def is_temporary(name: str) -> bool:
    """Whether a version's name is one of `name_temporary`."""
    return _NAMED.fullmatch(name) is not None


def find_left_behind(connection: Connection, items: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """Those of `items` that an interrupted run left with our temporary version: one round trip."""
    calls = [(item.handle, "GetVersionNameList", LOCAL) for item in items]
    lists = connection.ask(*calls) if calls else []
    return [
        item
        for item, names in zip(items, lists, strict=True)
        if any(is_temporary(str(name)) for name in as_list(names))
    ]


def _restore(connection: Connection, grades: ClipGrades, ours: Version, before: Version) -> str:
    def is_back() -> bool:
        try:
            return grades.drop(ours, before)
        except HostGone:
            raise
        except BestlightError:
            return False

    if connection.wait_until(is_back):
        return ""
    return (
        f"Resolve left {grades.name} on the version {ours.name!r}: close any dialog in Resolve, "
        "then run 'bestlight resolve recover', or "
        f"load {before.name!r} from the clip's versions by hand and delete the other"
    )


def recover_viewing(connection: Connection, item: TimelineEntry) -> str:
    """Put a clip right that an interrupted run left on our temporary version.

    Returns:
        What was done, in a sentence; empty where nothing had to be.

    Raises:
        BestlightError: Resolve did not do it.
    """
    grades = ClipGrades(connection, item.handle, item.clip.id, item.clip.name)
    left = [found for name in grades.names() if (found := _NAMED.fullmatch(name))]
    if not left:
        return ""
    current = grades.current()
    for found in left:
        ours, named = Version(found[0]), Version(found[2], found[1] == "remote")
        back = named if current == ours else current
        trouble = _restore(connection, grades, ours, back)
        if trouble:
            raise BestlightError(trouble)
        current = back
    return f"{item.clip.name} was put back to its version {current.name!r} after an interrupted run"


def _switch_off(connection: Connection, item: TimelineEntry, first: int) -> tuple[str, ...]:
    nodes = clip_nodes(connection, item.handle)
    if connection.version.has_graphs:
        graph = item.handle.GetNodeGraph()
        calls = [(graph, "SetNodeEnabled", n.index, False) for n in nodes.read()[first - 1 :]]
        if calls and not all(connection.ask(*calls)):
            return ("Resolve did not switch off every node of the clip: the picture is graded",)
        return ()
    for node in nodes.read()[first - 1 :]:
        if node.lut:
            nodes.set_lut(node.index, "")
    return (
        f"Resolve {connection.version} cannot switch nodes off: the picture has the clip's present"
        " grade in it, but for its LUTs",
    )


def _beyond_the_clip(kept: KeptPlace, item: TimelineEntry) -> tuple[str, ...]:
    """What comes after the clip's nodes and is never touched, because it is not the clip's own."""
    if not kept.connection.version.has_graphs:
        return ()
    notes = []
    post = item.group.GetPostClipNodeGraph() if item.group else None
    graphs = [
        (post, f"the post-clip grade of the group {item.clip.group!r}"),
        (kept.timeline.GetNodeGraph(), "the timeline's grade"),
    ]
    for layer in range(2, _MOST_LAYERS + 1):
        graph = item.handle.GetNodeGraph(layer)
        if not graph:
            break
        graphs.append((graph, f"layer {layer} of the clip's own grade"))
    for graph, name in graphs:
        if graph and any(
            node.lut or node.tools for node in Nodes(kept.connection, graph, with_tools=True).read()
        ):
            notes.append(f"the picture has {name} in it")
    return tuple(notes)
