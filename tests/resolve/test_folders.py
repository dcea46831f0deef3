from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from resolve_plugin.folders import find_folders, find_folders_here

MAC = PurePosixPath("/Users/ann")
WINDOWS = PureWindowsPath(r"C:\Users\ann")
LINUX = PurePosixPath("/home/ann")
MAC_SHARED = "/Library/Application Support/Blackmagic Design/DaVinci Resolve"


def only(*present: str):
    return lambda path: str(path) in present


def test_mac():
    found = find_folders("darwin", {}, MAC, only())
    assert str(found.master_lut) == f"{MAC_SHARED}/LUT"
    assert str(found.user_lut) == f"/Users/ann{MAC_SHARED}/LUT"
    assert str(found.scripts_user) == f"/Users/ann{MAC_SHARED}/Fusion/Scripts"
    assert str(found.scripts_all) == f"{MAC_SHARED}/Fusion/Scripts"
    assert str(found.script_api) == f"{MAC_SHARED}/Developer/Scripting"
    assert str(found.script_lib) == (
        "/Applications/DaVinci Resolve/DaVinci Resolve.app"
        "/Contents/Libraries/Fusion/fusionscript.so"
    )
    assert not found.sandboxed


def test_mac_app_store_build_is_told_by_its_bundle():
    store = "/Applications/DaVinci Resolve.app"
    usual = "/Applications/DaVinci Resolve/DaVinci Resolve.app"
    found = find_folders("darwin", {}, MAC, only(store))
    assert found.sandboxed
    assert str(found.script_lib).startswith(store)
    assert not find_folders("darwin", {}, MAC, only(store, usual)).sandboxed


def test_windows():
    environ = {"ProgramData": r"D:\Data", "APPDATA": r"C:\Users\ann\AppData\Roaming"}
    found = find_folders("win32", environ, WINDOWS, only())
    shared = r"D:\Data\Blackmagic Design\DaVinci Resolve"
    own = r"C:\Users\ann\AppData\Roaming\Blackmagic Design\DaVinci Resolve\Support"
    assert str(found.master_lut) == rf"{shared}\Support\LUT"
    assert str(found.user_lut) == rf"{own}\LUT"
    assert str(found.scripts_user) == rf"{own}\Fusion\Scripts"
    assert str(found.scripts_all) == rf"{shared}\Fusion\Scripts"
    assert str(found.script_api) == rf"{shared}\Support\Developer\Scripting"
    library = r"C:\Program Files\Blackmagic Design\DaVinci Resolve\fusionscript.dll"
    assert str(found.script_lib) == library


def test_windows_without_its_variables_and_with_the_other_lut_folder():
    other = r"C:\ProgramData\Blackmagic Design\DaVinci Resolve\LUT"
    found = find_folders("win32", {}, WINDOWS, only(other))
    assert str(found.master_lut) == other
    assert found.scripts_user.is_relative_to(WINDOWS / "AppData" / "Roaming")


def test_linux():
    found = find_folders("linux", {}, LINUX, only())
    assert str(found.master_lut) == "/opt/resolve/LUT"
    assert found.user_lut is None
    scripts = "/home/ann/.local/share/DaVinciResolve/Fusion/Scripts"
    assert str(found.scripts_user) == scripts
    assert str(found.scripts_all) == "/opt/resolve/Fusion/Scripts"
    assert str(found.script_api) == "/opt/resolve/Developer/Scripting"
    assert str(found.script_lib) == "/opt/resolve/libs/Fusion/fusionscript.so"


def test_linux_in_its_older_home():
    found = find_folders("linux", {}, LINUX, only("/home/resolve", "/home/resolve/LUT"))
    assert str(found.master_lut) == "/home/resolve/LUT"
    assert str(found.scripts_all) == "/home/resolve/Fusion/Scripts"


def test_linux_with_luts_apart_from_the_program():
    found = find_folders("linux", {}, LINUX, only("/opt/resolve", "/home/resolve/LUT"))
    assert str(found.master_lut) == "/home/resolve/LUT"
    assert str(found.script_lib) == "/opt/resolve/libs/Fusion/fusionscript.so"


@pytest.mark.parametrize(
    ("platform", "home"), [("darwin", MAC), ("win32", WINDOWS), ("linux", LINUX)]
)
def test_environment_comes_first(platform: str, home: PurePath):
    environ = {
        "BMD_RESOLVE_LUT_DIR": "/srv/luts",
        "BMD_RESOLVE_SUPPORT_DIR": "/srv/support",
        "RESOLVE_SCRIPT_API": "/srv/api",
        "RESOLVE_SCRIPT_LIB": "/srv/lib/fusionscript.so",
    }
    found = find_folders(platform, environ, home, only())
    at = type(home)
    assert found.master_lut == at("/srv/luts")
    assert found.scripts_user == at("/srv/support/Fusion/Scripts")
    assert found.script_api == at("/srv/api")
    assert found.script_lib == at("/srv/lib/fusionscript.so")
    empty = find_folders(platform, dict.fromkeys(environ, " "), home, only())
    assert empty == find_folders(platform, {}, home, only())


def test_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("BMD_RESOLVE_LUT_DIR", str(tmp_path))
    assert find_folders_here().master_lut == tmp_path
