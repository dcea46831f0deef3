"""What a colorist waits for: from a slider, a prompt or another clip to a new picture."""
