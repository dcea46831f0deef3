"""What pictures say about how far a match may be trusted, and about looks that are meant.

The criteria are those that published tools of the trade document for display values; a colorist
decides, these only speak up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from core.cdl import Cdl

Band = Literal["high", "medium", "low"]
_SPREAD = (1, 99)  # percentiles taken for black and white
_HIGH, _MEDIUM = 0.10, 0.25
_BINS = 12  # of the hue circle
_CONTRASTY, _LEVEL = 200, 60  # 8-bit codes from black to white
MEANT = ("low key", "monochrome", "warm", "cool", "gelled", "neon")
"""Tags of looks that a balance would undo."""
_BY_PEOPLE = ("gelled", "neon")
"""Tags that nobody but a person notes, and no picture shows for sure."""
LARGE = 0.25
"""A correction beyond is said to be large: of a slope about 1, of an offset about 0."""
_SEEN = 0.02  # of a correction, in the same way
_SKIN_LINE, _NEAR_SKIN = 123.0, 12.0  # degrees in the plane of Cb and Cr of Rec.709


def confidence_band(shot: Sequence[np.ndarray], reference: Sequence[np.ndarray]) -> Band:
    """How alike two sets of pictures are in their range from black to white.

    The spread is the largest channel's from black to white; the bands are where the smaller spread
    is within a tenth, or a quarter, of the larger.

    Args:
        shot: (H, W, 3) display values in 0..1.
        reference: the same.
    """
    spreads = sorted(_spread(pictures) for pictures in (shot, reference))
    if spreads[0] <= 0:
        return "low"
    apart = 1 - spreads[0] / spreads[1]
    return "high" if apart <= _HIGH else "medium" if apart <= _MEDIUM else "low"


def _spread(pictures: Sequence[np.ndarray]) -> float:
    if not pictures:
        return 0.0
    low, high = np.percentile(_colours(pictures), _SPREAD, axis=0)
    return float((high - low).max())


def _colours(pictures: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.asarray(p, np.float64).reshape(-1, 3) for p in pictures])


def tag_intent(pictures: Sequence[np.ndarray]) -> tuple[str, ...]:
    """What a picture looks meant to be: "low key", "monochrome", "neutral", "warm", "cool", "high
    contrast", "low contrast".

    Args:
        pictures: (H, W, 3) display values in 0..1.
    """
    codes = 255 * np.clip(_colours(pictures), 0, 1)
    luma = codes @ (0.2126, 0.7152, 0.0722)
    largest, smallest = codes.max(axis=1), codes.min(axis=1)
    chroma = largest - smallest
    saturation = float(np.mean(chroma / np.maximum(largest, 1)))
    means = codes.mean(axis=0)
    tags = []
    if np.median(luma) < 70 and np.percentile(luma, 75) < 128:
        tags.append("low key")
    if saturation > 0.08 and _largest_hue(codes, chroma) >= 0.60:
        tags.append("monochrome")
    if saturation < 0.06 and means.max() - means.min() < 8:
        tags.append("neutral")
    if saturation > 0.08 and abs(means[0] - means[2]) > 25:
        tags.append("warm" if means[0] > means[2] else "cool")
    black, white = np.percentile(luma, _SPREAD)
    if not _LEVEL <= white - black <= _CONTRASTY:
        tags.append("high contrast" if white - black > _CONTRASTY else "low contrast")
    return tuple(tags)


def _largest_hue(codes: np.ndarray, chroma: np.ndarray) -> float:
    """The part of all chroma that lies in one of twelve hues."""
    red, green, blue = codes.T
    hue = np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)
    bins = ((hue / (2 * np.pi) * _BINS).round().astype(int)) % _BINS
    masses = np.bincount(bins, weights=chroma, minlength=_BINS)
    return float(masses.max() / max(masses.sum(), 1e-9))


@dataclass(frozen=True)
class Intent:
    """A look that seems meant.

    Attributes:
        tag: as `tag_intent` and `camera_notes.read_notes` name them.
        sure: "high" where picture and notes agree, "medium" where the picture shows it or a person
            wrote it, "low" where only a camera's setting or the time of day speaks for it.
        why: what the notes say; empty where they say nothing of it.
    """

    tag: str
    sure: Band
    why: str = ""

    @property
    def told(self) -> str:
        """The tag, and what besides the picture speaks for it."""
        return f"{self.tag}: {self.why}" if self.why else self.tag


def judge_intent(shown: Sequence[str], noted: Mapping[str, str]) -> tuple[Intent, ...]:
    """What pictures show and what notes say, together.

    Args:
        shown: the tags of the pictures.
        noted: the tags of the notes, each with what says so.
    """
    found = [Intent(tag, "high" if tag in noted else "medium", noted.get(tag, "")) for tag in shown]
    for tag, why in noted.items():
        if tag not in shown:
            found.append(Intent(tag, "medium" if tag in _BY_PEOPLE else "low", why))
    return tuple(found)


def tags_against_balance(intents: Sequence[Intent]) -> tuple[str, ...]:
    """What speaks against a balance, which would undo it, as words.

    A camera that was set to the light's own colour gives a neutral picture, so that its setting
    alone says nothing against a balance.
    """
    return tuple(one.told for one in intents if one.tag in MEANT and one.sure != "low")


def tell_intents(intents: Sequence[Intent]) -> str:
    """All of them in words, with how sure each is; empty without one."""
    return ", ".join(f"{one.told} ({one.sure})" for one in intents)


def judge_balance(intents: Sequence[Intent], balance: Cdl) -> tuple[str, ...]:
    """What is to be said of a balance, a sentence each."""
    return (*warn_of_large(balance), *warn_of_meant(intents, balance))


def warn_of_meant(intents: Sequence[Intent], balance: Cdl) -> tuple[str, ...]:
    """A sentence where a balance takes away what looks meant; else nothing."""
    meant = tags_against_balance(intents)
    if not meant or _how_large(balance) <= _SEEN:
        return ()
    words = f"the clip looks meant ({'; '.join(meant)}), and the balance takes some of that away"
    return (f"{words}: --balance 0 leaves it",)


def _how_large(balance: Cdl) -> float:
    return max(*(abs(slope - 1) for slope in balance.slope), *(abs(o) for o in balance.offset))


def warn_of_large(balance: Cdl) -> tuple[str, ...]:
    """A sentence where a balance is a large correction; else nothing."""
    off = _how_large(balance)
    if off <= LARGE:
        return ()
    return (f"the balance is a large correction ({off:.0%}): see whether the shot was meant so",)


def warn_of_other_than_skin(colours: np.ndarray) -> tuple[str, ...]:
    """A sentence where colours taken for skin lie off the line that skin lies on; else nothing.

    Args:
        colours: (N, 3) display values in 0..1, of Rec.709.
    """
    red, green, blue = np.asarray(colours, np.float64).mean(axis=0)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    angle = np.degrees(np.arctan2((red - luma) / 1.5748, (blue - luma) / 1.8556)) % 360
    off = abs(angle - _SKIN_LINE)
    if off <= _NEAR_SKIN:
        return ()
    return (f"what was taken for skin lies {off:.0f} degrees off the line of skin: look at it",)
