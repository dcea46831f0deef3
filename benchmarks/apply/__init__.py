"""How fast a LUT is applied: `python -m benchmarks.apply`."""
