"""Gallery, GalleryStillAlbum and GalleryStill."""

from __future__ import annotations

from pathlib import Path

from tests.fake_resolve import drx
from tests.fake_resolve.model import AlbumModel, StillModel
from tests.fake_resolve.picture import write_picture
from tests.fake_resolve.remote import Far, since

_EXPORTS = ("dpx", "cin", "tif", "jpg", "png", "ppm", "bmp", "xpm", "drx")


class GalleryStill(Far):
    """A still; it has no methods."""

    model: StillModel

    def alive(self) -> bool:
        held = any(self.model in album.stills for album in self.project.albums)
        return super().alive() and held


class GalleryStillAlbum(Far):
    """An album of stills."""

    model: AlbumModel

    def alive(self) -> bool:
        return super().alive() and self.model in self.project.albums

    def _own(self, still: Far) -> StillModel | None:
        return still.model if getattr(still, "model", None) in self.model.stills else None

    def GetStills(self) -> list[Far]:
        return [GalleryStill(self.fake, still) for still in self.model.stills]

    def GetLabel(self, galleryStill: Far) -> str:
        still = self._own(galleryStill)
        return "" if still is None else still.label

    def SetLabel(self, galleryStill: Far, label: str) -> bool:
        still = self._own(galleryStill)
        if still is None:
            return False
        still.label = label
        return True

    @since("18.6")
    def ImportStills(self, filePaths: list[str]) -> bool:
        from core.errors import BestlightError
        from core.media.still import read_still

        for path in filePaths:
            try:
                picture = read_still(path).rgb
            except BestlightError:
                return False
            number = f"1.1.{len(self.model.stills) + 1}"
            self.model.stills.append(StillModel(picture, Path(path).stem, number))
        return bool(filePaths)

    def ExportStills(
        self, galleryStills: list[Far], folderPath: str, filePrefix: str, format: str
    ) -> bool:
        gated = self.fake.quirks.exportstills_gate
        if gated and not (self.fake.page == "color" and self.fake.gallery_open):
            return False
        stills = [still for still in map(self._own, galleryStills) if still is not None]
        folder = Path(folderPath)
        if not stills or format not in _EXPORTS or not folder.is_dir():
            return False
        for still in stills:
            name = f"{filePrefix}_{still.number}"
            if format != "drx":
                write_picture(folder / f"{name}.{format}", still.picture, 16)
            drx.write(folder / f"{name}.drx", still.nodes, self.fake.profile.header)
        return True

    def DeleteStills(self, galleryStills: list[Far]) -> bool:
        gone = [still for still in map(self._own, galleryStills) if still is not None]
        self.model.stills[:] = [s for s in self.model.stills if s not in gone]
        return bool(gone)


class Gallery(Far):
    """The gallery."""

    def _albums(self, power_grade: bool) -> list[Far]:
        albums = [album for album in self.project.albums if album.power_grade == power_grade]
        return [GalleryStillAlbum(self.fake, album) for album in albums]

    def GetAlbumName(self, galleryStillAlbum: Far) -> str:
        return galleryStillAlbum.model.name

    def SetAlbumName(self, galleryStillAlbum: Far, albumName: str) -> bool:
        galleryStillAlbum.model.name = albumName
        return True

    def GetCurrentStillAlbum(self) -> Far:
        return GalleryStillAlbum(self.fake, self.project.albums[self.project.album])

    def SetCurrentStillAlbum(self, galleryStillAlbum: Far) -> bool:
        self.project.album = self.project.albums.index(galleryStillAlbum.model)
        return True

    def GetGalleryStillAlbums(self) -> list[Far]:
        return self._albums(False)

    @since("19.1")
    def GetGalleryPowerGradeAlbums(self) -> list[Far]:
        return self._albums(True)

    def _create(self, power_grade: bool) -> Far:
        kind = "PowerGrade" if power_grade else "Stills"
        number = len(self._albums(power_grade)) + 1
        album = AlbumModel(f"{kind} {number}", power_grade=power_grade)
        self.project.albums.append(album)
        return GalleryStillAlbum(self.fake, album)

    @since("19.1")
    def CreateGalleryStillAlbum(self) -> Far:
        return self._create(False)

    @since("19.1")
    def CreateGalleryPowerGradeAlbum(self) -> Far:
        return self._create(True)
