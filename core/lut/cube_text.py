"""The text of a `.cube` in the manners that other programs write and read it in."""

from __future__ import annotations

import re

from core.errors import BestlightError

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_COMMENT = re.compile(r"#|//|;")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+(?:e[-+]?\d+)?", re.IGNORECASE)


def decoded_lines(data: bytes, name: str) -> tuple[list[str], list[str]]:
    """The lines of a `.cube` file, and a note of each thing that was left aside.

    Raises:
        BestlightError: the file is empty or no text.
    """
    notes = []
    if not data.strip():
        raise BestlightError(f"{name} is empty", hint="write the LUT again from its source")
    encoding = _UTF16.get(data[:2])
    if encoding is None:
        # DOS ended text with Ctrl-Z; some writers fill up their last block with NUL.
        plain = data.rstrip(b"\0\x1a\r\n\t ")
        if re.search(rb"[\0\x1a]", data[len(plain) :]):
            notes.append("what follows its text, Ctrl-Z or NUL, was left aside")
        if b"\0" in plain[:4096]:
            raise BestlightError(
                f"{name} is not a .cube text file", hint="check the file's type and name"
            )
        text = plain.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    else:
        text = data[2:].decode(encoding, "replace").rstrip("\0\x1a\r\n\t ")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), notes


def without_comment(line: str) -> str:
    """A line without its comment, after `#`, `//` or `;`. A title may hold any of them."""
    if line.lstrip()[:5].upper() == "TITLE":
        return line.strip()
    return _COMMENT.split(line, maxsplit=1)[0].strip()


def keyword_and_rest(line: str) -> tuple[str, str]:
    """A keyword in capitals, and what follows it after spaces, a tab or an equals sign."""
    found = re.match(r"(\w+)[\s=]*(.*)", line, re.DOTALL)
    return (found[1].upper(), found[2]) if found else (line.upper(), "")


def has_decimal_commas(row: str) -> bool:
    """Whether a row of values is written with commas for decimal points."""
    parts = row.split()
    return len(parts) > 1 and any(_DECIMAL_COMMA.fullmatch(part.rstrip(",;")) for part in parts)


def without_commas(row: str) -> str:
    """A row whose values are separated by commas, with spaces instead."""
    return row.replace(",", " ")
