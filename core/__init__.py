"""Bestlight: a look from a still, a sentence or another clip, as a 3D LUT for a node."""

__version__ = "0.1.0"

DISTRIBUTION = "bestlight"
"""By which `import bestlight` knows that this `core` is its own."""
