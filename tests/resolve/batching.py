"""Batches on the fake whose look is found at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.grade.footage import Footage
from core.grade.shot import Shot
from core.grade.style import Style
from core.grade.timeline import ShotPlan, Wishes
from core.host.types import HostClip, NodeSpace
from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.progress import Progress
from core.shots.level import Level
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.batch import Summary, run_batch
from resolve_plugin.requests import BatchRequest
from tests.fake_resolve import Node, Profile, Quirks
from tests.resolve.writing import StubGrading, Suite, footage, suite

SPACE = "Rec.709 Gamma 2.4"
JOB = GradeJob(source="", adjustments=Adjustments(exposure=0.5))
ALL = BatchRequest(JOB, "timeline", space=SPACE, look="Noir")
GROUP = replace(ALL, scope="group", name="Interview", mode="group")
MAKE = replace(ALL, mode="group", make_group=True)


def look_at_once(monkeypatch: pytest.MonkeyPatch, *faulty: str) -> None:
    """The look is found at once; the LUTs of the parts named have a fault."""

    def grade(
        shots: Sequence[Shot],
        names: Sequence[str],
        style: Style,
        job: GradeJob,
        wishes: Wishes,
        progress: Progress,
    ) -> tuple[tuple[ShotPlan, StubGrading], ...]:
        # Each is a scene of its own, unless the user says to whom the others come.
        hero = next(iter(wishes.heroes), None)
        return tuple(
            (
                ShotPlan(names[at], at, True, Level(), "high", "alone")
                if hero is None
                else ShotPlan(names[at], 0, at == hero, Level(), "high", "alike"),
                StubGrading(shot, at, faulty),
            )
            for at, shot in enumerate(shots)
        )

    def frames(
        host: ResolveHost,
        clip: HostClip,
        space: NodeSpace,
        progress: Progress,
        node: int | None = None,
    ) -> Footage:
        progress.check()
        return footage(clip.name, str(space.space))

    monkeypatch.setattr("core.host.clip_grading.grade_levelled", grade)
    monkeypatch.setattr(ResolveHost, "footage", frames)


def run(room: Suite, request: BatchRequest = ALL, progress: Progress | None = None) -> Summary:
    return run_batch(room.host, request, progress or Progress())


def three(
    folder: Path, profile: Profile | None = None, quirks: Quirks | None = None, group: str = ""
) -> Suite:
    room = suite(folder, profile or Profile("20.2", "studio"), quirks)
    if group:
        room.fake.add_group(group)
    room.add("A", [Node(tools=("Curves",)), Node("Bestlight")], group=group)
    room.add("B", group=group)
    room.add("C", group=group, versions={"Version 1": [Node("Bestlight")], "client": [Node()]})
    return room
