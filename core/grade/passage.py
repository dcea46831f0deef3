"""`Passage`: what lies between a node's input and its output without any look, kept for all looks.

A LUT for a node holds the way from its input to a display and on to its output. Most of that is the
same for every look: what the grid's colours are on a display, where the plain way takes them, and
which places of the grid show the colours of a display. It is worked out once for two spaces and a
grid size.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.colour.difference import luma
from core.colour.reach import held_in_reach
from core.colour.spaces import ColourSpace
from core.colour.transform import convert, rendering
from core.grade.extend import extended
from core.lut.cells import cell_edges, heights, inner_cells
from core.lut.health import FALL
from core.lut.lut3d import Lut3D, grid
from core.lut.rise import inner_edges, line_ends
from core.lut.sampling import Sampling

DISPLAY_STEPS = 33  # of the cube of display colours that a LUT is judged on
KEPT = 6
_PULL = 0.01  # of the display's range at each end, where the way back is not to be trusted
_INNER = 0.02  # from the display cube's hull inwards lies what pictures are made of
_ROUND_TRIP = 0.004  # what the way to the input and back may cost at the display cube's hull
_EDGE = 0.004  # nearer to the hull than this, the way back from the display is a guess
_NUDGE, _STRETCH = 5e-4, 5e-3
_STILL = 0.05
_COLOURS = 4000
_PAST = 0.1  # how far beyond the display's cube a look goes on as it went inside


@functools.lru_cache(maxsize=KEPT)
def find_passage(
    source: ColourSpace, output: ColourSpace, display: ColourSpace, size: int
) -> Passage:
    """The passage between two spaces, worked out once."""
    return Passage(source, output, display, size)


@dataclass(frozen=True, eq=False)
class Passage:
    """From `source` values at a node to `output` values, by way of `display`.

    Attributes:
        source: the node's input.
        output: what the node puts out.
        display: the space that the look is made in.
        size: grid steps.
    """

    source: ColourSpace
    output: ColourSpace
    display: ColourSpace
    size: int

    @property
    def ends_on_display(self) -> bool:
        """Whether the output is clipped to a display's range, so that much of the grid is flat."""
        return self.output.kind == "display"

    def lay(self, look: Lut3D, *, monochrome: bool = False) -> np.ndarray:
        """The table of this passage with a look in it: (N, N, N, 3) float32 in 0..1, unshaped.

        out(x) = base(x) + back(look(d(x))) - back(d(x)), and where the output is the display
        itself, look(d(x)). Of `base` and `back(d)` a monochrome look takes the greys, so that
        colours beyond the display turn grey too.
        """
        shape = (*(self.size,) * 3, 3)
        if self.output == self.display:
            looked = self._looks_up(look.size).apply(look.table)
            return np.clip(looked, 0, 1).reshape(shape)
        change = np.zeros((self.size**3, 3), np.float32)
        base, plain = self.base, self._back_plain
        if monochrome and not self.ends_on_display:
            base, plain = luma(base)[:, None], luma(plain)[:, None]
        change[self._known] = self._back(self._looked(look)) - plain
        if not self._known.all():
            known = self._known.reshape(shape[:3])
            change = extended(change.reshape(shape), known).reshape(-1, 3)
        return np.clip(base + change, 0, 1).reshape(shape)

    def exact(self, look: Lut3D, colours: np.ndarray, *, monochrome: bool = False) -> np.ndarray:
        """What input colours (M, 3) come to by way of a look, without a grid; not clipped."""
        displayed = convert(held_in_reach(self.source, colours), self.source, self.display)
        inside = np.clip(displayed, 0, 1)
        looked = look.apply(inside)
        if self.output == self.display:
            return looked
        looked = _carried_on(looked, look.apply(_mirrored(displayed)), displayed)
        carried = self._plain_way(colours) - self._back(displayed)
        if monochrome and not self.ends_on_display:
            carried = luma(carried)[:, None]
        return self._back(looked) + carried

    def show(self, table: np.ndarray) -> np.ndarray:
        """What a table does to the colours of a display: (33, 33, 33, 3) float32 `within`."""
        seen = self.seen(self.pictures.apply(table))
        return self.within(seen).reshape(*(DISPLAY_STEPS,) * 3, 3)

    def seen(self, values: np.ndarray, places: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Output values (M, 3) at places of the display's cube as they are seen, not clipped.

        Colours that the node's input cannot hold are the nearest that it can, changed, and then
        carried on towards the display's black or white by the share that was lost.
        """
        return self.shown(values) * self.kept[places] + self._carried[places]

    def view(self, lut: Lut3D, colours: np.ndarray) -> np.ndarray:
        """What a LUT of this passage does to colours (M, 3) of the display, `within`."""
        node = self._to_node(colours)
        kept, carried, _ = self._loss(colours, node)
        return self.within(self.shown(lut.apply(node)) * kept + carried)

    def within(self, seen: np.ndarray) -> np.ndarray:
        """Displayed values in 0..1; what another display than the judging one shows, as it is."""
        beyond = self.ends_on_display and self.output != self.display
        return seen if beyond else np.clip(seen, 0, 1)

    def shown(self, values: np.ndarray) -> np.ndarray:
        """Output values (M, 3) as they are seen on the display."""
        return convert(values, self.output, self.display)

    def slopes(self, values: np.ndarray) -> np.ndarray:
        """How the displayed channels move with each output channel: (M, 3, 3)."""
        if self.output == self.display:
            return np.broadcast_to(np.eye(3), (len(values), 3, 3))
        slopes = self._slopes(values, _NUDGE)
        # Where a display clips, only a longer step finds where a channel begins to move.
        still = np.abs(slopes).max(axis=2) < _STILL
        places = still.any(axis=1)
        longer = self._slopes(values[places], _STRETCH)
        slopes[places] = np.where(still[places][..., None], longer, slopes[places])
        return slopes

    def _slopes(self, values: np.ndarray, length: float) -> np.ndarray:
        here = self.shown(values)
        columns = []
        for step in length * np.eye(3, dtype=np.float32):
            ahead, behind = self.shown(values + step) - here, here - self.shown(values - step)
            columns.append(np.where(np.abs(ahead) > np.abs(behind), ahead, behind))
        return np.stack(columns, axis=-1).astype(np.float64) / length

    @cached_property
    def displayed(self) -> np.ndarray:
        """(N³, 3) float32: the grid's colours on the display, 0..1."""
        return np.clip(self._unclipped, 0, 1)

    @cached_property
    def _unclipped(self) -> np.ndarray:
        """(N³, 3) float32: the same; those of a wider display lie outside 0..1 too."""
        held = held_in_reach(self.source, grid(self.size).reshape(-1, 3))
        return convert(held, self.source, self.display)

    @cached_property
    def base(self) -> np.ndarray:
        """(N³, 3) float32: the plain way to the output."""
        if self.output == self.display:
            return self.displayed
        return self._plain_way(grid(self.size).reshape(-1, 3))

    @cached_property
    def shown_greys(self) -> np.ndarray:
        """Neutral input values in whole 10-bit steps, as far as the display shows them: (M, 3)."""
        ramp = np.repeat(np.linspace(0, 1, 1024, dtype=np.float32)[:, None], 3, axis=1)
        return ramp[self.shows(ramp)]

    def shows(self, colours: np.ndarray) -> np.ndarray:
        """Which input colours (M, 3) lie inside what the display shows: (M,) bool."""
        seen = convert(held_in_reach(self.source, colours), self.source, self.display)
        return (seen.min(axis=1) > _EDGE) & (seen.max(axis=1) < 1 - _EDGE)

    @cached_property
    def shown_colours(self) -> np.ndarray:
        """Random colours of the display's cube as the node's input holds them: (4000, 3)."""
        random = np.random.default_rng(0)
        return self._to_node(random.random((_COLOURS, 3), dtype=np.float32))

    @cached_property
    def pictures(self) -> Sampling:
        """Where on the grid the colours of the display's cube lie, 33 steps a side."""
        # At the display cube's hull the rendering multiplies a float's last digits by thousands.
        return Sampling.at(self._at_node, self.size, exact=True)

    @property
    def kept(self) -> np.ndarray:
        """(33³, 3): what of a displayed colour comes from what the node holds of it."""
        return self._shown_loss[0]

    @property
    def held(self) -> np.ndarray:
        """(33, 33, 33) bool: the display's colours that the node's input can hold."""
        return (self._shown_loss[2] <= _ROUND_TRIP).reshape((DISPLAY_STEPS,) * 3)

    @property
    def judged(self) -> np.ndarray:
        """(33, 33, 33) bool: those that come back from the node so exactly that a fall is one.

        At the display cube's hull the rendering and its inverse differ by up to `_ROUND_TRIP`.
        """
        return (self._shown_loss[2] <= FALL).reshape((DISPLAY_STEPS,) * 3)

    @cached_property
    def solid(self) -> np.ndarray:
        """(N - 1, N - 1, N - 1) bool: the cells that the plain way leaves three dimensions.

        The others are flat because a display ends there: they have no orientation that a look could
        turn over.
        """
        cells = np.arange((self.size - 1) ** 3)
        base = np.clip(self.base, 0, 1).reshape(*(self.size,) * 3, 3)
        return (heights(cell_edges(base, cells)) > FALL).reshape((self.size - 1,) * 3)

    @cached_property
    def inner(self) -> np.ndarray:
        """(N³,) bool: the nodes whose colours lie well inside the display's cube."""
        return self._inside(_INNER)

    @cached_property
    def real(self) -> np.ndarray:
        """(N, N, N) bool: the nodes that make displayed colours, to be judged by how these look."""
        return (self.pictures.nodes_used() | self._inside(_EDGE)).reshape((self.size,) * 3)

    @cached_property
    def ends(self) -> np.ndarray:
        """(2, 3, N, N): for each line of the grid, where its real nodes begin and end."""
        return line_ends(self.real)

    @cached_property
    def beyond_edges(self) -> list[np.ndarray]:
        """For each axis the grid edges, as `inner_edges`, that are not between real nodes."""
        return [~edges for edges in inner_edges(self.real)]

    @cached_property
    def beyond_cells(self) -> np.ndarray:
        """(N - 1, N - 1, N - 1) bool: the solid cells that are not between real nodes."""
        return self.solid & ~inner_cells(self.real)

    def _inside(self, margin: float) -> np.ndarray:
        seen = self.displayed
        return (seen.min(axis=1) > margin) & (seen.max(axis=1) < 1 - margin)

    @cached_property
    def _at_node(self) -> np.ndarray:
        """(33³, 3): the display cube's colours as the node's input holds them."""
        return self._to_node(grid(DISPLAY_STEPS).reshape(-1, 3))

    @property
    def _carried(self) -> np.ndarray:
        return self._shown_loss[1]

    @cached_property
    def _shown_loss(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return self._loss(grid(DISPLAY_STEPS).reshape(-1, 3), self._at_node)

    def _to_node(self, colours: np.ndarray) -> np.ndarray:
        """Display colours (M, 3) as the node's input holds them."""
        return np.clip(convert(colours, self.display, self.source), 0, 1)

    def _loss(
        self, colours: np.ndarray, node: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What of display colours is lost where the node's input cannot hold them.

        Args:
            colours: (M, 3) of the display.
            node: (M, 3) the same as the input holds them.

        Returns:
            (M, 3) factors and (M, 3) addends that make up for it, so that no change is none; and
            (M,) how far a colour that goes to the input and back is off, code values.
        """
        seen = np.clip(convert(node, self.source, self.display), 0, 1).astype(np.float64)
        missing = colours - seen
        lost = np.abs(missing) > _ROUND_TRIP
        lighter, darker = lost & (missing > 0), lost & (missing < 0)
        kept = np.where(lighter, (1 - colours) / np.maximum(1 - seen, 1e-6), 1)
        kept[darker] = colours[darker] / seen[darker]
        carried = np.where(lighter, 1 - kept, np.where(lost, 0, missing))
        off = np.abs(missing).max(axis=1)
        return kept.astype(np.float32), carried.astype(np.float32), off

    @cached_property
    def _known(self) -> np.ndarray:
        """(N³,) bool: the nodes where a look's change is worked out, not extended from others.

        These are the nodes that displayed colours lie between. Elsewhere the way back from the
        display would have to guess which of many scene colours was shown.
        """
        if self.ends_on_display:
            return np.ones(self.size**3, bool)
        return self.real.reshape(-1)

    def _plain_way(self, colours: np.ndarray) -> np.ndarray:
        """Input colours (M, 3) as output colours, without a look."""
        if self.output == self.source:
            return colours
        if self.ends_on_display:
            colours = held_in_reach(self.source, colours)
        return convert(colours, self.source, self.output)

    @cached_property
    def _back_plain(self) -> np.ndarray:
        return self._back(self._unclipped[self._known])

    def _back(self, displayed: np.ndarray) -> np.ndarray:
        """Display values (M, 3) as output values."""
        inside = displayed if self.ends_on_display else _pulled(displayed)
        return convert(inside, self.display, self.output)

    def _looked(self, look: Lut3D) -> np.ndarray:
        """What a look makes of the known nodes' colours, (M, 3)."""
        looked = self._looks_up(look.size).apply(look.table)
        unclipped = self._unclipped[self._known]
        if unclipped.min() >= 0 and unclipped.max() <= 1:
            return looked
        mirrored = self._looks_up(look.size, mirrored=True).apply(look.table)
        return _carried_on(looked, mirrored, unclipped)

    @functools.cached_property
    def _by_look_size(self) -> dict[tuple[int, bool], Sampling]:
        return {}

    def _looks_up(self, size: int, *, mirrored: bool = False) -> Sampling:
        found = self._by_look_size.get((size, mirrored))
        if found is None:
            known = slice(None) if self.output == self.display else self._known
            places = _mirrored(self._unclipped[known]) if mirrored else self.displayed[known]
            found = self._by_look_size[size, mirrored] = Sampling.at(places, size)
        return found


def _mirrored(displayed: np.ndarray) -> np.ndarray:
    """Colours beyond 0..1 as far inside the display's cube as they are outside, up to `_PAST`."""
    inside = np.clip(displayed, 0, 1)
    return inside - np.clip(displayed - inside, -_PAST, _PAST)


def _carried_on(looked: np.ndarray, mirrored: np.ndarray, displayed: np.ndarray) -> np.ndarray:
    """A look beyond the display's cube: it goes on as it went up to there.

    Args:
        looked: (M, 3) what it makes of the displayed colours, clipped.
        mirrored: (M, 3) what it makes of them `_mirrored`.
        displayed: (M, 3) the colours, not clipped.
    """
    beyond = displayed - np.clip(displayed, 0, 1)
    near = np.clip(beyond, -_PAST, _PAST)
    outside = beyond.any(axis=1, keepdims=True)
    return np.where(outside, 2 * looked - mirrored + (beyond - near), looked)


def _pulled(displayed: np.ndarray) -> np.ndarray:
    """Display values with the last hundredth at each end bent inwards, smoothly."""
    low = np.minimum(displayed, 2 * _PULL)
    high = np.minimum(1 - displayed, 2 * _PULL)
    return displayed + ((2 * _PULL - low) ** 2 - (2 * _PULL - high) ** 2) / (4 * _PULL)


@functools.cache
def usual_display(source: ColourSpace) -> ColourSpace:
    """The display that pictures in `source` are judged on."""
    return rendering(source).display
