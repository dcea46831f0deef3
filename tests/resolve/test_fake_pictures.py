"""Quirks of the fake Resolve, by their numbers: what it shows (7 to 13, 24, 25)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.resolve.fake_bench import Bench


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


def test_24_a_lut_is_exported_on_the_color_page_only(bench: Bench) -> None:
    assert bench.item.ExportLUT(0, str(bench.folder / "out.cube")) is False
    bench.fake.page = "color"
    assert bench.item.ExportLUT(0, str(bench.folder / "out.cube")) is True


@pytest.mark.parametrize("form", ["offset", "options", "base64", "bytes", "refused"])
def test_25_a_frame_is_exported_without_playhead_or_page(
    tmp_path: Path, clip: Path, form: str
) -> None:
    bench = Bench(tmp_path, clip, "21.1.2", export_frame=form)
    file = tmp_path / "frame.png"
    calls = {
        "offset": (3, str(file)),
        "options": ({"frameOffset": 3, "filePath": str(file)},),
        form if form == "bytes" else "base64": (3,),
    }
    answers = {name: bench.item.ExportFrame(*given) for name, given in calls.items()}
    assert [name for name, answer in answers.items() if answer] == [form] * (form != "refused")
    assert bench.item.ExportFrame(24, str(file)) in (False, None)
    assert file.exists() == (form in ("offset", "options"))
    assert bench.timeline.GetCurrentTimecode() == "01:00:00:00"
