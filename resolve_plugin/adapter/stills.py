"""The gallery's stills, as references."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BestlightError, UsageError, reason
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.naming import list_names, require_one

_FORMAT = "png"


@dataclass(frozen=True, eq=False)
class GalleryStill:
    """One still of the gallery, which itself has neither an id nor a name.

    Attributes:
        id: its place and its label: the same until stills are moved or renamed.
        place: album and number in it: "Stills 1/3".
        name: for people: album and label.
        label: what the user called it; may be empty.
        album: Resolve's album.
        handle: Resolve's still.
    """

    id: str
    place: str
    name: str
    label: str
    album: api.GalleryStillAlbum
    handle: Any


def list_stills(connection: Connection) -> tuple[GalleryStill, ...]:
    """All stills of the gallery, album by album, in five round trips at most.

    Raises:
        BestlightError: no project is open.
    """
    project = read_state(connection).project
    if project is None:
        raise BestlightError("no project is open in Resolve", hint="open one, then try again")
    gallery = project.GetGallery()
    albums = as_list(gallery.GetGalleryStillAlbums()) if gallery else []
    if not albums:
        return ()
    answers = connection.ask(
        *((gallery, "GetAlbumName", album) for album in albums),
        *((album, "GetStills") for album in albums),
    )
    names, lists = answers[: len(albums)], [as_list(held) for held in answers[len(albums) :]]
    calls = [
        (album, "GetLabel", still)
        for album, held in zip(albums, lists, strict=True)
        for still in held
    ]
    labels = iter(connection.ask(*calls) if calls else ())
    return tuple(
        _still(album, name, number, still, str(next(labels) or ""))
        for album, name, held in zip(albums, _told_apart(names), lists, strict=True)
        for number, still in enumerate(held, 1)
    )


def _still(
    album: api.GalleryStillAlbum, name: str, number: int, handle: Any, label: str
) -> GalleryStill:
    shown = f"{name}: {label or f'still {number}'}"
    place = f"{name}/{number}"
    return GalleryStill(f"{place}/{label}", place, shown, label, album, handle)


def _told_apart(names: Sequence[Any]) -> list[str]:
    """Names of albums, of which several may be alike."""
    found: list[str] = []
    for answer in names:
        name, number = str(answer or ""), 1
        while name in found:
            number += 1
            name = f"{answer or ''} ({number})"
        found.append(name)
    return found


def find_still(stills: Sequence[GalleryStill], wanted: str) -> GalleryStill:
    """The still of that place ("Stills 1/3"), id, name ("Stills 1: warm") or label.

    Raises:
        UsageError: there is none, or more than one; the hint says how to pick one.
    """
    found = [still for still in stills if wanted in (still.id, still.place)]
    found = found or [still for still in stills if wanted == still.name]
    found = found or [still for still in stills if wanted and wanted == still.label]
    if found:
        return require_one(found, f"stills are called {wanted!r}", lambda still: still.place)
    raise UsageError(
        f"no still is called {wanted!r}",
        hint=f"there are: {list_names([still.name for still in stills])}; see: bestlight resolve "
        "stills",
    )


def export_still(connection: Connection, id: str, folder: Path) -> Path:
    """Write a still into a folder as a PNG; Resolve's companion .drx is taken away.

    Args:
        connection: to Resolve.
        id: of `list_stills`.
        folder: an existing folder, where nothing is overwritten.

    Raises:
        UsageError: there is no such still (any more).
        BestlightError: Resolve does not export stills now; the hint says when it does.
    """
    found = next((still for still in list_stills(connection) if still.id == id), None)
    if found is None:
        raise UsageError(
            f"the gallery has no still {id!r} (any more)", hint="list the stills again"
        )
    try:
        # In a folder of its own, because Resolve makes up the file's name.
        with tempfile.TemporaryDirectory(prefix="bestlight-", dir=folder) as own:
            found.album.ExportStills([found.handle], own, "still", _FORMAT)
            pictures = sorted(Path(own).glob(f"*.{_FORMAT}"))
            if not pictures:
                raise _not_exported(connection)
            return pictures[0].rename(_free(folder, found.name))
    except OSError as error:
        raise BestlightError(
            f"cannot write a still into {folder}: {reason(error)}",
            hint="check that the disk has room and that you may write there",
        ) from error


def _not_exported(connection: Connection) -> BestlightError:
    why = read_state(connection).why_not_writable
    if why:
        return BestlightError(f"the still cannot be exported now: {why}")
    return BestlightError(
        "Resolve exports stills only while its Gallery panel is open on the Color page",
        hint="open the Color page, click Gallery at its top left, and try again",
    )


def _free(folder: Path, name: str) -> Path:
    """A new file name for a still, made of letters and digits of its own name."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name)[:60].strip("-")
    path, number = folder / f"{plain or 'still'}.{_FORMAT}", 1
    while path.exists():
        number += 1
        path = folder / f"{plain or 'still'}-{number}.{_FORMAT}"
    return path
