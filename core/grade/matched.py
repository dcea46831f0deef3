"""Tonal ranges that sentences want as the reference has them: "match the whites to the reference".

What is asked for is measured on the graded shot, so it holds for the whole look and not only for
what the words add to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.adjustments import Adjustments, Tint, apply_adjustments
from core.colour.difference import srgb_to_oklab
from core.job.table import ADJUSTMENTS
from core.lut.lut3d import Lut3D
from core.words.effects import TONE_TINTS

_TONES: Mapping[str, str] = {
    "white": "whites", "highlight": "highlights", "bright": "highlights", "mid": "mids",
    "shadow": "shadows", "dark": "shadows", "black": "blacks",
}  # fmt: skip
_NAMED = "|".join(_TONES)
_THERE = r"(?:the\s+|my\s+)?(?:reference|still|ref)\b"
_LIKE = r"(?:to|with|as|as\s+in|like|like\s+in|from)"
_RANGE = r"(?:(?:white|highlight|bright|mid|mid[\s-]?tone|shadow|dark|black)s?\b)"
_AND = r"(?:\s*[,/&]\s*(?:and\s+)?|\s+and\s+)(?:the\s+)?"
_RANGES = rf"(\b{_RANGE}(?:{_AND}{_RANGE}){{0,5}})"
_MAKE = r"\b(?:make(?:\s+sure)?|making|get|have|let|with|ensure|so)\s+(?:that\s+)?(?:the\s+)?"
_TO_BE = r"(?:should|must|to|needs?\s+to|ha(?:ve|s)\s+to)"
# "The whites match the reference" tells how it is; "whites match the reference" is a wish.
_ASKED = re.compile(
    rf"(?:\bmatch(?:ing)?\s+(?:the\s+)?{_RANGES}\s+{_LIKE}"
    rf"|{_RANGES}\s+{_TO_BE}\s+match(?:\s+{_LIKE})?"
    rf"|(?:^|(?<=[,.;:])|(?<=[,.;:]\s)|{_MAKE}){_RANGES}\s+match(?:ing)?(?:\s+{_LIKE})?"
    rf")\s+{_THERE}(?!\s+already\b)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:n['’]t|\bnot|\bnever|\bwithout)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
# From which to which part of the pixels, by lightness; of whites and blacks the more neutral half.
_PARTS: Mapping[str, tuple[float, float]] = {
    "whites": (0.95, 1.0), "highlights": (0.75, 0.95), "mids": (0.35, 0.65),
    "shadows": (0.05, 0.3), "blacks": (0.0, 0.05),
}  # fmt: skip
_NEUTRAL = ("whites", "blacks")
_SAMPLE = 6000  # pixels
_ROUNDS = 6
_NUDGE = 0.02
_NEAR = 0.01  # in Oklab, within which a range is where the reference has it


@dataclass(frozen=True, eq=False)
class ToneGoal:
    """A tonal range and where the references have it: its mean in Oklab, (3,)."""

    tone: str
    lab: np.ndarray


def tone_spans(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where a sentence wants tonal ranges as the reference has them: start, end, and which."""
    found = []
    for match in _ASKED.finditer(text):
        if not _DENIED.search(text[: match.start()]):
            named = re.findall(_NAMED, (match[1] or match[2] or match[3]).lower())
            found.append((match.start(), match.end(), tuple(_TONES[name] for name in named)))
    return found


def goals_of(
    tones: Sequence[str], references: Sequence[tuple[np.ndarray, float]]
) -> list[ToneGoal]:
    """Where pictures have tonal ranges.

    Args:
        tones: names of ranges.
        references: pictures (H, W, 3) of display values, each with its weight.
    """
    weights = [weight for _, weight in references]
    return [
        ToneGoal(tone, np.average([_mean(_lab(p), tone) for p, _ in references], 0, weights))
        for tone in tones
    ]


def with_tones(look: Lut3D, pictures: Sequence[np.ndarray], goals: Sequence[ToneGoal]) -> Lut3D:
    """A look with tonal ranges of the pictures, graded by it, brought to goals.

    Args:
        look: display values to display values.
        pictures: what it is laid on, each (H, W, 3) display values.
        goals: whites before blacks or the other way, each on top of those before.
    """
    pixels = _sample(pictures)
    for goal in goals:
        graded = np.clip(look.apply(pixels), 0, 1).astype(np.float64)
        moves = _moves_to(goal, graded)
        values = look.table.reshape(-1, 3).astype(np.float64)
        done = apply_adjustments(values, moves).astype(np.float32)
        look = Lut3D(done.reshape(look.table.shape))
    return look


def tell_tones(
    look: Lut3D, pictures: Sequence[np.ndarray], goals: Sequence[ToneGoal]
) -> tuple[str, ...]:
    """How near a look brings tonal ranges to goals, a sentence each."""
    pixels = np.clip(look.apply(_sample(pictures)), 0, 1)
    return tuple(_told(goal, _mean(_lab(pixels), goal.tone)) for goal in goals)


def _told(goal: ToneGoal, reached: np.ndarray) -> str:
    apart = float(np.linalg.norm(reached - goal.lab))
    if apart <= _NEAR:
        return f"the {goal.tone} are as the reference has them"
    return (
        f"the {goal.tone} come near the reference's, not to them: lightness {reached[0]:.2f} "
        f"and {goal.lab[0]:.2f}, {apart:.3f} apart in Oklab"
    )


def _moves_to(goal: ToneGoal, graded: np.ndarray) -> Adjustments:
    """The moves of a range's light and cast that bring its mean to a goal; by Newton's steps."""
    made = _MAKERS[goal.tone]

    def missed(at: np.ndarray) -> np.ndarray:
        done = np.clip(apply_adjustments(graded, made(at)), 0, 1)
        return _mean(_lab(done), goal.tone) - goal.lab

    at = np.zeros(3)
    best, least = at, np.inf
    for _ in range(_ROUNDS):
        now = missed(at)
        if np.linalg.norm(now) < least:
            best, least = at, float(np.linalg.norm(now))
        slopes = np.stack([(missed(at + step) - now) / _NUDGE for step in np.eye(3) * _NUDGE], 1)
        step = np.linalg.lstsq(slopes, -now, rcond=0.05)[0]
        at = np.clip(at + np.clip(step, -0.5, 0.5), -1, 1)
    return made(best)


def _maker(tone: str, field: str) -> Callable[[np.ndarray], Adjustments]:
    """Moves by a level, as a share of its range, and a cast along Oklab's a and b."""
    names = [TONE_TINTS[tone], *(["white_tint"] if tone == "whites" else [])]

    def made(at: np.ndarray) -> Adjustments:
        hue = math.degrees(math.atan2(at[2], at[1])) % 360
        tint = Tint(hue, min(math.hypot(at[1], at[2]), 1.0))
        level = ADJUSTMENTS[field].hold(at[0] * ADJUSTMENTS[field].high)
        return Adjustments(**{field: level}, **dict.fromkeys(names, tint))  # pyright: ignore[reportArgumentType]

    return made


_MAKERS = {
    "whites": _maker("whites", "whites"),
    "highlights": _maker("highlights", "highlights"),
    "mids": _maker("mids", "exposure"),
    "shadows": _maker("shadows", "shadows"),
    "blacks": _maker("blacks", "blacks"),
}


def _mean(lab: np.ndarray, tone: str) -> np.ndarray:
    """The mean of a tonal range of (N, 3) Oklab."""
    low, high = np.quantile(lab[:, 0], _PARTS[tone])
    part = lab[(lab[:, 0] >= low) & (lab[:, 0] <= high)]
    if tone in _NEUTRAL:
        size = np.hypot(part[:, 1], part[:, 2])
        part = part[size <= np.median(size)]
    return part.mean(axis=0)


def _lab(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(srgb_to_oklab(np.clip(pixels.reshape(-1, 3), 0, 1)), np.float64)


def _sample(pictures: Sequence[np.ndarray]) -> np.ndarray:
    every = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
    return every[:: max(len(every) // _SAMPLE, 1)].astype(np.float64)
