"""All four scopes as others make them: ffmpeg's filters, and numpy's own histogram2d."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import av
import av.filter
import numpy as np

_FILTERS = (
    ("yuv444p", "waveform", "mode=column:components=1"),
    ("gbrp", "waveform", "mode=column:components=7:display=parade"),
    ("yuv444p", "vectorscope", "mode=color"),
    ("gbrp", "histogram", "components=7"),
)


def ffmpeg_scopes(codes: np.ndarray) -> Callable[[], None]:
    """ffmpeg's waveform of luma, parade, vectorscope and histogram, measured and drawn.

    Args:
        codes: (H, W, 3) uint8.

    Returns:
        what makes the four, on one thread. The conversions to its formats were done before.
    """
    chains = []
    for pixels, name, options in _FILTERS:
        frame = av.VideoFrame.from_ndarray(codes, format="rgb24").reformat(format=pixels)
        graph = av.filter.Graph()
        graph.threads = 1
        source = graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25)
        )
        graph.link_nodes(source, graph.add(name, options), graph.add("buffersink")).configure()
        chains.append((graph, frame))

    def make() -> None:
        for graph, frame in chains:
            graph.push(frame)
            graph.pull()

    return make


def histogram2d_scopes(codes: np.ndarray) -> Callable[[], None]:
    """The same four as counts alone, by `numpy.histogram2d`; `codes` is (H, W, 3) uint8."""

    def make() -> None:
        height, width, _ = codes.shape
        rgb = codes.astype(np.float64)
        luma = rgb @ (0.2126, 0.7152, 0.0722)
        across = np.broadcast_to(np.arange(width), (height, width)).ravel()
        for channel in (luma, *np.moveaxis(rgb, -1, 0)):
            np.histogram2d(across, channel.ravel(), (360, 256), ((0, width), (0, 256)))
            np.histogram(channel, 256, (0, 256))
        blue, red = (rgb[..., 2] - luma) / 1.8556, (rgb[..., 0] - luma) / 1.5748
        np.histogram2d(red.ravel(), blue.ravel(), 257, ((-128, 128), (-128, 128)))

    return make
