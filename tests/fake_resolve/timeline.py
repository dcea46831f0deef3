"""Timeline: tracks, playhead, thumbnails, stills."""

from __future__ import annotations

from typing import Any

from tests.fake_resolve.gallery import GalleryStill
from tests.fake_resolve.graph import Graph, apply_drx
from tests.fake_resolve.item import TimelineItem
from tests.fake_resolve.marks import Marked
from tests.fake_resolve.model import ItemModel, StillModel, TimelineModel, copied, new_id
from tests.fake_resolve.picture import (
    export_frame,
    export_thumbnails,
    frame_at,
    shown_frame,
    thumbnail,
)
from tests.fake_resolve.remote import Far, since
from tests.fake_resolve.timecode import to_frame, to_timecode
from tests.fake_resolve.trivial import with_trivial

_PAGES_WITH_PLAYHEAD = ("cut", "edit", "color", "fairlight", "deliver")


@with_trivial
class Timeline(Marked):
    """A timeline."""

    model: TimelineModel

    def alive(self) -> bool:
        return super().alive() and self.model in self.project.timelines

    def GetName(self) -> str:
        return self.model.name

    def SetName(self, timelineName: str) -> bool:
        taken = any(line.name == timelineName for line in self.project.timelines)
        if taken or not timelineName:
            return False
        self.model.name = timelineName
        return True

    def GetUniqueId(self) -> str:
        return self.model.id

    def GetStartFrame(self) -> int:
        return self.model.start

    def GetEndFrame(self) -> int:
        return self.model.end

    def _timecode(self, frame: int) -> str:
        return to_timecode(frame, self.model.fps, self.model.drop)

    def GetStartTimecode(self) -> str:
        return self._timecode(self.model.start)

    # --- tracks

    def _is_track(self, kind: str, index: object) -> bool:
        return kind == "video" and isinstance(index, int | float) and 1 <= index <= self._tracks()

    def _tracks(self) -> int:
        return max([self.model.tracks, *(item.track for item in self.model.items)])

    def GetTrackCount(self, trackType: str) -> int:
        return {"video": self._tracks(), "audio": 1}.get(trackType, 0)

    def GetTrackName(self, trackType: str, trackIndex: int) -> str:
        if not self._is_track(trackType, trackIndex):
            return ""
        return self.model.track_names.get(trackIndex, f"Video {int(trackIndex)}")

    def SetTrackName(self, trackType: str, trackIndex: int, name: str) -> bool:
        if not self._is_track(trackType, trackIndex):
            return False
        self.model.track_names[trackIndex] = name
        return True

    def _set_member(self, members: set[int], kind: str, index: int, state: bool) -> bool:
        if not self._is_track(kind, index):
            return False
        (members.add if state else members.discard)(int(index))
        return True

    @since("18.5")
    def GetIsTrackEnabled(self, trackType: str, trackIndex: int) -> bool:
        return self._is_track(trackType, trackIndex) and trackIndex not in self.model.disabled

    @since("18.5")
    def SetTrackEnable(self, trackType: str, trackIndex: int, Bool: bool) -> bool:
        return self._set_member(self.model.disabled, trackType, trackIndex, not Bool)

    @since("18.5")
    def GetIsTrackLocked(self, trackType: str, trackIndex: int) -> bool:
        return self._is_track(trackType, trackIndex) and trackIndex in self.model.locked

    @since("18.5")
    def SetTrackLock(self, trackType: str, trackIndex: int, Bool: bool) -> bool:
        return self._set_member(self.model.locked, trackType, trackIndex, Bool)

    def GetItemListInTrack(self, trackType: str, index: int) -> list[Far]:
        if not self._is_track(trackType, index):
            return []
        items = [item for item in self.model.items if item.track == index]
        if not self.fake.quirks.transitions_listed:
            items = [item for item in items if item.kind != "transition"]
        items.sort(key=lambda item: (item.start, item.kind == "transition"))
        return [TimelineItem(self.fake, item) for item in items]

    def GetItemsInTrack(self, trackType: str, index: int) -> dict[int, Far]:
        return dict(enumerate(self.GetItemListInTrack(trackType, index), 1))

    @since("21.0.4")
    def GetSelectedClips(self) -> list[Far]:
        return [TimelineItem(self.fake, item) for item in self.model.items if item.selected]

    @since("18.5")
    def DeleteClips(self, timelineItems: list[Far], Bool: bool) -> bool:
        gone = [item.model for item in timelineItems]
        self.model.items[:] = [item for item in self.model.items if item not in gone]
        return bool(gone)

    # --- the playhead

    def _current(self) -> ItemModel | None:
        return self.model.item_at(self.model.playhead)

    def GetCurrentTimecode(self) -> str:
        if self.fake.page not in _PAGES_WITH_PLAYHEAD:
            return ""
        return self._timecode(self.model.playhead)

    def SetCurrentTimecode(self, timecode: str) -> bool:
        frame = to_frame(timecode, self.model.fps, self.model.drop)
        if frame is None or self.fake.page not in _PAGES_WITH_PLAYHEAD:
            return False
        if not self.model.start <= frame < max(self.model.end, self.model.start + 1):
            return False
        self.fake.viewer.moved(self.model, frame)
        return True

    def GetCurrentVideoItem(self) -> Far | None:
        item = self._current()
        return None if item is None else TimelineItem(self.fake, item)

    def GetCurrentClipThumbnailImage(self) -> dict[str, Any] | None:
        item = self._current()
        if item is None or not self.fake.viewer.shows_thumbnail():
            return None
        middle = item.start + item.frames // 2
        return thumbnail(shown_frame(self.fake, self.model, item, middle))

    # --- grades and stills

    @since("19.0")
    def GetNodeGraph(self) -> Graph:
        return Graph(self, lambda: self.model.nodes)

    @since("18.1", "19.1")
    def ApplyGradeFromDRX(self, path: str, gradeMode: int, item1: Far, *args: Far) -> bool:
        items: list[Far] = item1 if isinstance(item1, list) else [item1, *args]
        return all([apply_drx(self, item.model.nodes, path, gradeMode) for item in items])

    def _grab(self, item: ItemModel, frame: int) -> Far:
        album = self.project.albums[self.project.album]
        number = f"1.{self.model.items.index(item) + 1}.{len(album.stills) + 1}"
        picture = frame_at(self.fake, self.model, frame)
        still = StillModel(picture, number=number, nodes=copied(item.nodes))
        album.stills.append(still)
        return GalleryStill(self.fake, still)

    def GrabStill(self) -> Far | None:
        item = self._current()
        if item is None or self.fake.page != "color":
            return None
        return self._grab(item, self.model.playhead)

    def GrabAllStills(self, stillFrameSource: int) -> list[Far]:
        if stillFrameSource not in (1, 2):
            return []
        shown = [item for item in self.model.items if item.gradable]
        return [
            self._grab(item, item.start + (item.frames // 2 if stillFrameSource == 2 else 0))
            for item in shown
        ]

    @since("21.1.2")
    def ExportFrame(self, *arguments: Any) -> Any:
        length = self.model.end - self.model.start
        return export_frame(self.fake, self.model, self.model.start, length, arguments)

    @since("21.2")
    def ExportThumbnails(self, frames: list[int], options: dict[str, Any]) -> Any:
        return export_thumbnails(self.fake, self.model, frames)

    # --- the timeline itself

    def DuplicateTimeline(self, timelineName: str | None = None) -> Far:
        model = self.model
        twin = TimelineModel(
            name=timelineName or f"{model.name} copy",
            fps=model.fps,
            drop=model.drop,
            start=model.start,
            playhead=model.playhead,
            nodes=copied(model.nodes),
            settings=dict(model.settings),
            tracks=model.tracks,
        )
        for item in model.items:
            versions = {name: copied(nodes) for name, nodes in item.versions.items()}
            values = {**vars(item), "versions": versions, "id": new_id()}
            twin.items.append(ItemModel(**values))
        self.project.timelines.append(twin)
        if self.fake.quirks.duplicate_moves_pointer:
            self.project.current = twin
        return Timeline(self.fake, twin)

    def GetSetting(self, settingName: str | None = None) -> Any:
        from tests.fake_resolve.settings import shown_settings

        own = self.model.settings
        overrides = own if own.get("useCustomSettings") == "1" else {}
        known = {**shown_settings(self.project.settings, self.model), **overrides}
        known["useCustomSettings"] = own.get("useCustomSettings", "0")
        return known.get(settingName, "") if settingName else known

    def SetSetting(self, settingName: str, settingValue: str) -> bool:
        own = self.model.settings
        if settingName != "useCustomSettings" and own.get("useCustomSettings") != "1":
            return False
        own[settingName] = str(settingValue)
        return True
