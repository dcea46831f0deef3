"""The traces of a reading as QImages, drawn once while nothing changes."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from ui.scopes import draw
from ui.scopes.measure import Reading
from ui.scopes.settings import Scope


class Traces:
    """Draws the scopes of one reading, and keeps what it drew last."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._drawn: dict[tuple[Scope, draw.Inks], tuple[tuple[int, float], QImage]] = {}

    def image(self, scope: Scope, inks: draw.Inks, zoom: int, histogram_top: float) -> QImage:
        """A scope's trace on black.

        Args:
            scope: which.
            inks: the colours.
            zoom: of the vectorscope.
            histogram_top: the share of pixels at the histogram's upper edge.
        """
        wanted = zoom, histogram_top if scope is Scope.HISTOGRAM else 0.0
        kept = self._drawn.get((scope, inks))
        if kept is None or kept[0] != wanted:
            picture = self._draw(scope, inks, zoom, histogram_top)
            height, width, _ = picture.shape
            image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGBX8888)
            kept = wanted, image.convertToFormat(QImage.Format.Format_RGB32)
            self._drawn[scope, inks] = kept
        return kept[1]

    def histogram_top(self) -> float:
        """The share of pixels that a histogram of this reading should reach up to."""
        return draw.find_histogram_top(self.reading.histogram)

    def _draw(self, scope: Scope, inks: draw.Inks, zoom: int, histogram_top: float) -> np.ndarray:
        reading = self.reading
        if scope is Scope.WAVEFORM:
            return draw.draw_waveform(reading.luma_waveform, inks.luma)
        if scope is Scope.RGB:
            return draw.draw_rgb_waveform(reading.rgb_waveform, inks.rgb)
        if scope is Scope.PARADE:
            return draw.draw_parade(reading.parade, inks.rgb)
        if scope is Scope.VECTORSCOPE:
            counts = reading.vectorscope(zoom)
            return draw.draw_vectorscope(counts, reading.pixels, zoom, inks)
        return draw.draw_histogram(reading.histogram, histogram_top, inks)
