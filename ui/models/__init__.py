"""View-models: what the panel knows, apart from any widget."""
