"""Balance, look, amounts and adjustments composed into one map: the only place where they are."""

from __future__ import annotations

import functools

import numpy as np

from core.adjustments import apply_adjustments
from core.colour.difference import luma, oklab_to_srgb, srgb_to_oklab
from core.job.job import AdjustPart
from core.lut.lut3d import Lut3D, grid

STEPS = 33
_BLACK_FADES = 4


class Composition:
    """A shot's balance and a look, to be laid on by any amounts.

    Args:
        balance: what brings the shot to neutral, at full strength.
        look: what is laid on the balanced shot, at full strength.

    Both are display values to display values, 33 grid steps.
    """

    def __init__(self, balance: Lut3D, look: Lut3D) -> None:
        self.balance = balance
        self.look = look
        self._balanced = functools.lru_cache(maxsize=2)(self._balance_grid)
        self._parted = functools.lru_cache(maxsize=2)(self._part)

    def compose(self, part: AdjustPart) -> Lut3D:
        """The whole map; exactly the identity at strength 0 with nothing adjusted.

        Strength leads from the shot as it is, over balance and look together, to twice the look on
        the balanced shot. Overshoots stay; beyond strength 1 and under adjustments it may fold.

        Returns:
            Display values to display values, 33 grid steps.
        """
        amounts = part.amounts
        start, end = self._balanced(amounts.balance * min(amounts.strength, 1.0))
        if amounts.luminance != 1 or amounts.colour != 1:
            end = self._by_amounts(amounts.balance * min(amounts.strength, 1.0), part)
        values = end
        if amounts.strength != 1:
            values = start + np.float32(amounts.strength) * (end - start)
        if not part.adjustments.at_rest:
            values = apply_adjustments(values.astype(np.float64), part.adjustments)
            values = _with_black(values, part.adjustments.keep_black)
        return Lut3D(values.reshape(STEPS, STEPS, STEPS, 3))

    def start(self, part: AdjustPart) -> np.ndarray:
        """The grid with the balance on it and nothing else, (33³, 3) display values."""
        return self._balanced(part.amounts.balance * min(part.amounts.strength, 1.0))[0]

    def _balance_grid(self, amount: float) -> tuple[np.ndarray, np.ndarray]:
        """The grid balanced by an amount, and the look on that; (N, 3) float32."""
        nodes = grid(STEPS).reshape(-1, 3)
        table = self.balance.table.reshape(-1, 3)
        start = nodes + np.float32(amount) * (table - nodes) if amount < 1 else table
        if np.array_equal(start, nodes):
            return nodes, self.look.table.reshape(-1, 3)
        inside = np.clip(start, 0, 1)
        return start, self.look.apply(inside) + (start - inside)

    def _part(self, amount: float) -> tuple[np.ndarray, np.ndarray]:
        """Start and end of the look in Oklab."""
        start, end = self._balanced(amount)
        return srgb_to_oklab(np.clip(start, 0, 1)), srgb_to_oklab(np.clip(end, 0, 1))

    def _by_amounts(self, amount: float, part: AdjustPart) -> np.ndarray:
        before, after = self._parted(amount)
        share = np.array([part.amounts.luminance, part.amounts.colour, part.amounts.colour])
        return np.asarray(oklab_to_srgb(before + share * (after - before)))


def _with_black(values: np.ndarray, share: float) -> np.ndarray:
    """A map's table with so much taken back of what becomes of black, fading towards white.

    The fade is flat enough that tones keep their order under any lift that a look may have.
    """
    if not share:
        return values
    dark = (1 - luma(grid(STEPS).reshape(-1, 3)))[:, None] ** _BLACK_FADES
    return values - share * dark * values[0]
