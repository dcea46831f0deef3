"""The LUT: an immutable 3D table, its algebra, its file formats and its health."""

from core.lut.lut3d import Lut3D, Shaper
from core.lut.operators import OperatorLut

__all__ = ["Lut3D", "OperatorLut", "Shaper"]
