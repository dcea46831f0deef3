"""What each part of a view is called, and where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPolygonF

from ui.viewer.compare import Comparison, Side
from ui.viewer.scene import PlacedLayer, Scene

_LEFT = (Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner,
         Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner)  # fmt: skip
_RIGHT = (Qt.Corner.TopRightCorner, Qt.Corner.TopLeftCorner,
          Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner)  # fmt: skip
_AWAY = 8.0  # from the picture's edges


@dataclass(frozen=True, eq=False)
class Caption:
    """A name and where it may stand.

    Attributes:
        seen: what is seen of the picture.
        words: the name.
        corners: of `seen`, the best first.
        part: of the view, the polygon that is of this picture; None: all that is seen.
    """

    seen: QRectF
    words: str
    corners: tuple[Qt.Corner, ...] = _LEFT
    part: QPolygonF | None = None

    def place(self, size: QSizeF) -> QRectF | None:
        """Where words of this size stand, in their own part; None where there is no room."""
        for corner in self.corners:
            plate = _in_corner(self.seen, corner, size)
            if self.part is None or all(
                self.part.containsPoint(at, Qt.FillRule.OddEvenFill)
                for at in (plate.topLeft(), plate.topRight(), plate.bottomLeft(),
                           plate.bottomRight())
            ):  # fmt: skip
                return plate
        return None


def in_lower_right(seen: QRectF, words: str) -> Caption:
    """Words in the lower right corner of what is seen."""
    return Caption(seen, words, (Qt.Corner.BottomRightCorner,))


def captions(scene: Scene, placed: Sequence[PlacedLayer]) -> list[Caption]:
    """The names of what is seen, where it could be mistaken.

    Args:
        scene: what is shown.
        placed: as of `Scene.placed`, not empty.
    """
    if scene.shown_comparison() is Comparison.OFF:
        words = _alone(scene, placed[0].shown)
        return [Caption(placed[0].seen(), words)] if words else []
    shared = placed[0].layer.cell == placed[-1].layer.cell
    return [
        Caption(
            one.seen(),
            _name(scene, one.shown),
            _RIGHT if shared and i else _LEFT,
            _part(one) if scene.comparison is Comparison.WIPE else None,
        )
        for i, one in enumerate(placed)
    ]


def _part(placed: PlacedLayer) -> QPolygonF | None:
    region, placing = placed.layer.region, placed.placing
    if region is None:
        return None
    return QPolygonF([QPointF(*placing.to_view(x, y)) for x, y in region])


def _in_corner(seen: QRectF, corner: Qt.Corner, size: QSizeF) -> QRectF:
    plate = QRectF(QPointF(), size)
    inside = seen.adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY)
    if corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
        plate.moveLeft(inside.left())
    else:
        plate.moveRight(inside.right())
    if corner in (Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner):
        plate.moveTop(inside.top())
    else:
        plate.moveBottom(inside.bottom())
    return plate


def _alone(scene: Scene, shown: Side) -> str:
    if scene.comparison is Comparison.SIDE_BY_SIDE:
        words = QCoreApplication.translate("FrameView", "{0} – no reference to compare with")
        return words.format(_name(scene, shown))
    ordinary = shown is Side.AFTER or scene.pictures.size(Side.AFTER) is None
    return "" if ordinary and shown not in scene.names else _name(scene, shown)


def _name(scene: Scene, side: Side) -> str:
    translate = QCoreApplication.translate
    names = {
        Side.BEFORE: translate("FrameView", "Before"),
        Side.AFTER: translate("FrameView", "After"),
        Side.REFERENCE: translate("FrameView", "Reference"),
    }
    return scene.names.get(side) or names[side]
