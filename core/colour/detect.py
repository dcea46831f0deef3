"""Which colour space a clip or still is in, read from its tags and metadata, with the reason.

Evidence, strongest first: what Bestlight wrote into a clip that it graded; what a camera wrote
about its curve; an ICC profile; the transfer and primaries tags (ITU-T H.273); what a still's
header states; the conventions of the file type. Cameras commonly tag log as Rec.709 because their
container has no code for it, so a curve named in the metadata outweighs that tag. A curve's name in
a title or file name is only a hint, and the answer then is not certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.colour.camera_log import may_hide_log, unnamed_log
from core.colour.detect_still import by_convention, by_numbers, stated
from core.colour.evidence import ColourTags, Detected, answer, tag_name, words
from core.colour.own_label import labelled_space
from core.colour.spaces import ColourSpace, find_space

__all__ = ["ColourTags", "Detected", "detect_space", "find_curve", "tells_colour"]


def detect_space(tags: ColourTags) -> Detected:
    """The colour space of a file with these tags; never fails, but may be uncertain."""
    for look in (_own_label, _camera, _profile, _tagged, _numbered, stated, _hinted, by_convention):
        found = look(tags)
        if found is not None:
            return found
    return _untagged(tags)


# Names of curves as cameras and people write them; the first that is found counts, so the longer
# names stand before the shorter ones that they contain.
_CURVES: tuple[tuple[str, str], ...] = (
    ("s log 3 (?:s gamut 3 )?cine", "slog3"),
    ("s log 3", "slog3"),
    ("s log 2", "slog2"),
    ("s log 1?", "slog"),
    ("(?:arri )?log c 4|arri log 4", "logc4"),
    ("(?:arri )?log c (?:3|v 3)?", "logc3"),
    ("(?:canon|c) log 2", "clog2"),
    ("(?:canon|c) log 3", "clog3"),
    ("(?:canon|c) log 1?", "clog"),
    ("v log l?", "vlog"),
    ("f log 2 c", "flog2c"),
    ("f log 2", "flog2"),
    ("f log", "flog"),
    ("n log", "nlog"),
    ("l log", "llog"),
    ("apple log 2", "applelog2"),
    ("apple log", "applelog"),
    ("d log m", "dlog"),
    ("d log 2", "dlog"),
    ("d log", "dlog"),
    ("log 3 g 10", "log3g10"),
    ("log 3 g 12", "log3g12"),
    ("red log film", "redlogfilm"),
    ("(?:blackmagic|bmd) (?:design )?film (?:gen|generation)? 5", "bmdfilm5"),
    ("davinci (?:wg|wide gamut) intermediate|davinci intermediate", "dwg"),
    ("mi log", "milog"),
    ("protune", "protune"),
    ("aces cct", "acescct"),
    ("aces cc", "acescc"),
)
_UNPUBLISHED = "d log m|d log 2"
_DISPLAYED = (
    ("(?:itu|rec|bt)? 709", "rec709"),
    ("(?:(?:itu|rec|bt)? (?:2020|2100))? hlg|hybrid log gamma", "rec2100hlg"),
    ("(?:(?:itu|rec|bt)? 2100)? pq|st 2084", "rec2100pq"),
)
"""Curves that are no log, in what a camera says of its gamma."""
_S_GAMUT3 = "s gamut 3"
_S_GAMUT3_CINE = "s gamut 3 cine|s log 3 (?:s gamut 3 )?cine"

_COLOUR_KEY = re.compile(
    r"gamma|colou?r|\blog\b|transfer|primaries|profile|equation|curve|oetf|\bxml|picture",
    re.IGNORECASE,
)
_COLOUR_VALUE = re.compile(r"gammaequation|capturegamma|colou?rprimaries", re.IGNORECASE)
# What people write, as against what cameras do.
_FREE_TEXT = re.compile(
    r"title|comment|description|keyword|file_?name|clip_?name|reel|artist|synopsis|encoder|handler",
    re.IGNORECASE,
)
# Plain words too, so that a travel vlog is not taken for a Panasonic clip.
_ENGLISH = ("vlog", "slog", "clog", "flog")
_EDGES = " _./-"
_DISPLAY_REFERRED = r"rec 709|709|srgb|graded?|to ?709|display"


def _own_label(tags: ColourTags) -> Detected | None:
    """What Bestlight wrote into a clip that it graded."""
    for key, value in tags.metadata.items():
        space = labelled_space(value) if key.casefold().endswith("comment") else None
        if space is not None:
            reason = f"Bestlight graded this clip and wrote it as {space.name}."
            return Detected(space, reason, certain=True)
    return None


def _camera(tags: ColourTags) -> Detected | None:
    """What the camera wrote."""
    text = " ".join(f"{k}={v}" for k, v in tags.metadata.items() if not _FREE_TEXT.search(k))
    for key, value in _colour_entries(tags.metadata):
        for pattern, alias in _CURVES:
            match = words(pattern).search(value)
            if match:
                return _camera_curve(key, match.group().strip(_EDGES), alias, text)
        for pattern, alias in _DISPLAYED if "gamma" in key.casefold() else ():
            if words(pattern).search(value):
                said = f"The camera's metadata ({key}) says {find_space(alias).name}."
                return answer(alias, said, certain=True)
    return unnamed_log(_colour_entries(tags.metadata), text) or _iphone_log(tags)


def tells_colour(key: str, value: str) -> bool:
    """Whether an entry of the metadata is a device's word on the picture's colour."""
    if _FREE_TEXT.search(key):
        return False
    return bool(_COLOUR_KEY.search(key) or _COLOUR_VALUE.search(value))


def _colour_entries(metadata: Mapping[str, str]) -> list[tuple[str, str]]:
    """The entries that tell of colour, those on the curve itself first."""
    entries = [(key, value) for key, value in metadata.items() if tells_colour(key, value)]
    return sorted(entries, key=lambda entry: "gamma" not in entry[0].casefold())


def _camera_curve(key: str, written: str, alias: str, text: str) -> Detected:
    says = f"The camera's metadata ({key[:60]}) says {written}"
    if words(_UNPUBLISHED).fullmatch(written):
        return answer(
            alias,
            f"{says}, whose curve the maker has not published, so it is read as D-Log.",
            certain=False,
        )
    if alias == "slog3":
        if words(_S_GAMUT3_CINE).search(text):
            return answer("slog3", f"{says} with S-Gamut3.Cine.", certain=True)
        if words(_S_GAMUT3).search(text):
            return answer("slog3sg3", f"{says} with S-Gamut3.", certain=True)
        return answer(
            "slog3", f"{says} but no gamut, and S-Gamut3.Cine is the usual one.", certain=False
        )
    if alias == "logc3" and words("alexa 35|logc4|awg 4").search(text):
        return answer("logc4", f"{says} on a camera that records LogC4.", certain=True)
    return answer(alias, f"{says}.", certain=True)


def _iphone_log(tags: ColourTags) -> Detected | None:
    """Apple Log has no transfer code: the iPhone leaves it open and writes Rec.2020 primaries."""
    model = " ".join(v for k, v in tags.metadata.items() if k.casefold().endswith("model"))
    if (
        "iphone" in model.casefold()
        and tags.bit_depth >= 10
        and tag_name(tags.primaries) == "bt2020"
        and not tag_name(tags.transfer)
    ):
        return answer(
            "applelog",
            f"The clip is from an {model}, has Rec.2020 primaries and leaves its curve open, "
            "as Apple Log does.",
            certain=False,
        )
    return None


_PROFILES: tuple[tuple[str, str], ...] = (
    (r"2100.*(pq|2084)|\bpq\b", "rec2100pq"),
    (r"2100.*hlg|\bhlg\b", "rec2100hlg"),
    (r"linear.*(srgb|709)|(srgb|709).*linear", "linear"),
    (r"display ?p3|\bsp3c|image p3", "displayp3"),
    (r"p3.?d65|dci.?p3|\bp3\b", "p3d65"),
    (r"adobe ?rgb", "adobergb"),
    (r"prophoto|romm", "prophoto"),
    (r"2020", "rec2020"),
    (r"srgb|61966-2|^c2$|^urgb$", "srgb"),
    (r"709|hdtv", "rec709"),
    (r"gamma ?2\.2", "gamma22"),
    (r"acescg", "acescg"),
)


def _profile(tags: ColourTags) -> Detected | None:
    """The ICC profile of a still."""
    if not tags.icc:
        return None
    for pattern, alias in _PROFILES:
        if re.search(pattern, tags.icc.strip(), re.IGNORECASE):
            return answer(alias, f"Its ICC profile is {tags.icc[:60]!r}.", certain=True)
    return answer(
        "srgb",
        f"Its ICC profile {tags.icc[:60]!r} is none that is known here, so it is read as sRGB.",
        certain=False,
    )


# What the transfer tag means under Rec.709, Rec.2020 and P3 primaries.
_VIDEO = ("rec709", "rec2020", "displayp3")
_TRANSFERS: dict[str, tuple[str, str, str]] = {
    "smpte2084": ("rec2100pq", "rec2100pq", "p3d65pq"),
    "aribstdb67": ("rec2100hlg", "rec2100hlg", "rec2100hlg"),
    "iec6196621": ("srgb", "srgb", "displayp3"),
    "linear": ("linear", "lin2020", "linp3"),
    "bt470m": ("gamma22", "gamma22", "displayp3"),
    "gamma22": ("gamma22", "gamma22", "displayp3"),
    "bt709": _VIDEO,
    "smpte170m": _VIDEO,
    "bt470bg": _VIDEO,
    "gamma28": _VIDEO,
    "smpte240m": _VIDEO,
    "iec6196624": _VIDEO,
    "bt1361": _VIDEO,
    "bt1361e": _VIDEO,
    "bt202010": _VIDEO,
    "bt202012": _VIDEO,
}
_PRIMARIES = {"bt2020": 1, "smpte432": 2, "smpte431": 2}


def _tagged(tags: ColourTags) -> Detected | None:
    """The transfer and primaries tags."""
    transfer = tag_name(tags.transfer)
    if transfer not in _TRANSFERS:
        return None
    column = _PRIMARIES.get(tag_name(tags.primaries), 0)
    alias = _TRANSFERS[transfer][column]
    if _TRANSFERS[transfer] is _VIDEO or (tags.kind == "still" and alias == "srgb"):
        # Camera log is commonly tagged as plain video, so a hint still counts; and programs write
        # sRGB into stills whatever is in them.
        hinted = _hinted(tags)
        if hinted is not None:
            return hinted
    primaries = f" with {tags.primaries} primaries" if tag_name(tags.primaries) else ""
    if _TRANSFERS[transfer] is _VIDEO and may_hide_log(tags):
        return answer(
            alias,
            f"The clip is tagged {tags.transfer}, but a camera may have put its log under that "
            "tag, and nothing beside or inside the file names a curve.",
            certain=False,
        )
    noun = "still" if tags.kind == "still" else "clip"
    says = f"Its {tags.carrier} says" if tags.carrier else f"The {noun} is tagged"
    return answer(alias, f"{says} {tags.transfer}{primaries}.", certain=True)


def _numbered(tags: ColourTags) -> Detected | None:
    """What a still states in numbers, where that is not what programs write into everything."""
    found = by_numbers(tags)
    if found is not None and found.space.display == found.space.name:
        return _hinted(tags) or found
    return found


def _hinted(tags: ColourTags) -> Detected | None:
    """A curve's name in what people wrote."""
    for key, value in tags.metadata.items():
        if not _FREE_TEXT.search(key) or words(_DISPLAY_REFERRED).search(value):
            continue
        for pattern, alias in _CURVES:
            match = words(pattern).search(value)
            if match and match.group().strip(_EDGES).casefold() not in _ENGLISH:
                where = "file name" if re.fullmatch(r"file_?name", key) else key[:60]
                return answer(
                    alias,
                    f"Only the {where} speaks of {match.group().strip(_EDGES)}; "
                    "nothing that the camera wrote confirms it.",
                    certain=False,
                )
    return None


def find_curve(text: str) -> ColourSpace | None:
    """The camera or film log that `text` names ("SLog3", "ARRI LogC4"), if any."""
    for pattern, alias in _CURVES:
        match = words(pattern).search(text)
        if match and match.group().strip(_EDGES).casefold() not in _ENGLISH:
            return find_space(alias)
    return None


def _untagged(tags: ColourTags) -> Detected:
    if tag_name(tags.transfer):
        return answer(
            "rec709",
            f"The clip is tagged {tags.transfer}, which is no curve that is known here, "
            "so it is read as Rec.709.",
            certain=False,
        )
    if _PRIMARIES.get(tag_name(tags.primaries)) == 1:
        return answer(
            "rec2020",
            "The clip has Rec.2020 primaries and names no curve, so it is read as SDR.",
            certain=False,
        )
    return answer(
        "rec709",
        "The clip has no tag that names its curve, so it is read as Rec.709 like most video.",
        certain=False,
    )
