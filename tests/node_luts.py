"""Small finished LUTs for hosts: sound ones, and one with a fault."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.colour.spaces import find_space
from core.grade.bake import GridError
from core.grade.inspect import node_health
from core.grade.node_lut import NodeLut
from core.lut.lut3d import Lut3D

SPACE = "Rec.709 Gamma 2.4"


@cache
def warm(amount: float = 0.8) -> NodeLut:
    """A LUT that takes blue away, all but `amount` of it."""
    return _node_lut(Lut3D.from_function(lambda rgb: rgb * np.array([1, 1, amount], np.float32), 3))


@cache
def folding() -> NodeLut:
    """A LUT with a fault: what was dark becomes bright."""
    return _node_lut(Lut3D.from_function(lambda rgb: 1 - rgb, 3))


def _node_lut(table: Lut3D) -> NodeLut:
    space = find_space(SPACE)
    health = node_health(table, space, space)
    return NodeLut(table, space, space, health, GridError(0.0, 0.0, 0.0, 0.0))
