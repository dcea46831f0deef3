"""`Lut3D`: an immutable 3D LUT and its algebra."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.errors import BestlightError, UsageError
from core.lut.interpolate import per_channel, tetrahedral

MIN_SIZE, MAX_SIZE = 2, 256
SHAPED_SIZE = 65  # what a curve in a shaper needs at least, once it is part of the cube
FARTHEST, LEAST_SPAN = 1e9, 1e-6  # of an input domain
_TELLING = 2e-6  # a file's rounding stays below it; an eighth of a step of 16 bits
Triple = tuple[float, float, float]
ColourFunction = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Shaper:
    """A 1D LUT per channel that comes before the cube.

    Attributes:
        table: (M, 3) float32, read-only: the values handed to the cube.
        domain_min: input value of the first row, per channel.
        domain_max: input value of the last row, per channel.
    """

    table: np.ndarray
    domain_min: Triple = (0.0, 0.0, 0.0)
    domain_max: Triple = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", _frozen(self.table))
        if self.table.ndim != 2 or self.table.shape[1] != 3 or len(self.table) < 2:
            raise BestlightError(f"a shaper needs (M, 3) values, not {self.table.shape}")
        _check_domain(self.domain_min, self.domain_max)

    def apply(self, rgb: np.ndarray) -> np.ndarray:
        """Shape (..., 3) values; inputs outside the domain take the end's value."""
        return per_channel(self.table, _to_unit(rgb, self.domain_min, self.domain_max))


@dataclass(frozen=True, eq=False)
class Lut3D:
    """A 3D LUT: output RGB on a regular grid over an input box.

    Attributes:
        table: (N, N, N, 3) float32, read-only; `table[r, g, b]` is the output RGB for the input
            at those grid steps. N is 2..256. Which colour spaces these are, the caller knows.
        domain_min: input value of the first grid step, per channel.
        domain_max: input value of the last grid step, per channel.
        shaper: a 1D LUT before the cube, or None.
        title: a name for people.
        notes: what reading its file took for granted, a sentence each; for people.

    Raises:
        BestlightError: the table's shape, a value that is not finite, or an empty domain.
    """

    table: np.ndarray
    domain_min: Triple = (0.0, 0.0, 0.0)
    domain_max: Triple = (1.0, 1.0, 1.0)
    shaper: Shaper | None = None
    title: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", _frozen(self.table))
        shape = self.table.shape
        if len(shape) != 4 or shape[3] != 3 or len(set(shape[:3])) != 1:
            raise BestlightError(f"a 3D LUT needs (N, N, N, 3) values, not {shape}")
        if not MIN_SIZE <= self.size <= MAX_SIZE:
            raise BestlightError(f"a 3D LUT's size is {MIN_SIZE}..{MAX_SIZE}, not {self.size}")
        _check_domain(self.domain_min, self.domain_max)

    @property
    def size(self) -> int:
        """Grid steps along each axis."""
        return self.table.shape[0]

    @property
    def input_domain(self) -> tuple[Triple, Triple]:
        """The lowest and the highest inputs that it tells apart; those beyond are clamped."""
        first = self if self.shaper is None else self.shaper
        return first.domain_min, first.domain_max

    @property
    def is_plain(self) -> bool:
        """Whether the domain is 0..1 and there is no shaper: what every reader understands."""
        unit = self.domain_min == (0.0, 0.0, 0.0) and self.domain_max == (1.0, 1.0, 1.0)
        return unit and self.shaper is None

    @functools.cached_property
    def is_identity(self) -> bool:
        """Whether it changes nothing in 0..1 that 16 bits can tell."""
        if not self.is_plain:
            return False
        return bool(np.abs(self.table - grid(self.size)).max() < _TELLING)

    @staticmethod
    def identity(size: int = 33) -> Lut3D:
        """The LUT that changes nothing."""
        return Lut3D(grid(size))

    @staticmethod
    def from_function(function: ColourFunction, size: int = 33, *, title: str = "") -> Lut3D:
        """Sample `function` over 0..1.

        Args:
            function: takes (M, 3) float32 inputs in 0..1 and returns (M, 3) finite outputs.
            size: grid steps along each axis.
            title: the LUT's name.
        """
        outputs = np.asarray(function(grid(size).reshape(-1, 3)))
        return Lut3D(outputs.reshape(size, size, size, 3), title=title)

    def apply(self, rgb: np.ndarray) -> np.ndarray:
        """Apply by tetrahedral interpolation.

        Args:
            rgb: (..., 3) float in the LUT's input space; values outside the domain are clamped.

        Returns:
            (..., 3) float32 in the LUT's output space.
        """
        values = rgb if self.shaper is None else self.shaper.apply(rgb)
        return tetrahedral(self.table, _to_unit(values, self.domain_min, self.domain_max))

    def then(self, following: Lut3D, size: int | None = None) -> Lut3D:
        """The LUT that does this one and then `following`, on the larger of the two grids."""
        steps = size or max(self.size, following.size)
        return Lut3D.from_function(
            lambda x: following.apply(self.apply(x)), steps, title=self.title
        )

    def resampled(self, size: int) -> Lut3D:
        """The same mapping as a plain LUT: 0..1 domain, no shaper, `size` grid steps."""
        if self.is_plain and size == self.size:
            return self
        return Lut3D.from_function(self.apply, size, title=self.title)

    def plain(self) -> Lut3D:
        """The same mapping without domain or shaper, on at least 65 grid steps if it had one."""
        return self if self.is_plain else self.resampled(max(self.size, SHAPED_SIZE))

    def blended(self, other: Lut3D, share: float) -> Lut3D:
        """`other` mixed in by `share`: 0 gives this LUT's very values, 1 gives `other`'s.

        Shares outside 0..1 extrapolate. The mix happens on the outputs, on this LUT's grid.
        """
        if not self.is_plain:
            return self.plain().blended(other, share)
        values = other.resampled(self.size).table
        if share == 0 or share == 1:
            return replace(self, table=values if share == 1 else self.table)
        mixed = self.table + np.float32(share) * (values - self.table)
        return replace(self, table=mixed)

    def at_strength(self, strength: float) -> Lut3D:
        """This look at `strength`: 0 is exactly the identity, 1 this LUT, up to 2 beyond it."""
        whole = self.plain()
        return Lut3D.identity(whole.size).blended(whole, strength).titled(self.title)

    def wrapped(
        self, before: ColourFunction, after: ColourFunction, size: int | None = None
    ) -> Lut3D:
        """The LUT that does `before`, this one, and then `after`.

        Args:
            before: (M, 3) float32 in the new input space, 0..1, to this LUT's input space.
            after: this LUT's outputs (M, 3) float32 to the new output space.
            size: grid steps of the result; this LUT's own when omitted.
        """
        return Lut3D.from_function(
            lambda x: after(self.apply(before(x))), size or self.size, title=self.title
        )

    def titled(self, title: str) -> Lut3D:
        """The same LUT under another name."""
        return replace(self, title=title)


def grid(size: int) -> np.ndarray:
    """The inputs at a LUT's grid steps.

    Returns:
        (size, size, size, 3) float32 in 0..1, indexed [red, green, blue].
    """
    if not MIN_SIZE <= size <= MAX_SIZE:
        raise UsageError(
            f"a LUT size of {size} is not possible", hint=f"sizes are {MIN_SIZE}..{MAX_SIZE}"
        )
    steps = np.linspace(0.0, 1.0, size, dtype=np.float64)
    axes = np.meshgrid(steps, steps, steps, indexing="ij")
    return np.stack(axes, axis=-1).astype(np.float32)


def _to_unit(rgb: np.ndarray, low: Triple, high: Triple) -> np.ndarray:
    values = np.asarray(rgb, np.float64)
    span = np.subtract(high, low)
    return (values - np.asarray(low)) / span


def _frozen(values: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):  # becomes infinite, which is refused below
        own = np.array(values, np.float32, order="C")
    if not np.isfinite(own).all():
        raise BestlightError(
            "the LUT holds values that are not finite", hint="write it again from its source"
        )
    own.flags.writeable = False
    return own


def _check_domain(low: Triple, high: Triple) -> None:
    if not all(a < b for a, b in zip(low, high, strict=True)):
        raise BestlightError(
            f"the LUT's input domain {low} to {high} is empty or swapped",
            hint="DOMAIN_MIN must be below DOMAIN_MAX in every channel",
        )
    # Beyond these, positions in the domain cannot be told apart in 32 bits.
    far = np.abs([low, high]).max() > FARTHEST
    if far or np.subtract(high, low).min() < LEAST_SPAN:
        raise BestlightError(
            f"the LUT's input domain {low} to {high} is beyond any picture's values",
            hint="the file is damaged; export it again",
        )
