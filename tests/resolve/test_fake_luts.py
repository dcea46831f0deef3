"""Quirks of the fake Resolve, by their numbers: which LUT files it finds (1 to 3, 5, 6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.fake_resolve.standard import warm_lut
from tests.resolve.fake_bench import Bench


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
