"""The LUT: an immutable 3D table, its algebra, its file formats and its health."""

from core.lut.lut3d import Lut3D, Shaper

__all__ = ["Lut3D", "Shaper"]
