"""What judges look at: contact sheets as PNG, or one self-contained page for a browser."""

from __future__ import annotations

import base64
import csv
import io
import json
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.preference.panel import Row, pictures

CELL = 300, 225
GAP, HEAD = 6, 16
SHADE, INK = (46, 46, 46), (235, 235, 235)
QUESTION = (
    "A client hands over the reference and says: give my shot this look. Which result would you"
    " both take? It should visibly carry the reference's palette, tonality and mood, and still be"
    " a believable, usable grade: skin stays skin, whites and greys plausible unless the reference"
    " is strongly tinted, no clipping, banding, mud, solarisation, or colours that belong to the"
    " reference's objects rather than to its light. Answer A, B or tie for every row."
)


def write_sheets(
    folder: Path, rows: list[Row], pairs: Path, methods: dict[str, Path], each: int
) -> None:
    """Write ``sheet-NN.png`` with `each` rows, the question, and a table to fill in."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "QUESTION.txt").write_text(QUESTION + "\n", encoding="utf-8")
    with (folder / "judgements.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["row", "answer"])
        table.writerows([row.number, ""] for row in rows)
    for start in range(0, len(rows), each):
        some = rows[start : start + each]
        _sheet(some, pairs, methods).save(folder / f"sheet-{start // each + 1:02d}.png")


def _sheet(rows: list[Row], pairs: Path, methods: dict[str, Path]) -> Image.Image:
    w, h = CELL
    sheet = Image.new("RGB", (4 * (w + GAP) + 44, len(rows) * (h + GAP) + HEAD), SHADE)
    pen = ImageDraw.Draw(sheet)
    for column, name in enumerate(("source", "reference", "A", "B")):
        pen.text((44 + column * (w + GAP), 2), name, fill=INK)
    for line, row in enumerate(rows):
        top = HEAD + line * (h + GAP)
        pen.text((6, top + h // 2), str(row.number), fill=INK)
        for column, picture in enumerate(pictures(row, pairs, methods)):
            picture.thumbnail(CELL, Image.Resampling.LANCZOS)
            left = 44 + column * (w + GAP) + (w - picture.width) // 2
            sheet.paste(picture, (left, top + (h - picture.height) // 2))
    return sheet


def write_page(path: Path, rows: list[Row], pairs: Path, methods: dict[str, Path]) -> None:
    """Write a page that holds all pictures and gives the answers as a file at the end."""
    asked = [
        {"row": row.number, "pictures": [_data(p) for p in pictures(row, pairs, methods)]}
        for row in rows
    ]
    template = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    filled = template.replace("{{QUESTION}}", QUESTION).replace("{{ROWS}}", json.dumps(asked))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(filled, encoding="utf-8")


def _data(picture: Image.Image) -> str:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=92)
    return "data:image/jpeg;base64," + base64.b64encode(kept.getvalue()).decode("ascii")
