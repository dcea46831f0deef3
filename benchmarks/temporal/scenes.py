"""One look over a scene whose shots were given known errors: do skin and neutrals agree again?"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.temporal.cuts import TEARS
from core.colour.difference import delta_e_2000, srgb_to_lab, srgb_to_oklab
from core.colour.spaces import find_space
from core.colour.transform import rendering
from core.grade.timeline import ShotPlan, Wishes, plan_shots
from core.lut.lut3d import Lut3D
from core.media import stream_frames
from core.progress import Progress
from core.qualify.qualifiers import qualify_colours
from core.shots.intent import Intent, read_intent
from core.shots.level import Level
from core.shots.light import Light
from core.shots.portrait import portray

LIGHT = Light(rendering(find_space("rec709")))
TAKES = ("sav_coffee.mp4", "sav_cups.mp4", "sav_dog.mp4", "sav_juggle.mp4", "sam2_bedroom.mp4")
PARTS, FRAMES, FEWEST = 6, 5, 60
Shot = list[np.ndarray]


def report_scenes(clips: Path, draws: int, seed: int = 11) -> dict[str, object]:
    """Print the tables and return the figures; `seed` is of the errors that are drawn."""
    scenes = load_scenes(clips)
    rng = np.random.default_rng(seed)
    figures: dict[str, object] = {}
    ratios: dict[str, list[float]] = {"skin": [], "neutrals": []}
    kept: list[float] = []
    plain = [0, 0, 0]
    print("\n| scene | skin before | ratio | neutrals before | ratio | shots left alone |")
    print("|---|---|---|---|---|---|")
    for name, shots in scenes.items():
        found: dict[str, list[tuple[float, float]]] = {"skin": [], "neutrals": []}
        left = 0
        for _ in range(draws):
            bad = [shots[0], *(_wrong(shot, rng) for shot in shots[1:])]
            plans = _plan(bad)
            mended = [_levelled(shot, plan) for shot, plan in zip(bad, plans, strict=True)]
            before, after = _spreads(bad, shots), _spreads(mended, shots)
            kept.append(_apart(mended, shots) / _apart(bad, shots))
            left += sum(plan.left_alone for plan in plans)
            plain[0] += len(plans)
            plain[1] += sum(plan.band == "exempt" for plan in plans)
            plain[2] += sum(plan.band == "refused" for plan in plans)
            for what in found:
                found[what].append((before[what], after[what] / before[what]))
                ratios[what].append(after[what] / before[what])
        cells = [f"{np.nanmean([row[i] for row in found[w]]):.2f}" for w in found for i in (0, 1)]
        print(f"| {name} | {' | '.join(cells)} | {left} of {draws * len(shots)} |", flush=True)
        figures[name] = cells
    means = {what: float(np.nanmean(values)) for what, values in ratios.items()}
    print(f"mean ratio: skin {means['skin']:.2f}, neutrals {means['neutrals']:.2f}", flush=True)
    print(f"distance to the look on the shots without errors, to before: {np.mean(kept):.2f}")
    print(f"of {plain[0]} plain shots {plain[1]} were exempt and {plain[2]} refused")
    figures |= {"mean": means, "kept": float(np.mean(kept)), "plain": plain}
    figures["intents"] = _report_intents(scenes)
    figures["refused"] = _report_refusals(scenes)
    return figures


def load_scenes(clips: Path) -> dict[str, list[Shot]]:
    """Shots of one scene: six of Tears of Steel, and takes cut in six parts each."""
    cuts = json.loads((clips / "cuts.json").read_text())[TEARS]
    bounds = [*cuts["hard_cuts"][1:], cuts["frames"]]
    tears = [frame.rgb for frame in stream_frames(clips / TEARS, 160)]
    scenes = {
        "Tears of Steel": [_picked(tears, a + 3, b - 4) for a, b in zip(bounds, bounds[1:])]  # noqa: B905, RUF007
    }
    for name in TAKES:
        take = [frame.rgb for frame in stream_frames(clips / name, 160)]
        long = len(take) // PARTS
        scenes[name] = [_picked(take, at * long, (at + 1) * long - 1) for at in range(PARTS)]
    return scenes


def _picked(frames: Sequence[np.ndarray], first: int, last: int) -> Shot:
    return [np.clip(frames[at], 0, 1) for at in np.linspace(first, last, FRAMES).astype(int)]


def _wrong(shot: Shot, rng: np.random.Generator) -> Shot:
    stops, shift = rng.uniform(-1, 1), rng.uniform(-1500, 1500)
    contrast = rng.uniform(0.85, 1.18)
    gains = _white(6500) / _white(6500 + shift)
    gains /= gains @ [0.2126, 0.7152, 0.0722]

    def made(picture: np.ndarray) -> np.ndarray:
        code = np.clip(picture**2.4 * 2**stops * gains, 0, 1) ** (1 / 2.4)
        return np.clip((code - 0.435) * contrast + 0.435, 0, 1).astype(np.float32)

    return [made(picture) for picture in shot]


def by_a_lamp(x: np.ndarray, down: float, across: float) -> np.ndarray:
    """Display values under one lamp on a part of the scene, by the square of the distance, with
    little light beside it; places are in heights of the picture."""
    y, z = np.mgrid[: x.shape[0], : x.shape[1]] / x.shape[0]
    far = (y - down) ** 2 + (z - across) ** 2
    lamp = 1.6 / (1 + far / 0.05) ** 2 + 0.01
    return (x**2.2 * lamp[..., None]) ** (1 / 2.2)


def _white(kelvin: float) -> np.ndarray:
    """Linear Rec.709 of a daylight of that temperature (CIE 15, daylight locus)."""
    t = 1e3 / kelvin
    if kelvin <= 7000:
        x = 0.244063 + 0.09911 * t + 2.9678 * t**2 - 4.607 * t**3
    else:
        x = 0.23704 + 0.24748 * t + 1.9018 * t**2 - 2.0064 * t**3
    y = -3 * x**2 + 2.87 * x - 0.275
    xyz = np.array([x / y, 1, (1 - x - y) / y])
    matrix = [
        [3.2404542, -1.5371385, -0.4985314],
        [-0.969266, 1.8760108, 0.041556],
        [0.0556434, -0.2040259, 1.0572252],
    ]
    return np.array(matrix) @ xyz


def _plan(shots: Sequence[Shot], wishes: Wishes | None = None) -> list[ShotPlan]:
    portraits = [portray(LIGHT, shot) for shot in shots]
    names = [str(number) for number in range(len(shots))]
    one_scene = {at: 0 for at in range(len(shots))}
    return plan_shots(portraits, names, wishes or Wishes(heroes=(0,), scenes=one_scene), Progress())


def _levelled(shot: Shot, plan: ShotPlan) -> Shot:
    return [np.clip(plan.level.on_code(LIGHT, picture), 0, 1) for picture in shot]


def _look() -> Lut3D:
    """A plain look: a curve, cool shadows, warm lights, less saturation."""

    def graded(rgb: np.ndarray) -> np.ndarray:
        tone = rgb * rgb * (3 - 2 * rgb) * 0.5 + rgb * 0.5
        grey = tone.mean(-1, keepdims=True)
        split = np.array([0.04, 0.0, -0.04]) * (grey - 0.4)
        return np.clip(grey + 0.85 * (tone - grey) + split, 0, 1)

    return Lut3D.from_function(graded)


LOOK = _look()


def _lab(shot: Shot) -> np.ndarray:
    pixels = LOOK.apply(np.stack(shot).reshape(-1, 3))
    return np.asarray(srgb_to_lab(pixels.astype(np.float64)))


def _spreads(shots: Sequence[Shot], clean: Sequence[Shot]) -> dict[str, float]:
    """How far skin and neutrals under the look lie from where they were without errors, about the
    mean over the shots: the same pixels in both."""
    off: dict[str, list[np.ndarray]] = {"skin": [], "neutrals": []}
    for shot, truth in zip(shots, clean, strict=True):
        lab = np.asarray(srgb_to_oklab(np.stack(truth).reshape(-1, 3).astype(np.float64)))
        neutral = (np.hypot(lab[:, 1], lab[:, 2]) < 0.025) & (abs(lab[:, 0] - 0.6) < 0.3)
        moved = _lab(shot) - _lab(truth)
        for what, mask in (("skin", qualify_colours("skin", lab) > 0.6), ("neutrals", neutral)):
            if mask.sum() >= FEWEST:
                off[what].append(moved[mask].mean(0))
    return {
        what: float(np.sqrt(np.square(rows - np.mean(rows, 0)).sum(1).mean()))
        for what, rows in off.items()
        if len(rows) > 2
    }


def _apart(shots: Sequence[Shot], clean: Sequence[Shot]) -> float:
    pairs = zip(shots, clean, strict=True)
    return float(np.mean([delta_e_2000(_lab(a), _lab(b)).mean() for a, b in pairs]))


def _report_intents(scenes: dict[str, list[Shot]]) -> dict[str, list[int]]:
    """Shots that were made to be something: are they seen as such, and untouched?"""
    made: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "monochrome": lambda x: x.mean(-1, keepdims=True).repeat(3, -1),
        "warm by intent": lambda x: x * [1.0, 0.62, 0.2],
        "day for night": lambda x: x * [0.3, 0.4, 0.65],
        "low key": lambda x: by_a_lamp(x, 0.5, 0.85),
    }
    figures = {}
    for tag, change in made.items():
        every = [_plan([_as(change, shot)])[0] for shots in scenes.values() for shot in shots[::2]]
        exempt = [plan for plan in every if plan.band == "exempt" and plan.level == Level()]
        figures[tag] = [len(exempt), len(every)]
        print(f"intent {tag}: {len(exempt)} of {len(every)} found and left alone")
        figures[f"{tag}, said"] = [_untouched(scenes, change, read_intent(tag)), len(every)]
        print(f"  where the user says it, left alone: {figures[f'{tag}, said']}")
    return figures


def _untouched(
    scenes: dict[str, list[Shot]],
    change: Callable[[np.ndarray], np.ndarray],
    tag: Intent | None,
) -> int:
    """How many shots that the user tags keep level and balance of their own among their scene's."""
    kept = 0
    for shots in scenes.values():
        for at in range(0, len(shots), 2):
            several = [*shots[:at], _as(change, shots[at]), *shots[at + 1 :]]
            one_scene = dict.fromkeys(range(len(shots)), 0)
            plan = _plan(several, Wishes({at: tag}, scenes=one_scene))[at]
            kept += plan.band == "exempt" and plan.level == Level()
    return kept


def _as(change: Callable[[np.ndarray], np.ndarray], shot: Shot) -> Shot:
    return [np.asarray(np.clip(change(picture), 0, 1), np.float32) for picture in shot]


def _report_refusals(scenes: dict[str, list[Shot]]) -> dict[str, list[int]]:
    """Shots of a scene that nothing sound can be made of: are they refused?"""
    noise = np.random.default_rng(3)
    names = list(scenes)
    made: dict[str, Callable[[str], Shot]] = {
        "black": lambda name: _as(lambda x: x * 0.01, scenes[name][2]),
        "four stops over": lambda name: _as(lambda x: x * 2.0 ** (4 / 2.4), scenes[name][2]),
        "six stops under": lambda name: _as(lambda x: x * 2.0 ** (-6 / 2.4), scenes[name][2]),
        "noise": lambda name: _as(lambda x: noise.random(x.shape), scenes[name][2]),
        "another place": lambda name: scenes[names[(names.index(name) + 2) % len(names)]][0],
        "false colour": lambda name: _as(lambda x: 1 - x[..., [1, 2, 0]], scenes[name][2]),
    }
    figures = {}
    for what, make in made.items():
        right = 0
        for name, shots in scenes.items():
            several = [*shots[:3], make(name)]
            wishes = Wishes({3: None}, heroes=(0,), scenes={at: 0 for at in range(4)})
            right += _plan(several, wishes)[3].band == "refused"
        figures[what] = [right, len(scenes)]
        print(f"impossible, {what}: {right} of {len(scenes)} refused")
    return figures
