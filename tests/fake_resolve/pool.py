"""The media pool: MediaPool, Folder, MediaPoolItem and MediaStorage."""

from __future__ import annotations

from typing import Any

from tests.fake_resolve.marks import Flagged
from tests.fake_resolve.model import MediaModel, TimelineModel
from tests.fake_resolve.remote import Far, since
from tests.fake_resolve.timecode import to_timecode
from tests.fake_resolve.trivial import with_trivial

_TYPES = {"compound": "Compound", "timeline": "Timeline", "multicam": "Multicam"}


def clip_properties(media: MediaModel, keeps_path: bool, names_nested: bool) -> dict[str, Any]:
    """GetClipProperty's answers: text but for FPS (float) and Super Scale (int)."""
    nested = media.kind in _TYPES
    offline = media.kind == "offline"
    path = "" if media.file is None else str(media.file)
    if (nested and not names_nested) or (offline and not keeps_path):
        path = ""
    known: dict[str, Any] = {
        "Clip Name": media.name,
        "File Name": "" if not path or media.file is None else media.file.name,
        "File Path": path,
        "Clip Directory": "" if not path or media.file is None else str(media.file.parent),
        "Type": _TYPES.get(media.kind, "Video"),
        "Online Status": "Offline" if offline else "Online",
        "FPS": float(media.fps),
        "Frames": str(media.frames),
        "Start": "0",
        "End": str(max(0, media.frames - 1)),
        "Start TC": "00:00:00:00",
        "End TC": to_timecode(media.frames, media.fps),
        "Duration": to_timecode(media.frames, media.fps),
        "In": "",
        "Out": "",
        "Drop frame": "0",
        "Resolution": "1920x1080",
        "Bit Depth": "8",
        "Alpha mode": "None",
        "Field Dominance": "Auto",
        "PAR": "Square",
        "Format": "BRAW" if media.kind == "raw" else "QuickTime",
        "Video Codec": "Blackmagic RAW" if media.kind == "raw" else "H.264 Main L4.2",
        "Data Level": "Auto",
        "Input Color Space": "Rec.709 (Scene)",
        "Input Gamma": "",
        "Input LUT": "",
        "IDT": "",
        "Proxy": "None",
        "Proxy Media Path": "",
        "Reel Name": "",
        "Super Scale": 1,
        "Clip Color": media.colour,
        "Flags": ",".join(media.flags),
        "Usage": "1",
        "Date Added": "Tue Sep 8 2026 10:00:00",
        "Date Created": "Tue Sep 8 2026 10:00:00",
        "Date Modified": "Tue Sep 8 2026 10:00:00",
        "Sample Rate": "48000",
    }
    if media.kind == "raw":
        known["Input Color Space"] = "Blackmagic Design Film Gen 1"
    if nested:
        known.update({"Format": "", "Video Codec": "", "Input Color Space": ""})
    return {**known, **media.properties}


@with_trivial
class MediaPoolItem(Flagged):
    """A clip of the media pool."""

    model: MediaModel

    def alive(self) -> bool:
        return super().alive() and self.model in self.project.media

    def GetName(self) -> str:
        return self.model.name

    @since("20.2")
    def SetName(self, name: str) -> bool:
        self.model.name = name
        return True

    def GetUniqueId(self) -> str:
        return self.model.id

    def GetMediaId(self) -> str:
        return "" if self.model.file is None else f"media-{self.model.id}"

    def GetMetadata(self, metadataType: str | None = None) -> Any:
        known = self.model.metadata
        return known.get(metadataType, "") if metadataType else dict(known)

    def SetMetadata(self, metadataType: Any, metadataValue: str | None = None) -> bool:
        many = isinstance(metadataType, dict)
        self.model.metadata.update(metadataType if many else {metadataType: metadataValue or ""})
        return True

    def GetClipProperty(self, propertyName: str | None = None) -> Any:
        quirks = self.fake.quirks
        if self.fake.rendering and quirks.render_hides_properties:
            return None
        known = clip_properties(
            self.model, quirks.offline_keeps_path, not quirks.compound_without_path
        )
        return known.get(propertyName, "") if propertyName else known

    def SetClipProperty(self, propertyName: str, propertyValue: Any) -> bool:
        if propertyName not in clip_properties(self.model, True, True):
            return False
        self.model.properties[propertyName] = propertyValue
        return True

    @since("21.0.4")
    def GetTimeline(self) -> Far | None:
        from tests.fake_resolve.timeline import Timeline

        hidden = self.model.kind == "compound" and self.fake.quirks.compound_timeline_none
        if self.model.timeline is None or hidden:
            return None
        return Timeline(self.fake, self.model.timeline)


@with_trivial
class Folder(Far):
    """A bin; there is one, the root."""

    def GetName(self) -> str:
        return "Master"

    def GetUniqueId(self) -> str:
        return f"folder-{self.project.id}"

    def GetClipList(self) -> list[Far]:
        return [MediaPoolItem(self.fake, media) for media in self.project.media]


@with_trivial
class MediaPool(Far):
    """The media pool."""

    def GetUniqueId(self) -> str:
        return f"pool-{self.project.id}"

    def GetRootFolder(self) -> Far:
        return Folder(self.fake)

    def GetCurrentFolder(self) -> Far:
        return Folder(self.fake)

    def CreateEmptyTimeline(self, name: str) -> Far | None:
        from tests.fake_resolve.timeline import Timeline

        if any(line.name == name for line in self.project.timelines):
            return None
        model = TimelineModel(name=name)
        self.project.timelines.append(model)
        self.project.current = model
        return Timeline(self.fake, model)

    def DeleteTimelines(self, timeline: list[Far]) -> bool:
        gone = [line.model for line in timeline]
        project = self.project
        project.timelines[:] = [line for line in project.timelines if line not in gone]
        if project.current in gone:
            project.current = next(iter(project.timelines), None)
        return bool(gone)


@with_trivial
class MediaStorage(Far):
    """Mounted storage."""
