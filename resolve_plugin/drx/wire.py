"""Protobuf's wire format without a schema: fields in their order, and back to the same bytes.

Protobuf libraries keep fields that they have no schema for, but write them after the known ones,
and Resolve reads a node's label only in its place. So fields are kept in a row here.
Source of the format: protobuf.dev, "Encoding".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import BestlightError

VARINT, I64, LEN, I32 = 0, 1, 2, 5
_WIDTHS = {I64: 8, I32: 4}
_LONGEST_VARINT = 10
_MOST_FIELDS = 200_000


class DrxError(BestlightError):
    """A still's file is damaged, or not as Bestlight knows such files."""


@dataclass(frozen=True)
class Field:
    """One field of a message.

    Attributes:
        number: of the field.
        wire: its wire type: `VARINT`, `I64`, `LEN` or `I32`.
        value: an unsigned number below 2^64 for `VARINT`, else the bytes.
    """

    number: int
    wire: int
    value: int | bytes


Message = tuple[Field, ...]


def parse_message(data: bytes) -> Message:
    """The fields of a message.

    Raises:
        DrxError: it is cut short, holds an unknown wire type, or is not written as protobuf's own
            encoders write it, so that it could not be given back byte for byte.
    """
    fields: list[Field] = []
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0 or len(fields) == _MOST_FIELDS:
            raise DrxError("the grade in this still is damaged: no field has that number")
        if wire == VARINT:
            value, at = _varint(data, at)
            fields.append(Field(number, wire, value))
            continue
        if wire == LEN:
            length, at = _varint(data, at)
        elif wire in _WIDTHS:
            length = _WIDTHS[wire]
        else:
            raise DrxError(f"the grade in this still has a field of an unknown kind ({wire})")
        if length > len(data) - at:
            raise DrxError("the grade in this still is cut short")
        fields.append(Field(number, wire, data[at : at + length]))
        at += length
    message = tuple(fields)
    if encode_message(message) != data:
        raise DrxError("the grade in this still is not written as Resolve writes it")
    return message


def encode_message(fields: Iterable[Field]) -> bytes:
    """The bytes of a message."""
    out = bytearray()
    for field in fields:
        out += _encoded(field.number << 3 | field.wire)
        if isinstance(field.value, int):
            out += _encoded(field.value)
            continue
        if field.wire == LEN:
            out += _encoded(len(field.value))
        out += field.value
    return bytes(out)


def number(at: int, value: int) -> Field:
    """A field that holds an unsigned number."""
    return Field(at, VARINT, value)


def text(at: int, value: str) -> Field:
    """A field that holds text."""
    return Field(at, LEN, value.encode("utf-8"))


def message(at: int, *fields: Field) -> Field:
    """A field that holds a message."""
    return Field(at, LEN, encode_message(fields))


def numbers(fields: Message, at: int) -> list[int]:
    """The numbers that stand in the fields numbered `at`."""
    return [f.value for f in fields if f.number == at and isinstance(f.value, int)]


def messages(fields: Message, at: int) -> list[Message]:
    """The messages that stand in the fields numbered `at`.

    Raises:
        DrxError: one of them is none.
    """
    return [parse_message(part) for part in parts(fields, at)]


def parts(fields: Message, at: int) -> list[bytes]:
    """The bytes that stand in the fields numbered `at`."""
    return [
        f.value for f in fields if f.number == at and f.wire == LEN and isinstance(f.value, bytes)
    ]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        if at >= len(data):
            raise DrxError("the grade in this still is cut short")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    else:
        raise DrxError("the grade in this still is damaged: a number has no end")
    if value >= 1 << 64:
        raise DrxError("the grade in this still is damaged: a number is too large")
    return value, at


def _encoded(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
