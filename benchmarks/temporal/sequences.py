"""Sequences with known transitions, assembled from single shots of real clips."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageOps

from core.media import stream_frames

SIZE = (640, 360)
RATE = 24
# Frames of each clip that are one shot, checked by eye.
SHOTS: tuple[tuple[str, int, int], ...] = (
    ("big_buck_bunny_480p_30s.mp4", 60, 270),
    ("big_buck_bunny_480p_30s.mp4", 290, 370),
    ("big_buck_bunny_480p_30s.mp4", 390, 535),
    ("nasa_13013.mp4", 0, 140),
    ("nasa_13013.mp4", 180, 230),
    ("nasa_13013.mp4", 245, 385),
    ("intel_asl_learn.mkv", 0, 60),
    ("intel_one_by_one_person.mp4", 0, 400),
    ("sam2_bedroom.mp4", 0, 199),
    ("sav_coffee.mp4", 0, 286),
    ("sav_cups.mp4", 0, 299),
    ("sav_dog.mp4", 0, 288),
    ("sav_juggle.mp4", 0, 246),
)


@dataclass(frozen=True)
class Transition:
    """Where one shot becomes another.

    Attributes:
        kind: "cut", "dissolve", "fade" (through black or white).
        first: first frame that is not wholly the old shot.
        after: first frame that is wholly the new shot; for a cut the same as `first`.
    """

    kind: str
    first: int
    after: int


@dataclass(frozen=True)
class Sequence:
    """A file and what is known of it; `flashes` are first frames of flashes, which are no cuts."""

    path: Path
    frames: int
    transitions: tuple[Transition, ...]
    flashes: tuple[int, ...]

    def of(self, kind: str) -> list[Transition]:
        """The transitions of one kind."""
        return [one for one in self.transitions if one.kind == kind]


def assemble(clips: Path, folder: Path, seed: int, count: int = 30) -> Sequence:
    """Write one sequence of `count` shots: cuts, dissolves of 8 to 36 frames, fades, flashes."""
    rng = np.random.default_rng(seed)
    path = folder / f"sequence_{seed}.mp4"
    transitions: list[Transition] = []
    flashes: list[int] = []
    frames: list[np.ndarray] = []
    for shot in _drawn(rng, clips, folder, count):
        kind = rng.choice(["cut", "dissolve", "fade"], p=[0.62, 0.27, 0.11]) if frames else ""
        length = int(rng.integers(8, 37))
        if kind == "dissolve":
            transitions.append(Transition("dissolve", len(frames) - length, len(frames)))
            _dissolve(frames, shot[:length])
            shot = shot[length:]
        elif kind == "fade":
            frames, transition = _fade(frames, shot, length, float(rng.choice([0, 0, 255])))
            transitions.append(transition)
        elif kind == "cut":
            transitions.append(Transition("cut", len(frames), len(frames)))
        if rng.random() < 0.25 and len(shot) > 60:
            at, long = int(rng.integers(20, len(shot) - 20)), int(rng.integers(1, 5))
            flashes.append(len(frames) + at)
            for picture in shot[at : at + long]:
                picture[:] = np.clip(picture.astype(np.float32) * 1.6 + 90, 0, 255)
        frames.extend(shot)
    write_frames(path, frames)
    return Sequence(path, len(frames), tuple(transitions), tuple(flashes))


def write_frames(
    path: Path,
    frames: Iterator[np.ndarray] | list[np.ndarray],
    rate: int = RATE,
    *,
    crf: int = 18,
) -> None:
    """(H, W, 3) uint8 RGB frames as H.264 in Rec.709."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=rate, options={"crf": str(crf), "preset": "fast"}
        )
        stream.pix_fmt = "yuv420p"
        stream.color_range, stream.colorspace = 1, 1
        stream.color_primaries, stream.color_trc = 1, 1
        for index, picture in enumerate(frames):
            if not index:
                stream.height, stream.width = picture.shape[:2]
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(
                format="yuv420p", src_colorspace=1, dst_colorspace=1, dst_color_range=1
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def shot_frames(clips: Path, folder: Path, which: int) -> np.ndarray:
    """One of `SHOTS`, (N, 360, 640, 3) uint8, cropped to the shape; kept in `folder`."""
    kept = folder / f"shot_{which}.npy"
    if not kept.exists():
        name, first, last = SHOTS[which]
        stream = itertools.islice(stream_frames(clips / name, 960), first, last)
        np.save(kept, np.stack([_fitted(frame.rgb) for frame in stream]))
    return np.load(kept, mmap_mode="r")


def _drawn(
    rng: np.random.Generator, clips: Path, folder: Path, count: int
) -> Iterator[list[np.ndarray]]:
    before = -1
    for _ in range(count):
        while (which := int(rng.integers(len(SHOTS)))) == before:
            pass
        before = which
        every = shot_frames(clips, folder, which)
        length = min(int(rng.integers(45, 110)), len(every))
        start = int(rng.integers(0, len(every) - length + 1))
        yield [np.array(picture) for picture in every[start : start + length]]


def _fitted(rgb: np.ndarray) -> np.ndarray:
    picture = Image.fromarray(np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8))
    return np.array(ImageOps.fit(picture, SIZE, Image.Resampling.BICUBIC))


def _dissolve(frames: list[np.ndarray], incoming: list[np.ndarray]) -> None:
    for index, picture in enumerate(incoming):
        share = (index + 1) / (len(incoming) + 1)
        old = frames[len(frames) - len(incoming) + index]
        mixed = (1 - share) * old.astype(np.float32) + share * picture
        frames[len(frames) - len(incoming) + index] = np.rint(mixed).astype(np.uint8)


def _fade(
    frames: list[np.ndarray], shot: list[np.ndarray], length: int, level: float
) -> tuple[list[np.ndarray], Transition]:
    half = max(length // 2, 4)
    for index in range(half):
        share = (index + 1) / (half + 1)
        for picture in (frames[len(frames) - half + index], shot[half - 1 - index]):
            picture[:] = np.rint((1 - share) * picture.astype(np.float32) + share * level)
    held = [np.full_like(shot[0], level) for _ in range(4)]
    first = len(frames) - half
    frames = frames + held
    return frames, Transition("fade", first, len(frames) + half)
