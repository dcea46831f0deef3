"""The user's own order of candidates: nothing before enough votes, then what the votes say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.solve.candidates import WEIGHTS
from tests.ui.conftest import OpenPanel, Panel
from ui.models.choices_file import TIE, Choice, choice_from_line
from ui.models.settings import Settings
from ui.models.taste import ENOUGH, learn

CHOICE = Choice("vote", "2026-11-30T12:00:00", (0.0,) * 6, {}, ({}, {}), 0)


def votes(count: int, better: Callable[[dict[str, float]], float]) -> list[Choice]:
    """Votes between looks of random figures, for the one that `better` says more of."""
    random = np.random.default_rng(3)
    made = []
    for _ in range(count):
        both = tuple(
            {name: float(random.normal(0, 1 / abs(usual))) for name, usual in WEIGHTS.items()}
            for _ in range(2)
        )
        taken = int(np.argmax([better(one) for one in both]))
        made.append(replace(CHOICE, figures=both, taken=taken))
    return made


def test_without_votes_the_weights_are_the_usual_ones() -> None:
    taste = learn([replace(CHOICE, taken=TIE), CHOICE, replace(CHOICE, kind="pick")])
    assert (taste.votes, taste.is_of_use) == (0, False)
    assert taste.weights == pytest.approx(WEIGHTS)


def test_it_takes_enough_votes() -> None:
    every = votes(ENOUGH, lambda figures: figures["black gap"])  # who likes black lifted
    assert not learn(every[:-1]).is_of_use
    taste = learn(every)
    assert taste.is_of_use
    assert taste.foretold > taste.usual
    assert taste.weights["black gap"] > WEIGHTS["black gap"]


def test_who_votes_as_usual_gets_no_order_of_his_own() -> None:
    def usual(figures: dict[str, float]) -> float:
        return sum(WEIGHTS[name] * value for name, value in figures.items())

    assert not learn(votes(60, usual)).is_of_use


def test_a_line_of_the_first_version_is_read_and_teaches_nothing() -> None:
    line = CHOICE.as_line().replace('"version": 2', '"version": 1').replace('"figures": [], ', "")
    assert "figures" not in line
    assert learn([choice_from_line(line)]).votes == 0


def strip_of(panel: Panel) -> list[str]:
    panel.model.looks.clear()
    panel.rest()
    panel.model.prompts.say("golden hour")
    panel.until(lambda: bool(panel.model.looks.look.prompts))
    panel.rest()
    panel.until(lambda: not panel.model.candidates.under_way)
    return [one.name for one in panel.model.candidates.candidates]


def test_votes_order_the_strip_until_they_are_deleted(open_panel: OpenPanel, picture: Path) -> None:
    panel = open_panel()
    model = panel.model
    panel.open(picture)
    usual = strip_of(panel)
    model.blind.start()
    panel.until(lambda: model.blind.pair is not None)
    model.blind.vote("left")
    model.blind.stop()
    panel.until(lambda: len(model.choices.lines) == 1)
    assert len(choice_from_line(model.choices.lines[0]).figures) == 2

    for choice in votes(ENOUGH, lambda figures: figures["black gap"] - figures["contrast"]):
        model.choices._unwritten.append(choice.as_line())
    model.choices.write()
    model.choices.read()
    panel.until(lambda: model.taste.weights is not None)
    ordered = strip_of(panel)
    scores = [one.score for one in model.candidates.candidates]
    assert set(ordered) == set(usual)
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1

    model.settings.change(Settings(own_order=False))
    assert strip_of(panel) == usual
    model.settings.change(Settings())
    assert model.candidates.own_order is not None
    model.choices.delete(model.choices.lines)
    panel.until(lambda: model.candidates.own_order is None)
