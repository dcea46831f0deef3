"""Reading every `.cube` dialect, and writing the one that every reader accepts.

Dialects: Adobe/IRIDAS (`DOMAIN_MIN`, `DOMAIN_MAX`), Blackmagic Design (`LUT_3D_INPUT_RANGE`, a 1D
shaper before the cube, video-range flags), with CRLF, a byte order mark and comments anywhere; and
what other readers put up with (`core.lut.cube_text`), which is noted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np

from core.errors import BestlightError, counted, one_line
from core.lut.cube_text import (
    decoded_lines,
    has_decimal_commas,
    keyword_and_rest,
    without_commas,
    without_comment,
)
from core.lut.lut3d import MAX_SIZE, MIN_SIZE, Lut3D, Shaper, Triple

MAX_1D = 65536
LEGAL_BLACK = 64 / 1023
LEGAL_SPAN = (940 - 64) / 1023
_TITLE_WIDTH = 200


def parse_cube(data: bytes, name: str) -> Lut3D:
    """Parse a `.cube` file's bytes.

    A 1D-only file becomes a LUT whose shaper holds the curves.

    Args:
        data: the whole file.
        name: the file's name for error messages.

    Raises:
        BestlightError: with file, line, text and reason, for anything that is not a `.cube`.
    """
    return _Parser(data, name).parse()


def format_cube(lut: Lut3D, *, comments: Sequence[str] = (), decimals: int = 6) -> str:
    """The text of a `.cube` by the contract: comments, TITLE, LUT_3D_SIZE, data; ASCII, LF.

    Args:
        lut: a plain LUT (`Lut3D.is_plain`); values outside 0..1 are clamped, as the file format's
            readers would.
        comments: lines for the top of the file, without the `#`.
        decimals: digits after the point.

    Raises:
        BestlightError: the LUT has a domain or a shaper; resample it first.
    """
    if not lut.is_plain:
        raise BestlightError(
            "a portable .cube has neither a domain nor a shaper", hint="resample the LUT first"
        )
    lines = [f"# {_ascii(line)}" for line in comments]
    lines.append(f'TITLE "{_ascii(lut.title).replace(chr(34), chr(39)) or "Bestlight"}"')
    lines.append(f"LUT_3D_SIZE {lut.size}")
    red_fastest = lut.table.transpose(2, 1, 0, 3).reshape(-1, 3)
    # Adding zero turns a negative zero into a plain one.
    rows = np.clip(red_fastest, 0, 1).astype(np.float64) + 0.0
    row = f"%.{decimals}f %.{decimals}f %.{decimals}f"
    lines.append("\n".join([row] * len(rows)) % tuple(rows.ravel().tolist()))
    return "\n".join(lines) + "\n"


def _ascii(text: str) -> str:
    return one_line(text).encode("ascii", "replace").decode("ascii")[:_TITLE_WIDTH]


@dataclass
class _Header:
    title: str = ""
    size_1d: int = 0
    size_3d: int = 0
    domain_min: Triple | None = None
    domain_max: Triple | None = None
    range_1d: tuple[float, float] | None = None
    range_3d: tuple[float, float] | None = None
    video_in: bool = False
    video_out: bool = False
    seen: set[str] = field(default_factory=set)


class _Parser:
    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.header = _Header()
        self.lines, self.notes = decoded_lines(data, name)
        self.unknown: dict[str, int] = {}

    def fail(self, number: int, why: str, hint: str = "") -> NoReturn:
        text = one_line(self.lines[number - 1])[:60] if number else ""
        raise BestlightError(
            f'{self.name}, line {number}: "{text}": {why}',
            hint=hint or "the file is damaged or not a .cube; export it again",
        )

    def parse(self) -> Lut3D:
        rows, numbers = self._split()
        header = self.header
        if not header.size_1d and not header.size_3d:
            if self.unknown:
                self.fail(min(self.unknown.values()), "this keyword is not known")
            raise BestlightError(
                f"{self.name} has neither LUT_3D_SIZE nor LUT_1D_SIZE",
                hint="check that this is a .cube LUT",
            )
        expected = header.size_1d + header.size_3d**3
        if len(rows) != expected:
            last = numbers[-1] if numbers else len(self.lines)
            found = counted(len(rows), "row")
            raise BestlightError(
                f"{self.name}, line {last}: found {found} of values, expected {expected}",
                hint="the file is cut short or its size line is wrong; export it again",
            )
        if self.unknown:
            words = ", ".join(list(self.unknown)[:5])
            self.notes.append(f"keywords that are not known here were left aside: {words}")
        return self._build(self._values(self._three_columns(rows, numbers), numbers))

    def _split(self) -> tuple[list[str], list[int]]:
        """Obey the header's lines; return the rows of values and their line numbers."""
        rows: list[str] = []
        numbers: list[int] = []
        for number, raw in enumerate(self.lines, 1):
            line = without_comment(raw)
            if not line:
                continue
            if line[0].isalpha() and not _looks_numeric(line):
                self._keyword(line, number)
            else:
                rows.append(line)
                numbers.append(number)
        return rows, numbers

    def _keyword(self, line: str, number: int) -> None:
        word, rest = keyword_and_rest(line)
        header = self.header
        if word in header.seen:
            if word != "TITLE":
                self.fail(number, f"{word} stands here a second time")
            self.notes.append("it has more than one TITLE; the first counts")
            return
        header.seen.add(word)
        match word:
            case "TITLE":
                header.title = one_line(rest.strip().strip('"'))[:_TITLE_WIDTH]
            case "LUT_3D_SIZE":
                header.size_3d = self._size(rest, number, MAX_SIZE)
            case "LUT_1D_SIZE":
                header.size_1d = self._size(rest, number, MAX_1D)
            case "DOMAIN_MIN" | "DOMAIN_MAX":
                setattr(header, word.lower(), self._triple(rest, number))
            case "LUT_1D_INPUT_RANGE" | "LUT_3D_INPUT_RANGE":
                setattr(header, f"range_{word[4:6].lower()}", self._range(rest, number))
            case "LUT_IN_VIDEO_RANGE" | "LUT_OUT_VIDEO_RANGE":
                setattr(header, "video_in" if "IN" in word.split("_") else "video_out", True)
            case _:
                self.unknown.setdefault(word[:40], number)

    def _size(self, text: str, number: int, largest: int) -> int:
        found = re.fullmatch(r"(\d{1,9})(?:\.0*)?", text.strip(), re.ASCII)
        if not found:
            self.fail(number, "the size is not a whole number")
        if not text.strip().isdigit():
            self.notes.append(f"its size is written as {text.strip()}")
        size = int(found[1])
        if not MIN_SIZE <= size <= largest:
            self.fail(number, f"the size must be {MIN_SIZE}..{largest}")
        return size

    def _numbers(self, text: str, count: int, number: int) -> list[float]:
        parts = without_commas(text).split()
        if len(parts) != count:
            self.fail(number, f"found {len(parts)} values, expected {count}")
        values = [_number(part) for part in parts]
        if None in values:
            self.fail(number, "not a finite number")
        return [value for value in values if value is not None]

    def _triple(self, text: str, number: int) -> Triple:
        red, green, blue = self._numbers(text, 3, number)
        return red, green, blue

    def _range(self, text: str, number: int) -> tuple[float, float]:
        low, high = self._numbers(text, 2, number)
        if not low < high:
            self.fail(number, "the range is empty or swapped")
        return low, high

    def _three_columns(self, rows: list[str], numbers: list[int]) -> list[str]:
        """Rows of three values, whatever separates them and whatever follows them."""
        if any("," in row for row in rows):
            for row, number in zip(rows, numbers, strict=True):
                if has_decimal_commas(row):
                    self.fail(
                        number,
                        "its numbers have commas for decimal points",
                        "export it again from a program set to decimal points",
                    )
            rows = [without_commas(row) for row in rows]
            self.notes.append("its values are separated by commas")
        if rows and all(len(row.split()) == 4 for row in rows):
            rows = [row.rsplit(maxsplit=1)[0] for row in rows]
            self.notes.append("its rows have a fourth value, which was left aside")
        return rows

    def _values(self, rows: list[str], numbers: list[int]) -> np.ndarray:
        joined = " ".join(rows).split()
        if len(joined) == 3 * len(rows) and "_" not in "".join(rows):
            try:
                values = np.array(joined, np.float64).reshape(-1, 3)
            except ValueError:
                values = None
            if values is not None and _fits(values):
                return values
        for row, number in zip(rows, numbers, strict=True):
            values_here = self._numbers(row, 3, number)
            if not _fits(np.array(values_here)):
                self.fail(number, "a value is too large")
        return np.array([row.split() for row in rows], np.float64)

    def _build(self, values: np.ndarray) -> Lut3D:
        header = self.header
        box = self._domain()
        if header.size_3d:
            cube_box = box if not header.size_1d else _box(header.range_3d)
            table = values[header.size_1d :].reshape((header.size_3d,) * 3 + (3,))
            table = table.transpose(2, 1, 0, 3)
        else:
            cube_box = _box(None)
            table = Lut3D.identity(2).table
        shaper = None
        if header.size_1d:
            shaper_box = _box(header.range_1d) if header.range_1d else box
            if header.video_in:
                shaper_box = _from_legal(shaper_box)
            curve = values[: header.size_1d]
            if not header.size_3d:
                # The identity cube behind the curves must span whatever the curves put out.
                low, high = min(0.0, float(curve.min())), max(1.0, float(curve.max()))
                cube_box = _box((low, high))
                table = table * (high - low) + low
            shaper = Shaper(curve, *shaper_box)
        elif header.video_in:
            cube_box = _from_legal(cube_box)
        if header.video_out:
            table = (table - LEGAL_BLACK) / LEGAL_SPAN
        return Lut3D(table, *cube_box, shaper=shaper, title=header.title, notes=tuple(self.notes))

    def _domain(self) -> tuple[Triple, Triple]:
        header = self.header
        if header.range_3d and not header.size_1d:
            return _box(header.range_3d)
        low = header.domain_min or (0.0, 0.0, 0.0)
        high = header.domain_max or (1.0, 1.0, 1.0)
        if not all(a < b for a, b in zip(low, high, strict=True)):
            raise BestlightError(
                f"{self.name}: DOMAIN_MIN {low} is not below DOMAIN_MAX {high}",
                hint="the file is damaged; export it again",
            )
        return low, high


def read_cube(path: Path) -> Lut3D:
    """Read a `.cube` file; see `parse_cube`."""
    return parse_cube(path.read_bytes(), path.name)


def _box(limits: tuple[float, float] | None) -> tuple[Triple, Triple]:
    low, high = limits or (0.0, 1.0)
    return (low, low, low), (high, high, high)


def _from_legal(box: tuple[Triple, Triple]) -> tuple[Triple, Triple]:
    """The domain in full-range values of a LUT that was made for video-range values."""
    low, high = (tuple((v - LEGAL_BLACK) / LEGAL_SPAN for v in side) for side in box)
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _looks_numeric(line: str) -> bool:
    return line.split()[0].lower() in ("nan", "inf", "infinity")


def _fits(values: np.ndarray) -> bool:
    """Whether all are finite and within what a 32-bit float holds."""
    return bool((np.abs(values) <= np.finfo(np.float32).max).all())


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if "_" not in text and np.isfinite(value) else None
