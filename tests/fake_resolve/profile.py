"""Which Resolve is faked: version, edition, and which of its oddities are on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

Edition = Literal["free", "studio"]
VERSIONS = ("18.6", "19.1", "20.2", "21.0", "21.1", "21.1.1", "21.1.2", "21.2")
EDITIONS: tuple[Edition, ...] = ("free", "studio")
_WHOLE = {
    "18.6": (18, 6, 6, 9),
    "19.1": (19, 1, 0, 33),
    "20.2": (20, 2, 2, 10),
    "21.0": (21, 0, 0, 47),
    "21.0.4": (21, 0, 4, 5),
    "21.1": (21, 1, 0, 17),
    "21.1.1": (21, 1, 1, 10),
    "21.1.2": (21, 1, 2, 10),
    "21.2": (21, 2, 0, 12),
}


@dataclass(frozen=True)
class Profile:
    """A version, one of `VERSIONS` or "21.0.4", in an edition; "21.1" is 21.1.0."""

    version: str = "20.2"
    edition: Edition = "studio"

    @property
    def whole(self) -> tuple[int, int, int, int]:
        """Major, minor, patch and build."""
        return _WHOLE[self.version]

    @property
    def header(self) -> str:
        """The version as it stands in the head of a .drx."""
        major, minor, patch, build = self.whole
        return f"{major}.{minor}.{patch}.{build:04}"

    @property
    def product(self) -> str:
        """What GetProductName answers."""
        return "DaVinci Resolve Studio" if self.edition == "studio" else "DaVinci Resolve"

    def at_least(self, version: str) -> bool:
        """Whether a call added in `version` exists."""
        return self.whole[:3] >= _triple(version)

    def before(self, version: str) -> bool:
        """Whether a call dropped in `version` still exists."""
        return not self.at_least(version)

    @property
    def lists_python(self) -> bool:
        """Whether the Scripts menu shows .py files."""
        return self.edition == "studio" or self.before("21.1")

    def __str__(self) -> str:
        return f"{self.version} {self.edition}"


def _triple(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in (version + ".0.0").split(".")[:3])


@dataclass(frozen=True)
class Quirks:
    """The oddities of §3 of the fact sheet, by number; the defaults are what it measured.

    Attributes:
        user_luts_refused: (1) a LUT in the user's own LUT folder is never found.
        lut_needs_refresh: (2) a new file is unknown until RefreshLUTList.
        lut_needs_restart: (2) a new file is unknown until Resolve restarts, refreshed or not.
        refresh_ignored: (2) RefreshLUTList answers False and does nothing.
        absolute_outside_ok: (2) an absolute path is taken from anywhere but the user's LUT folder.
        get_lut_relative: (3) GetLUT answers relative to the LUT folder; else the absolute path.
        timeline_graph_empty: (4) a fresh timeline graph has 0 nodes; else one.
        overwritten_lut_stale: (5) a LUT file changed under its name shows as it was, until restart.
        unicode_lut_refused: (6) names outside ASCII are refused.
        thumbnails_gate: (7) no thumbnail off the Color page or while Resolve is not frontmost.
        thumbnail_lags: (7) how many reads after a move give None.
        exportstills_gate: (8) ExportStills needs the gallery panel on the Color page.
        still_formats: (9) the suffixes that ExportCurrentFrameAsStill takes.
        still_bits: (9) its bit depth, 8 or 16.
        raw_black_in_background: (9) camera RAW exports black while Resolve is not frontmost.
        still_lags: (10) how many exports after SetCurrentTimecode show the frame from before.
        source_start_off_by_one: (11) GetSourceStartFrame is one too many on trimmed items.
        title_colour_not_kept: (12) SetClipColor on a title says True and keeps nothing.
        transitions_listed: (12) transitions are in GetItemListInTrack.
        compound_timeline_none: (13) GetTimeline of a compound's media is None.
        compound_without_path: (13) compounds, timelines and multicams have no File Path.
        cdl_lists_give_red: (14) a CDL of lists, not strings, turns the frame red.
        cdl_typing: (14) how SetCDL wants the node and the saturation: "any", "text" or "numbers".
        get_cdl: (14) what the reader of 21.2 answers: "first" (always the first node), "none".
        drx_replaces_graph: (15) ApplyGradeFromDRX replaces the graph; else it appends.
        drx_leaves_keyframes: (15) keyframes of the grade before stay; SetCDL then changes nothing.
        drx_stales_graphs: (15) graphs that were got before it answer nothing any more.
        drx_refused: (15) it answers False and changes nothing, as no one has seen since 21.1.
        drx_pretends: (15) it answers True and changes nothing.
        drx_keys_ignored: (15) qualifiers in its file are left out.
        key_hue_zero: (26) the hue that a qualifier's 0 stands for, in turns from red.
        key_hue_backwards: (26) a qualifier counts its hues from red towards blue.
        key_widens: (26) how many times wider than its file says a qualifier holds hues.
        exportlut_keys: (26) ExportLUT heeds qualifiers; else it leaves what they hold out.
        exportlut_gate: (24) ExportLUT works on the Color page only.
        export_frame: (25) how ExportFrame is called: "offset" (frame, path), "options" (a map with
            frameOffset and filePath), "base64" (frame; the picture is in the answer), "bytes" (so,
            too, but it is the answer), "timeline" (as "offset", of the timeline only) or "refused".
        export_region: (27) how a part is asked for (21.2): "options" (regionOfInterest in them),
            "map" (third), "ignored" (as "map", but all of the frame comes), "corner" (as
            "options", but the part comes from the corner) or "refused".
        thumbnails: (27) ExportThumbnails of a timeline gives a "map" with a picture, or "nothing".
        loaded_version_stays: (16) the loaded version cannot be deleted; else the first is loaded.
        add_version_copies: (16) a new version starts as a copy; else with one empty node.
        add_version_does_not_switch: (16) the version before stays loaded.
        add_version_gate: (16) AddVersion works on the Color page only.
        copy_grades_overwrites: (17) CopyGrades overwrites; else it spares graded clips.
        copy_grades_across: (17) it reaches other timelines, too; else it says so and does nothing.
        duplicate_moves_pointer: (18) DuplicateTimeline makes the duplicate current.
        untitled_save_modal: (19) saving "Untitled Project" fails and opens a dialog.
        modal_hides_page: (20) GetCurrentPage is None under a dialog.
        render_hides_properties: (20) item properties read None during a render.
        graph_missing: (21) no Graph class, as before 19.0, whatever the version.
        remote_versions_shared: (22) remote versions belong to the media; else to the item.
        offline_keeps_path: (23) an offline clip still names its file.
        text_as_bytes: (28) text comes as bytes, as from an old Python.
        studio_call_modal: (§2.4) a Studio-only call on free opens a dialog.
        lut_folder_read_only: the LUT folder cannot be written.
        lua_without_io: (§0) Lua has neither io nor os.execute.
        refresh_seconds: how long RefreshLUTList takes.
    """

    user_luts_refused: bool = True
    lut_needs_refresh: bool = True
    lut_needs_restart: bool = False
    refresh_ignored: bool = False
    absolute_outside_ok: bool = False
    get_lut_relative: bool = True
    timeline_graph_empty: bool = True
    overwritten_lut_stale: bool = True
    unicode_lut_refused: bool = False
    thumbnails_gate: bool = True
    thumbnail_lags: int = 1
    exportstills_gate: bool = True
    still_formats: tuple[str, ...] = (".png", ".jpg", ".jpeg")
    still_bits: int = 8
    raw_black_in_background: bool = True
    still_lags: int = 1
    source_start_off_by_one: bool = True
    title_colour_not_kept: bool = True
    transitions_listed: bool = True
    compound_timeline_none: bool = True
    compound_without_path: bool = True
    cdl_lists_give_red: bool = True
    cdl_typing: str = "any"
    get_cdl: str = "first"
    drx_replaces_graph: bool = True
    drx_leaves_keyframes: bool = True
    drx_stales_graphs: bool = True
    drx_refused: bool = False
    drx_pretends: bool = False
    drx_keys_ignored: bool = False
    key_hue_zero: float = 0.0
    key_hue_backwards: bool = False
    key_widens: float = 1.0
    exportlut_keys: bool = True
    exportlut_gate: bool = True
    export_frame: str = "offset"
    export_region: str = "options"
    thumbnails: str = "map"
    loaded_version_stays: bool = True
    add_version_copies: bool = True
    add_version_does_not_switch: bool = False
    add_version_gate: bool = False
    copy_grades_overwrites: bool = True
    copy_grades_across: bool = False
    duplicate_moves_pointer: bool = True
    untitled_save_modal: bool = True
    modal_hides_page: bool = True
    render_hides_properties: bool = True
    graph_missing: bool = False
    remote_versions_shared: bool = True
    offline_keeps_path: bool = True
    text_as_bytes: bool = False
    studio_call_modal: bool = True
    lut_folder_read_only: bool = False
    lua_without_io: bool = False
    refresh_seconds: float = 0.0

    @staticmethod
    def from_words(words: list[str]) -> Quirks:
        """Quirks from a command line's `name=value` words."""
        kinds = {field.name: type(field.default) for field in fields(Quirks)}
        values: dict[str, Any] = {}
        for word in words:
            name, _, text = word.partition("=")
            kind = kinds[name]
            if kind is bool:
                values[name] = text.lower() in ("", "1", "true", "yes")
            else:
                values[name] = tuple(text.split(",")) if kind is tuple else kind(text)
        return Quirks(**values)
