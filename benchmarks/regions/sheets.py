"""Contact sheets of what is found, on photographs that nobody labelled, to be judged by eye."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from core.regions import ShotRegions
from core.regions.masks import squared

COUNT, COLUMNS, SIDE, SEED = 100, 5, 180, 29
SHOWN = ("person", "face", "skin", "clothes", "sky", "foliage", "water", "neutral")
TINTS = {
    "person": (255, 0, 0), "face": (255, 255, 0), "skin": (255, 140, 0), "clothes": (255, 0, 255),
    "sky": (0, 120, 255), "foliage": (0, 255, 0), "water": (0, 255, 255),
    "neutral": (255, 255, 255),
}  # fmt: skip


def draw_sheets(data: Path, to: Path) -> None:
    """Draw `COUNT` photographs of `photos_dev`, each beside what is found in it, 20 a sheet."""
    to.mkdir(parents=True, exist_ok=True)
    paths = sorted((data / "photos_dev").glob("*.jpg"))
    picked = np.random.default_rng(SEED).permutation(len(paths))[:COUNT]
    a_sheet = COLUMNS * 4
    for number in range(0, COUNT, a_sheet):
        sheet = Image.new("RGB", (COLUMNS * SIDE * 2, 4 * (SIDE + 14)))
        for place, at in enumerate(picked[number : number + a_sheet]):
            corner = (place % COLUMNS * SIDE * 2, place // COLUMNS * (SIDE + 14))
            _draw(sheet, corner, paths[at], number + place)
        sheet.save(to / f"sheet{number // a_sheet}.png")


def _draw(sheet: Image.Image, corner: tuple[int, int], path: Path, number: int) -> None:
    with Image.open(path) as opened:
        picture = np.asarray(opened.convert("RGB"), np.float32) / 255
    regions = ShotRegions([picture])
    small = squared(picture, SIDE)
    tinted = np.repeat(small.mean(-1, keepdims=True), 3, -1) * 0.6
    for name in SHOWN:
        if name in regions.names:
            mask = Image.fromarray(regions.masks[0].of(name)).resize((SIDE, SIDE))
            share = (0.2 if name == "person" else 0.4) * np.asarray(mask)[..., None]
            tinted = tinted * (1 - share) + share * np.array(TINTS[name]) / 255
    for values, left in ((small, 0), (tinted, SIDE)):
        image = Image.fromarray(np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8))
        sheet.paste(image, (corner[0] + left, corner[1] + 14))
    said = f"{number}: {' '.join(n for n in regions.names if n != 'background')}"
    ImageDraw.Draw(sheet).text(corner, said, fill=(255, 255, 255), font_size=11)
