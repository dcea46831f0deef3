"""What each part of a view is called, and where that stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF

from ui.viewer.compare import Comparison, Side
from ui.viewer.scene import PlacedLayer, Scene


def captions(scene: Scene, placed: Sequence[PlacedLayer]) -> list[tuple[QRectF, str, bool]]:
    """The names of what is seen, where it could be mistaken.

    Args:
        scene: what is shown.
        placed: as of `Scene.placed`, not empty.

    Returns:
        what is seen of a picture, its name, and whether that stands in its right corner.
    """
    if scene.shown_comparison() is Comparison.OFF:
        words = _alone(scene, placed[0].shown)
        return [(placed[0].seen(), words, False)] if words else []
    shared = placed[0].layer.cell == placed[-1].layer.cell
    flipped = scene.comparison is Comparison.WIPE and scene.wipe.normal[0] < -1e-9
    return [
        (one.seen(), _name(scene, one.shown), shared and bool(i) != flipped)
        for i, one in enumerate(placed)
    ]


def _alone(scene: Scene, shown: Side) -> str:
    if scene.comparison is Comparison.SIDE_BY_SIDE:
        words = QCoreApplication.translate("FrameView", "{0} – no reference to compare with")
        return words.format(_name(scene, shown))
    ordinary = shown is Side.AFTER or scene.pictures.size(Side.AFTER) is None
    return "" if ordinary and not scene.names else _name(scene, shown)


def _name(scene: Scene, side: Side) -> str:
    translate = QCoreApplication.translate
    names = {
        Side.BEFORE: translate("FrameView", "Before"),
        Side.AFTER: translate("FrameView", "After"),
        Side.REFERENCE: translate("FrameView", "Reference"),
    }
    return scene.names.get(side) or names[side]
