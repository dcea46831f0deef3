"""Candidates compared blind, and what is kept of choices."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.errors import UsageError
from tests.ui.conftest import OpenPanel, Panel
from ui.models.blind import BlindResult
from ui.models.candidates import Candidate
from ui.models.choices_file import TIE, Choice, ChoicesFile, choice_from_line

CHOICE = Choice("vote", "2026-01-02T03:04:05+00:00", (0.5,) * 6, {"sentences": []}, ({}, {}), TIE)


def with_candidates(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    panel.model.prompts.say("golden hour")
    panel.until(lambda: bool(panel.model.looks.look.prompts))
    panel.rest()
    panel.until(lambda: panel.model.blind.can_start)


def test_votes_by_keys_are_kept_listed_exported_and_deleted(
    panel: Panel, picture: Path, tmp_path: Path
) -> None:
    with_candidates(panel, picture)
    model, view = panel.model, panel.window.blind
    look = model.looks.look
    QTest.mouseClick(panel.window.candidates.blind, Qt.MouseButton.LeftButton)
    assert view.isVisible()
    assert not panel.window.candidates.list.isVisible()  # which has the names
    expected = []
    for key, taken in ((Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, TIE)):
        panel.until(lambda: model.blind.pair is not None or not model.blind.running)
        if not model.blind.running:
            break
        pair = model.blind.pair
        assert pair is not None
        assert pair.candidates[0] is not pair.candidates[1]
        expected.append((taken, [one.look.amounts.strength for one in pair.candidates]))
        QTest.keyClick(view, key)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not model.blind.running
    assert panel.window.viewing.isVisible()
    assert panel.window.candidates.list.isVisible()
    assert model.looks.look == look  # a vote changes nothing on the clip

    panel.until(lambda: len(model.choices.lines) == len(expected))
    rows = [choice_from_line(line) for line in model.choices.lines]
    kept = [(one.taken, [s["amounts"]["strength"] for s in one.shown]) for one in rows]
    assert kept == expected
    assert rows[0].style["sentences"] == ["golden hour"]
    assert len(rows[0].shot) == 6
    assert str(picture.parent) not in "".join(model.choices.lines)

    window = panel.window.show_choices()
    panel.until(lambda: window.list.count() == len(expected))
    copy = tmp_path / "copy.jsonl"
    model.choices.export(copy)
    panel.until(copy.exists)
    assert copy.read_text().splitlines() == list(model.choices.lines)
    window.list.item(0).setSelected(True)
    newest = model.choices.lines[-1]
    QTest.mouseClick(window.delete, Qt.MouseButton.LeftButton)
    panel.until(lambda: len(model.choices.lines) == len(expected) - 1)
    assert newest not in model.choices.lines
    QTest.mouseClick(window.delete_all, Qt.MouseButton.LeftButton)
    panel.until(lambda: not model.choices.lines)
    assert not model.choices.path.exists()
    window.close()


def test_the_result_says_how_often_and_that_few_votes_are_few(panel: Panel, picture: Path) -> None:
    with_candidates(panel, picture)
    blind, view = panel.model.blind, panel.window.blind
    blind.start()
    favourite = panel.model.candidates.candidates[1]
    for rounds in (1, 2):
        while blind.result is None:
            panel.until(lambda: blind.pair is not None)
            assert blind.pair is not None
            shown = blind.pair.candidates
            blind.vote("tie" if favourite not in shown else
                       "left" if shown[0] is favourite else "right")  # fmt: skip
        said, times = view.result.words.text(), rounds * (len(blind.result.candidates) - 1)
        assert f"{favourite.name}, {times} of {times} times" in said
        assert ("by chance: ask again" in said) == (not blind.result.leads_beyond_chance)
        assert view.result.list.item(0).text().startswith(f"{times} of {times}")
        if rounds == 1:
            assert "So few votes" in said
            blind.start()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert panel.window.viewing.isVisible()


def test_a_lead_is_beyond_chance_only_where_a_coin_would_not_give_it() -> None:
    def leads(wins: int, shown: int) -> bool:
        pair = cast("tuple[Candidate, ...]", (object(), object()))
        return BlindResult(pair, (wins, shown - wins), (shown, shown), 0, shown).leads_beyond_chance

    assert not leads(1, 1)
    assert not leads(8, 8)  # 1/256, for either of two, after any of eight rounds: one in sixteen
    assert leads(9, 9)
    assert not leads(9, 12)


def test_a_round_that_is_broken_off_does_not_count(panel: Panel, picture: Path) -> None:
    with_candidates(panel, picture)
    blind = panel.model.blind
    blind.start()
    panel.until(lambda: blind.pair is not None)
    blind.vote("tie")
    blind.stop()
    assert len(panel.model.candidates.candidates) > 2  # so that one vote is no round
    blind.start()
    while blind.result is None:
        panel.until(lambda: blind.pair is not None)
        blind.vote("left")
    assert set(blind.result.shown) == {len(blind.result.candidates) - 1}
    assert (blind.result.rounds, blind.result.ties) == (1, 0)
    blind.stop()


def test_another_request_ends_the_compare(panel: Panel, picture: Path) -> None:
    with_candidates(panel, picture)
    panel.model.blind.start()
    panel.model.looks.clear()
    panel.until(lambda: not panel.model.blind.running)
    panel.rest()


def test_picks_and_stars_are_choices_too(panel: Panel, picture: Path) -> None:
    with_candidates(panel, picture)
    panel.model.candidates.pick(1)
    panel.model.candidates.pick(1)  # again: says nothing new
    panel.rest()
    panel.model.versions.keep()
    panel.model.versions.star(0)
    panel.model.versions.star(0)  # no longer: says nothing new
    panel.until(lambda: len(panel.model.choices.lines) == 2)
    kinds = [choice_from_line(line).kind for line in panel.model.choices.lines]
    assert kinds == ["pick", "star"]


def test_the_strip_and_what_was_taken_of_it_are_there_the_next_day(
    open_panel: OpenPanel, picture: Path
) -> None:
    first = open_panel()
    with_candidates(first, picture)
    names = [one.name for one in first.model.candidates.candidates]
    first.model.candidates.pick(1)
    first.rest()
    first.end()
    second = open_panel()
    second.model.start()
    second.rest()
    second.until(lambda: second.model.blind.can_start and not second.model.candidates.under_way)
    assert [one.name for one in second.model.candidates.candidates] == names
    assert second.model.candidates.picked == 1


def test_a_kept_strip_that_cannot_be_made_any_more_is_made_anew(
    panel: Panel, picture: Path
) -> None:
    with_candidates(panel, picture)
    model, clip = panel.model, panel.model.clips.current
    names = [one.name for one in model.candidates.candidates]
    assert clip is not None
    kept = model.project.clip(clip.id).candidates
    assert kept is not None
    gone = replace(kept.rows[0], manner="of an earlier release")
    model.project.clip(clip.id).candidates = replace(kept, rows=(kept.rows[1], gone))
    model.preview.matched.emit()
    panel.until(lambda: not model.candidates.under_way)
    assert [one.name for one in model.candidates.candidates] == names
    assert model.project.clip(clip.id).candidates == kept
    assert "preview" not in model.troubles
    panel.rest()


@pytest.mark.parametrize("damage", [{"version": 9}, {"taken": 2}, {"shown": None}, {"kind": "x"}])
def test_a_line_that_cannot_be_read_says_so(damage: dict[str, object]) -> None:
    assert choice_from_line(CHOICE.as_line()) == CHOICE
    with pytest.raises(UsageError, match="cannot be read"):
        choice_from_line(json.dumps({**json.loads(CHOICE.as_line()), **damage}))


def test_deleting_leaves_what_cannot_be_read(tmp_path: Path) -> None:
    file = ChoicesFile(tmp_path / "choices.jsonl")
    file.add([CHOICE.as_line(), "of a newer one"])
    file.delete([CHOICE.as_line()])
    assert file.lines() == ["of a newer one"]
