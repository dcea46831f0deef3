"""Moves said in words, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.moves import HUES, HueMove, Moves, Tint

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


def described(moves: Moves) -> str:
    """The moves in a line: "contrast +30 %, a teal cast in the shadows (40 %)"; "" at rest."""
    return ", ".join(_parts(moves))


def hue_name(hue: float) -> str:
    """The name of `core.moves.HUES` that is nearest to an Oklab hue in degrees."""
    return min(HUES, key=lambda name: abs((HUES[name] - hue + 180.0) % 360.0 - 180.0))


def _parts(moves: Moves) -> Iterator[str]:
    if moves.exposure:
        yield f"exposure {moves.exposure:+.2f} stops"
    if moves.temperature:
        side = "warmer" if moves.temperature > 0 else "cooler"
        yield f"{side} by {abs(moves.temperature):.0f} mired"
    if moves.tint:
        side = "magenta" if moves.tint > 0 else "green"
        yield f"tint {abs(moves.tint):.0f} towards {side}"
    for field, name in _PERCENT.items():
        value = getattr(moves, field)
        if abs(value) >= 0.005:
            yield f"{name} {value:+.0%}".replace("%", " %")
    for field in ("blacks", "whites"):
        value = getattr(moves, field)
        if abs(value) >= 0.0005:
            yield f"{field} {'raised' if value > 0 else 'lowered'} by {abs(value):.3f}"
    if moves.pivot != Moves().pivot:
        yield f"pivot at {moves.pivot:.2f}"
    yield from _casts(moves)
    yield from _hues(moves.hues)


def _casts(moves: Moves) -> Iterator[str]:
    tints: list[Tint] = [getattr(moves, field) for field in _TINTS]
    if tints[0].amount and all(tint == tints[0] for tint in tints[:3]) and not tints[3].amount:
        yield f"a cast towards {hue_name(tints[0].hue)} ({tints[0].amount:.0%})".replace("%", " %")
        return
    for tint, place in zip(tints, _TINTS.values(), strict=True):
        if tint.amount >= 0.005:
            name = hue_name(tint.hue)
            yield f"{place} towards {name} ({tint.amount:.0%})".replace("%", " %")


def _hues(hues: Mapping[str, HueMove]) -> Iterator[str]:
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
