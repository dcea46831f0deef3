"""A job's JSON: flat, its keys the option names with underscores.

Written by hand where a library could do it, because every message must name the key as the user
wrote it, and say what to write instead.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Set
from dataclasses import fields
from typing import Any

from core.errors import BestlightError, UsageError
from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.job.phrases import PhraseRow, PhraseValue
from core.job.regions import COLOUR, REFERENCE, REGIONAL, PickedColour, RegionAdjustment
from core.job.table import ADJUSTMENTS, AMOUNTS

_LISTS = ("reference", "prompt")
_WHOLE = ("size", "seed", "candidates", "pick")


def job_from_dict(data: Mapping[str, Any]) -> GradeJob:
    """Make a job from JSON data, keys being the option names with underscores.

    Raises:
        UsageError: a key is not known, or a value is of the wrong kind or out of range.
    """
    if not isinstance(data, Mapping):
        raise UsageError("a job must be a JSON object", hint='{"source": "a.png", ...}')
    plain = {f.name for f in fields(GradeJob)} - {"adjustments"}
    for key in data:
        if key not in plain and key not in ADJUSTMENTS:
            raise _unknown_key(str(key)[:60], plain | set(ADJUSTMENTS))
    values = {key: _typed(key, data[key]) for key in data if key in plain}
    if not values.get("source"):
        raise UsageError("a job has no source", hint='add "source": "clip.mov"')
    numbers: dict[str, Any] = {key: _number(key, data[key]) for key in data if key in ADJUSTMENTS}
    return GradeJob(**values, adjustments=Adjustments(**numbers))


def adjustments_as_keys(adjustments: Adjustments) -> dict[str, float]:
    """The adjustments that a job's JSON can say, by key."""
    return {name: getattr(adjustments, name) for name in ADJUSTMENTS}


def failure_as_dict(source: str, error: BestlightError) -> dict[str, Any]:
    """How a job that failed stands in a list of results."""
    return {"source": source, "error": error.message, "hint": error.hint}


def _unknown_key(key: str, known: Set[str], where: str = "a job") -> UsageError:
    near = difflib.get_close_matches(key.lower().replace("-", "_"), sorted(known), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "see: bestlight lut --help"
    return UsageError(f"unknown key {key!r} in {where}", hint=hint)


def _typed(key: str, value: Any) -> Any:
    if key in _LISTS:
        return _texts(key, value)
    if key == "weights":
        return _weights(value)
    if key in _OBJECTS:
        return _OBJECTS[key](value)
    if key in AMOUNTS or (key == "rate" and value is not None):
        return _number(key, value)
    if key in _WHOLE:
        return _whole(key, value)
    if key == "accept_faults":
        return _yes_or_no(key, value)
    if value is None:
        return None if key.endswith("_space") or key == "rate" else ""
    if not isinstance(value, str):
        raise UsageError(f"{key} must be a string, not {value!r:.40}")
    return _encodable(key, value)


def _texts(key: str, value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(i, str) for i in items):
        raise UsageError(f"{key} must be a list of strings")
    return tuple(_encodable(key, item) for item in items)


def values_from_list(value: Any) -> tuple[PhraseValue, ...]:
    """Values of phrases from their JSON, as `PhraseValue.as_dict` or `PhraseRow.as_dict` gives it
    for each; a row of nothing that is counted is left out.

    Raises:
        UsageError: it is no such list, or a key is unknown or of the wrong kind.
    """
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise UsageError(
            "values must be a list of objects", hint='"values": [{"phrase": "warmer", "value": 45}]'
        )
    counted = (one for one in value if "value" not in one or one["value"] is not None)
    return tuple(_phrase_value(one) for one in counted)


def _phrase_value(data: Mapping[str, Any]) -> PhraseValue:
    known = {field.name for field in fields(PhraseRow)}
    for key in data:
        if key not in known:
            raise _unknown_key(str(key)[:60], known, "a value")
    for key in ("phrase", "value"):
        if key not in data:
            raise UsageError(f"a value has no {key}", hint='{"phrase": "warmer", "value": 45}')
    phrase, prompt = _typed("phrase", data["phrase"]), _whole("prompt", data.get("prompt", 0))
    return PhraseValue(phrase, _number("value", data["value"]), prompt or 0)


def regions_from_list(value: Any) -> tuple[RegionAdjustment, ...]:
    """Changes to regions from their JSON, as `RegionAdjustment.as_dict` gives it for each.

    Raises:
        UsageError: it is no such list, or a value is unknown, of the wrong kind or out of range.
    """
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise UsageError(
            "regions must be a list of objects",
            hint='"regions": [{"region": "sky", "exposure": -1}]',
        )
    return tuple(_region(one) for one in value)


def _region(data: Mapping[str, Any]) -> RegionAdjustment:
    known = {"region", REFERENCE, "palette", COLOUR} | set(REGIONAL) | set(ADJUSTMENTS)
    for key in data:
        if key not in known:
            raise _unknown_key(str(key)[:60], known, "a region")
    numbers: dict[str, Any] = {k: _number(k, data[k]) for k in data if k in ADJUSTMENTS}
    own: dict[str, Any] = {k: _number(k, data[k]) for k in data if k in REGIONAL}
    reference = _typed(REFERENCE + " of a region", data.get(REFERENCE, ""))
    palette = data.get("palette", ())
    if not isinstance(palette, list | tuple):
        raise UsageError("palette must be a list of numbers")
    colour = picked_from_list(data[COLOUR]) if data.get(COLOUR) is not None else None
    return RegionAdjustment(
        str(data.get("region", "")), Adjustments(**numbers), reference=reference,
        palette=tuple(_number("palette", n) for n in palette), colour=colour, **own,
    )  # fmt: skip


def picked_from_list(value: Any) -> PickedColour:
    """A picked colour from its six numbers.

    Raises:
        UsageError: they are not six, or no numbers.
    """
    given = value if isinstance(value, list | tuple) else ()
    six = [_number(COLOUR, one) for one in given] if len(given) == 6 else [math.nan] * 6
    return PickedColour((six[0], six[1], six[2]), (six[3], six[4], six[5]))


def _pair(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise UsageError(
            "pair must be a list of two names", hint='"pair": ["before.png", "after.png"]'
        )
    return _texts("pair", value)


def _weights(value: Any) -> tuple[float, ...] | None:
    if value is not None and not isinstance(value, list | tuple):
        raise UsageError("weights must be a list of numbers")
    return None if value is None else tuple(_number("weights", item) for item in value)


def _encodable(key: str, text: str) -> str:
    if "\0" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)):
        raise UsageError(
            f"{key} {text[:40]!a} is not valid text",
            hint="use plain characters, in the name of a file, too",
        )
    return text


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"{key} must be a number, not {value!r:.40}")
    return math.inf if isinstance(value, int) and abs(value) > 1 << 64 else float(value)


def _whole(key: str, value: Any) -> int | None:
    if value is None and key in ("size", "pick"):
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(f"{key} must be a whole number, not {value!r:.40}")
    return value


def _yes_or_no(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{key} must be true or false, not {value!r:.40}")
    return value


_OBJECTS = {"pair": _pair, "regions": regions_from_list, "values": values_from_list}
