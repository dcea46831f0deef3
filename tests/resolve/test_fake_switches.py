"""Every switch of the fake Resolve does something: seen as it is, and the other way."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import BestlightError
from tests.fake_resolve import Node, Quirks
from tests.fake_resolve.standard import warm_lut
from tests.resolve.fake_bench import Bench

OTHER: Mapping[str, Any] = {
    "cdl_typing": "numbers",
    "get_cdl": "none",
    "export_frame": "refused",
    "export_region": "refused",
    "thumbnails": "nothing",
    "key_hue_zero": 0.5,
    "key_widens": 3.0,
    "thumbnail_lags": 0,
    "still_formats": (".png",),
    "still_bits": 16,
    "still_lags": 0,
    "refresh_seconds": 0.2,
}
"""The other way of a switch that is not yes or no."""
ELSEWHERE = {
    "lua_without_io": "test_fake_running.test_free_21_1_lists_no_python_and_may_have_no_io_in_lua"
}
"""Switches of a Resolve in a process of its own, and the tests that show them."""
HALF = {"NodeIndex": "1", "Slope": "0.5 0.5 0.5"}


def set_lut(bench: Bench, path: Path, name: str = "", *, refresh: bool = True) -> Any:
    warm_lut(path)
    said = bench.project.RefreshLUTList() if refresh else None
    return said, bench.graph.SetLUT(1, name or str(path)), bench.graph.GetLUT(1)


def _master(bench: Bench) -> Any:
    return set_lut(bench, bench.fake.master_lut / "new.cube", "new.cube")


def _unseen(bench: Bench) -> Any:
    return set_lut(bench, bench.fake.master_lut / "new.cube", "new.cube", refresh=False)


def _overwritten(bench: Bench) -> Any:
    path = bench.fake.master_lut / "new.cube"
    set_lut(bench, path)
    shown = bench.still()
    path.write_text("LUT_3D_SIZE 2\n" + "0 0 0\n" * 8)
    return np.array_equal(bench.still(), shown)


def _read_only(bench: Bench) -> Any:
    with suppress(BestlightError):
        warm_lut(bench.fake.master_lut / "Bestlight" / "new.cube")
    return (bench.fake.master_lut / "Bestlight" / "new.cube").exists()


def _seconds(bench: Bench) -> Any:
    begun = time.monotonic()
    bench.project.RefreshLUTList()
    return time.monotonic() - begun >= 0.2


def _thumbnail(bench: Bench) -> Any:
    return bench.timeline.GetCurrentClipThumbnailImage() is None


def _thumbnail_later(bench: Bench) -> Any:
    bench.fake.page = "color"
    bench.timeline.SetCurrentTimecode("01:00:00:10")
    return _thumbnail(bench)


def _stills(bench: Bench) -> Any:
    bench.fake.add_still(np.full((4, 4, 3), 0.5), "sunset")
    album = bench.project.GetGallery().GetCurrentStillAlbum()
    return album.ExportStills(album.GetStills(), str(bench.folder), "s", "png")


def _jpg(bench: Bench) -> Any:
    return bench.project.ExportCurrentFrameAsStill(str(bench.folder / "a.jpg"))


def _bits(bench: Bench) -> Any:
    from core.media.still import read_info

    bench.still("bits.png")
    return read_info(bench.folder / "bits.png").bit_depth


def _raw(bench: Bench) -> Any:
    bench.fake.move_playhead(bench.fake.add_item("raw", bench.folder / "A.braw", "raw"))
    bench.fake.frontmost = False
    return bench.still().max() == 0


def _moved(bench: Bench) -> Any:
    before = bench.still()
    bench.timeline.SetCurrentTimecode("01:00:00:12")
    return np.array_equal(bench.still(), before)


def _trimmed(bench: Bench) -> Any:
    file = bench.model.media and bench.model.media.file
    item = bench.fake.add_item("clip", file, "trim", frames=4, source_start=10)
    return bench.handle(item).GetSourceStartFrame()


def _coloured(bench: Bench) -> Any:
    title = bench.handle(bench.fake.add_item("title"))
    return title.SetClipColor("Orange"), title.GetClipColor()


def _listed(bench: Bench) -> Any:
    bench.fake.add_item("transition", frames=8)
    return len(bench.timeline.GetItemListInTrack("video", 1))


def _compound(bench: Bench) -> Any:
    media = bench.handle(bench.fake.add_item("compound", bench.folder / "c.mov")).GetMediaPoolItem()
    return media.GetTimeline() is None, media.GetClipProperty("File Path") == ""


def _offline(bench: Bench) -> Any:
    item = bench.fake.add_item("offline", bench.folder / "gone.mov")
    return bench.handle(item).GetMediaPoolItem().GetClipProperty("File Path")


def _cdl_lists(bench: Bench) -> Any:
    bench.item.SetCDL({"NodeIndex": "1", "Slope": [1.0, 1.0, 1.0]})
    return bench.still()[0, 0].tolist() == [1, 0, 0]


def _read_cdl(bench: Bench) -> Any:
    bench.item.SetCDL(HALF)
    return bench.item.GetCDL()


def _drx(bench: Bench, nodes: list[Node], now: list[Node]) -> Any:
    """A still's file of some nodes, put onto others."""
    bench.fake.page, bench.fake.gallery_open = "color", True
    bench.model.nodes[:] = nodes
    album = bench.project.GetGallery().GetCurrentStillAlbum()
    album.ExportStills([bench.timeline.GrabStill()], str(bench.folder), "g", "drx")
    bench.model.nodes[:] = now
    graph = bench.graph
    said = graph.ApplyGradeFromDRX(str(next(bench.folder.glob("g_*.drx"))), 0)
    held = [(node.label, node.keyframes, node.key) for node in bench.model.nodes]
    return said, held, graph.GetNumNodes()


def _applied(bench: Bench) -> Any:
    return _drx(bench, [Node("a"), Node("b")], [Node("mine", keyframes=2)])


KEY = {
    **{"hue": 0.1, "width": 0.2, "soft": 0.0},
    **{"sat low": 0.0, "sat high": 1.0, "lum low": 0.0, "lum high": 1.0},
}


def _applied_key(bench: Bench) -> Any:
    return _drx(bench, [Node("a", key=KEY)], [Node("mine")])


def _keyed(bench: Bench) -> Any:
    plain = bench.still()
    bench.model.nodes[0].key, bench.model.nodes[0].cdl = KEY, HALF
    return np.array_equal(bench.still(), plain), float(bench.still().mean())


def _exported(bench: Bench) -> Any:
    bench.fake.page = "color"
    bench.model.nodes[0].key, bench.model.nodes[0].cdl = KEY, HALF
    assert bench.item.ExportLUT(0, str(bench.folder / "graph.cube"))
    return (bench.folder / "graph.cube").read_text()


def _frame(bench: Bench) -> Any:
    return bench.item.ExportFrame(3, str(bench.folder / "frame.png"))


def _part(bench: Bench) -> Any:
    part = {"x": 0, "y": 0, "width": 8, "height": 8}
    given = {"frameOffset": 3, "filePath": str(bench.folder / "part.png")}
    return bench.item.ExportFrame({**given, "regionOfInterest": part})


def _version(bench: Bench) -> Any:
    bench.model.nodes[0].label = "mine"
    bench.item.AddVersion("look", 0)
    nodes = [node.label for node in bench.model.versions["look"]]
    return nodes, bench.model.current, bench.item.DeleteVersionByName(bench.model.current, 0)


def _remote(bench: Bench) -> Any:
    file = bench.model.media and bench.model.media.file
    other = bench.handle(bench.fake.add_item("clip", file, "again"))
    bench.item.AddVersion("shared", 1)
    return other.GetVersionNameList(1)


def _copied(bench: Bench) -> Any:
    other = bench.fake.add_item("title", nodes=[Node("theirs", tools=("Curves",))])
    bench.item.CopyGrades([bench.handle(other)])
    return [node.label for node in other.nodes]


def _twin(bench: Bench) -> Any:
    twin = bench.timeline.DuplicateTimeline("twin")
    (item,) = twin.GetItemListInTrack("video", 1)
    bench.model.nodes[:] = [Node("new")]
    bench.item.CopyGrades([item])
    label = item.GetNodeGraph().GetNodeLabel(1)
    return label, bench.project.GetCurrentTimeline().GetName()


def _saved(bench: Bench) -> Any:
    bench.fake.switch_project("Untitled Project")
    bench.fake.app.GetProjectManager().SaveProject()
    return bench.fake.modal


def _under_a_dialog(bench: Bench) -> Any:
    bench.fake.open_modal()
    return bench.fake.app.GetCurrentPage()


def _rendering(bench: Bench) -> Any:
    bench.fake.rendering = True
    return bench.item.GetProperty() is None


def _no_graph(bench: Bench) -> Any:
    return "GetNodeGraph" in dir(bench.item)


def _studio_call(bench: Bench) -> Any:
    bench.item.Stabilize()
    return bench.fake.modal


SEEN: Mapping[str, Callable[[Bench], Any]] = {
    "user_luts_refused": lambda b: set_lut(b, b.fake.user_lut / "mine.cube", "mine.cube"),
    "lut_needs_refresh": _unseen,
    "lut_needs_restart": _master,
    "refresh_ignored": _master,
    "absolute_outside_ok": lambda b: set_lut(b, b.folder / "outside" / "o.cube"),
    "get_lut_relative": _master,
    "timeline_graph_empty": lambda b: b.timeline.GetNodeGraph().GetNumNodes(),
    "overwritten_lut_stale": _overwritten,
    "unicode_lut_refused": lambda b: set_lut(b, b.fake.master_lut / "été.cube", "été.cube"),
    "thumbnails_gate": _thumbnail,
    "thumbnail_lags": _thumbnail_later,
    "exportstills_gate": _stills,
    "still_formats": _jpg,
    "still_bits": _bits,
    "raw_black_in_background": _raw,
    "still_lags": _moved,
    "source_start_off_by_one": _trimmed,
    "title_colour_not_kept": _coloured,
    "transitions_listed": _listed,
    "compound_timeline_none": _compound,
    "compound_without_path": _compound,
    "cdl_lists_give_red": _cdl_lists,
    "cdl_typing": lambda b: b.item.SetCDL(HALF),
    "get_cdl": _read_cdl,
    "drx_replaces_graph": _applied,
    "drx_leaves_keyframes": _applied,
    "drx_stales_graphs": _applied,
    "drx_refused": _applied,
    "drx_pretends": _applied,
    "drx_keys_ignored": _applied_key,
    "key_hue_zero": _keyed,
    "key_hue_backwards": _keyed,
    "key_widens": _keyed,
    "exportlut_keys": _exported,
    "exportlut_gate": lambda b: b.item.ExportLUT(0, str(b.folder / "out.cube")),
    "export_frame": _frame,
    "export_region": _part,
    "thumbnails": lambda b: b.timeline.ExportThumbnails([0], {}) is None,
    "loaded_version_stays": _version,
    "add_version_copies": _version,
    "add_version_does_not_switch": _version,
    "add_version_gate": lambda b: b.item.AddVersion("look", 0),
    "copy_grades_overwrites": _copied,
    "copy_grades_across": _twin,
    "duplicate_moves_pointer": _twin,
    "untitled_save_modal": _saved,
    "modal_hides_page": _under_a_dialog,
    "render_hides_properties": _rendering,
    "graph_missing": _no_graph,
    "remote_versions_shared": _remote,
    "offline_keeps_path": _offline,
    "text_as_bytes": lambda b: b.project.GetName(),
    "studio_call_modal": _studio_call,
    "lut_folder_read_only": _read_only,
    "refresh_seconds": _seconds,
}


@pytest.mark.parametrize("name", SEEN)
def test_a_switch_changes_what_is_seen(tmp_path: Path, clip: Path, name: str) -> None:
    default = getattr(Quirks(), name)
    other = OTHER.get(name, not default)
    seen = []
    for value in (default, other):
        folder = tmp_path / str(len(seen))
        edition = "free" if name == "studio_call_modal" else "studio"
        seen.append(SEEN[name](Bench(folder, clip, "21.2", edition=edition, **{name: value})))
    assert seen[0] != seen[1]


def test_every_switch_is_looked_at() -> None:
    assert {field.name for field in fields(Quirks)} == {*SEEN, *ELSEWHERE}
