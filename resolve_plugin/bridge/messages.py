"""The words of the object protocol, as the child process says and reads them.

A message is one JSON object on one line, in ASCII. The launcher begins with
`{"hello": 1, "launcher": "python", "version": "0.1.0", "pid": 123}`. The child asks
`{"id": 7, "calls": [[handle, "GetName", [arguments]], ...], "drop": [handle, ...]}` and gets
`{"id": 7, "results": [{"v": value} or {"e": text}, ...]}`. Either side ends with `{"bye": reason}`.

A value is null, a boolean, a number, a string or a list; an object of Resolve's is
`{"@": handle}`, a map is `{"m": [[key, value], ...]}`, because its keys may be numbers, and bytes
of an answer are `{"b": base64}`. Handle 0 is the application.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from resolve_plugin.bridge.objects import Call, CallFailed

PROTOCOL = 1
LARGEST = 64 * 1024 * 1024
"""Longer messages than this many bytes are not read."""


class Garbled(Exception):
    """What came over the bridge is no message of the protocol."""


def request(
    number: int, calls: Sequence[Call], drop: Sequence[int], handle: Callable[[Any], int | None]
) -> bytes:
    """A request as one line.

    Args:
        number: counts the requests.
        calls: each (handle, method, arguments).
        drop: handles that are not needed any more.
        handle: the handle of an object among the arguments; None for what is no object.

    Raises:
        CallFailed: an argument is nothing that can be sent.
    """
    words = [
        [target, name, [packed(value, handle) for value in arguments]]
        for target, name, arguments in calls
    ]
    return _line({"id": number, "calls": words, "drop": list(drop)})


def farewell(reason: str) -> bytes:
    """The last message, as one line."""
    return _line({"bye": reason})


def read(line: bytes) -> dict[str, Any]:
    """The message in a line.

    Raises:
        Garbled: there is none in it.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Garbled(f"no message: {line[:40]!r}") from error
    if not isinstance(message, dict):
        raise Garbled(f"no message: {line[:40]!r}")
    return message


def results(reply: Mapping[str, Any], count: int, wrap: Callable[[int], Any]) -> list[Any]:
    """The values in a reply to `count` calls.

    Args:
        reply: the message.
        count: how many calls it answers.
        wrap: makes what stands for the object of a handle.

    Raises:
        Garbled: the reply does not answer them.
        CallFailed: one of the calls could not be made.
    """
    answers = reply.get("results")
    if not isinstance(answers, list) or len(answers) != count:
        raise Garbled("a reply does not fit its request")
    values, failure = [], ""
    for answer in answers:
        if not isinstance(answer, dict) or ("v" not in answer and "e" not in answer):
            raise Garbled("a reply does not fit its request")
        if "e" in answer:
            failure = failure or str(answer["e"])
        else:
            values.append(unpacked(answer["v"], wrap))
    if failure:
        raise CallFailed(failure)
    return values


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"


def packed(value: Any, handle: Callable[[Any], int | None]) -> Any:
    """A value as it is written; `handle` gives an object's handle, None for what is no object.

    Raises:
        CallFailed: it is nothing that can be sent.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise CallFailed(f"Resolve takes no {value} for a number")
        return value
    if isinstance(value, Mapping):
        pairs = [[packed(key, handle), packed(item, handle)] for key, item in value.items()]
        return {"m": pairs}
    if isinstance(value, list | tuple):
        return [packed(item, handle) for item in value]
    number = handle(value)
    if number is None:
        raise CallFailed(f"Resolve takes no {type(value).__name__}")
    return {"@": number}


def unpacked(value: Any, wrap: Callable[[int], Any]) -> Any:
    """A value as it was written; `wrap` makes what stands for the object of a handle.

    Raises:
        Garbled: it is of no known kind.
    """
    if isinstance(value, list):
        return [unpacked(item, wrap) for item in value]
    if not isinstance(value, dict):
        return value
    try:
        if "@" in value:
            return wrap(int(value["@"]))
        if "b" in value:
            return base64.b64decode(value["b"], validate=True)
        return {unpacked(key, wrap): unpacked(item, wrap) for key, item in value["m"]}
    except (KeyError, TypeError, ValueError) as error:
        raise Garbled("a value of no known kind") from error
