"""What the towers are worth."""
