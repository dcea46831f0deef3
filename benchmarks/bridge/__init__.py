"""How long a word to Resolve takes: each transport against the fake Resolve, all as processes."""
