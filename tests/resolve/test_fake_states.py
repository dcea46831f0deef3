"""Quirks of the fake Resolve, by their numbers: dialogs, renders, absent calls (18 to 21, 23)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.resolve.fake_bench import Bench


def test_18_duplicating_a_timeline_makes_the_duplicate_current(bench: Bench) -> None:
    bench.timeline.DuplicateTimeline("twin")
    assert bench.project.GetCurrentTimeline().GetName() == "twin"
    assert bench.fake.timeline.items[0].id != bench.model.id


def test_19_saving_an_untitled_project_opens_a_dialog(bench: Bench) -> None:
    bench.fake.switch_project("Untitled Project")
    manager: Any = bench.fake.app.GetProjectManager()
    assert manager.SaveProject() is False
    assert bench.fake.modal
    assert manager.SaveProject() is None


def test_20_under_a_dialog_reads_are_right_and_writes_do_nothing(bench: Bench) -> None:
    graph, before = bench.graph, bench.fake.snapshot()
    bench.fake.open_modal()
    assert bench.fake.app.GetCurrentPage() is None
    assert bench.item.GetName() == "A001"
    assert bench.item.GetProperty()["Pan"] == 0.0
    assert bench.item.AddVersion("look", 0) is None
    assert graph.SetLUT(1, "") is None
    assert bench.timeline.SetCurrentTimecode("01:00:00:05") is None
    assert bench.fake.snapshot() == before
    bench.fake.close_modal()
    assert bench.fake.app.GetCurrentPage() == "edit"


def test_20_during_a_render_item_properties_read_none(bench: Bench) -> None:
    bench.project.AddRenderJob()
    assert bench.project.StartRendering() is True
    assert bench.project.IsRenderingInProgress() is True
    assert bench.item.GetProperty() is None
    assert bench.fake.app.GetCurrentPage() is None
    bench.project.StopRendering()
    assert bench.item.GetProperty()["Pan"] == 0.0


def test_20_after_its_end_every_call_answers_none(bench: Bench) -> None:
    manager: Any = bench.fake.app.GetProjectManager()
    assert manager.GetCurrentDatabase() is not None
    bench.fake.die()
    assert manager.GetCurrentDatabase() is None
    assert bench.project.RefreshLUTList() is None


def test_21_before_19_there_is_no_graph_though_hasattr_says_so(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, "18.6")
    bench.lut("a.cube")
    bench.project.RefreshLUTList()
    assert hasattr(bench.item, "GetNodeGraph")
    with pytest.raises(TypeError, match="not callable"):
        bench.item.GetNodeGraph()
    assert "GetNodeGraph" not in dir(bench.item)
    assert bench.item.SetLUT(1, "a.cube") is True
    assert (bench.item.GetNumNodes(), bench.item.GetLUT(1)) == (1, "a.cube")


def test_21_later_versions_can_be_made_to_lack_it_and_21_1_lacks_the_old_way(
    tmp_path: Path, clip: Path
) -> None:
    with pytest.raises(TypeError):
        Bench(tmp_path / "a", clip, "20.2", graph_missing=True).item.GetNodeGraph()
    with pytest.raises(TypeError):
        Bench(tmp_path / "b", clip, "21.1").item.GetNumNodes()


def test_23_offline_media_says_so_and_keeps_its_path(bench: Bench) -> None:
    model = bench.fake.add_item("offline", bench.folder / "gone.mov", "gone")
    media = bench.handle(model).GetMediaPoolItem()
    assert media.GetClipProperty("Online Status") == "Offline"
    assert media.GetClipProperty("File Path").endswith("gone.mov")
