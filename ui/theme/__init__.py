"""How the panel looks: neutral greys, restrained contrast, no tint that would fool the eye."""

from ui.theme.theme import apply_theme

__all__ = ["apply_theme"]
