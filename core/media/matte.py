"""Mattes as files: grey pictures, and clips whose transparency they are."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

import numpy as np

from core.media.reader import local_url, quiet_errors

if TYPE_CHECKING:
    from av.video.stream import VideoStream


def write_matte(path: Path, matte: np.ndarray) -> None:
    """Write a matte (H, W) float 0..1 as a 16-bit PNG or a half-float EXR, by the suffix."""
    import OpenImageIO

    exr = path.suffix.lower() == ".exr"
    spec = OpenImageIO.ImageSpec(
        matte.shape[1], matte.shape[0], 1, OpenImageIO.HALF if exr else OpenImageIO.UINT16
    )
    spec.channelnames = ("Y",)
    spec.attribute("oiio:ColorSpace", "raw")
    out = OpenImageIO.ImageBuf(spec)
    out.set_pixels(OpenImageIO.ROI(), np.ascontiguousarray(matte[..., None], np.float32))
    with quiet_errors(path, "write"):
        if not out.write(str(path)):
            raise OSError(out.geterror())


class MatteClip:
    """A ProRes 4444 clip of pictures whose transparency is a matte; a context manager.

    Args:
        path: the .mov to write.
        size: width and height.
        rate: frames in a second.
    """

    def __init__(self, path: Path, size: tuple[int, int], rate: Fraction) -> None:
        import av

        self._path = path
        with quiet_errors(path, "write"):
            self._out = av.open(local_url(path), "w")
            options = {"profile": "4", "vendor": "apl0", "alpha_bits": "16"}
            stream = self._out.add_stream("prores_ks", rate=rate, options=options)
        self._video = cast("VideoStream", stream)
        self._video.width, self._video.height = size
        self._video.pix_fmt = "yuva444p10le"
        for name in ("color_primaries", "color_trc", "colorspace"):
            setattr(self._video.codec_context, name, 1)  # Rec. 709 (ITU-T H.273)

    def __enter__(self) -> MatteClip:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with quiet_errors(self._path, "write"):
            if kind is None:
                self._out.mux(self._video.encode())
            self._out.close()

    def put(self, picture: np.ndarray, matte: np.ndarray) -> None:
        """Write the next frame: (H, W, 3) code values and (H, W), both 0..1."""
        import av

        both = np.concatenate([picture[..., :3], matte[..., None]], axis=-1)
        codes = np.rint(np.clip(both, 0, 1) * 65535).astype(np.uint16)
        frame = av.VideoFrame.from_ndarray(codes, format="rgba64le")
        frame = frame.reformat(format="yuva444p10le", dst_colorspace="ITU709")
        with quiet_errors(self._path, "write"):
            self._out.mux(self._video.encode(frame))
