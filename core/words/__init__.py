"""Words: sentences about a look, as moves."""
