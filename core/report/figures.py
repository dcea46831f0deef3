"""The figures of a report in plain words, for people who do not think in dE."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.report.measure import Lab, Measures, Skin, Tone, Zone
from core.report.tell import format_degrees, format_percent, format_signed

# Directions of a change in CIELAB's a*, b*, from +a* counter-clockwise in steps of 45 degrees.
_TINTS = ("magenta-red", "orange", "yellow", "yellow-green", "green", "teal", "blue", "violet")


@dataclass(frozen=True)
class FigureRow:
    """One row of the table of figures: formatted values (empty where none) and what they mean."""

    name: str
    before: str
    after: str
    change: str
    words: str
    well: bool


def make_figure_rows(measures: Measures) -> tuple[FigureRow, ...]:
    """The table of figures, most telling first."""
    before, after = measures.tone_before, measures.tone_after
    return (
        _difference(measures),
        _clipping(measures.new_clipping),
        _skin(measures.skin),
        _level("Median luma", before.p50, after.p50, "darker", "brighter"),
        _level(
            "Luma range, p1 to p99", before.range, after.range, "less contrast", "more contrast"
        ),
        _level("Black level, p1", before.p1, after.p1, "deeper blacks", "lifted blacks"),
        _level("White level, p99", before.p99, after.p99, "softer whites", "brighter whites"),
        _saturation(before, after),
    )


def summarise_grade(measures: Measures) -> str:
    """One sentence on what the grade does, e.g. "A clear grade: darker, teal shadows."."""
    changes = [*_tone_words(measures), *_tint_words(measures.zones)]
    strength = _strength(measures.difference.mean)
    if strength == "invisible":
        return "The grade leaves the picture as it was."
    article = "An" if strength[0] in "aeiou" else "A"
    return f"{article} {strength} grade" + (f": {', '.join(changes)}." if changes else ".")


def name_tint(shift: Lab) -> str:
    """The change (dL*, da*, db*) of a neutral in words, e.g. "slightly teal" or "neutral"."""
    _, a, b = shift
    size = math.hypot(a, b)
    if size < 1.0:
        return "neutral"
    amount = "slightly " if size < 3.0 else "strongly " if size > 10.0 else ""
    return amount + _hue(shift)


def _hue(shift: Lab) -> str:
    return _TINTS[round(math.degrees(math.atan2(shift[2], shift[1])) / 45.0) % 8]


def _strength(mean: float) -> str:
    for bound, word in (
        (0.5, "invisible"),
        (2, "subtle"),
        (5, "gentle"),
        (9, "clear"),
        (15, "strong"),
    ):
        if mean < bound:
            return word
    return "very strong"


def _tone_words(measures: Measures) -> list[str]:
    before, after = measures.tone_before, measures.tone_after
    pairs = (
        (after.p50 - before.p50, 0.03, "darker", "brighter"),
        (after.range - before.range, 0.05, "less contrast", "more contrast"),
        (after.p1 - before.p1, 0.03, "deeper blacks", "lifted blacks"),
    )
    words = [less if d < 0 else more for d, bound, less, more in pairs if abs(d) >= bound]
    ratio = _ratio(before.chroma, after.chroma)
    if ratio is not None and not 0.9 <= ratio <= 1.1:
        words.append("less saturated" if ratio < 1 else "more saturated")
    return words


def _tint_words(zones: Sequence[Zone]) -> list[str]:
    tinted = [z for z in zones if name_tint(z.grey_shift) != "neutral"]
    if len(tinted) == len(zones) and len({_hue(z.grey_shift) for z in tinted}) == 1:
        most = max(tinted, key=lambda z: math.hypot(*z.grey_shift[1:]))
        return [f"{name_tint(most.grey_shift)} throughout, most in the {most.name.lower()}"]
    grouped: dict[str, list[str]] = {}
    for zone in tinted:
        grouped.setdefault(name_tint(zone.grey_shift), []).append(zone.name.lower())
    return [f"{word} {' and '.join(names)}" for word, names in grouped.items()]


def _difference(measures: Measures) -> FigureRow:
    d = measures.difference
    words = {
        "invisible": "nobody would see it",
        "subtle": "seen only side by side",
        "gentle": "seen at a glance, still close to the original",
        "clear": "plainly a different grade",
        "strong": "a strong look",
        "very strong": "the picture is remade",
    }[_strength(d.mean)]
    change = f"{d.mean:.1f}"
    detail = f"median {d.median:.1f}, 95 % under {d.p95:.1f}, largest {d.max:.1f}"
    return FigureRow("Colour difference ΔE 2000, mean", "", "", change, f"{words}; {detail}", True)


def _clipping(share: float) -> FigureRow:
    bounds = ((0.001, "no detail is lost"), (0.01, "a little detail is lost at the ends"))
    words = next((w for b, w in bounds if share < b), "detail is lost: look at the ends")
    return FigureRow("Newly clipped pixels", "", "", format_percent(share), words, share < 0.01)


def _skin(skin: Skin | None) -> FigureRow:
    if skin is None:
        return FigureRow("Skin hue", "", "", "", "hardly anything here looks like skin", True)
    way = "yellow" if skin.rotation > 0 else "red"
    size = abs(skin.rotation)
    if size < 2:
        words = "skin keeps its hue"
    elif size < 6:
        words = f"skin leans a little to {way}"
    else:
        words = f"skin turns to {way}: look at the faces"
    return FigureRow(
        "Skin, off the skin line",
        format_degrees(skin.off_line_before),
        format_degrees(skin.off_line_after),
        format_degrees(skin.rotation),
        f"{words}; {format_percent(skin.share)} of the pixels are skin-like",
        size < 6,
    )


def _level(name: str, before: float, after: float, less: str, more: str) -> FigureRow:
    change = 100 * (after - before)
    words = "as before" if abs(change) < 1 else less if change < 0 else more
    if 1 <= abs(change) < 4:
        words = f"slightly {words}"
    return FigureRow(
        name, f"{100 * before:.1f}", f"{100 * after:.1f}", format_signed(change), words, True
    )


def _saturation(before: Tone, after: Tone) -> FigureRow:
    ratio = _ratio(before.chroma, after.chroma)
    if ratio is None:
        words, change = "the source has no colour", ""
    else:
        words = "as before" if abs(ratio - 1) < 0.03 else "muted" if ratio < 1 else "richer"
        change = f"×\N{THIN SPACE}{ratio:.2f}"
    first, second = f"{100 * before.chroma:.1f}", f"{100 * after.chroma:.1f}"
    return FigureRow("Saturation, mean Oklab chroma", first, second, change, words, True)


def _ratio(before: float, after: float) -> float | None:
    return after / before if before >= 0.002 else None
