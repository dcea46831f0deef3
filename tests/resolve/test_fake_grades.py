"""Quirks of the fake Resolve, by their numbers: nodes, CDLs, drx and versions (4, 14 to 17, 22)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.fake_resolve import Node
from tests.resolve.fake_bench import Bench


def test_4_nodes_count_from_one_and_a_fresh_timeline_has_none(bench: Bench) -> None:
    bench.lut("a.cube")
    bench.project.RefreshLUTList()
    assert [bench.graph.SetLUT(n, "a.cube") for n in (0, 1, 2)] == [False, True, False]
    assert bench.timeline.GetNodeGraph().GetNumNodes() == 0


def test_14_a_cdl_takes_text_and_works_before_the_lut(bench: Bench) -> None:
    assert bench.item.SetCDL({"NodeIndex": "1", "Slope": [1.0, 1.0, 1.0]})
    assert bench.still()[0, 0].tolist() == [1, 0, 0]
    half = {"NodeIndex": "1", "Slope": "0.5 0.5 0.5", "Offset": "0 0 0", "Power": "1 1 1"}
    assert bench.item.SetCDL({**half, "Saturation": "1"})
    before_lut = bench.still()
    (bench.fake.master_lut / "flip.cube").write_text(
        "LUT_3D_SIZE 2\n"
        + "".join(f"{1 - r} {1 - g} {1 - b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1))
    )
    bench.project.RefreshLUTList()
    assert bench.graph.SetLUT(1, "flip.cube")
    assert bench.still() == pytest.approx(1 - before_lut, abs=1 / 255)


def test_14_a_build_may_want_the_node_of_a_cdl_as_a_number_or_as_text(
    tmp_path: Path, clip: Path
) -> None:
    text, numbers = {"NodeIndex": "1", "Slope": "2 2 2"}, {"NodeIndex": 1, "Slope": "2 2 2"}
    for typing, taken in {"any": [1, 1], "text": [1, 0], "numbers": [0, 1]}.items():
        bench = Bench(tmp_path / typing, clip, cdl_typing=typing)
        assert [bench.item.SetCDL(text), bench.item.SetCDL(numbers)] == taken


def test_14_the_reader_of_21_2_knows_the_first_node_only(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, "21.2")
    bench.model.nodes[:] = [Node(), Node()]
    bench.item.SetCDL({"NodeIndex": "2", "Slope": "2 2 2"})
    assert bench.item.GetCDL()["NodeIndex"] == 1
    assert bench.item.GetCDL()["Slope"] == "1 1 1"
    assert Bench(tmp_path / "none", clip, "21.2", get_cdl="none").item.GetCDL() is None
    assert "GetCDL" not in dir(Bench(tmp_path / "before", clip, "21.1.2").item)


@pytest.fixture
def kept(bench: Bench) -> Path:
    """A .drx of the bench's grade."""
    bench.fake.page, bench.fake.gallery_open = "color", True
    bench.model.nodes[:] = [Node("kept", "", ("Curves",), False, {"Slope": "2 2 2"}), Node()]
    album = bench.project.GetGallery().GetCurrentStillAlbum()
    album.ExportStills([bench.timeline.GrabStill()], str(bench.folder), "g", "drx")
    return next(bench.folder.glob("g_*.drx"))


def test_15_a_drx_holds_all_of_a_grade(bench: Bench, kept: Path) -> None:
    before = [asdict(node) for node in bench.model.nodes]
    bench.model.nodes[:] = [Node()]
    assert bench.graph.ApplyGradeFromDRX(str(kept), 0)
    assert [asdict(node) for node in bench.model.nodes] == before


def test_15_keyframes_stay_behind_a_drx_and_then_a_cdl_does_nothing(
    bench: Bench, kept: Path
) -> None:
    bench.model.nodes[:] = [Node(keyframes=3)]
    assert bench.graph.ApplyGradeFromDRX(str(kept), 0)
    assert [node.keyframes for node in bench.model.nodes] == [3, 0]
    assert bench.item.SetCDL({"NodeIndex": "1", "Slope": "3 3 3"})
    assert bench.model.nodes[0].cdl == {"Slope": "2 2 2"}


def test_15_a_graph_goes_stale_with_a_drx(bench: Bench, kept: Path) -> None:
    graph = bench.graph
    assert graph.ApplyGradeFromDRX(str(kept), 0)
    assert (graph.GetNumNodes(), bench.graph.GetNumNodes()) == (None, 2)


@pytest.mark.parametrize(("quirk", "said"), [("drx_refused", False), ("drx_pretends", True)])
def test_15_a_drx_may_do_nothing(
    tmp_path: Path, clip: Path, kept: Path, quirk: str, said: bool
) -> None:
    quirks: dict[str, Any] = {quirk: True}
    bench = Bench(tmp_path / "other", clip, **quirks)
    assert bench.graph.ApplyGradeFromDRX(str(kept), 0) is said
    assert len(bench.model.nodes) == 1


def test_15_a_drx_replaces_the_graph(bench: Bench) -> None:
    bench.fake.page, bench.fake.gallery_open = "color", True
    album = bench.project.GetGallery().GetCurrentStillAlbum()
    album.ExportStills([bench.timeline.GrabStill()], str(bench.folder), "g", "drx")
    bench.model.nodes[:] = [Node("mine"), Node("too")]
    drx = next(bench.folder.glob("g_*.drx"))
    assert bench.graph.ApplyGradeFromDRX(str(drx), 0) is True
    assert [node.label for node in bench.model.nodes] == [""]
    assert bench.graph.ApplyGradeFromDRX(str(bench.folder / "none.drx"), 0) is False


def test_16_versions_copy_switch_and_stay_while_loaded(bench: Bench) -> None:
    item = bench.item
    bench.model.nodes[0].label = "mine"
    assert item.GetCurrentVersion() == {"versionName": "Version 1", "versionType": 0}
    assert item.AddVersion("look", 0) is True
    assert item.AddVersion("look", 0) is False
    assert item.GetCurrentVersion()["versionName"] == "look"
    assert bench.graph.GetNodeLabel(1) == "mine"
    assert item.DeleteVersionByName("look", 0) is False
    assert item.DeleteVersionByName("absent", 0) is False
    assert item.RenameVersionByName("look", "look 2", 0) is True
    assert item.LoadVersionByName("Version 1", 0) is True
    assert item.DeleteVersionByName("look 2", 0) is True
    assert item.GetVersionNameList(0) == ["Version 1"]


def test_16_a_new_version_may_be_empty_and_not_loaded(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, add_version_copies=False, add_version_does_not_switch=True)
    bench.model.nodes[0].label = "mine"
    bench.item.AddVersion("look", 0)
    assert bench.model.current == "Version 1"
    assert bench.model.versions["look"] == [Node()]


def test_17_copied_grades_do_not_reach_other_timelines(bench: Bench) -> None:
    bench.model.nodes[:] = [Node("mine")]
    twin = bench.timeline.DuplicateTimeline("twin")
    (item,) = twin.GetItemListInTrack("video", 1)
    bench.model.nodes[:] = [Node("new")]
    assert bench.item.CopyGrades([item]) is True
    assert item.GetNodeGraph().GetNodeLabel(1) == "mine"


def test_17_copy_grades_overwrites(bench: Bench) -> None:
    other = bench.fake.add_item("title", nodes=[Node("theirs", tools=("Curves",))])
    bench.model.nodes[0].label = "mine"
    assert bench.item.CopyGrades([bench.handle(other)]) is True
    assert [node.label for node in other.nodes] == ["mine"]


def test_22_remote_versions_are_shared_by_clips_of_the_same_media(bench: Bench) -> None:
    file = bench.model.media and bench.model.media.file
    other = bench.handle(bench.fake.add_item("clip", file, "again"))
    assert bench.item.AddVersion("shared", 1) is True
    assert bench.item.AddVersion("own", 0) is True
    assert other.GetVersionNameList(1) == ["shared"]
    assert other.GetVersionNameList(0) == ["Version 1"]
    assert other.LoadVersionByName("shared", 1) is True
    assert other.GetCurrentVersion()["versionType"] == 1
