"""The gallery's stills, as references."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BestlightError, UsageError, reason
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list
from resolve_plugin.adapter.guard import look

_FORMAT = "png"


@dataclass(frozen=True, eq=False)
class GalleryStill:
    """One still of the gallery, which itself has neither an id nor a name.

    Attributes:
        id: album, place in it, and label: the same until stills are moved or renamed.
        name: for people.
        album: Resolve's album.
        handle: Resolve's still.
    """

    id: str
    name: str
    album: api.GalleryStillAlbum
    handle: Any


def gallery_stills(connection: Connection) -> tuple[GalleryStill, ...]:
    """All stills of the gallery, album by album, in five round trips at most.

    Raises:
        BestlightError: no project is open.
    """
    project = look(connection).project
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
        _still(album, str(name or ""), number, still, str(next(labels) or ""))
        for album, name, held in zip(albums, names, lists, strict=True)
        for number, still in enumerate(held, 1)
    )


def _still(
    album: api.GalleryStillAlbum, name: str, number: int, handle: Any, label: str
) -> GalleryStill:
    shown = f"{name}: {label or f'still {number}'}"
    return GalleryStill(f"{name}/{number}/{label}", shown, album, handle)


def still_file(connection: Connection, id: str, folder: Path) -> Path:
    """Write a still into a folder as a PNG; Resolve's companion .drx is taken away.

    Args:
        connection: to Resolve.
        id: of `gallery_stills`.
        folder: an existing folder, where nothing is overwritten.

    Raises:
        UsageError: there is no such still (any more).
        BestlightError: Resolve does not export stills now; the hint says when it does.
    """
    found = next((still for still in gallery_stills(connection) if still.id == id), None)
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
    why = look(connection).why_not_writable
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
