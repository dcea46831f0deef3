"""The fake Resolve itself: its manners, editions, pictures, and what tests may do to it."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.fake_resolve import (
    FakeResolve,
    Node,
    Profile,
    WrongThread,
    lost,
    standard_timeline,
)
from tests.fake_resolve.timecode import to_frame, to_timecode
from tests.resolve.fake_bench import Bench


def test_a_studio_call_on_free_opens_a_dialog_that_blocks_the_rest(
    tmp_path: Path, clip: Path
) -> None:
    bench = Bench(tmp_path, clip, edition="free")
    assert bench.item.Stabilize() is False
    assert bench.project.RefreshLUTList() is None
    assert bench.fake.modal


def test_calls_from_a_second_thread_are_refused_and_kept(bench: Bench) -> None:
    raised: list[str] = []

    def call() -> None:
        try:
            bench.timeline.GetName()
        except WrongThread as error:
            raised.append(str(error))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert raised == bench.fake.faults != []


def test_handles_go_stale_with_their_timeline_item_and_project(bench: Bench) -> None:
    item, graph = bench.item, bench.graph
    bench.fake.delete_timeline()
    assert (item.GetName(), graph.GetLUT(1), bench.timeline.GetName()) == (None, None, None)
    assert graph.SetLUT(1, "") is False
    assert bench.project.GetCurrentTimeline() is None
    bench.fake.switch_project("Other")
    assert bench.project.GetName() is None
    bench.fake.switch_project("Test Film")
    assert bench.project.GetName() is None


def test_numbers_are_floats_where_resolve_has_them_so(bench: Bench) -> None:
    bench.item.AddMarker(96, "Blue", "name", "note", 1)
    assert [(k, type(k)) for k in bench.item.GetMarkers()] == [(96.0, float)]
    assert type(bench.fake.app.EXPORT_LUT_33PTCUBE) is float
    assert "EXPORT_LUT_33PTCUBE" not in dir(bench.fake.app)
    media = bench.item.GetMediaPoolItem()
    assert type(media.GetClipProperty("FPS")) is float
    assert type(media.GetClipProperty("Frames")) is str


def test_timeline_settings_are_the_projects_without_custom_settings(bench: Bench) -> None:
    assert bench.timeline.SetSetting("colorScienceMode", "acescct") is False
    assert bench.timeline.SetSetting("useCustomSettings", "1") is True
    assert bench.timeline.SetSetting("colorScienceMode", "acescct") is True
    assert bench.timeline.GetSetting("colorScienceMode") == "acescct"
    assert bench.project.GetSetting("colorScienceMode") == "davinciYRGB"
    assert bench.project.GetSetting("nonsense") == ""


def test_group_graphs_come_before_and_after_the_clips_own(bench: Bench) -> None:
    (bench.fake.master_lut / "black.cube").write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8)
    (bench.fake.master_lut / "white.cube").write_text("LUT_3D_SIZE 2\n" + "1 1 1\n" * 8)
    bench.project.RefreshLUTList()
    group = bench.project.AddColorGroup("Interview")
    assert bench.project.AddColorGroup("Interview") is None
    assert bench.item.AssignToColorGroup(group) is True
    group.GetPreClipNodeGraph().SetLUT(1, "white.cube")
    assert bench.still().min() == 1
    bench.graph.SetLUT(1, "black.cube")
    assert bench.still().max() == 0
    bench.graph.SetNodeEnabled(1, False)
    assert bench.still().min() == 1
    group.GetPostClipNodeGraph().SetLUT(1, "black.cube")
    assert bench.still().max() == 0
    assert [i.GetName() for i in group.GetClipsInTimeline()] == ["A001"]


def test_a_managed_project_converts_before_the_nodes_and_after(bench: Bench) -> None:
    plain = bench.still()
    settings = bench.fake.project.settings
    settings.update(colorScienceMode="davinciYRGBColorManagedv2", colorSpaceInput="ARRI LogC3")
    settings.update(colorSpaceTimeline="ARRI LogC3", colorSpaceOutput="ARRI LogC3")
    assert np.array_equal(bench.still(), plain)
    settings["colorSpaceOutput"] = "Rec.709 Gamma 2.4"
    assert np.abs(bench.still() - plain).max() > 0.1


def test_a_read_only_lut_folder_refuses_bestlights_files(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, lut_folder_read_only=True)
    with pytest.raises(OSError, match=r"denied|permitted"):
        (bench.fake.master_lut / "Bestlight" / "Film").mkdir(parents=True)
    bench.fake.open_lut_folder()
    (bench.fake.master_lut / "Bestlight" / "Film").mkdir(parents=True)


def test_something_can_be_made_to_happen_at_the_nth_call(bench: Bench) -> None:
    bench.fake.after_calls(3, bench.fake.die)
    assert [bench.timeline.GetName() for _ in range(4)] == ["Timeline 1", "Timeline 1", None, None]


def test_what_is_lost_is_told_and_what_is_added_is_not(tmp_path: Path) -> None:
    fake = FakeResolve(Profile("20.2", "studio"), tmp_path)
    items = standard_timeline(fake, tmp_path / "media")
    before = fake.snapshot()
    items["plain"].versions["Bestlight 1"] = [Node(lut="Bestlight/x.cube")]
    assert lost(before, fake.snapshot()) == []
    items["user lut"].nodes[0].lut = ""
    del items["two nodes"].versions["client"]
    shutil.rmtree(fake.master_lut / "Film Looks")
    found = lost(before, fake.snapshot())
    assert len(found) == 3
    assert any("Kodak" in line and "gone" in line for line in found)


def test_the_standard_timeline_has_one_of_everything(tmp_path: Path) -> None:
    items = standard_timeline(FakeResolve(Profile(), tmp_path), tmp_path / "media")
    kinds = {item.kind for item in items.values()}
    assert kinds == {
        *("clip", "raw", "fusion", "compound", "multicam", "title", "generator", "transition"),
        "offline",
    }
    assert items["grouped"].group is not None
    assert items["labelled"].nodes[-1].label == "Bestlight"


@pytest.mark.parametrize(("fps", "drop"), [(24, False), (25, False), (29.97, True), (59.94, True)])
def test_timecodes_go_both_ways(fps: float, drop: bool) -> None:
    for frame in (0, 1, 1799, 1800, 17981, 17982, 107892, 86400):
        assert to_frame(to_timecode(frame, fps, drop), fps, drop) == frame
    assert to_frame("01:00:00", fps) is None
    assert to_timecode(1800, 29.97, True) == "00:01:00;02"
