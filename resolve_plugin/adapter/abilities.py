"""What this very build of Resolve was seen to do with nodes: kept by `bestlight resolve check`."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from core.errors import BestlightError
from core.files import write_text
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.drx.key import HueZero

_FILE = "abilities.json"


@dataclass(frozen=True)
class Abilities:
    """What was tried; None where it was not.

    Attributes:
        skeleton: empty, labelled nodes come onto a clip from a still's file.
        cdl: `SetCDL` does what the ASC says, on any node.
        append: nodes come behind a grade without changing it.
        frames: `ExportFrame` gives the picture that is shown.
        key: a qualifier in a still's file holds what its hues say.
        region: `ExportFrame` gives a part of a picture.
        sheet: `ExportThumbnails` gives several pictures as one.
        hue_zero: the hue that a qualifier's 0 stands for, in turns from red towards green.
        hue_backwards: whether it counts from red towards blue.
    """

    skeleton: bool | None = None
    cdl: bool | None = None
    append: bool | None = None
    frames: bool | None = None
    key: bool | None = None
    region: bool | None = None
    sheet: bool | None = None
    hue_zero: float = 0.0
    hue_backwards: bool = False

    @property
    def told(self) -> str:
        """What can be used on this build, in words."""
        can = {
            "new nodes": self.skeleton and self.cdl,
            "nodes behind yours": self.append,
            "frames without the playhead": self.frames,
            "qualifiers": self.key,
            "parts of frames": self.region,
            "several frames as one picture": self.sheet,
        }
        found = [what for what, was_seen in can.items() if was_seen]
        return ", ".join(["one LUT in one node", *found])

    @property
    def hues(self) -> HueZero:
        """How a qualifier counts its hues; from red towards green where that was not measured."""
        return HueZero(self.hue_zero, self.hue_backwards)


def name_build(connection: Connection) -> str:
    """The exact build, edition and system that is connected."""
    version = connection.version
    numbers = (version.major, version.minor, version.patch, version.build)
    return f"{connection.product} {'.'.join(map(str, numbers))} {sys.platform}"


def read_abilities(connection: Connection) -> Abilities:
    """What was seen of the build that is connected; nothing where it was never checked."""
    return _unpacked(_read(connection.records).get(name_build(connection)))


def list_checked(records: Path) -> dict[str, Abilities]:
    """What was seen of every build that was checked, by `name_build`.

    Args:
        records: the folder of Bestlight's records.
    """
    return {build: _unpacked(known) for build, known in _read(records).items()}


def _unpacked(known: object) -> Abilities:
    if not isinstance(known, dict):
        return Abilities()
    names = {field.name for field in fields(Abilities)}
    flags = {n: v for n, v in known.items() if n in names and isinstance(v, bool)}
    zero = known.get("hue_zero")
    return replace(Abilities(**flags), hue_zero=zero if isinstance(zero, float) else 0.0)


def write_abilities(connection: Connection, seen: Abilities) -> None:
    """Keep what was seen; where that cannot be, the next check sees it again."""
    if connection.records is None:
        return
    known = {**_read(connection.records), name_build(connection): asdict(seen)}
    with suppress(BestlightError):
        write_text(connection.records / _FILE, json.dumps(known, indent=1) + "\n", force=True)


def _read(records: Path | None) -> dict[str, object]:
    if records is None:
        return {}
    try:
        known = json.loads((records / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
