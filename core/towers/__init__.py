"""Two towers, one for pictures and one for sentences, whose outputs meet (open_clip)."""
