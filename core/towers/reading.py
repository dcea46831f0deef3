"""Reading a picture: its measured facts, and what the towers say it looks like."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from core.towers.facts import TINT, ZONES, Hue, PictureFacts, level, picture_facts
from core.words.lexicon import entries

TAGS = "tags.json"
MOST = 6
_SAID = 0.15  # a tag of less is not worth saying
_FLAT = 15.0  # reach of lightness under which a picture looks like nothing


@dataclass(frozen=True)
class Tag:
    """A name that a picture goes by, of a kind such as "mood", with its share 0..1 in that kind."""

    kind: str
    name: str
    score: float


@dataclass(frozen=True)
class PictureReading:
    """What one picture is and looks like.

    Attributes:
        facts: measured levels, tints and palette.
        tags: the likeliest names, best first; see `read_picture`.
    """

    facts: PictureFacts
    tags: tuple[Tag, ...]

    def as_dict(self) -> dict[str, Any]:
        """The reading as JSON-serialisable data."""
        facts = self.facts
        return {
            "reads_as": {tag.name: round(tag.score, 2) for tag in self.tags},
            "levels": facts.levels(),
            "lightness": {
                "black": round(facts.black, 1),
                "median": round(facts.key, 1),
                "white": round(facts.white, 1),
            },
            "chroma": round(facts.chroma, 4),
            "tints": {
                zone: _tint_words(hue) for zone, hue in zip(ZONES, facts.tints, strict=True) if hue
            },
            "palette": {hue.name: round(hue.amount, 2) for hue in facts.palette},
        }


def read_picture(picture: np.ndarray) -> PictureReading:
    """Measure a picture and name what it looks like; a picture of one tone has no name.

    A tag's score is its share among the names of its kind, as the towers see it; kinds are moods,
    eras, genres, processes, light and weather. Only grades are known to the towers: a snow scene
    that is warm and dark does not read as winter.

    Args:
        picture: (H, W, 3) float32 display-referred sRGB code values.
    """
    from core.towers.model import shipped_towers

    facts = picture_facts(picture)
    if facts.contrast < _FLAT:
        return PictureReading(facts, ())
    seen = shipped_towers().picture(picture)
    found: list[Tag] = []
    for kind, known in tag_table().items():
        logits = known.sharpness * (known.joint @ seen)
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        found += [
            Tag(kind, known.names[i], float(shares[i]))
            for i in np.argsort(-shares)[:2]
            if shares[i] >= _SAID and known.names[i] != PLAIN
        ]
    found.sort(key=lambda tag: -tag.score)
    return PictureReading(facts, tuple(found[:MOST]))


PLAIN = "no change"


@dataclass(frozen=True, eq=False)
class Kind:
    """The names of one kind.

    Attributes:
        names: as people say them.
        joint: (n, 192) float32 unit vectors of the names.
        sharpness: what similarities are multiplied by before the softmax; fitted in training.
    """

    names: tuple[str, ...]
    joint: np.ndarray
    sharpness: float


@functools.cache
def tag_table() -> Mapping[str, Kind]:
    """The names that a picture can be read as, by kind; their vectors are made once a process."""
    from core.towers.model import shipped_towers

    path = resources.files("core.towers") / "weights" / TAGS
    sharpness: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return {
        kind: Kind(tuple(names), shipped_towers().sentences(names).joint, sharpness[kind])
        for kind, names in tag_names().items()
    }


_KINDS: Mapping[str, str] = {
    "mood": "moods",
    "era": "eras",
    "genre": "genres",
    "process": "print_processes",
    "light": "light",
    "weather": "weather",
}


def tag_names() -> dict[str, list[str]]:
    """The lexicon's names by kind, with one for a picture that nothing was done to."""
    return {
        kind: [PLAIN, *(entry.name for entry in entries() if entry.category == category)]
        for kind, category in _KINDS.items()
    }


def _tint_words(hue: Hue) -> str:
    size = level(hue.amount, TINT, "strong")
    if size == "none":
        return "neutral"
    return hue.name if size == "clear" else f"{size}ly {hue.name}"
