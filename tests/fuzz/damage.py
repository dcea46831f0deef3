"""Strategies for damaged files: a valid one with a few wounds, of the kinds that files get."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Sequence
from itertools import chain

from hypothesis import strategies as st

NUMBERS = (
    *("0", "1", "2", "3", "300", "256", "257", "65536", "65537", "99999999999", "-1", "-0"),
    *("nan", "NaN", "-inf", "Infinity", "1e38", "3.5e38", "-1e39", "1e400", "1e-400", "1_0"),
    *("0x10", "1,5", "٣", "１", "½", "", "--5", "1.2.3", "+", ".", "1e", "#"),
)
LINES = (
    *("LUT_3D_SIZE 2", "LUT_3D_SIZE 0", "LUT_3D_SIZE 1", "LUT_3D_SIZE 300", "LUT_3D_SIZE"),
    *("LUT_3D_SIZE 256", "LUT_1D_SIZE 2", "LUT_1D_SIZE 0", "LUT_1D_SIZE 65536", "LUT_3D_SIZE -2"),
    *("DOMAIN_MIN 0 0 0", "DOMAIN_MAX 1 1 1", "DOMAIN_MIN -1 -1 -1", "DOMAIN_MAX 0 0 0"),
    *("DOMAIN_MIN nan 0 0", "DOMAIN_MAX 1e300 1e300 1e300", "DOMAIN_MIN -1e308 -1e308 -1e308"),
    *("DOMAIN_MAX 1e308 1e308 1e308", "DOMAIN_MIN 1e-320 0 0", "DOMAIN_MAX 1e-320 1 1"),
    *("LUT_1D_INPUT_RANGE 0 1", "LUT_3D_INPUT_RANGE 1 0", "LUT_3D_INPUT_RANGE -5e-324 5e-324"),
    *("LUT_3D_INPUT_RANGE -1.7e308 1.7e308", "LUT_IN_VIDEO_RANGE", "LUT_OUT_VIDEO_RANGE"),
    *('TITLE "a # b"', "TITLE", "TITLE \0", "# \ud83d", "#", "0 0 0", "1 1 1", "0 0", "0 0 0 0"),
    *("nan nan nan", "inf 0 0", "1e39 0 0", "-1e38 1e38 3.4e38", "ä ö ü", "\u2028", "\x0c", "\v"),
)
_LINE_ENDS = (b"\r\n", b"\r", b"\n\n", b"\n \t", b" # \n", b"")
_NUMBER = re.compile(rb"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")

Wound = Callable[[st.DrawFn, bytes], bytes]


def _cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: draw(st.integers(0, len(data)))]


def _remove(draw: st.DrawFn, data: bytes) -> bytes:
    start = draw(st.integers(0, len(data)))
    return data[:start] + data[start + draw(st.integers(1, 200)) :]


def _insert(draw: st.DrawFn, data: bytes) -> bytes:
    place = draw(st.integers(0, len(data)))
    return data[:place] + draw(st.binary(min_size=1, max_size=12)) + data[place:]


def _flip(draw: st.DrawFn, data: bytes) -> bytes:
    if not data:
        return data
    place = draw(st.integers(0, len(data) - 1))
    return data[:place] + bytes([draw(st.integers(0, 255))]) + data[place + 1 :]


def _repeat(draw: st.DrawFn, data: bytes) -> bytes:
    start = draw(st.integers(0, len(data)))
    part = data[start : start + draw(st.integers(1, 400))]
    return data[:start] + part * draw(st.integers(2, 4)) + data[start + len(part) :]


def _number(draw: st.DrawFn, data: bytes) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    # Headers come first and decide most, so half of the hits go there.
    last = draw(st.sampled_from((min(12, len(found)), len(found)))) - 1
    match = found[draw(st.integers(0, last))]
    number = draw(st.sampled_from(NUMBERS)).encode()
    return data[: match.start()] + number + data[match.end() :]


def _line(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = draw(st.integers(0, min(len(lines), draw(st.sampled_from((8, 1000))))))
    new = draw(st.sampled_from(LINES) | st.text(max_size=30))
    lines[place : place + draw(st.integers(0, 1))] = [new.encode("utf-8", "surrogatepass")]
    return b"\n".join(lines)


def _line_ends(draw: st.DrawFn, data: bytes) -> bytes:
    return data.replace(b"\n", draw(st.sampled_from(_LINE_ENDS)))


def _encoding(draw: st.DrawFn, data: bytes) -> bytes:
    kind = draw(st.sampled_from(("bom", "utf-16", "nul", "space")))
    if kind == "utf-16":
        return data.decode("latin-1").encode("utf-16")
    return {"bom": b"\xef\xbb\xbf", "nul": b"\0", "space": b"\n \t\n"}[kind] + data


TEXT_WOUNDS: tuple[Wound, ...] = (
    *(_cut, _remove, _insert, _flip, _repeat, _number, _number, _line, _line, _line_ends),
    _encoding,
)
BINARY_WOUNDS: tuple[Wound, ...] = (_cut, _remove, _insert, _flip, _flip, _repeat)


@st.composite
def damaged(
    draw: st.DrawFn, seeds: Sequence[bytes], wounds: Sequence[Wound] = TEXT_WOUNDS
) -> bytes:
    """One of `seeds` with up to four wounds."""
    data = draw(st.sampled_from(seeds))
    for wound in draw(st.lists(st.sampled_from(wounds), max_size=4)):
        data = wound(draw, data)
    return data


def headers() -> st.SearchStrategy[bytes]:
    """Files put together from plausible and implausible lines of a `.cube`."""
    triple = st.tuples(*[st.sampled_from(NUMBERS)] * 3).map(" ".join)
    row = st.sampled_from(("0 0 0", "1 1 1", "0.5 0.5 0.5")) | triple
    head = st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=8)
    rows = st.lists(row, max_size=6) | st.sampled_from(
        (["0 0 0"] * 8, ["1 1 1"] * 10, ["0 1 2"] * 2)
    )
    text = st.tuples(head, rows, head).map(lambda parts: "\n".join(chain(*parts)))
    return text.map(lambda whole: whole.encode("utf-8", "surrogatepass"))


def with_true_checksums(png: bytes) -> bytes:
    """`png` with every chunk's CRC put right, so that wounds reach the decoder behind it."""
    out, place = bytearray(png[:8]), 8
    while place + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, place)
        if place + 12 + length > len(png):
            break
        body = png[place + 4 : place + 8 + length]
        out += png[place : place + 4] + body + struct.pack(">I", zlib.crc32(body))
        place += 12 + length
    return bytes(out + png[place:])
