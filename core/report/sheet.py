"""The contact sheet: a shot, its references, and its candidates with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.files import whole_file
from core.report.measure import clip_to_display

if TYPE_CHECKING:
    from PIL.Image import Image

GROUND = (94, 94, 94)  # neutral, L* 40: darker than most pictures, and lending none of them a tint
TEXT, QUIET = (242, 242, 242), (196, 196, 196)
WIDE, TALL = 480, 360  # of a picture at most, pixels
MARGIN, GAP, CAPTION = 32, 20, 40
COLUMNS = 3
LARGE, SMALL = 21, 17  # text
FRAME = 4


@dataclass(frozen=True, eq=False)
class SheetPicture:
    """One picture of a sheet.

    Attributes:
        rgb: (H, W, 3) float32 display values, 0..1.
        caption: below it.
        number: before the caption; 0 for none.
        chosen: whether it is the one that was taken.
    """

    rgb: np.ndarray
    caption: str
    number: int = 0
    chosen: bool = False


def draw_sheet(given: Sequence[SheetPicture], candidates: Sequence[SheetPicture]) -> Image:
    """Draw the sheet.

    Args:
        given: the shot and its references, in the rows at the top.
        candidates: in the rows below.
    """
    from PIL import Image

    every = (*given, *candidates)
    columns = min(COLUMNS, max(len(given), len(candidates)))
    height = min(TALL, max(_fitted(one.rgb)[1] for one in every))
    rows = [
        group[at : at + columns]
        for group in (given, candidates)
        for at in range(0, len(group), columns)
    ]
    size = (
        2 * MARGIN + columns * WIDE + (columns - 1) * GAP,
        2 * MARGIN + len(rows) * (height + CAPTION + GAP) - GAP,
    )
    sheet = Image.new("RGB", size, GROUND)
    for row, shown in enumerate(rows):
        for column, one in enumerate(shown):
            at = (MARGIN + column * (WIDE + GAP), MARGIN + row * (height + CAPTION + GAP))
            _place(sheet, one, at, height)
    return sheet


def write_sheet(
    path: Path,
    given: Sequence[SheetPicture],
    candidates: Sequence[SheetPicture],
    *,
    force: bool,
) -> None:
    """Write a sheet as a PNG; see `draw_sheet`.

    Raises:
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    sheet = draw_sheet(given, candidates)
    with whole_file(path, force=force) as part:
        sheet.save(part, "PNG")


def _place(sheet: Image, one: SheetPicture, at: tuple[int, int], height: int) -> None:
    """One picture in its cell, bottom left, with its caption below."""
    from PIL import Image, ImageDraw, ImageFont

    wide, tall = _fitted(one.rgb)
    picture = Image.fromarray(np.rint(clip_to_display(one.rgb) * 255).astype(np.uint8))
    x, y = at[0], at[1] + height - tall
    draw = ImageDraw.Draw(sheet)
    if one.chosen:
        around = (x - FRAME, y - FRAME, x + wide + FRAME - 1, y + tall + FRAME - 1)
        draw.rectangle(around, fill=TEXT)
    sheet.paste(picture.resize((wide, tall), Image.Resampling.LANCZOS), (x, y))
    base = at[1] + height + CAPTION // 2 + FRAME
    if one.number:
        number = f"{one.number}"
        large = ImageFont.load_default(LARGE)
        draw.text((x, base), number, TEXT, large, anchor="lm", stroke_width=0.4)
        x += int(draw.textlength(number, large)) + 12
    caption = f"{one.caption} (taken)" if one.chosen else one.caption
    colour = TEXT if one.number else QUIET
    draw.text((x, base), caption, colour, ImageFont.load_default(SMALL), anchor="lm")


def _fitted(rgb: np.ndarray) -> tuple[int, int]:
    """Width and height of a picture that fills its cell as far as it can."""
    scale = min(WIDE / rgb.shape[1], TALL / rgb.shape[0])
    return max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
