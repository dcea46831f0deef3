"""Rough handling: each ends in a sentence, and nothing is lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.demo import sample_still
from core.job.adjustments import Adjustments
from core.job.table import ADJUSTMENTS
from tests.tiers import some_of
from tests.ui.conftest import OpenPanel, Panel
from tests.ui.test_journey import drop, files
from ui.models.clips import MOST_FILES
from ui.models.looks import MOST_REFERENCES
from ui.scopes.settings import Scope


def test_what_was_done_is_there_after_a_crash(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    first = open_panel()
    first.open(picture)
    first.model.looks.set_value(ADJUSTMENTS["exposure"], 0.7)
    first.rest()
    first.model.versions.keep()
    saved = tmp_path / "project" / "project.json"
    first.until(lambda: saved.exists() and '"0.7' not in saved.read_text() and
                "exposure" in saved.read_text() and '"name"' in saved.read_text())  # fmt: skip
    crashed = saved.read_text()  # what stands on the disk while the panel still runs
    first.end()
    saved.write_text(crashed)

    second = open_panel()
    second.model.start()
    second.rest()
    looks = second.model.looks
    assert looks.look.adjustments.exposure == pytest.approx(0.7)
    assert len(second.model.versions.versions) == 1
    assert not {"project", "steps"} & second.model.troubles.keys()
    looks.undo()
    assert looks.look.is_empty
    assert not looks.can_undo
    second.end()  # what was taken back can be done again the next day

    third = open_panel()
    third.model.start()
    third.rest()
    third.model.looks.redo()
    assert third.model.looks.look.adjustments.exposure == pytest.approx(0.7)


def test_damaged_steps_of_undo_are_left_out_and_said(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    first, saved = open_panel(), tmp_path / "project" / "project.json"
    first.open(picture)
    for value in (0.1, 0.2, 0.3):
        first.model.looks.change(
            replace(first.model.looks.look, adjustments=Adjustments(exposure=value))
        )
    first.end()
    data = json.loads(saved.read_text())
    (clip,) = data["clips"].values()
    clip["undo"][1] = {"amounts": "hand-edited"}
    saved.write_text(json.dumps(data))
    second = open_panel()
    second.model.start()
    second.until(lambda: second.model.looks.can_undo)
    assert "damaged" in second.model.troubles["steps"].message
    second.model.looks.undo()
    assert second.model.looks.look.adjustments.exposure == pytest.approx(0.2)
    assert not second.model.looks.can_undo


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"schema": "bestlight-panel", "version": 99}', "newer"),
        ('{"schema": "bestlight-panel", "ver', "cannot be read"),
        ("[1, 2]", "cannot be read"),
        ('{"schema": "bestlight-panel", "version": 1, "clips": {"a": 3}}', "damaged"),
    ],
)
def test_a_project_that_cannot_be_used_is_kept(
    open_panel: OpenPanel, tmp_path: Path, content: str, said: str
) -> None:
    saved = tmp_path / "project" / "project.json"
    saved.parent.mkdir()
    saved.write_text(content)
    panel = open_panel()
    assert said in panel.model.troubles["project"].message
    panel.end()
    assert content in [path.read_text() for path in saved.parent.glob("*.json")]


def test_two_panels_on_one_project_both_save(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    first, second = open_panel(), open_panel()
    assert "another panel" in second.model.troubles["project"].message
    for panel, value in ((first, 0.1), (second, 0.2)):
        panel.open(picture)
        panel.model.looks.set_value(ADJUSTMENTS["exposure"], value)
        panel.end()
    kept = [json.loads(path.read_text()) for path in (tmp_path / "project").glob("*.json")]
    values = [next(iter(one["clips"].values()))["look"]["adjustments"]["exposure"] for one in kept]
    assert sorted(values) == pytest.approx([0.1, 0.2])


def test_five_hundred_files_are_too_many_references(
    panel: Panel, picture: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    small = folder / "still.jpg"
    shutil.copy(sample_still(), small)
    for number in range(500):
        (folder / f"{number:03}.jpg").hardlink_to(small)
    panel.open(picture)
    drop(panel.window.references, files(*sorted(folder.glob("*.jpg"))))
    panel.until(lambda: "reference" in panel.model.troubles)
    assert len(panel.model.looks.look.references) == MOST_REFERENCES
    assert "left out" in panel.model.troubles["reference"].message
    panel.rest()


def test_a_folder_of_everything_lists_its_clips(panel: Panel, clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "everything"
    folder.mkdir()
    shutil.copy(clip, folder / "a.mov")
    (folder / "notes.txt").write_text("no picture")
    for number in range(MOST_FILES + 10):
        (folder / f"{number:03}.png").write_bytes(b"")
    panel.window.model.clips.add_files([folder, tmp_path / "notes.txt", tmp_path / "gone.mov"])
    panel.until(lambda: len(panel.model.clips.clips) == MOST_FILES)
    panel.until(lambda: "left out" in panel.model.troubles.get("files", _NOTHING).message)


def test_a_url_and_text_are_said_not_fetched(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    address = QMimeData()
    address.setUrls([QUrl("https://example.org/still.jpg")])
    drop(panel.window.references, address)
    assert "is an address" in panel.model.troubles["reference"].message
    text = QMimeData()
    text.setText("a lovely picture")
    drop(panel.window.viewing, text)
    assert "this is text" in panel.model.troubles["reference"].message
    assert not panel.model.looks.look.references


def test_a_broken_clip_and_a_broken_still(panel: Panel, clip: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mov"
    broken.write_bytes(clip.read_bytes()[:2000])
    panel.model.clips.add_files([broken])
    panel.until(lambda: "clip" in panel.model.troubles and not panel.model.shot.reading)
    assert panel.model.preview.seen is None
    panel.open(clip)  # and the panel goes on
    assert "clip" not in panel.model.troubles
    still = tmp_path / "broken.jpg"
    still.write_bytes(b"no picture")
    drop(panel.window.references, files(still))
    panel.until(lambda: "reference" in panel.model.troubles)
    assert not panel.model.looks.look.references


def test_words_without_meaning_are_refused_in_words(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    panel.model.prompts.say("qwzx")
    panel.until(lambda: "prompt" in panel.model.troubles)
    assert not panel.model.looks.look.prompts
    panel.model.prompts.say("warmer")
    panel.until(lambda: bool(panel.model.looks.look.prompts))
    assert "prompt" not in panel.model.troubles


def test_words_that_speak_of_the_still_are_taken_where_there_is_one(
    panel: Panel, picture: Path
) -> None:
    model, text = panel.model, "match the whites to the reference"
    panel.open(picture)
    model.prompts.say(text)
    panel.until(lambda: "prompt" in model.troubles)
    assert "--reference" in model.troubles["prompt"].text
    model.references.add([sample_still()])
    panel.until(lambda: bool(model.looks.look.references))
    model.prompts.say(text)
    panel.until(lambda: bool(model.looks.look.prompts))
    (prompt,) = model.looks.look.prompts
    assert [chip.usable for chip in model.prompts.chips(prompt)] == [True]
    model.looks.switch_reference(model.looks.look.references[0].path, False)
    panel.until(lambda: [chip.usable for chip in model.prompts.chips(prompt)] == [False])


def test_a_reference_that_has_gone_is_said(panel: Panel, picture: Path, tmp_path: Path) -> None:
    panel.open(picture)
    still = tmp_path / "still.jpg"
    shutil.copy(sample_still(), still)
    panel.model.references.add([still])
    panel.until(lambda: bool(panel.model.looks.look.references))
    panel.rest()
    still.unlink()
    panel.model.looks.weigh_reference(str(still), 2.0)
    panel.until(lambda: panel.model.preview.failed)
    assert "preview" in panel.model.troubles
    assert "earlier" in panel.model.baking.sentence
    assert not panel.model.delivery.can_apply
    panel.model.looks.remove_reference(str(still))
    panel.rest()
    assert "preview" not in panel.model.troubles


def test_stopping_says_what_was_done(panel: Panel, clip: Path, tmp_path: Path) -> None:
    panel.open(clip)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    said: list[str] = []
    panel.model.told.connect(said.append)
    panel.model.delivery.deliver(tmp_path / "delivered")
    panel.until(lambda: panel.model.delivery.share > 0)
    panel.model.delivery.cancel()
    panel.until(lambda: not panel.model.delivery.doing)
    assert said == ["stopped; nothing was written"]
    assert not (tmp_path / "delivered").exists()


def test_a_file_that_is_listed_is_not_listed_again(
    panel: Panel, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.open(picture)
    monkeypatch.chdir(picture.parent)
    panel.model.clips.add_files([Path(picture.name), picture])
    panel.rest()
    QTest.qWait(200)
    assert len(panel.model.clips.clips) == 1


def test_closing_while_a_clip_is_rendered_leaves_nothing(
    panel: Panel, clip: Path, tmp_path: Path
) -> None:
    panel.open(clip)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    target = tmp_path / "delivered"
    panel.model.delivery.deliver(target)
    panel.until(lambda: panel.model.delivery.share > 0)
    panel.end()
    assert not target.exists() or not list(target.iterdir())


def test_a_render_is_closed_by_who_is_sure(
    panel: Panel, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "ui.window.asking.sure_to_stop", lambda _parent, doing: asked.append(doing) or True
    )
    panel.open(clip)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    panel.model.delivery.deliver(tmp_path / "delivered")
    panel.until(lambda: panel.model.delivery.share > 0)
    assert panel.window.close()
    assert len(asked) == 1


def test_the_window_remembers_its_scopes_and_survives_bad_memory(
    open_panel: OpenPanel, tmp_path: Path
) -> None:
    first = open_panel()
    few = replace(first.window.scopes.settings(), shown=(Scope.VECTORSCOPE,), zoom=2)
    first.window.scopes.set_settings(few)
    first.end()
    second = open_panel()
    assert second.window.scopes.settings() == few
    second.end()
    ini = tmp_path / "project" / "project.ini"
    ini.write_text('[General]\nscopes="{nonsense"\ngeometry=12\n')
    assert open_panel().window.scopes.settings().shown


class _Nothing:
    message = ""


_NOTHING = _Nothing()


def test_windows_of_a_screen_that_is_gone_are_on_one_that_is_there(open_panel: OpenPanel) -> None:
    first = open_panel()
    first.window.viewer.set_apart(True)
    for window in (first.window, first.window.viewer.window):
        window.move(20_000, 15_000)
    first.end()
    second = open_panel()
    for window in (second.window, second.window.viewer.window):
        assert window.isVisible()
        assert any(one.geometry().intersects(window.geometry()) for one in QApplication.screens())


HUGE = [(3_000, 2_000), (15_000, 12_000)]


@pytest.mark.parametrize(("width", "height"), some_of(HUGE, HUGE[0]))
def test_a_huge_picture_is_shown_small(
    panel: Panel, tmp_path: Path, width: int, height: int
) -> None:
    huge = tmp_path / "huge.png"
    Image.new("L", (width, height), 90).save(huge, compress_level=1)
    panel.open(huge)
    shown, seen = panel.model.shot.shown, panel.model.preview.seen
    assert shown is not None
    assert seen is not None
    assert max(seen.after.shape) == 960
    assert shown.full_size == (min(width, 8192), min(height, 6554))
