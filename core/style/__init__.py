"""The embedded style-to-LUT model, run in plain numpy: nothing here loads torch."""
