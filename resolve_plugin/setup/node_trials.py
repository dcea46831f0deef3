"""What this very build does with nodes, tried on a copy of the timeline that is thrown away.

The answers are kept (`adapter.abilities`), so that a plan knows what may be done; and they are what
no document says, so that a user's file tells us.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BestlightError
from resolve_plugin.adapter.abilities import Abilities, read_abilities, write_abilities
from resolve_plugin.adapter.attach_nodes import make_still, name_header
from resolve_plugin.adapter.entries import TimelineEntry, list_entries
from resolve_plugin.adapter.grabbed import grab_grade
from resolve_plugin.adapter.node_plan import BALANCE, HAND, LOOK
from resolve_plugin.adapter.playhead import COLOUR_PAGE, KeptPlace, keep_place
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.proof import AGREES, Map, measure
from resolve_plugin.adapter.trial_timeline import NAME, TrialTimeline, open_trial
from resolve_plugin.adapter.unsure import put_cdl, read_cdl, read_exported_lut
from resolve_plugin.adapter.versions import ClipGrades
from resolve_plugin.drx.container import DrxText
from resolve_plugin.drx.key import HueZero
from resolve_plugin.drx.still import extend_still, write_drx
from resolve_plugin.setup.findings import CheckAnswer, CheckFinding, answer_question
from resolve_plugin.setup.frame_trials import regions, shown_frames, thumbnails
from resolve_plugin.setup.key_trial import try_keys
from resolve_plugin.setup.open_trials import (
    NO_NODES,
    auto_colour,
    copied_attributes,
    newer_header,
    still_fields,
)
from resolve_plugin.split import after_cdl

if TYPE_CHECKING:
    from core.cdl import Cdl
    from core.lut.lut3d import Lut3D

COPY = "Can nodes be tried on a copy of the timeline?"
SKELETON = "Does a clip take empty, labelled nodes from a file?"
CDL = "Does a CDL do what the ASC says, on every node?"
BEHIND = "Are a CDL and a LUT behind it both done?"
APPEND = "Do nodes come behind a grade without changing it?"
FRAMES = "Are frames exported as they are shown, without playhead or page?"
READER = "Is a node's CDL read back?"
KEY = "Does a qualifier in a file hold hues, and which of them is its 0?"
HEADER = "Is a still of a later Resolve taken?"
FIELDS = "How does Resolve itself write nodes into a still's file?"
REGION = "Can a part of a frame be exported?"
THUMBNAILS = "What comes of several frames as one picture?"
AUTO = "What does automatic colour do?"
ATTRIBUTES = "How are attributes copied?"
POWER = "How are power and saturation of a CDL taken?"
NAMES = "Which of the newer calls are there?"
LABELS = (BALANCE, LOOK, HAND)
BY_NAME: Mapping[str, tuple[str, ...]] = {
    "TimelineItem": ("ExportFrame", "GetCDL", "ApplyAutoColor", "CopyAttributes", "GetEffects"),
    "Timeline": ("ExportFrame", "ExportThumbnails"),
    "Project": ("GetDetectSceneCutsStatus",),
}


@dataclass
class NodeTrial:
    """The copy, and the clip on it that is tried.

    Attributes:
        project: the open project.
        kept: the copy.
        trial: what is known of it.
        entry: the clip.
        grades: its versions.
        folder: for files.
        master: Resolve's LUT folder.
        own_folder: whether our part of it was made for this.
        hues: how qualifiers count their hues, where that was seen.
    """

    project: OpenProject
    kept: KeptPlace
    trial: TrialTimeline
    entry: TimelineEntry
    grades: ClipGrades
    folder: Path
    master: Path
    own_folder: bool = False
    hues: HueZero | None = None

    def new_lut(self, name: str) -> Path:
        """The place for a LUT in Resolve's folder, which goes again at the end."""
        path = self.master / self.trial.luts / name
        self.own_folder = self.own_folder or not path.parent.parent.exists()
        return path

    def remove_luts(self) -> None:
        """Remove what was written into Resolve's LUT folder."""
        self.project.luts.remove_trials(self.trial.luts)
        if self.own_folder:
            with suppress(OSError):  # somebody else has put something into it
                (self.master / self.trial.luts).parent.rmdir()

    def apply(self, still: DrxText, name: str) -> bool:
        """Put a still's grade on the clip; what Resolve says."""
        path = self.folder / f"{name}.drx"
        write_drx(still, path)
        graph = self.entry.handle.GetNodeGraph()
        return bool(graph and graph.ApplyGradeFromDRX(str(path), 0))

    def labels(self) -> tuple[str, ...]:
        """The labels of the clip's nodes."""
        return tuple(node.label for node in self.grades.nodes.read())

    def graph(self) -> Lut3D | None:
        """What the clip's nodes do; None where Resolve does not tell."""
        return read_exported_lut(self.entry.handle, self.folder)

    def off(self, wanted: Map) -> str:
        """How far the graph is off a map, in words; "" where Resolve does not tell."""
        seen = self.graph()
        return "" if seen is None else f"{measure(seen, wanted):.2f} of 255 off (95 %)"


def try_nodes_out(project: OpenProject, master: Path) -> list[CheckFinding]:
    """Try all of it and keep what was seen.

    Args:
        project: the open project; its ledger is held by the caller, nothing is under way.
        master: Resolve's LUT folder.
    """
    connection = project.connection
    if not connection.version.applies_stills:
        words = f"Resolve {connection.version} takes no nodes from a file"
        return [CheckFinding(COPY, "skipped", "", words, 0.0)]
    found: list[CheckFinding] = []
    hues: list[HueZero | None] = []

    def begin() -> CheckAnswer:
        with (
            keep_place(connection, page=COLOUR_PAGE) as kept,
            open_trial(project, kept) as (copy, trial),
            tempfile.TemporaryDirectory(prefix="bestlight-") as folder,
        ):
            entry = _choose(project)
            grades = ClipGrades(connection, entry.handle, entry.clip.id, entry.clip.name)
            grades.copy(NAME)  # a remote version is shared with the user's own timeline
            one = NodeTrial(project, copy, trial, entry, grades, Path(folder), master)
            try:
                for question, probe in TRIALS.items():
                    found.append(answer_question(question, partial(probe, one)))
            finally:
                hues.append(one.hues)
                one.remove_luts()
        return CheckAnswer("yes", "DuplicateTimeline, and DeleteTimelines at the end", "it is gone")

    first = answer_question(COPY, begin)
    _keep(project, found, next(iter(hues), None))
    return [first, *found]


def _choose(project: OpenProject) -> TimelineEntry:
    """The clip under the copy's playhead, else its first that has a grade."""
    connection = project.connection
    entries = [*list_entries(connection, "current"), *list_entries(connection, "timeline")]
    fitting = [entry for entry in entries if entry.clip.gradable]
    if not fitting:
        raise BestlightError("there is no clip on the timeline that has a grade")
    return fitting[0]


def _keep(project: OpenProject, found: list[CheckFinding], hues: HueZero | None) -> None:
    said = {"yes": True, "no": False}
    seen = {finding.question: said.get(finding.outcome) for finding in found}
    if not seen:
        return
    both = None if seen[CDL] is None or seen[BEHIND] is None else seen[CDL] and seen[BEHIND]
    now = Abilities(
        skeleton=seen[SKELETON],
        cdl=both,
        append=seen[APPEND],
        frames=seen[FRAMES],
        key=seen[KEY],
        region=seen[REGION],
        sheet=seen[THUMBNAILS],
    )
    if hues is not None:
        now = replace(now, hue_zero=hues.at, hue_backwards=hues.backwards)
    before = read_abilities(project.connection)
    # A closed panel, or a picture of few levels, does not take back what was proved.
    if now.append is None:
        now = replace(now, append=before.append)
    if now.key is None:
        old = before.hues
        now = replace(now, key=before.key, hue_zero=old.at, hue_backwards=old.backwards)
    write_abilities(project.connection, now)


# --- the trials -----------------------------------------------------------------------------------


def _skeleton(one: NodeTrial) -> CheckAnswer:
    tried = "a file of three empty nodes, ApplyGradeFromDRX, the labels read back"
    said = one.apply(make_still(one.project, one.kept.timeline, LABELS), "skeleton")
    now = one.labels()
    right = now == LABELS
    header = name_header(one.project)
    return CheckAnswer(
        "yes" if right else "no",
        tried,
        f"it said {said} to a file headed {header}; the nodes are then {', '.join(now) or 'none'}",
    )


def _cdl(one: NodeTrial) -> CheckAnswer:
    from core.cdl import Cdl

    first, second = Cdl((0.9, 0.8, 0.7), (0.05, 0.04, 0.03)), Cdl((0.8, 0.9, 1.0), (0.0, 0.1, 0.0))
    tried = "slope and offset on the first and the third node; ExportLUT against the arithmetic"
    if one.labels() != LABELS:
        return CheckAnswer("unclear", tried, NO_NODES)
    said = put_cdl(one.entry.handle, 1, first), put_cdl(one.entry.handle, 3, second)
    answer = _measured(one, tried, _chain(first, second), f"it said {said}")
    put_cdl(one.entry.handle, 3, Cdl())
    return answer


def _behind(one: NodeTrial) -> CheckAnswer:
    from core.cdl import Cdl
    from core.lut.files import write_lut
    from core.lut.lut3d import Lut3D

    tried = "a CDL on the first node, a LUT on the second; ExportLUT against the arithmetic"
    if one.labels() != LABELS:
        return CheckAnswer("unclear", tried, NO_NODES)
    lut = Lut3D.from_function(lambda rgb: rgb[..., ::-1] * 0.5 + 0.25, 17)
    file = one.new_lut("nodes.cube")
    write_lut(lut, file, force=True)
    one.project.refresh_luts()
    balance = Cdl((0.9, 0.8, 0.7), (0.05, 0.04, 0.03))
    said = put_cdl(one.entry.handle, 1, balance)
    said = said, one.grades.nodes.set_lut(2, f"{one.trial.luts}/{file.name}")
    return _measured(one, tried, after_cdl(balance, lut), f"it said {said}")


def _measured(one: NodeTrial, tried: str, wanted: Map, said: str) -> CheckAnswer:
    seen = one.graph()
    if seen is None:
        return CheckAnswer("unclear", tried, f"{said}; Resolve exports no LUT of the clip")
    off = measure(seen, wanted)
    words = f"{said}; {off:.2f} of 255 off (95 %)"
    return CheckAnswer("yes" if off <= AGREES else "no", tried, words)


def _append(one: NodeTrial) -> CheckAnswer:
    tried = "GrabStill, ExportStills as drx, two nodes put behind, ApplyGradeFromDRX"
    before, nodes = one.graph(), one.grades.nodes.read()
    if before is None:
        return CheckAnswer("unclear", tried, "Resolve exports no LUT of the clip")
    try:
        still = grab_grade(one.kept, one.entry.clip, one.folder, one.project.connection.records)
    except BestlightError as error:
        return CheckAnswer("unclear", tried, f"{error.message} ({error.hint})")
    said = one.apply(extend_still(still, ("BL one", "BL two")), "appended")
    now = one.grades.nodes.read()
    same = now[: len(nodes)] == nodes and [n.label for n in now[len(nodes) :]] == [
        "BL one",
        "BL two",
    ]
    after = one.graph()
    off = measure(after, before.apply) if after is not None else float("inf")
    return CheckAnswer(
        "yes" if same and off <= AGREES else "no",
        tried,
        f"it said {said}; {len(now)} nodes of {len(nodes) + 2}, the user's "
        f"{'as before' if same else 'CHANGED'}; {off:.2f} of 255 off (95 %); a still's file is "
        f"headed {still.app_version}",
    )


def _reader(one: NodeTrial) -> CheckAnswer:
    from core.cdl import Cdl

    connection, handle = one.project.connection, one.entry.handle
    tried = "SetCDL on the first and the second node, GetCDL"
    if not connection.has(handle, "GetCDL"):
        return CheckAnswer("no", tried, "no such call")
    if one.labels()[:3] != LABELS:
        return CheckAnswer("unclear", tried, NO_NODES)
    written = [Cdl((0.9, 0.8, 0.7)), Cdl((0.7, 0.8, 0.9))]
    for index, cdl in enumerate(written, 1):
        put_cdl(handle, index, cdl)
    back = [read_cdl(connection, handle, index) for index in (1, 2)]
    told = handle.GetCDL()
    keys = ", ".join(map(str, told)) if isinstance(told, Mapping) else type(told).__name__
    right = [index for index, one_back in enumerate(back, 1) if one_back == written[index - 1]]
    words = f"it answers {keys}; right for node {', '.join(map(str, right)) or 'none'}"
    return CheckAnswer("yes" if len(right) == 2 else "no", tried, words)


def _power(one: NodeTrial) -> CheckAnswer:
    from core.cdl import Cdl

    tried = "power 1.2, then saturation 0.5, alone on the first node; ExportLUT"
    if one.labels()[:3] != LABELS:
        return CheckAnswer("unclear", tried, NO_NODES)
    one.grades.nodes.set_lut(2, "")
    put_cdl(one.entry.handle, 2, Cdl())
    told = []
    for name, cdl in (("power", Cdl(power=(1.2, 1.2, 1.2))), ("saturation", Cdl(saturation=0.5))):
        put_cdl(one.entry.handle, 1, cdl)
        told.append(f"{name}: {one.off(cdl.apply) or 'not told'}")
    return CheckAnswer("yes" if "not told" not in told[0] else "unclear", tried, "; ".join(told))


def _names(one: NodeTrial) -> CheckAnswer:
    owners = {
        "TimelineItem": one.entry.handle,
        "Timeline": one.kept.timeline,
        "Project": one.project.project,
    }
    has = one.project.connection.has
    there = [
        f"{owner}.{name}"
        for owner, names in BY_NAME.items()
        for name in names
        if has(owners[owner], name)
    ]
    return CheckAnswer("yes" if there else "no", "dir and callable", ", ".join(there) or "none")


def _chain(*cdls: Cdl) -> Map:
    """CDLs one after the other, nothing clamped between them."""
    import numpy as np

    def all_of(values: np.ndarray) -> np.ndarray:
        for cdl in cdls:
            values = values * np.asarray(cdl.slope) + np.asarray(cdl.offset)
        return values

    return all_of


TRIALS: Mapping[str, Callable[[NodeTrial], CheckAnswer]] = {
    SKELETON: _skeleton,
    CDL: _cdl,
    BEHIND: _behind,
    APPEND: _append,
    FRAMES: shown_frames,
    READER: _reader,
    POWER: _power,
    NAMES: _names,
    KEY: try_keys,
    HEADER: newer_header,
    FIELDS: still_fields,
    REGION: regions,
    THUMBNAILS: thumbnails,
    AUTO: auto_colour,
    ATTRIBUTES: copied_attributes,
}
