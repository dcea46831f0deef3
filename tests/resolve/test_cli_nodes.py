"""`bestlight resolve grade` in several, labelled and shared nodes, beside the fake."""

from __future__ import annotations

import re
from dataclasses import replace

from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
from resolve_plugin.bridge.external import ExternalBridge
from tests.fake_resolve import Node, small_clip

SPLIT = ("grade", "--exposure", "0.5", "--nodes", "split")


def test_a_grade_in_several_nodes_and_back(fake, at):
    before = fake.snapshot()
    said = at(*SPLIT, "--plan").text
    assert "new nodes on a clip without a grade" in said
    assert [line.split(None, 1)[1] for line in said.splitlines() if line.startswith("node ")] == [
        "BL Balance",
        "BL Look",
        "BL Hand",
    ]
    assert fake.snapshot() == before
    text = at(*SPLIT).text
    assert "nodes      BL Balance, BL Look, BL Hand" in text
    assert "state      landed: what the nodes do agrees within" in text
    assert "grade      landed" in at("status").text
    fake.items["first"].nodes[0].cdl = {"Slope": "0.5 0.5 0.5"}
    assert "grade      drifted" in at("status").text
    assert "so it was kept" in at("revert").text


def test_where_no_qualifier_is_taken_its_numbers_are_told(fake, at):
    at(*SPLIT, "--key", "skin", "--key", "foliage")
    at("revert")
    known = connect(ExternalBridge(fake.app), records=find_data_folder() / FOLDER)
    write_abilities(known, Abilities(key=False))
    told = at(*SPLIT, "--key", "skin", "--key", "foliage").text
    assert "BL Skin, BL Foliage stay empty" in told
    (skin,) = [line for line in told.splitlines() if "set BL Skin to hue " in line]
    assert re.search(r"hue \d+ degrees from red, \d+ wide, saturation \d+ to 100, ", skin)
    assert not any(node.key for node in fake.items["first"].nodes)


def test_skin_that_no_frame_has_is_refused(tmp_path, fake, at):
    fake.add_item("clip", small_clip(tmp_path / "sea.mov", 12, 3), "sea", frames=12)
    before = fake.snapshot()
    words = ("grade", "sea", "--exposure", "0.5", "--nodes", "split", "--key")
    error = at(*words, "skin", code=1).error
    assert "no frame of sea has skin in it" in error
    assert "--input-space" in error
    assert fake.snapshot() == before
    at(*words, "sky")


def test_skin_that_only_the_look_takes_away_is_not_refused(fake, at):
    words = ("grade", "first", "-p", "black and white", "--nodes", "split", "--key", "skin")
    notes = at(*words, "--json").data["notes"]
    (said,) = [note for note in notes if "usually has" in note]
    assert said.startswith("after this look hardly any colour is one of skin (0.0%)")
    assert any(node.label == "BL Skin" for node in fake.items["first"].nodes)


def test_a_balance_that_is_in_the_one_lut_of_labelled_nodes_is_judged(tmp_path, fake, at):
    fake.add_item("clip", small_clip(tmp_path / "lamp.mov", 12, 9), "lamp", frames=12)

    def graded() -> tuple[str, list[str]]:
        data = at("grade", "lamp", "-p", "dusk", "--nodes", "one", "--json").data
        return data["nodes"]["route"], [one for one in data["notes"] if "the balance" in one]

    words = "the clip looks meant (warm), and the balance takes some of that away"
    meant = [f"{words}: --balance 0 leaves it"]
    assert graded() == ("lut", meant)
    at("revert", "lamp")
    fake.items["lamp"].nodes[:] = [Node("BL Balance"), Node("BL Look")]
    assert graded() == ("fill", meant)


def test_where_the_nodes_cannot_be_had_there_is_one(tmp_path, fake, at):
    fake.quirks = replace(fake.quirks, drx_refused=True)
    data = at(*SPLIT, "--json").data
    assert (data["nodes"]["route"], data["nodes"]["state"]) == ("lut", "landed")
    assert any("in one node, because Resolve did not take" in note for note in data["notes"])
    at("revert")
    assert fake.items["first"].current == "Version 1"


def test_a_clip_changed_between_plan_and_write_is_left_alone(fake, at):
    def by_hand() -> None:
        fake.items["first"].nodes[0].tools = ("Curves",)

    since = len(fake.calls)
    at(*SPLIT)
    names = [name for _, name, _ in fake.calls[since:]]
    last_look = names[: names.index("RefreshLUTList")][::-1].index("GetNumNodes")
    at("revert")
    fake.after_calls(names.index("RefreshLUTList") - last_look, by_hand)
    assert "have changed since they were looked at" in at(*SPLIT, code=1).error
    assert list(fake.items["first"].versions) == ["Version 1"]
    assert fake.items["first"].nodes[0].tools == ("Curves",)


def test_ways_out_where_no_node_is_free(fake, at):
    fake.items["first"].nodes[0].tools = ("Curves",)
    error = at("grade", "--exposure", "0.5", code=1).error
    order = [error.index(word) for word in ("the timeline's node", "empty serial node (Alt+S)")]
    assert order == sorted(order)
    assert "--append is for" in at("grade", "--exposure", "1", "--append", code=2).error
    assert "--key is for" in at("grade", "--exposure", "1", "--key", "sky", code=2).error
    wrong = at("grade", "--exposure", "1", "--nodes", "split", "--key", "hair", code=2).error
    assert "unknown region 'hair'" in wrong


def test_a_shared_node_is_planned_taken_and_given_back(fake, at):
    fake.items["first"].nodes[0].tools = ("Curves",)
    fake.timeline.nodes.append(Node())
    before = fake.snapshot()
    words = ("grade", "first", "--exposure", "0.5", "--share")
    assert "one LUT in the timeline's node" in at(*words, "--plan").text
    assert fake.snapshot() == before
    said = at(*words).text
    assert "state      unverifiable: the LUT reads back" in said
    assert "every clip of the timeline gets the look, too" in said
    assert "grade      unverifiable: 'in the node of the timeline'" in at("status").text
    assert "holds again what it held" in at("revert", "first").text
    assert fake.snapshot() == before
