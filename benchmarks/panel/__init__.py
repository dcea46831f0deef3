"""How quick the panel is, and what it looks like."""
