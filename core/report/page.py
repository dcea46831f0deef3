"""The HTML page of a report, as text."""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from core.report import draw, rows, tell
from core.report.figures import make_figure_rows, summarise_grade

if TYPE_CHECKING:
    from jinja2 import Template

    from core.job.result import GradeResult
    from core.report.measure import Measures
    from core.report.pictures import ReportPictures

# What all still pictures of a page may weigh, so that the page stays easy to mail.
_PICTURE_BYTES = 1_250_000
# (longer side of the large still, of the others, JPEG quality), tried in turn.
_PICTURE_SIZES = ((960, 560, 88), (960, 480, 84), (800, 400, 80), (640, 320, 72))
_SMALLEST = (480, 240, 60)


def render_page(result: GradeResult, pictures: ReportPictures, measures: Measures) -> str:
    """The report as one HTML document that needs nothing from outside."""
    script = _resource("compare.js")
    style = rows.make_style_rows(result.style)
    text = _template().render(
        title=pictures.title,
        created=pictures.created,
        lut_size=pictures.lut.size,
        result=result,
        measures=measures,
        summary=summarise_grade(measures),
        figures=make_figure_rows(measures),
        zones=rows.make_zone_rows(measures),
        reads=rows.make_read_rows(result.reads),
        style=style,
        notes=rows.remaining_notes(result.notes, style),
        stills=_encode_stills(pictures),
        scopes=_draw_scopes(pictures, measures),
        curves=_draw_curves(measures),
        findings=rows.sort_findings(result.findings),
        health=rows.make_health_rows(result.health),
        grid_error=rows.make_grid_rows(result.grid_error),
        job=rows.make_job_rows(result.job),
        adjustments=rows.make_adjustment_rows(result.job),
        files=rows.make_file_rows(result.outputs),
        css=_resource("style.css"),
        script=script,
        script_hash=_hash_content(script),
    )
    return tell.make_encodable(text)


@dataclass(frozen=True)
class _Still:
    uri: str
    width: int
    height: int
    time: str


@dataclass(frozen=True)
class _Stills:
    hero: tuple[_Still, _Still]
    others: tuple[tuple[_Still, _Still], ...]
    references: tuple[_Still, ...]
    candidates: tuple[_Still, ...]


def _encode_stills(pictures: ReportPictures) -> _Stills:
    """All stills, as large as `_PICTURE_BYTES` lets them be."""
    for size in _PICTURE_SIZES:
        found, weight = _encode_at(pictures, *size)
        if weight <= _PICTURE_BYTES:
            return found
    return _encode_at(pictures, *_SMALLEST)[0]


def _encode_at(
    pictures: ReportPictures, large: int, small: int, quality: int
) -> tuple[_Stills, int]:
    weight = 0

    def encode(rgb: np.ndarray, side: int, time: float | None = None) -> _Still:
        nonlocal weight
        uri = draw.encode_jpeg(rgb, side, quality)
        weight += len(uri)
        height, width = rgb.shape[:2]
        return _Still(uri, width, height, tell.format_timecode(time))

    shown = list(zip(pictures.before, pictures.after, pictures.times, strict=True))
    before, after, at = shown.pop(pictures.hero)
    found = _Stills(
        hero=(encode(before, large, at), encode(after, large, at)),
        others=tuple((encode(b, small, time), encode(a, small, time)) for b, a, time in shown),
        references=tuple(encode(rgb, small) for rgb in pictures.references),
        candidates=tuple(encode(rgb, small) for rgb in pictures.candidates),
    )
    return found, weight


def _draw_scopes(pictures: ReportPictures, measures: Measures) -> dict[str, tuple[Any, Any]]:
    top = draw.find_histogram_top([measures.before.histogram, measures.after.histogram])
    at = tell.format_timecode(pictures.times[pictures.hero])
    states = (("before", measures.before), ("after", measures.after))

    def pair(function: Any, field: str, name: str, *more: float) -> tuple[Any, Any]:
        first, second = (
            _safe(function(getattr(scopes, field), *more, f"{name}, {state} the grade"))
            for state, scopes in states
        )
        return first, second

    return {
        "luma": pair(draw.draw_waveform, "luma", f"Luma waveform of the still at {at}"),
        "parade": pair(draw.draw_parade, "parade", f"RGB parade of the still at {at}"),
        "vectorscope": pair(draw.draw_vectorscope, "vectorscope", "Vectorscope of all stills"),
        "histogram": pair(draw.draw_histogram, "histogram", "Histogram of all stills", top),
    }


def _draw_curves(measures: Measures) -> dict[str, Any]:
    c = measures.curves
    drawings = {
        "neutral": draw.draw_curves(c.points, c.neutral, "The look on greys, R, G and B"),
        "channels": draw.draw_curves(
            c.points, c.channels, "The look on each channel, the others at one half"
        ),
        "node": draw.draw_curves(
            c.node_points, c.node_neutral, "The LUT of the node on greys, R, G and B"
        ),
        "strip": draw.draw_grey_strip(c.neutral, "Greys before and after the look"),
    }
    return {name: _safe(svg) for name, svg in drawings.items()}


def _safe(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(svg)  # noqa: S704  (drawings and files of our own, no text of a user)


def _resource(name: str) -> Any:
    return _safe(resources.files("core.report").joinpath(name).read_text(encoding="utf-8"))


def _hash_content(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "short": tell.shorten_text,
        "moment": tell.format_moment,
        "percent": tell.format_percent,
        "hex": draw.format_hex,
        "label": tell.format_key,
        "capital": tell.start_capital,
    }
    source = resources.files("core.report").joinpath("template.html.j2")
    return environment.from_string(source.read_text(encoding="utf-8"))
