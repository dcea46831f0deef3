"""The metadata of clips' media: what cameras write into files, and people into Resolve's fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from resolve_plugin.adapter.connection import Connection, as_map
from resolve_plugin.adapter.entries import list_entries
from resolve_plugin.bridge import CallFailed


def read_metadata(connection: Connection, clips: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """The metadata of clips of the current timeline, by their id; empty where there are none.

    Args:
        connection: to Resolve.
        clips: their ids.
    """
    entries = [one for one in list_entries(connection, "timeline") if one.clip.id in clips]
    if not entries:
        return {}
    media = connection.ask(*((entry.handle, "GetMediaPoolItem") for entry in entries))
    of = [(e.clip.id, item) for e, item in zip(entries, media, strict=True) if item is not None]
    try:
        answers = connection.ask(*((item, "GetMetadata") for _, item in of)) if of else []
    except CallFailed:  # a launcher of an older Bestlight does not let it through
        return {}
    return {id: as_map(answer) for (id, _), answer in zip(of, answers, strict=True)}
