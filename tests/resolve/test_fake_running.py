"""The fake Resolve as a process that runs menu scripts, Python's and Lua's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_resolve import Profile, lost
from tests.fake_resolve.running import REPOSITORY, MenuEmptyError, RunningResolve

TITLES = "tests.fake_resolve.standard:titles"
PYTHON_SCRIPT = """
import os, sys
manager = resolve.GetProjectManager()
timeline = manager.GetCurrentProject().GetCurrentTimeline()
names = [item.GetName() for item in timeline.GetItemListInTrack("video", 1)]
print("names", names, "__file__" in globals(), __name__, fusion.GetResolve() is resolve)
print("lied", hasattr(resolve, "Nonsense"), resolve.Nonsense, os.environ["PYTHONHOME"])
sys.exit(4)
"""
LUA_SCRIPT = """
local timeline = resolve:GetProjectManager():GetCurrentProject():GetCurrentTimeline()
local items = timeline:GetItemListInTrack("video", 1)
print("names", type(items[1]), items[1]:GetName(), items[2]:GetName(), #items, __file__)
items[1]:AddMarker(7, "Blue", "name", "note", 1)
for frame, marker in pairs(items[1]:GetMarkers()) do print("marker", frame, marker.color) end
print("lied", resolve.Nonsense, app:GetResolve() == resolve, bmd.scriptapp("Resolve") == resolve)
print("io", io ~= nil, os.execute ~= nil, python)
bmd.wait(0.01)
"""
WAITING = """
import time
manager = resolve.GetProjectManager()
print("ready", flush=True)
while manager.GetCurrentDatabase() is not None:
    time.sleep(0.02)
print("resolve is gone")
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningResolve]:
    folder = tmp_path_factory.mktemp("resolve")
    with RunningResolve(Profile("20.2", "studio"), folder, setup=TITLES) as resolve:
        yield resolve


def _script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_python_script_runs_as_main_with_resolves_globals(
    running: RunningResolve, tmp_path: Path
) -> None:
    running.launch(_script(tmp_path, "a.py", PYTHON_SCRIPT))
    assert running.wait_ended() == 4
    assert "names ['first', 'second'] False __main__ True" in running.console()
    assert "lied True None /nonexistent/of/resolve" in running.console()


def test_a_lua_script_runs_in_luajit_with_userdata(running: RunningResolve, tmp_path: Path) -> None:
    running.launch(_script(tmp_path, "a.lua", LUA_SCRIPT))
    assert running.wait_ended() == 0, running.console()
    console = running.console().replace("\t", " ")
    assert "names userdata first second 2 nil" in console
    assert "marker 7 Blue" in console
    assert "lied nil true true" in console
    assert "io true true nil" in console


def test_the_state_outlives_a_killed_script(running: RunningResolve, tmp_path: Path) -> None:
    before = running.snapshot()
    running.launch(_script(tmp_path, "w.py", WAITING))
    assert running.leftovers() != []
    running.kill_launcher()
    assert running.wait_ended() == -9
    assert lost(before, running.snapshot()) == []
    assert running.wait_clean() == []


def test_what_the_user_does_is_seen(running: RunningResolve) -> None:
    running.control("move_playhead", item="second")
    running.control("set", page="color")
    running.control("open_modal")
    state = running.control("state")
    assert (state["page"], state["modal"], state["faults"]) == ("color", "Project Settings", [])
    running.control("close_modal")
    with pytest.raises(ValueError, match="nothing does"):
        running.control("nonsense")


def test_a_script_sees_none_once_resolve_is_killed(tmp_path: Path) -> None:
    with RunningResolve(Profile("21.1", "studio"), tmp_path, setup=TITLES) as resolve:
        resolve.control("after_calls", count=20, then={"do": "kill"})
        resolve.launch(_script(tmp_path, "w.py", WAITING))
        resolve.wait_ended()
        assert "resolve is gone" in resolve.console()
        assert resolve.wait_clean() == []


def test_free_21_1_lists_no_python_and_may_have_no_io_in_lua(tmp_path: Path) -> None:
    quirks = ["lua_without_io=1"]
    with RunningResolve(Profile("21.1", "free"), tmp_path, quirks=quirks, setup=TITLES) as resolve:
        with pytest.raises(MenuEmptyError):
            resolve.launch(_script(tmp_path, "a.py", PYTHON_SCRIPT))
        resolve.launch(_script(tmp_path, "a.lua", LUA_SCRIPT))
        assert resolve.wait_ended() == 0
        assert "io false false nil" in resolve.console().replace("\t", " ")


def test_alone_it_ends_with_its_script_or_says_that_the_menu_is_empty(tmp_path: Path) -> None:
    script = _script(tmp_path, "a.py", PYTHON_SCRIPT)
    codes = [
        subprocess.run(
            [
                *(sys.executable, "-m", "tests.fake_resolve.process", "--setup", TITLES),
                *("--version", "21.1", "--edition", edition),
                *("--folder", str(tmp_path / edition), "--launcher", str(script)),
            ],
            cwd=REPOSITORY,
            check=False,
            capture_output=True,
        ).returncode
        for edition in ("studio", "free")
    ]
    assert codes == [4, 3]
