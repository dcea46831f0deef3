"""The embedded style-to-LUT model. `core.style.infer` imports torch: import it where needed."""
