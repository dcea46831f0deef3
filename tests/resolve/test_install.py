import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core import __version__
from core.errors import BestlightError, UsageError
from core.host.types import Label
from resolve_plugin.adapter.connection import ResolveVersion
from resolve_plugin.adapter.luts import LutFolder
from resolve_plugin.folders import Folders
from resolve_plugin.setup.install import (
    carry_out_plan,
    find_launchers,
    make_launcher,
    plan_install,
    plan_uninstall,
)
from resolve_plugin.setup.menu import Edition, choose_launchers, explain_python
from tests.node_luts import warm

BOTH = ("python", "lua")
OLD = "# Bestlight launcher 0.0.1; written by: bestlight resolve install\nprint('old')\n"


@pytest.fixture
def folders(tmp_path: Path) -> Folders[Path]:
    master = tmp_path / "LUT"
    master.mkdir()
    return Folders(
        master_lut=master,
        user_lut=None,
        scripts_user=tmp_path / "user" / "Fusion" / "Scripts",
        scripts_all=tmp_path / "all",
        script_api=tmp_path / "api",
        script_lib=tmp_path / "lib",
    )


def files_in(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def utility(folders: Folders[Path]) -> Path:
    return folders.scripts_user / "Utility"


def test_install_writes_the_launchers_into_the_users_own_menu_and_makes_the_lut_folder(folders):
    plan = plan_install(folders, BOTH)
    assert files_in(folders.scripts_user) == {}
    assert plan.administrator == ""
    assert carry_out_plan(plan) == ()
    assert sorted(files_in(folders.scripts_user)) == [
        "Utility/Bestlight-Lua.lua",
        "Utility/Bestlight.py",
    ]
    assert (folders.master_lut / "Bestlight").is_dir()
    assert find_launchers(folders) == {
        utility(folders) / "Bestlight.py": __version__,
        utility(folders) / "Bestlight-Lua.lua": __version__,
    }


@pytest.mark.parametrize(("kind", "name"), [("python", "Bestlight.py"), ("lua", "Bestlight.lua")])
def test_a_single_launcher_has_the_plain_name(folders, kind, name):
    carry_out_plan(plan_install(folders, (kind,)))
    assert list(files_in(utility(folders))) == [name]


def test_a_launcher_names_our_own_python_and_version():
    python = 'C:\\Users\\ann "x"\\python.exe'
    text = make_launcher("python", python)
    space: dict[str, object] = {"__name__": "a launcher"}
    exec(compile(text, "Bestlight.py", "exec"), space)
    assert space["PYTHON"] == python
    assert space["VERSION"] == __version__
    lua = pytest.importorskip("lupa").LuaRuntime()
    line = next(row for row in make_launcher("lua", python).splitlines() if "local PYTHON" in row)
    assert lua.execute(f"{line}\nreturn PYTHON") == python


def test_installing_again_changes_nothing(folders):
    carry_out_plan(plan_install(folders, BOTH))
    again = plan_install(folders, BOTH)
    assert again.changes == ()
    assert {step.action for step in again.steps} == {"keep"}


def test_an_older_launcher_is_replaced(folders):
    carry_out_plan(plan_install(folders, BOTH))
    (utility(folders) / "Bestlight.py").write_text(OLD)
    plan = plan_install(folders, BOTH)
    assert [(step.action, step.path.name) for step in plan.changes] == [("replace", "Bestlight.py")]
    carry_out_plan(plan)
    assert (utility(folders) / "Bestlight.py").read_text() == make_launcher(
        "python", sys.executable
    )


def test_another_choice_of_launchers_takes_the_others_away(folders):
    carry_out_plan(plan_install(folders, BOTH))
    carry_out_plan(plan_install(folders, ("lua",)))
    assert list(files_in(utility(folders))) == ["Bestlight.lua"]
    carry_out_plan(plan_install(folders, ("python",)))
    assert list(files_in(utility(folders))) == ["Bestlight.py"]


@pytest.mark.parametrize("content", [b"", b"print('mine')\n", b"\n# Bestlight launcher 0.1\n"])
def test_a_file_that_is_not_ours_is_refused_and_nothing_is_written(folders, content):
    mine = utility(folders) / "Bestlight-Lua.lua"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(content)
    plan = plan_install(folders, BOTH)
    with pytest.raises(BestlightError, match="is not Bestlight's; nothing was changed"):
        carry_out_plan(plan)
    assert files_in(folders.scripts_user) == {"Utility/Bestlight-Lua.lua": content}
    carry_out_plan(plan_uninstall(folders, luts=True))
    assert mine.read_bytes() == content


def test_a_dangling_link_of_that_name_is_refused(folders):
    mine = utility(folders) / "Bestlight.py"
    mine.parent.mkdir(parents=True)
    mine.symlink_to("/nowhere/at/all")
    with pytest.raises(BestlightError, match="not Bestlight's"):
        carry_out_plan(plan_install(folders, ("python",)))
    assert mine.is_symlink()


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("darwin", "sudo mkdir -p {0} && sudo chown"),
        ("linux", "sudo mkdir -p {0} && sudo chown"),
        ("win32", 'mkdir "{0}" & icacls "{0}" /grant'),
    ],
)
def test_a_closed_lut_folder_is_explained_with_the_command(folders, platform, command):
    plan = plan_install(folders, ("python",), platform=platform, may_write=lambda folder: False)
    assert "all users share" in plan.administrator
    assert command.format(folders.master_lut / "Bestlight") in plan.administrator
    carry_out_plan(plan)
    assert list(files_in(utility(folders))) == ["Bestlight.py"]
    assert list(folders.master_lut.iterdir()) == []


def test_a_lut_folder_that_only_seemed_writable_is_reported(folders):
    folders = replace(folders, master_lut=Path("/proc/sys"))
    undone = carry_out_plan(plan_install(folders, ("python",), may_write=lambda folder: True))
    assert "cannot make /proc/sys/Bestlight" in undone[0]
    assert list(files_in(utility(folders))) == ["Bestlight.py"]


def test_without_resolve_it_says_so(folders):
    shutil.rmtree(folders.master_lut)
    notes = " ".join(plan_install(folders, ("python",)).notes)
    assert "DaVinci Resolve was not found" in notes
    assert "start Resolve once" in notes


def test_the_app_store_build_is_refused(folders):
    with pytest.raises(BestlightError, match="App Store") as caught:
        plan_install(replace(folders, sandboxed=True), BOTH)
    assert "blackmagicdesign.com" in caught.value.hint


def test_uninstall_leaves_nothing(folders, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    carry_out_plan(plan_install(folders, BOTH))
    runtime = tmp_path / "runtime"
    (runtime / "spool-1").mkdir(parents=True)
    (runtime / "spool-1" / "req-000001.json").write_text("{}")
    plan = plan_uninstall(folders, luts=False, data=tmp_path / "ledger", runtime=runtime)
    carry_out_plan(plan)
    # "user" is no folder that Resolve or Bestlight would make.
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "user"])
    assert plan_uninstall(folders, luts=False).steps == ()


def test_menu_folders_of_the_user_stay(folders, tmp_path):
    carry_out_plan(plan_install(folders, ("lua",)))
    (folders.scripts_user / "Comp").mkdir()
    carry_out_plan(plan_uninstall(folders, luts=False))
    assert [path.name for path in folders.scripts_user.iterdir()] == ["Comp"]
    elsewhere = tmp_path / "dotfiles"
    elsewhere.mkdir()
    utility(folders).symlink_to(elsewhere)
    carry_out_plan(plan_install(folders, ("lua",)))
    carry_out_plan(plan_uninstall(folders, luts=False))
    assert utility(folders).is_symlink()


def graded(folders: Folders[Path], tmp_path: Path) -> tuple[Path, Path]:
    lut = LutFolder(folders.master_lut, "Film").write(warm(), "shot", Label("look"))
    record = tmp_path / "ledger" / "a.json"
    record.parent.mkdir()
    record.write_text("{}")
    return lut.file, record


def test_luts_and_records_stay_unless_asked_for(folders, tmp_path):
    carry_out_plan(plan_install(folders, BOTH))
    lut, record = graded(folders, tmp_path)
    plan = plan_uninstall(folders, luts=False, data=record.parent)
    assert "kept: 1 LUTs" in plan.notes[0]
    carry_out_plan(plan)
    assert lut.exists()
    assert record.exists()
    assert files_in(utility(folders)) == {}


def test_with_luts_only_our_files_go(folders, tmp_path):
    carry_out_plan(plan_install(folders, BOTH))
    lut, record = graded(folders, tmp_path)
    (folders.master_lut / "Film Looks").mkdir()
    (folders.master_lut / "Film Looks" / "a.cube").write_text("# Made by hand\n")
    theirs = lut.with_name("mine.cube")
    theirs.write_text("LUT_3D_SIZE 2\n")
    carry_out_plan(plan_uninstall(folders, luts=True, data=record.parent))
    assert sorted(files_in(folders.master_lut)) == [
        "Bestlight/Film/mine.cube",
        "Film Looks/a.cube",
    ]
    assert not record.parent.exists()
    theirs.unlink()
    carry_out_plan(plan_uninstall(folders, luts=True))
    assert not (folders.master_lut / "Bestlight").exists()


@pytest.mark.parametrize(
    ("choice", "studio", "version", "kinds"),
    [
        ("auto", None, (), BOTH),
        ("auto", True, (18, 6), ("python",)),
        ("auto", False, (20, 2), ("python",)),
        ("auto", False, (21, 0, 4), ("python",)),
        ("auto", False, (21, 1), ("lua",)),
        ("auto", True, (21, 1), ("python",)),
        ("lua", True, (21, 1), ("lua",)),
        ("python", False, (21, 1), ("python",)),
        ("both", True, (21, 1), BOTH),
    ],
)
def test_which_launchers(choice, studio, version, kinds):
    edition = None if studio is None else Edition(studio, ResolveVersion(*version))
    assert choose_launchers(choice, edition) == kinds


def test_an_unknown_launcher_is_wrong_usage():
    with pytest.raises(UsageError, match="ruby"):
        choose_launchers("ruby", None)


OLDER = Edition(True, ResolveVersion(20, 2))
NEWER = Edition(True, ResolveVersion(21, 1))


@pytest.mark.parametrize(
    ("platform", "kinds", "edition", "home", "there", "words"),
    [
        ("darwin", ("python",), None, "", (), "python.org"),
        ("darwin", BOTH, OLDER, "", (), "use the entry Bestlight-Lua"),
        ("darwin", BOTH, OLDER, "/gone", (), "python.org"),
        ("darwin", BOTH, OLDER, "/here", ("/here",), ""),
        ("darwin", BOTH, OLDER, "", ("/usr/local/bin/python3",), ""),
        ("darwin", BOTH, NEWER, "", (), ""),
        ("darwin", ("lua",), OLDER, "", (), ""),
        ("linux", BOTH, OLDER, "", (), ""),
        ("win32", BOTH, None, "", (), ""),
    ],
)
def test_a_mac_without_a_python_for_resolve_is_told(platform, kinds, edition, home, there, words):
    note = explain_python(
        kinds,
        edition,
        platform=platform,
        session_python=lambda: home,
        exists=lambda path: str(path) in there,
    )
    assert (words in note) if words else note == ""
