"""Which regions a shot has: their masks on its pictures, steady over time, and their colours."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.regions.masks import Masks, enlarged, look_for_regions, squared
from core.regions.motion import drawn_together
from core.regions.network import CLASSES, FINE
from core.regions.part import Parting, part_colours
from core.regions.pick import Reached, reached_in, tuned

_SURE = 0.4  # of a region being seen at all, in the frame where it is most so
_WELL = 0.6  # mean of the mask's inner half
# Confidence from which leaves are believed: what only is green, or rough, has less. It parts them
# best on photographs that were looked at.
_LEAVES = 0.5
_FACELESS = 0.55  # confidence from which people are believed in whose faces are not seen
# Share of the picture that a region must cover, in the frame where it covers most.
_LEAST = {"face": 0.002, "skin": 0.003, "neutral": 0.04} | dict.fromkeys(
    ("person", "clothes", "sky", "foliage", "water", "subject"), 0.008
)
_TUNED = 16  # qualifiers that were widened or softened, kept
_NEEDS = {"face": "person", "skin": "person", "clothes": "person"}


@dataclass(frozen=True)
class FoundRegion:
    """One region that is in a shot.

    Attributes:
        name: of `core.job.regions.REGIONS`.
        confidence: 0..1, how sure it is that it is there and where.
        share: of the pictures that it covers, in the mean, 0..1.
        shared, reached, spilled: see `core.regions.part.Parting`.
        parts: whether a LUT can change it alone.
        rival: the region that shares most of its colours; empty where none shares much.
    """

    name: str
    confidence: float
    share: float
    shared: float
    reached: float
    spilled: float
    parts: bool
    rival: str = ""

    @property
    def told(self) -> str:
        """What a LUT can do for it, in a sentence."""
        other = "the rest" if self.rival in ("", "background", "subject") else self.rival
        shared = f"{self.name} and {other} share {self.shared:.0%} of their colours"
        if self.parts:
            return f"{shared}: a LUT can change the {self.name} alone"
        reach = f"it would change {self.reached:.0%} of the one and {self.spilled:.0%} of the other"
        return (
            f"{shared}: a LUT cannot part them ({reach}); use a power window or the exported matte"
        )


class ShotRegions:
    """The regions of a shot.

    Args:
        pictures: (H, W, 3) float32 display values each, in the order of time.
        shapes: regions of the same pictures in other colours, whose masks these share; None: the
            pictures are looked at, when it is first asked for.
        finer: gives a picture by its number with more detail, (H, W, 3) float32, to be looked at;
            None: the pictures themselves are.
    """

    def __init__(
        self,
        pictures: Sequence[np.ndarray],
        shapes: ShotRegions | None = None,
        finer: Callable[[int], np.ndarray] | None = None,
    ) -> None:
        self._pictures, self._shapes = pictures, shapes
        self._finer = finer or pictures.__getitem__
        self._parting = functools.lru_cache(maxsize=None)(self._part)
        self._tuned = functools.lru_cache(maxsize=_TUNED)(self._tune)
        self._look = functools.lru_cache(maxsize=None)(self._looked_at)
        self._only = functools.lru_cache(maxsize=None)(self._alone)

    def with_colours(self, pictures: Sequence[np.ndarray]) -> ShotRegions:
        """The same regions of the same pictures in other colours, such as under a balance."""
        return ShotRegions(pictures, self)

    def only(self, index: int) -> ShotRegions:
        """The regions of one of the pictures, for which no other is looked at."""
        return self._only(index)

    @functools.cached_property
    def _small(self) -> list[np.ndarray]:
        """The pictures as large as the masks."""
        return [squared(picture, FINE) for picture in self._pictures]

    def look(self, before_each: Callable[[], object]) -> None:
        """Look at the pictures one by one, which is what takes long; `before_each` may raise to
        stop, and what was seen by then is kept.
        """
        if self._shapes is not None:
            self._shapes.look(before_each)
            return
        for index in range(len(self._pictures)):
            before_each()
            self._look(index)

    @functools.cached_property
    def masks(self) -> tuple[Masks, ...]:
        """One for each picture, held steady where the picture is."""
        if self._shapes is not None:
            return self._shapes.masks
        raw = [self._look(index) for index in range(len(self._pictures))]
        return tuple(_steadied(raw, self._small))

    @functools.cached_property
    def found(self) -> tuple[FoundRegion, ...]:
        """Those that are there, in the order of `core.job.regions.REGIONS`."""
        return tuple(self._found(name) for name in self.names)

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """The names of those that are there."""
        there: list[str] = []
        for name in CLASSES:
            if _NEEDS.get(name, name) in (name, *there) and self._is_there(name):
                there.append(name)
        if "person" in there and not self._is_believed():
            there = [name for name in there if _NEEDS.get(name, name) != "person"]
        return (*there, "background") if "subject" in there else tuple(there)

    def parting(self, name: str) -> Parting:
        """A region's qualifier, whether it is there or not."""
        return self._parting(name)

    def weights(self, name: str, widen: float = 0.0, soften: float = 0.0) -> np.ndarray:
        """A region's qualifier in a cube, (33³,) float32 0..1; see `core.regions.pick.tuned`."""
        return self._tuned(name, widen, soften)[1]

    def holding(self, name: str, widen: float = 0.0, soften: float = 0.0) -> np.ndarray:
        """The same for what is kept."""
        return self._tuned(name, widen, soften)[0]

    def reached(self, weights: np.ndarray, name: str = "") -> Reached:
        """What a qualifier in a cube reaches of the pictures; `name`: of which region it is."""
        masks = {one: [m.of(one) for m in self.masks] for one in self.names if one != "background"}
        own = [m.of(name) for m in self.masks] if name else None
        return reached_in(weights, self._small, masks, own, name)

    def mask(self, name: str, index: int) -> np.ndarray:
        """A region's mask on a picture, (H, W) float32 0..1, at the picture's edges."""
        return enlarged(self.masks[index].of(name), self._pictures[index])

    def thing_at(self, index: int, across: float, down: float) -> str:
        """The smallest region at a place of a picture, such as a click picks it.

        Args:
            index: of the picture.
            across, down: 0..1 from the left and from the top.

        Returns:
            Its name; empty where there is none.
        """
        return self.thing_in(self.masks[index], across, down)

    def thing_in(self, masks: Masks, across: float, down: float) -> str:
        """The same in the masks of any frame of the shot."""
        at = (min(int(down * FINE), FINE - 1), min(int(across * FINE), FINE - 1))
        here = [n for n in self.names if masks.of(n)[at] > 0.5]
        return min(here, key=lambda name: float(masks.of(name).mean()), default="")

    def colours(self, name: str) -> np.ndarray:
        """Display values of a region's points in all pictures, (N, 3) float32; there may be none.

        The pictures are looked at on 112 by 112 points.
        """
        pairs = zip(self._small, self.masks, strict=True)
        return np.concatenate([small[masks.of(name) > 0.5] for small, masks in pairs])

    def lightness(self, name: str) -> float:
        """Median Oklab lightness of a region's points in all pictures, 0..1; 0 without any."""
        every = self.colours(name)
        return float(np.median(np.asarray(srgb_to_oklab(every))[:, 0])) if len(every) else 0.0

    def _looked_at(self, index: int) -> Masks:
        return look_for_regions(self._finer(index))

    def _alone(self, index: int) -> ShotRegions:
        shapes = None if self._shapes is None else self._shapes.only(index)
        alone = ShotRegions(self._pictures[index : index + 1], shapes)
        alone._look = lambda _: self._look(index)
        return alone

    def _tune(self, name: str, widen: float, soften: float) -> tuple[np.ndarray, np.ndarray]:
        parting = self._parting(name)
        return tuned(parting.holding, widen, soften), tuned(parting.weights, widen, soften)

    def _part(self, name: str) -> Parting:
        return part_colours(self._small, [masks.of(name) for masks in self.masks])

    def _is_believed(self) -> bool:
        """Whether people are there: a coat on a hook looks like one, but for the face."""
        return self._is_there("face") or self.confidence("person") >= _FACELESS

    def _is_there(self, name: str) -> bool:
        at = CLASSES.index(name)
        covered = max(float((m.points[..., at] > 0.5).mean()) for m in self.masks)
        sure = max(float(m.seen[at]) for m in self.masks)
        well = _LEAVES if name == "foliage" else _WELL * _SURE
        return covered >= _LEAST[name] and sure >= _SURE and self.confidence(name) >= well

    def confidence(self, name: str) -> float:
        """How sure a region is to be seen, times how clear its mask is where it is best."""
        return max(masks.confidence(name) for masks in self.masks)

    def _found(self, name: str) -> FoundRegion:
        parting = self._parting(name)
        share = float(np.mean([masks.of(name).mean() for masks in self.masks]))
        return FoundRegion(
            name, round(self.confidence(name), 3), round(share, 4), round(parting.shared, 3),
            round(parting.reached, 3), round(parting.spilled, 4), parting.parts, self._rival(name),
        )  # fmt: skip

    def _rival(self, name: str) -> str:
        """Where most of what the qualifier reaches outside the region lies."""
        parting = self._parting(name)
        reach = dict.fromkeys((n for n in self.names if n not in (name, "background")), 0.0)
        for small, masks in zip(self._small, self.masks, strict=True):
            outside = parting.reach(small.reshape(-1, 3)) * (1 - masks.of(name).reshape(-1))
            for other in reach:
                reach[other] += float((outside * masks.of(other).reshape(-1)).mean())
        most = max(reach, key=lambda n: reach[n], default="")
        return most if most and reach[most] > 0.004 * len(self.masks) else ""


def find_regions(pictures: Sequence[np.ndarray]) -> ShotRegions:
    """The regions of a shot's pictures, each (H, W, 3) float32 display values."""
    return ShotRegions(pictures)


def _steadied(raw: list[Masks], small: list[np.ndarray]) -> list[Masks]:
    """Each picture's masks drawn towards those of the pictures before and after."""
    every = list(zip(raw, small, strict=True))
    return [
        drawn_together(masks, picture, every[max(at - 1, 0) : at] + every[at + 1 : at + 2])
        for at, (masks, picture) in enumerate(every)
    ]
