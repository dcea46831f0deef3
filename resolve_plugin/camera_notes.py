"""What a clip's camera, and whoever made its notes, say of the light that it was shot in.

The criteria are those that published tools of the trade document: a white point of 3400 K or less
for warm light, 6500 K or more for cool light, the time of day, gels and neon in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

WHITE_POINT = "White Point (Kelvin)"
WARM_UP_TO, COOL_FROM = 3400, 6500
FIELDS = (
    "Day / Night",
    "Environment",
    "Camera Notes",
    "Comments",
    "Description",
    "Keywords",
    "Keyword",
    "Filter",
    "Lens Notes",
)
"""Where people write, in Resolve's own names, which are English in every language of it."""
_WORDS = {
    "gelled": r"gels?|gelled|ct[ob]|party gels?",
    "neon": r"neons?",
    "warm": r"sunsets?|sunrise|golden hour|magic hour|dawn|dusk|candle ?light|fire ?light",
    "cool": r"blue hour|moon ?light",
    "low key": r"night|low[- ]key",
}
_SAID = {tag: re.compile(rf"(?<!no )(?<!without )\b({words})\b") for tag, words in _WORDS.items()}


def read_notes(metadata: Mapping[str, Any]) -> dict[str, str]:
    """The tags that a clip's metadata give it, each with what says so.

    Args:
        metadata: as `MediaPoolItem.GetMetadata` gives it; any answer is taken.

    Returns:
        Of "warm", "cool", "low key", "gelled" and "neon".
    """
    found: dict[str, str] = {}
    for field in FIELDS:
        text = str(metadata.get(field) or "").casefold()
        for tag, words in _SAID.items():
            said = words.search(text)
            if said:
                found.setdefault(tag, f"'{said[0]}' in its {field}")
    kelvin = _kelvin(metadata.get(WHITE_POINT))
    if kelvin and (kelvin <= WARM_UP_TO or kelvin >= COOL_FROM):
        tag = "warm" if kelvin <= WARM_UP_TO else "cool"
        found.setdefault(tag, f"its camera was set to {kelvin} K")
    return found


def _kelvin(told: Any) -> int:
    """Degrees Kelvin in an answer such as "5600" or "5600 K"; 0 where there are none."""
    number = re.search(r"\d{4,5}", str(told or ""))
    return int(number[0]) if number else 0
