"""What the page's tables and lists say, row by row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from core.job.adjustments import adjustments_from_dict
from core.job.table import ADJUSTMENTS, AMOUNTS
from core.report.draw import format_hex
from core.report.figures import name_tint
from core.report.tell import (
    format_degrees,
    format_key,
    format_percent,
    format_plain,
    format_signed,
    format_value,
    shorten_text,
)

if TYPE_CHECKING:
    from core.job.job import GradeJob
    from core.job.result import HealthFinding
    from core.report.measure import Lab, Measures

Rows = list[tuple[str, str]]
_Told = Mapping[str, tuple[str, Callable[[float], str]]]

# How figures are told; any other keeps its name and number.
_HEALTH: _Told = {
    "monotonicity_violation": ("Grid edges on which a channel falls", format_percent),
    "fold_over": ("Cells that fold over", format_percent),
    "flat": ("Cells flat for being clipped", format_percent),
    "neutral_falls": ("Deepest fall of greys, 10-bit codes", "{:.1f}".format),
    "neutral_cast": ("Largest cast of greys, Oklab chroma × 100", "{:.1f}".format),
    "banding": ("Sharpest bend between grid steps", "{:.2f}".format),
    "clipped_neutrals": ("Greys newly clipped", format_percent),
    "skin_rotation": ("Turn of skin hues", format_degrees),
}
_GRID_ERROR: _Told = {
    "neutral_max": ("Greys, largest", "{:.2f}".format),
    "footage_mean": ("The shot's colours, mean", "{:.2f}".format),
    "footage_p99": ("The shot's colours, 99th percentile", "{:.2f}".format),
    "cube_mean": ("The whole cube, mean", "{:.2f}".format),
}
_FILES = {
    "lut": "LUT",
    "clip": "Graded",
    "report": "Report",
    "report_json": "Report data",
    "candidates": "Contact sheet",
}
_LEVELS = ("fault", "warning", "note", "ok")


@dataclass(frozen=True)
class StyleRows:
    """The style of a result as the page shows it.

    Attributes:
        references: (name, weight) of each.
        sentences: (text, weight) of each.
        pairs: (name, weight) of each before/after pair.
        understood: how each phrase of the sentences was understood, a sentence each.
        known: the share of what was said that was understood, 0..1.
        notes: what else the user should know of the style.
    """

    references: Rows
    sentences: Rows
    pairs: Rows
    understood: tuple[str, ...]
    known: float
    notes: tuple[str, ...]


def make_style_rows(style: Mapping[str, Any]) -> StyleRows | None:
    """References and sentences with their weights, and how the words were understood.

    A weight's share is told for what is weighed against each other: references, and sentences
    that name a look. None where a result has no style.
    """
    if not style:
        return None
    words = style["words"] or {"texts": (), "weights": (), "looks": (), "notes": (), "known": 1.0}
    named = [not adjustments_from_dict(look).at_rest for look in words["looks"]]
    looks = [w for w, is_look in zip(words["weights"], named, strict=True) if is_look and w > 0]
    weighed = (*style["references"], *style.get("pairs", ()))
    total = sum(looks) + sum(one["weight"] for one in weighed)

    def told(weight: float, *, weighed: bool) -> str:
        share = f" · {format_percent(weight / total)}" if weighed and weight > 0 else ""
        return f"weight {format_plain(weight)}{share}"

    sentences = zip(words["texts"], words["weights"], named, strict=True)
    return StyleRows(
        references=[(r["name"], told(r["weight"], weighed=True)) for r in style["references"]],
        sentences=[(text, told(weight, weighed=is_look)) for text, weight, is_look in sentences],
        pairs=[(p["name"], told(p["weight"], weighed=True)) for p in style.get("pairs", ())],
        understood=tuple(words["notes"]),
        known=words["known"],
        notes=tuple(style["notes"]),
    )


def remaining_notes(notes: Sequence[str], style: StyleRows | None) -> list[str]:
    """The notes of a result that its style does not say already."""
    told = {*style.understood, *style.notes} if style else set()
    return [note for note in notes if note not in told]


def sort_findings(findings: Sequence[HealthFinding]) -> list[HealthFinding]:
    """Faults first, then warnings, then what is well."""
    return sorted(findings, key=lambda found: _LEVELS.index(found.level))


def make_health_rows(health: Mapping[str, float | bool]) -> Rows:
    """The figures of a LUT's health."""
    return _figure_rows(health, _HEALTH)


def make_grid_rows(grid_error: Mapping[str, float]) -> Rows:
    """What a LUT's grid costs, in 10-bit code values."""
    return _figure_rows(grid_error, _GRID_ERROR)


def make_job_rows(job: GradeJob) -> Rows:
    """What the job asks for, the adjustments apart; what it leaves open is left out."""
    return [
        (AMOUNTS[key].name if key in AMOUNTS else format_key(key), format_value(value))
        for key, value in job.as_dict().items()
        if key not in (*ADJUSTMENTS, "candidates")
        and value not in (None, "", ())
        and value is not False
    ]


def make_adjustment_rows(job: GradeJob) -> Rows:
    """The colorist's own changes, as the table of adjustments names them."""
    values = {name: getattr(job.adjustments, name) for name in ADJUSTMENTS}
    return [
        (row.name, f"{format_plain(values[name])} {row.unit}".rstrip())
        for name, row in ADJUSTMENTS.items()
        if values[name] != row.default
    ]


def make_file_rows(outputs: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What was written: (what it is, name, path)."""
    return [
        (_FILES.get(kind, format_key(kind)), PurePath(path).name, path)
        for kind, path in outputs.items()
    ]


@dataclass(frozen=True)
class ReadRow:
    """What one picture looks like."""

    name: str
    reads_as: str
    levels: str
    tints: str


def make_read_rows(reads: Mapping[str, Any]) -> list[ReadRow]:
    """What each picture looks like, a row a picture; none where nothing was read."""
    if not reads:
        return []
    named = [("Source", reads["source"])]
    named += [(f"Reference {r['name']}", r) for r in reads["references"]]
    named.append(("Result", reads["result"]))
    return [
        ReadRow(
            shorten_text(name),
            ", ".join(f"{tag} {share:.2f}" for tag, share in read["reads_as"].items()) or "–",
            ", ".join(f"{what} {level}" for what, level in read["levels"].items()),
            ", ".join(f"{tint} {zone}" for zone, tint in read["tints"].items() if tint != "neutral")
            or "neutral throughout",
        )
        for name, read in named
    ]


@dataclass(frozen=True)
class ZoneRow:
    """Shadows, mids or highlights; `before` and `after` are colours, empty without pixels."""

    name: str
    share: str
    before: str
    after: str
    shift: list[str]
    words: str


def make_zone_rows(measures: Measures) -> list[ZoneRow]:
    """What became of shadows, mids and highlights."""
    return [
        ZoneRow(
            zone.name,
            format_percent(zone.share),
            _swatch(zone.before),
            _swatch(zone.after),
            shift=[format_signed(v) for v in zone.grey_shift],
            words=name_tint(zone.grey_shift),
        )
        for zone in measures.zones
    ]


def _swatch(lab: Lab | None) -> str:
    from core.colour.difference import lab_to_srgb

    return "" if lab is None else format_hex(np.clip(lab_to_srgb(np.array(lab)), 0, 1))


def _figure_rows(values: Mapping[str, float | bool], names: _Told) -> Rows:
    rows = []
    for key, value in values.items():
        if key in names and math.isfinite(value):
            name, told = names[key]
            rows.append((name, told(float(value))))
        else:
            rows.append((format_key(key), format_value(value)))
    return rows
