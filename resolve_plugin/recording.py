"""Recording what a Resolve answers, and answering from such a recording: a user's report as a test.

A recording is JSON lines, the first saying what it is, then one call a line, with values as in
`bridge.messages`: `{"call": [handle, "GetName", [arguments]], "v": value}`, or "e" and a text where
the call failed. Objects are numbered as they appeared; 0 is the application.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import __version__
from core.errors import BestlightError, reason
from core.files import write_text
from resolve_plugin.api import PICTURES
from resolve_plugin.bridge import Bridge, CallFailed, RemoteObject
from resolve_plugin.bridge.messages import Garbled, packed, unpacked
from resolve_plugin.bridge.objects import Call
from resolve_plugin.redact import Redactor, is_path

FORMAT = 1
_PATH = "/path"
_WORDS = 80  # characters; longer ones among a picture's answer are the picture
_OF_CAMERAS = ("White Point (Kelvin)", "Day / Night", "Environment")
_BY_PEOPLE = ("Comments", "Description", "Keyword", "Keywords")


class RecordingBridge(Bridge):
    """Passes every call on and keeps it with its answer, until `write`.

    Args:
        inner: the way to Resolve.
    """

    def __init__(self, inner: Bridge) -> None:
        super().__init__()
        self.kind = inner.kind
        self._inner = inner
        self._objects: list[Any] = [inner.resolve]
        self._lines: list[dict[str, Any]] = []

    def _root(self) -> Any:
        return 0

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        # One by one, so that it is known which of them failed.
        return [self._one(target.target, name, arguments) for target, name, arguments in calls]

    def _one(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        line: dict[str, Any] = {
            "call": [number, name, [packed(value, _number) for value in arguments]]
        }
        self._lines.append(line)
        call = (self._objects[number], name, tuple(self._theirs(value) for value in arguments))
        try:
            answer = self._ours(self._inner.together([call])[0])
        except BestlightError as error:
            line["e"] = error.message
            raise
        line["v"] = packed(_without_notes(name, answer), _number)
        return answer

    def _ours(self, value: Any) -> Any:
        if isinstance(value, RemoteObject):
            self._objects.append(value)
            return RemoteObject(self, len(self._objects) - 1)
        return _mapped(value, self._ours)

    def _theirs(self, value: Any) -> Any:
        if isinstance(value, RemoteObject):
            return self._objects[value.target]
        return _mapped(value, self._theirs)

    def write(self, path: Path, redactor: Redactor, *, force: bool = False) -> int:
        """Write what was recorded, without the user's paths; how many calls it was.

        Raises:
            BestlightError: the file exists and `force` is false, or it cannot be written.
        """
        for line in self._lines:
            _texts(line, redactor.learn)
        head = {"recording": FORMAT, "bestlight": __version__, "platform": sys.platform}
        lines = [head, *(_redacted(line, redactor.value) for line in self._lines)]
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        write_text(path, text, force=force)
        return len(self._lines)

    def close(self) -> None:
        """Close the way to Resolve; what was recorded stays until it is written."""
        self._inner.close()


def _without_notes(name: str, answer: Any) -> Any:
    """An answer without what people wrote about a clip, and without pictures."""
    if name in PICTURES:
        return _without_pictures(answer)
    if not isinstance(answer, Mapping):
        return answer
    if name == "GetMetadata":
        return {key: value for key, value in answer.items() if key in _OF_CAMERAS}
    if name == "GetClipProperty":
        return {key: "" if key in _BY_PEOPLE else value for key, value in answer.items()}
    return answer


def _without_pictures(answer: Any) -> Any:
    if isinstance(answer, bytes) or (isinstance(answer, str) and len(answer) > _WORDS):
        return f"{type(answer).__name__} of {len(answer)}"
    if isinstance(answer, Mapping):
        return {_without_pictures(key): _without_pictures(item) for key, item in answer.items()}
    return _mapped(answer, _without_pictures)


def _number(value: Any) -> int | None:
    return value.target if isinstance(value, RemoteObject) else None


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {key: change(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [change(item) for item in value]
    return value


def _texts(line: Mapping[str, Any], each: Callable[[str], None]) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, str):
            each(value)
        elif isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            walk(list(value.values()))

    walk([line["call"][2], line.get("v"), line.get("e")])


def _redacted(line: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, dict) and "m" in value:
            # The keys of a map are Resolve's words.
            return {"m": [[key, walk(item)] for key, item in value["m"]]}
        return _mapped(value, walk)

    number, name, arguments = line["call"]
    answer = {key: walk(line[key]) for key in ("v", "e") if key in line}
    return {"call": [number, name, walk(arguments)], **answer}


@dataclass
class _Answers:
    """What a call gave, time after time; the last answer stands for all later ones."""

    given: list[dict[str, Any]] = field(default_factory=list)
    at: int = 0

    def next(self) -> dict[str, Any]:
        answer = self.given[min(self.at, len(self.given) - 1)]
        self.at += 1
        return answer


class ReplayBridge(Bridge):
    """Answers as a recorded Resolve did.

    A call is found by its object, method and arguments, not by its place in the file, so that code
    which asks in another order still gets its answers. An object is the same one where it has the
    same unique id, or came of the same calls; one path is as good as another.

    Args:
        path: the recording.

    Raises:
        BestlightError: it is no recording; with the line.
    """

    kind = "replay"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._answers: dict[Hashable, _Answers] = {}
        lines = _read(path)
        ids = {
            line["call"][0]: line["v"]
            for line in lines
            if line["call"][1] == "GetUniqueId" and isinstance(line.get("v"), str)
        }
        self._keys: dict[int, Hashable] = {0: "resolve"}
        for number, line in enumerate(lines, 2):
            try:
                self._learn(line, ids)
            except (KeyError, TypeError, ValueError, Garbled) as error:
                raise _damaged(path, number) from error

    def _learn(self, line: Mapping[str, Any], ids: Mapping[int, str]) -> None:
        number, name, arguments = line["call"]
        values = [unpacked(value, self._keys.__getitem__) for value in arguments]
        call = (self._keys[number], name, tuple(_key(value) for value in values))
        count = 0

        def meet(handle: int) -> None:
            nonlocal count
            known = ids.get(handle)
            self._keys.setdefault(handle, known if known else (*call, count))
            count += 1

        if "v" in line:
            unpacked(line["v"], meet)
        self._answers.setdefault(call, _Answers()).given.append(dict(line))

    def _root(self) -> Any:
        return "resolve"

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        return [self._one(target.target, name, values) for target, name, values in calls]

    def _one(self, target: Hashable, name: str, arguments: tuple[Any, ...]) -> Any:
        known = self._answers.get((target, name, tuple(_key(value) for value in arguments)))
        if known is None:
            raise CallFailed(f"the recording holds no answer to {name}")
        answer = known.next()
        if "e" in answer:
            raise CallFailed(str(answer["e"]))
        return unpacked(answer["v"], lambda handle: RemoteObject(self, self._keys[handle]))

    def close(self) -> None:
        """Nothing is held."""


def _key(value: Any) -> Hashable:
    if isinstance(value, RemoteObject):
        return value.target
    if isinstance(value, str):
        return _PATH if is_path(value) else value
    if isinstance(value, Mapping):
        return tuple((_key(key), _key(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(_key(item) for item in value)
    return value


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        rows = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BestlightError(f"cannot read the recording {path}: {reason(error)}") from error
    lines = []
    for number, row in enumerate(rows, 1):
        try:
            lines.append(json.loads(row))
        except ValueError as error:
            raise _damaged(path, number) from error
    if not lines or not isinstance(lines[0], dict) or lines[0].get("recording") != FORMAT:
        raise BestlightError(
            f"{path} is no recording of Resolve",
            hint="make one with: bestlight resolve --record FILE status --all",
        )
    for number, line in enumerate(lines[1:], 2):
        if not isinstance(line, dict) or not isinstance(line.get("call"), list):
            raise _damaged(path, number)
        if len(line["call"]) != 3 or ("v" not in line and "e" not in line):
            raise _damaged(path, number)
    return lines[1:]


def _damaged(path: Path, line: int) -> BestlightError:
    return BestlightError(
        f"{path}, line {line}: this is not a recorded call", hint="ask for the recording again"
    )
