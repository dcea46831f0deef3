"""Colour: the spaces, the transforms between them, their detection, and colour differences."""
