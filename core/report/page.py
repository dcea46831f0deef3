"""The HTML page of a report, as text."""

from __future__ import annotations

import base64
import functools
import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import one_line
from core.report import draw, reading
from core.report.data import Reference, ReportData, Shot
from core.report.measure import Measures
from core.report.twin import encodable

if TYPE_CHECKING:
    from jinja2 import Template

# What all still pictures of a page may weigh, so that the page stays easy to mail.
_PICTURE_BYTES = 1_250_000
# (longer side of the large still, of the others, JPEG quality), tried in turn.
_PICTURE_SIZES = ((960, 560, 88), (960, 480, 84), (800, 400, 80), (640, 320, 72))
_SMALLEST = (480, 240, 60)
_LONGEST = 160

# How the figures of `core.lut.health.LutHealth` are told; any other keeps its name and number.
_HEALTH: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "monotonicity_violation": ("Grid edges on which a channel falls", reading.percent),
    "fold_over": ("Cells that fold over", reading.percent),
    "flat": ("Cells flat for being clipped", reading.percent),
    "neutral_falls": ("Deepest fall of greys, 10-bit codes", "{:.1f}".format),
    "neutral_cast": ("Largest cast of greys, Oklab chroma × 100", "{:.1f}".format),
    "banding": ("Sharpest bend between grid steps", "{:.2f}".format),
    "clipped_neutrals": ("Greys newly clipped", reading.percent),
    "skin_rotation": ("Turn of skin hues", reading.degrees),
}


def page(data: ReportData, measures: Measures) -> str:
    """The report as one HTML document that needs nothing from outside."""
    script = _resource("compare.js")
    text = _template().render(
        data=data,
        measures=measures,
        summary=reading.summary(measures),
        readings=reading.readings(measures),
        zones=_zone_rows(measures),
        reads=_read_rows(data.reads),
        references=_reference_shares(data.references),
        pictures=_pictures(data),
        scopes=_scope_drawings(data, measures),
        curves=_curve_drawings(measures),
        health=_health_rows(data.health),
        grid_error=_rows(data.grid_error or {}),
        job=_rows(data.job),
        outputs=[(label, PurePath(path).name, path) for label, path in data.outputs],
        style=_resource("style.css"),
        script=script,
        script_hash=_content_hash(script),
    )
    return encodable(text)


def shorten(text: str) -> str:
    """`text` in one line, its middle left out where it is too long to be read."""
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:100]} … {line[-50:]}"


def timecode(seconds: float | None) -> str:
    """`seconds` as minutes and seconds, e.g. "1:04.50"; "still" without a time."""
    if seconds is None or not math.isfinite(seconds):
        return "still"
    hundredths = round(seconds * 100)
    sign, hundredths = ("\N{MINUS SIGN}" if hundredths < 0 else ""), abs(hundredths)
    minutes, rest = divmod(hundredths, 6000)
    return f"{sign}{minutes}:{rest // 100:02d}.{rest % 100:02d}"


def moment(text: str) -> str:
    """An ISO 8601 date and time as "11 February 2026, 14:32 UTC"; any other text as it is."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{when.day} {when:%B %Y, %H:%M} {when.tzname() or ''}".rstrip()


def in_words(value: Any) -> str:
    """A value of the job or of the LUT's health as people read it; texts of a list a line each."""
    if value is None:
        return "–"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{label(k)} {in_words(v)}" for k, v in value.items()) or "–"
    if isinstance(value, list | tuple | np.ndarray):
        texts = any(isinstance(item, str) for item in value)
        return ("\n" if texts else ", ").join(in_words(item) for item in value) or "–"
    return shorten(str(value)) or "–"


def label(key: object) -> str:
    """A field's name as a heading: "input_space" becomes "Input space"."""
    words = str(key).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _rows(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(label(key), in_words(value)) for key, value in values.items()]


def _health_rows(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = []
    for key, value in values.items():
        told = _HEALTH.get(key)
        if told is None or not isinstance(value, int | float) or not math.isfinite(value):
            rows.append((label(key), in_words(value)))
        else:
            rows.append((told[0], told[1](float(value))))
    return rows


@dataclass(frozen=True)
class _Picture:
    uri: str
    width: int
    height: int
    time: str


@dataclass(frozen=True)
class _Pictures:
    hero: tuple[_Picture, _Picture]
    others: tuple[tuple[_Picture, _Picture], ...]
    references: tuple[_Picture | None, ...]


def _pictures(data: ReportData) -> _Pictures:
    """All stills, as large as `_PICTURE_BYTES` lets them be."""
    for size in _PICTURE_SIZES:
        found, weight = _encoded(data, *size)
        if weight <= _PICTURE_BYTES:
            return found
    return _encoded(data, *_SMALLEST)[0]


def _encoded(data: ReportData, large: int, small: int, quality: int) -> tuple[_Pictures, int]:
    weight = 0

    def picture(shot: Shot, side: int) -> _Picture:
        nonlocal weight
        uri = draw.jpeg_uri(shot.rgb, side, quality)
        weight += len(uri)
        height, width = shot.rgb.shape[:2]
        return _Picture(uri, width, height, timecode(shot.time))

    pairs = list(zip(data.before, data.after, strict=True))
    first = pairs.pop(data.hero)
    found = _Pictures(
        hero=(picture(first[0], large), picture(first[1], large)),
        others=tuple((picture(b, small), picture(a, small)) for b, a in pairs),
        references=tuple(
            None if r.rgb is None else picture(Shot(None, r.rgb), small) for r in data.references
        ),
    )
    return found, weight


def _reference_shares(references: tuple[Reference, ...]) -> list[tuple[Reference, str]]:
    total = sum(r.weight for r in references)
    return [(r, reading.percent(r.weight / total) if total > 0 else "") for r in references]


def _scope_drawings(data: ReportData, measures: Measures) -> dict[str, tuple[Any, Any]]:
    top = draw.histogram_top([measures.before.histogram, measures.after.histogram])
    at = timecode(data.before[data.hero].time)
    states = (("before", measures.before), ("after", measures.after))

    def pair(function: Any, field: str, name: str, *more: float) -> tuple[Any, Any]:
        first, second = (
            _safe(function(getattr(scopes, field), *more, f"{name}, {state} the grade"))
            for state, scopes in states
        )
        return first, second

    return {
        "luma": pair(draw.waveform_svg, "luma", f"Luma waveform of the still at {at}"),
        "parade": pair(draw.parade_svg, "parade", f"RGB parade of the still at {at}"),
        "vectorscope": pair(draw.vectorscope_svg, "vectorscope", "Vectorscope of all stills"),
        "histogram": pair(draw.histogram_svg, "histogram", "Histogram of all stills", top),
    }


def _curve_drawings(measures: Measures) -> dict[str, Any]:
    c = measures.curves
    drawings = {
        "neutral": draw.curves_svg(c.points, c.neutral, "The look on greys, R, G and B"),
        "channels": draw.curves_svg(
            c.points, c.channels, "The look on each channel, the others at one half"
        ),
        "node": draw.curves_svg(
            c.node_points, c.node_neutral, "The LUT of the node on greys, R, G and B"
        ),
        "strip": draw.strip_svg(c.neutral, "Greys before and after the look"),
    }
    return {name: _safe(svg) for name, svg in drawings.items()}


@dataclass(frozen=True)
class _ReadRow:
    name: str
    reads_as: str
    levels: str
    tints: str


def _read_rows(reads: Mapping[str, Any]) -> list[_ReadRow]:
    """What each picture looks like, a row a picture; none where nothing was read."""
    if not reads:
        return []
    named = [("Source", reads["source"])]
    named += [(f"Reference {r['name']}", r) for r in reads["references"]]
    named.append(("Result", reads["result"]))
    return [
        _ReadRow(
            shorten(name),
            ", ".join(f"{tag} {share:.2f}" for tag, share in read["reads_as"].items()) or "–",
            ", ".join(f"{what} {level}" for what, level in read["levels"].items()),
            ", ".join(f"{tint} {zone}" for zone, tint in read["tints"].items() if tint != "neutral")
            or "neutral throughout",
        )
        for name, read in named
    ]


@dataclass(frozen=True)
class _ZoneRow:
    name: str
    share: str
    before: str
    after: str
    shift: list[str]
    words: str


def _zone_rows(measures: Measures) -> list[_ZoneRow]:
    from core.colour.difference import lab_to_srgb

    def swatch(lab: tuple[float, float, float] | None) -> str:
        return "" if lab is None else draw.hex_colour(np.clip(lab_to_srgb(np.array(lab)), 0, 1))

    return [
        _ZoneRow(
            zone.name,
            reading.percent(zone.share),
            swatch(zone.before),
            swatch(zone.after),
            shift=[reading.signed(v) for v in zone.grey_shift],
            words=reading.tint(zone.grey_shift),
        )
        for zone in measures.zones
    ]


def _safe(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(svg)


def _resource(name: str) -> Any:
    return _safe(resources.files("core.report").joinpath(name).read_text(encoding="utf-8"))


def _content_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "short": shorten,
        "moment": moment,
        "percent": reading.percent,
        "hex": draw.hex_colour,
        "label": label,
    }
    source = resources.files("core.report").joinpath("template.html.j2")
    return environment.from_string(source.read_text(encoding="utf-8"))
