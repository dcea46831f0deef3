"""Shots and time: cuts, one look over a scene, drift, long renders, CDL. See `__main__`."""
