"""Skin of one person in four shots under four casts: how far it lies apart before and after
grading, by tone of skin; with the shots levelled by all their colours, and by skin as well."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.regions.truth import Labelled, as_file
from core.adjustments import Adjustments, apply_adjustments
from core.colour.difference import srgb_to_lab
from core.grade.timeline import Wishes, grade_timeline, plan_shots, portray_shots
from core.job.job import GradeJob
from core.library import make_style, open_shot
from core.progress import Progress
from core.shots.portrait import ShotPortrait

CASTS = (
    Adjustments(temperature=35), Adjustments(temperature=-35), Adjustments(tint=40),
    Adjustments(tint=-40),
)  # fmt: skip
# What each shot shows of the photograph: left and right of it, and whether it is mirrored.
FRAMED = ((0.0, 1.0, False), (0.0, 0.8, False), (0.2, 1.0, False), (0.1, 0.9, True))
EACH, LEAST = 5, 0.06
TONES = {"dark": (0, 45), "middle": (45, 62), "light": (62, 101)}  # CIE L* of the skin
PROMPT = "slightly more contrast"


def tell_skin(photographs: Sequence[Labelled]) -> None:
    """Print the ratio of spreads, dE76 about their mean, after to before; by tone of skin."""
    people = [p for p in photographs if p.shows("skin", LEAST)]
    by_tone: dict[str, list[Labelled]] = {name: [] for name in TONES}
    for one in people:
        by_tone[_tone(one)].append(one)
    for name, some in by_tone.items():
        ratios = np.array([_ratios(one) for one in some[:EACH]])
        if len(ratios):
            plain, held = ratios.mean(axis=0)
            print(
                f"{name:8} {len(ratios):3} people, spread after by before: "
                f"levelled {plain:.2f}, by skin as well {held:.2f}"
            )


def _tone(one: Labelled) -> str:
    skin = one.picture[one.mask("skin") > 0.8].astype(np.float64)
    light = np.median(np.asarray(srgb_to_lab(skin))[:, 0])
    return next(name for name, (low, high) in TONES.items() if low <= light < high)


def _framed(values: np.ndarray, left: float, right: float, mirrored: bool) -> np.ndarray:
    width = values.shape[1]
    part = values[:, round(left * width) : round(right * width)]
    return np.ascontiguousarray(part[:, ::-1] if mirrored else part)


def _ratios(one: Labelled) -> tuple[float, float]:
    shown = [_framed(one.picture, *how) for how in FRAMED]
    skin = [_framed(one.mask("skin"), *how) > 0.8 for how in FRAMED]
    cast = [
        np.clip(apply_adjustments(p.reshape(-1, 3).astype(np.float64), c), 0, 1).reshape(p.shape)
        for p, c in zip(shown, CASTS, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        files = [
            as_file(picture.astype(np.float32), Path(folder) / f"{i}.png")
            for i, picture in enumerate(cast)
        ]
        shots = [open_shot(path) for path in files]
        portraits = portray_shots(len(shots), shots.__getitem__, Progress())
        before = _spread(cast, skin)

        def after(seen: list[ShotPortrait]) -> float:
            plans = plan_shots(seen, [path.stem for path in files], Wishes(), Progress())
            job = GradeJob("shots", prompt=(PROMPT,))
            style = make_style(words=[PROMPT])
            timeline = grade_timeline(plans, shots.__getitem__, style, job, Progress())
            done = [
                np.clip(timeline.lut(at).table.apply(p.astype(np.float32)), 0, 1)
                for at, p in enumerate(cast)
            ]
            return _spread(done, skin) / before

        return after([replace(p, skin=None) for p in portraits]), after(portraits)


def _spread(pictures: Sequence[np.ndarray], skin: Sequence[np.ndarray]) -> float:
    middles = np.stack(
        [
            np.median(np.asarray(srgb_to_lab(p[inside].astype(np.float64))), axis=0)
            for p, inside in zip(pictures, skin, strict=True)
        ]
    )
    return float(np.linalg.norm(middles - middles.mean(axis=0), axis=1).mean())
