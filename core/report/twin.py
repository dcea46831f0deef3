"""The JSON twin of a report: everything on the page except its pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from core.report import draw, reading
from core.report.data import ReportData
from core.report.measure import Measures

SCHEMA = "bestlight-report"
SCHEMA_VERSION = 1


def twin(data: ReportData, measures: Measures) -> str:
    """Everything on the page except its pictures, as strict JSON (no NaN, UTF-8)."""
    content = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "title": data.title,
        "created": data.created,
        "summary": reading.summary(measures),
        "engine": {"name": data.engine, "confidence": data.confidence, "notes": data.notes},
        "job": data.job,
        "assumptions": [asdict(a) for a in data.assumptions],
        "times": [shot.time for shot in data.before],
        "references": [{"name": r.name, "weight": r.weight} for r in data.references],
        "reads": data.reads,
        "measures": _measures(measures),
        "lut": {
            "size": data.lut.size,
            "domain_min": data.lut.domain_min,
            "domain_max": data.lut.domain_max,
            "health": data.health,
            "verdicts": [{"ok": ok, "text": text} for ok, text in data.verdicts],
            "grid_error": data.grid_error,
        },
        "timings": data.timings,
        "outputs": [{"label": label, "path": path} for label, path in data.outputs],
    }
    text = json.dumps(plain(content), allow_nan=False, ensure_ascii=False, indent=1)
    return encodable(text) + "\n"


def plain(value: Any) -> Any:
    """`value` with only what strict JSON knows; a number that is not finite becomes null."""
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)


def encodable(text: str) -> str:
    """`text` without lone surrogates, which stand in file names for bytes that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _measures(measures: Measures) -> dict[str, Any]:
    content = asdict(measures)
    for state in ("before", "after"):
        # The waveforms and the vectorscope are pictures; the histogram is a short list.
        content[f"histogram_{state}"] = content.pop(state)["histogram"].round(6)
    content["curves"] = {name: line.round(6) for name, line in content["curves"].items()}
    content["palettes"] = [
        {"of": name, "colours": [{**asdict(s), "hex": draw.hex_colour(s.rgb)} for s in swatches]}
        for name, swatches in measures.palettes
    ]
    content["readings"] = [asdict(row) for row in reading.readings(measures)]
    for zone, told in zip(content["zones"], measures.zones, strict=True):
        zone["words"] = reading.tint(told.grey_shift)
    return content
