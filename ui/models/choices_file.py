"""What the user chose, one JSON line each: kept on this machine alone, to be learned from later.

A line holds what was asked for, what was shown and what was taken: figures and settings, no
picture and no name of a file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from core import __version__
from core.errors import BestlightError, UsageError, reason
from core.files import make_folder, write_text
from ui.models.look import Look
from ui.models.project_file import data_folder

SCHEMA, VERSION = "bestlight-choice", 2
READABLE = (1, VERSION)  # the first has no figures
TIE = -1

Kind = Literal["vote", "pick", "star", "applied"]
KINDS = get_args(Kind)


@dataclass(frozen=True)
class Choice:
    """One choice.

    Attributes:
        kind: a vote of the blind compare, a candidate that was picked, a version that was starred,
            or a look that was applied.
        made: when, ISO 8601.
        shot: (6,) mean and standard deviation of the shot's Oklab values, as it was displayed.
        style: what was asked for: "sentences", "references", each a weight and style vectors, and
            whether there was a "pair".
        shown: the settings that were shown, in their order: amounts, adjustments and manner.
        taken: which of these was taken, from 0; `TIE`: neither.
        figures: what the critic measures of each that was shown; empty where it was not asked.
        program: the version of Bestlight.
    """

    kind: Kind
    made: str
    shot: tuple[float, ...]
    style: Mapping[str, Any]
    shown: tuple[Mapping[str, Any], ...]
    taken: int
    figures: tuple[Mapping[str, float], ...] = ()
    program: str = field(default=__version__)

    def as_line(self) -> str:
        """As it stands in the file, without the line's end."""
        return json.dumps({"schema": SCHEMA, "version": VERSION, **vars(self)})


def settings_of(look: Look) -> dict[str, Any]:
    """The part of a look that a choice keeps: amounts, adjustments and manner."""
    data = look.as_dict()
    return {key: data[key] for key in ("amounts", "adjustments", "manner")}


def choice_from_line(line: str) -> Choice:
    """The inverse of `Choice.as_line`.

    Raises:
        UsageError: the line is damaged, or of a newer Bestlight.
    """
    try:
        return _choice(json.loads(line))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UsageError("this choice cannot be read", hint="it may be deleted") from error


def _choice(data: Mapping[str, Any]) -> Choice:
    if data["schema"] != SCHEMA or data["version"] not in READABLE or data["kind"] not in KINDS:
        raise ValueError("another schema")
    shown = tuple(dict(one) for one in data["shown"])
    taken = int(data["taken"])
    if not TIE <= taken < len(shown):
        raise ValueError("none of what was shown")
    shot = tuple(float(value) for value in data["shot"])
    style = dict(data["style"])
    figures = tuple(
        {str(name): float(value) for name, value in one.items()} for one in data.get("figures", ())
    )
    made, program = str(data["made"]), str(data["program"])
    return Choice(data["kind"], made, shot, style, shown, taken, figures, program)


class ChoicesFile:
    """The file, which several panels may use at once.

    Args:
        path: the file; None: `panel/choices.jsonl` in Bestlight's data folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        from filelock import FileLock

        self.path = path or data_folder() / "panel" / "choices.jsonl"
        self._lock = FileLock(self.path.with_suffix(".lock"))

    def add(self, lines: Sequence[str]) -> None:
        """Put lines at the end.

        Raises:
            BestlightError: the place cannot be written.
        """
        make_folder(self.path.parent)
        try:
            with self._lock, self.path.open("a", encoding="utf-8", newline="\n") as file:
                file.write("".join(f"{line}\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unusable(error) from error

    def lines(self) -> list[str]:
        """All lines, the oldest first.

        Raises:
            BestlightError: the file cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unusable(error) from error
        return [line for line in text.split("\n") if line.strip()]

    def delete(self, lines: Collection[str]) -> None:
        """Take lines out.

        Raises:
            BestlightError: the place cannot be written.
        """
        make_folder(self.path.parent)
        try:
            with self._lock:
                left = [line for line in self.lines() if line not in lines]
                if left:
                    write_text(self.path, "".join(f"{line}\n" for line in left), force=True)
                else:
                    self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> BestlightError:
        return BestlightError(
            f"cannot use {self.path}: {reason(error)}",
            hint="check that the disk has room and that you may write there",
        )
