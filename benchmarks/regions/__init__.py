"""How well regions are found, parted by a LUT, and spoken of; see docs/regions.md."""
