"""Moves said in words, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.adjustments import HUES, Adjustments, HueAdjustment, Tint

_PERCENT = {
    "contrast": "contrast",
    "saturation": "saturation",
    "shadow_saturation": "saturation of the shadows",
    "mid_saturation": "saturation of the midtones",
    "highlight_saturation": "saturation of the highlights",
    "vibrance": "vibrance",
    "shadows": "shadows",
    "highlights": "highlights",
    "fade": "fade",
    "poles": "pull to teal and orange",
    "density": "film density",
    "bleach": "bleach bypass",
    "cross": "cross-processing",
    "monochrome": "black and white",
}
_TINTS = {
    "shadow_tint": "the shadows",
    "mid_tint": "the midtones",
    "highlight_tint": "the highlights",
    "white_tint": "white itself",
}


def described(adjustments: Adjustments) -> str:
    """The moves in a line: "contrast +30 %, a teal cast in the shadows (40 %)"; "" at rest."""
    return ", ".join(_parts(adjustments))


def hue_name(hue: float) -> str:
    """The name of `core.adjustments.HUES` that is nearest to an Oklab hue in degrees."""
    return min(HUES, key=lambda name: abs((HUES[name] - hue + 180.0) % 360.0 - 180.0))


def _parts(adjustments: Adjustments) -> Iterator[str]:
    if adjustments.exposure:
        yield f"exposure {adjustments.exposure:+.2f} stops"
    if adjustments.temperature:
        side = "warmer" if adjustments.temperature > 0 else "cooler"
        yield f"{side} by {abs(adjustments.temperature):.0f} mired"
    if adjustments.tint:
        side = "magenta" if adjustments.tint > 0 else "green"
        yield f"tint {abs(adjustments.tint):.0f} towards {side}"
    for field, name in _PERCENT.items():
        value = getattr(adjustments, field)
        if abs(value) >= 0.005:
            yield f"{name} {value:+.0%}".replace("%", " %")
    for field in ("blacks", "whites"):
        value = getattr(adjustments, field)
        if abs(value) >= 0.0005:
            yield f"{field} {'raised' if value > 0 else 'lowered'} by {abs(value):.3f}"
    if adjustments.pivot != Adjustments().pivot:
        yield f"pivot at {adjustments.pivot:.2f}"
    yield from _casts(adjustments)
    yield from _hues(adjustments.hues)


def _casts(adjustments: Adjustments) -> Iterator[str]:
    tints: list[Tint] = [getattr(adjustments, field) for field in _TINTS]
    if tints[0].amount and all(tint == tints[0] for tint in tints[:3]) and not tints[3].amount:
        yield f"a cast towards {hue_name(tints[0].hue)} ({tints[0].amount:.0%})".replace("%", " %")
        return
    for tint, place in zip(tints, _TINTS.values(), strict=True):
        if tint.amount >= 0.005:
            name = hue_name(tint.hue)
            yield f"{place} towards {name} ({tint.amount:.0%})".replace("%", " %")


def _hues(hues: Mapping[str, HueAdjustment]) -> Iterator[str]:
    for name, move in hues.items():
        said = []
        if abs(move.turn) >= 0.5:
            towards = hue_name(HUES[name] + (1 if move.turn > 0 else -1) * 30.0)
            said.append(f"turned {abs(move.turn):.0f}° towards {towards}")
        if abs(move.saturation) >= 0.005:
            said.append(f"saturation {move.saturation:+.0%}".replace("%", " %"))
        if abs(move.lightness) >= 0.005:
            said.append(f"lightness {move.lightness:+.0%}".replace("%", " %"))
        if said:
            yield f"{name}: {' and '.join(said)}"
