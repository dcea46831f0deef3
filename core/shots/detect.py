"""Finding shots in one pass: hard cuts, dissolves, fades; flashes are told from cuts.

PySceneDetect's adaptive detector proposes hard cuts, more than there are. Each is then looked at on
pictures of 32 x 18 pixels: a flash comes back to where it was, a change of light keeps the
picture's structure, and a cut stands out from the motion around it. A dissolve is a stretch over
which the picture goes straight from one to another: halfway it is the mean of both. A fade ends in
a picture without structure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.shots.record import COLUMNS, ROWS
from core.shots.span import Shots, Start, spans_between

_LENGTHS = (6, 8, 10, 13, 17, 22, 28, 36, 46, 60)  # of dissolves looked for, at 24 frames a second
_FLASH = 0.25  # seconds that a flash may last
_RATIO, _LEAST = 1.0, 6.0  # what the library proposes: more than a cut needs
_STEP = 0.025  # least mean difference of a cut, of white
_STANDS_OUT = 2.5  # times the usual step around it
_ALONE = 2.2  # times the steps right before and after it
_SAME = 0.93  # correlation from which two pictures have one structure
_APART = 0.80  # correlation up to which a dissolve's ends are different pictures
_CHORD = 0.035  # least mean difference between the ends of a dissolve
_BENT = 0.26  # how far a dissolve may lie off the straight way, of its chord
_FASTER = 1.15  # times the change per frame outside of a dissolve
_STAYS = 0.35  # share of the lit picture that a title leaves alone, and a dissolve does not
_BLANK = 0.02  # spread of luma up to which a picture is blank


@dataclass(frozen=True)
class _Gradual:
    """A stretch that looks like a dissolve: its first mixed frame, the first whole one after, and
    how far it goes, less where it goes astray."""

    first: int
    after: int
    score: float


class ShotDetector:
    """Finds shots in frames that are handed to it one by one.

    Args:
        rate: frames a second.
    """

    def __init__(self, rate: float) -> None:
        from scenedetect import AdaptiveDetector

        self._rate = max(float(rate), 1.0)
        self._proposer = AdaptiveDetector(_RATIO, min_scene_len=1, min_content_val=_LEAST)
        scale = self._rate / 24
        self._lengths = tuple(sorted({max(6, round(length * scale)) for length in _LENGTHS}))
        self._flash = max(3, round(_FLASH * self._rate))
        self._recent: deque[np.ndarray] = deque(maxlen=self._lengths[-1] + self._flash + 12)
        self._steps: list[float] = []
        self._blank: list[bool] = []
        self._proposed: deque[int] = deque()
        self._cuts: list[int] = []
        self._flashes: list[tuple[int, int]] = []
        self._gradual: list[_Gradual] = []

    def add(self, picture: np.ndarray) -> None:
        """The next frame.

        Args:
            picture: (H, W, 3) float32 display values, 0..1; of at least 32 x 18 pixels.
        """
        from scenedetect import FrameTimecode

        small = areas(picture)
        step = float(np.abs(small - self._recent[-1]).mean()) if self._recent else 0.0
        self._recent.append(small)
        self._steps.append(step)
        self._blank.append(float(small.mean(axis=1).std()) < _BLANK)
        codes = np.ascontiguousarray(np.rint(np.clip(picture[..., ::-1], 0, 1) * 255), np.uint8)
        now = len(self._steps) - 1
        for cut in self._proposer.process_frame(FrameTimecode(now, self._rate), codes):
            self._proposed.append(cut.frame_num)
        while self._proposed and self._proposed[0] + self._flash + 8 <= now:
            self._judge(self._proposed.popleft())
        self._look_back(now)

    def finish(self) -> Shots:
        """The shots, when all frames were added; at least one."""
        # The library looks two frames ahead, so that a cut right before the end is not proposed.
        ends = range(max(1, len(self._steps) - 2), len(self._steps))
        self._proposed.extend(at for at in ends if self._steps[at] > _STEP)
        while self._proposed:
            self._judge(self._proposed.popleft())
        for first, last in self._flashes:
            self._blank[first : last + 1] = [False] * (last + 1 - first)
        starts = _joined(self._cuts, self._dissolves(), _fades(self._blank, self._cuts))
        spans = spans_between(starts, max(len(self._steps), 1))
        return Shots(spans, tuple(self._flashes), self._rate)

    def _at(self, frame: int) -> np.ndarray:
        return self._recent[frame - len(self._steps)]

    def _judge(self, at: int) -> None:
        """Take a proposed cut for a cut, a flash, or nothing."""
        if self._flashes and at <= self._flashes[-1][1] + 1:
            return
        step, steps = self._steps[at], self._steps
        around = steps[max(1, at - 8) : at] + steps[at + 1 : at + 9]
        usual = float(np.quantile(around, 0.4)) if around else 0.0
        if step < max(_STEP, _STANDS_OUT * usual):
            return
        beside = max(steps[at - 1 : at] + steps[at + 1 : at + 2])
        flash = self._flash_from(at) or self._flash_until(at)
        if flash:
            self._flashes.append(flash)
        elif step > _ALONE * beside and not _one_structure(self._at(at - 1), self._at(at)):
            self._cuts.append(at)

    def _flash_from(self, at: int) -> tuple[int, int] | None:
        """The flash that begins at a frame, if the picture comes back to what it was before."""
        if self._steps[at - 1] > 0.4 * self._steps[at]:
            return None
        for length in range(1, min(self._flash, len(self._steps) - 1 - at) + 1):
            if self._comes_back(at - 1, at, at + length):
                return at, at + length - 1
        return None

    def _flash_until(self, at: int) -> tuple[int, int] | None:
        """The flash that ends before a frame, whose begin was not proposed."""
        if at + 1 < len(self._steps) and self._steps[at + 1] > 0.4 * self._steps[at]:
            return None
        for length in range(1, min(self._flash, at - 1) + 1):
            if self._comes_back(at - 1 - length, at - 1, at):
                return at - length, at - 1
        return None

    def _comes_back(self, before: int, within: int, after: int) -> bool:
        was, lit = self._at(before), self._at(within)
        change = float(np.abs(lit - was).mean())
        if change < _STEP or float(np.abs(self._at(after) - was).mean()) > 0.35 * change:
            return False
        # Longer than two frames, only a change of light counts: else it is an insert.
        return after - before <= 3 or abs(float((lit - was).mean())) > 0.6 * change

    def _look_back(self, now: int) -> None:
        """Whether a dissolve ends at the newest frame."""
        after = self._at(now)
        for length in self._lengths:
            begin = now - length
            if begin < 0 or any(self._blank[begin : now + 1]):
                break
            before = self._at(begin)
            chord = float(np.abs(after - before).mean())
            if chord < _CHORD or max(self._steps[begin + 1 : now + 1]) > 0.45 * chord:
                continue
            off = self._off_the_way(begin, now) / chord
            if off < _BENT and _correlation(before, after) < _APART and _all_over(before, after):
                self._gradual.append(self._bounds(begin, now, chord * (1 - 2 * off)))

    def _off_the_way(self, begin: int, now: int) -> float:
        """How far the frames between two lie off the mixes of both."""
        before, after = self._at(begin), self._at(now)
        off = []
        for part in (0.5, 0.25, 0.75):
            at = begin + round(part * (now - begin))
            share = (at - begin) / (now - begin)
            mixed = (1 - share) * before + share * after
            off.append(float(np.abs(self._at(at) - mixed).mean()))
        return max(off)

    def _bounds(self, begin: int, now: int, score: float) -> _Gradual:
        """Where the way from one picture to the other begins and ends."""
        before, after = self._at(begin), self._at(now)
        way = (after - before).ravel()
        along = [
            float((self._at(at) - before).ravel() @ way / (way @ way))
            for at in range(begin, now + 1)
        ]
        # The ends are lost in motion: they are drawn out from the middle.
        low, high = (min(i for i, share in enumerate(along) if share >= at) for at in (0.2, 0.8))
        reach = max(high - low, 1) / 3
        first = min(max(round(begin + low - reach + 1), begin + 1), now - 1)
        return _Gradual(first, max(min(round(begin + high + reach), now), first + 1), score)

    def _stands_out(self, one: _Gradual) -> bool:
        """Whether the picture changes faster than before or after: motion goes on as it went."""
        sides = self._steps[max(one.first - 8, 1) : one.first], self._steps[one.after + 1 :][:8]
        usual = [float(np.median(side)) for side in sides if side]
        within = float(np.median(self._steps[one.first : one.after + 1]))
        return not usual or within > _FASTER * min(usual)

    def _dissolves(self) -> list[_Gradual]:
        """Of stretches that overlap, the one that goes farthest and straightest."""
        kept: list[_Gradual] = []
        for one in sorted(self._gradual, key=lambda found: -found.score):
            apart = all(one.after <= other.first or one.first >= other.after for other in kept)
            if apart and one.after - one.first >= 3 and self._stands_out(one):
                kept.append(one)
        return sorted(kept, key=lambda found: found.first)


def find_shots(pictures: Iterable[np.ndarray], rate: float) -> Shots:
    """The shots of pictures that come one after another; see `ShotDetector.add`."""
    detector = ShotDetector(rate)
    for picture in pictures:
        detector.add(picture)
    return detector.finish()


def _joined(
    cuts: list[int], dissolves: list[_Gradual], fades: list[int]
) -> list[tuple[int, Start, int]]:
    starts: list[tuple[int, Start, int]] = [
        (one.first, "dissolve", one.after - one.first)
        for one in dissolves
        # A blank picture in the middle makes two dissolves of one fade.
        if not any(one.first - 2 <= at <= one.after + 2 for at in fades)
    ]
    mixed = [(first, first + length) for first, _, length in starts]
    hard = [at for at in cuts if not any(a <= at <= b for a, b in mixed)]
    cut: Start = "cut"
    fade: Start = "fade"
    starts.extend((at, cut, 0) for at in hard)
    starts.extend((at, fade, 0) for at in fades)
    return sorted({one[0]: one for one in starts}.values())


def _fades(blank: list[bool], cuts: list[int]) -> list[int]:
    """The first blank frame of each fade from one shot to the next."""
    found, at = [], 0
    while at < len(blank):
        if not blank[at]:
            at += 1
            continue
        end = at
        while end < len(blank) and blank[end]:
            end += 1
        soft_in, soft_out = at not in cuts, end not in cuts
        if at > 0 and end < len(blank) and (soft_in or soft_out):
            found.append(at if soft_out else end)
        at = end
    return [at for at in found if at not in cuts]


def areas(picture: np.ndarray) -> np.ndarray:
    """(576, 3) float32: a picture as 32 x 18 areas."""
    import cv2

    small: Any = cv2.resize(picture, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    return small.reshape(-1, 3)


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Of two small pictures' luma; 0 where one has no structure."""
    a, b = (one.mean(axis=1) - one.mean() for one in (first, second))
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 1e-6 else 0.0


def _all_over(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether the picture changed all over, and not where a title came or went."""
    lit = np.maximum(first, second).max(axis=1) > 0.1
    still = np.abs(first - second).max(axis=1) < 0.03
    return not lit.any() or float(still[lit].mean()) < _STAYS


def _one_structure(first: np.ndarray, second: np.ndarray) -> bool:
    return _correlation(first, second) > _SAME
