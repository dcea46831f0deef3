"""The regions of colour that have a name, as data."""

from __future__ import annotations

from collections.abc import Mapping

# Oklab lightness from which and at which a colour wholly belongs to a tonal range; for the
# midtones, the range around whose middle it does.
TONE_REGIONS: Mapping[str, tuple[float, float]] = {
    "shadows": (0.55, 0.37),
    "blacks": (0.4, 0.2),
    "highlights": (0.6, 0.78),
    "whites": (0.62, 0.76),
    "mids": (0.48, 0.68),
}

# Things whose colour is known, and the hues (of `core.job.adjustments.HUES`) that they are made of.
THING_REGIONS: Mapping[str, Mapping[str, float]] = {
    "skin": {"orange": 1.0, "red": 0.4},
    "sky": {"azure": 1.0, "blue": 0.8},
    "foliage": {"green": 1.0, "lime": 1.0, "yellow": 0.4, "emerald": 0.3},
    "water": {"azure": 0.9, "cyan": 0.6, "teal": 0.6, "blue": 0.5},
    "warm colours": {"red": 0.8, "orange": 0.8, "yellow": 0.8},
    "cool colours": {"teal": 0.8, "azure": 0.8, "blue": 0.8},
}

# What "the greens" and the like are made of.
HUE_REGIONS: Mapping[str, Mapping[str, float]] = {
    "red": {"red": 1.0, "rose": 0.5},
    "orange": {"orange": 1.0, "amber": 0.4},
    "amber": {"amber": 1.0, "gold": 0.4},
    "gold": {"gold": 1.0, "amber": 0.4},
    "yellow": {"yellow": 1.0, "gold": 0.7},
    "lime": {"lime": 1.0},
    "green": {"green": 1.0, "lime": 1.0, "yellow": 0.4, "emerald": 0.3},
    "emerald": {"emerald": 1.0, "green": 0.3},
    "teal": {"teal": 1.0, "emerald": 0.4},
    "cyan": {"cyan": 1.0, "azure": 0.3},
    "azure": {"azure": 1.0, "blue": 0.4},
    "blue": {"blue": 1.0, "azure": 0.9},
    "violet": {"violet": 1.0},
    "magenta": {"magenta": 1.0, "violet": 0.3},
    "pink": {"pink": 1.0, "rose": 0.7},
    "rose": {"rose": 1.0, "red": 0.3},
}


def hues_of_region(name: str) -> Mapping[str, float]:
    """The hues of a thing or of a colour's name, with the weight of each, 0..1.

    Raises:
        KeyError: it is neither.
    """
    return THING_REGIONS[name] if name in THING_REGIONS else HUE_REGIONS[name]
