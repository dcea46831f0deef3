"""Frame rates as they are meant."""

from __future__ import annotations

from fractions import Fraction

ROUNDED_BY_PEOPLE = Fraction(3, 10_000)  # 23.98 for 24000/1001


def usual_rate(rate: Fraction, tolerance: Fraction = Fraction(1, 100_000)) -> Fraction:
    """A whole rate, or one of NTSC's, where `rate` is within that share of it; else itself.

    Containers round rates by their clocks (19001/317), people by two or three digits.
    """
    for usual in (Fraction(round(rate)), Fraction(round(rate * 1001 / 1000) * 1000, 1001)):
        if usual > 0 and abs(rate / usual - 1) < tolerance:
            return usual
    return rate
