"""Items of a timeline as shots."""

from __future__ import annotations

from core.host.item_shots import shots_of_items
from core.host.types import ClipKind, HostClip


def item(name: str, start: int, end: int, track: int = 1, kind: ClipKind = "clip") -> HostClip:
    return HostClip(f"{name}{start}", name, kind, track, start, end, None, "", True)


def spans(*items: HostClip, first: int = 86400) -> list[tuple[str, int, int]]:
    found = shots_of_items(items, first, 24.0)
    assert found is not None
    assert found.spans[0].kind_of_start == "start"
    assert {span.kind_of_start for span in found.spans[1:]} <= {"edit"}
    return [(span.name, span.first, span.last) for span in found.spans]


def test_items_follow_each_other_and_gaps_are_shots():
    found = spans(item("a", 86400, 86410), item("b", 86410, 86430), item("c", 86440, 86441))
    assert found == [("a", 0, 9), ("b", 10, 29), ("", 30, 39), ("c", 40, 40)]


def test_the_highest_track_is_seen_and_what_lies_below_comes_back():
    found = spans(item("a", 86400, 86500), item("over", 86420, 86430, track=2))
    assert found == [("a", 0, 19), ("over", 20, 29), ("a", 30, 99)]


def test_titles_and_transitions_change_no_picture():
    over = [item("t", 86410, 86420, 3, "title"), item("x", 86440, 86460, 2, "transition")]
    assert spans(item("a", 86400, 86450), item("b", 86450, 86470), *over) == [
        ("a", 0, 49),
        ("b", 50, 69),
    ]


def test_two_takes_of_one_name_are_two_shots():
    assert len(spans(item("a", 86400, 86410), item("a", 86410, 86420))) == 2


def test_a_timeline_that_begins_with_a_gap():
    assert spans(item("a", 86405, 86410)) == [("", 0, 4), ("a", 5, 9)]


def test_a_timeline_without_a_picture_has_no_shots():
    assert shots_of_items([item("t", 0, 9, kind="title")], 0, 24.0) is None
    assert shots_of_items([], 0, 24.0) is None
