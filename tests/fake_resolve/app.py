"""Resolve and ProjectManager: the application and its project database."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from tests.fake_resolve.gallery import Gallery
from tests.fake_resolve.pool import MediaPool, MediaStorage
from tests.fake_resolve.project import Project
from tests.fake_resolve.remote import Far, grown, since
from tests.fake_resolve.timeline import Timeline
from tests.fake_resolve.trivial import with_trivial

PAGES = ("media", "cut", "edit", "fusion", "color", "fairlight", "deliver")
UNTITLED = "Untitled Project"


class Application(Far):
    """What belongs to no project, and lives as long as Resolve does."""

    def alive(self) -> bool:
        return True


@with_trivial
class Resolve(Application):
    """The application."""

    constants: ClassVar = {
        "EXPORT_LUT_17PTCUBE": 0.0,
        "EXPORT_LUT_33PTCUBE": 1.0,
        "EXPORT_LUT_65PTCUBE": 2.0,
        "EXPORT_LUT_PANASONICVLUT": 3.0,
        "CACHE_AUTO_ENABLED": -1.0,
        "CACHE_DISABLED": 0.0,
        "CACHE_ENABLED": 1.0,
    }

    def GetProductName(self) -> str:
        return self.fake.profile.product

    def GetVersion(self) -> list[Any]:
        return [*self.fake.profile.whole, ""]

    def GetVersionString(self) -> str:
        return ".".join(map(str, self.fake.profile.whole))

    def GetCurrentPage(self) -> str | None:
        hidden = self.fake.blocked and self.fake.quirks.modal_hides_page
        return None if hidden else self.fake.page

    def OpenPage(self, pageName: str) -> bool:
        photo = pageName == "photo" and self.fake.profile.at_least("21.0")
        if pageName not in PAGES and not photo:
            return False
        self.fake.page = pageName
        return True

    def Fusion(self) -> Far:
        return Fusion(self.fake)

    def GetMediaStorage(self) -> Far:
        return MediaStorage(self.fake)

    def GetProjectManager(self) -> Far:
        return ProjectManager(self.fake)

    def Quit(self) -> None:
        self.fake.die()

    @since("21.1")
    def IsStudio(self) -> bool:
        return self.fake.profile.edition == "studio"

    @since("21.1")
    def GetCurrentProject(self) -> Far:
        return Project(self.fake, self.fake.project)

    @since("21.1")
    def GetCurrentTimeline(self) -> Far | None:
        current = self.fake.project.current
        return None if current is None else Timeline(self.fake, current)

    @since("21.1")
    def GetMediaPool(self) -> Far:
        return MediaPool(self.fake)

    @since("21.1")
    def GetGallery(self) -> Far:
        return Gallery(self.fake)


class Fusion(Application):
    """The Fusion page's own interface, of which nothing is used."""


@with_trivial
class ProjectManager(Application):
    """The project database."""

    def GetCurrentProject(self) -> Far:
        return Project(self.fake, self.fake.project)

    def GetCurrentDatabase(self) -> dict[str, str]:
        return {"DbType": "Disk", "DbName": "Local Database"}

    def GetDatabaseList(self) -> list[dict[str, str]]:
        return [self.GetCurrentDatabase()]

    def GetProjectListInCurrentFolder(self) -> list[str]:
        return list(self.fake.projects)

    @grown("20.2.2", "mediaLocationPath")
    def CreateProject(self, projectName: str, mediaLocationPath: str | None = None) -> Far | None:
        if not projectName or projectName in self.fake.projects:
            return None
        self.fake.switch_project(projectName)
        return self.GetCurrentProject()

    def LoadProject(self, projectName: str) -> Far | None:
        if projectName not in self.fake.projects:
            return None
        self.fake.switch_project(projectName)
        return self.GetCurrentProject()

    def CloseProject(self, project: Far) -> bool:
        if not project.alive():
            return False
        self.fake.switch_project(UNTITLED)
        return True

    def DeleteProject(self, projectName: str) -> bool:
        is_open = projectName == self.fake.project.name
        return not is_open and self.fake.projects.pop(projectName, None) is not None

    def SaveProject(self) -> bool:
        if self.fake.project.name == UNTITLED and self.fake.quirks.untitled_save_modal:
            self.fake.open_modal("Save Project As")
            return False
        self.fake.saves += 1
        return True

    def ExportProject(
        self, projectName: str, filePath: str, withStillsAndLUTs: bool = True
    ) -> bool:
        if projectName not in self.fake.projects or not Path(filePath).parent.is_dir():
            return False
        Path(filePath).write_text(projectName, encoding="utf-8")
        return True
