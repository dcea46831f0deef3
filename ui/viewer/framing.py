"""Zoom and pan: where a frame lies in its cell of the view."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_ZOOM, MOST_ZOOM = 1 / 16, 32.0


@dataclass(frozen=True)
class Placing:
    """Where a picture lies.

    Attributes:
        x, y: of its upper left corner, in the units of the view.
        scale: units of the view for a pixel of the picture.
    """

    x: float
    y: float
    scale: float

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """A place in pixels of the picture, as one in the view."""
        return self.x + x * self.scale, self.y + y * self.scale

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """A place in the view, as one in pixels of the picture."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale


@dataclass(frozen=True)
class Framing:
    """How large and from where a frame is seen.

    Attributes:
        zoom: pixels of the screen for a pixel of the picture; None shows all of it.
        x, y: shares of the picture's width and height that lie at the middle of the cell.
    """

    zoom: float | None = None
    x: float = 0.5
    y: float = 0.5

    def place(self, size: tuple[int, int], cell: tuple[float, ...], pixel_ratio: float) -> Placing:
        """Where the picture lies.

        Args:
            size: width and height of the picture in pixels.
            cell: left, top, width and height in the view.
            pixel_ratio: pixels of the screen for a unit of the view.
        """
        left, top, width, height = cell
        scale = fit_scale(size, cell) if self.zoom is None else self.zoom / pixel_ratio
        wide, high = size[0] * scale, size[1] * scale
        x = left + _start(width, wide, self.x)
        y = top + _start(height, high, self.y)
        # Between two pixels of the screen, a picture at 1:1 would be blurred.
        return Placing(
            round(x * pixel_ratio) / pixel_ratio, round(y * pixel_ratio) / pixel_ratio, scale
        )

    def zoomed(
        self,
        zoom: float,
        at: tuple[float, float],
        size: tuple[int, int],
        cell: tuple[float, ...],
        pixel_ratio: float,
    ) -> Framing:
        """Another zoom under which what lies `at` in the view stays there, as far as it can."""
        zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        x, y = self.place(size, cell, pixel_ratio).to_picture(*at)
        scale = zoom / pixel_ratio
        middle = cell[0] + cell[2] / 2, cell[1] + cell[3] / 2
        return Framing(
            zoom,
            _inside((x + (middle[0] - at[0]) / scale) / size[0]),
            _inside((y + (middle[1] - at[1]) / scale) / size[1]),
        )

    def panned(self, dx: float, dy: float, size: tuple[int, int], scale: float) -> Framing:
        """Moved by a distance in the view; one that shows everything stays where it is."""
        if self.zoom is None:
            return self
        return Framing(
            self.zoom,
            _inside(self.x - dx / (size[0] * scale)),
            _inside(self.y - dy / (size[1] * scale)),
        )


def fit_scale(size: tuple[int, int], cell: tuple[float, ...]) -> float:
    """Units of the view for a pixel of a picture that fills its cell."""
    return max(min(cell[2] / size[0], cell[3] / size[1]), 1e-3)


def _start(room: float, length: float, middle: float) -> float:
    """Where a length begins in a room: in its middle if it fits, else with no gap at an end."""
    if length <= room:
        return (room - length) / 2
    return min(max(room / 2 - middle * length, room - length), 0.0)


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)
