"""The page of a timeline: shots before and after, balance, drift, agreement, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

MOST_PICTURES = 400  # shots whose pictures are shown
_WIDE, _HIGH = 260, 80


@dataclass(frozen=True)
class ShotRow:
    """One shot of the page.

    Attributes:
        number: counted from 1.
        name: for people.
        scene: counted from 1.
        hero: whether the others are brought to it.
        band, reason: how far its level is trusted, and why.
        first, last, start: its frames, and how it begins.
        exposure, red, blue, contrast: its level; stops, and an exponent.
        residual: what its CDL misses, mean 10-bit code values.
        lut: name of its LUT.
        before, after: data URIs of its hero frame; empty where pictures are left out.
        curve: SVG of its light over time; empty where it stands still.
        drifts, changes: the same in words.
    """

    number: int
    name: str
    scene: int
    hero: bool
    band: str
    reason: str
    first: int
    last: int
    start: str
    exposure: float
    red: float
    blue: float
    contrast: float
    residual: float
    lut: str
    before: str = ""
    after: str = ""
    curve: str = ""
    drifts: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Agreement:
    """How far one kind of colour lies apart over the shots of a scene, dE76."""

    scene: int
    what: str
    shots: int
    before: float
    after: float


def render_timeline(
    title: str, summary: str, rows: Sequence[ShotRow], agreement: Sequence[Agreement]
) -> str:
    """The page as one HTML document that needs nothing from outside."""
    from jinja2 import Environment

    folder = resources.files("core.report")
    template = Environment(autoescape=True).from_string(
        (folder / "timeline.html.j2").read_text(encoding="utf-8")
    )
    return template.render(
        title=title,
        summary=summary,
        rows=rows,
        agreement=agreement,
        left=[row for row in rows if row.band in ("refused", "exempt")],
        drifting=[row for row in rows if row.curve],
        hidden=sum(not row.before for row in rows),
        css=(folder / "style.css").read_text(encoding="utf-8"),
    )


def draw_light(light: np.ndarray) -> str:
    """SVG of light over time.

    Args:
        light: (N, 3) stops of each channel.
    """
    mean = light.mean(axis=1)
    lines = (
        ("var(--strong)", mean),
        ("var(--red)", light[:, 0] - light[:, 1]),
        ("var(--blue)", light[:, 2] - light[:, 1]),
    )
    across = np.linspace(4, _WIDE - 4, len(light))
    drawn = "".join(
        f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="'
        + " ".join(
            f"{x:.1f},{_HIGH / 2 * (1 - y):.1f}"
            for x, y in zip(across, np.clip(line, -1, 1), strict=True)
        )
        + '"/>'
        for colour, line in lines
    )
    axis = f'<path d="M0 {_HIGH / 2}H{_WIDE}" stroke="var(--grid)"/>'
    return f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img">{axis}{drawn}</svg>'
