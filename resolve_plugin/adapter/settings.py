"""The colour-management settings that hold on the current timeline, and Resolve's names for spaces.

A timeline has settings of its own only with `useCustomSettings`; else it shows the project's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_number

KEYS = (
    "colorScienceMode", "isAutoColorManage", "rcmPresetMode", "separateColorSpaceAndGamma",
    "colorSpaceInput", "colorSpaceInputGamma", "colorSpaceTimeline", "colorSpaceTimelineGamma",
    "colorSpaceOutput", "colorSpaceOutputGamma", "colorAcesNodeLUTProcessingSpace",
    "colorAcesIDT", "colorAcesODT", "timelineFrameRate",
)  # fmt: skip
MANAGED = ("davinciYRGBColorManaged", "davinciYRGBColorManagedv2")
ACES = ("acescc", "acescct")

# Colour space and gamma where the project keeps them apart. Each side by the names that Resolve
# and the makers use for it, without case and punctuation.
_GAMUTS = {
    "rec709": "709", "rec2020": "2020", "rec2100": "2020", "p3d65": "p3", "srgb": "709",
    "davinciwg": "dwg", "davinciwidegamut": "dwg", "arriwidegamut3": "awg3", "arrialexa": "awg3",
    "arriwidegamut4": "awg4", "sgamut3cine": "sg3c", "sgamut3": "sg3", "sgamut": "sg",
    "canoncinemagamut": "cg", "cinemagamut": "cg", "panasonicvgamut": "vg", "vgamut": "vg",
    "redwidegamutrgb": "rwg", "blackmagicdesignwidegamutgen5": "bmd5",
    "blackmagicwidegamutgen5": "bmd5", "djidgamut": "dg", "dgamut": "dg", "acesap0": "ap0",
    "acesap1": "ap1",
}  # fmt: skip
_GAMMAS = {
    "gamma24": "2.4", "gamma22": "2.2", "gamma26": "2.6", "rec709": "709", "rec709scene": "709",
    "rec709a": "709a", "srgb": "srgb", "linear": "lin", "st2084": "pq", "hlg": "hlg",
    "rec2100hlg": "hlg", "rec2100st2084": "pq", "davinciintermediate": "di", "intermediate": "di",
    "arrilogc3": "logc3", "arrilogc": "logc3", "logc3": "logc3", "arrilogc4": "logc4",
    "logc4": "logc4", "slog3": "slog3", "slog2": "slog2", "slog": "slog", "canonlog2": "clog2",
    "canonlog3": "clog3", "canonlog": "clog", "panasonicvlog": "vlog", "vlog": "vlog",
    "log3g10": "log3g10", "redlog3g10": "log3g10", "log3g12": "log3g12",
    "blackmagicdesignfilmgen5": "bmdfilm5", "blackmagicdesignfilm": "bmdfilm5", "djidlog": "dlog",
    "dlog": "dlog", "acescct": "acescct", "acescc": "acescc",
}  # fmt: skip
_PAIRS = {
    ("709", "2.4"): "Rec.709 Gamma 2.4", ("709", "2.2"): "Rec.709 Gamma 2.2",
    ("709", "709"): "Rec.709 (Scene)", ("709", "709a"): "Rec.709-A", ("709", "srgb"): "sRGB",
    ("709", "lin"): "Linear Rec.709", ("2020", "2.4"): "Rec.2020 Gamma 2.4",
    ("2020", "pq"): "Rec.2100 PQ", ("2020", "hlg"): "Rec.2100 HLG",
    ("2020", "lin"): "Linear Rec.2020", ("p3", "2.6"): "P3-D65 Gamma 2.6",
    ("p3", "srgb"): "Display P3", ("p3", "pq"): "P3-D65 PQ", ("p3", "lin"): "Linear P3-D65",
    ("dwg", "di"): "DaVinci WG/Intermediate", ("dwg", "lin"): "Linear DaVinci WideGamut",
    ("awg3", "logc3"): "ARRI LogC3", ("awg3", "lin"): "Linear ARRI Wide Gamut 3",
    ("awg4", "logc4"): "ARRI LogC4", ("awg4", "lin"): "Linear ARRI Wide Gamut 4",
    ("sg3c", "slog3"): "S-Log3 S-Gamut3.Cine", ("sg3", "slog3"): "S-Log3 S-Gamut3",
    ("sg", "slog2"): "S-Log2 S-Gamut", ("sg", "slog"): "S-Log S-Gamut",
    ("cg", "clog2"): "Canon Log 2 Cinema Gamut", ("cg", "clog3"): "Canon Log 3 Cinema Gamut",
    ("cg", "clog"): "Canon Log Cinema Gamut", ("vg", "vlog"): "V-Log V-Gamut",
    ("rwg", "log3g10"): "Log3G10 REDWideGamutRGB", ("rwg", "log3g12"): "Log3G12 REDWideGamutRGB",
    ("bmd5", "bmdfilm5"): "Blackmagic Film Gen 5", ("dg", "dlog"): "D-Log D-Gamut",
    ("ap0", "lin"): "ACES2065-1", ("ap1", "lin"): "ACEScg", ("ap1", "acescct"): "ACEScct",
    ("ap1", "acescc"): "ACEScc",
}  # fmt: skip


@dataclass(frozen=True)
class ColourSettings:
    """The settings of `KEYS`, as text.

    Attributes:
        values: by key; missing ones are empty.
        own: whether they are the timeline's own; else the project's.
    """

    values: Mapping[str, str]
    own: bool = False

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    @property
    def whose(self) -> str:
        """Where they come from, for a sentence."""
        return "the timeline's own settings" if self.own else "the project's settings"

    @property
    def mode(self) -> str:
        """The colour science."""
        return self["colorScienceMode"]

    @property
    def managed(self) -> bool:
        """Whether Resolve converts each clip to a working space (colour managed, or ACES)."""
        return self.mode in MANAGED or self.mode in ACES

    @property
    def fps(self) -> float:
        """The timeline's frames a second."""
        return as_number(self["timelineFrameRate"], 24.0)

    def said(self, which: str) -> str:
        """Resolve's name of the "Input", "Timeline" or "Output" space, with its gamma."""
        name, gamma = self[f"colorSpace{which}"], self[f"colorSpace{which}Gamma"]
        return f"{name} / {gamma}" if self._apart and gamma else name

    def space(self, which: str) -> ColourSpace | None:
        """The "Input", "Timeline" or "Output" space; None where Bestlight does not know it."""
        name, gamma = self[f"colorSpace{which}"], self[f"colorSpace{which}Gamma"]
        if which == "Output" and name.casefold().startswith("same as"):
            return self.space("Timeline")
        return find_named_space(name, gamma if self._apart else "")

    @property
    def _apart(self) -> bool:
        return self["separateColorSpaceAndGamma"] == "1"


def read_settings(
    connection: Connection, project: api.Project, timeline: api.Timeline
) -> ColourSettings:
    """The settings that hold on a timeline, in one round trip."""
    owners: tuple[api.Project | api.Timeline, ...] = (project, timeline)
    calls = [(owner, "GetSetting", key) for owner in owners for key in KEYS]
    custom, *answers = connection.ask((timeline, "GetSetting", "useCustomSettings"), *calls)
    own = _text(custom) == "1"
    chosen = answers[len(KEYS) :] if own else answers[: len(KEYS)]
    return ColourSettings(dict(zip(KEYS, map(_text, chosen), strict=True)), own)


def _text(answer: object) -> str:
    # A setting that does not exist is answered with nothing, or with False.
    return "" if answer is None or isinstance(answer, bool) else str(answer).strip()


def find_named_space(name: str, gamma: str = "") -> ColourSpace | None:
    """The space that Resolve calls `name`, or `name` and `gamma` where it keeps the two apart."""
    if not name:
        return None
    if not gamma:
        return _found(name)
    gamut, curve = _GAMUTS.get(_key(name)), _GAMMAS.get(_key(gamma))
    pair = _PAIRS.get((gamut or "", curve or ""))
    return _found(pair) if pair else _found(f"{name}/{gamma}")


@cache
def _found(name: str) -> ColourSpace | None:
    try:
        return find_space(name)
    except UsageError:
        return None


def _key(name: str) -> str:
    # PQ gammas may carry a peak luminance: "ST2084 1000 nits".
    plain = re.sub(r"\d+ ?nits?", "", name.casefold())
    return "".join(c for c in plain if c.isalnum())
