"""What no threshold was set on: other places, other faults and other lighting than in `scenes`.

A place is a photograph; its shots are four views into it. `half` 0 may be looked at while working
on the rules, `half` 1 is held out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.temporal.scenes import LIGHT, Shot, _apart, _plan, _wrong, by_a_lamp
from core.grade.timeline import ShotPlan, Wishes, plan_shots
from core.media import read_still
from core.progress import Progress
from core.shots.level import Level
from core.shots.portrait import ShotPortrait, portray

# Of photos_more, or, as a second set that is held out, of photos_dev: everyday, ungraded.
SOURCES = {"photos_more": ("coco_", "mdx2_", "oipc_", "jetson_"), "photos_dev": ("cocotiny_",)}
_PLAIN = 8.0  # dE2000 from the true shot from which a fault is plain to see
VIEWS = ((0.0, 0.0), (0.25, 0.05), (0.05, 0.25), (0.25, 0.25))
Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def report_fresh(photos: Path, places: int, half: int) -> dict[str, object]:
    """Print the figures and return them."""
    sources = SOURCES[photos.name]
    paths = [path for source in sources for path in sorted(photos.glob(f"{source}*"))]
    scenes = [_views(path) for path in paths[half :: max(len(paths) // places, 2) // 2 * 2]]
    print(f"\n{len(scenes)} other places, {'held out' if half else 'looked at'}:")
    return {"half": half, "refused": _refusals(scenes), "intents": _intents(scenes)}


def _views(path: Path) -> list[Shot]:
    """Four overlapping views of 75 % of a photograph, of three frames each."""
    rgb = np.clip(read_still(path, max_side=320).rgb, 0, 1)
    rng = np.random.default_rng(len(path.name))
    height, width = (int(0.75 * side) for side in rgb.shape[:2])
    shots = []
    for down, across in VIEWS:
        top, left = int(down * rgb.shape[0]), int(across * rgb.shape[1])
        view = cv2.resize(rgb[top : top + height, left : left + width], (160, 90))
        shots.append([_noisy(view, rng, 0.004) for _ in range(3)])
    return shots


def _noisy(x: np.ndarray, rng: np.random.Generator, size: float) -> np.ndarray:
    return np.clip(x + rng.normal(0, size, x.shape), 0, 1).astype(np.float32)


def _made(change: Change, shot: Shot, seed: int) -> Shot:
    return [
        np.clip(change(picture, np.random.default_rng(seed)), 0, 1).astype(np.float32)
        for picture in shot
    ]


def _heat(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    codes = np.rint(x.mean(-1) * 255).astype(np.uint8)
    return cv2.applyColorMap(codes, cv2.COLORMAP_JET)[..., ::-1] / 255


def _title(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    card = np.zeros(x.shape, np.uint8)
    cv2.putText(card, "DAY 3", (20, 55), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (255, 255, 255), 3)
    return card / 255


def _bars(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    tones = [[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 0, 1]]
    return 0.75 * np.repeat(np.repeat(np.array(tones), 23, 0)[None, : x.shape[1]], x.shape[0], 0)


IMPOSSIBLE: dict[str, Change] = {
    "a capped lens": lambda x, rng: _noisy(x * 0.002 + 0.01, rng, 0.006),
    "fog": lambda x, rng: _noisy(x * 0.01 + 0.8, rng, 0.003),
    "five stops over": lambda x, rng: x * 2.0 ** (5 / 2.2),
    "a green screen": lambda x, rng: _noisy(x * 0.02 + [0.1, 0.6, 0.15], rng, 0.006),
    "a red lamp": lambda x, rng: x.mean(-1, keepdims=True) * [0.9, 0.03, 0.02],
    "a negative": lambda x, rng: 1 - x,
    "a heat camera": _heat,
    "swapped channels": lambda x, rng: x[..., ::-1],
    "snow on the screen": lambda x, rng: rng.random((*x.shape[:2], 1)).repeat(3, -1),
    "a title card": _title,
    "colour bars": _bars,
}


def _refusals(scenes: list[list[Shot]]) -> dict[str, list[int]]:
    """The last view is made impossible, or has a plain error, which is no reason to refuse it."""
    figures: dict[str, list[int]] = {}
    skipped = 0
    known = [[portray(LIGHT, shot) for shot in shots[:3]] for shots in scenes]
    for name, change in IMPOSSIBLE.items():
        pairs = [(at, _made(change, shots[3], at)) for at, shots in enumerate(scenes)]
        # Swapping the channels of a grey picture, say, makes nothing impossible.
        seen = [(at, made) for at, made in pairs if _apart([made], [scenes[at][3]]) > _PLAIN]
        skipped += len(pairs) - len(seen)
        figures[name] = [
            sum(_last(known[at], made).band == "refused" for at, made in seen),
            len(seen),
        ]
    other = [
        _last(known[at], scenes[(at + 7) % len(scenes)][0]).band == "refused"
        for at in range(len(scenes))
    ]
    figures["another place"] = [sum(other), len(other)]
    for name, (right, of) in figures.items():
        print(f"  impossible, {name}: {right} of {of} refused")
    right, of = (sum(column) for column in zip(*figures.values(), strict=True))
    print(f"  refused of all that was made impossible: {right} of {of}, {right / of:.3f}")
    print(f"  left out, as the fault is not plain to see: {skipped}")
    rng = np.random.default_rng(6)
    plain = [
        _last(known[at], _wrong(shots[3], rng)).band == "refused"
        for at, shots in enumerate(scenes)
        for _ in range(2)
    ]
    figures["plain errors"] = [sum(plain), len(plain)]
    print(f"  refused by mistake: {sum(plain)} of {len(plain)} with plain errors")
    return figures


def _last(known: list[ShotPortrait], made: Shot) -> ShotPlan:
    wishes = Wishes({3: None}, heroes=(0,), scenes=dict.fromkeys(range(4), 0))
    return plan_shots([*known, portray(LIGHT, made)], ["a", "b", "c", "d"], wishes, Progress())[3]


def _spot(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return by_a_lamp(x, rng.uniform(0.3, 0.7), rng.uniform(0.5, 1.2))


def _against_light(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Figures before a bright sky: what is darker than the median becomes nearly black."""
    tone = cv2.GaussianBlur(x.mean(-1), (9, 9), 0)
    sky = np.clip(0.75 + 0.25 * x, 0, 1)
    return np.where((tone < np.quantile(tone, 0.5))[..., None], x * 0.08, sky)


INTENTS: dict[str, Change] = {
    "monochrome": lambda x, rng: (x @ [0.3, 0.59, 0.11])[..., None].repeat(3, -1) ** 1.2,
    "warm by intent": lambda x, rng: (x**2.2 * [1.1, 0.38, 0.06]) ** (1 / 2.2),
    "day for night": lambda x, rng: (
        ((0.5 * x + 0.5 * x.mean(-1, keepdims=True)) ** 2.2 * [0.04, 0.06, 0.14]) ** (1 / 2.2)
    ),
    "silhouette": _against_light,
    "low key": _spot,
}


def _intents(scenes: list[list[Shot]]) -> dict[str, list[int]]:
    """Found by themselves; and shots with plain errors that are taken for one."""
    figures: dict[str, list[int]] = {}
    for tag, change in INTENTS.items():
        plans = [_plan([_made(change, shots[1], at)])[0] for at, shots in enumerate(scenes)]
        left = [plan for plan in plans if plan.left_alone and plan.level == Level()]
        named = sum(plan.intent == tag for plan in plans)
        figures[tag] = [len(left), named, len(plans)]
        print(f"  {tag}: {len(left)} of {len(plans)} left alone, {named} by this name")
    rng = np.random.default_rng(7)
    plain = [_plan([_wrong(shots[2], rng)])[0].intent for shots in scenes for _ in range(2)]
    told = [tag for tag in plain if tag]
    figures["plain errors"] = [len(told), len(plain)]
    print(f"  of {len(plain)} shots with plain errors {len(told)} are taken for one: {told}")
    return figures
