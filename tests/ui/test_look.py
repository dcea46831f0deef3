"""What was asked for, as data: to a job, to a file and back, and step by step back in time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from core.errors import UsageError
from core.job.adjustments import Adjustments, Tint
from core.job.amounts import Amounts
from core.job.phrases import PhraseValue
from core.job.table import ADJUSTMENTS, AMOUNTS, SPLIT_TONE
from ui.models.history import History
from ui.models.look import ROWS, Look, Prompt, Reference, look_from_dict
from ui.models.looks import LookModel
from ui.models.project import ClipData, Project, project_as_dict, project_from_dict
from ui.models.steps import looks_of_steps, rows_of_steps

LOOK = Look(
    (Reference("/a.jpg", 2.5), Reference("/b.jpg", on=False)),
    (
        Prompt(
            "golden hour, teal shadows; less green",
            ("teal shadows",),
            (("golden hour", 60.0), ("teal shadows", 20.0)),
        ),
    ),
    Amounts(strength=1.4, boldness=0.2),
    Adjustments(exposure=0.5, shadow_tint=Tint(195, 0.3)),
    "keeps the shot's brightness",
    "ARRI LogC3",
)


def test_a_look_comes_back_from_a_file() -> None:
    assert look_from_dict(json.loads(json.dumps(LOOK.as_dict()))) == LOOK


def test_what_is_off_is_not_asked_for() -> None:
    job = LOOK.job("shot.mov")
    assert job.reference == ("/a.jpg",)
    assert job.prompt == ("golden hour, less green",)
    assert job.weights == (2.5, 1.0)
    assert job.values == (PhraseValue("golden hour", 60.0, 1),)
    assert (job.strength, job.manner, job.input_space) == (1.4, LOOK.manner, "ARRI LogC3")
    nothing = replace(LOOK, references=(), prompts=(), adjustments=Adjustments())
    assert nothing.is_empty


def test_every_row_of_the_table_can_be_moved_and_is_held_to_its_range() -> None:
    assert set(ROWS) == set(AMOUNTS) | set(ADJUSTMENTS) | set(SPLIT_TONE)
    for row in ROWS.values():
        assert Look().with_value(row, row.high + 1e6).value(row) == row.high


@pytest.mark.parametrize(
    "damage",
    [
        {"prompts": 3},
        {"prompts": [{"text": "warmer", "off": [], "values": {"warmer": "much"}}]},
        {"prompts": [{"text": "warmer", "off": [], "values": {"warmer": float("nan")}}]},
        {"references": [{"path": 1}]},
        {"references": [{"path": "/a.jpg", "weight": 10**400, "on": True}]},
        {"amounts": {}},
        {"amounts": {**vars(Amounts()), "strength": 10**400}},
    ],
)
def test_a_damaged_look_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="damaged"):
        look_from_dict({**LOOK.as_dict(), **damage})


def test_of_a_project_what_is_sound_is_kept() -> None:
    project = Project(clips={"one": ClipData(LOOK), "two": ClipData(LOOK)}, memories={"A": LOOK})
    data = json.loads(json.dumps(project_as_dict(project)))
    data["clips"]["two"]["look"] = None
    found, bad = project_from_dict(data)
    assert bad == 1
    assert found.clips == {"one": ClipData(LOOK)}
    assert found.memories == {"A": LOOK}


def test_steps_behind_a_damaged_one_are_not_read() -> None:
    steps = rows_of_steps(LOOK, [replace(LOOK, manner="bold"), replace(LOOK, input_space=None)])
    huge = {"amounts": {**vars(LOOK.amounts), "strength": 10**400}}
    assert looks_of_steps(LOOK, [steps[0], huge, steps[1]]) == [replace(LOOK, manner="bold")]
    data = json.loads(json.dumps(project_as_dict(Project(clips={"one": ClipData(LOOK)}))))
    data["clips"]["one"] |= {"undo": [steps[0], None, steps[1]], "redo": 3}
    strip = {"asked": "", "rows": [{"name": "", "manner": "", **huge}]}
    data["clips"]["one"]["candidates"] = strip
    found, bad = project_from_dict(data)
    assert found.clips["one"] == ClipData(LOOK, undo=[steps[0]])
    assert bad == 3


def test_a_gesture_is_one_step() -> None:
    history = History[int](0)
    for value in (1, 2, 3):
        history.change(value, "drag")
    history.end_gesture()
    history.change(4, "drag")
    assert history.undo()
    assert history.now == 3
    assert history.undo()
    assert history.now == 0
    assert not history.undo()
    assert history.redo()
    assert history.now == 3
    history.change(9)
    assert not history.can_redo


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (lambda looks: looks.edit_prompt(0, "bleach bypass"), False),
        (lambda looks: looks.remove_prompt(0), False),
        (lambda looks: looks.switch_phrase(0, "less green", False), False),
        (lambda looks: looks.remove_reference("/a.jpg"), False),
        (lambda looks: looks.switch_reference("/a.jpg", False), False),
        (lambda looks: looks.weigh_reference("/a.jpg", 0), False),
        (lambda looks: looks.weigh_reference("/a.jpg", 0.5), True),
        (lambda looks: looks.add_prompt("warmer"), True),
    ],
)
def test_a_manner_goes_with_what_it_may_be_of(
    edit: Callable[[LookModel], None], kept: bool
) -> None:
    parent = QObject()
    looks = LookModel(parent)
    looks.take(LOOK)
    edit(looks)
    assert bool(looks.look.manner) == kept
    looks.undo()
    assert looks.look.manner == LOOK.manner
