"""Judging a LUT that somebody else made, by what it is.

The gate for our own LUTs (`core.lut.health`) asks for perfection, which a solver can give. Looks
that people use daily fall and fold a little where no picture goes, clip a shadow, and bend skin.
The limits here were set on 1,097 published looks (film stocks, Polaroids, presets, monochrome): a
warning is what one in twenty of them does, a fault what none of them does, and what posterising,
noise, a swapped order of channels or a reversed tone scale do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.colour.difference import luma
from core.job.result import HealthFinding, Level
from core.lut.health import LutHealth
from core.lut.lut3d import Lut3D


@dataclass(frozen=True)
class _Limits:
    """Beyond `warning` a measure is to be looked at, beyond `fault` it breaks pictures."""

    warning: float
    fault: float

    def level(self, value: float) -> Level:
        return "fault" if value > self.fault else "warning" if value > self.warning else "note"


_FALLS = _Limits(0.04, 0.25)  # share of grid edges
_FOLDS = _Limits(0.10, 0.50)  # share of cells
_GREY_FALLS = _Limits(1.0, 10.0)  # 10-bit code values
_JUMPS = _Limits(0.026, 0.22)  # share of inner grid steps
_CLIPPED = _Limits(0.25, 0.70)  # share of the greys
_STAIRS, _FLAT = 0.3, 1e-4
_SKIN = _Limits(15.0, 180.0)  # degrees; a look may turn skin as it likes, and it is said


def judged_as_found(health: LutHealth) -> LutHealth:
    """The same figures, judged as those of a look that somebody uses.

    Args:
        health: of `core.lut.health.measure_health`, whose order of findings is relied on; what
            follows them, of the node's own grid, is a note at most.
    """
    falls, folds, greys, banding, clipping, skin, *at_node = health.findings
    levels = (
        "note" if health.monochrome else _FALLS.level(health.monotonicity_violation),
        _FOLDS.level(health.fold_over - health.flat),
        _GREY_FALLS.level(health.neutral_falls),
        _JUMPS.level(health.jumps),
        _CLIPPED.level(health.clipped_neutrals),
        _SKIN.level(abs(health.skin_rotation)),
    )
    found = zip((falls, folds, greys, banding, clipping, skin), levels, strict=True)
    judged = [_at(finding, level) for finding, level in found]
    return replace(health, findings=(*judged, *(_at(one, "note") for one in at_node)))


def _at(finding: HealthFinding, level: Level) -> HealthFinding:
    return finding if finding.level == "ok" and level == "note" else replace(finding, level=level)


def stairs(lut: Lut3D) -> float:
    """Which share of the greys' way up is flat, between its first and its last rise.

    Clipping is flat at the ends alone; flat stretches in between are the stairs of a posterised
    look, which a display rendering between may hide.
    """
    table = lut.plain().table
    axis = np.arange(len(table))
    rise = np.diff(luma(table[axis, axis, axis].astype(np.float64)))
    rising = np.flatnonzero(np.abs(rise) > _FLAT)
    if not rising.size:
        return 0.0
    between = rise[rising[0] : rising[-1] + 1]
    return float((np.abs(between) <= _FLAT).mean())


def with_stairs(health: LutHealth, share: float) -> LutHealth:
    """The same with a finding on `stairs`, where there are any to speak of."""
    if share <= _STAIRS:
        return health
    text = f"the greys go up in stairs: {share:.0%} of their way is flat"
    return replace(health, findings=(*health.findings, HealthFinding("fault", text)))
