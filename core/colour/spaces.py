"""The colour spaces that Bestlight knows, under the field's names, and how to find one.

OpenColorIO's newest built-in studio config (ACES) is the truth: all of its colour spaces and
displays are here, except its non-colour data space. An OCIO config in the environment changes
nothing. Camera encodings that the config lacks are added from colour-science's curves and gamuts;
a few delivery spaces of DaVinci Resolve that it lacks are a power function over one of its linear
spaces. ARRI LogC3 is the curve for EI 800.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from core.errors import UsageError

Kind = Literal["log", "display", "hdr", "linear"]

SRGB = "sRGB"
REC709 = "Rec.709 Gamma 2.4"


@dataclass(frozen=True)
class ColourSpace:
    """One colour encoding.

    Attributes:
        name: the name to show.
        aliases: short names for a command line, the preferred one first.
        resolve_names: what DaVinci Resolve calls it.
        kind: camera or film log, SDR display, HDR display, or linear light.
        referred: whether its values stand for light in a scene or light from a display.
        display: name of the SDR space with Rec.709 primaries that pictures in this space are
            analysed in unless another is asked for; its own name if it is such a space.
        ocio: its name in OCIO's studio config; None if that lacks it.
        also: further names that lookup understands (OCIO's own).
        curve: colour-science's name of the log curve, where OCIO lacks the space.
        gamma: exponent of the display curve, where OCIO lacks the space.
        gamut: linear space of the studio config, or gamut of colour-science, under `curve` or
            `gamma`.
    """

    name: str
    aliases: tuple[str, ...]
    resolve_names: tuple[str, ...]
    kind: Kind
    referred: Literal["scene", "display"] = "scene"
    display: str = REC709
    ocio: str | None = None
    also: tuple[str, ...] = field(default=(), repr=False)
    curve: str | None = None
    gamma: float | None = None
    gamut: str | None = None


def find_space(name: str) -> ColourSpace:
    """The space called `name`; case, spaces and punctuation do not count.

    Raises:
        UsageError: no space has that name; the message names the three nearest.
    """
    by_key = _by_key()
    key = _key(name)
    if key in by_key:
        return by_key[key]
    near = dict.fromkeys(by_key[k].name for k in _nearest(key[:80], tuple(by_key)))
    names = ", ".join(repr(n) for n in list(near)[:3])
    raise UsageError(
        f"unknown colour space {name[:80]!r}; the nearest are {names}",
        hint="list them all with: bestlight spaces",
    )


@functools.cache
def all_spaces() -> tuple[ColourSpace, ...]:
    """Every space, in the order to list them: display, HDR, camera and film logs, linear."""
    config = studio_config()
    named = [*_from_ocio(config), *_ADDED]
    order = {kind: i for i, kind in enumerate(("display", "hdr", "log", "linear"))}
    return tuple(sorted(named, key=lambda space: order[space.kind]))


def ocio() -> Any:
    """OpenColorIO's Python module, loaded on first use. It carries no types."""
    import PyOpenColorIO

    return PyOpenColorIO


def ocio_for_files() -> Any:
    """The same, ready to read a file: it writes nothing to stderr and has forgotten all files.

    It would warn there of what is damaged, and keep a file's first reading for ever, even after the
    file has changed.
    """
    module = ocio()
    module.SetLoggingLevel(module.LOGGING_LEVEL_NONE)
    module.ClearAllCaches()
    return module


@functools.cache
def studio_config() -> Any:
    """OCIO's newest built-in studio config (an `OCIO.Config`); not to be changed."""
    return ocio().Config.CreateFromFile("ocio://studio-config-latest")


def _key(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _nearest(key: str, keys: tuple[str, ...]) -> list[str]:
    return difflib.get_close_matches(key, keys, n=24, cutoff=0.0)


@functools.cache
def _by_key() -> dict[str, ColourSpace]:
    """Lookup table. Our own names come first, so that none of OCIO's aliases can take one."""
    table: dict[str, ColourSpace] = {}
    spaces = all_spaces()
    for names in (lambda s: (s.name,), lambda s: s.aliases, lambda s: s.resolve_names):
        for space in spaces:
            for name in names(space):
                table.setdefault(_key(name), space)
    for space in spaces:
        for name in space.also:
            table.setdefault(_key(name), space)
    return table


def _from_ocio(config: Any) -> Iterator[ColourSpace]:
    """The config's spaces: those of `_KNOWN` under the field's names, the rest under their own."""
    known: dict[str, int] = {}
    also: dict[int, list[str]] = {}
    for index, (_, ids) in enumerate(_KNOWN):
        for name in filter(None, map(config.getCanonicalName, ids)):
            known[name] = index
    rest: list[ColourSpace] = []
    for name in config.getColorSpaceNames(ocio().SEARCH_REFERENCE_SPACE_ALL, ocio().COLORSPACE_ALL):
        found = config.getColorSpace(name)
        names = [name, *found.getAliases()]
        if name in known:
            also.setdefault(known[name], []).extend(names)
        elif not found.isData():
            rest.append(_unknown(found))
    for index, (space, ids) in enumerate(_KNOWN):
        if index in also:
            back_end = next(filter(None, map(config.getCanonicalName, ids)))
            yield replace(space, ocio=back_end, also=tuple(also[index]))
    yield from rest


_KINDS: dict[str, Kind] = {
    "log": "log",
    "scene-linear": "linear",
    "display-linear": "linear",
    "hdr-video": "hdr",
    "edr-video": "hdr",
}


def _unknown(found: Any) -> ColourSpace:
    """A space of the config that `_KNOWN` has no better names for."""
    scene = found.getReferenceSpaceType() == ocio().REFERENCE_SPACE_SCENE
    kind = _KINDS.get(found.getEncoding(), "display")
    return ColourSpace(
        name=found.getName(),
        aliases=(),
        resolve_names=(),
        kind=kind,
        # A picture file with an SDR curve is looked at as it is, whatever OCIO calls it.
        referred="scene" if scene and kind != "display" else "display",
        ocio=found.getName(),
        also=tuple(found.getAliases()),
    )


def _display(
    name: str, aliases: str, *resolve_names: str, display: str | None = None, kind: Kind = "display"
) -> ColourSpace:
    """An OCIO display space; `display` None: it has Rec.709 primaries and is shown as it is."""
    return ColourSpace(
        name, tuple(aliases.split()), resolve_names, kind, "display", display or name
    )


def _scene(name: str, aliases: str, *resolve_names: str, kind: Kind = "log") -> ColourSpace:
    return ColourSpace(name, tuple(aliases.split()), resolve_names, kind)


def _curve(name: str, aliases: str, curve: str, gamut: str, *resolve_names: str) -> ColourSpace:
    return ColourSpace(name, tuple(aliases.split()), resolve_names, "log", curve=curve, gamut=gamut)


def _power(
    name: str, aliases: str, gamma: float, gamut: str, *resolve_names: str, display: str = ""
) -> ColourSpace:
    return ColourSpace(
        name,
        tuple(aliases.split()),
        resolve_names,
        "display",
        "display",
        display or name,
        gamma=gamma,
        gamut=gamut,
    )


# Field names for spaces of the studio config, each with the config's names or aliases for it (the
# first that exists is the one computed with; the others are the same encoding under another name).
_KNOWN: tuple[tuple[ColourSpace, tuple[str, ...]], ...] = (
    (
        _display(REC709, "rec709 bt709 bt1886 gamma24", REC709, "Rec.709", "Gamma 2.4"),
        ("rec1886_rec709_display", "g24_rec709"),
    ),
    (_display(SRGB, "srgb", "sRGB"), ("srgb_display", "srgb_texture")),
    (
        _display("Rec.709 Gamma 2.2", "gamma22 rec709g22", "Rec.709 Gamma 2.2", "Gamma 2.2"),
        ("g22_rec709_display", "g22_rec709"),
    ),
    (
        _display("Rec.709 (Scene)", "rec709scene", "Rec.709 (Scene)"),
        ("camera_rec709",),
    ),
    (_display("Rec.709 Gamma 1.8", "gamma18"), ("g18_rec709",)),
    (
        _display("Display P3", "displayp3 p3display", "P3-D65 (sRGB)", display=SRGB),
        ("displayp3_display", "srgb_p3d65"),
    ),
    (
        _display("P3-D65 Gamma 2.6", "p3d65 p3g26", "P3-D65", "P3-D65 Gamma 2.6", display=REC709),
        ("p3d65_display",),
    ),
    (
        _display("Adobe RGB", "adobergb adobe1998", "Adobe RGB", display="Rec.709 Gamma 2.2"),
        ("adobergb",),
    ),
    (_display("AP1 sRGB", "ap1srgb", display=SRGB), ("srgb_ap1",)),
    (_display("AP1 Gamma 2.2", "ap1g22", display="Rec.709 Gamma 2.2"), ("g22_ap1",)),
    (
        _display(
            "Rec.2100 PQ",
            "rec2100pq hdr10 pq st2084",
            "Rec.2100 ST2084",
            "Rec.2020 ST2084",
            display=REC709,
            kind="hdr",
        ),
        ("rec2100_pq_display",),
    ),
    (
        _display(
            "Rec.2100 HLG",
            "rec2100hlg hlg",
            "Rec.2100 HLG",
            "Rec.2020 HLG",
            display=REC709,
            kind="hdr",
        ),
        ("rec2100_hlg_display",),
    ),
    (
        _display("P3-D65 PQ", "p3d65pq p3pq", "P3-D65 ST2084", display=REC709, kind="hdr"),
        ("pq_p3d65_display",),
    ),
    (
        _display("Display P3 HDR", "displayp3hdr", display=REC709, kind="hdr"),
        ("displayp3_hdr_display",),
    ),
    (_scene("ARRI LogC3", "logc3 logc alexa", "ARRI LogC3", "ARRI LogC"), ("arri_logc3_ei800",)),
    (_scene("ARRI LogC4", "logc4", "ARRI LogC4"), ("arri_logc4",)),
    (
        _scene("S-Log3 S-Gamut3.Cine", "slog3 slog3cine slog3sg3c", "S-Gamut3.Cine/S-Log3"),
        ("slog3_sgamut3cine",),
    ),
    (
        _scene("S-Log3 S-Gamut3", "slog3sg3", "S-Gamut3/S-Log3"),
        ("slog3_sgamut3",),
    ),
    (_scene("S-Log3 Venice S-Gamut3", "slog3venicesg3"), ("slog3_venice_sgamut3",)),
    (
        _scene("S-Log3 Venice S-Gamut3.Cine", "slog3venice slog3venicesg3c"),
        ("slog3_venice_sgamut3cine",),
    ),
    (
        _scene("Canon Log 2 Cinema Gamut", "clog2 canonlog2", "Canon Cinema Gamut/Canon Log 2"),
        ("canonlog2_cinemagamut_d55",),
    ),
    (
        _scene("Canon Log 3 Cinema Gamut", "clog3 canonlog3", "Canon Cinema Gamut/Canon Log 3"),
        ("canonlog3_cinemagamut_d55",),
    ),
    (
        _scene("V-Log V-Gamut", "vlog vlogl", "Panasonic V-Gamut/V-Log", "Panasonic V-Log"),
        ("vlog_vgamut",),
    ),
    (
        _scene("Log3G10 REDWideGamutRGB", "log3g10 red", "REDWideGamutRGB/Log3G10", "RED Log3G10"),
        ("log3g10_redwidegamutrgb",),
    ),
    (
        _scene(
            "Blackmagic Film Gen 5",
            "bmdfilm5 bmdfilm blackmagic",
            "Blackmagic Design Film Gen 5",
            "Blackmagic Wide Gamut Gen 5/Film Gen 5",
        ),
        ("bmdfilm_widegamut_gen5",),
    ),
    (
        _scene(
            "DaVinci WG/Intermediate",
            "dwg davinciintermediate dwgi",
            "DaVinci WG/Intermediate",
            "DaVinci Wide Gamut Intermediate",
            "DaVinci Wide Gamut",
            "DaVinci Intermediate",
        ),
        ("davinci_intermediate_widegamut",),
    ),
    (_scene("Apple Log", "applelog", "Apple Log"), ("apple_log",)),
    (_scene("Apple Log 2", "applelog2", "Apple Log 2"), ("apple_log_2",)),
    (_scene("D-Log D-Gamut", "dlog djidlog", "DJI D-Gamut/D-Log", "DJI D-Log"), ("dlog_dgamut",)),
    (_scene("ACEScct", "acescct", "ACEScct"), ("acescct",)),
    (_scene("ACEScc", "acescc", "ACEScc"), ("acescc",)),
    (_scene("ADX10", "adx10 adx"), ("adx10",)),
    (_scene("ADX16", "adx16"), ("adx16",)),
    (_scene("ACEScg", "acescg ap1", "ACEScg", kind="linear"), ("acescg",)),
    (
        _scene("ACES2065-1", "aces ap0 aces20651", "ACES (AP0)", "ACES", kind="linear"),
        ("aces2065_1",),
    ),
    (
        _scene("Linear Rec.709", "linear lin709 linearsrgb", "Rec.709 Linear", kind="linear"),
        ("lin_rec709",),
    ),
    (
        _scene("Linear Rec.2020", "lin2020", "Rec.2020 Linear", kind="linear"),
        ("lin_rec2020",),
    ),
    (_scene("Linear P3-D65", "linp3", "P3-D65 Linear", kind="linear"), ("lin_p3d65",)),
    (
        ColourSpace("CIE XYZ-D65 (Display)", ("xyzdisplay",), ("XYZ",), "linear", "display"),
        ("cie_xyz_d65_display",),
    ),
    (_scene("CIE XYZ-D65 (Scene)", "xyzscene", kind="linear"), ("cie_xyz_d65_scene",)),
)

# What the studio config lacks. Left out of colour-science's list: curves whose gamut is not
# published (Panalog, ViperLog, PLog, FiLMiC Pro) and those that no camera or film records
# (ACESproxy, ERIMM, Log2, REDLog).
_ADDED: tuple[ColourSpace, ...] = (
    _power("Rec.709-A", "rec709a", 1.96, "lin_rec709", "Rec.709-A"),
    _power(
        "Rec.2020 Gamma 2.4",
        "rec2020 bt2020",
        2.4,
        "lin_rec2020",
        "Rec.2020 Gamma 2.4",
        "Rec.2020",
        display=REC709,
    ),
    _power("ProPhoto RGB", "prophoto romm", 1.8, "ProPhoto RGB", "ProPhoto RGB", display=SRGB),
    _curve("F-Log F-Gamut", "flog", "F-Log", "lin_rec2020", "FujiFilm F-Log", "F-Gamut/F-Log"),
    _curve("F-Log2 F-Gamut", "flog2", "F-Log2", "lin_rec2020", "FujiFilm F-Log2", "F-Gamut/F-Log2"),
    _curve("F-Log2 C F-Gamut C", "flog2c", "F-Log2", "F-Gamut C", "FujiFilm F-Log2 C"),
    _curve("N-Log N-Gamut", "nlog", "N-Log", "lin_rec2020", "Nikon N-Log", "N-Gamut/N-Log"),
    _curve("L-Log Rec.2020", "llog", "L-Log", "lin_rec2020", "Leica L-Log", "L-Gamut/L-Log"),
    _curve("Mi-Log Rec.2020", "milog", "Mi-Log", "lin_rec2020", "Xiaomi Mi-Log"),
    _curve("S-Log2 S-Gamut", "slog2", "S-Log2", "S-Gamut", "S-Gamut/S-Log2", "S-Log2"),
    _curve("S-Log S-Gamut", "slog slog1", "S-Log", "S-Gamut", "S-Gamut/S-Log", "S-Log"),
    _curve(
        "Canon Log Cinema Gamut",
        "clog canonlog",
        "Canon Log",
        "lin_cinemagamut_d55",
        "Canon Cinema Gamut/Canon Log",
    ),
    _curve(
        "Log3G12 REDWideGamutRGB",
        "log3g12",
        "Log3G12",
        "lin_redwidegamutrgb",
        "REDWideGamutRGB/Log3G12",
    ),
    _curve(
        "REDLogFilm DRAGONcolor2",
        "redlogfilm",
        "REDLogFilm",
        "DRAGONcolor2",
        "DRAGONcolor2/REDLogFilm",
    ),
    _curve(
        "REDLogFilm REDcolor4", "redlogfilm4", "REDLogFilm", "REDcolor4", "REDcolor4/REDLogFilm"
    ),
    _curve("T-Log E-Gamut", "tlog", "T-Log", "FilmLight E-Gamut", "FilmLight E-Gamut/T-Log"),
    _curve("Protune Native", "protune gopro", "Protune", "Protune Native", "GoPro Protune"),
    _curve("Cineon Log Rec.709", "cineon", "Cineon", "lin_rec709", "Cineon Film Log"),
)
