"""What a before/after pair says of its grade: how near it comes on another picture."""
