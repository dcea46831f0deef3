"""Many files under one look: a folder or an edit list in, a LUT and a graded copy each out.

What was done is kept in one JSON file beside the results, written after every item: the same
command goes on where a stopped one ended, and does again only what would come out differently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from core.cdl import Event, read_events
from core.cdl.events import READABLE
from core.errors import BestlightError, Cancelled, UsageError
from core.files import make_folder, whole_set
from core.grade.deliver import apply_lut
from core.grade.footage import open_footage
from core.grade.label import comment_lut, name_look
from core.grade.node_lut import NodeLut, write_node_lut
from core.grade.run import check_request
from core.grade.shot import Shot
from core.grade.style import make_style
from core.grade.suite import GradingSuite
from core.grade.timeline import (
    GradedTimeline,
    Wishes,
    grade_timeline,
    plan_shots,
    portray_shots,
)
from core.grade.words import check_values
from core.host.batch_lists import check_lists, rate_of, write_lists
from core.host.batch_record import ItemRecord, State, read_record, write_record
from core.host.files import list_files
from core.host.item_names import item_names
from core.job.job import GradeJob
from core.progress import Progress

_SIDE = 256  # pixels of the frames that are looked at


@dataclass(frozen=True)
class BatchItem:
    """One shot of a batch.

    Attributes:
        name: of its files, unlike all others'.
        file: the clip or picture.
        event: the part of it that an edit uses; None for all of it.
    """

    name: str
    file: Path
    event: Event | None = None


@dataclass(frozen=True)
class BatchResult:
    """What a batch came to.

    Attributes:
        folder: where it was written.
        items: what became of each, by name, in order.
        lists: the files that name all of them, by kind.
    """

    folder: Path
    items: dict[str, ItemRecord]
    lists: dict[str, str]

    def count(self, *states: State) -> int:
        """How many items are in one of these states."""
        return sum(record.state in states for record in self.items.values())

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data."""
        return {
            "folder": str(self.folder),
            "items": [{"name": name, **asdict(record)} for name, record in self.items.items()],
            "lists": self.lists,
            "done": self.count("done", "done before"),
            "skipped": self.count("skipped"),
            "failed": self.count("failed"),
        }


def run_batch(
    job: GradeJob,
    sources: Sequence[Path],
    wishes: Wishes,
    progress: Progress,
    *,
    render: bool = True,
    codec: str | None = None,
    force: bool = False,
) -> BatchResult:
    """Grade many files under one look into the folder `job.output`.

    A file that cannot be read, or whose grade fails, is told of and does not stop the others.

    Args:
        job: references, words, amounts; `source` is not looked at.
        sources: files and folders, or one edit list.
        wishes: what the user says of items, by their places.
        progress: told of each item.
        render: whether graded copies are wanted; an edit list gives LUTs only.
        codec: of graded clips.
        force: replace files that an earlier run did not write.

    Raises:
        UsageError: there is nothing to grade, or the job asks for what is not there.
        BestlightError: a reference cannot be read, none of the files can, or the folder cannot be
            written.
        Cancelled: the user stopped it; what is recorded is whole.
    """
    check_request(job)
    check_values(job)
    items = list_items(sources)
    if not items:
        raise UsageError("there is nothing to grade", hint="name files, a folder or an edit list")
    folder = Path(job.output or "bestlight-batch")
    check_lists(folder, sources, force=force)
    suite = GradingSuite()
    references = suite.open_references(job, progress.part(0.05))
    job = suite.with_region_references(job, progress)
    shots, troubles = _open(items, job, progress.part(0.2))
    if not shots:
        raise next(iter(troubles.values()))
    kept = [item for item in items if item.name in shots]
    portraits = portray_shots(len(kept), lambda at: shots[kept[at].name], progress.part(0.1))
    wishes.check(len(items))
    moved = wishes.among([at for at, item in enumerate(items) if item.name in shots])
    plans = plan_shots(portraits, [item.name for item in kept], moved, progress)
    pairs = suite.open_pairs(job, progress)
    style = make_style(references, job.prompt, job.weights, pairs, job.values)
    timeline = grade_timeline(plans, lambda at: shots[kept[at].name], style, job, progress)
    make_folder(folder)
    run = _Run(folder, timeline, render and kept[0].event is None, codec, force, progress)
    written = run.write(kept)
    records = {
        item.name: written.get(item.name) or _skipped(troubles[item.name], at in wishes.heroes)
        for at, item in enumerate(items)
    }
    luts = [records[item.name].lut for item in kept]
    return BatchResult(folder, records, write_lists(folder, timeline, kept, luts))


def list_items(sources: Sequence[Path]) -> list[BatchItem]:
    """The shots that sources stand for, each with a name of its own.

    Raises:
        BestlightError: a file is not there, or the edit list cannot be read.
    """
    edits = [path for path in sources if path.suffix.lower() in READABLE and path.is_file()]
    if edits and len(sources) > 1:
        raise UsageError("an edit list is a batch of its own", hint="name it alone")
    if edits:
        events = read_events(edits[0])
        # An EDL and an ALE do not say their rate: it is that of the footage.
        first = _media(events[0], edits[0])
        events = read_events(edits[0], rate_of(first)) if first.is_file() else events
        found = [(event.name, _media(event, edits[0]), event) for event in events]
    else:
        found = [(path.stem, path, None) for path in list_files(sources)]
    names = item_names([name for name, _, _ in found])
    return [
        BatchItem(name, file, event) for name, (_, file, event) in zip(names, found, strict=True)
    ]


def _media(event: Event, edit: Path) -> Path:
    """The file of an event: where the list says, or beside the list."""
    named = Path(event.file or event.name)
    return named if named.is_file() else edit.parent / named.name


def _open(
    items: Sequence[BatchItem], job: GradeJob, progress: Progress
) -> tuple[dict[str, Shot], dict[str, BestlightError]]:
    shots: dict[str, Shot] = {}
    troubles: dict[str, BestlightError] = {}
    progress.stage("Reading", len(items))
    for item in items:
        try:
            shots[item.name] = _shot(item, job)
        except Cancelled:
            raise
        except BestlightError as error:
            troubles[item.name] = error
        progress.advance()
    return shots, troubles


def _shot(item: BatchItem, job: GradeJob) -> Shot:
    between = None if item.event is None else _between(item.event, item.file)
    footage = open_footage(
        item.file, job.input_space, "Source", Progress(), max_side=_SIDE, between=between
    )
    return Shot(footage)


def _between(event: Event, file: Path) -> tuple[float, float]:
    """The part of a file that an event uses, in seconds."""
    from core.shots.listing import first_timecode

    rate = rate_of(file)
    first = max(event.start - first_timecode(file), 0)
    return first / rate, (first + event.frames) / rate


def _skipped(error: BestlightError, hero: bool) -> ItemRecord:
    instead = "; it was to be a hero, so its scene goes by another" if hero else ""
    return ItemRecord("skipped", error.message + instead)


class _Run:
    """Writes the items of one batch and keeps the record of them."""

    def __init__(
        self,
        folder: Path,
        timeline: GradedTimeline,
        render: bool,
        codec: str | None,
        force: bool,
        progress: Progress,
    ) -> None:
        self._folder, self._timeline, self._render = folder, timeline, render
        self._codec, self._force, self._progress = codec, force, progress
        self._record = read_record(folder)

    def write(self, items: Sequence[BatchItem]) -> dict[str, ItemRecord]:
        """Every item, one after another."""
        told: dict[str, ItemRecord] = {}
        for at, item in enumerate(items):
            step = self._progress.part(0.6 / len(items))
            step.stage(f"Grading {item.name}")
            try:
                told[item.name] = self._item(at, item, step)
            except Cancelled:
                raise
            except BestlightError as error:
                told[item.name] = ItemRecord("failed", error.message)
            if told[item.name].state == "done":
                self._record[item.name] = told[item.name]
                write_record(self._folder, self._record)
        return told

    def _item(self, at: int, item: BatchItem, progress: Progress) -> ItemRecord:
        lut = self._timeline.lut(at)
        known = self._record.get(item.name)
        now = ItemRecord(
            "done",
            lut=f"{item.name}.cube",
            graded=self._graded_name(item) if self._render else "",
            digest=hashlib.sha256(lut.table.table.tobytes()).hexdigest(),
            source=_stamp(item.file),
            plan=self._timeline.plans[at].as_dict(),
        )
        if known and self._is_whole(known, now):
            return replace(known, state="done before")
        paths = [self._folder / name for name in (now.lut, now.graded) if name]
        # What this batch wrote before is its own to replace.
        with whole_set(paths, force=self._force or known is not None) as parts:
            self._write_lut(lut, item, parts[0])
            notes = self._apply(parts, item, progress) if now.graded else ()
        return replace(now, notes=notes)

    def _apply(self, parts: Sequence[Path], item: BatchItem, progress: Progress) -> tuple[str, ...]:
        job = self._timeline.job
        return apply_lut(
            parts[0],
            item.file,
            parts[1],
            codec=self._codec,
            preset=None,
            device=job.device,
            progress=progress,
            force=False,
            input_space=job.input_space,
        )

    def _graded_name(self, item: BatchItem) -> str:
        from core.media import ClipInfo, default_suffix, probe

        info = probe(item.file)
        clip = isinstance(info, ClipInfo)
        suffix = default_suffix(info, self._codec) if clip else item.file.suffix.lower()
        return f"{item.name}_graded{suffix}"

    def _is_whole(self, known: ItemRecord, now: ItemRecord) -> bool:
        same = (known.digest, known.source, known.graded) == (now.digest, now.source, now.graded)
        files = [self._folder / name for name in (known.lut, known.graded) if name]
        return same and all(file.is_file() for file in files)

    def _write_lut(self, lut: NodeLut, item: BatchItem, path: Path) -> None:
        job = self._timeline.job
        write_node_lut(
            lut.titled(f"Bestlight {name_look(job)} {item.name}"),
            path,
            comments=["Made by Bestlight", f"source: {item.file.name}", *comment_lut(job, lut)],
            accept_faults=job.accept_faults,
        )


def _stamp(file: Path) -> str:
    status = file.stat()
    return f"{status.st_mtime_ns} {status.st_size}"
