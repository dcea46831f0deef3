"""Captions: what a graded picture shows and what its look did, in many phrasings.

Every draw comes from a `random.Random`, so that a seed gives the same sentences. The look is
measured on greys and on a fixed set of colours; nothing here reads a look's name.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from core.colour.difference import (
    chroma,
    hue,
    hue_turn,
    oklab_to_srgb,
    srgb_to_lab,
    srgb_to_oklab,
)
from core.lut.lut3d import Lut3D
from core.towers.facts import TINT, Hue, PictureFacts, hue_name, level

KEY = {
    "very dark": ("very dark", "very low key", "almost black", "night-dark", "deeply underexposed"),
    "dark": ("dark", "low key", "dim", "underexposed", "moody and dark"),
    "mid": ("mid-toned", "normally exposed", "evenly exposed", "medium brightness"),
    "bright": ("bright", "high key", "light", "airy", "well lit"),
    "very bright": ("very bright", "very high key", "blown out", "overexposed", "white and airy"),
}
CONTRAST = {
    "very low": ("very low contrast", "very flat", "washed out", "hazy and flat"),
    "low": ("low contrast", "flat", "soft contrast", "gentle contrast"),
    "medium": ("medium contrast", "normal contrast", "moderate contrast"),
    "high": ("high contrast", "contrasty", "punchy", "strong contrast"),
    "very high": ("very high contrast", "harsh contrast", "hard contrast", "full range"),
}
BLACKS = {
    "crushed": ("crushed blacks", "solid blacks", "blocked-up shadows", "pure black shadows"),
    "deep": ("deep blacks", "rich blacks", "inky blacks", "strong blacks"),
    "soft": ("soft blacks", "open blacks", "gentle blacks"),
    "lifted": ("lifted blacks", "raised blacks", "milky blacks", "slightly faded blacks"),
    "faded": ("faded blacks", "matte blacks", "very lifted blacks", "grey blacks", "a matte fade"),
}
WHITES = {
    "dim": ("dim whites", "grey whites", "no bright whites", "muted highlights"),
    "soft": ("soft whites", "rolled-off highlights", "gentle highlights"),
    "clean": ("clean whites", "bright highlights"),
    "bright": ("bright whites", "white highlights", "clipped whites", "brilliant whites"),
}
SATURATION = {
    "none": ("black and white", "monochrome", "no colour", "greyscale", "b&w"),
    "very low": ("almost no colour", "nearly monochrome", "heavily desaturated", "drained colour"),
    "low": ("low saturation", "muted colours", "desaturated", "subdued colour", "pastel"),
    "medium": ("natural saturation", "normal colour", "medium saturation"),
    "high": ("saturated", "rich colour", "colourful", "strong colours"),
    "very high": ("very saturated", "vivid", "vibrant colours", "neon colours", "intense colour"),
}
SIZES = {
    "slight": ("slightly ", "a hint of ", "faintly "),
    "clear": ("",),
    "strong": ("strongly ",),
}
HUE_WORDS = {
    "rose": ("rose", "pinkish red"), "red": ("red", "crimson"), "orange": ("orange", "warm orange"),
    "amber": ("amber", "orange-gold"), "gold": ("gold", "golden"), "yellow": ("yellow",),
    "lime": ("lime", "yellow-green"), "green": ("green",), "emerald": ("emerald", "cool green"),
    "teal": ("teal", "blue-green"), "cyan": ("cyan", "turquoise"), "azure": ("azure", "sky blue"),
    "blue": ("blue",), "violet": ("violet", "purple"), "magenta": ("magenta",), "pink": ("pink",),
}  # fmt: skip
ZONE_WORDS = {
    "shadows": ("shadows", "dark tones", "darks"),
    "mids": ("mids", "midtones", "middle tones"),
    "highlights": ("highlights", "bright tones", "lights"),
}
CHANGES = {
    "exposure": (
        ("darker", "darkened", "less exposure"),
        ("brighter", "brightened", "more exposure"),
    ),
    "contrast": (
        ("less contrast", "flatter", "softened contrast"),
        ("more contrast", "punchier", "added contrast"),
    ),
    "black": (
        ("deeper blacks", "crushed blacks"),
        ("lifted blacks", "faded blacks", "raised blacks", "matte shadows"),
    ),
    "white": (
        ("softer whites", "lowered whites", "rolled-off highlights"),
        ("brighter whites", "raised whites"),
    ),
    "saturation": (
        ("less saturated", "muted colours", "desaturated", "faded colours"),
        ("more saturated", "richer colours", "boosted saturation", "vivid"),
    ),
}
WARM = ("rose", "red", "orange", "amber", "gold", "yellow")
COOL = ("teal", "cyan", "azure", "blue")

_PRIMARIES = {"skin": 55.0, "yellow": 105.0, "green": 140.0, "blue": 250.0, "red": 28.0}


@dataclass(frozen=True)
class LookFacts:
    """What a look does, apart from any picture.

    Attributes:
        exposure: change of middle grey, CIELAB lightness.
        contrast: change of the lightness between a dark and a light grey.
        black, white: change of lightness of black and of white.
        saturation: ratio of mean Oklab chroma after to before.
        tints: Oklab colour that dark, middle and light greys take.
        hues: ratio of chroma and turn in degrees, by name of a hue.
    """

    exposure: float
    contrast: float
    black: float
    white: float
    saturation: float
    tints: tuple[Hue, Hue, Hue]
    hues: dict[str, tuple[float, float]]


def look_facts(table: np.ndarray) -> LookFacts:
    """Measure a look, (N, N, N, 3) float32 display values."""
    lut = Lut3D(np.ascontiguousarray(table, np.float32))
    greys = np.array([0.02, 0.2, 0.3, 0.48, 0.7, 0.78, 0.98], np.float32)
    before = np.repeat(greys[:, None], 3, 1)
    after = np.clip(lut.apply(before), 0, 1)
    light = np.asarray(srgb_to_lab(after))[:, 0] - np.asarray(srgb_to_lab(before))[:, 0]
    ok = np.asarray(srgb_to_oklab(after), np.float64)
    tints = tuple(Hue(hue_name(*ok[i, 1:]), float(np.hypot(*ok[i, 1:])), 0.0) for i in (1, 3, 5))
    colours, angles = _test_colours()
    was = np.asarray(srgb_to_oklab(colours), np.float64)
    now = np.asarray(srgb_to_oklab(np.clip(lut.apply(colours), 0, 1)), np.float64)
    size_was, size_now = chroma(was), chroma(now)
    turn = hue_turn(hue(was), hue(now))
    hues = {
        name: (
            float((size_now[angles == a] / size_was[angles == a]).mean()),
            float(turn[angles == a].mean()),
        )
        for name, a in _PRIMARIES.items()
    }
    return LookFacts(
        float(light[3]),
        float(light[5] - light[1]),
        float(light[0]),
        float(light[6]),
        float(size_now.mean() / size_was.mean()),
        tints,  # type: ignore[arg-type]
        hues,
    )


def _test_colours() -> tuple[np.ndarray, np.ndarray]:
    rows = [
        (light, 0.08 * np.cos(np.radians(a)), 0.08 * np.sin(np.radians(a)), a)
        for a in _PRIMARIES.values()
        for light in (0.45, 0.6, 0.75)
    ]
    table = np.array(rows)
    rgb = np.clip(np.asarray(oklab_to_srgb(table[:, :3])), 0, 1).astype(np.float32)
    return rgb, table[:, 3]


def _hue_phrase(draw: random.Random, hue: Hue, where: str) -> str | None:
    size = level(hue.amount, TINT, "strong")
    if size == "none":
        return None
    name = draw.choice(HUE_WORDS[hue.name])
    if draw.random() < 0.25 and hue.name in WARM + COOL:
        name = "warm" if hue.name in WARM else "cool"
    size_word = draw.choice(SIZES[size])
    if size_word.endswith("of "):
        return f"{size_word}{name} in the {where}"
    return draw.choice(
        (
            f"{size_word}{name} {where}",
            f"{where} {size_word}{name}",
            f"{size_word}{name} cast in the {where}",
        )
    )


def picture_phrases(facts: PictureFacts, draw: random.Random) -> list[str]:
    """What a picture shows, a phrase a fact, most telling first."""
    names = facts.levels()
    tables = {"key": KEY, "contrast": CONTRAST, "blacks": BLACKS, "whites": WHITES,
              "saturation": SATURATION}  # fmt: skip
    found = [draw.choice(table[names[what]]) for what, table in tables.items()]
    if names["saturation"] != "none":
        colours = [_palette_word(hue, draw) for hue in facts.palette]
        if colours:
            joined = ", ".join(colours[:-1]) + (" and " if len(colours) > 1 else "") + colours[-1]
            found.append(
                draw.choice(
                    (f"mostly {joined}", f"a palette of {joined}", joined, f"{joined} colours")
                )
            )
    zones = zip(ZONE_WORDS, facts.tints, strict=True)
    tinted = [_hue_phrase(draw, hue, draw.choice(ZONE_WORDS[zone])) for zone, hue in zones if hue]
    whole = _hue_phrase(draw, facts.cast, draw.choice(("picture", "image", "whole picture")))
    return found + [phrase for phrase in (*tinted, whole) if phrase]


def _palette_word(hue: Hue, draw: random.Random) -> str:
    tone = "dark " if hue.light < 35 else "pale " if hue.light > 72 else ""
    return tone + draw.choice(HUE_WORDS[hue.name])


def look_phrases(facts: LookFacts, draw: random.Random) -> list[str]:
    """What a look did, a phrase a change that can be seen; none for no look."""
    size = 40 * float(np.log(max(facts.saturation, 1e-3)))
    found = [
        _change(draw, facts.exposure, (3, 10), "exposure"),
        _change(draw, facts.contrast, (4, 14), "contrast"),
        _change(draw, facts.black, (4, 14), "black"),
        _change(draw, facts.white, (3, 12), "white"),
        _change(draw, size, (3.5, 14), "saturation"),
    ]
    for zone, tint in zip(ZONE_WORDS, facts.tints, strict=True):
        found.append(_hue_phrase(draw, tint, draw.choice(ZONE_WORDS[zone])))
    for name, (ratio, turn) in facts.hues.items():
        found.append(_hue_change(draw, name, ratio / max(facts.saturation, 0.05), turn))
    phrases = [phrase for phrase in found if phrase]
    if facts.saturation < 0.06:
        phrases.insert(0, draw.choice(SATURATION["none"]))
    return phrases


def _change(
    draw: random.Random, value: float, bounds: tuple[float, float], what: str
) -> str | None:
    least, much = bounds
    if abs(value) < least:
        return None
    word = draw.choice(CHANGES[what][value > 0])
    size = abs(value)
    if size < 0.5 * (least + much) and draw.random() < 0.7:
        word = f"{draw.choice(('slightly', 'a little', 'subtly'))} {word}"
    elif size > much and draw.random() < 0.7:
        word = f"{draw.choice(('much', 'strongly', 'a lot'))} {word}"
    return word


def _hue_change(draw: random.Random, name: str, ratio: float, turn: float) -> str | None:
    plural = {"skin": "skin"}.get(name, name + "s")
    if abs(turn) > 12:
        angle = np.radians(_PRIMARIES[name] + turn)
        toward = draw.choice(HUE_WORDS[hue_name(float(np.cos(angle)), float(np.sin(angle)))])
        return draw.choice(
            (f"{plural} turn {toward}", f"{toward} {plural}", f"{plural} shifted to {toward}")
        )
    if ratio < 0.7:
        return draw.choice((f"muted {plural}", f"desaturated {plural}", f"{plural} drained"))
    if ratio > 1.4:
        return draw.choice((f"vivid {plural}", f"rich {plural}", f"{plural} boosted"))
    return None


_OPENINGS = (
    ("",) * 3
    + ("a picture with ", "an image: ", "a photo, ", "a grade with ", "a look with ")
    + ("film still, ", "make it ", "give it ", "i want ")
)
_JOINS = (", ", ", ", " with ", " and ", "; ")
_NAMED = (
    ("{}",) * 2
    + ("{} look", "a {} look", "{} style", "like {}", "{} grade", "in the style of {}")
    + ("{} vibes", "make it {}", "give me {}", "{} mood", "the look of {}", "{} feel")
    + ("{} colours",)
)


def sentence(phrases: list[str], draw: random.Random, most: int, least: int = 3) -> str:
    """Some of the phrases, in any order, as one sentence."""
    kept = phrases[:]
    draw.shuffle(kept)
    kept = kept[: draw.randint(min(least, most), most)]
    text = draw.choice(_OPENINGS) + kept[0] if kept else "no change"
    for phrase in kept[1:]:
        text += draw.choice(_JOINS) + phrase
    return text


def named(name: str, strength: float, draw: random.Random) -> str:
    """A look asked for by its name, at a strength of 0..1.5."""
    text = draw.choice(_NAMED).format(name)
    if strength < 0.65:
        return f"{draw.choice(('subtle', 'slightly', 'a touch of', 'a hint of', 'soft'))} {text}"
    if strength > 1.25:
        return f"{draw.choice(('strong', 'very', 'heavy', 'intense', 'extremely'))} {text}"
    return text
