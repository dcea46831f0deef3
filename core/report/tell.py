"""Numbers, times and names as people read them."""

from __future__ import annotations

import math
from datetime import datetime

from core.errors import one_line

_LONGEST = 160


def format_percent(share: float) -> str:
    """A share 0..1 as "12 %" or "0.34 %", with a non-breaking space."""
    value = 100 * share
    digits = 0 if value >= 10 or value == 0 else 1 if value >= 1 else 2
    return f"{value:.{digits}f}\N{NARROW NO-BREAK SPACE}%"


def format_signed(value: float, digits: int = 1) -> str:
    """A number with its sign, the true minus, and no negative zero."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else "\N{MINUS SIGN}") + text


def format_degrees(angle: float) -> str:
    """An angle in degrees with its sign."""
    return f"{format_signed(angle)}°"


def format_plain(value: float) -> str:
    """A number as short as it can be told, with the true minus: "2", "0.5", "−1"."""
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")


def format_timecode(seconds: float | None) -> str:
    """`seconds` as minutes and seconds, e.g. "1:04.50"; "still" without a time."""
    if seconds is None or not math.isfinite(seconds):
        return "still"
    hundredths = round(seconds * 100)
    sign, hundredths = ("\N{MINUS SIGN}" if hundredths < 0 else ""), abs(hundredths)
    minutes, rest = divmod(hundredths, 6000)
    return f"{sign}{minutes}:{rest // 100:02d}.{rest % 100:02d}"


def format_moment(text: str) -> str:
    """An ISO 8601 date and time as "11 February 2026, 14:32 UTC"; any other text as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{when.day} {when:%B %Y, %H:%M} {when.tzname() or ''}".rstrip()


def format_value(value: object) -> str:
    """A value of a job or of a LUT's health as people read it; texts of a list a line each."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format_plain(value)
    if isinstance(value, list | tuple):
        texts = any(isinstance(item, str) for item in value)
        return ("\n" if texts else ", ").join(format_value(item) for item in value)
    return shorten_text(str(value)) or "–"


def format_key(key: object) -> str:
    """A field's name as a heading: "input_space" becomes "Input space"."""
    return start_capital(str(key).replace("_", " ").strip())


def start_capital(text: str) -> str:
    """`text` with its first letter a capital; names in it stay as they are."""
    return text[:1].upper() + text[1:]


def shorten_text(text: str) -> str:
    """`text` in one line, its middle left out where it is too long to be read."""
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:100]} … {line[-50:]}"


def make_encodable(text: str) -> str:
    """`text` without lone surrogates, which stand in file names for bytes that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
