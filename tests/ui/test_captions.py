"""The words over a wiped picture stand on the side that they name."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSizeF

from ui.viewer.captions import captions
from ui.viewer.compare import Comparison, Side, Wipe
from ui.viewer.scene import Scene, Viewport

_PORT = Viewport(800, 450, 28, 1.0)
_SIZE = QSizeF(60, 18)


def _scene(wipe: Wipe) -> Scene:
    scene = Scene(comparison=Comparison.WIPE, wipe=wipe)
    picture = np.zeros((180, 320, 3), np.uint8)
    scene.pictures.set({Side.BEFORE: picture, Side.AFTER: picture.copy(), Side.REFERENCE: None})
    return scene


def _ahead(wipe: Wipe, frame: QRectF, plate: QRectF) -> list[float]:
    corners = (plate.topLeft(), plate.topRight(), plate.bottomLeft(), plate.bottomRight())
    return [
        wipe.offset(
            (at.x() - frame.x()) / frame.width(), (at.y() - frame.y()) / frame.height(),
            frame.width(), frame.height(),
        )
        for at in corners
    ]  # fmt: skip


@pytest.mark.parametrize("angle", range(-180, 181, 15))
def test_each_name_stands_on_its_own_side(angle: int) -> None:
    wipe = Wipe(0.5, 0.5, angle)
    scene = _scene(wipe)
    placed = scene.placed(_PORT)
    before, after = captions(scene, placed)
    assert (before.words, after.words) == ("Before", "After")
    plates = before.place(_SIZE), after.place(_SIZE)
    assert plates[0] is not None
    assert plates[1] is not None
    assert max(_ahead(wipe, placed[0].rect(), plates[0])) <= 0
    assert min(_ahead(wipe, placed[0].rect(), plates[1])) >= 0


def test_a_side_without_room_has_no_name() -> None:
    scene = _scene(Wipe(0.02, 0.5, 0))
    before, after = captions(scene, scene.placed(_PORT))
    assert before.place(_SIZE) is None
    assert after.place(_SIZE) is not None
