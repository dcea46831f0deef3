"""Drift within a shot under `--temporal smooth`: what is left of it, and the flicker added.

Light is a factor before a camera's curve. Which curve that was nobody knows: the drift is made by
one of three, and undone by the product's own (sRGB's), whichever it was.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.temporal.sequences import RATE, shot_frames, write_frames
from core.grade.by_shot import TEMPORAL, ByShot, Temporal, grade_by_shot
from core.job.job import GradeJob
from core.media import stream_frames
from core.progress import Progress
from core.shots import watch_clip
from core.shots.drift import ShotCurves, smoothed
from core.shots.span import ShotSpan

PROMPT = "a little warmer, more contrast"
TAKES = (10, 12)  # of `sequences.SHOTS`
COUNT = 144
Drift = Callable[[np.ndarray], np.ndarray]

DRIFTS: dict[str, Drift] = {
    "a cloud": lambda t: np.outer(-0.9 * np.sin(np.pi * t) ** 2, [1, 1, 1]),
    "an iris pull": lambda t: np.outer(np.clip((t - 0.3) / 0.35, 0, 1) * 0.8, [1, 1, 1]),
    "an exposure step over 12 frames": lambda t: np.outer(
        0.7 * np.clip((t * COUNT - 70) / 12, 0, 1), [1, 1, 1]
    ),
    "a white balance pull": lambda t: np.outer(np.clip((t - 0.2) / 0.5, 0, 1), [0.3, 0, -0.3]),
    "mains flicker": lambda t: np.outer(0.12 * np.sin(t * COUNT * 2.1), [1, 1, 1]),
}


@dataclass(frozen=True)
class Camera:
    """A camera's curve.

    Attributes:
        power: of light, for all but the darkest.
        toe: added to the code values, 0..1, before the power is taken.
        slope: of the straight piece near black, codes to light; 0 without one.
        ends: code value up to which it is straight.
    """

    power: float
    toe: float = 0.0
    slope: float = 0.0
    ends: float = 0.0

    def light(self, codes: np.ndarray) -> np.ndarray:
        """Codes 0..1 to light."""
        curve = ((codes + self.toe) / (1 + self.toe)) ** self.power
        return np.where(codes <= self.ends, codes * self.slope, curve)

    def codes(self, light: np.ndarray) -> np.ndarray:
        """The inverse, clipped to 0..1."""
        light = np.clip(light, 0, 1)
        curve = light ** (1 / self.power) * (1 + self.toe) - self.toe
        straight = light / self.slope if self.slope else light
        return np.where(light <= self.ends * self.slope, straight, curve)


CAMERAS = {
    "power": Camera(2.2),
    "srgb": Camera(2.4, 0.055, 1 / 12.92, 0.04045),
    "bt709": Camera(1 / 0.45, 0.099, 1 / 4.5, 0.081),
}


def drawn_drifts(seed: int) -> dict[str, Drift]:
    """The same kinds with other sizes, times and speeds."""
    rng = np.random.default_rng(seed)
    deep, middle, half = rng.uniform(0.5, 1.2), rng.uniform(0.3, 0.7), rng.uniform(0.2, 0.45)
    pull, from_, over = rng.uniform(0.4, 1), rng.uniform(0.1, 0.5), rng.uniform(0.2, 0.45)
    step, at, long = rng.uniform(0.4, 0.9), rng.uniform(40, 90), rng.uniform(6, 16)
    warm, size, pace = rng.uniform(0.6, 1.4), rng.uniform(0.06, 0.15), rng.uniform(0.8, 3.0)
    return {
        "a cloud": lambda t: np.outer(
            -deep * np.cos(np.clip((t - middle) / half, -1, 1) * np.pi / 2) ** 2, [1, 1, 1]
        ),
        "an iris pull": lambda t: np.outer(np.clip((t - from_) / over, 0, 1) * pull, [1, 1, 1]),
        "an exposure step": lambda t: np.outer(
            step * np.clip((t * COUNT - at) / long, 0, 1), [1, 1, 1]
        ),
        "a white balance pull": lambda t: np.outer(
            warm * np.clip((t - from_) / over, 0, 1), [0.3, 0, -0.3]
        ),
        "mains flicker": lambda t: np.outer(size * np.sin(t * COUNT * pace), [1, 1, 1]),
    }


def report_drift(
    clips: Path,
    folder: Path,
    takes: Sequence[int] = TAKES,
    seed: int = 0,
    camera: str = "power",
) -> dict[str, object]:
    """Print the table and return the figures; `seed` 0 stands for the drifts as they are named."""
    curve = CAMERAS[camera]
    figures: dict[str, object] = {}
    drifts = drawn_drifts(seed) if seed else DRIFTS
    truth = {which: _steady(clips, folder, which, curve) for which in takes}
    for which, (_, own) in truth.items():
        alone, pan = _said(own), _said(_panned(clips, folder, which))
        print(
            f"take {which}, stops that drift: by itself {alone}; a pan over its first frame {pan}"
        )
    print(
        "\n| drift | stops left, static | smooth | removed | change per frame, smooth to static"
        " | to the take without drift | to following it exactly | flicker of the light |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, drift in drifts.items():
        rows = np.array(
            [_measure(clips, folder, which, drift, truth[which], curve) for which in takes]
        )
        static, smooth, change, beside, exactly, flicker = rows.mean(0)
        figures[name] = rows.tolist()
        removed = 1 - smooth / static
        print(
            f"| {name} | {static:.3f} | {smooth:.3f} | {removed:.0%} | {change:.3f}"
            f" | {beside:.3f} | {exactly:.3f} | {flicker:.3f} |",
            flush=True,
        )
    return figures


def _steady(clips: Path, folder: Path, which: int, curve: Camera) -> tuple[Path, ShotCurves]:
    """A take graded without any drift that was added, and how it drifts by itself.

    Cameras expose by themselves: where someone walks in, walls that nobody stands before become
    lighter. `smooth` takes that off too, and shall not be blamed for it.
    """
    source = folder / f"steady_{which}.mp4"
    still = shot_frames(clips, folder, which)[:COUNT]
    write_frames(source, (_lit(picture, np.zeros(3), curve) for picture in still))
    out = folder / f"steady-{which}"
    job = GradeJob(str(source), prompt=(PROMPT,), output=str(out))
    grade_by_shot(job, ByShot(codec="ffv1"), Progress())
    return out / f"steady_{which}_graded.mkv", _watched(source)


def _panned(clips: Path, folder: Path, which: int) -> ShotCurves:
    """A camera that pans and tilts over a still: nothing of the light changes."""
    still = np.array(shot_frames(clips, folder, which)[0])
    tall, wide = (3 * still.shape[0] // 8 * 2, 3 * still.shape[1] // 8 * 2)
    frames = []
    for index in range(COUNT):
        left = round((still.shape[1] - wide) * index / (COUNT - 1))
        top = round((still.shape[0] - tall) * (1 + np.sin(index / 20)) / 2)
        frames.append(np.ascontiguousarray(still[top : top + tall, left : left + wide]))
    source = folder / "pan.mp4"
    write_frames(source, frames)
    return _watched(source)


def _watched(source: Path) -> ShotCurves:
    """How a file changes that is one shot, whatever is found in it."""
    watched = watch_clip(source, Progress())
    return watched.curves(ShotSpan(0, watched.shots.frames - 1))


def _said(curves: ShotCurves) -> str:
    cast = curves.smooth[:, [0, 2]] - curves.smooth[:, [1]]
    return f"{np.ptp(curves.exposure):.3f} ({np.ptp(cast, axis=0).max():.3f} of a cast)"


def _measure(
    clips: Path,
    folder: Path,
    which: int,
    drift: Drift,
    steady: tuple[Path, ShotCurves],
    curve: Camera,
) -> tuple[float, float, float, float, float, float]:
    """Spread of the light in stops, static and smooth, but for the take's own; change per frame
    against static, and against the shot without drift and against the drift undone exactly, which
    lifts the source's own noise as well; what of the light is quicker than half a second, against
    static."""
    truth, own = steady
    still = shot_frames(clips, folder, which)[:COUNT]
    stops = drift(np.linspace(0, 1, len(still)))
    source = folder / "drift.mp4"
    write_frames(
        source, (_lit(picture, row, curve) for picture, row in zip(still, stops, strict=True))
    )
    job = GradeJob(str(source), prompt=(PROMPT,))
    graded: dict[Temporal, Path] = {}
    for way in TEMPORAL:
        out = folder / f"drift-{way}"
        how = ByShot(temporal=way, codec="ffv1")
        grade_by_shot(replace(job, output=str(out)), how, Progress(), force=True)
        graded[way] = out / "drift_graded.mkv"
    mended, out = folder / "mended.mp4", folder / "drift-mended"
    # To the light's middle, as `smooth` has it: where it is lighter, all that moves moves more.
    exact = stops - np.median(stops, axis=0)
    write_frames(mended, _undone(source, exact, curve), crf=0)
    how = ByShot(codec="ffv1")
    grade_by_shot(replace(job, source=str(mended), output=str(out)), how, Progress(), force=True)
    light = {way: _light(path, truth) for way, path in graded.items()}
    followed = _watched(source)
    if followed.drifts:
        # What the take does by itself is undone as far as the added is followed.
        quick_too = followed.surely[:, None] * (own.light - own.smooth)
        light["smooth"] = light["smooth"] + own.smooth + quick_too
    left = {way: float(np.std(rows, axis=0).max()) for way, rows in light.items()}
    quick = {way: float(np.std(_quick(rows))) for way, rows in light.items()}
    change = {way: _change(path) for way, path in graded.items()}
    beside = change["smooth"] / _change(truth)
    return (
        left["static"],
        left["smooth"],
        change["smooth"] / change["static"],
        beside,
        change["smooth"] / _change(out / "mended_graded.mkv"),
        quick["smooth"] / quick["static"],
    )


def _lit(picture: np.ndarray, stops: np.ndarray, curve: Camera) -> np.ndarray:
    linear = curve.light(picture / 255.0) * 0.6 * 2.0**stops
    return np.rint(curve.codes(linear) * 255).astype(np.uint8)


def _undone(source: Path, stops: np.ndarray, curve: Camera) -> Iterator[np.ndarray]:
    for frame, row in zip(stream_frames(source, 640), stops, strict=True):
        linear = curve.light(np.clip(frame.rgb, 0, 1)) * 2.0**-row
        yield np.rint(curve.codes(linear) * 255).astype(np.uint8)


def _frames(path: Path) -> list[np.ndarray]:
    return [frame.rgb for frame in stream_frames(path, 160)]


def _quick(light: np.ndarray) -> np.ndarray:
    return light - smoothed(light, np.arange(len(light)), RATE)


def _light(path: Path, truth: Path) -> np.ndarray:
    """(N, 3) stops of the light against the same shot without drift."""
    stops = []
    for ours, theirs in zip(_frames(path), _frames(truth), strict=True):
        used = (ours > 0.1).all(-1) & (theirs > 0.1).all(-1) & (ours < 0.95).all(-1)
        stops.append(2.2 * np.median(np.log2(ours[used] / theirs[used]), axis=0))
    return np.array(stops)


def _change(path: Path) -> float:
    """Mean difference from each frame to the next, code values."""
    pairs = itertools.pairwise(_frames(path))
    return float(np.mean([np.abs(second - first).mean() for first, second in pairs]))
