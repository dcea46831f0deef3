from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BestlightError, UsageError
from resolve_plugin.adapter.luts import LutFolder
from resolve_plugin.adapter.nodes import Node, choose_node
from tests.fake_resolve import Node as FakeNode
from tests.fake_resolve import Profile
from tests.resolve.writing import PROFILES, USER_LUT, suite

OURS = "Bestlight/Film/A_look_12345678.cube"


def _ours(lut: str) -> bool:
    return LutFolder(Path("/luts"), "Film").is_ours(lut)


def _nodes(*parts: tuple[str, str, tuple[str, ...] | None]) -> list[Node]:
    return [Node(n, label, lut, tools) for n, (label, lut, tools) in enumerate(parts, 1)]


EMPTY = ("", "", ())
USERS_LUT = ("", USER_LUT, ())
USERS_TOOLS = ("", "", ("Curves",))
LABELLED = ("bestlight ", "", ())
OWN = ("", OURS, ())


@pytest.mark.parametrize(
    ("nodes", "chosen"),
    [
        ([EMPTY], 1),
        ([USERS_LUT, EMPTY], 2),
        ([USERS_TOOLS, USERS_LUT, EMPTY, EMPTY], 3),
        ([EMPTY, LABELLED], 2),
        ([EMPTY, LABELLED, OWN], 3),
        ([EMPTY, ("Bestlight", "", ("Curves",))], 1),
        ([EMPTY, ("Bestlight", USER_LUT, ())], 1),
        ([EMPTY, ("", OURS, ("Curves",))], 2),
        ([EMPTY, ("", "bestlight\\Film\\A_look_12345678.cube", ())], 2),
        ([EMPTY, ("", "/luts/Bestlight/Film/A_look_12345678.cube", ())], 2),
        ([EMPTY, ("", "/other/Bestlight/Film/A_look_12345678.cube", ())], 1),
    ],
)
def test_the_node_is_chosen_by_the_rule(nodes: list[tuple[str, str, tuple[str, ...]]], chosen: int):
    assert choose_node(_nodes(*nodes), _ours, None, "A").node.index == chosen


@pytest.mark.parametrize("nodes", [[USERS_LUT], [USERS_TOOLS], [USERS_LUT, USERS_TOOLS]])
def test_a_node_with_the_users_work_is_used_only_when_named(
    nodes: list[tuple[str, str, tuple[str, ...]]],
):
    with pytest.raises(BestlightError, match="every node of A holds") as raised:
        choose_node(_nodes(*nodes), _ours, None, "A")
    assert "Alt+S" in raised.value.hint
    assert choose_node(_nodes(*nodes), _ours, 1, "A").node.index == 1


def test_without_knowledge_of_tools_only_our_own_or_a_labelled_node_is_used():
    with pytest.raises(BestlightError, match="does not say whether a node of A is empty"):
        choose_node(_nodes(("", "", None)), _ours, None, "A")
    assert choose_node(_nodes(("", "", None), LABELLED), _ours, None, "A").node.index == 2
    assert choose_node(_nodes(("", "", None), OWN), _ours, None, "A").node.index == 2
    assert choose_node(_nodes(("", "", None)), _ours, 1, "A").node.index == 1


@pytest.mark.parametrize("asked", [0, 3, -1])
def test_a_node_that_is_not_there_is_a_wrong_request(asked: int):
    with pytest.raises(UsageError, match="has no node") as raised:
        choose_node(_nodes(EMPTY, EMPTY), _ours, asked, "A")
    assert raised.value.hint == "its nodes are 1 to 2"


def test_no_nodes_at_all():
    with pytest.raises(BestlightError, match="has no node for a LUT"):
        choose_node([], _ours, None, "A")


def test_what_acts_before_the_lut_is_said():
    notes = choose_node(_nodes(USERS_LUT, USERS_TOOLS), _ours, 2, "A").notes
    assert "Curves" in notes[0]
    assert "before its LUT" in notes[0]
    assert "node 1 before node 2" in notes[1]
    assert choose_node(_nodes(EMPTY, EMPTY), _ours, None, "A").notes == ()


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_nodes_are_read_alike_from_every_version(tmp_path: Path, profile: Profile):
    room = suite(tmp_path, profile)
    room.add("A", [FakeNode("x", USER_LUT, ("Curves", "Blur")), FakeNode()])
    nodes = room.host.project.clip(room.clip("A").id, "A").nodes.read()
    known = profile.version != "18.6"
    assert nodes == (
        Node(1, "x", USER_LUT, ("Curves", "Blur") if known else None),
        Node(2, "", "", () if known else None),
    )
    graph = ("TimelineItem" if not known else "Graph", "GetLUT")
    assert graph in [call[:2] for call in room.fake.calls]
