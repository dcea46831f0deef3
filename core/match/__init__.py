"""Matching engines: from a shot and references to a look."""

from core.match.engine import Amounts, Engine, Match

__all__ = ["Amounts", "Engine", "Match"]
