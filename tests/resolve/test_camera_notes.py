"""What a clip's metadata say of its light, and what follows for its balance."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.cdl import Cdl
from core.job.adjustments import Adjustments
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.metadata import read_metadata
from resolve_plugin.batch import Summary
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.camera_notes import read_notes
from resolve_plugin.guards import judge_intent, tags_against_balance, warn_of_meant
from resolve_plugin.recording import RecordingBridge
from resolve_plugin.redact import Redactor
from tests.fake_resolve import Node, Profile
from tests.resolve.batching import ALL, JOB, look_at_once, run, three
from tests.resolve.writing import Suite

CDLS = replace(
    ALL, mode="timeline", cdl=True, job=replace(JOB, adjustments=Adjustments(exposure=0.5))
)


@pytest.mark.parametrize(
    ("metadata", "tags"),
    [
        ({"White Point (Kelvin)": "3200"}, {"warm": "its camera was set to 3200 K"}),
        ({"White Point (Kelvin)": "3400 K"}, {"warm": "its camera was set to 3400 K"}),
        ({"White Point (Kelvin)": 6500}, {"cool": "its camera was set to 6500 K"}),
        ({"White Point (Kelvin)": "5600"}, {}),
        ({"White Point (Kelvin)": "auto", "Day / Night": None}, {}),
        ({"Day / Night": "Night"}, {"low key": "'night' in its Day / Night"}),
        ({"Day / Night": "day", "Comments": "knights in a jungle"}, {}),
        ({"Comments": "Golden Hour"}, {"warm": "'golden hour' in its Comments"}),
        ({"Camera Notes": "half CTO on the key"}, {"gelled": "'cto' in its Camera Notes"}),
        ({"Camera Notes": "no gels, without neon"}, {}),
        ({"Keywords": ["bar", "Neon"]}, {"neon": "'neon' in its Keywords"}),
    ],
    ids=str,
)
def test_what_notes_say(metadata: dict, tags: dict[str, str]):
    assert read_notes(metadata) == tags


def test_picture_and_notes_together():
    notes = {"warm": "its camera was set to 3200 K", "gelled": "'gel' in its Comments"}
    sure = {one.tag: one.sure for one in judge_intent(("warm", "low key"), notes)}
    assert sure == {"warm": "high", "low key": "medium", "gelled": "medium"}
    # A camera set to the light of lamps gives a neutral picture, which may be balanced.
    assert tags_against_balance(judge_intent((), {"warm": notes["warm"]})) == ()
    assert tags_against_balance(judge_intent(("warm",), notes)) == (
        "warm: its camera was set to 3200 K",
        "gelled: 'gel' in its Comments",
    )


def test_a_single_grades_balance_is_only_told_of():
    warm = judge_intent(("warm",), {})
    said = warn_of_meant(warm, Cdl((0.9, 1, 1.1)))
    assert said == (
        "the clip looks meant (warm), and the balance takes some of that away: --balance 0 leaves "
        "it",
    )
    assert warn_of_meant(warm, Cdl((1.01, 1, 1))) == ()
    assert warn_of_meant(judge_intent((), {"warm": "3200 K"}), Cdl((0.9, 1, 1.1))) == ()


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Suite:
    look_at_once(monkeypatch)
    room = three(tmp_path, Profile("21.2", "studio"))
    room.fake.timeline.nodes = [Node()]
    for name, metadata in {
        "A": {"Camera Notes": "blue gel on the window"},
        "B": {"White Point (Kelvin)": "3200"},
    }.items():
        media = room.fake.items[name].media
        assert media is not None
        media.metadata.update(metadata)
    return room


def not_balanced(summary: Summary) -> dict[str, str]:
    told = {summary.names[done.clip]: "; ".join(done.notes) for done in summary.done}
    return {name: notes for name, notes in told.items() if "was not balanced" in notes}


def test_a_clip_under_gels_is_not_balanced_in_a_batch(room: Suite):
    before = room.fake.snapshot()
    found = not_balanced(run(room, CDLS))
    assert list(found) == ["A"]
    assert "gelled: 'gel' in its Camera Notes" in found["A"]
    told = room.fake.items["A"].nodes[1].cdl
    assert told is not None
    assert set(told["Slope"].split()) == {"1.000000"}
    assert room.fake.items["B"].nodes[0].cdl != told
    assert room.fake.snapshot() != before


def test_the_user_may_want_it_balanced_all_the_same(room: Suite):
    assert not_balanced(run(room, replace(CDLS, neutral=True))) == {}
    assert "GetMetadata" not in {call[1] for call in room.fake.calls}


def test_nor_is_it_where_its_lut_would_balance_it(room: Suite):
    assert list(not_balanced(run(room, ALL))) == ["A"]
    assert not_balanced(run(room, replace(ALL, neutral=True))) == {}
    assert not_balanced(run(room, replace(ALL, job=replace(JOB, balance=0.0)))) == {}


def test_what_comes_to_a_clip_under_gels_is_not_balanced_either(room: Suite):
    summary = run(room, replace(ALL, hero="A"))
    told = {summary.names[done.clip]: "; ".join(done.notes) for done in summary.done}
    assert "was not balanced" in told["A"]
    assert all("comes to a clip that looks meant" in told[name] for name in "BC")
    told = [done.notes for done in run(room, replace(ALL, hero="B")).done]
    assert not any("meant" in note for notes in told for note in notes)


def test_a_menu_entry_that_does_not_let_the_call_through(room: Suite):
    def refused() -> None:
        raise TypeError("not allowed")

    room.fake.before_call("GetMetadata", refused)
    assert read_metadata(room.host.connection, [room.clip("A").id]) == {}


def test_a_recording_holds_nothing_that_people_wrote(room: Suite, tmp_path: Path):
    media = room.fake.items["A"].media
    assert media is not None
    media.metadata.update({"White Point (Kelvin)": "3200", "Comments": "the client's secret"})
    media.properties["Comments"] = "the client's secret"
    recording = RecordingBridge(ExternalBridge(room.fake.app))
    known = read_metadata(connect(recording), [room.clip("A").id])
    assert known[room.clip("A").id]["Comments"] == "the client's secret"
    recording.write(tmp_path / "a.jsonl", Redactor())
    text = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert "secret" not in text
    assert "gel" not in text
    assert ["White Point (Kelvin)", "3200"] in [
        pair
        for line in map(json.loads, text.splitlines()[1:])
        if line["call"][1] == "GetMetadata"
        for pair in line["v"]["m"]
    ]
