"""What a batch has done, kept beside its results in one JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from core.errors import BestlightError, reason
from core.files import write_text

RECORD, FORMAT = "bestlight-batch.json", 1
State = Literal["done", "done before", "skipped", "failed"]


@dataclass(frozen=True)
class ItemRecord:
    """What became of an item.

    Attributes:
        state: "done" now, "done before" by an earlier run, "skipped" or "failed".
        reason: why it was not done; empty where it was.
        lut, graded: names of its files; empty where there are none.
        digest: of the LUT's table; hexadecimal.
        source: time and size of the file that it was made for.
        plan: what was done before the look.
        notes: what the user should know.
    """

    state: State
    reason: str = ""
    lut: str = ""
    graded: str = ""
    digest: str = ""
    source: str = ""
    plan: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_record(folder: Path) -> dict[str, ItemRecord]:
    """What earlier runs have done in a folder, by item; empty where there were none.

    Raises:
        BestlightError: the record cannot be read.
    """
    path = folder / RECORD
    try:
        return _records(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BestlightError(
            f"cannot read {path}: {reason(error)[:200]}",
            hint="it says what a batch has done; move it away to begin anew",
        ) from error


def write_record(folder: Path, record: Mapping[str, ItemRecord]) -> None:
    """Write the record of a folder, whole or not at all."""
    data = {"format": FORMAT, "items": {name: asdict(one) for name, one in record.items()}}
    write_text(folder / RECORD, json.dumps(data, indent=1) + "\n", force=True)


def _records(data: Any) -> dict[str, ItemRecord]:
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']!r:.20} is not known")
    rows = data["items"].items()
    return {name: ItemRecord(**{**row, "notes": tuple(row["notes"])}) for name, row in rows}
