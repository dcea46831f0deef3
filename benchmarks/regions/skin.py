"""Skin of one person under four casts: how far it lies apart before and after grading, by tone."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.regions.truth import Labelled, as_file
from core.adjustments import Adjustments, apply_adjustments
from core.colour.difference import srgb_to_lab
from core.library import grade, make_style, open_shot

CASTS = (
    Adjustments(temperature=35), Adjustments(temperature=-35), Adjustments(tint=40),
    Adjustments(tint=-40),
)  # fmt: skip
PEOPLE, LEAST = 24, 0.06
TONES = {"dark": (0, 45), "middle": (45, 62), "light": (62, 101)}  # CIE L* of the skin
PROMPT = "slightly more contrast"


def tell_skin(photographs: Sequence[Labelled]) -> None:
    """Print the ratio of spreads, dE76 about their mean, after to before; by tone of skin."""
    people = [p for p in photographs if p.shows("skin", LEAST) and p.name.startswith("fairface")]
    ratios: dict[str, list[float]] = {name: [] for name in TONES}
    for one in people[:PEOPLE]:
        skin = one.mask("skin") > 0.8
        light = np.median(np.asarray(srgb_to_lab(one.picture[skin].astype(np.float64)))[:, 0])
        tone = next(name for name, (low, high) in TONES.items() if low <= light < high)
        ratios[tone].append(_ratio(one, skin))
    for name, some in ratios.items():
        if some:
            print(f"{name:8} {len(some):3} people, spread after by before {np.mean(some):.2f}")


def _ratio(one: Labelled, skin: np.ndarray) -> float:
    flat = one.picture.reshape(-1, 3).astype(np.float64)
    cast = [np.clip(apply_adjustments(flat, c), 0, 1).reshape(one.picture.shape) for c in CASTS]
    with tempfile.TemporaryDirectory() as folder:
        files = [
            as_file(picture.astype(np.float32), Path(folder) / f"{i}.png")
            for i, picture in enumerate(cast)
        ]
        gradings = grade([open_shot(path) for path in files], make_style(words=[PROMPT]))
        looks = [grading.map() for grading in gradings]
    after = [
        np.clip(look.apply(p.astype(np.float32)), 0, 1) for look, p in zip(looks, cast, strict=True)
    ]
    return _spread(after, skin) / _spread(cast, skin)


def _spread(pictures: Sequence[np.ndarray], skin: np.ndarray) -> float:
    middles = np.stack(
        [np.median(np.asarray(srgb_to_lab(p[skin].astype(np.float64))), axis=0) for p in pictures]
    )
    return float(np.linalg.norm(middles - middles.mean(axis=0), axis=1).mean())
