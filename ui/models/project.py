"""A project as plain data: what was done on each clip, memories, and what was typed."""

from __future__ import annotations

import base64
import binascii
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from core.errors import BestlightError, UsageError
from ui.models.look import Look, look_from_dict

SCHEMA, VERSION = "bestlight-panel", 2
LETTERS = string.ascii_uppercase
MOST_TYPED = 50
MOST_NOTES = 500

T = TypeVar("T")


@dataclass(frozen=True)
class Version:
    """A look that was kept.

    Attributes:
        name: for people.
        look: the look.
        made: when, ISO 8601.
        starred: whether it is marked.
        thumbnail: a small JPEG of the clip under it; may be empty.
    """

    name: str
    look: Look
    made: str
    starred: bool = False
    thumbnail: bytes = b""


@dataclass(frozen=True)
class Applied:
    """A look that is on the clip, as far as this program put it there.

    Attributes:
        look: the look.
        version: the host's name for the version.
        before: the version to which a revert returns.
        file: path of the LUT file.
        sha256: of that file as it was written; hexadecimal.
        output: the output space that was asked for; None: the usual one.
        size: grid steps that were asked for; None: the usual.
    """

    look: Look
    version: str
    before: str
    file: str
    sha256: str
    output: str | None = None
    size: int | None = None


@dataclass
class ClipData:
    """What is known of one clip.

    Attributes:
        look: the present one.
        versions: kept looks, oldest first.
        applied: the looks put on the clip and not taken back, oldest first.
        picture: a small JPEG of the clip under its look; may be empty.
    """

    look: Look = field(default_factory=Look)
    versions: list[Version] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    picture: bytes = b""


@dataclass
class Project:
    """What a project file holds.

    Attributes:
        files: the clips of a project of plain files, in order.
        current: id of the clip that was shown last; empty: none.
        clips: by the host's id.
        memories: looks by letter, A..Z.
        typed: sentences, the latest last.
        library: folder of pictures to choose references from; empty: none.
        lut_folders: of the LUT browser.
        notes_read: what was said of a clip and put away by the user, the latest last.
    """

    files: list[str] = field(default_factory=list)
    current: str = ""
    clips: dict[str, ClipData] = field(default_factory=dict)
    memories: dict[str, Look] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    library: str = ""
    lut_folders: list[str] = field(default_factory=list)
    notes_read: list[str] = field(default_factory=list)

    def clip(self, clip_id: str) -> ClipData:
        """The data of a clip, new where there are none."""
        return self.clips.setdefault(clip_id, ClipData())

    def type(self, text: str) -> None:
        """Remember a sentence that was typed."""
        if text in self.typed:
            self.typed.remove(text)
        self.typed = [*self.typed, text][-MOST_TYPED:]

    def put_away(self, note: str) -> None:
        """Remember that a note was read."""
        self.notes_read = [*(one for one in self.notes_read if one != note), note][-MOST_NOTES:]


class NewerProject(BestlightError):
    """A project file that a newer Bestlight wrote."""


def project_as_dict(project: Project) -> dict[str, Any]:
    """As JSON-serialisable data; `project_from_dict` takes it back."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "files": project.files,
        "current": project.current,
        "clips": {name: _clip_as_dict(clip) for name, clip in project.clips.items()},
        "memories": {letter: look.as_dict() for letter, look in project.memories.items()},
        "typed": project.typed,
        "library": project.library,
        "lut_folders": project.lut_folders,
        "notes_read": project.notes_read,
    }


def project_from_dict(data: Any) -> tuple[Project, int]:
    """The project, and how many entries were too damaged to be read and are left out.

    Raises:
        NewerProject: a newer Bestlight wrote it.
        UsageError: it is no project.
    """
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        raise UsageError("this is no project of Bestlight's panel")
    version = data.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise NewerProject(
            f"a newer Bestlight wrote this project (version {version!r:.20}; this one reads "
            f"{VERSION})",
            hint="open it with that one",
        )
    bad = _Count()
    clips = _mapping(data.get("clips"), lambda row: _clip_from_dict(row, bad), bad)
    memories = _mapping(data.get("memories"), look_from_dict, bad)
    project = Project(
        files=_list(data.get("files"), _text, bad),
        current=str(data.get("current", "")),
        clips=clips,
        memories={letter: look for letter, look in memories.items() if letter in LETTERS},
        typed=_list(data.get("typed"), _text, bad),
        library=str(data.get("library", "")),
        lut_folders=_list(data.get("lut_folders"), _text, bad),
        notes_read=_list(data.get("notes_read"), _text, bad),
    )
    return project, bad.number


@dataclass
class _Count:
    number: int = 0


_DAMAGE = (UsageError, KeyError, TypeError, ValueError, AttributeError, binascii.Error)


def _list(rows: Any, make: Callable[[Any], T], bad: _Count) -> list[T]:
    made = []
    for row in rows if isinstance(rows, list) else ():
        try:
            made.append(make(row))
        except _DAMAGE:
            bad.number += 1
    return made


def _mapping(rows: Any, make: Callable[[Any], T], bad: _Count) -> dict[str, T]:
    pairs = list(rows.items()) if isinstance(rows, Mapping) else []
    return dict(_list(pairs, lambda pair: (str(pair[0]), make(pair[1])), bad))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _clip_as_dict(clip: ClipData) -> dict[str, Any]:
    return {
        "look": clip.look.as_dict(),
        "versions": [
            {
                **vars(version),
                "look": version.look.as_dict(),
                "thumbnail": base64.b64encode(version.thumbnail).decode(),
            }
            for version in clip.versions
        ],
        "applied": [{**vars(one), "look": one.look.as_dict()} for one in clip.applied],
        "picture": base64.b64encode(clip.picture).decode(),
    }


def _clip_from_dict(data: Mapping[str, Any], bad: _Count) -> ClipData:
    return ClipData(
        look_from_dict(data["look"]),
        _list(data["versions"], _version, bad),
        _list(data["applied"], _applied, bad),
        base64.b64decode(data.get("picture", ""), validate=True),
    )


def _version(data: Mapping[str, Any]) -> Version:
    return Version(
        str(data["name"]),
        look_from_dict(data["look"]),
        str(data["made"]),
        bool(data["starred"]),
        base64.b64decode(data["thumbnail"], validate=True),
    )


def _applied(data: Mapping[str, Any]) -> Applied:
    texts = {key: _text(data[key]) for key in ("version", "before", "file", "sha256")}
    output, size = data["output"], data["size"]
    return Applied(
        look_from_dict(data["look"]),
        **texts,
        output=None if output is None else _text(output),
        size=None if size is None else int(size),
    )
