"""Contact sheets of what is found, on frames of every kind, to be judged by eye."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.regions.fresh import picture_of
from core.grade.footage import open_footage
from core.progress import Progress
from core.regions import ShotRegions
from core.regions.masks import squared
from training.regions.label import chosen_photos, opened
from training.regions.samples import is_held_out

FRAMES = Path(__file__).with_name("frames.toml")
FACES = 11
COLUMNS, ROWS, SIDE = 5, 4, 180
SHOWN = ("person", "face", "skin", "clothes", "sky", "foliage", "water", "neutral")
TINTS = {
    "person": (255, 0, 0), "face": (255, 255, 0), "skin": (255, 140, 0), "clothes": (255, 0, 255),
    "sky": (0, 120, 255), "foliage": (0, 255, 0), "water": (0, 255, 255),
    "neutral": (255, 255, 255),
}  # fmt: skip


def frames(data: Path) -> Iterator[tuple[str, np.ndarray]]:
    """The frames of `FRAMES` with what each is, (H, W, 3) float32 code values."""
    listed = tomllib.loads(FRAMES.read_text(encoding="utf-8"))
    for kind, stems in listed["photographs"].items():
        for stem in stems:
            yield f"{kind} {stem}", picture_of(data, stem).astype(np.float32) / 255
    every = [p for p in chosen_photos(data) if p.stem.startswith("fairface")]
    held = [p for p in every if is_held_out(p.stem)]
    by_light = sorted(held, key=lambda path: float(opened(path).mean()))
    for at in np.linspace(0, len(by_light) - 1, FACES).round().astype(int):
        yield f"face {by_light[at].stem}", opened(by_light[at]).astype(np.float32) / 255
    for name, seconds in listed["clips"].items():
        for at in seconds:
            footage = open_footage(
                data / "clips" / name, None, "Source", Progress(), frames=1, max_side=320,
                between=(float(at), at + 0.2),
            )  # fmt: skip
            shown = np.clip(footage.shown.forward(footage.frames[0]), 0, 1)
            yield f"{name[:14]} {at} s", shown


def draw_sheets(data: Path, to: Path) -> None:
    """Draw each frame beside what is found in it, 20 a sheet."""
    to.mkdir(parents=True, exist_ok=True)
    a_sheet = COLUMNS * ROWS
    sheet = Image.new("RGB", (COLUMNS * SIDE * 2, ROWS * (SIDE + 14)))
    number = -1
    for number, (name, picture) in enumerate(frames(data)):
        place = number % a_sheet
        corner = (place % COLUMNS * SIDE * 2, place // COLUMNS * (SIDE + 14))
        _draw(sheet, corner, picture, f"{number} {name}")
        if place == a_sheet - 1:
            sheet.save(to / f"sheet{number // a_sheet}.png")
            sheet = Image.new("RGB", sheet.size)
    if (number + 1) % a_sheet:
        sheet.save(to / f"sheet{number // a_sheet}.png")


def _draw(sheet: Image.Image, corner: tuple[int, int], picture: np.ndarray, name: str) -> None:
    regions = ShotRegions([picture])
    small = squared(picture, SIDE)
    tinted = np.repeat(small.mean(-1, keepdims=True), 3, -1) * 0.6
    for region in SHOWN:
        if region in regions.names:
            mask = Image.fromarray(regions.masks[0].of(region)).resize((SIDE, SIDE))
            share = (0.2 if region == "person" else 0.4) * np.asarray(mask)[..., None]
            tinted = tinted * (1 - share) + share * np.array(TINTS[region]) / 255
    for values, left in ((small, 0), (tinted, SIDE)):
        image = Image.fromarray(np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8))
        sheet.paste(image, (corner[0] + left, corner[1] + 14))
    initials = " ".join(n[:3] for n in regions.names if n not in ("background", "subject"))
    ImageDraw.Draw(sheet).text(corner, f"{name}: {initials}", fill=(255, 255, 255), font_size=11)
