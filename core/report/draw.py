"""Pictures of a report: JPEG stills, scopes and curves, all as text that goes into the page.

Stills and traces become data URIs; everything that should stay sharp is SVG. The SVG takes its
colours from the page's style sheet, so that the same drawing prints dark on white.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from core.report.measure import clip_to_display
from core.report.scopes import SKIN_LINE, rgb_to_cb_cr

if TYPE_CHECKING:
    from PIL.Image import Image

_PANEL = (14, 14, 14)
_LUMA_TRACE = (226, 230, 222)
_PARADE_TRACES = ((255, 104, 92), (112, 222, 122), (104, 160, 255))
_TRACE_STEPS = 40
_NAMES = ("R", "G", "B")
_CLASSES = ("red", "green", "blue")


def encode_jpeg(rgb: np.ndarray, side: int, quality: int) -> str:
    """`rgb` ((H, W, 3) display values) as the data URI of a 4:4:4 JPEG, at most `side` long."""
    from PIL import Image

    image = Image.fromarray(np.rint(clip_to_display(rgb) * 255).astype(np.uint8))
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, subsampling=0)
    return _data_uri("image/jpeg", stream.getvalue())


def draw_waveform(density: np.ndarray, name: str) -> str:
    """A luma waveform; `density` as `Scopes.luma`."""
    image = _ramp_image([density], [_LUMA_TRACE])
    return _waveform(image, name, "")


def draw_parade(densities: np.ndarray, name: str) -> str:
    """An RGB parade; `densities` as `Scopes.parade`."""
    image = _ramp_image(list(densities), list(_PARADE_TRACES))
    letters = "".join(
        f'<text class="scope-label" x="{_X0 + _WIDE * (c + 0.5) / 3:.1f}" y="{_HIGH + 21}"'
        f' text-anchor="middle">{_NAMES[c]}</text>'
        for c in range(3)
    )
    return _waveform(image, name, letters)


_X0, _Y0, _WIDE, _HIGH = 30, 8, 404, 204


def _waveform(image: Image, name: str, extra: str) -> str:
    marks = []
    for level in (0, 25, 50, 75, 100):
        y = _Y0 + _HIGH * (1 - level / 100)
        marks.append(
            f'<line class="graticule" x1="{_X0}" x2="{_X0 + _WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="scope-label" x="{_X0 - 6}" y="{y + 4:.1f}" text-anchor="end">'
            f"{level}</text>"
        )
    bottom = 26 if extra else 18
    body = _picture(image, _X0, _Y0, _WIDE, _HIGH) + "".join(marks) + extra
    return _svg(442, _HIGH + bottom, name, _scope_panel(442, _HIGH + bottom) + body)


def draw_vectorscope(density: np.ndarray, name: str) -> str:
    """A Rec.709 vectorscope, 75 % targets, skin line; `density` as `Scopes.vectorscope`."""
    centre, radius = 150.0, 132.0
    image = _hue_image(density)
    rings = "".join(
        f'<circle class="graticule" cx="{centre}" cy="{centre}" r="{radius * part:.1f}"/>'
        for part in (0.25, 0.5, 0.75, 1.0)
    )
    angle = np.radians(SKIN_LINE)
    x, y = centre + radius * np.cos(angle), centre - radius * np.sin(angle)
    cross = (
        f'<path class="graticule" d="M{centre - radius} {centre}h{2 * radius}'
        f'M{centre} {centre - radius}v{2 * radius}"/>'
        f'<line class="skin-line" x1="{centre}" y1="{centre}" x2="{x:.1f}" y2="{y:.1f}"/>'
        f'<text class="scope-label" x="{x - 4:.1f}" y="{y - 4:.1f}" text-anchor="end">skin</text>'
    )
    body = _picture(image, centre - radius, centre - radius, 2 * radius, 2 * radius)
    return _svg(
        300, 300, name, _scope_panel(300, 300) + body + rings + cross + _targets(centre, radius)
    )


def _targets(centre: float, radius: float) -> str:
    marks = []
    colours = {"R": "100", "YL": "110", "G": "010", "CY": "011", "B": "001", "MG": "101"}
    for name, bits in colours.items():
        cb, cr = rgb_to_cb_cr(np.array([0.75 * int(bit) for bit in bits]))
        x, y = centre + 2 * radius * float(cb), centre - 2 * radius * float(cr)
        away = 13.0 if cr > 0 else -13.0
        marks.append(
            f'<rect class="target" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12"/>'
            f'<text class="scope-label" x="{x:.1f}" y="{y - away + 4:.1f}"'
            f' text-anchor="middle">{name}</text>'
        )
    return "".join(marks)


def draw_histogram(histogram: np.ndarray, top: float, name: str) -> str:
    """Histograms of R, G, B over that of luma; `histogram` as `Scopes.histogram`.

    Args:
        histogram: shares by bin.
        top: the share at the upper edge; give two drawings the same to compare them.
        name: what the drawing shows.
    """
    x0, y0, wide, high = 14.0, 14.0, 272.0, 256.0
    across = x0 + wide * (np.arange(histogram.shape[1]) + 0.5) / histogram.shape[1]
    paths = []
    for row, kind in ((3, "luma"), (0, "red"), (1, "green"), (2, "blue")):
        heights = np.minimum(histogram[row] / top, 1.0)
        line = _points(across, y0 + high * (1 - heights))
        area = f"M{x0} {y0 + high}L{line}L{x0 + wide} {y0 + high}Z"
        paths.append(f'<path class="area {kind}" d="{area}"/>')
    marks = "".join(
        f'<line class="graticule" x1="{x0 + wide * q / 4}" x2="{x0 + wide * q / 4}" y1="{y0}"'
        f' y2="{y0 + high}"/><text class="scope-label" x="{x0 + wide * q / 4}" y="{y0 + high + 18}"'
        f' text-anchor="{("start", "middle", "middle", "middle", "end")[q]}">{25 * q}</text>'
        for q in range(5)
    )
    return _svg(300, 300, name, _scope_panel(300, 300) + marks + "".join(paths))


def find_histogram_top(histograms: Sequence[np.ndarray]) -> float:
    """The share at which histograms are cut off, so that one spike does not flatten the rest."""
    filled = np.concatenate([h[h > 0] for h in histograms])
    return 1.08 * float(np.percentile(filled, 97))


def draw_curves(points: np.ndarray, outputs: np.ndarray, name: str) -> str:
    """R, G, B curves over the identity.

    Args:
        points: (N,) input code values.
        outputs: (N, 3) output code values; the plot grows where they leave 0..1.
        name: what the drawing shows.
    """
    x0, y0, side = 34.0, 12.0, 270.0
    x_low, x_high = float(points[0]), float(points[-1])
    y_low, y_high = min(0.0, float(outputs.min())), max(1.0, float(outputs.max()))

    def at(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        across = x0 + side * (x - x_low) / (x_high - x_low)
        return across, y0 + side * (1 - (y - y_low) / (y_high - y_low))

    lines = [
        f'<polyline class="curve {kind}" points="{_points(*at(points, outputs[:, c]), " ")}"/>'
        for c, kind in enumerate(_CLASSES)
    ]
    ends = [(float(at(points, outputs[:, c])[1][-1]), c) for c in range(3)]
    diagonal = np.array([max(x_low, y_low), min(x_high, y_high)])
    identity = f'<polyline class="identity" points="{_points(*at(diagonal, diagonal), " ")}"/>'
    frame = _frame(x0, y0, side, (x_low, x_high), (y_low, y_high))
    return _svg(330, 312, name, frame + identity + "".join(lines) + _end_labels(ends, x0 + side))


def _frame(
    x0: float, y0: float, side: float, x_range: tuple[float, float], y_range: tuple[float, float]
) -> str:
    grid = "".join(
        f"M{x0 + side * q / 4} {y0}v{side}M{x0} {y0 + side * q / 4}h{side}" for q in range(5)
    )
    labels = []
    for part, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        x = x_range[0] + part * (x_range[1] - x_range[0])
        y = y_range[0] + part * (y_range[1] - y_range[0])
        labels.append(
            f'<text class="plot-label" x="{x0 + side * part}" y="{y0 + side + 18}"'
            f' text-anchor="{anchor}">{x:.3g}</text>'
            f'<text class="plot-label" x="{x0 - 7}" y="{y0 + side * (1 - part) + 4}"'
            f' text-anchor="end">{y:.3g}</text>'
        )
    return f'<path class="plot-grid" d="{grid}"/>' + "".join(labels)


def _end_labels(ends: list[tuple[float, int]], x: float) -> str:
    labels, lowest = [], -np.inf
    middle = sum(y for y, _ in ends) / 3
    crowded = max(ends)[0] - min(ends)[0] < 26
    for rank, (y, c) in enumerate(sorted(ends)):
        lowest = middle + 13 * (rank - 1) if crowded else max(y, lowest + 13)
        labels.append(
            f'<text class="curve-name {_CLASSES[c]}" x="{x + 6}" y="{max(lowest, 12.0) + 4:.1f}">'
            f"{_NAMES[c]}</text>"
        )
    return "".join(labels)


def draw_grey_strip(outputs: np.ndarray, name: str) -> str:
    """Greys from black to white above, what the look makes of them below; `outputs` (N, 3)."""
    cells = 48
    picked = clip_to_display(outputs)[np.linspace(0, len(outputs) - 1, cells).round().astype(int)]
    grey = np.repeat(np.linspace(0, 1, cells)[:, None], 3, axis=1)
    rects = "".join(
        f'<rect x="{34 + 270 * i / cells:.2f}" y="{16 * row}" width="{270 / cells:.2f}"'
        f' height="16" fill="{format_hex(rgb)}" shape-rendering="crispEdges"/>'
        for row, colours in enumerate((grey, picked))
        for i, rgb in enumerate(colours)
    )
    words = (
        '<text class="plot-label" x="28" y="12" text-anchor="end">in</text>'
        '<text class="plot-label" x="28" y="28" text-anchor="end">out</text>'
    )
    return _svg(330, 32, name, rects + words)


def format_hex(rgb: Sequence[float] | np.ndarray) -> str:
    """`rgb`, three display values 0..1, as #rrggbb."""
    return "#" + "".join(f"{round(255 * float(v)):02x}" for v in rgb)


def _svg(width: float, height: float, name: str, body: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(name)}">{body}</svg>'
    )


def _scope_panel(width: float, height: float) -> str:
    return f'<rect class="scope-panel" width="{width}" height="{height}" rx="4"/>'


def _points(x: np.ndarray, y: np.ndarray, between: str = "L") -> str:
    return between.join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))


def _picture(image: Image, x: float, y: float, width: float, height: float) -> str:
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    uri = _data_uri("image/png", stream.getvalue())
    return (
        f'<image x="{x}" y="{y}" width="{width}" height="{height}"'
        f' preserveAspectRatio="none" href="{uri}"/>'
    )


def _ramp_image(densities: list[np.ndarray], colours: list[tuple[int, int, int]]) -> Image:
    """Densities side by side, each as a ramp from the panel's black to its colour."""
    from PIL import Image

    last = _TRACE_STEPS - 1
    indices = [
        np.rint(density * last).astype(np.uint8) + i * _TRACE_STEPS
        for i, density in enumerate(densities)
    ]
    ramp = np.linspace(0, 1, _TRACE_STEPS)[:, None]
    panel = np.array(_PANEL)
    entries = [panel + ramp * (np.array(colour) - panel) for colour in colours]
    image = Image.fromarray(np.hstack(indices).astype(np.uint8), mode="P")
    image.putpalette(np.concatenate(entries).round().astype(np.uint8).tobytes())
    return image


def _hue_image(density: np.ndarray) -> Image:
    """A vectorscope's trace, each point in the hue of its place, few colours for a small file."""
    from PIL import Image

    size = density.shape[0]
    axis = np.linspace(-0.5, 0.5, size)
    cb, cr = np.meshgrid(axis, -axis)
    radius = np.maximum(np.hypot(cb, cr), 1e-6)
    soft = np.minimum(radius / 0.08, 1.0) * 0.22 / radius
    red, blue = 0.62 + 1.5748 * cr * soft, 0.62 + 1.8556 * cb * soft
    green = (0.62 - 0.2126 * red - 0.0722 * blue) / 0.7152
    colour = np.stack([red, green, blue], axis=-1).clip(0, 1) * 255
    panel = np.array(_PANEL)
    rgb = panel + density[..., None] * (colour - panel)
    image = Image.fromarray(rgb.round().astype(np.uint8))
    return image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
