"""F17: what other readers of `.cube` put up with is read, with a note; else the reason is true."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import BestlightError
from core.lut.cube import parse_cube
from core.lut.files import read_lut

CASES = Path(__file__).parent / "cases"
ROWS = "\n".join(f"{r} {g} {b}" for b in (0.0, 1.0) for g in (0.0, 1.0) for r in (0.0, 0.5))
CUBE = f"LUT_3D_SIZE 2\n{ROWS}\n"
WHITE = np.ones((1, 3), np.float32)


@pytest.mark.parametrize(
    "name",
    ["comma_sep", "ctrlz", "end_kw", "fourcol", "nulpad", "size_eq", "size_float", "slashslash",
     "title_twice"],
)  # fmt: skip
def test_the_cases_hold_one_look(name):
    lut = read_lut(CASES / f"{name}.cube")
    assert lut.size == 3
    assert lut.apply(WHITE) == pytest.approx(np.array([[1, 1, 0.9]]))
    assert lut.table[1, 2, 2] == pytest.approx([0.435275, 1, 0.9])


ODD = [
    ("// mine\n" + CUBE, ""),
    ("; mine\n" + CUBE.replace("0.5 0.0 0.0", "0.5 0.0 0.0 // red"), ""),
    (CUBE + "\x1a", "Ctrl-Z"),
    (CUBE + "\0" * 700, "NUL"),
    ('TITLE "a"\nTITLE "b"\n' + CUBE, "TITLE"),
    ("CREATED_BY me\n" + CUBE + "END\n", "CREATED_BY, END"),
    (CUBE.replace("SIZE 2", "SIZE 2.0"), "2.0"),
    (CUBE.replace("SIZE 2", "SIZE = 2"), ""),
    (CUBE.replace("\n0.", " 1\n0.").replace("SIZE 2 1", "SIZE 2")[:-1] + " 1", "fourth"),
    ("LUT_3D_SIZE 2\n" + ROWS.replace(" ", ","), "commas"),
    ("LUT_3D_SIZE 2\n" + ROWS.replace(" ", ", "), "commas"),
]


@pytest.mark.parametrize(("text", "note"), ODD)
def test_oddities_are_read_and_noted(text, note):
    lut = parse_cube(text.encode(), "odd.cube")
    assert lut.apply(WHITE) == pytest.approx(np.array([[0.5, 1, 1]]))
    assert note in " ".join(lut.notes)
    assert bool(lut.notes) == bool(note)


def test_a_title_may_hold_the_marks_of_a_comment():
    title = "film // 35 ; #2"
    assert parse_cube(f'TITLE "{title}"\n{CUBE}'.encode(), "t.cube").title == title


def test_utf_16():
    assert parse_cube(("\ufeff" + CUBE).encode("utf-16-le"), "u.cube").size == 2


@pytest.mark.parametrize("name", ["comma_decimal.cube"])
def test_decimal_commas_are_named(name):
    with pytest.raises(BestlightError, match=r"line 3.*decimal points") as refused:
        read_lut(CASES / name)
    assert "points" in refused.value.hint


def test_a_size_with_a_fraction_and_rows_of_uneven_length_are_refused():
    with pytest.raises(BestlightError, match="whole number"):
        parse_cube(CUBE.replace("SIZE 2", "SIZE 2.5").encode(), "f.cube")
    with pytest.raises(BestlightError, match="found 4 values"):
        parse_cube(CUBE.replace("0.5 0.0 0.0", "0.5 0.0 0.0 1").encode(), "u.cube")
