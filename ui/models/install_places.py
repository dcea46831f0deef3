"""Where other programs look for LUTs, and which kind of LUT they take."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Place:
    """A folder of a program on one system.

    Attributes:
        needs: what is there where the program is; the folder itself may still have to be made.
        folder: where it looks for LUTs that give a look to display values.
        technical: where it looks for LUTs that take a camera's values; None: likewise.

    All are paths with names in braces: "{home}", or a variable of the environment.
    """

    needs: str
    folder: str
    technical: str | None = None


@dataclass(frozen=True)
class Program:
    """A program that LUTs can be installed for.

    Attributes:
        name: for people.
        suffix: of the format.
        largest: grid steps that it reads at most.
        then: what to do there.
        source: where this is written.
        places: by system, as `sys.platform` names it, the first that is there counts; without one
            the user chooses the folder.
    """

    name: str
    then: str
    source: str
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    suffix: str = ".cube"
    largest: int = 65


_LUMETRI = "Adobe/Common/LUTs"
_MAC_SUPPORT = "{home}/Library/Application Support"
_RESOLVE_OWN = "Bestlight exports"
_RESOLVE = "Blackmagic Design/DaVinci Resolve"


def _resolve(*luts: str) -> tuple[Place, ...]:
    every = ("{BMD_RESOLVE_LUT_DIR}", *luts)
    return tuple(Place(lut, f"{lut}/{_RESOLVE_OWN}") for lut in every)


PROGRAMS = (
    Program(
        "Premiere Pro",
        str(
            QT_TRANSLATE_NOOP(
                "Install",
                "restart Premiere; it is under Creative > Look, or Input LUT for log clips",
            )
        ),
        "Adobe's VideoRoad blog, 11 October 2018: the folders that Lumetri lists, for one user",
        {
            "darwin": (
                Place(
                    f"{_MAC_SUPPORT}/Adobe",
                    f"{_MAC_SUPPORT}/{_LUMETRI}/Creative",
                    f"{_MAC_SUPPORT}/{_LUMETRI}/Technical",
                ),
            ),
            "win32": (
                Place(
                    "{APPDATA}/Adobe",
                    f"{{APPDATA}}/{_LUMETRI}/Creative",
                    f"{{APPDATA}}/{_LUMETRI}/Technical",
                ),
            ),
        },
    ),
    Program(
        "After Effects",
        str(QT_TRANSLATE_NOOP("Install", "choose it in the effect Apply Color LUT")),
        "Adobe's After Effects help, Apply Color LUT: asks for a file, of at most 64 grid steps",
        largest=64,
    ),
    Program(
        "Final Cut Pro",
        str(QT_TRANSLATE_NOOP("Install", "choose it in the effect Custom LUT, Choose Custom LUT")),
        "Apple's Final Cut Pro User Guide, Apply LUTs: imports 3D .cube and .mga from any folder",
    ),
    Program(
        "Avid Media Composer",
        str(QT_TRANSLATE_NOOP("Install", "import it in Source Settings")),
        "none found: taken to import .cube from any folder, through Source Settings",
    ),
    Program(
        "Baselight",
        str(QT_TRANSLATE_NOOP("Install", "choose it in an operator LUT, or in Truelight")),
        "none found: taken to read .cube from any folder, through its operators",
    ),
    Program(
        "Photoshop",
        str(QT_TRANSLATE_NOOP("Install", "load it in a layer Color Lookup, Load 3D LUT")),
        "Digital Photo Pro, Look Up!: loads .3dl, .cube, .look and .csp from any folder",
    ),
    Program(
        "DaVinci Resolve",
        str(QT_TRANSLATE_NOOP("Install", "update the LUT list in Resolve; it is under %1")),
        "the folders that Bestlight's Resolve side uses (resolve_plugin/folders.py)",
        {
            "darwin": _resolve(f"/Library/Application Support/{_RESOLVE}/LUT"),
            "win32": _resolve(
                f"{{PROGRAMDATA}}/{_RESOLVE}/Support/LUT", f"{{PROGRAMDATA}}/{_RESOLVE}/LUT"
            ),
            "linux": _resolve("/opt/resolve/LUT", "/home/resolve/LUT"),
        },
    ),
)
RESOLVE = PROGRAMS[-1]


def find_folder(program: Program, *, technical: bool) -> Path | None:
    """Where a program looks on this machine, if that is known and the program is there.

    Args:
        program: the program.
        technical: the LUT takes a camera's values.
    """
    place = find_place(program, sys.platform, os.environ, Path.home(), Path.is_dir)
    if place is None:
        return None
    folder, for_camera = place
    return for_camera if technical else folder


def find_tree(program: Program) -> Path | None:
    """The whole folder of LUTs that a program has on this machine; None: it is not there."""
    folder = find_folder(program, technical=False)
    return folder.parent if folder is not None else None


def find_place(
    program: Program,
    platform: str,
    environ: Mapping[str, str],
    home: Path,
    exists: Callable[[Path], bool],
) -> tuple[Path, Path] | None:
    """The folders for looks and for a camera's values.

    Args:
        program: the program.
        platform: as `sys.platform`.
        environ: the environment.
        home: the user's home.
        exists: whether a folder is there.
    """
    names = {**environ, "home": str(home)}
    for place in program.places.get(platform, ()):
        try:
            needs, folder, technical = (
                Path(text.format_map(names))
                for text in (place.needs, place.folder, place.technical or place.folder)
            )
        except KeyError:  # a variable that is not set
            continue
        if exists(needs):
            return folder, technical
    return None
