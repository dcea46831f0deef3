"""How the look that the solve leans on is read from a reference's content and colours."""
