"""A picture before and after a grade as what is wanted."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.media import read_still, write_still
from tests.ui.conftest import OpenPanel, Panel
from ui.models.look import Look, PairReference, look_from_dict


def pair_of(picture: Path) -> tuple[Path, Path]:
    """The picture itself, and the same much warmer."""
    rgb = read_still(picture).rgb
    after = np.clip(rgb * np.array([1.0, 0.85, 0.6]), 0, 1).astype(np.float32)
    warm = picture.with_name("warm.png")
    write_still(warm, after, force=True)
    return picture, warm


def warmth(panel: Panel) -> float:
    seen = panel.model.preview.seen
    assert seen is not None
    red, _, blue = (float(seen.after[..., channel].mean()) for channel in range(3))
    return red - blue


def test_a_pair_gives_its_look_and_comes_back(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    panel = open_panel()
    model, row = panel.model, panel.window.references.pair
    panel.open(picture)
    plain = warmth(panel)
    model.references.take_pair(*pair_of(picture))
    panel.until(lambda: model.looks.look.pair is not None)
    panel.rest()
    panel.until(lambda: not model.candidates.under_way)
    assert row.isVisibleTo(panel.window.references)
    assert warmth(panel) > plain + 15
    assert len(model.candidates.candidates) >= 2

    row.switch.setChecked(False)
    panel.rest()
    assert model.looks.look.is_empty
    assert warmth(panel) == plain
    model.looks.undo()
    panel.rest()
    panel.end()

    again = open_panel()
    again.model.start()
    again.rest()
    warm = picture.with_name("warm.png")
    assert again.model.looks.look.pair == PairReference(str(picture), str(warm))
    assert warmth(again) > plain + 15
    again.window.references.pair.away.click()
    assert again.model.looks.look.pair is None
    again.rest()


def test_what_is_no_pair_is_said_and_not_taken(panel: Panel, picture: Path) -> None:
    other = picture.with_name("other.png")
    noise = np.random.default_rng(1).random((60, 90, 3)).astype(np.float32)
    write_still(other, noise, force=False)
    panel.open(picture)
    panel.model.references.take_pair(picture, other)
    panel.until(lambda: "reference" in panel.model.troubles)
    assert panel.model.looks.look.pair is None


def test_a_look_of_an_older_project_has_no_pair() -> None:
    data = Look().as_dict()
    del data["pair"]
    assert look_from_dict(data) == Look()
