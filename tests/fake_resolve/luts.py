"""Resolve's index of LUT files: what is found, when, and under which name."""

from __future__ import annotations

import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.lut.lut3d import Lut3D
    from tests.fake_resolve.profile import Quirks

SUFFIXES = (".cube", ".dat", ".3dl", ".m3d", ".mga", ".olut", ".ilut", ".lut", ".dctl")


class LutIndex:
    """The LUTs that Resolve knows: those found in its folders at the last scan.

    Args:
        master: the system's LUT folder.
        user: the user's own LUT folder, which SetLUT does not read.
        quirks: which rules hold.

    Attributes:
        custom: LUT folders that the user added in the preferences.
    """

    def __init__(self, master: Path, user: Path, quirks: Quirks) -> None:
        self.master = master
        self.user = user
        self.custom: list[Path] = []
        self._quirks = quirks
        self._known: dict[str, Path] = {}
        self._loaded: dict[str, Lut3D] = {}
        self._outside: dict[str, Path] = {}
        self.restart()

    def _roots(self) -> list[Path]:
        roots = [self.master, *self.custom]
        return roots if self._quirks.user_luts_refused else [*roots, self.user]

    def restart(self) -> None:
        """What a restart of Resolve does: scan, and forget what was read."""
        self._loaded.clear()
        self._scan()

    def refresh(self) -> bool:
        """RefreshLUTList."""
        time.sleep(self._quirks.refresh_seconds)
        if self._quirks.refresh_ignored:
            return False
        if not self._quirks.lut_needs_restart:
            self._scan()
        return True

    def _scan(self) -> None:
        self._known = {}
        for root in reversed(self._roots()):
            for path in sorted(root.rglob("*")):
                if path.suffix.lower() in SUFFIXES and path.is_file():
                    self._known[path.relative_to(root).as_posix()] = path

    def find(self, given: str) -> str | None:
        """The name under which a LUT is set, for a path as handed to SetLUT; None: refused."""
        if self._quirks.unicode_lut_refused and not given.isascii():
            return None
        if not self._quirks.lut_needs_refresh:
            self._scan()
        text = given.replace("\\", "/")
        if not Path(given).is_absolute():
            name = str(PurePosixPath(text))
            return name if name in self._known else None
        path = Path(given)
        for root in self._roots():
            if path.is_relative_to(root):
                name = path.relative_to(root).as_posix()
                if name in self._known or self._takes_unseen(path):
                    return self._remembered(name, path)
                return None
        in_user_folder = path.is_relative_to(self.user) and self._quirks.user_luts_refused
        if self._takes_unseen(path) and not in_user_folder:
            return self._remembered(path.name, path)
        return None

    def _takes_unseen(self, path: Path) -> bool:
        known = path.is_file() and path.suffix.lower() in SUFFIXES
        return self._quirks.absolute_outside_ok and known

    def _remembered(self, name: str, path: Path) -> str:
        self._outside[name] = path
        return name

    def shown(self, name: str) -> str:
        """What GetLUT answers for a LUT set under `name`."""
        if not name or self._quirks.get_lut_relative:
            return name
        return str(self._path(name))

    def _path(self, name: str) -> Path:
        return self._known.get(name) or self._outside.get(name) or self.master / name

    def load(self, name: str) -> Lut3D | None:
        """The LUT's values as Resolve shows them; None where its file is gone or is no LUT."""
        from core.errors import BestlightError
        from core.lut.files import read_lut

        if name not in self._loaded or not self._quirks.overwritten_lut_stale:
            try:
                self._loaded[name] = read_lut(self._path(name))
            except BestlightError:
                return self._loaded.get(name)
        return self._loaded[name]
