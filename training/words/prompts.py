"""A sheet of prompts as people type them, each on the same photographs, to look at.

    python -m training.words.prompts --photos A.jpg B.jpg C.jpg D.jpg -o prompts.png

Every photograph is balanced and graded as the product does it. Ten prompts a page; what does not
fit goes on to prompts-2.png and so on. `--only` draws the prompts that hold a word.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from core.grade.mix import STEPS, mix_look
from core.grade.words import words_of
from core.lut.lut3d import Lut3D
from core.style.infer import balance_map
from training.words.sheet import photo_strip

PROMPTS = (
    "kodak portra 400", "kodachrome", "cinestill 800t", "fuji velvia", "tri-x pushed",
    "blade runner", "the matrix", "amelie", "wes anderson", "mad max fury road",
    "teal and orange", "moody teal and orange, crushed blacks", "bleach bypass", "cross process",
    "faded 70s print, keep the greens", "golden hour", "blue hour", "overcast winter morning",
    "heavy rain at night", "desert heat", "foggy forest", "neon tokyo night", "day for night",
    "nostalgic summer evening", "melancholy", "dreamy and romantic", "horror movie", "film noir",
    "light and airy wedding", "dark academia", "warmer, but keep the skin",
    "make it pop a bit more", "it looks washed out, please fix", "a touch cooler and less contrast",
    "take the yellow out of the whites", "desaturate everything but the skin",
    "lifted blacks, low saturation, green shadows", "half kodachrome, a bit brighter",
    "vintage polaroid", "cyberpunk, purple shadows, pink highlights",
)  # fmt: skip
_PAGE, _HEIGHT, _LINE, _GAP = 10, 190, 16, 6


def main() -> None:
    """Render the pages and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, nargs="+", required=True)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    prompts = ["no change", *(p for p in PROMPTS if any(word in p for word in args.only))]
    strips = [photo_strip([path], _HEIGHT) for path in args.photos]
    balances = [balance_map([strip], 1.0) for strip in strips]
    for number, start in enumerate(range(0, len(prompts), _PAGE), 1):
        name = args.out if number == 1 else args.out.with_stem(f"{args.out.stem}-{number}")
        page(strips, balances, prompts[start : start + _PAGE]).save(name)
        print(name)


def page(
    strips: Sequence[np.ndarray], balances: Sequence[Lut3D], prompts: Sequence[str]
) -> Image.Image:
    """Prompts in two columns, each over its graded photographs."""
    width = sum(strip.shape[1] for strip in strips) + _GAP
    rows = -(-len(prompts) // 2)
    sheet = Image.new("RGB", (2 * width, rows * (_HEIGHT + _LINE)))
    pen = ImageDraw.Draw(sheet)
    for i, prompt in enumerate(prompts):
        x, y = i % 2 * width, i // 2 * (_HEIGHT + _LINE)
        pen.text((x + 2, y + 2), prompt, fill="white")
        for strip, balance in zip(strips, balances, strict=True):
            rgb = np.clip(graded(strip, balance, prompt), 0, 1)
            sheet.paste(Image.fromarray((rgb * 255 + 0.5).astype(np.uint8)), (x, y + _LINE))
            x += strip.shape[1]
    return sheet


def graded(rgb: np.ndarray, balance: Lut3D, prompt: str) -> np.ndarray:
    """A picture with a prompt on it; (H, W, 3) float32 display values.

    Raises:
        UsageError: the prompt has no meaning for colour.
    """
    words = words_of([prompt], given=None, references=0)
    look = mix_look(words, Lut3D.identity(STEPS), 0.0)
    return look.apply(np.clip(balance.apply(rgb), 0, 1))


if __name__ == "__main__":
    main()
