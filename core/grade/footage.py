"""A clip or picture opened for a job: its frames in its own space and as a display shows them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.colour.detect import detect_space
from core.colour.spaces import ColourSpace, find_space
from core.colour.transform import Rendering, convert, rendering
from core.grade.through import working_space
from core.job.result import Choice

if TYPE_CHECKING:
    from core.media import ClipInfo, SequenceInfo, StillInfo
    from core.progress import Progress

CLIP_FRAMES = 7
SHOWN_SIDE = 960
ANALYSIS_SIDE = 256
REGION_SIDE = 320  # of the photographs that the regions' network learned from


@dataclass(frozen=True, eq=False)
class FileFrames:
    """Any frame of the file that footage was taken of, in any size.

    Attributes:
        info: what the file says of itself, or is said to hold.
        begin: where the part begins that is used, in seconds from the file's first frame.
        frames: how many frames that part has; a picture has one.
        to_footage: from the file's values to the footage's, (H, W, 3) float32 both.
    """

    info: ClipInfo | StillInfo
    begin: float
    frames: int
    to_footage: Callable[[np.ndarray], np.ndarray]

    def read(self, seconds: float | None, side: int) -> np.ndarray:
        """The frame that is shown at a moment, counted as `begin` is; None: a picture.

        Args:
            seconds: the moment.
            side: pixels at most.

        Raises:
            BestlightError: the file cannot be read any more.
        """
        from core.media import ClipInfo, read_still, sample_frames

        if seconds is None or not isinstance(self.info, ClipInfo):
            return self.to_footage(read_still(self.info.path, max_side=side).rgb)
        at = (seconds, seconds)
        (found,) = sample_frames(self.info.path, 1, max_side=side, info=self.info, between=at)
        return self.to_footage(found.rgb)


@dataclass(frozen=True, eq=False)
class Footage:
    """What a job looks at.

    Attributes:
        path: the file.
        info: what the file says of itself.
        times: seconds of each frame; None for a picture.
        frames: each (H, W, 3) float32 values in the file's colour space, at most 960 px.
        shown: how that space is shown on a display.
        choices: what was decided about the file, and why.
        stored: the file's space, where it is linear light and the frames were brought to a log to
            be graded in; else None.
        file: its other frames; None where only these are to be had.
    """

    path: Path
    info: ClipInfo | StillInfo | SequenceInfo
    times: tuple[float | None, ...]
    frames: tuple[np.ndarray, ...]
    shown: Rendering
    choices: tuple[Choice, ...]
    stored: ColourSpace | None = None
    file: FileFrames | None = None

    @functools.cached_property
    def displayed(self) -> list[np.ndarray]:
        """The frames as display values, (H, W, 3) float32 in 0..1."""
        return [np.clip(self.shown.forward(frame), 0, 1) for frame in self.frames]


def open_footage(
    path: Path,
    space: str | None,
    role: str,
    progress: Progress,
    *,
    max_side: int = SHOWN_SIDE,
    frames: int = CLIP_FRAMES,
    rate: float | None = None,
    between: tuple[float, float] | None = None,
    info: ClipInfo | StillInfo | SequenceInfo | None = None,
) -> Footage:
    """Open a clip, a picture or a frame sequence, sample it, and settle its colour space.

    Args:
        path: the file.
        space: the name of its colour space; None: the file decides.
        role: what it is in the job, for the report ("Source", "Reference still.jpg").
        progress: told of each frame.
        max_side: frames are made at most so large, in pixels.
        frames: how many of a clip's, at most; one is the middle of the clip.
        rate: a frame sequence's frames in a second; None: as its header says, else 24.
        between: the part of a clip that is looked at, in seconds; None: all of it.
        info: what the file says of itself, where that was read already.

    Raises:
        BestlightError: the file is missing, damaged or not a picture.
        UsageError: the space is not known.
    """
    from core.media import ClipInfo, probe

    asked = find_space(space) if space else None
    info, sampled = _sampled(
        path, info or probe(path, rate=rate), progress, max_side, frames, between
    )
    times = tuple(time for time, _ in sampled)
    pictures = tuple(picture for _, picture in sampled)
    choices = []
    if asked is None:
        found = detect_space(info.colour_tags)
        asked = found.space
        choices.append(Choice(f"{role}: colour space", asked.name, found.reason, found.certain))
    else:
        choices.append(Choice(f"{role}: colour space", asked.name, "asked for", certain=True))
    working = working_space(asked)
    if isinstance(info, ClipInfo):
        # Video has no light above 1 to keep; the bake says why it is refused.
        working = asked
    if working != asked:
        pictures = tuple(convert(picture, asked, working) for picture in pictures)
        why = f"a LUT cannot hold {asked.name}; it is converted before the LUT and back after it"
        choices.append(Choice(f"{role}: graded in", working.name, why, certain=True))
    shown = rendering(working)
    choices.extend(_file_choices(info, role))
    if shown.view != "none":
        choices.append(
            Choice(
                f"{role}: shown as",
                shown.display.name,
                f"rendered to the display by {shown.view}",
                certain=True,
            )
        )
    stored = None if working == asked else asked
    file = _file_frames(info, asked, working)
    return Footage(path, info, times, pictures, shown, tuple(choices), stored, file)


def _file_frames(
    info: ClipInfo | StillInfo | SequenceInfo, asked: ColourSpace, working: ColourSpace
) -> FileFrames | None:
    from core.media import ClipInfo, StillInfo

    if not isinstance(info, ClipInfo | StillInfo):
        return None
    frames = info.frame_count if isinstance(info, ClipInfo) else 1
    if working == asked:
        return FileFrames(info, 0.0, frames, lambda values: values)
    return FileFrames(info, 0.0, frames, lambda values: convert(values, asked, working))


Sampled = list[tuple[float | None, np.ndarray]]


def _sampled(
    path: Path,
    info: ClipInfo | StillInfo | SequenceInfo,
    progress: Progress,
    max_side: int,
    count: int,
    between: tuple[float, float] | None = None,
) -> tuple[ClipInfo | StillInfo | SequenceInfo, Sampled]:
    """The frames that are looked at, each with its time; the info with what reading them told."""
    from core.media import ClipInfo, SequenceInfo, read_still, sample_frames

    if isinstance(info, ClipInfo):
        frames = sample_frames(
            path, count, max_side=max_side, progress=progress, info=info, between=between
        )
        return info, [(frame.time, frame.rgb) for frame in frames]
    if not isinstance(info, SequenceInfo):
        still = read_still(path, max_side=max_side)
        return still.info, [(None, still.rgb)]
    numbers = info.sequence.numbers
    places = sorted({int((part + 0.5) / count * len(numbers)) for part in range(count)})
    progress.stage("reading frames", len(places))
    sampled: Sampled = []
    for place in places:
        number = numbers[place]
        still = read_still(info.sequence.frame(number), max_side=max_side)
        sampled.append((float((number - numbers[0]) / info.fps), still.rgb))
        progress.advance()
    return info, sampled


def _file_choices(info: ClipInfo | StillInfo | SequenceInfo, role: str) -> list[Choice]:
    from core.media import ClipInfo

    if not isinstance(info, ClipInfo):
        return [Choice(f"{role}: file", info.format, note, certain=True) for note in info.notes]
    tagged_range, tagged_matrix = info.range_tag is not None, info.matrix_tag is not None
    choices = [Choice(f"{role}: range", info.value_range, info.value_range_reason, tagged_range)]
    if not info.is_rgb:
        choices.append(Choice(f"{role}: matrix", info.matrix, info.matrix_reason, tagged_matrix))
    if info.interlaced:
        why = "the clip is interlaced; its fields are analysed and graded as they are"
        choices.append(Choice(f"{role}: scan", "interlaced", why, certain=True))
    return choices


def picture_for_regions(frame: np.ndarray, shown: Rendering) -> np.ndarray:
    """A frame as regions are looked for in it: display values in 0..1, at most 320 px.

    Args:
        frame: (H, W, 3) float32, in its own space.
        shown: how that is shown.
    """
    return np.clip(shown.forward(reduce_picture(frame, REGION_SIDE)), 0, 1)


def reduce_picture(picture: np.ndarray, side: int = ANALYSIS_SIDE) -> np.ndarray:
    """A picture at most 256 px large, or `side`, by averaging whole blocks of pixels.

    Args:
        picture: (H, W, 3) float32, in any space.
        side: the most of its width and height.
    """
    height, width = picture.shape[:2]
    factor = -(-max(height, width) // side)
    if factor <= 1:
        return picture
    rows, columns = max(height // factor, 1), max(width // factor, 1)
    if height < factor or width < factor:
        return picture[:: max(height // rows, 1), :: max(width // columns, 1)]
    cut = picture[: rows * factor, : columns * factor].reshape(rows, factor, -1)
    lines = cut.mean(axis=1, dtype=np.float32)  # whole rows first: they lie together in memory
    return lines.reshape(rows, columns, factor, 3).mean(axis=2, dtype=np.float32)
