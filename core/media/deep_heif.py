"""HEIC and AVIF pictures of ten and twelve bits, at their own depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import reason
from core.media import cicp
from core.media.convert import analysis_rgb
from core.media.reader import local_url
from core.media.signal import StillColour, coded

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

    from core.media.info import StillInfo


Rows = Callable[[int, int], np.ndarray]


def deep_heif(path: Path) -> tuple[tuple[int, int], Rows]:
    """The picture in a HEIC file, turned as it says: its height and width, and from first row and
    the one past the last to float32 (rows, W, 3), code values 0..1."""
    import pillow_heif

    heif = pillow_heif.open_heif(str(path), convert_hdr_to_8bit=False)
    codes = np.asarray(heif)[..., :3]
    # The library widens all depths to 16 bits by a shift.
    bits = int(heif.info["bit_depth"])
    peak = np.float32((2**bits - 1) << (16 - bits))
    size = codes.shape[0], codes.shape[1]
    return size, lambda first, last: codes[first:last].astype(np.float32) / peak


def describe_avif(path: Path) -> tuple[int, StillColour]:
    """Bits of a sample of an AVIF file, and the colour that it states.

    Raises:
        ValueError: the decoder finds no picture in it.
    """
    with _video(path) as (_, context):
        primaries, transfer = int(context.color_primaries), int(context.color_trc)
        components = context.format.components if context.format else ()
        bits = max((component.bits for component in components), default=8)
    return bits, coded("nclx colour box", primaries, transfer)


def deep_avif(path: Path, info: StillInfo) -> tuple[tuple[int, int], Rows] | None:
    """The picture in an AVIF file, not yet turned, as in `deep_heif`.

    `None` where it is put together from tiles, which the decoder here hands out one by one.

    Raises:
        ValueError: it cannot be decoded.
    """
    with _video(path) as (container, context):
        frame = next(container.decode(video=0), None)
        turned = info.orientation >= 5
        size = (info.height, info.width) if turned else (info.width, info.height)
        if frame is None or (frame.width, frame.height) != size:
            return None
        values = _values(frame, int(context.colorspace), int(context.color_range))
    return (values.shape[0], values.shape[1]), lambda first, last: values[first:last]


@contextmanager
def _video(path: Path) -> Iterator[tuple[InputContainer, av.VideoCodecContext]]:
    """The file opened, and what its first picture is decoded with."""
    import av
    import av.error

    try:
        with av.open(local_url(path), options={"protocol_whitelist": "file"}) as container:
            if not container.streams.video:
                raise ValueError("there is no picture in it")
            yield container, container.streams.video[0].codec_context
    except av.error.FFmpegError as error:
        raise ValueError(f"its picture cannot be decoded ({reason(error)})") from error


def _values(frame: av.VideoFrame, matrix_code: int, range_code: int) -> np.ndarray:
    tag = cicp.MATRICES.get(matrix_code, "")
    # BT.601 is what the format takes where nothing is said (ISO/IEC 23000-22, §7.3.6.4).
    matrix = cicp.MATRIX_OF_TAG.get(tag, "bt601")
    full = range_code != cicp.RANGE_CODE["legal"]
    return np.clip(analysis_rgb(frame, matrix, "full" if full else "legal"), 0, 1)
