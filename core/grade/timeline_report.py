"""What the page of a timeline shows of a delivery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.colour.difference import srgb_to_lab, srgb_to_oklab
from core.colour.transform import rendering
from core.errors import counted
from core.files import write_text
from core.qualify.qualifiers import qualify_colours
from core.report.draw import encode_jpeg
from core.report.timeline import MOST_PICTURES, Agreement, ShotRow, draw_light, render_timeline
from core.shots.light import Light

if TYPE_CHECKING:
    from core.grade.by_shot import ByShotResult

_SIDE, _QUALITY = 240, 80
_FEWEST = 40  # pixels of a kind that a shot must show
_TRAVELS = 400  # points of a curve at most


def write_timeline_report(result: ByShotResult, path: Path) -> None:
    """Write the page of a delivery, UTF-8."""
    plans = result.timeline.plans
    rows = [_row(result, at) for at in range(len(plans))]
    alone = [plan.band for plan in plans if plan.left_alone]
    summary = (
        f"{counted(len(plans), 'shot')} in {counted(len({p.scene for p in plans}), 'scene')};"
        f" {alone.count('exempt')} exempt, {alone.count('refused')} refused."
    )
    title = result.watched.path.name
    write_text(path, render_timeline(title, summary, rows, list(_agreement(result))), force=False)


def _row(result: ByShotResult, at: int) -> ShotRow:
    span, plan, curve = result.watched.shots.spans[at], result.timeline.plans[at], result.curves[at]
    moves = bool(curve.drifts or curve.changes)
    thinned = curve.light[:: max(1, len(curve.light) // _TRAVELS)]
    before, after = _pictures(result, at) if at < MOST_PICTURES else ("", "")
    return ShotRow(
        number=at + 1,
        name=plan.name,
        scene=plan.scene + 1,
        hero=plan.hero,
        band=plan.band,
        reason=plan.reason,
        first=span.first,
        last=span.last,
        start=span.kind_of_start,
        **plan.level.as_dict(),
        residual=result.cdls[at].mean,
        lut=result.luts[at],
        before=before,
        after=after,
        curve=draw_light(thinned) if moves else "",
        drifts=curve.drifts,
        changes=curve.changes,
    )


def _pictures(result: ByShotResult, at: int) -> tuple[str, str]:
    shot = result.timeline.opened(at)
    frame, lut = shot.footage.frames[shot.hero], result.timeline.lut(at)
    after = rendering(lut.output, shot.footage.shown.display).forward(lut.table.apply(frame))
    shown = shot.footage.shown.forward(frame)
    return encode_jpeg(shown, _SIDE, _QUALITY), encode_jpeg(np.clip(after, 0, 1), _SIDE, _QUALITY)


def _agreement(result: ByShotResult) -> Iterator[Agreement]:
    plans = result.timeline.plans
    for scene in dict.fromkeys(plan.scene for plan in plans):
        members = [at for at, p in enumerate(plans) if p.scene == scene and not p.left_alone]
        found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {"skin": [], "neutrals": []}
        for at in members:
            before, after = _levelled_colours(result, at)
            lab = np.asarray(srgb_to_oklab(after))
            neutral = (np.hypot(lab[:, 1], lab[:, 2]) < 0.025) & (abs(lab[:, 0] - 0.6) < 0.3)
            for what, mask in (("skin", qualify_colours("skin", lab) > 0.6), ("neutrals", neutral)):
                if mask.sum() >= _FEWEST:
                    found[what].append((_mean(before[mask]), _mean(after[mask])))
        for what, means in found.items():
            if len(means) > 1:
                spread = [_spread(np.stack(side)) for side in zip(*means, strict=True)]
                yield Agreement(scene + 1, what, len(means), *spread)


def _levelled_colours(result: ByShotResult, at: int) -> tuple[np.ndarray, np.ndarray]:
    """A shot's colours on a display, before and after it was levelled."""
    shot, light = result.timeline.opened(at), Light(result.timeline.opened(at).footage.shown)
    codes = shot.sample_colours(4000, 0)
    level = result.timeline.plans[at].level
    return light.displayed(codes), light.displayed(level.on_code(light, codes))


def _mean(colours: np.ndarray) -> np.ndarray:
    return np.asarray(srgb_to_lab(colours.astype(np.float64))).mean(axis=0)


def _spread(means: np.ndarray) -> float:
    return float(np.sqrt(((means - means.mean(axis=0)) ** 2).sum(axis=1).mean()))
