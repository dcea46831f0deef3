"""The contact sheet, looked at by its pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import BestlightError
from core.report.sheet import GROUND, SheetPicture, draw_sheet, write_sheet


def plain(colour: tuple[float, float, float], height: int = 60, width: int = 100) -> np.ndarray:
    return np.full((height, width, 3), colour, np.float32)


COLOURS = ((0.8, 0.1, 0.1), (0.1, 0.7, 0.2), (0.2, 0.2, 0.9), (0.9, 0.8, 0.1))
GIVEN = [SheetPicture(plain((0.5, 0.2, 0.6)), "the shot"), SheetPicture(plain((0, 1, 1)), "still")]
CANDIDATES = [
    SheetPicture(plain(c), f"name {n}", n, chosen=n == 2) for n, c in enumerate(COLOURS, 1)
]


def share(sheet: np.ndarray, colour: tuple[float, ...]) -> float:
    return float((np.abs(sheet - np.rint(np.array(colour) * 255)).max(axis=-1) <= 1).mean())


def test_every_picture_stands_on_a_neutral_ground() -> None:
    sheet = np.asarray(draw_sheet(GIVEN, CANDIDATES), np.float32)
    shares = [share(sheet, colour) for colour in (*COLOURS, (0.5, 0.2, 0.6), (0, 1, 1))]
    assert min(shares) > 0.05
    assert max(shares) == pytest.approx(min(shares), rel=0.02)
    assert len(set(GROUND)) == 1
    assert share(sheet, tuple(c / 255 for c in GROUND)) > 0.2


def test_captions_and_the_frame_of_the_chosen_one_are_drawn() -> None:
    def white(candidates: list[SheetPicture]) -> float:
        return float((np.asarray(draw_sheet(GIVEN, candidates)).min(axis=-1) > 200).mean())

    unmarked = [SheetPicture(c.rgb, c.caption, c.number) for c in CANDIDATES]
    silent = [SheetPicture(c.rgb, "", c.number) for c in CANDIDATES]
    assert white(CANDIDATES) > 1.5 * white(unmarked)
    assert white(unmarked) > 1.5 * white(silent) > 0


def test_pictures_of_other_shapes_fit() -> None:
    tall = [SheetPicture(plain(COLOURS[0], 300, 80), "tall", 1)]
    wide = [SheetPicture(plain(COLOURS[1], 20, 400), "wide")]
    sheet = np.asarray(draw_sheet(wide, tall), np.float32)
    for colour, ratio in ((COLOURS[0], 300 / 80), (COLOURS[1], 20 / 400)):
        rows, columns = np.nonzero(np.abs(sheet - np.rint(np.array(colour) * 255)).max(-1) <= 1)
        assert np.ptp(rows) / np.ptp(columns) == pytest.approx(ratio, rel=0.05)


def test_a_sheet_is_not_written_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    write_sheet(path, GIVEN, CANDIDATES, force=False)
    with Image.open(path) as opened:
        assert opened.size == draw_sheet(GIVEN, CANDIDATES).size
    with pytest.raises(BestlightError, match="exists already"):
        write_sheet(path, GIVEN, CANDIDATES, force=False)
