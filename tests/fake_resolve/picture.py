"""What Resolve's viewer shows: a frame of the media through the nodes."""

from __future__ import annotations

import base64
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.fake_resolve.managed import to_nodes, to_output
from tests.fake_resolve.model import ItemModel, Node, TimelineModel

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve

SIZE = (54, 96)
THUMBNAIL = (162, 288)
OFFLINE_RED = (0.72, 0.05, 0.05)


def frame_at(fake: FakeResolve, timeline: TimelineModel, frame: int) -> np.ndarray:
    """The viewer's picture at a timeline frame: float32 (H, W, 3) code values, 0..1."""
    item = timeline.item_at(frame)
    if item is None or not item.enabled:
        return np.zeros((*SIZE, 3), np.float32)
    return shown_frame(fake, timeline, item, frame)


def shown_frame(
    fake: FakeResolve, timeline: TimelineModel, item: ItemModel, frame: int
) -> np.ndarray:
    """An item's frame through every node and the output transform, float32 (H, W, 3), 0..1."""
    graded = through_nodes(fake, _graded(fake, timeline, item, frame), timeline.nodes)
    return np.clip(to_output(settings_of(fake, timeline), graded), 0, 1)


def settings_of(fake: FakeResolve, timeline: TimelineModel) -> dict[str, str]:
    """The settings that hold on a timeline."""
    own = timeline.settings if timeline.settings.get("useCustomSettings") == "1" else {}
    return {**fake.project.settings, **own}


def _graded(fake: FakeResolve, timeline: TimelineModel, item: ItemModel, frame: int) -> np.ndarray:
    black = fake.quirks.raw_black_in_background and not fake.frontmost
    if item.kind == "raw" and black:
        return np.zeros((*SIZE, 3), np.float32)
    rgb = _at_first_node(fake, timeline, item, frame)
    if item.angle is not None:
        rgb = _at_first_node(fake, timeline, item.angle, frame)
        rgb = through_nodes(fake, rgb, item.angle.nodes)
    stages = [item.nodes, *item.layers]
    if item.group is not None:
        stages = [item.group.pre, *stages, item.group.post]
    for nodes in stages:
        rgb = through_nodes(fake, rgb, nodes)
    return rgb


def _at_first_node(
    fake: FakeResolve, timeline: TimelineModel, item: ItemModel, frame: int
) -> np.ndarray:
    rgb = source_frame(timeline, item, frame)
    if item.media is None or item.kind != "clip":
        # What Resolve makes itself, it makes in the timeline's space.
        return rgb
    properties = item.media.properties
    rgb = through_nodes(fake, rgb, [Node(lut=properties.get("Input LUT", ""))])
    said = str(properties.get("Input Color Space", ""))
    return to_nodes(settings_of(fake, timeline), said, rgb)


def through_nodes(fake: FakeResolve, rgb: np.ndarray, nodes: list[Node]) -> np.ndarray:
    """Values through a chain of nodes: in each the CDL first, then the LUT; those off skipped."""
    for node in nodes:
        if not node.enabled:
            continue
        given = rgb
        if node.cdl is not None:
            rgb = _through_cdl(fake, rgb, node.cdl)
        lut = fake.luts.load(node.lut) if node.lut else None
        if lut is not None:
            rgb = lut.apply(rgb)
        if node.key is not None:
            held = _held(fake, np.asarray(given), node.key)[..., None]
            rgb = held * rgb + (1 - held) * given
    return np.asarray(rgb, np.float32)


def _held(fake: FakeResolve, rgb: np.ndarray, key: dict[str, float]) -> np.ndarray:
    """How far an HSL qualifier holds values: 0..1, shape of the picture."""
    import colorsys

    quirks = fake.quirks
    hls = np.array([colorsys.rgb_to_hls(*pixel) for pixel in np.clip(rgb.reshape(-1, 3), 0, 1)])
    hue = (hls[:, 0] - quirks.key_hue_zero) * (-1 if quirks.key_hue_backwards else 1) % 1
    off = np.abs((hue - key["hue"] + 0.5) % 1 - 0.5) - quirks.key_widens * key["width"] / 2
    held = np.clip(1 - off / max(key["soft"], 1e-6), 0, 1)
    for values, name in ((hls[:, 2], "sat"), (hls[:, 1], "lum")):
        low, high = key[f"{name} low"], key[f"{name} high"]
        soft = max(key.get(f"{name} low soft", 0), 1e-6)
        held *= np.clip(1 - (low - values) / soft, 0, 1) * (values <= high)
    return held.reshape(rgb.shape[:-1])


def _through_cdl(fake: FakeResolve, rgb: np.ndarray, cdl: dict[str, Any]) -> np.ndarray:
    """ASC CDL: slope, offset, power, then saturation with Rec.709 weights."""
    lists = any(isinstance(word, list | tuple) for word in cdl.values())
    if fake.quirks.cdl_lists_give_red and lists:
        return np.broadcast_to(np.array([1, 0, 0], np.float32), rgb.shape)
    numbers = {
        key: np.array(value if isinstance(value, list | tuple) else str(value).split(), np.float32)
        for key, value in cdl.items()
    }
    slope, offset = numbers.get("Slope", np.float32(1)), numbers.get("Offset", np.float32(0))
    out = np.maximum(rgb * slope + offset, 0) ** numbers.get("Power", np.float32(1))
    luma = out @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return luma[..., None] + numbers.get("Saturation", np.float32(1)) * (out - luma[..., None])


def source_frame(timeline: TimelineModel, item: ItemModel, frame: int) -> np.ndarray:
    """An item's picture before any grade: decoded where that can be, else made up."""
    if item.kind == "offline":
        return np.full((*SIZE, 3), OFFLINE_RED, np.float32)
    media = item.media
    file = None if media is None or item.kind != "clip" else media.file
    if media is None or file is None or not file.is_file():
        return made_up(item.id, frame - item.start)
    rate = item.speed * media.fps / timeline.fps
    index = item.source_start + int((frame - item.start) * rate + 1e-6)
    level = {"Full": "full", "Video": "legal"}.get(str(media.properties.get("Data Level")), "")
    frames = decoded(file, file.stat().st_mtime_ns, level)
    return frames[max(0, min(index, len(frames) - 1))]


@lru_cache(maxsize=64)
def made_up(seed: str, frame: int) -> np.ndarray:
    """A picture of an item without a file: a gradient of its own, dark to light, that moves with
    time.
    """
    corners = np.random.default_rng(sum(seed.encode())).uniform(0.1, 0.9, (4, 3))
    corners[0], corners[3] = 0.1, 0.9
    y, x = np.mgrid[0 : SIZE[0], 0 : SIZE[1]]
    v, u = (y / (SIZE[0] - 1))[..., None], (((x + frame) % SIZE[1]) / (SIZE[1] - 1))[..., None]
    top, bottom = corners[0] * (1 - u) + corners[1] * u, corners[2] * (1 - u) + corners[3] * u
    made = np.asarray(top * (1 - v) + bottom * v, np.float32)
    made.flags.writeable = False
    return made


@lru_cache(maxsize=16)
def decoded(file: Path, _written: int, level: str) -> list[np.ndarray]:
    """Every frame of a clip, float32 (H, W, 3) code values; `level` "full" or "legal" overrides
    what the file says.
    """
    from core.media.convert import analysis_rgb
    from core.media.orient import orient
    from core.media.probe import probe_clip
    from core.media.reader import Decoder, open_clip

    info = probe_clip(file)
    value_range: Any = level or info.value_range
    frames: list[np.ndarray] = []
    decoder = Decoder()
    with open_clip(file) as (container, stream):
        for packet in container.demux(stream):
            for frame in decoder.frames(packet):
                size = (frame.width, frame.height)
                rgb = analysis_rgb(frame, info.matrix, value_range, size)
                frames.append(np.ascontiguousarray(orient(rgb, info.display_matrix)))
    return frames


def write_picture(path: Path, rgb: np.ndarray, bits: int) -> None:
    """Write a still of 8 or 16 bits as its suffix says, over what is there."""
    from core.media.still_write import write_still

    if bits == 8 and path.suffix.lower() in (".png", ".tif", ".tiff"):
        from PIL import Image

        Image.fromarray(np.uint8(np.rint(np.clip(rgb, 0, 1) * 255))).save(path, compress_level=1)
    else:
        write_still(path, rgb, force=True)


def export_frame(
    fake: FakeResolve, timeline: TimelineModel, start: int, length: int, arguments: tuple[Any, ...]
) -> Any:
    """One frame, counted from `start`, as ExportFrame gives it: into a file, or in the answer."""
    box, arguments = _part_asked_for(fake, arguments)
    if box is not None:
        return _export_part(fake, timeline, start, box, arguments)
    form = fake.quirks.export_frame
    options = arguments[0] if form == "options" and len(arguments) == 1 else None
    if isinstance(options, dict):
        arguments = (options.get("frameOffset"), options.get("filePath"))
    elif form in ("options", "refused"):
        return None
    count = 1 if form in ("base64", "bytes") else 2
    if len(arguments) != count or not isinstance(arguments[0], int):
        return None
    offset, *path = arguments
    if not 0 <= offset < length:
        return False
    rgb = frame_at(fake, timeline, start + offset)
    if path:
        write_picture(Path(path[0]), rgb, 8)
        return True
    return _as_bytes(rgb) if form == "bytes" else _as_text(rgb)


def _as_bytes(rgb: np.ndarray) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write_picture(Path(folder) / "frame.png", rgb, 8)
        return (Path(folder) / "frame.png").read_bytes()


def _as_text(rgb: np.ndarray) -> dict[str, Any]:
    return {"format": "png", "data": base64.b64encode(_as_bytes(rgb)).decode("ascii")}


def _part_asked_for(
    fake: FakeResolve, arguments: tuple[Any, ...]
) -> tuple[dict[str, int] | None, tuple[Any, ...]]:
    """The part of a frame that is asked for in the form that is known, and offset and path."""
    form = fake.quirks.export_region if fake.profile.at_least("21.2") else "refused"
    options = arguments[0] if len(arguments) == 1 else None
    in_options = form in ("options", "corner")
    if in_options and isinstance(options, dict) and "regionOfInterest" in options:
        return options["regionOfInterest"], (options["frameOffset"], options["filePath"])
    if form in ("map", "ignored") and len(arguments) == 3 and isinstance(arguments[2], dict):
        return arguments[2], arguments[:2]
    return None, arguments


def _export_part(
    fake: FakeResolve,
    timeline: TimelineModel,
    start: int,
    box: dict[str, int],
    arguments: tuple[Any, ...],
) -> bool:
    offset, path = arguments
    rgb = frame_at(fake, timeline, start + offset)
    if fake.quirks.export_region != "ignored":
        corner = fake.quirks.export_region == "corner"
        left, top = (0, 0) if corner else (int(box["x"]), int(box["y"]))
        rgb = rgb[top : top + int(box["height"]), left : left + int(box["width"])]
    if rgb.size:
        write_picture(Path(path), rgb, 8)
    return bool(rgb.size)


def export_thumbnails(fake: FakeResolve, timeline: TimelineModel, frames: Any) -> Any:
    """Frames, counted from the timeline's first, side by side as one picture in base64."""
    if fake.quirks.thumbnails == "nothing" or not isinstance(frames, list) or not frames:
        return None
    shown = [frame_at(fake, timeline, timeline.start + int(frame)) for frame in frames]
    return {**_as_text(np.concatenate(shown, axis=1)), "frames": list(frames)}


def thumbnail(rgb: np.ndarray) -> dict[str, Any]:
    """A picture as GetCurrentClipThumbnailImage gives it."""
    rows = np.linspace(0, rgb.shape[0] - 1, THUMBNAIL[0]).round().astype(int)
    columns = np.linspace(0, rgb.shape[1] - 1, THUMBNAIL[1]).round().astype(int)
    pixels = np.uint8(np.rint(np.clip(rgb[rows][:, columns], 0, 1) * 255))
    return {
        "width": THUMBNAIL[1],
        "height": THUMBNAIL[0],
        "format": "RGB 8 bit",
        "data": base64.b64encode(pixels.tobytes()).decode("ascii"),
    }
