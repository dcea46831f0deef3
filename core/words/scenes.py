"""Scenes: what sentences speak of that name no look, each with the grade that shows it.

The scenes live in `data/scenes/*.toml`, a file a kind (times, weather, eras, places, moods,
pictures). A table holds the grade, under the names of `Adjustments`, and what people say of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from core.errors import BestlightError, UsageError
from core.job.adjustments import Adjustments, adjustments_from_dict
from core.words.tables import files_in, tables


@dataclass(frozen=True)
class Scene:
    """One scene.

    Attributes:
        name: for people.
        kind: the data file that holds it, without its number, such as "places".
        adjustments: the grade, on display values.
        told: how people speak of it, short descriptions.
    """

    name: str
    kind: str
    adjustments: Adjustments
    told: tuple[str, ...]


@cache
def scenes() -> tuple[Scene, ...]:
    """All scenes, in the order of the files.

    Raises:
        BestlightError: a data file is damaged.
    """
    return tuple(
        _scene(name, row, file.rpartition("_")[2])
        for file in files_in("scenes")
        for name, row in tables(file).items()
    )


def _scene(name: str, row: dict[str, Any], kind: str) -> Scene:
    try:
        return Scene(name, kind, adjustments_from_dict(row["grade"]), tuple(row["told"]))
    except (UsageError, TypeError, ValueError, KeyError) as error:
        raise BestlightError(
            f"words: scene {name!r} cannot be read: {error}", hint="install Bestlight again"
        ) from error
