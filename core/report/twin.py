"""The JSON twin of a report: everything on the page except its pictures."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from core.report.draw import format_hex
from core.report.figures import make_figure_rows, name_tint, summarise_grade
from core.report.tell import make_encodable

if TYPE_CHECKING:
    from core.job.result import GradeResult
    from core.report.measure import Measures
    from core.report.pictures import ReportPictures

SCHEMA = "bestlight-report"
SCHEMA_VERSION = 2


def make_json_twin(result: GradeResult, pictures: ReportPictures, measures: Measures) -> str:
    """Everything on the page except its pictures, as strict JSON (no NaN, UTF-8)."""
    content = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "title": pictures.title,
        "created": pictures.created,
        "summary": summarise_grade(measures),
        "result": {**result.as_dict(), "style": _outline_style(result.style)},
        "times": pictures.times,
        "measures": _measures(measures),
        "lut": {
            "size": pictures.lut.size,
            "domain_min": pictures.lut.domain_min,
            "domain_max": pictures.lut.domain_max,
        },
    }
    text = json.dumps(make_plain(content), allow_nan=False, ensure_ascii=False, indent=1)
    return make_encodable(text) + "\n"


def make_plain(value: Any) -> Any:
    """`value` with only what strict JSON knows; a number that is not finite becomes null."""
    if isinstance(value, np.ndarray | np.generic):
        return make_plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): make_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [make_plain(item) for item in value]
    return str(value)


def _outline_style(style: Mapping[str, Any]) -> dict[str, Any]:
    """A style without its pictures: for reading, not for laying on a shot."""
    if not style:
        return {}
    references = [{"name": r["name"], "weight": r["weight"]} for r in style["references"]]
    pairs = [{"name": p["name"], "weight": p["weight"]} for p in style.get("pairs", ())]
    told = {"references": references, "words": style["words"], "notes": style["notes"]}
    return {**told, "pairs": pairs}


def _measures(measures: Measures) -> dict[str, Any]:
    content = asdict(measures)
    for state in ("before", "after"):
        # The waveforms and the vectorscope are pictures; the histogram is a short list.
        content[f"histogram_{state}"] = content.pop(state)["histogram"].round(6)
    content["curves"] = {name: line.round(6) for name, line in content["curves"].items()}
    content["palettes"] = [
        {"of": name, "colours": [{**asdict(s), "hex": format_hex(s.rgb)} for s in swatches]}
        for name, swatches in measures.palettes
    ]
    content["figures"] = [asdict(row) for row in make_figure_rows(measures)]
    for zone, told in zip(content["zones"], measures.zones, strict=True):
        zone["words"] = name_tint(told.grey_shift)
    return content
