"""What the tests of the writing side share: a fake Resolve, a host on it, faults, comparisons."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from core.colour.spaces import find_space
from core.colour.transform import rendering
from core.grade.footage import Footage
from core.grade.node_lut import NodeLut
from core.grade.shot import Shot
from core.host.types import Attached, HostClip, Label
from core.lut.lut3d import Lut3D
from core.progress import Progress
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.bridge import HostGone
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.bridge.objects import Call
from tests.fake_resolve import FakeResolve, ItemModel, Node, Profile, Quirks, lost
from tests.node_luts import folding, warm

PROFILES = [
    Profile("18.6", "free"),
    Profile("18.6", "studio"),
    Profile("19.1", "free"),
    Profile("20.2", "studio"),
    Profile("21.0", "free"),
    Profile("21.1", "free"),
    Profile("21.1", "studio"),
]
USUAL = Profile("20.2", "studio")
USER_LUT = "Film Looks/Rec709 Kodak 2383 D65.cube"
LOOK = Label("Blade Runner", ("reference: still.png",))


class Killed(BaseException):
    """This process ends: no clean-up that needs Resolve can run any more."""


class Breakable(ExternalBridge):
    """A bridge that raises `broken`, once it is set, instead of calling."""

    broken: BaseException | None = None

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        if self.broken is not None:
            raise self.broken
        return super()._exchange(calls)

    def _call(self, target: Any, name: str, arguments: tuple[Any, ...]) -> Any:
        if self.broken is not None:
            raise self.broken
        return super()._call(target, name, arguments)


@dataclass
class Suite:
    """A fake Resolve, and Bestlight beside it.

    Attributes:
        fake: the fake.
        data: Bestlight's data folder.
        bridge: the bridge of the latest host.
    """

    fake: FakeResolve
    data: Path
    bridge: Breakable = field(init=False)
    host: ResolveHost = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> ResolveHost:
        """Start Bestlight anew."""
        self.bridge = Breakable(self.fake.app)
        self.host = ResolveHost(self.bridge, self.fake.master_lut, self.data)
        return self.host

    def add(self, name: str, nodes: Sequence[Node] | None = None, **more: Any) -> ItemModel:
        """Add a clip; its node is labelled for us, so that it is used in every version."""
        return self.fake.add_item(
            "clip", None, name, [Node("Bestlight")] if nodes is None else list(nodes), **more
        )

    def clip(self, name: str) -> HostClip:
        """A clip of the current timeline."""
        return next(clip for clip in self.host.clips("timeline") if clip.name == name)

    def attach(self, name: str, node: int | None = None, lut: NodeLut | None = None) -> Attached:
        """Attach a look to a clip."""
        return self.host.attach(self.clip(name), lut or warm(), LOOK, node=node)

    def luts(self) -> list[Path]:
        """Our files in the LUT folder, also hidden ones."""
        return sorted(p for p in (self.fake.master_lut / "Bestlight").rglob("*") if p.is_file())

    def unfinished(self) -> int:
        """How much the ledger calls begun and not finished."""
        records = self.host.project.ledger.read()
        return len(records.opened) + sum(not group.finished for group in records.groups)


def suite(folder: Path, profile: Profile = USUAL, quirks: Quirks | None = None) -> Suite:
    """A new fake with its own folders."""
    return Suite(FakeResolve(profile, folder / "resolve", quirks), folder / "data")


def footage(name: str = "clip.mov", called: str = "Rec.709 Gamma 2.4") -> Footage:
    """A made-up frame in the space that is called so."""
    space = find_space(called)
    frame = np.full((4, 4, 3), 0.4, np.float32)
    info: Any = SimpleNamespace()
    return Footage(Path(name), info, (None,), (frame,), rendering(space), ())


@dataclass(frozen=True)
class StubGrading:
    """A balance and a look that take no time to find.

    Attributes:
        shot: what is graded.
        index: of the clip in its batch, so that each has a LUT of its own.
        faulty: the parts ("whole", "balance", "look") whose LUT has a fault.
    """

    shot: Shot
    index: int
    faulty: tuple[str, ...] = ()

    def without_balance(self) -> StubGrading:
        return replace(self, faulty=("unbalanced",))

    def map(self, part: object, of: str = "whole") -> Lut3D:
        return warm(0.7).table if of == "balance" else Lut3D.identity(2)

    def finished(self, part: object, *, output: object, size: object, of: str) -> NodeLut:
        amount = {"whole": 0.5, "balance": 0.7, "look": 0.3}[of]
        own = 0 if of == "look" else self.index / 100
        space = self.shot.footage.shown.source
        made = folding() if of in self.faulty else warm(amount + own)
        return replace(made, source=space, output=space)


def writes(fake: FakeResolve, since: int = 0) -> list[int]:
    """The numbers, counted from 1 after `since`, of the calls that change something."""
    later = fake.calls[since:]
    reading = ("Get", "Is", "Refresh")
    return [n for n, call in enumerate(later, 1) if not call[1].startswith(reading)]


def without_ours(now: dict[str, Any], grades: Sequence[Any]) -> dict[str, Any]:
    """A snapshot with our finished grades taken out by hand."""
    plain = copy.deepcopy(now)
    for project in plain["projects"].values():
        for line in project["timelines"].values():
            for grade in grades:
                item = line["items"].get(grade.clip)
                if item is None:
                    continue
                nodes = item["versions"].pop(grade.version.name)
                assert nodes[grade.node - 1]["lut"] == grade.lut
                if item["version"] == [grade.version.name, False]:
                    item["version"] = [grade.before.name, grade.before.remote]
    return plain


def assert_whole(room: Suite, before: dict[str, Any]) -> int:
    """Every clip is untouched, or finished and in the ledger; how many are finished."""
    grades = room.host.project.ledger.read().grades
    assert lost(before, without_ours(room.fake.snapshot(), grades)) == []
    assert without_ours(room.fake.snapshot(), grades) == before
    for grade in grades:
        assert Path(grade.file).is_file()
    assert room.unfinished() == 0
    return len(grades)


def cancelled_at(stage: str, done: int) -> Progress:
    """A progress that the user cancels at a step of a stage."""

    def look(update: Any) -> None:
        if (update.stage, update.done) == (stage, done):
            progress.cancel()

    progress = Progress(look)
    return progress


# --- faults ---------------------------------------------------------------------------------------

Fault = Callable[[Suite], None]


def resolve_dies(room: Suite) -> None:
    room.fake.die()


def dialog_opens(room: Suite) -> None:
    room.fake.open_modal()


def render_starts(room: Suite) -> None:
    room.fake.rendering = True


def project_switched(room: Suite) -> None:
    room.fake.switch_project("Other Film")


def launcher_killed(room: Suite) -> None:
    room.bridge.broken = HostGone("the launcher ended")
    raise room.bridge.broken


def we_are_killed(room: Suite) -> None:
    room.bridge.broken = Killed()
    raise room.bridge.broken


FAULTS: tuple[Fault, ...] = (
    resolve_dies,
    dialog_opens,
    render_starts,
    project_switched,
    launcher_killed,
    we_are_killed,
)


DENSE = (resolve_dies, we_are_killed)
EVERY_CALL = "BESTLIGHT_EVERY_CALL"


def points(fault: Fault, count: int, writing: Sequence[int]) -> list[int]:
    """Before which of `count` calls a fault is tried: around each write, and some between.

    With BESTLIGHT_EVERY_CALL=1 before every one (minutes). Never before the first few, where a
    project that is switched is simply the one that is worked on.
    """
    if os.environ.get(EVERY_CALL):
        return list(range(9, count + 1))
    near = {at for write in writing for at in ((write, write + 1) if fault in DENSE else (write,))}
    between = range(9, count, 27 if count < 200 else 97)
    return sorted(at for at in near | set(between) if 9 <= at <= count)


def put_right(room: Suite, fault: Fault) -> None:
    """What the user does after a fault: Resolve as before, Bestlight started again."""
    if fault is resolve_dies:
        room.fake.restart()
    room.fake.close_modal()
    room.fake.rendering = False
    if room.fake.project.name != "Test Film":
        room.fake.switch_project("Test Film")
    room.start()
    room.host.recover()
