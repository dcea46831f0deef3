"""Training of the style-to-LUT model: data, looks, losses, one command."""
