"""A look that was fitted to a picture before and after its grade, small enough to be kept."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import UsageError

STEPS = 17
_LOW, _HIGH = -0.5, 1.5  # what a table may hold: the fit may overshoot
_CODES = 65535.0


@dataclass(frozen=True, eq=False)
class PairLook:
    """What a pair says.

    Attributes:
        table: (17, 17, 17, 3) float32, the look on display values; not yet safe, it may overshoot.
        by_curves: how it is best made safe; see `core.lut.optimise.optimise`.
        shown: (N, 3) float32 display values in 8-bit steps: the colours that the ungraded picture
            shows.
        residual, residual_p95: dE2000 between the graded picture and the safe look on the ungraded
            one, mean and 95 % quantile.
    """

    table: np.ndarray
    by_curves: bool
    shown: np.ndarray
    residual: float
    residual_p95: float

    def __post_init__(self) -> None:
        # In the steps that JSON keeps, so that a style that was stored gives the very same look.
        table = _codes(self.table).astype(np.float32) / _CODES * (_HIGH - _LOW) + _LOW
        object.__setattr__(self, "table", table.astype(np.float32))
        shown = np.rint(np.clip(self.shown, 0, 1) * 255) / 255
        object.__setattr__(self, "shown", shown.astype(np.float32))

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data, about 45 kB; `pair_look_from_dict` takes it back."""
        shown = np.rint(self.shown * 255).astype(np.uint8)
        return {
            "table": base64.b64encode(_codes(self.table).tobytes()).decode("ascii"),
            "by_curves": self.by_curves,
            "shown": base64.b64encode(shown.tobytes()).decode("ascii"),
            "residual": self.residual,
            "residual_p95": self.residual_p95,
        }


def pair_look_from_dict(data: Mapping[str, Any]) -> PairLook:
    """The inverse of `PairLook.as_dict`.

    Raises:
        UsageError: the data are not what it gives.
    """
    try:
        codes = np.frombuffer(base64.b64decode(data["table"], validate=True), "<u2")
        table = codes.reshape(STEPS, STEPS, STEPS, 3) / _CODES * (_HIGH - _LOW) + _LOW
        shown = np.frombuffer(base64.b64decode(data["shown"], validate=True), np.uint8)
        figures = float(data["residual"]), float(data["residual_p95"])
        look = PairLook(table, bool(data["by_curves"]), shown.reshape(-1, 3) / 255, *figures)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UsageError(
            "a pair of this style is damaged", hint="make the style again from its pictures"
        ) from error
    if not (len(shown) and np.isfinite(figures).all()):
        raise UsageError(
            "a pair of this style shows no colours", hint="make the style again from its pictures"
        )
    return look


def _codes(table: np.ndarray) -> np.ndarray:
    share = (np.clip(table, _LOW, _HIGH) - _LOW) / (_HIGH - _LOW)
    return np.rint(share * _CODES).astype("<u2")
