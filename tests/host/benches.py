"""Hosts to be tried, each with the same two clips and a still, and a look behind the scenes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

from core.host.file_records import read_records
from core.host.files import FileHost
from core.host.host import Host
from core.host.types import HostClip
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.bridge.external import ExternalBridge
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks


class Bench(Protocol):
    """A host with the clips "first.mov" and "second.mov", the first one current, and a still."""

    host: Host
    still: str

    def snapshot(self) -> Any:
        """All that is the user's, and every grade: equal before and after what leaves no trace."""
        ...

    def files(self) -> list[Path]:
        """The LUT files of Bestlight's."""
        ...

    def versions(self, clip: HostClip) -> list[str]:
        """Names of the clip's grade versions, the one from before any grade apart."""
        ...

    def delete(self, clip: HostClip) -> None:
        """The user deletes a clip."""
        ...

    def close_folder(self) -> Callable[[], None]:
        """Nobody may write where LUTs go, until what is returned is called."""
        ...


class FileBench:
    """A folder of files, and another one for LUTs."""

    still = "warm.png"

    def __init__(self, media: Path, folder: Path) -> None:
        self.film, self.luts = folder / "film", folder / "luts"
        shutil.copytree(media, self.film)
        self.luts.mkdir()
        self.host: Host = FileHost([self.film], self.luts)

    def snapshot(self) -> Any:
        found = (*self.film.rglob("*"), *self.luts.rglob("*"))
        return {str(path): path.read_bytes() for path in found if path.is_file()}

    def files(self) -> list[Path]:
        return sorted(self.luts.rglob("*.cube"))

    def versions(self, clip: HostClip) -> list[str]:
        known = read_records(self.luts).versions
        return [version.name for version in known.get(str(clip.file), [])]

    def delete(self, clip: HostClip) -> None:
        Path(clip.id).unlink()

    def close_folder(self) -> Callable[[], None]:
        self.luts.rmdir()
        self.luts.touch()  # what is no folder cannot be written to, even by an administrator

        def open_again() -> None:
            self.luts.unlink()
            self.luts.mkdir()

        return open_again


class ResolveBench:
    """A fake Resolve."""

    still = "Stills 1: warm"

    def __init__(self, media: Path, folder: Path) -> None:
        fake = FakeResolve(Profile("21.0.4", "studio"), folder / "fake", Quirks(still_lags=0))
        for name in ("first.mov", "second.mov"):
            nodes = [Node("Bestlight")]  # so that ours is used in every version
            fake.add_item("clip", media / name, name, nodes, frames=12, selected=True)
        picture = np.asarray(Image.open(media / "warm.png"), np.float64) / 255
        fake.add_still(picture, "warm")
        fake.page, fake.gallery_open = "color", True
        fake.move_playhead(fake.items["first.mov"])
        self.fake = fake
        self.host: Host = ResolveHost(ExternalBridge(fake.app), fake.master_lut, folder / "data")

    def snapshot(self) -> Any:
        return self.fake.snapshot()

    def files(self) -> list[Path]:
        return sorted((self.fake.master_lut / "Bestlight").rglob("*.cube"))

    def versions(self, clip: HostClip) -> list[str]:
        return [name for name in self.fake.items[clip.name].versions if name != "Version 1"]

    def delete(self, clip: HostClip) -> None:
        self.fake.delete_item(self.fake.items[clip.name])

    def close_folder(self) -> Callable[[], None]:
        self.fake.close_lut_folder()
        return self.fake.open_lut_folder


def make_media(folder: Path) -> Path:
    """The clips and the still as files."""
    from tests.fake_resolve import small_clip

    folder.mkdir()
    small_clip(folder / "first.mov", 12, 1)
    small_clip(folder / "second.mov", 12, 2)
    rows = np.linspace(0.1, 0.7, 40)[:, None, None] * np.array([1.0, 0.8, 0.55])
    picture = np.uint8(np.broadcast_to(rows, (40, 60, 3)) * 255)
    Image.fromarray(picture).save(folder / "warm.png")
    return folder
