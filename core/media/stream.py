"""Every frame of a clip, small, in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from core.errors import BestlightError
from core.media.convert import analysis_rgb
from core.media.info import ClipInfo
from core.media.orient import orient
from core.media.probe import probe_clip
from core.media.reader import Decoder, open_clip, quiet_errors
from core.media.sample import Frame, stored_size
from core.progress import Progress


def stream_frames(
    path: Path | str,
    max_side: int,
    *,
    progress: Progress | None = None,
    info: ClipInfo | None = None,
) -> Iterator[Frame]:
    """The frames of a clip one after another, in the order in which `render_clip` grades them.

    Args:
        path: the clip.
        max_side: of each picture, in pixels; area-averaged.
        progress: told of each frame.
        info: saves a second `probe`.

    Yields:
        Each with its time; where a frame has none, the time that its number and the rate give.

    Raises:
        BestlightError: the file is no readable clip, or none of its frames can be decoded.
        Cancelled: through `progress`.
    """
    path = Path(path)
    info = info or probe_clip(path)
    progress = progress or Progress()
    size = stored_size(info, max_side)
    decoder, number = Decoder(), 0
    with open_clip(path) as (container, stream), quiet_errors(path):
        for packet in container.demux(stream):
            for frame in decoder.frames(packet):
                rgb = analysis_rgb(frame, info.matrix, info.value_range, size)
                time = float(number / info.fps)
                if frame.pts is not None and frame.time_base is not None:
                    time = float(frame.pts * frame.time_base - info.start)
                yield Frame(time, np.ascontiguousarray(orient(rgb, info.display_matrix)))
                number += 1
                progress.advance()
    if not decoder.decoded:
        raise BestlightError(
            f"{path}: none of its frames can be decoded", hint="it may be cut off; copy it again"
        )
