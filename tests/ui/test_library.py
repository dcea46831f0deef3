"""A folder of stills as a library of references."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt

from core.media import write_still
from tests.ui.conftest import OpenPanel, Panel

COLOURS = {"dark": (0.1, 0.1, 0.1), "bright": (0.9, 0.9, 0.9), "warm": (0.7, 0.45, 0.2)}


def stills(folder: Path) -> Path:
    (folder / "deeper").mkdir(parents=True)
    for name, rgb in COLOURS.items():
        picture = np.full((40, 60, 3), rgb, np.float32)
        write_still(folder / "deeper" / f"{name}.png", picture, force=False)
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no picture either")
    return folder


def names(panel: Panel) -> list[str]:
    shown = panel.window.library.list
    return [shown.item(row).text() for row in range(shown.count())]


def test_pictures_are_found_ordered_and_taken(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    panel = open_panel()
    panel.open(picture)
    library, view = panel.model.library, panel.window.library
    library.open(stills(tmp_path / "library"))
    panel.until(lambda: len(library.pictures) == 3 and not library.reading)
    panel.until(lambda: names(panel) == ["bright.png", "dark.png", "warm.png"])
    view.order.setCurrentIndex(view.order.findData("brightness"))
    assert names(panel) == ["dark.png", "warm.png", "bright.png"]
    view.search.setText("dar")
    panel.until(lambda: names(panel) == ["dark.png"])
    view.search.setText("")
    panel.until(lambda: len(names(panel)) == 3)

    (warm,) = view.list.findItems("warm.png", Qt.MatchFlag.MatchExactly)
    view.list.itemActivated.emit(warm)
    panel.until(lambda: [one.name for one in panel.model.looks.look.used] == ["warm.png"])
    panel.rest()
    view.order.setCurrentIndex(view.order.findData("closeness"))
    assert names(panel)[0] == "warm.png"  # which the picture looks like by now
    panel.end()

    again = open_panel()
    again.model.start()
    again.until(lambda: len(again.model.library.pictures) == 3)
    again.rest()
