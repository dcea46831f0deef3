"""Delivering a many-shot clip: a LUT for each shot, CDLs and a show LUT, lists that name them, the
graded clip in one pass, and the timeline's report."""

from __future__ import annotations

import csv
import functools
import io
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from core.apply import Key, LutSpan, TimedLut
from core.cdl import Cdl, CdlFit, write_cdls
from core.files import make_folder, whole_set, write_text
from core.grade.footage import open_footage
from core.grade.label import comment_lut, name_look
from core.grade.node_lut import write_node_lut
from core.grade.run import check_request
from core.grade.shot import Shot
from core.grade.style import make_style
from core.grade.suite import GradingSuite
from core.grade.tags import tags_of
from core.grade.timeline import (
    GradedTimeline,
    Wishes,
    grade_timeline,
    plan_shots,
    portray_shots,
)
from core.grade.words import check_values
from core.job.job import GradeJob
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from core.progress import Progress
from core.shots import ShotSpan, WatchedClip, watch_clip
from core.shots.drift import ShotCurves, corners
from core.shots.listing import write_shot_list

Temporal = Literal["static", "smooth"]
TEMPORAL: tuple[Temporal, ...] = ("static", "smooth")
_SIDE = 256  # pixels of the frames that are looked at
_OPEN = 48  # shots kept open: about 150 MB
_STRAIGHT = 0.01  # stops by which drift between two LUTs of a shot may differ from a line
_FARTHEST = 2.0  # stops of drift that are followed


@dataclass(frozen=True)
class ByShot:
    """How a many-shot clip is delivered.

    Attributes:
        wishes: what the user says of shots.
        edit: an edit list with the shots; None: they are found.
        temporal: "static": a LUT a shot; "smooth": the graded clip follows drift within shots.
        render: whether the graded clip is wanted.
        one_lut: whether one compromise LUT for all shots is wanted, too.
        exact: whether a residual LUT a shot is wanted, which after its CDL gives the whole grade.
        codec: of the graded clip.
    """

    wishes: Wishes = field(default_factory=Wishes)
    edit: Path | None = None
    temporal: Temporal = "static"
    render: bool = True
    one_lut: bool = False
    exact: bool = False
    codec: str | None = None


class ShotOpener:
    """Opens shots of a clip by their places, and keeps the last ones.

    Args:
        watched: the clip.
        space: name of its colour space, where the user says it.
    """

    def __init__(self, watched: WatchedClip, space: str | None) -> None:
        self._watched, self._space = watched, space
        self._open: OrderedDict[int, Shot] = OrderedDict()

    def __call__(self, at: int) -> Shot:
        """The shot of that place."""
        if at not in self._open:
            self._open[at] = self._read(at)
        self._open.move_to_end(at)
        if len(self._open) > _OPEN:
            self._open.popitem(last=False)
        return self._open[at]

    def _read(self, at: int) -> Shot:
        first, last = self._watched.shots.spans[at].steady
        times = self._watched.times
        between = float(times[first]), float(times[last])
        footage = open_footage(
            self._watched.path,
            self._space,
            "Source",
            Progress(),
            max_side=_SIDE,
            between=(max(between[0], 0.0), max(between)),
        )
        return Shot(footage)


@dataclass(frozen=True, eq=False)
class ByShotResult:
    """What was delivered.

    Attributes:
        timeline: plans and LUTs.
        watched: the clip and its shots.
        curves: how each shot changes.
        cdls: of each shot.
        outputs: the files by kind.
        luts: name of each shot's LUT file.
        notes: what the user should know.
    """

    timeline: GradedTimeline
    watched: WatchedClip
    curves: tuple[ShotCurves, ...]
    cdls: tuple[CdlFit, ...]
    outputs: Mapping[str, str]
    luts: tuple[str, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The manifest as JSON-serialisable data."""
        rows = zip(
            self.watched.shots.spans,
            self.timeline.plans,
            self.luts,
            self.cdls,
            self.curves,
            strict=True,
        )
        return {
            "source": str(self.watched.path),
            "look": name_look(self.timeline.job),
            "shots": [
                {
                    "shot": number,
                    **span.as_dict(),
                    **plan.as_dict(),
                    "lut": lut,
                    "cdl": fit.cdl.as_dict(),
                    "cdl_residual": {"mean": round(fit.mean, 2), "p99": round(fit.largest, 2)},
                    "drifts": curve.drifts,
                    "changes": curve.changes,
                }
                for number, (span, plan, lut, fit, curve) in enumerate(rows, 1)
            ],
            "outputs": dict(self.outputs),
            "notes": list(self.notes),
        }


def grade_by_shot(
    job: GradeJob, how: ByShot, progress: Progress, *, force: bool = False
) -> ByShotResult:
    """Grade a many-shot clip under one look into the folder `job.output`.

    Written are `NAME_shots.json`, `.csv`, `.edl`, `.otio`, `.ale`, `.ccc` and `.cdl`, a folder
    `NAME_luts` with a LUT a shot, the look alone as `NAME_show.cube`, the report
    `NAME_timeline.html` and, unless it is not wanted, the graded clip. All of it or nothing.

    Raises:
        UsageError: the job asks for what is not there.
        FaultyLut: a shot's LUT has a fault, and the job does not accept that.
        BestlightError: a file cannot be used or written, or exists and `force` is false.
        Cancelled: the user stopped it. Nothing is left.
    """
    check_request(job)
    check_values(job)
    source = Path(job.source)
    folder = Path(job.output) if job.output else Path(f"{source.stem}-bestlight")
    suite = GradingSuite()
    references = suite.open_references(job, progress.part(0.03))
    job = suite.with_region_references(job, progress)
    watched = watch_clip(source, progress.part(0.2), space=job.input_space, edit=how.edit)
    opened = ShotOpener(watched, job.input_space)
    spans = watched.shots.spans
    names = [span.name or f"shot {number}" for number, span in enumerate(spans, 1)]
    portraits = portray_shots(len(spans), opened, progress.part(0.1))
    plans = plan_shots(portraits, names, how.wishes, progress)
    pairs = suite.open_pairs(job, progress)
    style = make_style(references, job.prompt, job.weights, pairs, job.values)
    timeline = grade_timeline(plans, opened, style, job, progress)
    curves = _curves(watched, progress)
    make_folder(folder)
    paths = _paths(source, folder, watched, how)
    luts = [path for path in paths.values() if path.name.endswith("_luts")]
    with whole_set(list(paths.values()), force=force, folders=luts) as parts:
        writer = _Writer(
            timeline, watched, curves, how, dict(zip(paths, parts, strict=True)), paths
        )
        return writer.write(progress)


def _curves(watched: WatchedClip, progress: Progress) -> tuple[ShotCurves, ...]:
    progress.stage("measuring drift", len(watched.shots.spans))
    found = []
    for span in watched.shots.spans:
        found.append(watched.curves(span))
        progress.advance()
    return tuple(found)


def time_luts(
    timeline: GradedTimeline,
    spans: Sequence[ShotSpan],
    curves: Sequence[ShotCurves],
    temporal: Temporal,
) -> TimedLut:
    """The LUTs of a timeline frame by frame, made when they are needed."""
    return TimedLut(
        [
            LutSpan(span.first, _keys(timeline, at, span, curves[at], temporal), span.dissolve)
            for at, span in enumerate(spans)
        ],
        timeline.job.device,
    )


def _keys(
    timeline: GradedTimeline, at: int, span: ShotSpan, curve: ShotCurves, temporal: Temporal
) -> tuple[Key, ...]:
    def load(drift: np.ndarray | None = None) -> Callable[[], Lut3D]:
        return lambda: timeline.table(at, drift)

    if temporal == "static" or not curve.drifts or not timeline.plans[at].follows:
        return (Key(span.first, load()),)
    drift = np.clip(curve.followed, -_FARTHEST, _FARTHEST)
    picked = corners(drift, _STRAIGHT)
    return tuple(Key(int(curve.frames[index]), load(drift[index])) for index in picked)


def _paths(source: Path, folder: Path, watched: WatchedClip, how: ByShot) -> dict[str, Path]:
    from core.media import default_suffix

    stem = source.stem
    paths = {
        "manifest": folder / f"{stem}_shots.json",
        "table": folder / f"{stem}_shots.csv",
        "edl": folder / f"{stem}_shots.edl",
        "otio": folder / f"{stem}_shots.otio",
        "ale": folder / f"{stem}_shots.ale",
        "cdl": folder / f"{stem}_shots.ccc",
        "decisions": folder / f"{stem}_shots.cdl",
        "luts": folder / f"{stem}_luts",
        "show": folder / f"{stem}_show.cube",
        "report": folder / f"{stem}_timeline.html",
    }
    if how.one_lut:
        paths["one"] = folder / f"{stem}_one.cube"
    if how.exact:
        paths["residuals"] = folder / f"{stem}_after_cdl_luts"
    if how.render:
        paths["clip"] = folder / f"{stem}_graded{default_suffix(watched.info, how.codec)}"
    return paths


@dataclass(frozen=True, eq=False)
class _Writer:
    """Writes one delivery to `parts`, and speaks of it as `paths`."""

    timeline: GradedTimeline
    watched: WatchedClip
    curves: tuple[ShotCurves, ...]
    how: ByShot
    parts: Mapping[str, Path]
    paths: Mapping[str, Path]

    def write(self, progress: Progress) -> ByShotResult:
        """Everything; the clip last, as it takes longest."""
        spans = self.watched.shots.spans
        stem = self.watched.path.stem
        luts = tuple(f"{stem}_{number:03d}.cube" for number in range(1, len(spans) + 1))
        progress.stage("Writing LUTs", len(spans))
        cdls = tuple(self._write_shot(at, name, progress) for at, name in enumerate(luts))
        self._write_luts_of_all()
        notes = self._render(progress) if self.how.render else ()
        result = ByShotResult(
            self.timeline,
            self.watched,
            self.curves,
            cdls,
            {kind: str(path) for kind, path in self.paths.items()},
            luts,
            notes,
        )
        progress.stage("Writing lists and the report")
        self._write_lists(result)
        from core.grade.timeline_report import write_timeline_report

        write_timeline_report(result, self.parts["report"])
        return result

    def _write_shot(self, at: int, name: str, progress: Progress) -> CdlFit:
        job, lut = self.timeline.job, self.timeline.lut(at)
        plan = self.timeline.plans[at]
        comments = ["Made by Bestlight", f"source: {self.watched.path.name}, {plan.name}"]
        write_node_lut(
            lut.titled(f"Bestlight {name_look(job)} {plan.name}"),
            self.parts["luts"] / name,
            comments=[*comments, *comment_lut(job, lut)],
            accept_faults=job.accept_faults,
        )
        fit = self.timeline.cdl(at)
        if self.how.exact:
            rest = self.timeline.residual(at, fit)
            write_lut(rest, self.parts["residuals"] / name, comments=comments, force=False)
        progress.advance()
        return fit

    def _write_luts_of_all(self) -> None:
        job, show = self.timeline.job, self.timeline.show_lut()
        accept = job.accept_faults
        write_node_lut(
            show.titled(f"Bestlight {name_look(job)}"),
            self.parts["show"],
            comments=["Made by Bestlight", "the look alone", *comment_lut(job, show)],
            accept_faults=accept,
        )
        if self.how.one_lut:
            one = self.timeline.compromise([span.frames for span in self.watched.shots.spans])
            write_node_lut(
                one.titled(f"Bestlight {name_look(job)}"),
                self.parts["one"],
                comments=["Made by Bestlight", "one for all shots", *comment_lut(job, one)],
                accept_faults=accept,
            )

    def _render(self, progress: Progress) -> tuple[str, ...]:
        from core.media import render_clip

        lut = self.timeline.show_lut()
        spans = self.watched.shots.spans
        timed = time_luts(self.timeline, spans, self.curves, self.how.temporal)
        result = render_clip(
            self.watched.path,
            self.parts["clip"],
            timed,
            codec=self.how.codec,
            tags=tags_of(lut.source, lut.output),
            written_as=lut.output,
            progress=progress,
            info=self.watched.info,
        )
        return result.notes

    def _write_lists(self, result: ByShotResult) -> None:
        data = result.as_dict()
        write_text(self.parts["manifest"], json.dumps(data, indent=1) + "\n", force=False)
        write_text(self.parts["table"], _table(data["shots"]), force=False)
        cdls: dict[int, Cdl] = {at: fit.cdl for at, fit in enumerate(result.cdls)}
        luts = dict(enumerate(result.luts))
        for kind in ("edl", "otio", "ale"):
            write_shot_list(
                self.parts[kind], self.watched.path, self.watched.shots, cdls=cdls, luts=luts
            )
        named = {Path(luts[at]).stem: cdl for at, cdl in cdls.items()}
        for kind in ("cdl", "decisions"):
            write_cdls(self.parts[kind], named, description=data["look"])


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The shots as CSV: a line each, the level and the CDL in columns of their own."""
    flat = [functools.reduce(_spread, row.items(), {}) for row in rows]
    out = io.StringIO()
    columns = list(dict.fromkeys(name for row in flat for name in row))
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


def _spread(row: dict[str, Any], item: tuple[str, Any]) -> dict[str, Any]:
    name, value = item
    if isinstance(value, Mapping):
        return {**row, **{f"{name}_{key}": _cell(one) for key, one in value.items()}}
    return {**row, name: _cell(value)}


def _cell(value: Any) -> Any:
    return " ".join(str(one) for one in value) if isinstance(value, list) else value
