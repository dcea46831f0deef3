"""CLIP models by choice: the catalogue, the store, and what an installed one tells."""
