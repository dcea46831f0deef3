"""Project: timelines, settings, colour groups, stills of the current frame, the render queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.fake_resolve.gallery import Gallery
from tests.fake_resolve.graph import ColorGroup
from tests.fake_resolve.model import GroupModel, ProjectModel, new_id
from tests.fake_resolve.picture import frame_at, write_picture
from tests.fake_resolve.pool import MediaPool
from tests.fake_resolve.remote import Far, since
from tests.fake_resolve.settings import READ_ONLY, shown_settings
from tests.fake_resolve.timeline import Timeline
from tests.fake_resolve.trivial import with_trivial


@with_trivial
class Project(Far):
    """A project."""

    model: ProjectModel

    def alive(self) -> bool:
        return super().alive() and self.model is self.fake.project

    def GetName(self) -> str:
        return self.model.name

    def SetName(self, projectName: str) -> bool:
        if not projectName or projectName in self.fake.projects:
            return False
        del self.fake.projects[self.model.name]
        self.model.name = projectName
        self.fake.projects[projectName] = self.model
        return True

    def GetUniqueId(self) -> str:
        return self.model.id

    def GetMediaPool(self) -> Far:
        return MediaPool(self.fake)

    def GetGallery(self) -> Far:
        return Gallery(self.fake)

    def GetTimelineCount(self) -> int:
        return len(self.model.timelines)

    def GetTimelineByIndex(self, idx: int) -> Far | None:
        if not 1 <= idx <= len(self.model.timelines):
            return None
        return Timeline(self.fake, self.model.timelines[int(idx) - 1])

    def GetCurrentTimeline(self) -> Far | None:
        current = self.model.current
        return None if current is None else Timeline(self.fake, current)

    def SetCurrentTimeline(self, timeline: Far) -> bool:
        if not isinstance(timeline, Timeline) or not timeline.alive():
            return False
        self.model.current = timeline.model
        return True

    def GetSetting(self, settingName: str | None = None) -> Any:
        known = shown_settings(self.model.settings, None)
        return known.get(settingName, "") if settingName else known

    def SetSetting(self, settingName: str, settingValue: str) -> bool:
        if settingName not in self.model.settings or settingName in READ_ONLY:
            return False
        self.model.settings[settingName] = str(settingValue)
        return True

    @since("21.1")
    def GetSettings(self) -> dict[str, Any]:
        return self.GetSetting()

    @since("21.1")
    def SetSettings(self, settings: dict[str, str]) -> bool:
        return all([self.SetSetting(key, value) for key, value in settings.items()])

    def RefreshLUTList(self) -> bool:
        return self.fake.luts.refresh()

    @since("18.5")
    def ExportCurrentFrameAsStill(self, filePath: str) -> bool:
        timeline, path = self.model.current, Path(filePath)
        if timeline is None or path.suffix.lower() not in self.fake.quirks.still_formats:
            return False
        if not path.is_absolute() or not path.parent.is_dir():
            return False
        frame = self.fake.viewer.exported_frame(timeline)
        write_picture(path, frame_at(self.fake, timeline, frame), self.fake.quirks.still_bits)
        return True

    # --- colour groups

    @since("19.0")
    def GetColorGroupsList(self) -> list[Far]:
        return [ColorGroup(self.fake, group) for group in self.model.groups]

    @since("19.0")
    def AddColorGroup(self, groupName: str) -> Far | None:
        if not groupName or any(group.name == groupName for group in self.model.groups):
            return None
        group = GroupModel(groupName)
        self.model.groups.append(group)
        return ColorGroup(self.fake, group)

    @since("19.0")
    def DeleteColorGroup(self, colorGroup: Far) -> bool:
        group = getattr(colorGroup, "model", None)
        if group not in self.model.groups:
            return False
        self.model.groups.remove(group)
        for timeline in self.model.timelines:
            for item in timeline.items:
                item.group = None if item.group is group else item.group
        return True

    # --- the render queue, which never really renders

    def AddRenderJob(self) -> str:
        job = new_id()
        self.model.jobs[job] = {"JobStatus": "Ready", "CompletionPercentage": 0}
        return job

    def DeleteRenderJob(self, jobId: str) -> bool:
        return self.model.jobs.pop(jobId, None) is not None

    def DeleteAllRenderJobs(self) -> bool:
        self.model.jobs.clear()
        return True

    def GetRenderJobList(self) -> list[dict[str, str]]:
        return [{"JobId": job} for job in self.model.jobs]

    def GetRenderJobStatus(self, jobId: str) -> dict[str, Any]:
        return dict(self.model.jobs.get(jobId, {}))

    def StartRendering(self, *args: Any) -> bool:
        self.fake.rendering = bool(self.model.jobs)
        return self.fake.rendering

    def StopRendering(self) -> None:
        self.fake.rendering = False

    def IsRenderingInProgress(self) -> bool:
        return self.fake.rendering
