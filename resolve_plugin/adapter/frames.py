"""A clip's pictures as its node receives them.

Where the file can be decoded here, that is what is done: only the part that the timeline uses, with
the clip's own Data Level and Input LUT, and in a colour-managed project converted to its working
space. Else (camera RAW, compound, multicam, Fusion, titles, and where a node before holds a LUT or
converts the colour space) Resolve's viewer is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.colour.detect import detect_space
from core.colour.spaces import REC709, ColourSpace, find_space
from core.colour.transform import NO_VIEW, Rendering, convert, rendering
from core.errors import BestlightError, Cancelled
from core.grade.footage import CLIP_FRAMES, SHOWN_SIDE, FileFrames, Footage
from core.job.result import Choice
from core.lut.files import read_lut
from core.media import ClipInfo, StillInfo, probe_file, read_still, sample_frames
from core.progress import Progress
from resolve_plugin.adapter.connection import Connection, as_number
from resolve_plugin.adapter.entries import TimelineEntry
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.settings import ACES, ColourSettings, find_named_space, read_settings
from resolve_plugin.adapter.spaces import Before, find_lut, find_managed_space, read_before_node
from resolve_plugin.adapter.viewer import Shots, take_shots

ROLE = "Source"
_RETIMED = 2.5  # source frames by which an item must be longer or shorter than at its own speed


class _CannotDecode(BestlightError):
    """The clip's file does not give the pictures that the node receives; the message says why."""


def read_footage(
    connection: Connection,
    item: TimelineEntry,
    space: str,
    progress: Progress,
    *,
    node: int | None = None,
    luts: Path | None = None,
) -> Footage:
    """A clip's frames as its node receives them; Resolve is left as it was.

    Args:
        connection: to Resolve.
        item: the clip.
        space: name of the colour space at the node, from `spaces.find_node_space` or the user.
        progress: told of each frame.
        node: the node, counted from 1; None: as for `spaces.find_node_space`.
        luts: Resolve's LUT folder, where the clip's Input LUT is looked for.

    Returns:
        Footage whose frames are (H, W, 3) float32 values in `space`.

    Raises:
        HostGone: Resolve does not answer any more.
        UsageError: `space` is not known.
        BestlightError: the clip has no pictures, or Resolve could not be put back as it was.
        Cancelled: the user stopped it; everything is as it was.
    """
    _require_pictures(item)
    target = find_space(space)
    settings = read_timeline_settings(connection)
    before = read_before_node(connection, item, node)
    try:
        return _decoded(connection, item, settings, target, before, progress, luts)
    except _CannotDecode as why:
        taken = take_shots(
            connection,
            item,
            settings.fps,
            progress,
            max_side=SHOWN_SIDE,
            bypass_from=before.node,
        )
        return _from_viewer(item, settings, target, taken, why.message)


def read_graded_footage(connection: Connection, item: TimelineEntry, progress: Progress) -> Footage:
    """A clip as the user sees it, with its grade: a reference for other clips.

    Returns:
        Footage whose frames are (H, W, 3) float32 display values.

    Raises:
        HostGone: Resolve does not answer any more.
        BestlightError: the clip has no pictures, or Resolve could not be put back as it was.
        Cancelled: the user stopped it; everything is as it was.
    """
    _require_pictures(item)
    settings = read_timeline_settings(connection)
    taken = take_shots(
        connection, item, settings.fps, progress, max_side=SHOWN_SIDE, bypass_from=None
    )
    why = "as it is graded"
    display = find_space(REC709)
    frames = tuple(_displayed(still.rgb, settings, display) for still in taken.stills)
    return _shown(item, taken, frames, rendering(display), why, f"Reference {item.clip.name}")


def _require_pictures(item: TimelineEntry) -> None:
    if item.clip.kind == "offline":
        raise BestlightError(
            f"the media of {item.clip.name} is offline", hint="relink it in Resolve's media pool"
        )
    if item.clip.kind == "transition":
        raise BestlightError(
            f"{item.clip.name} is a transition and has no pictures of its own",
            hint="choose the clip before or after it",
        )


def read_timeline_settings(connection: Connection) -> ColourSettings:
    """The settings that hold on the timeline that is open.

    Raises:
        BestlightError: there is none.
    """
    now = read_state(connection)
    if now.project is None or now.timeline is None:
        raise BestlightError("no timeline is open in Resolve", hint="open one, then try again")
    return read_settings(connection, now.project, now.timeline)


# --- by decoding the file -------------------------------------------------------------------------


def _decoded(
    connection: Connection,
    item: TimelineEntry,
    settings: ColourSettings,
    target: ColourSpace,
    before: Before,
    progress: Progress,
    luts: Path | None,
) -> Footage:
    file = item.clip.file
    if item.clip.kind != "clip" or file is None:
        raise _CannotDecode(item.clip.reason or f"it is a {item.clip.kind}")
    if before.converts:
        raise _CannotDecode(f"{' and '.join(before.converts)} before node {before.node}")
    info = _probed(file)
    choices = [Choice(f"{ROLE}: frames", "decoded", f"from {file}", certain=True)]
    for what in before.corrects:
        why = f"{what} before node {before.node}; the pictures are without it"
        choices.append(Choice(f"{ROLE}: grade", "left out", why, certain=False))
    steps = [_levels(item, info, choices), _input_lut(item, luts, settings, choices)]
    steps.append(_to_working_space(item, info, settings, target, choices))
    pictures, times, used = _pictures(connection, item, settings, info, choices, progress)

    def stepped(picture: np.ndarray) -> np.ndarray:
        for step in steps:
            picture = step(picture)
        return picture

    made = tuple(stepped(picture) for picture in pictures)
    again = replace(used, to_footage=stepped)
    return Footage(file, info, tuple(times), made, rendering(target), tuple(choices), file=again)


def _probed(file: Path) -> ClipInfo | StillInfo:
    try:
        return probe_file(file)
    except BestlightError as error:
        raise _CannotDecode(error.message) from error


Step = Callable[[np.ndarray], np.ndarray]


def _unchanged(picture: np.ndarray) -> np.ndarray:
    return picture


def _levels(item: TimelineEntry, info: ClipInfo | StillInfo, choices: list[Choice]) -> Step:
    """The clip's Data Level on RGB files; `_pictures` sees to the others."""
    level = item.text("Data Level")
    if level in ("", "Auto"):
        return _unchanged
    choices.append(Choice(f"{ROLE}: range", level, "the clip's Data Level says so", certain=True))
    rgb = not isinstance(info, ClipInfo) or info.is_rgb
    if level == "Video" and rgb:
        return lambda picture: (picture * np.float32(255) - np.float32(16)) / np.float32(219)
    return _unchanged


def _input_lut(
    item: TimelineEntry, luts: Path | None, settings: ColourSettings, choices: list[Choice]
) -> Step:
    name = item.text("Input LUT")
    if not name:
        return _unchanged
    found = find_lut(name, luts)
    if found is None:
        raise _CannotDecode(f"its Input LUT {name!r} is not in Resolve's LUT folder")
    try:
        lut = read_lut(found)
    except BestlightError as error:
        raise _CannotDecode(error.message) from error
    choices.append(
        Choice(
            f"{ROLE}: Input LUT",
            name,
            "applied to the file's values first, as Resolve does",
            certain=not settings.managed,
        )
    )
    return lut.apply


def _to_working_space(
    item: TimelineEntry,
    info: ClipInfo | StillInfo,
    settings: ColourSettings,
    target: ColourSpace,
    choices: list[Choice],
) -> Step:
    if not settings.managed:
        why = "the project is not colour managed: these are the file's own values"
        choices.append(Choice(f"{ROLE}: colour space", target.name, why, certain=True))
        return _unchanged
    source, why, certain = _input_space(item, info, settings)
    working = find_managed_space(settings) or target
    choices.append(Choice(f"{ROLE}: file's colour space", source.name, why, certain))
    why = f"converted from {source.name} to the timeline's {working.name}"
    if source.referred != working.referred:
        why, certain = f"{why}; Resolve's own input transform may differ", False
    choices.append(Choice(f"{ROLE}: colour space", target.name, why, certain))
    return lambda picture: convert(picture, source, working)


def _input_space(
    item: TimelineEntry, info: ClipInfo | StillInfo, settings: ColourSettings
) -> tuple[ColourSpace, str, bool]:
    """The space that Resolve takes a clip's file to be in, why, and whether that is certain."""
    if settings.mode in ACES:
        asked = [(item.text("IDT"), "", "the clip's IDT")]
        asked.append((settings["colorAcesIDT"], "", "the project's IDT"))
    else:
        own = (item.text("Input Color Space"), item.text("Input Gamma"))
        asked = [(*own, "the clip's Input Color Space")]
        # Where both are named in one, the gamma beside it repeats a part of the name.
        asked.append((own[0], "", "the clip's Input Color Space"))
    for name, gamma, whose in asked:
        space = find_named_space(name, gamma)
        if space is not None:
            return space, f"{whose} is {name}", True
    if settings.mode not in ACES and (space := settings.space("Input")) is not None:
        return space, f"the project's input space is {settings.said('Input')}", False
    found = detect_space(info.colour_tags)
    named = next((name for name, _, _ in asked if name), "")
    unknown = f"Resolve calls it {named!r}, which is not known here. " if named else ""
    return found.space, unknown + found.reason, False


def _pictures(
    connection: Connection,
    item: TimelineEntry,
    settings: ColourSettings,
    info: ClipInfo | StillInfo,
    choices: list[Choice],
    progress: Progress,
) -> tuple[list[np.ndarray], list[float | None], FileFrames]:
    """Pictures of the part of the file that the timeline uses, as the file holds them; and all."""
    if not isinstance(info, ClipInfo):
        picture = read_still(info.path, max_side=SHOWN_SIDE).rgb
        return [picture], [None], FileFrames(info, 0.0, 1, _unchanged)
    level = {"Full": "full", "Video": "legal"}.get(item.text("Data Level"))
    if level == "full":
        info = replace(info, value_range="full")
    elif level == "legal":
        info = replace(info, value_range="legal")
    between, why, certain = find_used_part(connection, item, settings.fps, info)
    choices.append(Choice(f"{ROLE}: part", f"{between[0]:.2f}-{between[1]:.2f} s", why, certain))
    try:
        frames = sample_frames(
            info.path,
            CLIP_FRAMES,
            max_side=SHOWN_SIDE,
            progress=progress,
            info=info,
            between=between,
        )
    except Cancelled:
        raise
    except BestlightError as error:
        raise _CannotDecode(error.message) from error
    count = max(round((between[1] - between[0]) * float(info.fps)), 1)
    used = FileFrames(info, between[0], count, _unchanged)
    return [frame.rgb for frame in frames], [frame.time for frame in frames], used


def is_retimed(connection: Connection, item: TimelineEntry, fps: float) -> bool:
    """Whether a clip does not run at its own speed; False where Resolve does not tell.

    Args:
        connection: to Resolve.
        item: the clip.
        fps: the timeline's frames a second.
    """
    clip_fps = as_number(item.properties.get("FPS"))
    if not connection.version.has_graphs or not clip_fps:
        return False
    names = ("GetDuration", "GetSourceStartFrame", "GetSourceEndFrame")
    length, *source = map(as_number, connection.ask(*((item.handle, name) for name in names)))
    used = max(source) + 1 - min(source)
    return abs(used - length / fps * clip_fps) > _RETIMED


def find_used_part(
    connection: Connection, item: TimelineEntry, fps: float, info: ClipInfo
) -> tuple[tuple[float, float], str, bool]:
    """The seconds of a file that the timeline uses, why, and whether that is certain.

    At a clip's own speed its left offset is exact, and `GetSourceStartFrame` may be one off; of a
    retimed clip only the source frames speak.

    Args:
        connection: to Resolve.
        item: the clip.
        fps: the timeline's frames a second; left offset and duration are counted in them.
        info: of the clip's file, which may have another rate than Resolve was told to play it at.
    """
    handle, names = item.handle, ["GetLeftOffset", "GetDuration"]
    names += ["GetSourceStartFrame", "GetSourceEndFrame"] if connection.version.has_graphs else []
    left, length, *source = map(as_number, connection.ask(*((handle, name) for name in names)))
    file_fps = float(info.fps)
    clip_fps = as_number(item.properties.get("FPS")) or file_fps
    seconds = clip_fps / file_fps / fps
    part = (left * seconds, (left + length) * seconds)
    why, certain = "the part that the timeline uses", bool(source)
    if not source:
        why += f", unless it is retimed: Resolve {connection.version} does not tell"
    else:
        first, last = min(source), max(source)
        if abs(last + 1 - first - length / fps * clip_fps) > _RETIMED:
            part = (first / file_fps, (last + 1) / file_fps)
            why = "the part that the timeline uses, retimed"
    slack = 2 / file_fps
    if info.duration and (part[0] >= info.duration or part[1] > info.duration + slack):
        return (0.0, info.duration), "the whole file: the trims do not fit it (retimed?)", False
    return (max(0.0, part[0]), max(part)), why, certain


# --- by Resolve's viewer --------------------------------------------------------------------------


def _from_viewer(
    item: TimelineEntry, settings: ColourSettings, target: ColourSpace, taken: Shots, why: str
) -> Footage:
    working = rendering(find_managed_space(settings) or target)
    if not settings.managed or _output(settings) == working.source:
        frames = tuple(still.rgb for still in taken.stills)
        how = "Resolve shows the node's own values"
    else:
        # What comes back through our rendering is shown by it just as Resolve shows it.
        frames = tuple(
            working.inverse(_displayed(still.rgb, settings, working.display))
            for still in taken.stills
        )
        how = f"turned back from the display by {working.view}, not by Resolve's own transform"
    certain = not how.startswith("turned") or working.view == NO_VIEW
    space = Choice(f"{ROLE}: colour space", target.name, how, certain)
    return _shown(item, taken, frames, rendering(target), why, ROLE, space)


def _displayed(picture: np.ndarray, settings: ColourSettings, display: ColourSpace) -> np.ndarray:
    """A still's picture as display values with Rec.709 primaries."""
    output = _output(settings) if settings.managed else None
    if output is None or output.display == output.name:
        return picture
    return np.clip(convert(picture, output, display), 0, 1)


def _output(settings: ColourSettings) -> ColourSpace | None:
    if settings.mode in ACES:
        return find_named_space(settings["colorAcesODT"])
    return settings.space("Output")


def _shown(
    item: TimelineEntry,
    taken: Shots,
    frames: tuple[np.ndarray, ...],
    shown: Rendering,
    why: str,
    role: str,
    *more: Choice,
) -> Footage:
    choices = [*more, Choice(f"{role}: frames", "Resolve's viewer", why, certain=True)]
    choices += [Choice(f"{role}: grade", "in part", note, certain=False) for note in taken.notes]
    path = item.clip.file or Path(item.clip.name)
    return Footage(path, taken.stills[0].info, taken.times, frames, shown, tuple(choices))
