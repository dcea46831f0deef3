"""What was attached in a folder of plain files, kept beside the LUTs in one JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import BestlightError, reason
from core.files import write_text

RECORDS, FORMAT = "bestlight-luts.json", 1


@dataclass(frozen=True)
class FileVersion:
    """One LUT that was attached.

    Attributes:
        name: among the clip's versions.
        file: name of its file.
        sha256: of the file as it was written; hexadecimal.
    """

    name: str
    file: str
    sha256: str


@dataclass
class FileRecords:
    """What was attached in a folder.

    Attributes:
        versions: of each clip, by its absolute path; the last is the current one.
    """

    versions: dict[str, list[FileVersion]] = field(default_factory=dict)


def read_records(folder: Path) -> FileRecords:
    """The records of a folder; empty ones where there are none.

    Raises:
        BestlightError: they cannot be read.
    """
    path = folder / RECORDS
    try:
        return _records(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return FileRecords()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BestlightError(
            f"cannot read {path}: {reason(error)[:200]}",
            hint="it says which LUTs Bestlight has attached; move it away to begin anew",
        ) from error


def write_records(folder: Path, records: FileRecords) -> None:
    """Write the records of a folder, whole or not at all; where none are left, the file goes."""
    rows = {
        clip: [vars(version) for version in versions]
        for clip, versions in records.versions.items()
        if versions
    }
    if not rows:
        _remove(folder / RECORDS)
        return
    text = json.dumps({"format": FORMAT, "versions": rows}, indent=1)
    write_text(folder / RECORDS, text + "\n", force=True)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise BestlightError(
            f"cannot remove {path}: {reason(error)}", hint="check that you may write there"
        ) from error


def _records(data: Any) -> FileRecords:
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']!r:.20} is not known")
    return FileRecords(
        {
            str(key): [FileVersion(row["name"], row["file"], row["sha256"]) for row in rows]
            for key, rows in data["versions"].items()
        }
    )
