"""Plain files as a host: a folder, or a list of files, is the timeline.

A LUT is attached by writing it; each attach is a new version, a file of its own, and the one
before it comes back with `revert`. What was attached is kept beside the LUTs, in one JSON file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.errors import BestlightError, UsageError, reason
from core.grade.footage import Footage, open_footage
from core.grade.label import free_lut_file, name_lut_file
from core.grade.node_lut import NodeLut, require_sound, write_node_lut
from core.host.file_records import FileVersion, read_records, write_records
from core.host.types import (
    Attached,
    HostClip,
    HostState,
    Label,
    NodeSpace,
    Reverted,
    Scope,
    StillName,
)
from core.lut.files import open_lut
from core.progress import Progress

if TYPE_CHECKING:
    from core.media import ClipInfo, SequenceInfo, StillInfo

    FileInfo = ClipInfo | StillInfo | SequenceInfo

UNGRADED = "ungraded"
"""The version of a clip that no LUT was attached to."""


def write_for_file(
    lut: NodeLut,
    file: Path,
    source: str,
    label: Label,
    *,
    accept_faults: bool = False,
    force: bool = False,
) -> None:
    """Write a LUT for a plain file, with a summary at its head; see `write_node_lut`.

    Args:
        lut: the LUT.
        file: the new file.
        source: name of the file that it was made for.
        label: how the grade is named.
        accept_faults: write it even with a fault.
        force: overwrite an existing file.
    """
    comments = ("Made by Bestlight", f"source: {source}", *label.comments)
    titled = lut.titled(f"Bestlight {label.look}")
    write_node_lut(titled, file, comments=comments, accept_faults=accept_faults, force=force)


class FileHost:
    """Files as a host; `core.host.host.Host`.

    Args:
        files: the clips and pictures, in the order of the timeline; a folder stands for the
            pictures and clips in it.
        luts: the folder that LUTs are written to; None: beside each clip.

    Raises:
        BestlightError: a file is not there, or a folder cannot be read.
    """

    usual_output: str | None = None

    def __init__(self, files: Sequence[Path], luts: Path | None = None) -> None:
        self._files = list_files(files)
        self._luts = luts
        self._current = 0
        self._infos: dict[Path, tuple[tuple[int, int], FileInfo]] = {}

    def state(self) -> HostState:
        """See `Host.state`."""
        return HostState(
            product="files",
            version=__version__,
            project="",
            timeline="",
            page="",
            timecode="",
            current=self._clip(self._current) if self._files else None,
            writable=True,
        )

    def go_to(self, clip: HostClip) -> None:
        """Make a clip the current one."""
        self._current = self._index(clip)

    def clips(self, scope: Scope, name: str = "") -> tuple[HostClip, ...]:
        """See `Host.clips`; all clips are on one track, and none is in a group."""
        if scope == "current":
            return (self._clip(self._current),) if self._files else ()
        if scope == "group" or (scope == "track" and name not in ("", "1")):
            raise UsageError(f"files have no {scope} {name!r:.40}", hint="they are all on track 1")
        return tuple(self._clip(index) for index in range(len(self._files)))

    def clip_called(self, name: str) -> HostClip:
        """See `Host.clip_called`; a name is a file's, with or without its folder and suffix."""
        found = [
            index
            for index, file in enumerate(self._files)
            if name in (str(file), file.name, file.stem)
        ]
        if len(found) != 1:
            raise UsageError(
                f"there is no clip {name!r:.80}" if not found else f"{name!r:.80} is two clips",
                hint="name it by its file",
            )
        return self._clip(found[0])

    def require_gradable(self, clip: HostClip) -> None:
        """See `Host.require_gradable`."""
        if not (clip.file and clip.file.is_file()):
            raise BestlightError(f"{clip.name} does not exist any more", hint="choose another clip")

    def node_index(self, clip: HostClip, node: int | None = None) -> int:
        """See `Host.node_index`; a file has one node."""
        if node not in (None, 1):
            raise UsageError(f"{clip.name} has no node {node}", hint="a file has one node: 1")
        return 1

    def node_space(self, clip: HostClip, node: int | None = None) -> NodeSpace:
        """See `Host.node_space`: what the file says of itself."""
        from core.colour.detect import detect_space

        self.node_index(clip, node)
        found = detect_space(self.info(clip).colour_tags)
        return NodeSpace(found.space.name, found.reason, found.certain)

    def info(self, clip: HostClip) -> FileInfo:
        """What a clip's file says of itself; read again only where the file was written since.

        Raises:
            BestlightError: see `probe`.
        """
        from core.media import probe

        path = self._path(clip)
        try:
            status = path.stat()
        except OSError:
            return probe(path)
        written = status.st_mtime_ns, status.st_size
        kept = self._infos.get(path)
        if kept is None or kept[0] != written:
            kept = self._infos[path] = (written, probe(path))
        return kept[1]

    def footage(
        self, clip: HostClip, space: NodeSpace, progress: Progress, node: int | None = None
    ) -> Footage:
        """See `Host.footage`."""
        self.node_index(clip, node)
        path, info = self._path(clip), self.info(clip)
        return open_footage(path, space.space, "Source", progress, info=info)

    def graded_footage(self, clip: HostClip, progress: Progress) -> Footage:
        """See `Host.graded_footage`: the clip through the LUT that is attached to it."""
        footage = open_footage(self._path(clip), None, f"Reference {clip.name}", progress)
        versions = read_records(self._folder(clip)).versions.get(self._key(clip), [])
        if not versions:
            return footage
        return _graded(footage, self._folder(clip) / versions[-1].file)

    def attach(
        self,
        clip: HostClip,
        lut: NodeLut,
        label: Label,
        *,
        node: int | None = None,
        accept_faults: bool = False,
    ) -> Attached:
        """See `Host.attach`: the LUT becomes a new file `CLIP_LOOK.cube` or `CLIP_LOOK_2.cube`."""
        require_sound(lut, accept_faults=accept_faults)
        self.require_gradable(clip)
        index = self.node_index(clip, node)
        name = name_lut_file(self._path(clip).stem, label.look)
        file = free_lut_file(self._folder(clip), name)
        records = read_records(file.parent)
        versions = records.versions.setdefault(self._key(clip), [])
        before = versions[-1].name if versions else UNGRADED
        write_for_file(lut, file, clip.name, label, accept_faults=accept_faults)
        try:
            versions.append(FileVersion(file.stem, file.name, _digest(file)))
            write_records(file.parent, records)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return Attached(clip.id, file.stem, before, index, file.name, file)

    def revert(self, clip: HostClip) -> Reverted:
        """See `Host.revert`: the last LUT's file is removed, unless it was changed since."""
        records = read_records(self._folder(clip))
        versions = records.versions.get(self._key(clip), [])
        if not versions:
            raise BestlightError(
                f"Bestlight has put nothing on {clip.name} that could be taken back",
                hint="LUTs that lie beside it were not attached by Bestlight",
            )
        last = versions.pop()
        write_records(self._folder(clip), records)
        now = versions[-1].name if versions else UNGRADED
        file = self._folder(clip) / last.file
        if not _is_as_written(file, last.sha256):
            kept = f"you have changed {file.name} since, so it was kept"
            return Reverted(clip.id, now, "", (kept,))
        file.unlink(missing_ok=True)
        return Reverted(clip.id, now, last.name)

    def stills(self) -> Sequence[StillName]:
        """See `Host.stills`: the pictures among the files."""
        from core.media import is_still

        pictures = (file for file in self._files if is_still(file))
        return [StillName(str(file), file.name) for file in pictures]

    def still_called(self, name: str) -> StillName:
        """See `Host.still_called`."""
        clip = self.clip_called(name)
        return StillName(clip.id, clip.name)

    def still_file(self, still: str, folder: Path) -> Path:
        """See `Host.still_file`; the file is there already."""
        return Path(still)

    def _clip(self, index: int) -> HostClip:
        from core.media import is_still

        file = self._files[index]
        return HostClip(
            id=str(file),
            name=file.name,
            kind="clip",
            track=1,
            start=index,
            end=index + 1,
            file=file,
            group="",
            gradable=True,
            reason="a picture" if is_still(file) else "",
        )

    def _index(self, clip: HostClip) -> int:
        for index, file in enumerate(self._files):
            if str(file) == clip.id:
                return index
        raise BestlightError(f"{clip.name} is not among these files", hint="choose another clip")

    def _path(self, clip: HostClip) -> Path:
        return self._files[self._index(clip)]

    def _folder(self, clip: HostClip) -> Path:
        return self._luts or self._path(clip).parent

    def _key(self, clip: HostClip) -> str:
        return str(self._path(clip).absolute())


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _is_as_written(file: Path, sha256: str) -> bool:
    try:
        return _digest(file) == sha256
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _graded(footage: Footage, lut: Path) -> Footage:
    from core.apply import LutApplier
    from core.colour.transform import rendering
    from core.grade.inspect import declared_spaces

    applier = LutApplier(open_lut(lut), "cpu")
    frames = tuple(applier.apply(frame) for frame in footage.frames)
    spaces = declared_spaces(lut)
    shown = rendering(spaces[1]) if spaces else footage.shown
    return replace(footage, frames=frames, shown=shown, file=None)


def list_files(files: Sequence[Path]) -> list[Path]:
    """The files, with each folder replaced by the pictures and clips in it, by name.

    Raises:
        BestlightError: one is not there, or a folder cannot be read.
    """
    from core.media import is_media_name

    listed: list[Path] = []
    for path in files:
        try:
            if path.is_dir():
                listed += sorted(p for p in path.iterdir() if p.is_file() and is_media_name(p))
            elif path.exists():
                listed.append(path)
            else:
                raise BestlightError(f"{path} does not exist", hint="check the name and the folder")
        except OSError as error:
            raise BestlightError(f"cannot read {path}: {reason(error)}", hint="check it") from error
    return listed
