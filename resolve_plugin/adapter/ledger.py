"""The ledger: what Bestlight has put on clips, and what it has begun, kept outside Resolve.

One JSON file a project, in the user's data folder. It lets a grade be taken back after a restart,
and lets the next start put right what a crash left half-done: whoever is going to touch a clip
writes an `Opened` first (as a database writes its log ahead), and takes it out in the same write
that records what came of it. `Ledger.working` holds the project for one process; the system lets go
of it when that process ends, however it ends, so an `Opened` found while holding it is a dead
run's.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from core.errors import BestlightError, reason
from core.files import make_folder, write_text
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.versions import Version
from resolve_plugin.requests import BatchMode

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 1
FOLDER = "ledger"
HOME_VARIABLE = "BESTLIGHT_HOME"
PATIENCE = 2.0  # seconds for another Bestlight to finish a single grade
TargetState = Literal["planned", "ready", "done", "skipped"]


@dataclass(frozen=True)
class Grade:
    """A LUT of ours on a clip, on a version made for it.

    Attributes:
        clip: the clip's id.
        name: the clip's name.
        version: the local version that was made for it.
        before: the version that was current before.
        node: index of the node, counted from 1.
        lut: the LUT as Resolve names it.
        file: path of the LUT file.
        left: the nodes as they were left.
        time: UTC, ISO 8601.
        batch: id of the batch it belongs to; empty without.
        cdl: index of the node that holds the balance as a CDL; 0 without.
        exported: digest of what the whole graph did when it was left; empty where Resolve did not
            tell.
    """

    clip: str
    name: str
    version: Version
    before: Version
    node: int
    lut: str
    file: str
    left: tuple[Node, ...]
    time: str
    batch: str = ""
    cdl: int = 0
    exported: str = ""


@dataclass(frozen=True)
class Opened:
    """A clip that is being worked on: how to leave it as it was, should the work end here.

    Attributes:
        clip: the clip's id.
        name: the clip's name.
        before: the version that was current.
        version: the version that is switched to.
        made: whether it is made for this and is to be taken away again.
        left: its nodes before a LUT is put on them.
        lut: the LUT of ours, as Resolve names it, that may be on it.
        batch: id of the batch; empty without.
        trial: whether it was made to try things on: it goes whatever it holds, and `lut` is the
            folder of the LUTs that were tried.
        planned: labels of the nodes that are made on it.
        replaces: whether these take the place of its nodes; else they come behind them.
        cdl: index of the node that a CDL comes on; 0 without.
    """

    clip: str
    name: str
    before: Version
    version: Version
    made: bool = True
    left: tuple[Node, ...] = ()
    lut: str = ""
    batch: str = ""
    trial: bool = False
    planned: tuple[str, ...] = ()
    replaces: bool = False
    cdl: int = 0


@dataclass(frozen=True)
class GroupLook:
    """A LUT of ours on the post-clip graph of a colour group, or on a timeline's; such graphs have
    no versions.

    Attributes:
        group: the group's name.
        node: index of the node, counted from 1.
        lut_before: what the node held before; empty for none.
        lut: the LUT as Resolve names it.
        file: path of the LUT file.
        time: UTC, ISO 8601.
        batch: id of the batch it belongs to.
        made: whether the group was made for the batch.
        joined: ids of the clips that were put into the group.
        finished: whether all of it was done.
        timeline: id of the timeline whose graph it is instead of a group's.
        clip: id of the one clip that it was made for; empty for a batch's.
    """

    group: str
    node: int
    lut_before: str
    lut: str
    file: str
    time: str
    batch: str
    made: bool = False
    joined: tuple[str, ...] = ()
    finished: bool = False
    timeline: str = ""
    clip: str = ""

    @property
    def where(self) -> str:
        """Whose node it is, for sentences."""
        return "of the timeline" if self.timeline else f"after the clips of '{self.group}'"


@dataclass(frozen=True)
class Target:
    """A clip of a batch.

    Attributes:
        clip: its id.
        name: its name.
        state: "planned" (chosen), "ready" (its LUT is written), "done" or "skipped".
        reason: why it was skipped.
        file: path of its LUT; empty before, and where it gets a CDL.
        notes: what the user should know, a sentence each.
        cdl: slope and offset of its balance, six numbers; empty where that is in the LUT.
    """

    clip: str
    name: str
    state: TargetState = "planned"
    reason: str = ""
    file: str = ""
    notes: tuple[str, ...] = ()
    cdl: tuple[float, ...] = ()


@dataclass(frozen=True)
class Batch:
    """One look over several clips.

    Attributes:
        id: unique.
        time: UTC, ISO 8601, when it was begun.
        mode: "clip", "group" or "timeline".
        look: name of the look.
        targets: its clips in timeline order.
        group: the colour group whose post-clip node takes the look; empty in mode "clip".
        look_file: path of the look's LUT for that node.
        request: what was asked for, as plain data, to begin anew where no LUT was ready yet.
        finished: whether nothing is left to do.
    """

    id: str
    time: str
    mode: BatchMode
    look: str
    targets: tuple[Target, ...]
    group: str = ""
    look_file: str = ""
    request: Mapping[str, Any] = field(default_factory=dict)
    finished: bool = False

    def with_target(self, clip: str, **changes: Any) -> Batch:
        """The batch with changes to one of its targets."""
        targets = (replace(t, **changes) if t.clip == clip else t for t in self.targets)
        return replace(self, targets=tuple(targets))


@dataclass
class Records:
    """What the ledger of one project holds; changed only inside `Ledger.change`.

    Attributes:
        project: the project's name.
        grades: LUTs on clips, oldest first.
        opened: what is under way, or was when a run died.
        groups: LUTs on groups, oldest first.
        batches: oldest first.
        files: paths of all LUT files written that still exist.
    """

    project: str = ""
    grades: list[Grade] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    groups: list[GroupLook] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def last_grade(self, clip: str) -> Grade | None:
        """The newest grade on a clip."""
        return next((grade for grade in reversed(self.grades) if grade.clip == clip), None)

    def last_shared(self, clip: str) -> GroupLook | None:
        """The newest look in a shared node that was made for a clip; None where a later grade is
        on the clip itself.
        """
        looks = (look for look in reversed(self.groups) if look.clip == clip and look.finished)
        look, grade = next(looks, None), self.last_grade(clip)
        return None if look and grade and grade.time > look.time else look

    def batch(self, id: str) -> Batch | None:
        """The batch of that id."""
        return next((batch for batch in self.batches if batch.id == id), None)

    def put_batch(self, batch: Batch) -> None:
        """Add a batch, or replace the one of its id."""
        self.batches = [known for known in self.batches if known.id != batch.id] + [batch]

    def put_group(self, look: GroupLook) -> None:
        """Add a look on a group, or replace the one of its batch."""
        self.groups = [known for known in self.groups if known.batch != look.batch] + [look]

    def add_file(self, file: Path) -> None:
        """Note a LUT file of ours."""
        if str(file) not in self.files:
            self.files.append(str(file))

    def close(self, clip: str) -> None:
        """Take out what is under way on a clip."""
        self.opened = [opened for opened in self.opened if opened.clip != clip]


def find_data_folder() -> Path:
    """Where Bestlight keeps its records: `BESTLIGHT_HOME`, else the system's place for them."""
    from platformdirs import user_data_path

    given = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(given) if given else user_data_path("Bestlight", appauthor=False)


class Ledger:
    """The ledger of one project.

    Args:
        folder: the data folder; made when first written.
        project_id: Resolve's id of the project.
        project: its name.

    Attributes:
        warnings: what the user should know of the ledger itself, a sentence each.
    """

    def __init__(self, folder: Path, project_id: str, project: str) -> None:
        from filelock import FileLock

        name = re.sub(r"[^A-Za-z0-9-]", "_", project_id) or "unnamed"
        self.file = folder / FOLDER / f"{name}.json"
        self.warnings: list[str] = []
        self._project = project
        _checker()  # takes a moment to make, in which nobody should have to wait for the lock
        self._lock = FileLock(self.file.with_suffix(".lock"), timeout=PATIENCE)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Hold the project's grades for this process; may be entered again within.

        Raises:
            BestlightError: another Bestlight is working on them.
        """
        from filelock import Timeout

        make_folder(self.file.parent)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise BestlightError(
                f"another Bestlight is grading in the project {self._project}",
                hint="wait until it is done, or close it",
            ) from error
        except OSError as error:
            raise BestlightError(
                f"cannot keep records in {self.file.parent}: {reason(error)}",
                hint="make room there and see that you may write to it",
            ) from error
        try:
            yield
        finally:
            self._lock.release()

    def read(self) -> Records:
        """What it holds. A damaged file is set aside and said so in `warnings`."""
        try:
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Records(self._project)
        except (OSError, UnicodeDecodeError) as error:
            return self._set_aside(reason(error))
        try:
            return _records(text)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            return self._set_aside(reason(error))

    @contextmanager
    def change(self) -> Iterator[Records]:
        """Give the records; on a clean exit they are written whole."""
        with self.working():
            records = self.read()
            yield records
            records.project = self._project
            # What dataclasses need to copy themselves was most of a batch's time.
            data = _checker().dump_python(records, mode="json")
            text = json.dumps({"format": FORMAT, **data})
            write_text(self.file, text + "\n", force=True)

    def _set_aside(self, why: str) -> Records:
        number = 1
        while (aside := self.file.with_suffix(f".damaged-{number}.json")).exists():
            number += 1
        try:
            self.file.replace(aside)
        except OSError as error:
            raise BestlightError(
                f"Bestlight's record {self.file} cannot be read: {why}",
                hint=f"move it away by hand ({reason(error)})",
            ) from error
        self.warnings.append(
            f"Bestlight's record of this project was damaged and is now {aside}: grades from "
            "before cannot be taken back by Bestlight, but their versions are still in Resolve"
        )
        return Records(self._project)


def _records(text: str) -> Records:
    """The records in a file's text; keys of a later version are passed over."""
    data = json.loads(text)
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']} is not known")
    missing = {field.name for field in fields(Records)} - data.keys()
    if missing:
        raise ValueError(f"{', '.join(sorted(missing))} is missing")
    return _checker().validate_python(data)


@cache
def _checker() -> TypeAdapter[Records]:
    from pydantic import TypeAdapter

    return TypeAdapter(Records)
