"""Code points of a clip's colour (ITU-T H.273), under the names that ffprobe prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.errors import UsageError

Matrix = Literal["bt601", "bt709", "bt2020"]
ValueRange = Literal["legal", "full"]

UNSPECIFIED = 2

PRIMARIES = {
    1: "bt709",
    4: "bt470m",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "film",
    9: "bt2020",
    10: "smpte428",
    11: "smpte431",
    12: "smpte432",
    22: "ebu3213",
}
TRANSFERS = {
    1: "bt709",
    4: "gamma22",
    5: "gamma28",
    6: "smpte170m",
    7: "smpte240m",
    8: "linear",
    9: "log100",
    10: "log316",
    11: "iec61966-2-4",
    12: "bt1361e",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
    17: "smpte428",
    18: "arib-std-b67",
}
MATRICES = {
    0: "gbr",
    1: "bt709",
    4: "fcc",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "ycgco",
    9: "bt2020nc",
    10: "bt2020c",
    12: "chroma-derived-nc",
    13: "chroma-derived-c",
    14: "ictcp",
}

# 2020c differs from 2020nc only where luma is made from linear light; no camera writes it.
MATRIX_OF_TAG: dict[str, Matrix] = {
    "bt709": "bt709",
    "fcc": "bt601",
    "bt470bg": "bt601",
    "smpte170m": "bt601",
    "bt2020nc": "bt2020",
    "bt2020c": "bt2020",
}
TAG_OF_MATRIX: dict[Matrix, int] = {"bt601": 6, "bt709": 1, "bt2020": 9}

# Luma weights (Kr, Kb): ITU-R BT.601-7, BT.709-6 and BT.2020-2.
LUMA_WEIGHTS: dict[Matrix, tuple[float, float]] = {
    "bt601": (0.299, 0.114),
    "bt709": (0.2126, 0.0722),
    "bt2020": (0.2627, 0.0593),
}

RANGE_CODE: dict[ValueRange, int] = {"legal": 1, "full": 2}


@dataclass(frozen=True)
class OutputTags:
    """The colour tags of a written clip, by ffprobe's names; `None` leaves one unspecified.

    `matrix` and `value_range` also decide how the graded RGB becomes Y'CbCr.
    """

    primaries: str | None = "bt709"
    transfer: str | None = "bt709"
    matrix: Matrix = "bt709"
    value_range: ValueRange = "legal"


def code_point(table: dict[int, str], name: str | None) -> int:
    """The H.273 number of `name` in `table`; 2 (unspecified) for `None`.

    Raises:
        UsageError: the table does not know the name.
    """
    if name is None:
        return UNSPECIFIED
    for number, known in table.items():
        if known == name:
            return number
    raise UsageError(
        f"unknown colour tag {name!r}", hint=f"known are: {', '.join(sorted(table.values()))}"
    )
