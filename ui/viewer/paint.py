"""Drawing of a viewer: layers of pictures, the wipe's line, words, the frame of its state."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from core.colour.difference import linear_to_srgb
from ui.viewer.captions import Caption, in_lower_right
from ui.viewer.frame_state import LOOKS, FrameState
from ui.viewer.gestures import KNOB, TURN_KNOB_AT
from ui.viewer.overlays import Mark, Overlay
from ui.viewer.pictures import Pictures
from ui.viewer.scene import PlacedLayer

_PLATE = QColor(18, 18, 18, 205)
_INK = QColor(226, 226, 226)
_LINE = QColor(240, 240, 240)
_SHADE = QColor(0, 0, 0, 150)
_FOCUS = QColor(150, 150, 150)
_SHARES = (1.0, 0.7, 0.5, 0.35)  # of a label's words, until there is room
_FRAME_WIDTH = 3.0
_FRAME_GAP = 4.0
_SHARP_FROM = 2.0  # pixels of the screen for one of the picture, from which its pixels are seen


def surround_grey(light: float) -> QColor:
    """A grey as a share of the light of white, held to 0..1."""
    code = float(linear_to_srgb(np.array([min(max(light, 0.0), 1.0)]))[0])
    return QColor.fromRgbF(code, code, code)


def draw_layer(
    painter: QPainter, placed: PlacedLayer, pictures: Pictures, overlay: Overlay
) -> None:
    """Draw a picture, or its part, at its place."""
    layer, placing = placed.layer, placed.placing
    if layer.region is not None and not len(layer.region):
        return
    painter.save()
    painter.setClipRect(QRectF(*placed.cell))
    if layer.region is not None:
        corners = [QPointF(*placing.to_view(x, y)) for x, y in layer.region]
        path = QPainterPath()
        path.addPolygon(QPolygonF(corners))
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    if layer.mirrored:
        rect = placed.rect()
        painter.setTransform(QTransform(-1, 0, 0, 1, rect.left() + rect.right(), 0), True)
    _draw_picture(painter, placed, pictures, overlay)
    painter.restore()


def _draw_picture(
    painter: QPainter, placed: PlacedLayer, pictures: Pictures, overlay: Overlay
) -> None:
    ratio = painter.device().devicePixelRatio()
    rect = placed.rect()
    side = placed.shown
    image = pictures.image(side, overlay)
    screen = rect.width() * ratio / image.width()  # pixels of the screen for one of the picture
    if screen <= 1:
        wide, high = round(rect.width() * ratio), round(rect.height() * ratio)
        image = pictures.scaled(side, overlay, max(wide, 1), max(high, 1))
        rect = QRectF(rect.x(), rect.y(), image.width() / ratio, image.height() / ratio)
    else:
        smooth = screen < _SHARP_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(rect, image, QRectF(image.rect()))


def draw_wipe(painter: QPainter, middle: QPointF, along: QPointF, seen: QRectF) -> None:
    """The line of a wipe, a knob to move it by and a ring to turn it by.

    Args:
        painter: of the view.
        middle: the point that the line goes through.
        along: unit vector along the line.
        seen: what is seen of the picture.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(seen)
    far = along * (seen.width() + seen.height())
    for colour, width in ((_SHADE, 3.0), (_LINE, 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(middle - far, middle + far)
    painter.setClipping(False)
    painter.setPen(QPen(_SHADE, 1.0))
    painter.setBrush(_LINE)
    painter.drawEllipse(middle, KNOB, KNOB)
    ring = middle + along * TURN_KNOB_AT
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_SHADE, 4.0), (_LINE, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(ring, KNOB - 1, KNOB - 1)
    painter.restore()


def draw_labels(painter: QPainter, labels: Sequence[Caption]) -> None:
    """Words on a dark plate in a corner of what they name, cut off where they are long; none where
    there is no room.
    """
    metrics = QFontMetricsF(painter.font())
    for caption in labels:
        for share in _SHARES:
            room = share * metrics.horizontalAdvance(caption.words) + 1
            words = metrics.elidedText(caption.words, Qt.TextElideMode.ElideRight, room)
            size = QSizeF(metrics.horizontalAdvance(words) + 12, metrics.height() + 4)
            plate = caption.place(size)
            if plate is not None:
                _draw_label(painter, plate, words)
                break


def _draw_label(painter: QPainter, plate: QRectF, words: str) -> None:
    painter.save()
    _draw_plate(painter, plate)
    painter.setPen(_INK)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def draw_zoom(painter: QPainter, words: str, seen: QRectF) -> None:
    """How large the picture is seen, in the lower right corner of what is seen."""
    draw_labels(painter, [in_lower_right(seen, words)])


def draw_focus(painter: QPainter, rect: QRectF) -> None:
    """That the keys go to the view: a thin grey line along its edge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_FOCUS, 1.0))
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


def _draw_plate(painter: QPainter, plate: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(plate, 3, 3)


def draw_legend(painter: QPainter, marks: Sequence[Mark], seen: QRectF, bottom: float) -> None:
    """The colours of an overlay and their words.

    Args:
        painter: of the view.
        marks: what is said.
        seen: what is seen of the picture; the words stand in lines below it, or if there is no
            room over its lower edge.
        bottom: where the view ends.
    """
    if not marks:
        return
    metrics = QFontMetricsF(painter.font())
    line = metrics.height() + 2
    said = [QCoreApplication.translate("Overlays", mark.words) for mark in marks]
    widths = [metrics.horizontalAdvance(words) + line + 14 for words in said]
    places = _flow(widths, seen.width(), line)
    high = places[-1].y() + line + 8
    wide = max(place.x() + width for place, width in zip(places, widths, strict=True))
    corner = seen.bottomLeft() + QPointF(0, 10)
    if bottom - corner.y() < high:
        places = _flow(widths, seen.width() - 16, line)
        wide = max(place.x() + width for place, width in zip(places, widths, strict=True))
        high = places[-1].y() + line + 8
        corner = seen.bottomLeft() + QPointF(8, -8 - high)
    painter.save()
    _draw_plate(painter, QRectF(corner, QSizeF(wide, high)))
    painter.setPen(_INK)
    for place, width, mark, words in zip(places, widths, marks, said, strict=True):
        at = corner + place + QPointF(8, 4)
        painter.fillRect(QRectF(at + QPointF(0, 3), QSizeF(line - 6, line - 6)), QColor(*mark.rgb))
        text = QRectF(at + QPointF(line, 0), QSizeF(width, line))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, words)
    painter.restore()


def _flow(widths: Sequence[float], room: float, line: float) -> list[QPointF]:
    """Where things of these widths go, in lines as long as the room allows."""
    places, x, y = [], 0.0, 0.0
    for width in widths:
        if x and x + width > room:
            x, y = 0.0, y + line
        places.append(QPointF(x, y))
        x += width
    return places


def draw_region(painter: QPainter, frame: QRectF, region: QRectF, seen: QRectF) -> None:
    """The box that limits the scopes.

    Args:
        painter: of the view.
        frame: the picture's rectangle in the view.
        region: the box, in shares of the picture.
        seen: what is seen of the picture.
    """
    box = QRectF(
        frame.x() + region.x() * frame.width(),
        frame.y() + region.y() * frame.height(),
        region.width() * frame.width(),
        region.height() * frame.height(),
    )
    painter.save()
    painter.setClipRect(seen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, dash in ((_SHADE, Qt.PenStyle.SolidLine), (_LINE, Qt.PenStyle.DashLine)):
        painter.setPen(QPen(colour, 1.0, dash))
        painter.drawRect(box)
    painter.restore()


def draw_cross(painter: QPainter, frame: QRectF, at: QPointF) -> None:
    """A cross at a place of the frame, in shares of it, by which the keys pick."""
    middle = QPointF(frame.x() + at.x() * frame.width(), frame.y() + at.y() * frame.height())
    painter.save()
    for colour, width in ((_SHADE, 3.0), (_LINE, 1.0)):
        painter.setPen(QPen(colour, width))
        for way in (QPointF(1, 0), QPointF(0, 1)):
            for near, far in ((4.0, 14.0), (-4.0, -14.0)):
                painter.drawLine(middle + way * near, middle + way * far)
    painter.restore()


def draw_state(painter: QPainter, state: FrameState, words: str, seen: QRectF) -> None:
    """The frame of a state round what is seen, and its words above it."""
    look = LOOKS.get(state)
    if look is None:
        return
    colour = QColor(*look.rgb)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, _FRAME_WIDTH, look.dash, Qt.PenCapStyle.FlatCap))
    painter.drawRect(seen.adjusted(-_FRAME_GAP, -_FRAME_GAP, _FRAME_GAP, _FRAME_GAP))
    metrics = QFontMetricsF(painter.font())
    words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, max(seen.width() - 16, 0))
    tag = QRectF(0, 0, metrics.horizontalAdvance(words) + 16, metrics.height() + 4)
    tag.moveBottomLeft(QPointF(seen.left() - _FRAME_GAP - 1, seen.top() - _FRAME_GAP - 1))
    painter.fillRect(tag, colour)
    painter.setPen(QColor(16, 16, 16))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def draw_nothing(painter: QPainter, words: str, rect: QRectF, surround: QColor) -> None:
    """Words where a picture would be."""
    painter.setPen(QColor(210, 210, 210) if surround.lightness() < 110 else QColor(24, 24, 24))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(rect.adjusted(16, 16, -16, -16), flags, words)
