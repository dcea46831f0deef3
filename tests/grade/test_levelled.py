"""Clips graded together for nodes of their own: those of one scene come to its hero."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.demo import sample_still
from core.grade.footage import open_footage
from core.grade.grading import Part
from core.grade.levelled import grade_levelled
from core.grade.shot import Shot
from core.grade.style import make_style
from core.grade.timeline import Wishes
from core.job.adjustments import Adjustments
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.job.regions import RegionAdjustment
from core.media import read_still, write_still
from core.progress import Progress
from core.shots.level import Level
from tests.shots.test_levels import DISPLAY, LOG, lit, scene

JOB = GradeJob("", prompt=("warmer",), size=33)
BAD = Level(-0.8, 0.2, -0.2)
ONE_SCENE = Wishes(heroes=(0,), scenes={0: 0, 1: 0})


def shots_of(folder: Path, space: str, good: np.ndarray, level: Level = BAD) -> list[Shot]:
    light = DISPLAY if space == "rec709" else LOG
    opened = []
    for name, picture in (("good", good), ("bad", lit([good], level, light)[0])):
        path = folder / f"{name}.png"
        write_still(path, np.clip(picture, 0, 1).astype(np.float32), force=True)
        opened.append(Shot(open_footage(path, space, "Source", Progress())))
    return opened


def graded(folder: Path, space: str, wishes: Wishes = ONE_SCENE):
    shots = shots_of(folder, space, scene(DISPLAY if space == "rec709" else LOG)[0])
    style = make_style([], JOB.prompt)
    return grade_levelled(shots, ["good", "bad"], style, JOB, wishes, Progress())


@pytest.mark.parametrize("space", ["rec709", "logc3"])
def test_a_clip_comes_to_the_hero_in_one_node_and_in_two(tmp_path: Path, space: str):
    (_, hero), (plan, other) = graded(tmp_path, space)
    assert plan.band == "high"

    def in_node(grading, *parts: Part) -> np.ndarray:
        picture = grading.shot.footage.frames[0]
        for of in parts:
            picture = grading.finished(output="same", of=of).table.apply(np.clip(picture, 0, 1))
        return picture

    before = np.abs(hero.shot.footage.frames[0] - other.shot.footage.frames[0]).mean()
    assert np.abs(in_node(hero, "whole") - in_node(other, "whole")).mean() < 0.35 * before
    apart = [in_node(one, "balance", "look") for one in (hero, other)]
    assert np.abs(apart[0] - apart[1]).mean() < 0.35 * before
    # What is shown, by which a grade is judged, is what the node does.
    picture = other.shot.pictures[0]
    shown = np.clip(other.shot.footage.shown.forward(in_node(other, "balance")), 0, 1)
    assert np.abs(other.map(of="balance").apply(picture) - shown).mean() < 0.02


def test_without_balance_nothing_is_levelled(tmp_path: Path):
    _, (_, other) = graded(tmp_path, "rec709")
    none = other.finished(AdjustPart(Amounts(balance=0.0)), of="balance")
    frame = other.shot.footage.frames[0]
    assert np.abs(none.table.apply(frame) - frame).max() < 2e-3


def test_what_is_meant_gets_the_look_alone(tmp_path: Path):
    said = Wishes({1: "low key"}, heroes=(0,), scenes={0: 0, 1: 0})
    _, (plan, other) = graded(tmp_path, "rec709", said)
    assert plan.left_alone
    frame = other.shot.footage.frames[0]
    assert np.abs(other.finished(of="balance").table.apply(frame) - frame).max() < 2e-3
    assert np.allclose(other.finished().table.table, other.finished(of="look").table.table)


def test_a_wish_for_a_region_finds_it_in_the_colours_that_the_level_gave_it(tmp_path: Path):
    still = read_still(sample_still()).rgb[::4, ::4]
    shots = shots_of(tmp_path, "rec709", still, Level(-1.3, 0.35, -0.35))
    job = GradeJob("", prompt=("skin at 60 IRE",), size=33)
    graded = grade_levelled(
        shots, ["good", "bad"], make_style([], job.prompt), job, ONE_SCENE, Progress()
    )
    for _, grading in graded:
        assert grading.tell_levels(AdjustPart()) == ("the mean of the skin is at 60 IRE",)
    wish = AdjustPart(regions=(RegionAdjustment("sky", Adjustments(exposure=0.8)),))
    changes = []
    for _, grading in graded:
        frame = grading.shot.footage.frames[0]
        plain, wished = (grading.finished(one).table.apply(frame) for one in (AdjustPart(), wish))
        changes.append(np.abs(wished - plain).mean(axis=-1))
    hero, other = changes
    sky = hero > 0.5 * hero.max()
    assert other[sky].mean() > 0.7 * hero[sky].mean()
