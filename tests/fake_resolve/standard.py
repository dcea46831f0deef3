"""The timeline that whole journeys are tried on: one of everything."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.fake_resolve.model import ItemModel, Node

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve

SIZE = (54, 96)
USER_LUT = "Film Looks/Rec709 Kodak 2383 D65.cube"


def small_clip(path: Path, frames: int = 12, seed: int = 1, fps: int = 24) -> Path:
    """Write a small Rec.709 clip (ProRes 4444, 96x54) whose frames all differ."""
    import av

    corners = np.random.default_rng(seed).uniform(0.1, 0.9, (4, 3))
    y, x = np.mgrid[0 : SIZE[0], 0 : SIZE[1]]
    v, u = (y / (SIZE[0] - 1))[..., None], (x / (SIZE[1] - 1))[..., None]
    top, bottom = corners[0] * (1 - u) + corners[1] * u, corners[2] * (1 - u) + corners[3] * u
    picture = top * (1 - v) + bottom * v
    with av.open(str(path), "w") as container:
        stream = container.add_stream("prores_ks", rate=Fraction(fps))
        stream.width, stream.height, stream.pix_fmt = SIZE[1], SIZE[0], "yuv444p10le"
        stream.options = {"profile": "4444", "threads": "1"}
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = 1
        context.color_range = 1
        for number in range(frames):
            rgb = picture * (0.6 + 0.4 * number / max(1, frames - 1))
            # A bar that stands at the frame's number, so that a test can read it off.
            rgb[-6:, :] = 0.05
            rgb[-6:, number * 2 : number * 2 + 2] = 0.95
            pixels = np.rint(rgb * 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame = frame.reformat(format="yuv444p10le", dst_colorspace=1)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def warm_lut(path: Path) -> Path:
    """Write a LUT that warms and darkens, such as a user may have."""
    from core.lut.files import write_lut
    from core.lut.lut3d import Lut3D

    path.parent.mkdir(parents=True, exist_ok=True)
    warm = np.array([0.95, 0.85, 0.7], np.float32)
    lut = Lut3D.from_function(lambda rgb: np.clip(rgb * warm, 0, 1), 9)
    write_lut(lut, path, force=True)
    return path


def standard_timeline(fake: FakeResolve, folder: Path) -> dict[str, ItemModel]:
    """Fill the current timeline with 15 mixed items and return them by name.

    Gradable are all but the transition; decodable are "plain", "retimed", "trimmed", "user lut",
    "labelled", "grouped" and "two nodes".
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [small_clip(folder / f"A00{n}_C00{n}.mov", 48, n) for n in range(1, 5)]
    raw = folder / "A010_C001.braw"
    raw.write_bytes(b"camera raw, which nobody decodes here")
    warm_lut(fake.master_lut / USER_LUT)
    fake.luts.restart()
    fake.add_group("Interview")
    add = fake.add_item
    add("clip", files[0], "plain", frames=24)
    add("transition", name="Cross Dissolve", frames=8, start=fake.timeline.end - 4)
    add("clip", files[1], "retimed", frames=24, speed=2.0)
    add("clip", files[2], "trimmed", frames=12, source_start=20)
    user = [Node(label="Show LUT", lut=USER_LUT)]
    add("clip", files[3], "user lut", user, frames=24)
    add("clip", files[0], "labelled", [Node(tools=("Contrast",)), Node("Bestlight")], frames=24)
    add("clip", files[1], "grouped", frames=24, group="Interview")
    add("title", name="title", frames=24)
    add("generator", name="generator", frames=24)
    _nested(fake, files)
    add("raw", raw, "raw", frames=24)
    add("offline", folder / "gone.mov", "offline", frames=24)
    versions = {"Version 1": [Node(tools=("Curves",)), Node()], "client": [Node(lut=USER_LUT)]}
    add("fusion", name="fusion", frames=24)
    end = fake.timeline.end
    add("clip", files[2], "two nodes", versions=versions, track=2, start=end, frames=24)
    return fake.items


def titles(fake: FakeResolve, _folder: Path) -> dict[str, ItemModel]:
    """Two titles on the current timeline: quick to set up where pictures do not matter."""
    for name in ("first", "second"):
        fake.add_item("title", name=name, frames=24)
    return fake.items


def _nested(fake: FakeResolve, files: list[Path]) -> None:
    compound = fake.add_item("compound", name="compound", frames=24)
    multicam = fake.add_item("multicam", name="multicam", frames=24)
    inner = fake.add_angle(multicam, files[3])
    if compound.media is not None and compound.media.timeline is not None:
        compound.media.timeline.items.append(inner)
