"""Numbered frames as one clip: plate.%04d.exr, plate.####.exr, or the folder that holds them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from core.colour.evidence import ColourTags
from core.errors import BestlightError, UsageError, counted
from core.media.info import StillInfo
from core.media.kinds import is_still_name
from core.media.rate import ROUNDED_BY_PEOPLE, usual_rate
from core.media.still import read_info

DEFAULT_RATE = Fraction(24)
_NUMBERED = re.compile(r"^(.*?)(\d+)(\.\w+)$")
_PATTERN = re.compile(r"^(.*?)(?:%0?(\d*)d|(#+))([^%#]*\.\w+)$")


@dataclass(frozen=True)
class FrameSequence:
    """Frames of one name: `before`, a number of at least `digits` digits, `after`.

    `numbers` are those that are there, in order; at least one for a source, none for a target.
    """

    folder: Path
    before: str
    digits: int
    after: str
    numbers: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """As people write it: "plate.####.exr"."""
        return f"{self.before}{'#' * self.digits}{self.after}"

    @property
    def suffix(self) -> str:
        """Of every frame, with its dot, in lower case."""
        return f".{self.after.rpartition('.')[2]}".lower()

    def written_as(self, folder: Path, suffix: str) -> FrameSequence:
        """The same numbers in another folder, in another format."""
        after = f"{self.after.rpartition('.')[0]}{suffix}"
        return replace(self, folder=folder, after=after)

    @property
    def path(self) -> Path:
        """The folder with the name in it."""
        return self.folder / self.name

    def frame(self, number: int) -> Path:
        """The file of one frame."""
        return self.folder / f"{self.before}{number:0{self.digits}d}{self.after}"

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """First and last number of every run of frames that is missing."""
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        return tuple((a + 1, b - 1) for a, b in pairs if b > a + 1)


@dataclass(frozen=True)
class SequenceInfo:
    """A frame sequence as a clip: `first` is its first frame, by which the others are read."""

    path: Path
    sequence: FrameSequence
    first: StillInfo
    fps: Fraction

    @property
    def frame_count(self) -> int:
        """Frames that are there."""
        return len(self.sequence.numbers)

    @property
    def format(self) -> str:
        """The frames' file format."""
        return self.first.format

    @property
    def colour_tags(self) -> ColourTags:
        """Those of its first frame."""
        return self.first.colour_tags

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of it in words: its frames, and those that are missing."""
        numbers = self.sequence.numbers
        said = (
            f"{counted(len(numbers), 'frame')}, {numbers[0]} to {numbers[-1]}, at"
            f" {float(self.fps):g} a second"
        )
        gaps = self.sequence.gaps
        lost = sum(b - a + 1 for a, b in gaps)
        where = ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in gaps[:5])
        more = " and others" if len(gaps) > 5 else ""
        missing = (f"{counted(lost, 'frame')} missing: {where}{more}",) if gaps else ()
        return (said, *missing, *self.first.notes)


def is_pattern(path: Path) -> bool:
    """Whether a name stands for numbered frames: it has # or %d in it, and is no file."""
    return bool(_PATTERN.match(path.name)) and not path.is_file()


def is_sequence(path: Path) -> bool:
    """Whether `path` stands for numbered frames: a pattern, or a folder."""
    return path.is_dir() or is_pattern(path)


def stem_of(path: Path) -> str:
    """What a source is called without its number and suffix: "plate" of plate.####.exr."""
    if is_pattern(path):
        before = parse_pattern(path).before.rstrip("._- ")
        return before or path.resolve().parent.name
    return path.resolve().name if path.is_dir() else path.stem


def parse_pattern(path: Path) -> FrameSequence:
    """The name of a sequence, without looking for its frames.

    Raises:
        UsageError: the name has neither # nor %d in it.
    """
    found = _PATTERN.match(path.name)
    if found is None:
        raise UsageError(
            f"{path} names no frame sequence", hint="write its number as ####: plate.####.exr"
        )
    before, width, marks, after = found.groups()
    digits = len(marks) if marks else int(width or 1)
    if digits > 20:
        raise UsageError(f"{path.name}: a frame number of {digits} digits is not read")
    return FrameSequence(path.parent, before, digits, after)


def find_sequence(path: Path) -> FrameSequence:
    """The frames that a pattern or a folder stands for.

    Raises:
        BestlightError: there are none, or the folder cannot be read.
        UsageError: the folder holds several sequences.
    """
    wanted = None if path.is_dir() else parse_pattern(path)
    folder = path if wanted is None else wanted.folder
    found = _numbered(folder)
    if wanted is not None:
        numbers = [
            number
            for (before, after), files in found.items()
            for digits, number in files
            if (before, after) == (wanted.before, wanted.after)
            and f"{number:0{wanted.digits}d}" == digits
        ]
        if not numbers:
            raise BestlightError(
                f"{path}: there is no frame of that name", hint="check the name and the folder"
            )
        return replace(wanted, numbers=tuple(sorted(numbers)))
    several = {key: files for key, files in found.items() if len(files) > 1} or found
    if not several:
        raise BestlightError(
            f"{path} is a folder without numbered frames", hint="name a file or a frame sequence"
        )
    sequences = [_of_folder(folder, key, files) for key, files in several.items()]
    if len(sequences) > 1:
        names = ", ".join(sequence.name for sequence in sequences[:4])
        raise UsageError(
            f"{path} holds {len(sequences)} frame sequences: {names}", hint="name one of them"
        )
    return sequences[0]


def _numbered(folder: Path) -> dict[tuple[str, str], list[tuple[str, int]]]:
    found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    try:
        for entry in folder.iterdir():
            name = _NUMBERED.match(entry.name)
            if name is None or entry.name.startswith(".") or not is_still_name(entry):
                continue
            before, digits, after = name.groups()
            if len(digits) <= 20:
                found[before, after].append((digits, int(digits)))
    except FileNotFoundError as error:
        raise BestlightError(f"{folder} does not exist", hint="check the name") from error
    except OSError as error:
        raise BestlightError(f"cannot read {folder}: {error.strerror}", hint="check it") from error
    return found


def _of_folder(folder: Path, key: tuple[str, str], files: list[tuple[str, int]]) -> FrameSequence:
    """The sequence of a folder; where frames are padded to different widths, the least counts."""
    digits = min(len(text) for text, _ in files)
    numbers = sorted({number for text, number in files if f"{number:0{digits}d}" == text})
    return FrameSequence(folder, key[0], digits, key[1], tuple(numbers))


def read_sequence(path: Path, rate: float | None = None) -> SequenceInfo:
    """What a frame sequence is.

    Args:
        path: a pattern or a folder.
        rate: frames in a second; None: as the first frame's header says, else 24.

    Raises:
        BestlightError: there are no frames, or the first cannot be read.
        UsageError: a folder of several sequences.
    """
    sequence = find_sequence(path)
    first = read_info(sequence.frame(sequence.numbers[0]))
    return SequenceInfo(path, sequence, first, _rate(rate, first))


def _rate(asked: float | None, first: StillInfo) -> Fraction:
    if asked is not None:
        return usual_rate(Fraction(asked).limit_denominator(1001), ROUNDED_BY_PEOPLE)
    for key, value in first.metadata.items():
        # OpenEXR's standard attribute, and DPX's film and television headers.
        if key.casefold() in ("framespersecond", "dpx:framerate", "dpx:temporalframerate"):
            numbers = re.findall(r"\d+\.?\d*", value)
            said = [Fraction(n).limit_denominator(1001) for n in numbers[:2]]
            if said and said[0] > 0:
                rate = said[0] / said[1] if len(said) > 1 and said[1] > 0 else said[0]
                return usual_rate(rate, ROUNDED_BY_PEOPLE)
    return DEFAULT_RATE
