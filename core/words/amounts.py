"""How much: words for degrees, numbers with their units, and what these make of an attribute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["percent", "points", "stops", "mired", "kelvin", "degrees", "times", "ire"]

# Words by the share of the usual move that they ask for.
DEGREES: Mapping[float, str] = {
    0.3: (
        "barely, very slightly, very subtly, the tiniest bit, tiniest, ever so slightly, "
        "minimally, a whisper, whisper of, almost imperceptibly, tiny, tiny bit, a tiny bit, "
        "weeny bit, a weeny bit, teeny weeny bit, teeny bit, hair, just a hair, a hair, smidge, "
        "smidgen, a smidge, a smidgen, a whisker, a trace, trace of, a drop, fraction"
    ),
    0.5: (
        "slightly, slight, touch, a touch, touch of, a touch of, hint, a hint, hint of, "
        "a hint of, subtle, subtly, a pinch, pinch of, tad, a tad, a dash, dash of, gently, "
        "delicately, faintly, a kiss, kiss of, nudge, lightly, softly, a suggestion of, "
        "suggestion of, a dab, mildly, a notch, one notch, marginally, notch, careful, carefully, "
        "modestly, click, a click, one click, splash of, a splash of, minor"
    ),
    0.6: (
        "a bit, bit, a little, little, a little bit, little bit, some, a bit of, a little of, "
        "kinda, kind of, sort of, sorta, bit of, wee bit, a wee bit, a few, lil, lil bit, a lil, "
        "ish"
    ),
    0.8: "somewhat, moderately, rather, fairly, moderate, reasonably, medium, partly, decently",
    1.0: "full strength, at full strength, at full intensity",
    1.2: "quite, noticeably, clearly, pretty, decidedly, visibly, noticeable, distinctly, markedly",
    1.3: "quite a bit, a good bit, good deal, a good deal, considerably, significantly, plenty",
    1.5: (
        "very, much, so much, really, strongly, well, a fair amount, substantially, seriously, "
        "truly, big, hefty, quite a lot, properly, generous, generously, far, heavily handed"
    ),
    1.8: (
        "a lot, lot, lots, lots of, a lot of, loads, loads of, a great deal, way, heavily, super, "
        "massive, massively, hugely, tons, a ton, a ton of, tons of, greatly, big time, "
        "much much, as hell, af, drastically, dramatically, whole lot, a whole lot, heaps, "
        "heaps of, majorly, "
        "huge, bunch, a bunch, very very, way way, really really"
    ),
    2.0: "double strength, at double strength, twice as strong, double intensity",
    2.2: (
        "extremely, extreme, insanely, crazy, totally, completely, absolutely, wildly, "
        "incredibly, ridiculously, all the way, to the max, max, maximum, as much as possible, "
        "super super, immensely, full on, to the extreme, as possible, ultra, hyper, utterly, "
        "entirely, fully, nearly all"
    ),
}

# Words for the whole prompt: "keep it subtle".
GENTLE = (
    "keep it subtle, keep it gentle, nothing too crazy, nothing crazy, dont overdo it, "
    "do not overdo it, dont go overboard, keep it natural looking, not too strong overall, "
    "without overdoing it, nothing extreme, keep things subtle, nothing heavy, subtle overall, "
    "dont go crazy, keep it light handed, easy does it, dont push it too far, not over the top, "
    "dont want it/this/that to look/be/feel fake/artificial/unnatural/overdone/filtered/edited, "
    "i dont want it/this/that to look/be/feel fake/artificial/unnatural/overdone/filtered/edited, "
    "do not want it/this/that to look/be/feel fake/artificial/unnatural/overdone/filtered, "
    "i do not want it/this/that to look/be/feel fake/artificial/unnatural/overdone/filtered, "
    "nothing too heavy/strong/extreme/dramatic/fancy, nothing fancy/dramatic, no filters, "
    "without/not looking/being/getting fake/artificial/unnatural/overdone/cheesy/overprocessed, "
    "without making it look fake/artificial/unnatural/overdone/cheesy/overprocessed/hdr/weird, "
    "without it looking fake/artificial/unnatural/overdone/cheesy/overprocessed"
)

UNITS: Mapping[Unit, str] = {
    "percent": "%, percent, per cent, pct, prozent",
    "points": "points, point, pts, pt, units, unit, ticks, clicks, notches, steps",
    "stops": "stop, stops, ev, f stop, f stops, fstop, fstops, of a stop",
    "mired": "mired, mireds, mireks, mirek",
    "kelvin": "k, kelvin, kelvins, degrees kelvin",
    "degrees": "°, degrees, degree, deg",
    "times": "x, times, ×",
    "ire": "ire",
}

NUMBERS: Mapping[float, str] = {
    0.25: "quarter, a quarter, one quarter",
    1 / 3: "third, a third, one third",
    0.5: "by half, in half, by a half, half, half a, half of, one half, a half",
    2 / 3: "two thirds",
    0.75: "three quarters",
    1.0: "one, single, full",
    1.5: "one and a half",
    2.0: "two, a couple of, couple of",
    3.0: "three",
    4.0: "four",
    5.0: "five",
    8.0: "eight",
    10.0: "ten",
    15.0: "fifteen",
    20.0: "twenty",
    25.0: "twenty five",
    30.0: "thirty",
    40.0: "forty",
    50.0: "fifty, fifty fifty",
    60.0: "sixty",
    70.0: "seventy",
    75.0: "seventy five",
    80.0: "eighty",
    90.0: "ninety",
    100.0: "hundred, a hundred, one hundred",
    200.0: "two hundred",
    300.0: "three hundred",
    500.0: "five hundred",
    1000.0: "thousand, a thousand, one thousand",
}

# Multipliers of what there is now.
TIMES: Mapping[float, str] = {
    2.0: "twice, double, doubled, twice as, twice the",
    3.0: "triple, thrice, tripled",
    0.5: "half as, half the, halve, halved, half as much",
}


@dataclass(frozen=True)
class Quantity:
    """A number as it was written.

    Attributes:
        value: the number; its sign only where `signed`.
        unit: what it counts; "" for a bare number.
        signed: whether a + or - stood before it.
        decimal: whether it was written with a decimal point.
        to: whether it is the value to arrive at ("to 5600 K"), not the change.
    """

    value: float
    unit: Unit | Literal[""]
    signed: bool = False
    decimal: bool = False
    to: bool = False
