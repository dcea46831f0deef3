"""Mattes of a clip's regions, as files that any program takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UsageError
from core.files import make_folder, whole_set
from core.grade.footage import picture_for_regions
from core.grade.matte_list import MatteMedia, write_matte_list
from core.grade.shot import Shot
from core.progress import Progress
from core.regions import Masks, RegionFollower, enlarged

FORMATS = {"png": ".png", "exr": ".exr", "prores": ".mov"}
DOUBTFUL = 0.24  # confidence under which a region would not be found by one frame alone


@dataclass(frozen=True)
class WrittenMattes:
    """Mattes as files.

    Attributes:
        files: by region what was written, and as "otio" the timeline that has the mattes beside the
            clip.
        confidence: by region, for each frame, how sure it is that the region is there and where,
            0..1.
    """

    files: dict[str, str]
    confidence: dict[str, tuple[float, ...]]

    def told(self, name: str) -> str:
        """In how much of the frames a region is not seen, or hardly; empty where it is in all."""
        every = self.confidence[name]
        doubtful = [number for number, sure in enumerate(every) if sure < DOUBTFUL]
        if not doubtful:
            return ""
        return (
            f"not or hardly seen in {len(doubtful)} of {len(every)} frames, first in {doubtful[0]}"
        )


def write_mattes(
    shot: Shot,
    folder: Path,
    progress: Progress,
    *,
    kind: str = "png",
    only: Sequence[str] = (),
    force: bool = False,
) -> WrittenMattes:
    """Write a matte of each region for every frame of a shot.

    Args:
        shot: the clip, picture or sequence.
        folder: for the results: a folder of frames a region, or with "prores" a clip a region
            whose transparency is the matte.
        progress: told of each frame.
        kind: of `FORMATS`.
        only: the regions that are wanted; empty: all that are found.
        force: overwrite what is there.

    Raises:
        UsageError: an unknown format, a region that is not in the shot, or none at all.
        BestlightError: a file cannot be read or written.
    """
    if kind not in FORMATS:
        raise UsageError(f"unknown matte format {kind!r:.40}", hint=f"one of {', '.join(FORMATS)}")
    names = tuple(only) or shot.regions.names
    absent = [name for name in names if name not in shot.regions.names]
    if absent or not names:
        raise UsageError(
            f"there is no {absent[0] if absent else 'region'} in {shot.footage.path.name}",
            hint="see what there is: bestlight regions CLIP",
        )
    make_folder(folder)
    clips = kind == "prores"
    stem, suffix = shot.footage.path.stem, FORMATS[kind]
    targets = {name: folder / (f"{stem}_{name}.mov" if clips else name) for name in names}
    listed = folder / f"{stem}_mattes.otio"
    every, folders = [*targets.values(), listed], () if clips else tuple(targets.values())
    with whole_set(every, force=force, folders=folders) as parts:
        write = _write_clips if clips else _write_frames
        sure = write(shot, dict(zip(names, parts, strict=False)), progress, suffix)
        of_frames = {} if clips else {"prefix": stem, "suffix": suffix}
        media = {n: MatteMedia(target, sure[n], **of_frames) for n, target in targets.items()}
        write_matte_list(parts[-1], shot, media)
    files = {name: str(target) for name, target in (*targets.items(), ("otio", listed))}
    return WrittenMattes(files, sure)


def _write_frames(
    shot: Shot, parts: dict[str, Path], progress: Progress, suffix: str
) -> dict[str, tuple[float, ...]]:
    """Write a folder of frames a region; returns each region's confidence by frame."""
    from core.media.matte import write_matte

    sure: dict[str, list[float]] = {name: [] for name in parts}
    for part in parts.values():
        part.mkdir()
    for number, (frame, masks) in enumerate(_looked_at(shot, progress)):
        for name, part in parts.items():
            matte = enlarged(masks.of(name), frame)
            write_matte(part / f"{shot.footage.path.stem}.{number:06d}{suffix}", matte)
            sure[name].append(round(masks.confidence(name), 3))
    return {name: tuple(every) for name, every in sure.items()}


def _write_clips(
    shot: Shot, parts: dict[str, Path], progress: Progress, _suffix: str
) -> dict[str, tuple[float, ...]]:
    """The same as a clip a region."""
    from core.media.matte import MatteClip

    sure: dict[str, list[float]] = {name: [] for name in parts}
    info: Any = shot.footage.info
    rate = Fraction(getattr(info, "fps", 24))
    clips: dict[str, MatteClip] = {}
    with ExitStack() as stack:
        for frame, masks in _looked_at(shot, progress):
            for name, part in parts.items():
                if name not in clips:
                    size = (frame.shape[1], frame.shape[0])
                    clips[name] = stack.enter_context(MatteClip(part, size, rate))
                clips[name].put(frame, enlarged(masks.of(name), frame))
                sure[name].append(round(masks.confidence(name), 3))
    return {name: tuple(every) for name, every in sure.items()}


def _looked_at(shot: Shot, progress: Progress) -> Iterator[tuple[np.ndarray, Masks]]:
    """Every frame in its own space, as large as it is, with its masks."""
    follower = RegionFollower()
    for frame in _frames(shot, progress):
        yield frame, follower.look(picture_for_regions(frame, shot.footage.shown))


def _frames(shot: Shot, progress: Progress) -> Iterator[np.ndarray]:
    from core.media import ClipInfo, SequenceInfo, read_still, stream_frames

    info = shot.footage.info
    if isinstance(info, ClipInfo):
        progress.stage("writing mattes", info.frame_count)
        side = max(info.coded_width, info.coded_height) * 2
        for frame in stream_frames(shot.footage.path, side, progress=progress, info=info):
            yield frame.rgb
    elif isinstance(info, SequenceInfo):
        progress.stage("writing mattes", len(info.sequence.numbers))
        for number in info.sequence.numbers:
            yield read_still(info.sequence.frame(number)).rgb
            progress.advance()
    else:
        yield read_still(shot.footage.path).rgb
