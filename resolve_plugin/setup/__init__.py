"""Where Resolve keeps things, putting Bestlight into its menu and out again, and the self-check."""
