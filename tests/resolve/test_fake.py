"""The fake Resolve itself: each quirk of the fact sheet's §3, by its number."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fake_resolve import Node, small_clip
from tests.fake_resolve.standard import warm_lut
from tests.resolve.fake_bench import Bench


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_clip(tmp_path_factory.mktemp("media") / "A001.mov", 24)


@pytest.fixture
def bench(tmp_path: Path, clip: Path) -> Bench:
    return Bench(tmp_path, clip)


def test_1_a_lut_in_the_user_folder_is_never_found(bench: Bench) -> None:
    path = warm_lut(bench.fake.user_lut / "mine.cube")
    bench.project.RefreshLUTList()
    assert bench.graph.SetLUT(1, "mine.cube") is False
    assert bench.graph.SetLUT(1, str(path)) is False


def test_1_it_is_found_where_that_quirk_is_off(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, user_luts_refused=False)
    warm_lut(bench.fake.user_lut / "mine.cube")
    bench.project.RefreshLUTList()
    assert bench.graph.SetLUT(1, "mine.cube") is True


def test_2_a_new_lut_is_known_after_a_refresh_only(bench: Bench) -> None:
    path = bench.lut("Bestlight/new.cube")
    assert bench.graph.SetLUT(1, "Bestlight/new.cube") is False
    assert bench.project.RefreshLUTList() is True
    assert bench.graph.SetLUT(1, str(path)) is True
    assert bench.graph.SetLUT(1, "Bestlight/new.cube") is True


def test_2_where_a_restart_is_needed_no_refresh_helps(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, "21.1", lut_needs_restart=True)
    bench.lut("new.cube")
    assert bench.project.RefreshLUTList() is True
    assert bench.graph.SetLUT(1, "new.cube") is False
    bench.fake.restart()
    again: Any = bench.fake.app.GetCurrentTimeline().GetItemListInTrack("video", 1)[0]
    assert again.GetNodeGraph().SetLUT(1, "new.cube") is True


def test_2_a_refresh_may_be_refused(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, refresh_ignored=True)
    bench.lut("new.cube")
    assert bench.project.RefreshLUTList() is False
    assert bench.graph.SetLUT(1, "new.cube") is False


def test_2_an_absolute_path_outside_may_be_taken(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, "21.1", absolute_outside_ok=True)
    outside, user = warm_lut(tmp_path / "o.cube"), warm_lut(bench.fake.user_lut / "u.cube")
    assert bench.graph.SetLUT(1, str(outside)) is True
    assert bench.graph.GetLUT(1) == "o.cube"
    assert bench.graph.SetLUT(1, str(user)) is False


def test_3_get_lut_answers_relative_and_an_empty_path_clears(bench: Bench) -> None:
    path = bench.lut("Own Looks/a b.cube")
    bench.project.RefreshLUTList()
    assert bench.graph.GetLUT(1) == ""
    assert bench.graph.SetLUT(1, str(path))
    assert bench.graph.GetLUT(1) == "Own Looks/a b.cube"
    assert bench.graph.SetLUT(1, "") is True
    assert bench.graph.GetLUT(1) == ""


def test_4_nodes_count_from_one_and_a_fresh_timeline_has_none(bench: Bench) -> None:
    bench.lut("a.cube")
    bench.project.RefreshLUTList()
    assert [bench.graph.SetLUT(n, "a.cube") for n in (0, 1, 2)] == [False, True, False]
    assert bench.timeline.GetNodeGraph().GetNumNodes() == 0


def test_5_an_overwritten_lut_shows_as_it_was(bench: Bench) -> None:
    path = bench.lut("a.cube")
    bench.project.RefreshLUTList()
    plain = bench.still()
    bench.graph.SetLUT(1, "a.cube")
    graded = bench.still()
    path.write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8)
    bench.project.RefreshLUTList()
    assert np.abs(graded - plain).max() > 0.1
    assert np.array_equal(bench.still(), graded)
    bench.fake.luts.restart()
    assert bench.still().max() == 0


def test_6_spaces_and_folders_are_fine_and_unicode_is_a_switch(tmp_path: Path, clip: Path) -> None:
    for refused in (False, True):
        bench = Bench(tmp_path / str(refused), clip, unicode_lut_refused=refused)
        bench.lut("Film Looks/été.cube")
        bench.lut("Film Looks/Kodak 2383.cube")
        bench.project.RefreshLUTList()
        assert bench.graph.SetLUT(1, "Film Looks/Kodak 2383.cube") is True
        assert bench.graph.SetLUT(1, "Film Looks/été.cube") is not refused


def test_7_thumbnails_need_the_color_page_and_the_front(bench: Bench) -> None:
    assert bench.timeline.GetCurrentClipThumbnailImage() is None
    bench.fake.page = "color"
    first = bench.timeline.GetCurrentClipThumbnailImage()
    assert (first["width"], first["height"], first["format"]) == (288, 162, "RGB 8 bit")
    bench.timeline.SetCurrentTimecode("01:00:00:10")
    assert bench.timeline.GetCurrentClipThumbnailImage() is None
    assert bench.timeline.GetCurrentClipThumbnailImage() == first
    bench.fake.frontmost = False
    assert bench.timeline.GetCurrentClipThumbnailImage() is None


def test_8_export_stills_needs_the_gallery_panel_and_writes_a_drx(bench: Bench) -> None:
    bench.fake.add_still(np.full((4, 4, 3), 0.5), "sunset")
    album = bench.project.GetGallery().GetCurrentStillAlbum()
    stills, folder = album.GetStills(), bench.folder / "out"
    folder.mkdir()
    bench.fake.page = "color"
    assert album.ExportStills(stills, str(folder), "s", "png") is False
    bench.fake.gallery_open = True
    assert album.ExportStills(stills, str(folder), "s", "png") is True
    assert sorted(p.name for p in folder.iterdir()) == ["s_1.1.1.drx", "s_1.1.1.png"]
    assert album.GetLabel(stills[0]) == "sunset"


def test_9_a_still_is_the_graded_frame_as_png_or_jpg(bench: Bench) -> None:
    plain = bench.still()
    assert plain.shape == (54, 96, 3)
    assert bench.still("s.jpg") == pytest.approx(plain, abs=0.2)
    for name in ("s.drx", "s.exr", "s"):
        assert bench.project.ExportCurrentFrameAsStill(str(bench.folder / name)) is False
    assert bench.project.ExportCurrentFrameAsStill(str(bench.folder / "no" / "s.png")) is False


def test_9_raw_is_black_in_the_background(bench: Bench) -> None:
    bench.fake.move_playhead(bench.fake.add_item("raw", bench.folder / "A.braw", "raw"))
    assert bench.still().max() > 0.1
    bench.fake.frontmost = False
    assert bench.still().max() == 0


def test_10_the_first_still_after_a_move_is_the_frame_before(bench: Bench) -> None:
    at_start = bench.still()
    assert bench.timeline.SetCurrentTimecode("01:00:00:12")
    assert bench.timeline.GetCurrentTimecode() == "01:00:00:12"
    assert np.array_equal(bench.still(), at_start)
    assert not np.array_equal(bench.still(), at_start)


def test_11_source_start_is_one_too_many_and_offsets_are_timeline_frames(bench: Bench) -> None:
    file = bench.model.media and bench.model.media.file
    trimmed = bench.handle(bench.fake.add_item("clip", file, "trim", frames=4, source_start=10))
    fast = bench.fake.add_item("clip", file, "fast", frames=4, source_start=10, speed=2.0)
    assert (trimmed.GetSourceStartFrame(), trimmed.GetLeftOffset()) == (11, 10)
    assert (bench.handle(fast).GetSourceStartFrame(), bench.handle(fast).GetLeftOffset()) == (11, 5)
    assert bench.item.GetSourceStartFrame() == 0


def test_11_a_still_shows_the_trimmed_and_retimed_frame(bench: Bench) -> None:
    file = bench.model.media and bench.model.media.file
    fast = bench.fake.add_item("clip", file, "fast", frames=6, source_start=4, speed=2.0)
    bench.fake.move_playhead(fast)
    # The bar at the bottom stands at twice the frame's number: 4 + 3 * 2.
    assert int(bench.still()[-3, :, 0].argmax()) // 2 == 10


def test_12_titles_have_no_media_and_keep_no_colour(bench: Bench) -> None:
    title = bench.handle(bench.fake.add_item("title"))
    assert title.GetMediaPoolItem() is None
    assert (title.SetClipColor("Orange"), title.GetClipColor()) == (True, "")
    assert (bench.item.SetClipColor("Red"), bench.item.SetClipColor("Orange")) == (False, True)
    transition = bench.handle(bench.fake.add_item("transition", frames=8))
    assert transition.GetProperty() == {}
    assert transition.GetMediaPoolItem() is None
    assert transition.GetNodeGraph() is None


def test_13_nested_clips_say_so(tmp_path: Path, clip: Path) -> None:
    bench = Bench(tmp_path, clip, "21.1")
    answers = {}
    for kind in ("compound", "timeline", "multicam"):
        model = bench.fake.add_item(kind)
        if kind == "multicam":
            bench.fake.add_angle(model, clip)
        media = bench.handle(model).GetMediaPoolItem()
        assert media.GetClipProperty("File Path") == ""
        answers[media.GetClipProperty("Type")] = media.GetTimeline() is not None
    assert answers == {"Compound": False, "Timeline": True, "Multicam": True}


def test_13_a_grade_on_an_angle_shows_in_the_multicam(bench: Bench) -> None:
    file = bench.model.media and bench.model.media.file
    assert file is not None
    model = bench.fake.add_item("multicam")
    angle = bench.fake.add_angle(model, file)
    bench.fake.move_playhead(model)
    plain = bench.still()
    bench.lut("a.cube")
    bench.fake.luts.restart()
    angle.nodes[0].lut = "a.cube"
    assert not np.array_equal(bench.still(), plain)


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


def test_17_copied_grades_do_not_reach_other_timelines(bench: Bench) -> None:
    bench.model.nodes[:] = [Node("mine")]
    twin = bench.timeline.DuplicateTimeline("twin")
    (item,) = twin.GetItemListInTrack("video", 1)
    bench.model.nodes[:] = [Node("new")]
    assert bench.item.CopyGrades([item]) is True
    assert item.GetNodeGraph().GetNodeLabel(1) == "mine"


def test_24_a_lut_is_exported_on_the_color_page_only(bench: Bench) -> None:
    assert bench.item.ExportLUT(0, str(bench.folder / "out.cube")) is False
    bench.fake.page = "color"
    assert bench.item.ExportLUT(0, str(bench.folder / "out.cube")) is True


@pytest.mark.parametrize("form", ["offset", "options", "base64", "refused"])
def test_25_a_frame_is_exported_without_playhead_or_page(
    tmp_path: Path, clip: Path, form: str
) -> None:
    bench = Bench(tmp_path, clip, "21.1.2", export_frame=form)
    file = tmp_path / "frame.png"
    calls = {
        "offset": (3, str(file)),
        "options": ({"frameOffset": 3, "filePath": str(file)},),
        "base64": (3,),
    }
    answers = {name: bench.item.ExportFrame(*given) for name, given in calls.items()}
    assert [name for name, answer in answers.items() if answer] == [form] * (form != "refused")
    assert bench.item.ExportFrame(24, str(file)) in (False, None)
    assert file.exists() == (form in ("offset", "options"))
    assert bench.timeline.GetCurrentTimecode() == "01:00:00:00"


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


def test_17_copy_grades_overwrites(bench: Bench) -> None:
    other = bench.fake.add_item("title", nodes=[Node("theirs", tools=("Curves",))])
    bench.model.nodes[0].label = "mine"
    assert bench.item.CopyGrades([bench.handle(other)]) is True
    assert [node.label for node in other.nodes] == ["mine"]


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


def test_22_remote_versions_are_shared_by_clips_of_the_same_media(bench: Bench) -> None:
    file = bench.model.media and bench.model.media.file
    other = bench.handle(bench.fake.add_item("clip", file, "again"))
    assert bench.item.AddVersion("shared", 1) is True
    assert bench.item.AddVersion("own", 0) is True
    assert other.GetVersionNameList(1) == ["shared"]
    assert other.GetVersionNameList(0) == ["Version 1"]
    assert other.LoadVersionByName("shared", 1) is True
    assert other.GetCurrentVersion()["versionType"] == 1


def test_23_offline_media_says_so_and_keeps_its_path(bench: Bench) -> None:
    model = bench.fake.add_item("offline", bench.folder / "gone.mov", "gone")
    media = bench.handle(model).GetMediaPoolItem()
    assert media.GetClipProperty("Online Status") == "Offline"
    assert media.GetClipProperty("File Path").endswith("gone.mov")
