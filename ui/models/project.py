"""A project as plain data: what was done on each clip, memories, and what was typed."""

from __future__ import annotations

import base64
import binascii
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from operator import index
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from core.errors import BestlightError, UsageError
from core.job.amounts import Amounts
from ui.models.look import Look, look_from_dict
from ui.models.steps import Step

if TYPE_CHECKING:
    from core.shots.span import ShotSpan

SCHEMA, VERSION = "bestlight-panel", 4
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
        picture: a small JPEG of the clip under it; may be empty.
    """

    look: Look
    version: str
    before: str
    file: str
    sha256: str
    output: str | None = None
    size: int | None = None
    picture: bytes = b""


@dataclass(frozen=True)
class KeptCandidate:
    """An answer to a request: what it is called, and what makes it of the look."""

    name: str
    amounts: Amounts
    manner: str


@dataclass(frozen=True)
class KeptCandidates:
    """The last strip of a clip.

    Attributes:
        asked: the request that it answers, as `Look.asked` in JSON.
        rows: as they stood.
    """

    asked: str
    rows: tuple[KeptCandidate, ...]


@dataclass(frozen=True)
class KeptShots:
    """The shots that were found in a clip.

    Attributes:
        written: of the file that was looked at, when (ns) and how large it was.
        spans: the shots.
    """

    written: tuple[int, int]
    spans: tuple[ShotSpan, ...]


@dataclass
class ClipData:
    """What is known of one clip.

    Attributes:
        look: the present one.
        versions: kept looks, oldest first.
        applied: the looks put on the clip and not taken back, oldest first.
        picture: a small JPEG of the clip under its look; may be empty.
        undo, redo: steps from the look, the nearest first; see `ui.models.steps`.
        candidates: the last strip; None: there was none.
        shots: None: they were not looked for.
    """

    look: Look = field(default_factory=Look)
    versions: list[Version] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    picture: bytes = b""
    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)
    candidates: KeptCandidates | None = None
    shots: KeptShots | None = None


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
    """A snapshot as JSON-serialisable data; `project_from_dict` takes it back."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "files": list(project.files),
        "current": project.current,
        "clips": {name: _clip_as_dict(clip) for name, clip in project.clips.items()},
        "memories": {letter: look.as_dict() for letter, look in project.memories.items()},
        "typed": list(project.typed),
        "library": project.library,
        "lut_folders": list(project.lut_folders),
        "notes_read": list(project.notes_read),
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


_DAMAGE = (
    UsageError, KeyError, TypeError, ValueError, AttributeError, OverflowError, binascii.Error
)  # fmt: skip


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


def _optional(data: Any, make: Callable[[Any], T], bad: _Count) -> T | None:
    made = _list([data], make, bad) if data is not None else []
    return made[0] if made else None


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
        "applied": [
            {
                **vars(one),
                "look": one.look.as_dict(),
                "picture": base64.b64encode(one.picture).decode(),
            }
            for one in clip.applied
        ],
        "picture": base64.b64encode(clip.picture).decode(),
        "undo": clip.undo,
        "redo": clip.redo,
        "candidates": _candidates_as_dict(clip.candidates),
        "shots": _shots_as_dict(clip.shots),
    }


def _candidates_as_dict(kept: KeptCandidates | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    rows = [
        {"name": one.name, "amounts": vars(one.amounts), "manner": one.manner} for one in kept.rows
    ]
    return {"asked": kept.asked, "rows": rows}


def _shots_as_dict(kept: KeptShots | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    return {"written": list(kept.written), "spans": [span.as_dict() for span in kept.spans]}


def _clip_from_dict(data: Mapping[str, Any], bad: _Count) -> ClipData:
    return ClipData(
        look_from_dict(data["look"]),
        _list(data["versions"], _version, bad),
        _list(data["applied"], _applied, bad),
        base64.b64decode(data.get("picture", ""), validate=True),
        _steps(data.get("undo"), bad),
        _steps(data.get("redo"), bad),
        _optional(data.get("candidates"), _candidates, bad),
        _optional(data.get("shots"), _shots, bad),
    )


def _steps(rows: Any, bad: _Count) -> list[Step]:
    """Up to the first that is none: each says only what it differs in from the one before."""
    rows = rows if isinstance(rows, list) else []
    sound = list(takewhile(lambda row: isinstance(row, Mapping), rows))
    bad.number += len(rows) - len(sound)
    return [dict(row) for row in sound]


def _candidates(data: Mapping[str, Any]) -> KeptCandidates:
    rows = [
        KeptCandidate(_text(row["name"]), Amounts(**row["amounts"]), _text(row["manner"]))
        for row in data["rows"]
    ]
    return KeptCandidates(_text(data["asked"]), tuple(rows))


def _shots(data: Mapping[str, Any]) -> KeptShots:
    from core.shots.span import ShotSpan, Start

    when, size = data["written"]
    spans = tuple(
        ShotSpan(
            index(row["first"]), index(row["last"]), row["kind_of_start"], index(row["dissolve"])
        )
        for row in data["spans"]
    )
    begins = [span.first for span in spans]
    ordered = begins == sorted(set(begins)) and all(one.frames > 0 for one in spans)
    if not spans or not ordered or not all(one.kind_of_start in get_args(Start) for one in spans):
        raise ValueError("these are no shots")
    return KeptShots((index(when), index(size)), spans)


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
        picture=base64.b64decode(data.get("picture", ""), validate=True),
    )
