"""Matching engines: from a shot and references to a look."""

from core.match.engine import Engine, Match, Variant
from core.match.picture import PictureStyle
from core.match.vector import StyleVector

__all__ = ["Engine", "Match", "PictureStyle", "StyleVector", "Variant"]
