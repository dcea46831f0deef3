"""Sheets on which judges choose, for sentences, among the result, the photograph and a random look.

    python -m training.words.blind --data DIR --sentences FILE --key KEY -o FOLDER
    python -m training.words.blind --key KEY --answers FILE

A line of the file is a sentence. Each is drawn on a photograph of its own, three pictures in random
order, A to C; which is which goes to the key, which is opened after the last answer. Nothing is
balanced, so that pictures differ by their look alone. Answers are lines such as "12 B". With the
same seed the same photographs, looks and sides are drawn.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.errors import UsageError
from core.grade.mix import STEPS, mix_look
from core.grade.words import words_of
from core.lut.lut3d import Lut3D
from training.style.data import colour_looks, read_looks
from training.words.sheet import photo_strip

_HEIGHT, _WIDTH, _LINE, _GAP, _PAGE = 260, 400, 24, 8, 5
_SIDES = "ABC"


def result(rgb: np.ndarray, sentence: str) -> np.ndarray:
    """A picture (H, W, 3) of display values with a sentence on it; itself where it is refused."""
    try:
        words = words_of([sentence], given=None, references=0)
    except UsageError:
        return rgb
    return mix_look(words, Lut3D.identity(STEPS), 0.0).apply(rgb)


def draw(options: argparse.Namespace) -> None:
    """Write the sheets and the key."""
    lot = random.Random(options.seed)
    sentences = [line.strip() for line in options.sentences.read_text("utf-8").splitlines()]
    sentences = [line for line in sentences if line]
    photos = lot.sample(sorted((options.data / "photos_dev").glob("*.jpg")), len(sentences))
    looks = colour_looks(read_looks(options.data))
    options.out.mkdir(parents=True, exist_ok=True)
    key: dict[str, str] = {}
    for start in range(0, len(sentences), _PAGE):
        sheet = Image.new("RGB", (3 * (_WIDTH + _GAP), _PAGE * (_HEIGHT + _LINE)), "black")
        for row, sentence in enumerate(sentences[start : start + _PAGE]):
            number = start + row + 1
            rgb = _fitted(photo_strip([photos[number - 1]], _HEIGHT))
            shown = {
                "result": result(rgb, sentence),
                "photograph": rgb,
                "random look": Lut3D(lot.choice(looks).table).apply(rgb),
            }
            order = lot.sample(sorted(shown), len(shown))
            key |= {f"{number} {side}": name for side, name in zip(_SIDES, order, strict=True)}
            _draw_row(sheet, row, f"{number}. {sentence}", [shown[name] for name in order])
        sheet.save(options.out / f"sheet-{start // _PAGE + 1:02}.png")
    options.key.write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    print(f"{len(sentences)} sentences in {options.out}")


def _fitted(rgb: np.ndarray) -> np.ndarray:
    return rgb[:, : min(rgb.shape[1], _WIDTH)]


def _draw_row(sheet: Image.Image, row: int, said: str, pictures: Sequence[np.ndarray]) -> None:
    pen, font, top = ImageDraw.Draw(sheet), ImageFont.load_default(16), row * (_HEIGHT + _LINE)
    pen.text((4, top + 2), said, fill="white", font=font)
    for at, (side, rgb) in enumerate(zip(_SIDES, pictures, strict=True)):
        x, y = at * (_WIDTH + _GAP), top + _LINE
        eight = np.clip(rgb * 255 + 0.5, 0, 255).astype(np.uint8)
        sheet.paste(Image.fromarray(eight), (x, y))
        pen.text((x + 4, y + 2), side, fill="white", font=font, stroke_width=2, stroke_fill="black")


def counted(key: Mapping[str, str], answers: Sequence[str]) -> Counter[str]:
    """How often each kind of picture was chosen, by answers such as "12 B".

    Raises:
        KeyError: an answer names a picture that was not drawn.
    """
    chosen = [answer.replace(".", " ").upper().split() for answer in answers if answer.strip()]
    return Counter(key[f"{int(number)} {side}"] for number, side, *_ in chosen)


def main() -> None:
    """Read the command line; draw, or count answers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sentences", type=Path)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    if options.answers:
        key = json.loads(options.key.read_text("utf-8"))
        print(dict(counted(key, options.answers.read_text("utf-8").splitlines())))
    elif None in (options.data, options.sentences, options.out):
        parser.error("--data, --sentences and -o are needed to draw")
    else:
        draw(options)


if __name__ == "__main__":
    main()
