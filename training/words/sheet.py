"""Sheets of the lexicon to look at: each entry on the same photographs, with its name.

    python -m training.words.sheet --photos DIR --category film_stocks -o film_stocks.png

`--photos` is a folder (two photographs are drawn from it) or up to four files. A category that does
not fit one page goes on to film_stocks-2.png and so on.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from core.adjustments import Adjustments, adjustments_lut
from core.words.lexicon import entries

_GAP, _LINE = 4, 13


def main() -> None:
    """Render the sheets and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("--category", help="a data file's name; all if left out")
    parser.add_argument("--names", nargs="*", help="only entries of these names")
    parser.add_argument("--height", type=int, default=84, help="of a tile")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--rows", type=int, default=11)
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    strip = photo_strip(chosen(args.photos), args.height)
    cells = [("(as shot)", Adjustments())] + [
        (entry.name, entry.adjustments)
        for entry in entries()
        if args.category in (None, entry.category) and (not args.names or entry.name in args.names)
    ]
    if len(cells) == 1:
        sys.exit(f"no entry in category {args.category!r} with such names")
    page = args.columns * args.rows
    for number, start in enumerate(range(0, len(cells), page), 1):
        name = args.out if number == 1 else args.out.with_stem(f"{args.out.stem}-{number}")
        draw_page(strip, cells[start : start + page], args.columns).save(name)
        print(name)


def chosen(photos: Sequence[Path]) -> list[Path]:
    """The files themselves, or two of a folder's photographs."""
    if len(photos) == 1 and photos[0].is_dir():
        inside = sorted(photos[0].glob("*.jpg"))
        return [inside[len(inside) // 3], inside[2 * len(inside) // 3]]
    return list(photos[:4])


def photo_strip(paths: Sequence[Path], height: int) -> np.ndarray:
    """Photographs side by side: (height, W, 3) float32 display values."""
    tiles = []
    for path in paths:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        size = (max(round(image.width * height / image.height), 1), height)
        tiles.append(np.asarray(image.resize(size, Image.Resampling.LANCZOS), np.float32) / 255)
    return np.concatenate(tiles, axis=1)


def draw_page(
    strip: np.ndarray, cells: Sequence[tuple[str, Adjustments]], columns: int
) -> Image.Image:
    """One page of named tiles."""
    height, width = strip.shape[:2]
    rows = -(-len(cells) // columns)
    page = Image.new("RGB", (columns * (width + _GAP), rows * (height + _LINE)))
    pen = ImageDraw.Draw(page)
    for i, (name, adjustments) in enumerate(cells):
        graded = adjustments_lut(adjustments, 17).apply(strip)
        tile = Image.fromarray((np.clip(graded, 0, 1) * 255 + 0.5).astype(np.uint8))
        x, y = i % columns * (width + _GAP), i // columns * (height + _LINE)
        page.paste(tile, (x, y))
        pen.text((x + 1, y + height), name, fill="white")
    return page


if __name__ == "__main__":
    main()
