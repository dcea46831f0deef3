"""What a still's header, its numbers or the conventions of its file type say of its colour."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.colour.evidence import ColourTags, Detected, answer, tag_name, words
from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError

Numbers = tuple[float, ...]

_D65, _ACES_WHITE = (0.3127, 0.329), (0.32168, 0.33767)
_NEAR = 0.003  # chromaticities are rounded by some writers to three decimals
_NEAR_GAMMA = 0.025

# Chromaticities of red, green, blue and white, with the linear space that they are the primaries
# of: SMPTE ST 2065-1, AMPAS S-2014-004, ITU-R BT.709 and BT.2020, SMPTE EG 432-1, Adobe RGB (1998)
# and the makers' papers on their cameras' gamuts.
_GAMUTS: tuple[tuple[str, Numbers], ...] = (
    ("aces", (0.7347, 0.2653, 0.0, 1.0, 0.0001, -0.077, *_ACES_WHITE)),
    ("acescg", (0.713, 0.293, 0.165, 0.83, 0.128, 0.044, *_ACES_WHITE)),
    ("linear", (0.64, 0.33, 0.3, 0.6, 0.15, 0.06, *_D65)),
    ("lin2020", (0.708, 0.292, 0.17, 0.797, 0.131, 0.046, *_D65)),
    ("linp3", (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, *_D65)),
    ("lin_adobergb", (0.64, 0.33, 0.21, 0.71, 0.15, 0.06, *_D65)),
    ("lin_arri_wide_gamut_3", (0.684, 0.313, 0.221, 0.848, 0.0861, -0.102, *_D65)),
    ("lin_arri_wide_gamut_4", (0.7347, 0.2653, 0.1424, 0.8576, 0.0991, -0.0308, *_D65)),
    ("lin_sgamut3", (0.73, 0.28, 0.14, 0.855, 0.1, -0.05, *_D65)),
    ("lin_sgamut3cine", (0.766, 0.275, 0.225, 0.8, 0.089, -0.087, *_D65)),
    ("lin_vgamut", (0.73, 0.28, 0.165, 0.84, 0.1, -0.03, *_D65)),
    ("lin_redwidegamutrgb", (0.7803, 0.3043, 0.1216, 1.494, 0.0956, -0.0846, *_D65)),
    ("lin_davinci_widegamut", (0.8, 0.313, 0.1682, 0.9877, 0.079, -0.1155, *_D65)),
    ("lin_bmd_widegamut_gen5", (0.7177, 0.3171, 0.228, 0.8616, 0.1006, -0.082, *_D65)),
)
_PROPHOTO = (0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001, 0.3457, 0.3585)

# Display spaces by the primaries' linear space and the exponent.
_POWERS: dict[str, tuple[tuple[float, str], ...]] = {
    "linear": (
        (2.2, "gamma22"),
        (1.8, "gamma18"),
        (2.4, "rec709"),
        (1.96, "rec709a"),
        (1.0, "linear"),
    ),
    "lin_adobergb": ((2.2, "adobergb"), (1.0, "lin_adobergb")),
    "lin2020": ((2.4, "rec2020"), (1.0, "lin2020")),
    "linp3": ((2.6, "p3d65"), (1.0, "linp3")),
    "acescg": ((2.2, "ap1g22"), (1.0, "acescg")),
    "aces": ((1.0, "aces"),),
    "prophoto": ((1.8, "prophoto"),),
}
_USUAL = {
    "linear": "srgb",
    "lin_adobergb": "adobergb",
    "linp3": "displayp3",
    "lin2020": "rec2020",
    "prophoto": "prophoto",
}


def _gamut(chromaticities: Numbers) -> str | None:
    for alias, values in (*_GAMUTS, ("prophoto", _PROPHOTO)):
        pairs = zip(chromaticities, values, strict=False)
        if len(chromaticities) == 8 and all(abs(a - b) < _NEAR for a, b in pairs):
            return alias
    return None


def numbered_space(chromaticities: Numbers | None, gamma: float | None) -> ColourSpace | None:
    """The known space with these primaries and this exponent; `None` if there is none.

    Args:
        chromaticities: CIE xy of red, green, blue and white; None stands for those of Rec.709.
        gamma: exponent from code value to light; None for the curve that is usual with the
            primaries.
    """
    gamut = "linear" if chromaticities is None else _gamut(chromaticities)
    if gamut is None:
        return None
    if gamma is None:
        return find_space(_USUAL[gamut]) if gamut in _USUAL else None
    for exponent, alias in _POWERS.get(gamut, ()):
        if abs(gamma - exponent) < _NEAR_GAMMA:
            return find_space(alias)
    return None


def by_numbers(tags: ColourTags) -> Detected | None:
    """The space of a still that states primaries or an exponent in numbers."""
    if tags.chromaticities is None and tags.gamma is None:
        return None
    space = numbered_space(tags.chromaticities, tags.gamma)
    verb = "say" if tags.carrier.endswith("s") else "says"
    if space is None:
        return answer(
            "srgb",
            f"Its {tags.carrier} {verb} a colour that no known space has, so it is read as sRGB.",
            certain=False,
        )
    if tags.gamma is None:
        reason = f"Its {tags.carrier} {verb} the primaries of {space.name} and no curve."
        return Detected(space, reason, False)
    return Detected(space, f"Its {tags.carrier} {verb} {space.name}.", True)


def stated(tags: ColourTags) -> Detected | None:
    """What the header of a still states of its colour, whatever people wrote beside it."""
    suffix = tags.suffix.casefold().lstrip(".")
    if suffix == "exr":
        return _exr(tags.metadata)
    if suffix in ("dpx", "cin"):
        return _scan(tags, suffix)
    if tags.kind == "still" and _exif(tags.metadata).get("interoperabilityindex") == "R03":
        return answer("adobergb", "Its EXIF data says Adobe RGB.", certain=True)
    return None


def by_convention(tags: ColourTags) -> Detected | None:
    """What the type of a still means when nothing in it speaks; `None` for a clip."""
    suffix = tags.suffix.casefold().lstrip(".")
    if suffix == "exr":
        return _silent_exr(tags.metadata)
    if suffix in ("hdr", "rgbe"):
        return answer("linear", "Radiance HDR files hold linear light.", certain=False)
    if suffix in ("dpx", "cin"):
        return _silent_scan(tags.metadata)
    if tags.kind == "clip":
        return None
    if tags.is_float:
        return answer(
            "linear",
            "The still is in floating point and has no colour profile, which by custom stands for "
            "linear light with Rec.709 primaries.",
            certain=False,
        )
    return _by_exif(_exif(tags.metadata))


def _exif(metadata: Mapping[str, str]) -> dict[str, str]:
    return {key.casefold().removeprefix("exif:"): value.strip() for key, value in metadata.items()}


def _by_exif(exif: Mapping[str, str]) -> Detected:
    space = exif.get("colorspace")
    if space == "1":
        return answer("srgb", "Its EXIF data says sRGB.", certain=True)
    if space == "2":
        return answer(
            "adobergb",
            "Its EXIF colour space is 2, which some cameras write for Adobe RGB.",
            certain=False,
        )
    if space == "65535":
        return answer(
            "srgb",
            "Its EXIF data says that its colour is not sRGB, but not what it is; it is read as "
            "sRGB.",
            certain=False,
        )
    return answer("srgb", "The still has no colour profile, so it is read as sRGB.", certain=False)


def _exr(metadata: Mapping[str, str]) -> Detected | None:
    lower = {key.casefold(): value for key, value in metadata.items()}
    interop = _named(lower.get("colorinteropid", ""))
    if interop is not None:
        return Detected(interop, f"The EXR's colorInteropID says {interop.name}.", True)
    if lower.get("acesimagecontainerflag", "").strip().casefold() in ("1", "true"):
        return answer("aces", "The EXR is an ACES image container (ACES2065-1).", certain=True)
    alias = _gamut(_numbers(lower.get("chromaticities", "")))
    if alias is not None and alias != "prophoto":
        space = find_space(alias).name
        return answer(alias, f"The EXR's chromaticities are those of {space}.", certain=True)
    for key in ("oiio:colorspace", "colorspace"):
        space = _named(lower.get(key, ""))
        if space is not None and space.kind == "linear":
            return Detected(space, f"The EXR's {key} says {space.name}.", True)
    return None


def _silent_exr(metadata: Mapping[str, str]) -> Detected:
    lower = {key.casefold(): value for key, value in metadata.items()}
    numbers = _numbers(lower.get("chromaticities", ""))
    if len(numbers) == 8:
        reds = ", ".join(f"{value:.4g}" for value in numbers[:2])
        return answer(
            "linear",
            f"The EXR's chromaticities (red {reds} ...) are those of no known space, so it is "
            "read as linear light with Rec.709 primaries.",
            certain=False,
        )
    return answer(
        "linear",
        "The EXR states no chromaticities, which stands for linear light with Rec.709 primaries.",
        certain=False,
    )


def _numbers(text: str) -> Numbers:
    return tuple(float(number) for number in re.findall(r"-?\d*\.?\d+", text))


def _named(name: str) -> ColourSpace | None:
    try:
        return find_space(name) if name else None
    except UsageError:
        return None


def _scan(tags: ColourTags, suffix: str) -> Detected | None:
    transfer = tag_name(tags.transfer)
    text = " ".join(tags.metadata.values())
    if transfer == "adx" or words("adx ?(?:10|16)?").search(text):
        alias = "adx16" if tags.bit_depth > 10 else "adx10"
        return answer(alias, "The film scan's metadata says ADX.", certain=True)
    if suffix == "cin" or "density" in transfer or transfer.startswith("log"):
        says = "logarithmic" if transfer.startswith("log") else "printing density"
        return answer("cineon", f"The film scan's header says {says}.", certain=True)
    return None


def _silent_scan(metadata: Mapping[str, str]) -> Detected:
    written = metadata.get("dpx:Transfer", "").casefold()
    silent = written in ("", "undefined", "user defined")
    says = "names no curve" if silent else f"says {written}, which is no curve"
    return answer(
        "rec709", f"The DPX file's header {says}, so it is read as Rec.709.", certain=False
    )
