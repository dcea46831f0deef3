"""What the panel says, when, and for how long."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.job.table import ADJUSTMENTS
from tests.ui.conftest import OpenPanel, Panel
from ui.models.trouble import Trouble
from ui.viewer.frame_state import FrameState, words_of


def _apply(panel: Panel, picture: Path) -> Path:
    panel.open(picture)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    panel.model.delivery.apply()
    panel.until(lambda: panel.model.delivery.standing == "applied")
    (lut,) = picture.parent.glob("*.cube")
    return lut


def test_a_second_panel_keeps_saying_where_it_saves(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    open_panel()
    second = open_panel()
    second.open(picture)
    second.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    saved = tmp_path / "project" / "project-2.json"
    second.until(lambda: saved.exists() and not second.model.work.busy)
    said = second.model.troubles["project"]
    assert str(saved) in said.message
    assert f"bestlight panel --project {saved}" in said.hint


def test_a_guess_is_said_until_it_is_answered(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    looks = panel.model.looks
    assert "clip" in panel.model.troubles
    looks.change(replace(looks.look, input_space="sRGB"))
    panel.rest()
    assert "clip" not in panel.model.troubles
    looks.undo()
    panel.rest()
    assert "is a guess" in panel.model.troubles["clip"].message


def test_a_clips_note_that_was_put_away_stays_away(open_panel: OpenPanel, picture: Path) -> None:
    first = open_panel()
    first.open(picture)
    assert "is a guess" in first.model.troubles["clip"].message  # the still has no profile
    first.model.put_away("clip")
    first.end()

    again = open_panel()
    again.model.start()
    again.rest()
    assert "clip" not in again.model.troubles
    again.model.say_trouble(Trouble("clip", "the clip cannot be read"))
    assert "clip" in again.model.troubles


def test_a_lut_that_is_changed_while_the_clip_stays_is_seen(panel: Panel, picture: Path) -> None:
    lut = _apply(panel, picture)
    lut.write_text(lut.read_text() + "\n")
    panel.until(lambda: panel.model.delivery.standing == "drifted")
    lut.unlink()
    panel.until(lambda: panel.model.delivery.standing == "missing")


def test_plain_files_have_no_node(panel: Panel, picture: Path) -> None:
    view = panel.window.viewing.view
    panel.open(picture)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    assert "Preview – not applied" in view.accessibleDescription()
    panel.model.delivery.apply()
    panel.until(lambda: panel.model.delivery.standing == "applied")
    assert "LUT file written: " in view.accessibleDescription()
    assert "in the node" in words_of(FrameState.APPLIED, "a.cube")


def test_nothing_is_asked_for_is_not_said_of_a_look_that_waits(
    open_panel: OpenPanel, picture: Path
) -> None:
    first = open_panel()
    first.open(picture)
    first.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    first.rest()
    first.end()
    second = open_panel()
    said: list[str] = []
    second.model.shot.changed.connect(lambda: said.append(second.model.baking.sentence))
    second.model.start()
    second.rest()
    assert said
    assert not any("nothing is asked" in one for one in said[1:])


def test_candidates_follow_what_was_adjusted_since(panel: Panel, picture: Path) -> None:
    model = panel.model
    panel.open(picture)
    model.prompts.say("golden hour")
    panel.until(lambda: bool(model.candidates.candidates) and not model.candidates.under_way)
    panel.rest()
    old = model.candidates.candidates[0].thumbnail.mean()
    model.looks.set_value(ADJUSTMENTS["exposure"], -1.0)
    panel.rest()
    panel.until(lambda: model.candidates.candidates[0].look.adjustments.exposure == -1.0)
    assert model.candidates.candidates[0].thumbnail.mean() < old - 5
    window = panel.window
    assert window.candidates.list.count() == len(model.candidates.candidates)
