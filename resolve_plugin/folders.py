"""Where Resolve keeps LUTs, scripts and its scripting library, on each system.

The places are those of Resolve's scripting README and manual; `BMD_RESOLVE_*` relocates an
instance's folders, `RESOLVE_SCRIPT_*` its scripting library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Generic, TypeVar

P = TypeVar("P", bound=PurePath)
VENDOR = ("Blackmagic Design", "DaVinci Resolve")
OVERRIDES = (
    "BMD_RESOLVE_LUT_DIR",
    "BMD_RESOLVE_SUPPORT_DIR",
    "BMD_RESOLVE_CONFIG_DIR",
    "RESOLVE_SCRIPT_API",
    "RESOLVE_SCRIPT_LIB",
)


@dataclass(frozen=True)
class Folders(Generic[P]):
    """Resolve's folders.

    Attributes:
        master_lut: the LUT folder that `SetLUT` reads, shared by all users.
        user_lut: the user's LUT folder, which `SetLUT` does not read; None where there is none.
        scripts_user: `Fusion/Scripts` of this user; `Utility` in it is in every page's menu.
        scripts_all: `Fusion/Scripts` of all users.
        script_api: `Developer/Scripting`, which holds `Modules/DaVinciResolveScript.py`.
        script_lib: Resolve's scripting library.
        sandboxed: this is Apple's App Store build, which cannot start other programs.
    """

    master_lut: P
    user_lut: P | None
    scripts_user: P
    scripts_all: P
    script_api: P
    script_lib: P
    sandboxed: bool = False


def find_folders(
    platform: str, environ: Mapping[str, str], home: P, exists: Callable[[P], bool]
) -> Folders[P]:
    """Resolve's folders on a system.

    Args:
        platform: as `sys.platform`; anything but "darwin" and "win32" is taken as Linux.
        environ: the environment; its `BMD_RESOLVE_*` and `RESOLVE_SCRIPT_*` come before all.
        home: the user's home; the answers are paths of its kind.
        exists: whether a path is there; asked where a system has two usual places.
    """
    if platform == "darwin":
        usual = _on_mac(home, exists)
    elif platform == "win32":
        usual = _on_windows(environ, home, exists)
    else:
        usual = _on_linux(home, exists)
    at = type(home)
    given = {name: at(environ[name]) for name in OVERRIDES if environ.get(name, "").strip()}
    support = given.get("BMD_RESOLVE_SUPPORT_DIR")
    return Folders(
        master_lut=given.get("BMD_RESOLVE_LUT_DIR", usual.master_lut),
        user_lut=usual.user_lut,
        # The support folder is the user's own on every system: scripts lie beneath it.
        scripts_user=support / "Fusion" / "Scripts" if support else usual.scripts_user,
        scripts_all=usual.scripts_all,
        script_api=given.get("RESOLVE_SCRIPT_API", usual.script_api),
        script_lib=given.get("RESOLVE_SCRIPT_LIB", usual.script_lib),
        sandboxed=usual.sandboxed,
    )


def find_folders_here() -> Folders[Path]:
    """Resolve's folders on this machine, for this user."""
    return find_folders(sys.platform, os.environ, Path.home(), Path.exists)


def _on_mac(home: P, exists: Callable[[P], bool]) -> Folders[P]:
    at = type(home)
    shared = at("/Library/Application Support").joinpath(*VENDOR)
    own = home.joinpath("Library", "Application Support", *VENDOR)
    usual_app = at("/Applications/DaVinci Resolve/DaVinci Resolve.app")
    store_app = at("/Applications/DaVinci Resolve.app")
    sandboxed = exists(store_app) and not exists(usual_app)
    app = store_app if sandboxed else usual_app
    return Folders(
        master_lut=shared / "LUT",
        user_lut=own / "LUT",
        scripts_user=own / "Fusion" / "Scripts",
        scripts_all=shared / "Fusion" / "Scripts",
        script_api=shared / "Developer" / "Scripting",
        script_lib=app / "Contents" / "Libraries" / "Fusion" / "fusionscript.so",
        sandboxed=sandboxed,
    )


def _on_windows(environ: Mapping[str, str], home: P, exists: Callable[[P], bool]) -> Folders[P]:
    at = type(home)
    # The names of Windows' variables have no case, but a dictionary's keys do.
    known = {name.upper(): value for name, value in environ.items()}
    programs = at(known.get("PROGRAMFILES") or r"C:\Program Files")
    shared = at(known.get("PROGRAMDATA") or r"C:\ProgramData").joinpath(*VENDOR)
    roaming = at(known["APPDATA"]) if known.get("APPDATA") else home / "AppData" / "Roaming"
    own = roaming.joinpath(*VENDOR) / "Support"
    # The manual has the LUT folder in Support, the LUT specification beside it.
    luts = (shared / "Support" / "LUT", shared / "LUT")
    return Folders(
        master_lut=next((lut for lut in luts if exists(lut)), luts[0]),
        user_lut=own / "LUT",
        scripts_user=own / "Fusion" / "Scripts",
        scripts_all=shared / "Fusion" / "Scripts",
        script_api=shared / "Support" / "Developer" / "Scripting",
        script_lib=programs.joinpath(*VENDOR) / "fusionscript.dll",
    )


def _on_linux(home: P, exists: Callable[[P], bool]) -> Folders[P]:
    at = type(home)
    places = (at("/opt/resolve"), at("/home/resolve"))
    resolve = next((place for place in places if exists(place)), places[0])
    lut = next((p / "LUT" for p in (resolve, *places) if exists(p / "LUT")), resolve / "LUT")
    return Folders(
        master_lut=lut,
        user_lut=None,
        scripts_user=home.joinpath(".local", "share", "DaVinciResolve", "Fusion", "Scripts"),
        scripts_all=resolve / "Fusion" / "Scripts",
        script_api=resolve / "Developer" / "Scripting",
        script_lib=resolve / "libs" / "Fusion" / "fusionscript.so",
    )
