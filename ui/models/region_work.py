"""Work for regions that takes longer than a frame: looking, measuring, reading; in lanes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from core.job.adjustments import Adjustments, combine_adjustments
from core.job.regions import RegionAdjustment
from core.progress import Progress
from ui.models.look import RegionKey, key_of
from ui.models.preview import Seen
from ui.models.region_words import Told

if TYPE_CHECKING:
    from core.grade.regional import DarkFace
    from ui.models.shot import ShownShot

_LEAST_BOX = 5  # pixels each way that a click picks
_MOST_PICKED = 20_000  # pixels of a box that are looked at


@dataclass(frozen=True)
class FoundName:
    """A region that is in the shot: its name, how sure that is, 0..1, and its share of it."""

    name: str
    confidence: float
    share: float


@dataclass(frozen=True)
class FoundRegions:
    """What is in a shot, and the face in it that lies in the dark, if one does."""

    names: tuple[FoundName, ...]
    dark_face: DarkFace | None


@dataclass(frozen=True)
class SaidOfRegion:
    """What a sentence asks of a region: changes, how far it is kept, and how it was understood."""

    adjustments: Adjustments
    keep: float
    meaning: str


def read_for(region: str, text: str) -> SaidOfRegion:
    """What a sentence asks of a region, whether it names that or not.

    Raises:
        BestlightError: it says nothing that has a meaning for colour.
    """
    from core.grade.words import read_prompts
    from core.words.regional import regional_parts

    parts = [part for part in regional_parts(text) if part.region == region]
    if parts:
        total = Adjustments()
        for part in parts:
            total = combine_adjustments(total, part.adjustments)
        return SaidOfRegion(total, max(p.keep for p in parts), "; ".join(p.meaning for p in parts))
    words = read_prompts((text,), None, 0)
    total = combine_adjustments(words.looks[0], words.edits)
    keep = 1.0 if words.no_change or (words.protections and total.at_rest) else 0.0
    return SaidOfRegion(total, keep, "; ".join(words.notes))


def look_at(shown: ShownShot, progress: Progress) -> FoundRegions:
    """What is in a shot."""
    from core.grade.regional import see_dark_face
    from core.threads import one_thread

    with one_thread():
        regions = shown.shot.regions
        regions.look(progress.check)
        names = tuple(
            FoundName(
                name,
                float(regions.confidence(name)),
                float(np.mean([masks.of(name).mean() for masks in regions.masks])),
            )
            for name in regions.names
        )
        return FoundRegions(names, see_dark_face(regions))


def tell_reach(shown: ShownShot, wish: RegionAdjustment) -> Told:
    """What a region's qualifier reaches of a shot."""
    from core.grade.regional import weights_of
    from core.threads import one_thread

    with one_thread():
        regions = shown.shot.regions
        weights = weights_of(wish, regions)
        name = wish.region if wish.colour is None else ""
        got = None if weights is None else regions.reached(weights, name)
    key, set_to = key_of(wish), (wish.widen, wish.soften)
    if got is None:
        return Told(key, *set_to, 0.0, 0.0, 0.0, "", parts=False, spills=False)
    return Told(
        key, *set_to, got.inside, got.outside, got.share, got.most,
        parts=got.parts, spills=got.spills,
    )  # fmt: skip


def thing_at(seen: Seen, across: float, down: float) -> str:
    """The region at a place of a frame, in shares of it; empty where there is none."""
    from core.grade.footage import REGION_SIDE, reduce_picture
    from core.regions.masks import look_for_regions
    from core.threads import one_thread

    with one_thread():
        regions = seen.shown.shot.regions
        if isinstance(seen.frame, int):
            return regions.thing_at(seen.frame, across, down)
        small = reduce_picture(seen.before.astype(np.float32) / 255, REGION_SIDE)
        return regions.thing_in(look_for_regions(small), across, down)


def pixels_under(codes: np.ndarray, box: QRectF) -> np.ndarray:
    """The pixels of (H, W, 3) in a box of shares, (N, 3); a few where it is hardly one."""
    height, width = codes.shape[:2]
    rows = _span(box.top() * height, box.bottom() * height, height)
    columns = _span(box.left() * width, box.right() * width, width)
    pixels = codes[rows, columns].reshape(-1, 3)
    return pixels[:: max(len(pixels) // _MOST_PICKED, 1)]


def _span(start: float, end: float, size: int) -> slice:
    short = max(_LEAST_BOX - (end - start), 0) / 2
    first = min(max(int(start - short), 0), size - 1)
    return slice(first, max(min(int(end + short) + 1, size), first + 1))


def codes_of(key: RegionKey) -> tuple[int, int, int] | None:
    """The middle of a picked colour as 8-bit display values; None for other regions."""
    from core.colour.difference import oklab_to_srgb

    if key[1] is None:
        return None
    rgb = np.clip(oklab_to_srgb(np.array([key[1].middle])), 0, 1)[0]
    red, green, blue = (round(255 * float(one)) for one in rgb)
    return red, green, blue
