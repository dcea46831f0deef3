"""Arrays as Qt's pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap


def pixmap_of(picture: np.ndarray, size: QSize, ratio: float = 1.0) -> QPixmap:
    """A picture that fits into a size.

    Args:
        picture: (H, W, 3) uint8 display values.
        size: in the screen's units.
        ratio: device pixels for each of these.
    """
    rgb = np.ascontiguousarray(picture)
    height, width = rgb.shape[:2]
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    scaled = QPixmap.fromImage(image).scaled(
        size * ratio,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled.setDevicePixelRatio(ratio)
    return scaled


def icon_of(picture: np.ndarray, size: QSize, ratio: float = 1.0) -> QIcon:
    """A picture as an icon; a chosen one is not tinted, since its colours are what is chosen."""
    pixmap = pixmap_of(picture, size, ratio)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def blank(size: QSize) -> QIcon:
    """An icon of plain grey, where a picture is on its way."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.darkGray)
    return QIcon(pixmap)
