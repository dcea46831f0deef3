"""The steps of undo as data: from the present look outwards, each by what it differs in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import UsageError
from ui.models.look import Look, look_from_dict

MOST_KEPT = 50
"""Steps each way that survive the end of the panel."""

Step = Mapping[str, Any]


def rows_of_steps(look: Look, others: Sequence[Look]) -> list[Step]:
    """Looks as JSON-serialisable data, the nearest to `look` first; `looks_of_steps` takes it back.

    Args:
        look: the present one.
        others: the steps, the nearest first.
    """
    rows, last = [], look.as_dict()
    for other in others[:MOST_KEPT]:
        now = other.as_dict()
        rows.append({name: value for name, value in now.items() if value != last[name]})
        last = now
    return rows


def looks_of_steps(look: Look, rows: Sequence[Step]) -> list[Look]:
    """The inverse of `rows_of_steps`, up to the first that is damaged."""
    looks, now = [], look.as_dict()
    for row in rows:
        now = {**now, **row}
        try:
            looks.append(look_from_dict(now))
        except UsageError:
            break
    return looks
