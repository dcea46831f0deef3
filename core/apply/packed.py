"""`PackedTable`: what a map does to all colours of 8 bits, filled in where colours are met."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

VALUES = 1 << 24
_SPAN = 1 << 15  # pixels looked up at a time: their indices stay in the nearest cache
_PART = 1 << 19  # pixels whose missing colours are filled in together
_COLOUR, _FILLED = np.uint32(0xFFFFFF), np.uint32(0xFF000000)
# The table is filled by blocks of 8 x 8 x 8 colours: a shot has a few thousand of the 32,768.
_BLOCK = np.array(
    [r | g << 8 | b << 16 for b in range(8) for g in range(8) for r in range(8)], "<u4"
)
_BLOCKS_AT_ONCE = 1 << 10


class PackedTable:
    """Thread-safe. 64 MiB, of which only what is filled in is ever touched.

    Args:
        compute: fills in (M, 512, 4) uint8 colours in place; the fourth byte is of no meaning.
        keep_fourth: whether pixels get their own fourth byte back, or any.
    """

    def __init__(self, compute: Callable[[np.ndarray], None], *, keep_fourth: bool) -> None:
        self._compute = compute
        self._keep_fourth = keep_fourth
        self._table = np.zeros(VALUES, "<u4")  # by R | G<<8 | B<<16; 0 where nothing is filled in
        self._fill_lock = threading.Lock()

    def look_up(self, pixels: np.ndarray, out: np.ndarray) -> None:
        """Map (H, W, 4) uint8 pixels, contiguous, into `out`, which may be the same array."""
        codes = pixels.view("<u4").reshape(-1)
        result = out.view("<u4").reshape(-1)
        for start in range(0, len(codes), _PART):
            part = slice(start, start + _PART)
            self._look_up_part(codes[part], result[part])

    def _look_up_part(self, codes: np.ndarray, result: np.ndarray) -> None:
        """Look pixels up; what is not in the table yet is filled in once for all of them."""
        room = np.empty(min(_SPAN, len(codes)), np.intp)
        places, missing, fourths = [], [], []
        for start in range(0, len(codes), _SPAN):
            span = slice(start, start + _SPAN)
            index, here = room[: len(codes[span])], result[span]
            np.bitwise_and(codes[span], _COLOUR, out=index)
            fourth = codes[span] | _COLOUR if self._keep_fourth else None
            # The index cannot be out of range; "wrap" only spares a check and a buffer.
            np.take(self._table, index, out=here, mode="wrap")
            if here.min() < _FILLED:
                empty = np.flatnonzero(here < _FILLED)
                places.append(empty + start)
                missing.append(index[empty])
                if fourth is not None:
                    fourths.append(fourth[empty])
            if fourth is not None:
                here &= fourth
        if places:
            colours = np.concatenate(missing)
            self._fill(colours)
            found = self._table[colours]
            result[np.concatenate(places)] = (
                found & np.concatenate(fourths) if self._keep_fourth else found
            )

    def _fill(self, missing: np.ndarray) -> None:
        """Fill the table's blocks around colours, all as R | G<<8 | B<<16."""
        with self._fill_lock:
            # Another thread may have met them meanwhile.
            missing = missing[self._table[missing] < _FILLED]
            met = np.zeros(1 << 15, bool)
            met[(missing >> 3 & 31) | (missing >> 6 & 31 << 5) | (missing >> 9 & 31 << 10)] = True
            self._fill_blocks(np.flatnonzero(met))

    def _fill_blocks(self, every: np.ndarray) -> None:
        by_block = self._table.reshape(32, 8, 32, 8, 32, 8).transpose(0, 2, 4, 1, 3, 5)
        for start in range(0, len(every), _BLOCKS_AT_ONCE):
            blocks = every[start : start + _BLOCKS_AT_ONCE].astype(np.uint32)
            red, green, blue = blocks & 31, blocks >> 5 & 31, blocks >> 10
            corners = red << 3 | green << 11 | blue << 19
            colours = corners[:, None] + _BLOCK
            self._compute(colours.view(np.uint8).reshape(*colours.shape, 4))
            np.bitwise_or(colours, _FILLED, out=colours)
            by_block[blue, green, red] = colours.reshape(-1, 8, 8, 8)
