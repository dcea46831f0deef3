"""A panel: pairs, what each method made of them, and the blind rows that come of it.

Folders, so that anyone's results can take part: a folder of pairs holds ``ID.source.png`` and
``ID.reference.png`` for each pair, a method's folder holds ``ID.png``. All are display-referred
sRGB.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from core.errors import UsageError

SOURCE, REFERENCE = ".source.png", ".reference.png"
TWICE = 0.05  # share of rows in which the same result stands on both sides


@dataclass(frozen=True)
class Row:
    """One question.

    Attributes:
        number: its place in the panel, from 1.
        pair: name of the pair.
        left: method on the left, which judges do not see.
        right: and on the right.
    """

    number: int
    pair: str
    left: str
    right: str


def pair_names(folder: Path) -> list[str]:
    """The names of a folder's pairs.

    Raises:
        UsageError: there are none.
    """
    names = sorted(p.name.removesuffix(SOURCE) for p in folder.glob(f"*{SOURCE}"))
    found = [name for name in names if (folder / f"{name}{REFERENCE}").is_file()]
    if not found:
        raise UsageError(
            f"{folder} holds no pair", hint=f"a pair is NAME{SOURCE} and NAME{REFERENCE}"
        )
    return found


def draw_rows(names: list[str], one: str, others: list[str], seed: int) -> list[Row]:
    """Every pair once for each of `others` against `one`, sides and order drawn at random.

    A few rows more show the same result twice: judges must come out even on them.
    """
    random = np.random.default_rng(seed)
    asked = [(name, one, other) for other in others for name in names]
    twice = random.choice(len(names), max(1, round(TWICE * len(asked))))
    asked += [(names[i], one, one) for i in twice]
    rows = []
    for number, index in enumerate(random.permutation(len(asked)), 1):
        name, left, right = asked[index]
        if random.random() < 0.5:
            left, right = right, left
        rows.append(Row(number, name, left, right))
    return rows


def write_key(path: Path, rows: list[Row]) -> None:
    """Write which method stood where. Judges must not see it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(row) for row in rows], indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_key(path: Path) -> list[Row]:
    """Read what `write_key` wrote."""
    return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def pictures(row: Row, pairs: Path, methods: dict[str, Path]) -> list[Image.Image]:
    """Source, reference, left and right of a row.

    Raises:
        UsageError: a method lacks the pair.
    """
    paths = [
        pairs / f"{row.pair}{SOURCE}",
        pairs / f"{row.pair}{REFERENCE}",
        methods[row.left] / f"{row.pair}.png",
        methods[row.right] / f"{row.pair}.png",
    ]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise UsageError(f"{missing[0]} is missing", hint="render every method on every pair")
    found = []
    for path in paths:
        with Image.open(path) as opened:
            found.append(opened.convert("RGB"))
    return found
