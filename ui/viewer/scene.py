"""What a viewer shows and where it lies, without a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from ui.viewer.compare import Comparison, Layer, Side, Wipe, divide, lay_out
from ui.viewer.framing import Framing, Placing, fit_scale
from ui.viewer.gestures import WipeHandles
from ui.viewer.pictures import Pictures

_MARGIN = 10.0


@dataclass(frozen=True)
class Viewport:
    """The room of a view.

    Attributes:
        width, height: of all of it.
        top: room above each frame, for the words of its state.
        pixel_ratio: pixels of the screen for a unit of the view.
    """

    width: float
    height: float
    top: float
    pixel_ratio: float


@dataclass(frozen=True, eq=False)
class PlacedLayer:
    """A layer and where it lies.

    Attributes:
        layer: what is drawn.
        shown: the picture that is drawn, where another stands in for that of `layer`.
        placing: where the picture lies.
        size: width and height of the picture in the pixels of `placing`.
        cell: left, top, width and height of the layer's cell in the view.
    """

    layer: Layer
    shown: Side
    placing: Placing
    size: tuple[int, int]
    cell: tuple[float, ...]

    def rect(self) -> QRectF:
        """The picture's rectangle in the view."""
        width, height = self.size
        scale = self.placing.scale
        return QRectF(self.placing.x, self.placing.y, width * scale, height * scale)

    def seen(self) -> QRectF:
        """What is seen of the picture's rectangle."""
        return self.rect().intersected(QRectF(*self.cell))


@dataclass
class Scene:
    """The state of a viewer.

    Attributes:
        pictures: the frames and the reference.
        full: width and height of the clip's own frames, where the pictures are smaller; zoom is of
            these, and places are in their pixels.
        comparison: what the user asked for; see `shown_comparison`.
        wipe: the line of a wipe.
        framing: zoom and pan, alike for all cells.
        bypassed: the frame before stands in for the frame after.
        swapped: before and after have changed places.
        names: of pictures that are called otherwise than by their side.
    """

    pictures: Pictures = field(default_factory=Pictures)
    full: tuple[int, int] | None = None
    comparison: Comparison = Comparison.OFF
    wipe: Wipe = field(default_factory=Wipe)
    framing: Framing = field(default_factory=Framing)
    bypassed: bool = False
    swapped: bool = False
    names: Mapping[Side, str] = field(default_factory=dict)

    def stand_in(self, side: Side) -> Side:
        """The side that is shown for another: bypassed, or for want of a picture."""
        if side is Side.REFERENCE:
            return side
        other = Side.BEFORE if side is Side.AFTER else Side.AFTER
        if side is Side.AFTER and self.bypassed and self.pictures.size(other):
            return other
        return side if self.pictures.size(side) else other

    def frame_size(self) -> tuple[int, int] | None:
        """Width and height of the frame in the clip's own pixels, if there is one."""
        size = self.pictures.size(self.stand_in(Side.AFTER))
        return size and (self.full or size)

    def shown_comparison(self) -> Comparison:
        """The comparison that the pictures allow: without a reference, none with it."""
        wants_reference = self.comparison is Comparison.SIDE_BY_SIDE
        if wants_reference and self.pictures.size(Side.REFERENCE) is None:
            return Comparison.OFF
        return self.comparison

    def cells(self, port: Viewport) -> list[tuple[float, ...]]:
        """Left, top, width and height of the cells."""
        size = self.frame_size() or (16, 9)
        two = self.shown_comparison() in (Comparison.SPLIT, Comparison.SIDE_BY_SIDE)
        # The room for words is kept when there are none: a frame must not jump as it is applied.
        room = max(port.width - _MARGIN, 2.0), max(port.height - _MARGIN / 2, 2.0)
        gap, above = _MARGIN / 2, port.top
        return [
            (x + gap + gap / 2, y + above, max(w - gap, 1.0), max(h - above - gap, 1.0))
            for x, y, w, h in divide(1 + two, room, size[0] / size[1])
        ]

    def cell_at(self, port: Viewport, at: QPointF) -> tuple[float, ...]:
        """The cell at a place in the view, or the first."""
        cells = self.cells(port)
        return next((cell for cell in cells if QRectF(*cell).contains(at)), cells[0])

    def placed(self, port: Viewport) -> list[PlacedLayer]:
        """What is drawn, from the back to the front; nothing without a picture."""
        size = self.frame_size()
        if size is None:
            return []
        cells = self.cells(port)
        layers = lay_out(self.shown_comparison(), self.wipe, size, swapped=self.swapped)
        return [self._place(layer, size, cells[layer.cell], port) for layer in layers]

    def _place(
        self, layer: Layer, size: tuple[int, int], cell: tuple[float, ...], port: Viewport
    ) -> PlacedLayer:
        framing, own, shown = self.framing, size, self.stand_in(layer.side)
        if shown is Side.REFERENCE:
            own = self.pictures.size(shown) or size
            if framing.zoom is not None:  # as much closer than the whole as the frame is
                closer = fit_scale(own, cell) / fit_scale(size, cell)
                framing = Framing(framing.zoom * closer, framing.x, framing.y)
        placing = framing.place(own, cell, port.pixel_ratio)
        return PlacedLayer(layer, shown, placing, own, cell)

    def to_frame(self, port: Viewport, at: QPointF) -> tuple[float, float] | None:
        """Shares of the frame's size at a place in the view, if a picture is seen there."""
        for placed in self.placed(port):
            if placed.seen().contains(at):
                x, y = placed.placing.to_picture(at.x(), at.y())
                x, y = x / placed.size[0], y / placed.size[1]
                mirrored = self.shown_comparison() is Comparison.MIRROR and x > 0.5
                return (1 - x if mirrored else x), y
        return None

    def handles(self, port: Viewport) -> WipeHandles | None:
        """Where the mouse can take hold of the wipe, while there is one."""
        placed = self.placed(port)
        if not placed or self.shown_comparison() is not Comparison.WIPE:
            return None
        rect, (across, down) = placed[0].rect(), self.wipe.normal
        middle = rect.topLeft() + QPointF(self.wipe.x * rect.width(), self.wipe.y * rect.height())
        return WipeHandles(middle, QPointF(-down, across))
