"""What the mouse and the keys of a viewer mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from PySide6.QtCore import QPointF, Qt

KNOB = 6.0
TURN_KNOB_AT = 64.0  # from the wipe's middle, along its line
SLOP = 4.0  # how far a click may tremble
_REACH = 9.0  # how near to a line or a knob the mouse takes hold of it
_STEP, _WIDE_STEP = 0.01, 0.1
_TURN, _WIDE_TURN = 5.0, 45.0


class Picking(StrEnum):
    """What a click or a drag on the frame picks."""

    OFF = "off"
    COLOUR = "colour"
    THING = "thing"


class Grip(Enum):
    """What a drag takes hold of."""

    WIPE = auto()
    TURN = auto()
    FRAME = auto()
    REGION = auto()
    PICK = auto()


@dataclass
class Drag:
    """A drag under way; `moved` once it has gone further than a click trembles."""

    grip: Grip
    button: Qt.MouseButton
    start: QPointF
    last: QPointF
    moved: bool = False

    def follow(self, at: QPointF) -> QPointF:
        """The way since the last call; none before the drag has begun in earnest."""
        self.moved = self.moved or (at - self.start).manhattanLength() > SLOP
        if not self.moved:
            return QPointF()
        step, self.last = at - self.last, at
        return step


@dataclass(frozen=True)
class WipeHandles:
    """A wipe's handles: the point that it turns about, and the unit vector along its line."""

    middle: QPointF
    along: QPointF

    def grip(self, at: QPointF) -> Grip | None:
        """What the mouse takes hold of here, if anything."""
        if (at - self.middle - self.along * TURN_KNOB_AT).manhattanLength() < KNOB + _REACH:
            return Grip.TURN
        way = at - self.middle
        across = way.x() * self.along.y() - way.y() * self.along.x()
        return Grip.WIPE if abs(across) < _REACH else None


def cursor_of(grip: Grip | None) -> Qt.CursorShape:
    """The mouse's shape over a handle."""
    if grip is Grip.WIPE:
        return Qt.CursorShape.SizeAllCursor
    if grip is Grip.TURN:
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.CrossCursor


def way_of_key(key: int, *, wide: bool) -> tuple[float, float] | None:
    """The step of an arrow key as shares of the frame, rightwards and downwards."""
    step = _WIDE_STEP if wide else _STEP
    return {
        Qt.Key.Key_Left: (-step, 0.0),
        Qt.Key.Key_Right: (step, 0.0),
        Qt.Key.Key_Up: (0.0, -step),
        Qt.Key.Key_Down: (0.0, step),
    }.get(Qt.Key(key))


def turn_of_key(key: int, *, wide: bool) -> float | None:
    """The turn of a key in degrees, clockwise."""
    turn = _WIDE_TURN if wide else _TURN
    if key in (Qt.Key.Key_PageUp, Qt.Key.Key_BracketLeft):
        return -turn
    if key in (Qt.Key.Key_PageDown, Qt.Key.Key_BracketRight):
        return turn
    return None
