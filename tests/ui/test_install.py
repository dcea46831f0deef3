"""LUTs for other programs: into the right folder, of a kind that they take, over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.job.table import ADJUSTMENTS
from core.lut.files import read_lut
from tests.ui.conftest import Panel
from ui.models.install_places import PROGRAMS, RESOLVE, find_place
from ui.window import asking
from ui.window.installing import install_menu

HOME = Path("/home/me")
BY_NAME = {program.name: program for program in PROGRAMS}


def test_premiere_keeps_looks_and_camera_luts_apart() -> None:
    premiere = BY_NAME["Premiere Pro"]
    support = HOME / "Library" / "Application Support" / "Adobe"
    found = find_place(premiere, "darwin", {}, HOME, lambda path: path == support)
    luts = support / "Common" / "LUTs"
    assert found == (luts / "Creative", luts / "Technical")
    roaming = find_place(premiere, "win32", {"APPDATA": "/roaming"}, HOME, lambda _: True)
    assert roaming is not None
    assert roaming[0] == Path("/roaming/Adobe/Common/LUTs/Creative")


@pytest.mark.parametrize("platform", ["darwin", "win32", "linux"])
def test_a_folder_is_known_only_where_the_program_is(platform: str) -> None:
    environ = {"APPDATA": "/roaming", "PROGRAMDATA": "/data"}
    for program in PROGRAMS:
        assert program.source
        assert find_place(program, platform, environ, HOME, lambda _: False) is None


def test_resolve_s_folder_may_be_given() -> None:
    environ = {"BMD_RESOLVE_LUT_DIR": "/luts"}
    found = find_place(RESOLVE, "linux", environ, HOME, lambda _: True)
    assert found == (Path("/luts/Bestlight exports"),) * 2
    usual = find_place(RESOLVE, "linux", {}, HOME, lambda path: path == Path("/home/resolve/LUT"))
    assert usual == (Path("/home/resolve/LUT/Bestlight exports"),) * 2


def test_a_lut_is_installed_by_the_menu_and_nothing_overwritten(
    panel: Panel, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve, chosen = tmp_path / "resolve", tmp_path / "chosen"
    resolve.mkdir()
    monkeypatch.setenv("BMD_RESOLVE_LUT_DIR", str(resolve))
    monkeypatch.setattr(asking, "folder", lambda *_: chosen)
    panel.open(picture)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    panel.model.baking.set_options(None, 65)
    panel.until(lambda: panel.model.baking.verdict != "checking")
    delivery = panel.model.delivery
    for name in ("DaVinci Resolve", "DaVinci Resolve", "After Effects"):
        menu = install_menu(delivery, panel.window, accept_faults=False)
        (action,) = [one for one in menu.actions() if one.text().startswith(name)]
        action.trigger()
        menu.close()
        panel.until(lambda: not delivery.doing)
    first, second = sorted((resolve / "Bestlight exports").iterdir())
    assert first.read_bytes() == second.read_bytes()
    assert read_lut(first).size == 65
    (for_after_effects,) = chosen.iterdir()
    assert read_lut(for_after_effects).size == 33
