"""How the towers' weights are made."""
