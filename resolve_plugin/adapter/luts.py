"""Our LUT files in the folder that Resolve takes node LUTs from.

They lie in `Bestlight/<project>/<clip>_<look>_<hash>.cube` under the master LUT folder, in plain
ASCII names. The hash is of the content: another LUT is another file, never the same name again
(whether Resolve reads an overwritten LUT anew is not known), and the same LUT asked for again after
a restart of Resolve is the file that Resolve has found by then.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BestlightError, reason
from core.grade.label import file_part, name_lut_file
from core.host.types import Label
from core.lut.cube import format_cube
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from resolve_plugin.folders import Folders, find_folders_here

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut

OURS = "Bestlight"
MARK = "Made by Bestlight for DaVinci Resolve"
FOLDER_VARIABLE = "BESTLIGHT_LUT_DIR"
_TRIALS = re.compile(rf"{OURS}/check-[0-9a-f]+")
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_HEAD_BYTES = 4096


@dataclass(frozen=True)
class LutFile:
    """A LUT in Resolve's folder.

    Attributes:
        file: where it lies.
        relative: how Resolve names it: from the LUT folder, with forward slashes.
        new: whether it was written just now; else it lay there already.
    """

    file: Path
    relative: str
    new: bool


def find_lut_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where LUTs for Resolve go: `BESTLIGHT_LUT_DIR` (a custom LUT path of Resolve's preferences),
    else Resolve's master LUT folder.
    """
    given = (os.environ if environ is None else environ).get(FOLDER_VARIABLE, "").strip()
    return Path(given) if given else find_folders_here().master_lut


def find_folders() -> Folders[Path]:
    """Resolve's folders on this machine, LUTs going where `find_lut_folder` says."""
    return replace(find_folders_here(), master_lut=find_lut_folder())


class LutFolder:
    """Our part of Resolve's LUT folder.

    Args:
        root: the LUT folder; need not exist.
        project: name of the project.
    """

    def __init__(self, root: Path, project: str) -> None:
        self.root = root
        self.folder = root / OURS / file_part(project, "project")

    def write(
        self,
        lut: NodeLut,
        clip: str,
        label: Label,
        announce: Callable[[Path], object] = lambda file: None,
    ) -> LutFile:
        """Write a LUT for a clip, or find the very same one.

        Args:
            lut: for the clip's node; it has passed the gate.
            clip: the clip's name.
            label: the look's name, and lines for the head of the file.
            announce: is given the file's path before it is there.

        Raises:
            BestlightError: the folder cannot be written to; the hint says what to do.
        """
        table = lut.table.plain()
        comments = (MARK, f"clip: {clip}", *label.comments)
        text = format_cube(table, comments=comments).encode("ascii")
        stem = name_lut_file(clip, label.look, anywhere=True)
        digest = hashlib.sha256(text).hexdigest()
        for at in range(0, len(digest) - 8, 8):
            file = self.folder / f"{stem}_{digest[at : at + 8]}.cube"
            if not file.exists():
                announce(file)
                self._write(table, file, comments)
                return LutFile(file, self.relative(file), new=True)
            if _holds(file, text):
                announce(file)
                return LutFile(file, self.relative(file), new=False)
        raise BestlightError(
            f"{self.folder} holds other LUTs under every name for {clip}",
            hint="rename the clip, or clean old LUTs",
        )

    def _write(self, table: Lut3D, file: Path, comments: Sequence[str]) -> None:
        try:
            write_lut(table, file, comments=comments, force=False)
        except BestlightError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: BestlightError) -> BestlightError:
        cause = error.__cause__
        number = cause.errno if isinstance(cause, OSError) else None
        if number in _REFUSED:
            return BestlightError(
                f"Bestlight may not write into Resolve's LUT folder {self.root}",
                hint=f"give yourself write permission there; or add a folder of your own to "
                f"Resolve's LUT locations and set {FOLDER_VARIABLE} to it",
            )
        if number in _FULL:
            return BestlightError(
                f"the disk of Resolve's LUT folder {self.root} is full",
                hint="make room there, then try again",
            )
        why = reason(cause) if isinstance(cause, OSError) else error.message
        return BestlightError(
            f"cannot write into Resolve's LUT folder {self.root}: {why}",
            hint="check that it is a folder you may write to; bestlight resolve check tells more",
        )

    def relative(self, file: Path) -> str:
        """How Resolve names a file of this folder."""
        return file.relative_to(self.root).as_posix()

    def is_ours(self, named: str) -> bool:
        """Whether a LUT, as Resolve names it, lies in our folder (of any project)."""
        name = _plain(named)
        whole = _plain((self.root / OURS).as_posix())
        return name.startswith((f"{OURS.casefold()}/", f"{whole}/"))

    def remove(self, file: Path) -> bool:
        """Remove a file of ours; whether it is gone.

        Only a regular `.cube` file that lies in this project's own folder and carries our mark is
        removed; that Bestlight's records name it is for the caller to see to.
        """
        if not file.exists():
            return True
        inside = file.parent.resolve() == self.folder.resolve() and not file.is_symlink()
        if not inside or file.suffix != ".cube" or not _is_marked(file):
            return False
        try:
            file.unlink()
        except OSError:
            return False
        return True

    def remove_trials(self, named: str) -> None:
        """Remove a folder of LUTs to try, as `name_trials` named it; any other is left alone."""
        folder = self.root / named
        if _TRIALS.fullmatch(named) and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def name_trials(token: str) -> str:
    """A folder of our own for LUTs to try, relative to the LUT folder; `token` hexadecimal."""
    return f"{OURS}/check-{token}"


def is_same_lut(named: str, relative: str) -> bool:
    """Whether a LUT, as Resolve names it (relative, or by its whole path), is that file of ours."""
    name, ours = _plain(named), _plain(relative)
    return bool(ours) and (name == ours or name.endswith("/" + ours))


def _plain(named: str) -> str:
    return named.replace("\\", "/").casefold()


def _holds(file: Path, text: bytes) -> bool:
    try:
        return file.read_bytes() == text
    except OSError:
        return False


def _is_marked(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(_HEAD_BYTES).startswith(f"# {MARK}".encode("ascii"))
    except OSError:
        return False
