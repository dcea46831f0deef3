"""The open questions about Resolve, each as a small trial on a scratch version.

No document and no tool that was read answers them for every version and system; a user's Resolve
does. A probe changes nothing but the scratch version and files of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from resolve_plugin.setup.findings import CheckAnswer
from resolve_plugin.setup.scratch import NAME, Scratch
from resolve_plugin.temporary import temporary_folder

if TYPE_CHECKING:
    import numpy as np

RED, BLUE = (0.7, 0.1, 0.1), (0.1, 0.1, 0.7)
FORMATS = (".png", ".jpg", ".tif", ".dpx", ".exr")
FORMATS_ON_FREE = (".png", ".jpg", ".tif")
_SETTLED = 2.0  # seconds after which a still is taken to show the frame at the playhead
_SMALL = 64
_SEEN = 1.5 / 255

Probe = Callable[[Scratch], CheckAnswer]


def new_version(scratch: Scratch) -> CheckAnswer:
    """What AddVersion does."""
    switched = "became current by itself" if scratch.switched else "had to be loaded"
    copied = "the same nodes as" if scratch.copied else "NOT the nodes of"
    count = len(scratch.grade)
    return CheckAnswer(
        "yes" if scratch.copied else "no",
        "AddVersion, then GetCurrentVersion, and nodes, labels, LUTs and tools compared",
        f"the new version {switched} and held {copied} the one before ({count} nodes)",
    )


def new_lut(scratch: Scratch) -> CheckAnswer:
    """Whether a LUT written just now can be used, and when."""
    path = scratch.write_lut("plain.cube", RED)
    name = f"{scratch.luts}/{path.name}"
    before, _ = scratch.set_lut(name)
    said = scratch.refresh()
    after, read = scratch.set_lut(name)
    works = after and read.replace("\\", "/").endswith(name)
    return CheckAnswer(
        "yes" if works else "no",
        "a new file; SetLUT by its path below the LUT folder, before and after RefreshLUTList",
        f"before: {_taken(before)}; RefreshLUTList said {said}; after: {_taken(after)}, and GetLUT "
        f"gives {_read(scratch, read)}",
    )


def refresh_time(scratch: Scratch) -> CheckAnswer:
    """How long RefreshLUTList takes."""
    scratch.refresh()
    count = sum(1 for path in scratch.master.rglob("*") if path.is_file())
    seconds = scratch.refreshed or 0.0
    return CheckAnswer(
        "yes" if seconds < 1 else "no",
        "RefreshLUTList, timed",
        f"{seconds:.2f} s with {count} files in the LUT folder",
    )


def cleared(scratch: Scratch) -> CheckAnswer:
    """Whether an empty path takes a LUT off."""
    path = scratch.write_lut("cleared.cube", RED)
    scratch.refresh()
    scratch.set_lut(f"{scratch.luts}/{path.name}")
    said, read = scratch.set_lut("")
    return CheckAnswer(
        "no" if read else "yes", 'SetLUT with ""', f"{_taken(said)}; GetLUT gives {read!r} then"
    )


def named(scratch: Scratch, name: str) -> CheckAnswer:
    """Whether a LUT of an unusual name can be used."""
    path = scratch.write_lut(name, RED)
    scratch.refresh()
    wanted = f"{scratch.luts}/{name}"
    said, read = scratch.set_lut(wanted)
    as_written = read.replace("\\", "/") == wanted
    same = "the same name" if as_written else _read(scratch, read, path.name)
    return CheckAnswer(
        "yes" if said and as_written else "no",
        f"a file named {name!a}, RefreshLUTList, SetLUT",
        f"{_taken(said)}; GetLUT gives {same}",
    )


def absolute_inside(scratch: Scratch) -> CheckAnswer:
    """Whether a whole path into the LUT folder is taken."""
    path = scratch.write_lut("whole.cube", RED)
    scratch.refresh()
    said, read = scratch.set_lut(str(path))
    return CheckAnswer(
        "yes" if said and read else "no",
        "SetLUT by the file's whole path, inside the LUT folder",
        f"{_taken(said)}; GetLUT gives {_read(scratch, read, str(path))}",
    )


def absolute_outside(scratch: Scratch) -> CheckAnswer:
    """Whether a whole path to anywhere is taken."""
    with temporary_folder() as folder:
        path = scratch.write_lut("bestlight-check-outside.cube", RED, root=folder)
        scratch.refresh()
        said, read = scratch.set_lut(str(path))
    return CheckAnswer(
        "yes" if said and read else "no",
        "SetLUT by the whole path of a file outside the LUT folder",
        f"{_taken(said)}; GetLUT gives {_read(scratch, read, str(path))}",
    )


def user_folder(scratch: Scratch, folder: Path | None) -> CheckAnswer:
    """Whether a LUT in the user's own LUT folder is found."""
    if folder is None or not folder.is_dir():
        return CheckAnswer("skipped", "", "this user has no LUT folder of their own")
    name = f"bestlight-{scratch.luts.rpartition('/')[2]}.cube"
    path = scratch.write_lut(name, RED, root=folder)
    scratch.refresh()
    by_name, _ = scratch.set_lut(name)
    scratch.set_lut("")
    by_path, _ = scratch.set_lut(str(path))
    return CheckAnswer(
        "yes" if by_name or by_path else "no",
        "a file in the user's LUT folder, RefreshLUTList, SetLUT by its name and by its whole path",
        f"by name: {_taken(by_name)}; by whole path: {_taken(by_path)}",
    )


def still_formats(scratch: Scratch) -> CheckAnswer:
    """Which formats a still can be exported in, and how deep they are."""
    from core.errors import BestlightError
    from core.media.still import read_info

    # What the free edition may refuse with a dialog is not tried there.
    formats = FORMATS if scratch.connection.studio else FORMATS_ON_FREE
    seen = []
    for suffix in formats:
        path = scratch.still(suffix)
        if path is None:
            seen.append(f"{suffix} no")
            continue
        try:
            info = read_info(path)
            kind = f"{info.bit_depth} bit{' float' if info.is_float else ''}"
            seen.append(f"{suffix} {kind}, {info.width}x{info.height}")
        except BestlightError as error:
            seen.append(f"{suffix} written, but {error.message.partition(str(path))[2].strip()}")
    works = not seen[0].endswith(" no")
    return CheckAnswer(
        "yes" if works else "no", "ExportCurrentFrameAsStill to each suffix", "; ".join(seen)
    )


def still_shows_lut(scratch: Scratch) -> CheckAnswer:
    """Whether an exported still is after the grade."""
    path = scratch.write_lut("seen.cube", RED)
    scratch.refresh()
    said, _ = scratch.set_lut(f"{scratch.luts}/{path.name}")
    if not said:
        return CheckAnswer("unclear", "a red LUT on the node", "Resolve did not take the LUT")
    colour = _colour(scratch)
    tried = "a red LUT on the node, ExportCurrentFrameAsStill, its mean colour"
    if colour is None:
        return CheckAnswer("unclear", tried, "no still was exported")
    red, green, blue = colour
    outcome = "yes" if red > max(green, blue) + 0.2 else "no"
    return CheckAnswer(outcome, tried, f"the still is {_rgb(colour)}")


def overwritten(scratch: Scratch) -> CheckAnswer:
    """Whether Resolve reads a LUT anew that was written over."""
    tried = "a red LUT on the node, written over in blue; stills as it is, refreshed, and set again"
    path = scratch.write_lut("again.cube", RED)
    name = f"{scratch.luts}/{path.name}"
    scratch.refresh()
    said, _ = scratch.set_lut(name)
    first = _colour(scratch) if said else None
    if first is None or not _reddish(first):
        return CheckAnswer("unclear", tried, "the first LUT could not be seen in a still")
    scratch.write_lut("again.cube", BLUE, again=True)
    seen = {"at once": _colour(scratch)}
    scratch.refresh()
    seen["after RefreshLUTList"] = _colour(scratch)
    scratch.set_lut("")
    scratch.set_lut(name)
    seen["set again"] = _colour(scratch)
    new = [when for when, colour in seen.items() if colour is not None and not _reddish(colour)]
    if new:
        return CheckAnswer("yes", tried, f"the new LUT shows {new[0]}")
    return CheckAnswer("no", tried, "the old LUT still shows; a restart may be needed")


def playhead_lag(scratch: Scratch, timecode: str) -> CheckAnswer:
    """Whether a still right after a move shows the frame from before."""
    tried = "a still, the playhead moved within the clip, a still at once, stills until they settle"
    if not timecode:
        return CheckAnswer("skipped", "", "the clip is too short to move the playhead in")
    clock, sleep = scratch.connection.clock, scratch.connection.sleep
    before = _small(scratch)
    scratch.kept.go(timecode)
    moved = clock()
    first = _small(scratch)
    settled, at = first, clock() - moved
    while clock() - moved < _SETTLED:
        now = _small(scratch)
        if now is not None and not _alike(now, settled):
            settled, at = now, clock() - moved
        sleep(0.1)
    if before is None or first is None or settled is None:
        return CheckAnswer("unclear", tried, "no still was exported")
    if _alike(before, settled):
        return CheckAnswer("unclear", tried, "both frames look alike: check on a clip with motion")
    if _alike(first, settled):
        return CheckAnswer("no", tried, "the first still was the right frame")
    return CheckAnswer(
        "yes", tried, f"the first still was late; the right frame came after {at:.1f} s"
    )


def gallery_export(scratch: Scratch) -> CheckAnswer:
    """Whether a still of the gallery can be exported now."""
    gallery = scratch.project.GetGallery()
    album = gallery.GetCurrentStillAlbum() if gallery else None
    stills = album.GetStills() if album else None
    if not album or not stills:
        return CheckAnswer("skipped", "", "the gallery's album is empty")
    folder = scratch.folder / "gallery"
    folder.mkdir(exist_ok=True)
    said = bool(album.ExportStills([stills[0]], str(folder), "still", "png"))
    written = sorted({path.suffix for path in folder.iterdir()})
    page = scratch.kept.place.page.capitalize()
    return CheckAnswer(
        "yes" if said and written else "no",
        f"ExportStills of the first still, from the {page} page",
        f"{_taken(said)}; wrote {', '.join(written) or 'nothing'}",
    )


def list_probes(user_lut: Path | None, timecode: str) -> list[tuple[str, Probe]]:
    """Every question with its probe, in the order in which they are tried.

    Args:
        user_lut: the user's own LUT folder.
        timecode: of another frame of the clip; empty where there is none.
    """
    return [
        ("Does a new version start as a copy of the grade?", new_version),
        ("Can a new LUT be used without a restart?", new_lut),
        ("Is the list of LUTs refreshed in less than a second?", refresh_time),
        ("Does an empty path take a LUT off a node?", cleared),
        ("Can a LUT's name have spaces?", partial(named, name=f"{NAME} a b.cube")),
        ("Can a LUT's name have letters outside ASCII?", partial(named, name="grün 調.cube")),
        ("Is a whole path into the LUT folder taken?", absolute_inside),
        ("Is a whole path outside the LUT folder taken?", absolute_outside),
        ("Is the user's own LUT folder read?", partial(user_folder, folder=user_lut)),
        ("Can stills be exported, and in which formats?", still_formats),
        ("Is an exported still after the grade?", still_shows_lut),
        ("Is a LUT that was written over read anew?", overwritten),
        ("Is a still late after the playhead moved?", partial(playhead_lag, timecode=timecode)),
        ("Can stills of the gallery be exported now?", gallery_export),
    ]


def _taken(said: bool) -> str:
    return "taken" if said else "refused"


def _read(scratch: Scratch, read: str, whole: str = "") -> str:
    """What GetLUT gave, in words that hold no path of the user's."""
    if not read:
        return "nothing"
    plain = read.replace("\\", "/")
    if plain.startswith(f"{scratch.luts}/"):
        return "the path below the LUT folder"
    if whole and plain == whole.replace("\\", "/"):
        return "the whole path" if "/" in plain else "the file's name"
    if "/" not in plain:
        return "the file's name alone"
    return "another path"


def _colour(scratch: Scratch) -> np.ndarray | None:
    picture = _small(scratch)
    return None if picture is None else picture.mean(axis=(0, 1))


def _small(scratch: Scratch) -> np.ndarray | None:
    """The frame at the playhead as (H, W, 3) display values, at most 64 px."""
    from core.media.still import read_still

    path = scratch.still()
    return None if path is None else read_still(path, max_side=_SMALL).rgb


def _alike(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None or one.shape != other.shape:
        return False
    return float(abs(one - other).mean()) < _SEEN


def _reddish(colour: np.ndarray) -> bool:
    return float(colour[0]) > float(colour[2])


def _rgb(colour: np.ndarray) -> str:
    return "R {:.2f} G {:.2f} B {:.2f}".format(*colour)
