"""One show LUT on the timeline or a group and a CDL on each clip; lists, plans and guards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.cdl import Cdl, read_cdls, read_events
from core.demo import sample_still
from core.errors import BestlightError, UsageError
from core.grade.node_lut import NodeLut
from core.job.job import AdjustPart
from core.job.regions import PALETTE, RegionAdjustment
from core.progress import Progress
from resolve_plugin.batch import resume_batch, run_batch, take_back_batch
from resolve_plugin.batch_plan import plan_batch
from resolve_plugin.guards import (
    confidence_band,
    judge_intent,
    tag_intent,
    tags_against_balance,
    warn_of_large,
    warn_of_other_than_skin,
)
from resolve_plugin.requests import BatchRequest
from tests.fake_resolve import Node, Profile
from tests.resolve.batching import ALL, GROUP, JOB, look_at_once, run, three
from tests.resolve.writing import USER_LUT, StubGrading, Suite, cancelled_at

SHOW = replace(ALL, mode="timeline")
CDLS = replace(SHOW, cdl=True)
NEWEST = Profile("21.2", "studio")


@pytest.fixture(autouse=True)
def _no_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    look_at_once(monkeypatch)


def made(folder: Path, profile: Profile = NEWEST, group: str = "") -> Suite:
    room = three(folder, profile, group=group)
    room.fake.timeline.nodes = [Node()]
    return room


@pytest.mark.parametrize("profile", [Profile("19.1", "free"), NEWEST], ids=str)
@pytest.mark.parametrize("request_", [SHOW, CDLS], ids=["luts", "cdls"])
def test_the_look_on_the_timeline_and_a_balance_on_each_clip(
    tmp_path: Path, profile: Profile, request_: BatchRequest
):
    room = made(tmp_path, profile)
    before = room.fake.snapshot()
    summary = run(room, request_)
    assert (len(summary.done), summary.stopped) == (3, "")
    assert room.fake.timeline.nodes[0].lut.startswith("Bestlight/Test-Film/timeline_Noir_")
    for done in summary.done:
        item = next(item for item in room.fake.timeline.items if item.id == done.clip)
        node = item.nodes[done.node - 1]
        assert (bool(node.lut), node.cdl is not None) == (not request_.cdl, request_.cdl)
    assert len(room.luts()) == (1 if request_.cdl else 4)
    taken = take_back_batch(room.host, summary.batch)
    assert len(taken.clips) == 3
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0


def test_cdls_beside_a_groups_look(tmp_path: Path):
    room = made(tmp_path, group="Interview")
    before = room.fake.snapshot()
    summary = run(room, replace(GROUP, cdl=True))
    assert len({str(item.nodes[-1].cdl) for item in room.fake.timeline.items}) > 1
    assert room.fake.project.groups[0].post[0].lut
    take_back_batch(room.host, summary.batch)
    assert room.fake.snapshot() == before


def test_what_was_on_the_timelines_node_comes_back(tmp_path: Path):
    room = made(tmp_path)
    room.fake.timeline.nodes = [Node("show", tools=("Curves",)), Node()]
    first = run(room, CDLS)
    assert room.fake.timeline.nodes[1].lut
    between = room.fake.snapshot()
    second = run(room, replace(CDLS, look="Dawn"))
    assert "Dawn" in room.fake.timeline.nodes[1].lut
    take_back_batch(room.host, second.batch)
    assert room.fake.snapshot() == between
    room.fake.timeline.nodes[1].lut = USER_LUT
    notes = take_back_batch(room.host, first.batch).notes
    assert any("node 2 of the timeline holds another LUT" in note for note in notes)
    assert room.fake.timeline.nodes[1].lut == USER_LUT


def test_a_timeline_without_a_node_is_told_before_the_look_is_found(tmp_path: Path):
    room = made(tmp_path)
    room.fake.timeline.nodes = []
    before = room.fake.snapshot()
    with pytest.raises(BestlightError, match="the timeline has no node"):
        run(room, SHOW)
    assert room.fake.snapshot() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"mode": "clip", "cdl": True}, "--cdl is for balances"),
        ({"cdl": False, "lists": "/tmp/x"}, "--lists is for"),
        ({"mode": "show"}, "unknown mode"),
    ],
)
def test_options_that_do_not_go_together(options: dict, words: str):
    with pytest.raises(UsageError, match=words):
        BatchRequest(**{"job": JOB, "scope": "timeline", "mode": "timeline", **options})


@pytest.mark.parametrize("at", ["SetCDL", "SetLUT"])
@pytest.mark.parametrize("what", ["dies", "dialog", "cancel"])
def test_whatever_stops_it_all_is_taken_back(tmp_path: Path, at: str, what: str):
    room = made(tmp_path)
    before = room.fake.snapshot()
    if what == "cancel":
        summary = run(room, CDLS, cancelled_at("Putting the LUTs on", 1))
        assert summary.stopped == "you stopped it"
    else:
        fault = room.fake.die if what == "dies" else room.fake.open_modal
        room.fake.before_call(at, fault)
        summary = run(room, CDLS)
        assert summary.stopped
        room.fake.restart()
        room.start().recover()
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
    again = resume_batch(room.host, cancelled_at("never", 0), summary.batch)
    assert len(again.done) == 3


def test_the_first_clips_are_looked_at_closely(tmp_path: Path):
    room = made(tmp_path)
    room.fake.page = "color"
    before = room.fake.snapshot()
    # Keyframes that no call tells of keep the CDL off the second clip.
    room.fake.items["B"].nodes[0].keyframes = 2
    kept = room.fake.snapshot()
    summary = run(room, CDLS)
    assert "node 1 of B reads back, but it is off by" in summary.stopped
    assert room.fake.snapshot() == kept != before


def test_lists_of_a_batch(tmp_path: Path):
    room = made(tmp_path)
    room.add("over", track=2, start=room.fake.timeline.start)
    summary = run(room, replace(CDLS, lists=str(tmp_path / "lists")))
    files = {file.suffix: file for file in (tmp_path / "lists").iterdir()}
    assert set(files) == {".edl", ".ale", ".ccc"}
    cdls = read_cdls(files[".ccc"])
    assert set(cdls) == {"A", "B", "C", "over"}
    events = read_events(files[".edl"])
    assert [(event.name, event.frames) for event in events] == [("A", 48), ("B", 48), ("C", 48)]
    told = room.fake.items["B"].nodes[0].cdl
    assert told is not None
    assert events[1].cdl is not None
    slope = " ".join(f"{value:.6f}" for value in events[1].cdl.slope)
    assert slope == told["Slope"]
    assert any(str(files[".edl"]) in note for note in summary.notes)


def test_a_plan_is_carried_out_only_while_it_holds(tmp_path: Path):
    room = made(tmp_path)
    before = room.fake.snapshot()
    plan = plan_batch(room.host, CDLS)["plan"]
    assert [(row["name"], row["node"]) for row in plan["clips"]] == [("A", 2), ("B", 1), ("C", 1)]
    assert room.fake.snapshot() == before
    room.fake.items["A"].nodes[1].label = "mine"
    with pytest.raises(UsageError, match="not as they were in the plan"):
        run(room, replace(CDLS, planned=plan["digest"]))
    again = plan_batch(room.host, CDLS)["plan"]["digest"]
    room.fake.items["A"].nodes[1].label = "Bestlight"
    assert again != plan["digest"]
    told: list[str] = []
    progress = Progress(lambda update: told.append(update.stage))
    done = run(room, replace(CDLS, planned=plan["digest"]), progress)
    assert len(done.done) == 3
    words = f"plan {plan['digest']}: 3 clips; one first, then 2 looked at closely, then the rest"
    assert done.plan == words
    assert told[0] == f"Carrying out the {words}"


def test_a_plan_knows_the_hero_and_whether_all_are_balanced(tmp_path: Path):
    room = made(tmp_path)
    plan = plan_batch(room.host, replace(CDLS, hero="B"))["plan"]
    assert plan["hero"] == room.clip("B").id
    others = (CDLS, replace(CDLS, hero="A"), replace(CDLS, hero="B", neutral=True))
    digests = {plan_batch(room.host, other)["plan"]["digest"] for other in others}
    assert len(digests | {plan["digest"]}) == 4
    with pytest.raises(UsageError, match="D is none of the clips"):
        plan_batch(room.host, replace(CDLS, hero="D"))


def test_clips_changed_by_hand_meanwhile_are_left_alone(tmp_path: Path):
    room = made(tmp_path)

    def by_hand() -> None:
        room.fake.items["C"].nodes[0].tools = ("Curves",)

    room.fake.before_call("SetCDL", by_hand)
    summary = run_batch(room.host, CDLS, cancelled_at("never", 0))
    assert [target.name for target in summary.skipped] == ["C"]
    assert "you have changed C meanwhile" in summary.skipped[0].reason
    assert room.fake.items["C"].nodes[0].tools == ("Curves",)


# --- guards


def _picture(*colours: tuple[float, float, float]) -> np.ndarray:
    return np.array(colours, np.float32)[None].repeat(4, axis=0)


GREYS = [(v, v, v) for v in np.linspace(0.05, 0.8, 50)]
WARM = [(min(1, v * 1.2), v, v * 0.6) for v in np.linspace(0.3, 0.8, 50)]


@pytest.mark.parametrize(
    ("colours", "tags", "against"),
    [
        (GREYS, ("neutral",), ()),
        ([(v / 5, v / 5, v / 5) for v, *_ in GREYS], ("low key", "neutral"), ("low key",)),
        (WARM, ("monochrome", "warm"), ("monochrome", "warm")),
        ([c[::-1] for c in WARM] + WARM[::2], (), ()),
        ([(v, v, v) for v in np.linspace(0, 1, 50)], ("neutral", "high contrast"), ()),
        ([(v, v, v) for v in np.linspace(0.5, 0.7, 50)], ("neutral", "low contrast"), ()),
    ],
    ids=["grey", "dark", "warm", "mixed", "black to white", "fog"],
)
def test_looks_that_are_meant_are_told(colours: list, tags: tuple, against: tuple):
    found = tag_intent([_picture(*colours)])
    assert set(found) >= set(tags)
    contrasts = {"high contrast", "low contrast"}
    assert contrasts.isdisjoint(found) or not contrasts.isdisjoint(tags) or "low key" in tags
    assert tags_against_balance(judge_intent(tags, {})) == against


def test_how_far_a_match_may_be_trusted():
    wide = [_picture(*GREYS)]
    close = [wide[0] * 0.95]
    assert confidence_band(wide, close) == "high"
    assert confidence_band(wide, [wide[0] * 0.8]) == "medium"
    assert confidence_band(wide, [wide[0] * 0.5]) == "low"
    assert confidence_band(wide, []) == "low"
    assert confidence_band(wide, [_picture((0.5, 0.5, 0.5))]) == "low"


def test_large_balances_and_what_is_no_skin_are_told():
    assert warn_of_large(Cdl((1.2, 1, 0.8), (0.1, 0, 0))) == ()
    assert "large correction (30%)" in warn_of_large(Cdl((1.3, 1, 1)))[0]
    assert warn_of_large(Cdl(offset=(0, -0.3, 0)))
    assert warn_of_other_than_skin(np.array([(0.78, 0.56, 0.45)])) == ()
    assert "off the line of skin" in warn_of_other_than_skin(np.array([(0.7, 0.4, 0.6)]))[0]


def test_a_reference_of_a_region_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    room = three(tmp_path)
    parts: list[AdjustPart] = []

    def finished(grading: StubGrading, part: AdjustPart, **how: Any) -> NodeLut:
        parts.append(part)
        return made_by(grading, part, **how)

    made_by = StubGrading.finished
    monkeypatch.setattr(StubGrading, "finished", finished)
    like = RegionAdjustment("sky", reference=str(sample_still()))
    run(room, replace(ALL, job=replace(JOB, regions=(like,))))
    assert [len(part.regions[0].palette) for part in parts] == [PALETTE] * 3


def test_a_batch_whose_region_has_no_reference_changes_nothing(tmp_path: Path):
    room = three(tmp_path)
    before = room.fake.snapshot()
    lost = RegionAdjustment("sky", reference=str(tmp_path / "lost.jpg"))
    with pytest.raises(BestlightError, match=r"lost\.jpg does not exist"):
        run(room, replace(ALL, job=replace(JOB, regions=(lost,))))
    assert room.fake.snapshot() == before
