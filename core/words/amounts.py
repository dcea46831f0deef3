"""Exact amounts, by a grammar: "+1/3 stop", "5600 K", "3200 K to 5600 K", "5-10 %", "by half"."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from parsimonious import Grammar, NodeVisitor, ParseError
from parsimonious.nodes import Node

from core.words.tables import phrases, tables

Unit = Literal["percent", "points", "stops", "mired", "kelvin", "degrees", "times", "ire"]

_GRAMMAR = r"""
amount   = shift / counted
shift    = light _ arrow _ light
light    = lamp / (thousand _ kelvin?)
lamp     = ~r"(LIGHTS)\b"i
thousand = ~r"[1-9][0-9]{3,4}"
kelvin   = ~r"k(elvins?)?\b"i
arrow    = ~r"(to|into)\b"i / ~r"[-=]*>" / "→"
counted  = sign? number unit? half?
sign     = ~r"[+-] ?|plus +|minus +"i
number   = span / mixed / fraction / digits / vulgar / spoken
span     = digits (~r" ?- ?" / ~r" +to +"i) digits
mixed    = digits _ (fraction / vulgar)
fraction = digits "/" digits
digits   = ~r"[0-9]+([.,][0-9]+)?|[.,][0-9]+"
vulgar   = ~r"[¼½¾⅓⅔⅛⅜⅝⅞]"
spoken   = ~r"(NUMBERS)\b"i / ~r"(an?|one|full)(?= +(UNITS)\b)"i
unit     = ~r" *(of +)?(an? +)?(UNITS)(?![^\W\d_])"i
half     = ~r" +and +a +half\b"i
_        = ~r" *"
"""
_MOST = 1e6
_SAME = {ord(sign): "-" for sign in "−–—‐‑"}


@dataclass(frozen=True)
class Quantity:
    """A number as it was written.

    Attributes:
        value: the number; its sign only where `signed`.
        unit: what it counts; "" for a bare number.
        signed: whether a + or - stood before it.
        decimal: whether it was written with a decimal point.
        to: whether it is the value to arrive at ("to 5600 K"), not the change.
        spoken: whether the number was a word ("a third").
    """

    value: float
    unit: Unit | Literal[""]
    signed: bool = False
    decimal: bool = False
    to: bool = False
    spoken: bool = False


def amount_at(text: str, start: int) -> tuple[Quantity, int] | None:
    """The amount that begins at `text[start]`, and where it ends; None if none does."""
    try:
        node = _grammar().match(text.translate(_SAME), start)
    except ParseError:
        return None
    return _Reader().visit(node), node.end


@cache
def number_words() -> dict[str, float]:
    """Numbers by the words for them."""
    table = tables("words/6_amounts")["number"]
    return {key: float(number) for number, words in table.items() for key in words}


@cache
def _units() -> dict[str, Unit]:
    table = tables("words/6_amounts")["unit"]
    return {key: unit for unit, words in table.items() for word in words for key in phrases(word)}


@cache
def _lamps() -> dict[str, float]:
    table = tables("lights")["light"]
    return {name: float(kelvin) for kelvin, names in table.items() for name in names}


@cache
def _grammar() -> Grammar:
    words = {"NUMBERS": number_words(), "UNITS": _units(), "LIGHTS": _lamps()}
    rules = _GRAMMAR
    for name, known in words.items():
        rules = rules.replace(name, _choice(known))
    return Grammar(rules)


def _choice(words: Any) -> str:
    longest = sorted((word for word in words if word), key=len, reverse=True)
    return "|".join(longest)


class _Reader(NodeVisitor):
    """A parsed amount as a `Quantity`."""

    def visit_shift(self, _node: Node, parts: list[Any]) -> Quantity:
        before, *_, after = parts
        return Quantity(1e6 / after - 1e6 / before, "mired", signed=True)

    def visit_lamp(self, node: Node, _parts: list[Any]) -> float:
        return _lamps()[node.text.lower()]

    def visit_thousand(self, node: Node, _parts: list[Any]) -> float:
        return float(node.text)

    def visit_light(self, _node: Node, parts: list[Any]) -> float:
        (light,) = parts
        return light if isinstance(light, float) else light[0]

    def visit_counted(self, node: Node, parts: list[Any]) -> Quantity:
        sign, number, unit, half = parts
        signed, minus = bool(sign.text), sign.text.startswith(("-", "minus"))
        kind = "" if isinstance(unit, Node) else unit
        extra = 0.5 if half.text else 0.0
        spoken = not any(letter.isnumeric() for letter in node.text)
        decimal = "." in node.text and not spoken
        value = (-1 if minus else 1) * min(number + extra, _MOST)
        return Quantity(value, kind, signed, decimal, spoken=spoken)

    def visit_span(self, _node: Node, parts: list[Any]) -> float:
        return (parts[0] + parts[2]) / 2

    def visit_mixed(self, _node: Node, parts: list[Any]) -> float:
        return parts[0] + parts[2]

    def visit_fraction(self, _node: Node, parts: list[Any]) -> float:
        return parts[0] / (parts[2] or 1.0)

    def visit_digits(self, node: Node, _parts: list[Any]) -> float:
        return float(node.text.replace(",", "."))

    def visit_vulgar(self, node: Node, _parts: list[Any]) -> float:
        return unicodedata.numeric(node.text)

    def visit_spoken(self, node: Node, _parts: list[Any]) -> float:
        return number_words().get(node.text.lower(), 1.0)

    def visit_unit(self, node: Node, _parts: list[Any]) -> Unit:
        words = node.text.lower().split()
        while words[0] in ("of", "a", "an"):
            words = words[1:]
        return _units()[" ".join(words)]

    def generic_visit(self, node: Node, visited_children: Sequence[Any]) -> Any:
        return visited_children[0] if len(visited_children) == 1 else visited_children or node
