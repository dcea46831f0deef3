"""Numbers as colorists write them: "gain red 1.1", "slope 1.1 .9 1", "hue vs hue: greens +10".

A wheel is a curve of each channel (ASC CDL, and lift, gamma and gain as colour wheels have them);
the moves are those that do nearest the same to greys. A hue curve says a number for each hue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from parsimonious import Grammar, ParseError
from parsimonious.nodes import Node

from core.adjustments import HUES, Adjustments, HueAdjustment
from core.job.adjustments import MOST_TURN
from core.qualify import hues_of_region
from core.words.protections import nearest_moves

_GRAMMAR = r"""
notation  = curve / printer / cdl / triple / pairs / named / way / moved / told
curve     = ~r"hue (vs\.?|versus) "i what sep entry (~r"[\s,]+(and )?"i entry)*
what      = ~r"(hue|sat(uration)?|lum(a|inance)?)\b"i
entry     = hue sep number ~r"(\s*(°|deg(rees?)?\b))?"i
hue       = ~r"(HUES)s?\b"i
printer   = ~r"printer (lights?|points?)"i sep (dashed / spaced) end
dashed    = light dash light dash light
spaced    = number ~r"[\s,]+" number ~r"[\s,]+" number
light     = ~r"\d+"
dash      = ~r"\s*[-/]\s*"
cdl       = ~r"((cdl|\*?asc_sop)\b[\s:=]*)?"i group _ group _ group
group     = "(" _ number ~r"[\s,]+" number ~r"[\s,]+" number _ ")"
triple    = control sep number ~r"[\s,]+" number ~r"[\s,]+" number end
pairs     = control sep pair (~r"[\s,]+" pair)*
pair      = (channel sep number end) / (number ~r"\s*((in|for|on|to|of|the)\s+)*"i channel)
named     = channel _ control sep number plain
way       = (verb the)? channel _ control _ (step _)? by? number plain
moved     = verb the control _ by? decimal plain
told      = control sep number plain way_after?
way_after = _ step ~r"(?=\s*([,.;!]|and\b|$))"i
control   = ~r"(lift|gamma|gain|offset|slope|power)\b"i
channel   = ~r"(red|green|blue|r|g|b)\b(?!')"i
verb      = ~r"(raise|lift|increase|push|bump|bring up|lower|reduce|drop|decrease|pull down)\s+"i
the       = ~r"(the\s+)?"i
step      = ~r"(up|down)\b"i
by        = ~r"by\s+"i
decimal   = ~r"\d*\.\d+(?!%)"
number    = ~r"[+-]?(\d+\.?\d*|\.\d+)%?"
plain     = !unit end
unit      = ~r"\s*(ire|stops?|points?|percent|mired|kelvin|degrees|k\b|/)"i
end       = ~r"(?!\w|\.\d)"
sep       = ~r"[\s:=,]*"
_         = ~r"\s*"
"""
_BEGINS = re.compile(
    r"(?<![\w.])(?:hue v|printer|cdl|\*?asc_sop|\(|lift|gamma|gain|offset|slope|power|reds?\b|"
    r"greens?\b|blues?\b|[rgb]\b|rais|increas|push|bump|bring up|lower|reduc|drop|decreas|pull)",
    re.IGNORECASE,
)
_CHANNELS = "rgb"
_GREYS = np.linspace(0.04, 0.96, 24)[:, None].repeat(3, axis=1)
_ADDED = frozenset({"lift", "offset"})  # of these a number is added; of the others it is a factor
_MIDDLE, _A_STOP, _GAMMA = 25.0, 12.0, 2.4  # printer lights, and the display's curve
_WHOLE = 3.0  # from here on a number without a point is a percentage
_DOUBTFUL = (30, 69)  # "gain 49" may be 0.49, or 49 % more
_A_CHANGE = 0.5  # below it a number is no factor: "gain 10" is a tenth more
_DOWNWARD = ("low", "red", "dro", "dec", "pul")
_SOP = ("slope", "offset", "power")


@dataclass(frozen=True)
class Wheel:
    """A control with its value for red, green and blue.

    Attributes:
        control: lift, gamma, gain, offset, slope, power or printer.
        values: what is added (lift, offset), the factor or exponent, or the printer lights.
        doubt: a number that may be a factor or a change ("gain 49"); nothing is done then.
    """

    control: str
    values: tuple[float, float, float]
    doubt: str = ""

    @property
    def text(self) -> str:
        """The wheel in one form: "gain 1.1 1 1"."""
        if self.doubt:
            return f"{self.control} {self.doubt}"
        name = "printer lights" if self.control == "printer" else self.control
        return " ".join([name, *(f"{value:g}" for value in self.values)])

    @property
    def note(self) -> str:
        """What it is, for people."""
        if self.doubt:
            factor = f"{self.control} {float(self.doubt) / 100:g}"
            more = f"{self.control} +{self.doubt}"
            return f"not done: say “{factor}” for the factor, “{more}” for so much more"
        return f"{self.text}, as near as moves come to it on greys"

    def curves(self, rgb: np.ndarray) -> np.ndarray:
        """The wheel on display values of any shape (..., 3)."""
        values = np.array(self.values)
        if self.control == "lift":
            return np.clip(rgb + values * (1 - rgb), 0, 1)
        if self.control == "offset":
            return np.clip(rgb + values, 0, 1)
        if self.control == "printer":
            values = 2 ** ((values - _MIDDLE) / _A_STOP / _GAMMA)
        if self.control in ("gain", "slope", "printer"):
            return np.clip(rgb * values, 0, 1)
        exponents = values if self.control == "power" else 1 / values
        return np.clip(rgb, 0, 1) ** exponents

    def adjustments(self) -> Adjustments:
        """The moves nearest to the wheel, on greys."""
        return nearest_moves(_GREYS, self.curves(_GREYS))


@dataclass(frozen=True)
class HueCurve:
    """A curve over hue.

    Attributes:
        what: "hue", "sat" or "lum", which the curve changes.
        points: hues with degrees, or per cent.
    """

    what: str
    points: tuple[tuple[str, float], ...]

    @property
    def text(self) -> str:
        """The curve in one form: "hue vs sat: green -30, yellow +10"."""
        said = ", ".join(f"{hue} {value:+g}" for hue, value in self.points)
        return f"hue vs {self.what}: {said}"

    @property
    def note(self) -> str:
        """What it is, for people."""
        return self.text

    def adjustments(self) -> Adjustments:
        """The curve as moves of hues."""
        field, most, part = _CURVES[self.what]
        sizes: dict[str, float] = {}
        for hue, value in self.points:
            for name, weight in hues_of_region(hue).items():
                sizes[name] = sizes.get(name, 0.0) + part * weight * value
        held = {name: min(max(size, -most), most) for name, size in sizes.items()}
        return Adjustments(hues={n: HueAdjustment(**{field: size}) for n, size in held.items()})


_CURVES = {
    "hue": ("turn", MOST_TURN, 1.0),
    "sat": ("saturation", 1.0, 0.01),
    "lum": ("lightness", 1.0, 0.01),
}
Notation = Wheel | HueCurve


def wheels_in(text: str) -> list[tuple[Notation, int, int]]:
    """The wheels and curves that a text names, each with where it starts and ends."""
    found: list[tuple[Notation, int, int]] = []
    end = 0
    for match in _BEGINS.finditer(text):
        node = _notation_at(text, match.start()) if match.start() >= end else None
        if node is not None:
            end = node.end
            found.extend(_read(node.children[0]))
    return found


def _notation_at(text: str, start: int) -> Node | None:
    try:
        return _grammar().match(text, start)
    except ParseError:
        return None


@cache
def _grammar() -> Grammar:
    return Grammar(_GRAMMAR.replace("HUES", "|".join(sorted(HUES, key=len, reverse=True))))


def _read(node: Node) -> Iterator[tuple[Notation, int, int]]:
    """What a node of the grammar says."""
    if node.expr_name == "cdl":
        start = node.start
        for control, group in zip(_SOP, _of(node, "group"), strict=True):
            yield _wheel(control, _texts(group, "number")), start, group.end
            start = node.full_text.find("(", group.end)
        return
    if node.expr_name == "curve":
        (what,) = _texts(node, "what")
        points = tuple(_point(what[:3], entry) for entry in _of(node, "entry"))
        yield HueCurve(what[:3], points), node.start, node.end
        return
    if node.expr_name == "printer":
        yield (
            Wheel("printer", _lights(_texts(node, "number") or _texts(node, "light"))),
            node.start,
            node.end,
        )
        return
    yield _primary(node), node.start, node.end


def _primary(node: Node) -> Wheel:
    (control,), numbers = _texts(node, "control"), _texts(node, "number")
    channels = [_CHANNELS.index(name[0]) for name in _texts(node, "channel")]
    if node.expr_name in ("way", "moved", "told"):
        way = [*_texts(node, "step"), *_texts(node, "verb")]
        down = any(word.startswith(("down", *_DOWNWARD)) for word in way)
        numbers = [*numbers, *_texts(node, "decimal")]
        sign = "-" if down else "+"
        if way and (control in _ADDED or not _is_factor(numbers[0], _texts(node, "by"))):
            numbers = [n if n[0] == "-" else sign + n.lstrip("+") for n in numbers]
    if not channels and len(numbers) == 1 and control not in _ADDED and _is_doubtful(numbers[0]):
        return Wheel(control, (1.0, 1.0, 1.0), numbers[0].rstrip("."))
    if channels:
        told = dict(zip(channels, numbers, strict=True))
        rest = "0" if control in _ADDED else "1.0"
        return _wheel(control, [told.get(at, rest) for at in range(3)])
    return _wheel(control, numbers if len(numbers) == 3 else numbers * 3)


def _is_factor(number: str, by: Sequence[str]) -> bool:
    """Whether a number after a verb is what it is to be: "lower the gain 0.95"."""
    change = bool(by) or number[0] in "+-" or "%" in number or _is_whole(number)
    return not change and float(number) >= _A_CHANGE


def _is_whole(number: str) -> bool:
    """Whether a number counts hundredths without saying so: "gain 95"; a full stop may follow."""
    return "." not in number.rstrip(".") and abs(float(number)) >= _WHOLE


def _is_doubtful(number: str) -> bool:
    """Whether a bare whole number is as likely a factor in hundredths as so much more."""
    bare = number.rstrip(".").isdigit()
    return bare and _DOUBTFUL[0] <= float(number) <= _DOUBTFUL[1]


def _wheel(control: str, numbers: Sequence[str]) -> Wheel:
    red, green, blue = (_value(control, number) for number in numbers)
    return Wheel(control, (red, green, blue))


def _point(what: str, entry: Node) -> tuple[str, float]:
    (hue,), (number,) = _texts(entry, "hue"), _texts(entry, "number")
    name = hue if hue in HUES else hue[:-1]
    value = float(number.rstrip("%"))
    factor = what != "hue" and number[0] not in "+-" and "." in number
    return name, round(100 * (value - 1), 2) if factor else value


def _of(node: Node, name: str) -> Iterator[Node]:
    """The nodes of a rule within another's."""
    if node.expr_name == name:
        yield node
        return
    for child in node.children:
        yield from _of(child, name)


def _texts(node: Node, name: str) -> list[str]:
    return [one.text.lower().strip() for one in _of(node, name)]


def _lights(numbers: Sequence[str]) -> tuple[float, float, float]:
    """Printer lights; numbers with a sign or of 0, as no light has, are points from the middle."""
    values = [float(number.replace("%", "")) for number in numbers]
    points = any(number[0] in "+-" for number in numbers) or 0.0 in values
    middle = _MIDDLE if points else 0.0
    red, green, blue = (min(max(middle + value, 1.0), 50.0) for value in values)
    return red, green, blue


def _value(control: str, number: str) -> float:
    bare = number.replace("%", "").strip()
    value = float(bare)
    whole = "%" not in number and _is_whole(bare)
    if whole or "%" in number:
        value /= 100.0
    if control in _ADDED:
        return min(max(value, -1.0), 1.0)
    change = bare[0] in "+-" or (whole and value < _A_CHANGE)
    factor = 1.0 + value if change else value
    return min(max(factor, 0.1), 4.0)
