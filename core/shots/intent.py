"""What a shot is meant to be: tags that exempt it from being made neutral, and what cannot be
levelled at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from core.colour.difference import luma, srgb_to_oklab
from core.errors import UsageError
from core.shots.portrait import ShotPortrait
from core.shots.scene import Levelled, Pair

Intent = Literal["low key", "monochrome", "warm by intent", "silhouette", "day for night"]
INTENTS: tuple[Intent, ...] = get_args(Intent)

_MOST_STOPS, _MOST_COLOUR = 2.1, 1.2  # that a level may ask for; red against blue
# Another view of a scene shares many colours with one of its shots; the same view is told by its
# structure, and may have been exposed so far off that few colours are left. Of a view that has
# moved some is new, but what is the same must have the same colours.
_IN_COMMON, _OF_MOVED_VIEW, _OF_ONE_VIEW = 0.45, 0.33, 0.08
_VIEW, _MOVED = 0.4, 0.6
_DARK: tuple[Intent, ...] = ("low key", "day for night", "silhouette")
_ONE_VIEW = 0.75  # correlation of structure of one set-up, or of what both show of a moved one
_TWIN = np.array((0.8, 0.9, 0.9))  # stops of exposure, red and blue that a cast may make
_NOISE = 0.1  # correlation of neighbouring pixels below which there is no picture


def read_intent(text: str) -> Intent | None:
    """A tag by its name, with spaces or dashes; None for "none".

    Raises:
        UsageError: there is no such tag.
    """
    name = text.strip().lower().replace("-", " ").replace("_", " ")
    if name == "none":
        return None
    for known in INTENTS:
        if known == name:
            return known
    raise UsageError(f"unknown intent {text!r:.40}", hint=f"use none, {', '.join(INTENTS)}")


def find_intent(portrait: ShotPortrait) -> Intent | None:
    """What a shot shows that it is meant to be; None for the usual. Only what is plain is said."""
    shown = portrait.shown.astype(np.float64)
    tone, lab = luma(shown), np.asarray(srgb_to_oklab(shown))
    size = np.hypot(lab[:, 1], lab[:, 2])
    dark, upper, bright = np.quantile(tone, [0.5, 0.75, 0.99])
    if bright < 0.03:
        return None
    if np.quantile(size, 0.95) < 0.015:
        return "monochrome"
    # Of a dark picture all colours are small.
    warm = float(lab[:, 2].mean() / max(lab[:, 0].mean(), 1e-3))
    lit = tone > 0.05
    warmth = lab[lit, 2] / lab[lit, 0] if lit.any() else np.zeros(1)
    blue = warm < (-0.1 if bright > 0.3 else -0.03) and np.quantile(warmth, 0.75) < 0.02
    if dark < 0.32 and bright < 0.45 and blue:
        return "day for night"
    neutral = float(np.mean(size[lit] < 0.03)) if lit.any() else 1.0
    by_hue = lab[:, 1].mean() > 0.02 and neutral < 0.05
    if warm > 0.15 and dark < 0.6 and (by_hue or np.quantile(warmth, 0.05) > 0.1):
        return "warm by intent"
    shares = [float(np.mean(part)) for part in (tone < 0.1, tone > 0.55)]
    between = float(np.mean((tone > 0.15) & (tone < 0.45)))
    if min(shares) > 0.25 and between < 0.15:
        return "silhouette"
    # A lamp's light against the dark: exposure alone leaves the ratio of code values as it is.
    if dark < 0.15 and upper < 0.28 and bright > max(0.12, 3.5 * dark):
        return "low key"
    return None


def without_twins(
    intents: Sequence[Intent | None], pairs: Sequence[Pair], portraits: Sequence[ShotPortrait]
) -> list[Intent | None]:
    """What shots are meant to be, without those that only a limit parts from another of their view.

    Darkness that is meant is not shared with a shot of the same view that is nearly as bright: what
    lies between the two is a cast, not an intent.

    Args:
        intents: as `find_intent` has them.
        pairs: of the shots.
        portraits: of each shot.
    """
    left = list(intents)
    for pair in pairs:
        ends = (pair.first, pair.second)
        dark = [at for at in ends if intents[at] in _DARK]
        plain = [at for at in ends if intents[at] is None]
        one_view = portraits[pair.first].structure @ portraits[pair.second].structure > _ONE_VIEW
        if dark and plain and (one_view or pair.view > _ONE_VIEW) and _near(pair):
            left[dark[0]] = None
    return left


def _near(pair: Pair) -> bool:
    return bool(np.all(np.abs(pair.numbers[:3]) < _TWIN))


def unusable(portrait: ShotPortrait) -> str:
    """Why nothing can be told from a shot; empty where something can."""
    shown = portrait.shown
    tone = luma(shown.astype(np.float64))
    if np.quantile(tone, 0.99) < 0.03:
        return "it is black"
    if np.quantile(tone, 0.01) > 0.97:
        return "it is white"
    # One channel that is clipped, as by a wrong white balance, leaves two to go by; and what is
    # not clipped tells the level of the rest.
    clipped = (np.median(shown, axis=1) > 0.985) | (shown.max(axis=1) < 0.012)
    if float(np.mean(clipped)) > 0.75:
        return "three quarters of it are clipped to black or white"
    if float(np.ptp(np.quantile(tone, [0.02, 0.98]))) < 0.02:
        return "it is one flat tone"
    if portrait.smoothness < _NOISE:
        return "it is noise"
    return ""


def too_far(found: Levelled, likeness: float, *, colour: bool) -> str:
    """Why a level is not to be believed; empty where it is.

    Args:
        found: what was found.
        likeness: the largest correlation of its structure with another's of its scene.
        colour: whether shot and hero both have colour.
    """
    if not colour:
        return "one of it and the hero has no colour"
    if found.view < -_MOVED:
        return "it is a negative of another shot of its scene"
    if found.shared < _enough(found, likeness):
        return "it has too little in common with the other shots of its scene"
    level = found.level
    if abs(level.exposure) > _MOST_STOPS:
        return f"it would need {level.exposure:+.1f} stops"
    if max(abs(level.red), abs(level.blue), abs(level.red - level.blue)) > _MOST_COLOUR:
        return "its white balance is too far from the hero's"
    return ""


def _enough(found: Levelled, likeness: float) -> float:
    """The share of colours in common from which a level is believed."""
    if likeness > _VIEW:
        return _OF_ONE_VIEW
    return _OF_MOVED_VIEW if found.view > _MOVED else _IN_COMMON
