from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.job.adjustments import Adjustments
from core.job.codec import job_from_dict
from core.job.job import GradeJob
from core.job.table import ADJUSTMENTS, AMOUNTS


def test_the_contracts_example_is_a_job():
    text = """[{"source": "a.png", "reference": ["b.png"], "prompt": [], "input_space": "srgb",
                "output": "a.cube"}]"""
    job = job_from_dict(json.loads(text)[0])
    assert job.source == "a.png"
    assert job.reference == ("b.png",)
    assert job.input_space == "srgb"
    assert job.strength == 1


@given(
    st.builds(
        GradeJob,
        source=st.text(min_size=1, max_size=20).filter(lambda s: "\0" not in s),
        strength=st.floats(0, 2),
        balance=st.floats(0, 1),
        size=st.sampled_from([None, 17, 33, 65]),
        seed=st.integers(0, 2**32 - 1),
        pair=st.sampled_from([None, ("before.png", "after.png")]),
        manner=st.sampled_from(["", "keeps the shot's brightness"]),
        candidates=st.integers(1, 12),
        pick=st.sampled_from([None, 1, 3]),
        adjustments=st.builds(Adjustments, exposure=st.floats(-2, 2), tint=st.floats(-100, 100)),
    )
)
def test_a_job_survives_json(job):
    assert job_from_dict(json.loads(json.dumps(job.as_dict()))) == job


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"strength": 2.1}, "strength"),
        ({"strength": float("nan")}, "strength nan"),
        ({"strength": 10**400}, "strength inf"),
        ({"Strength": 1}, "unknown key 'Strength' in a job"),
        ({"balance": -0.1}, "balance"),
        ({"size": 16}, "size"),
        ({"size": "33"}, "size"),
        ({"size": True}, "size"),
        ({"seed": -1}, "seed"),
        ({"engine": "magic"}, "engine"),
        ({"device": "tpu"}, "device"),
        ({"weights": [1, 2, 3]}, "3 weights for 1 reference and 0 prompts"),
        ({"weights": [1], "prompt": ["a", "b"]}, "1 weight for 1 reference and 2 prompts"),
        ({"weights": [-1]}, "weights"),
        ({"weights": [0]}, "weights"),
        ({"weights": "1,2"}, "weights"),
        ({"reference": 3}, "reference"),
        ({"reference": [1]}, "reference"),
        ({"source": ""}, "source"),
        ({"source": 5}, "source"),
        ({"source": "\ud800.png"}, "not valid text"),
        ({"reference": ["a\0.png"]}, "not valid text"),
        ({"exposure": 9}, "exposure"),
        ({"exposure": "1"}, "exposure"),
        ({"colour_space": "srgb"}, "unknown key"),
        ({"candidates": 0}, "candidates is 0"),
        ({"candidates": None}, "candidates must be a whole number"),
        ({"pick": 13}, "pick is 13"),
        ({"pair": ["before.png"]}, "pair must be a list of two names"),
        ({"pair": "before.png"}, "pair must be a list of two names"),
    ],
)
def test_a_wrong_job_is_refused_by_name(change, says):
    with pytest.raises(UsageError, match=says):
        job_from_dict({"source": "a.png", "reference": ["b.png"], **change})


def test_the_key_that_was_meant_is_named():
    with pytest.raises(UsageError) as caught:
        job_from_dict({"source": "a.png", "input-spase": "srgb"})
    assert caught.value.hint == "did you mean 'input_space'?"


def test_what_is_no_object_is_refused():
    for wrong in ([], "a", 1, None):
        with pytest.raises(UsageError):
            job_from_dict(wrong)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("row", [*AMOUNTS.values(), *ADJUSTMENTS.values()], ids=lambda r: r.field)
def test_every_row_of_the_table_is_a_key_with_its_range_and_default(row):
    def value(number):
        job = job_from_dict({"source": "a.png", row.field: number})
        return getattr(job if row.field in AMOUNTS else job.adjustments, row.field)

    assert value(row.low) == row.low
    assert value(row.high) == row.high
    assert value(row.default) == row.default
    assert job_from_dict({"source": "a.png"}) == job_from_dict(
        {"source": "a.png", row.field: row.default}
    )
    with pytest.raises(UsageError, match=row.field):
        value(row.high + 1)


def test_the_table_knows_every_number_of_the_adjustments():
    numbers = {f.name for f in fields(Adjustments) if f.type == "float"}
    assert numbers == set(ADJUSTMENTS)
    rest = job_from_dict({"source": "a", **{n: row.default for n, row in ADJUSTMENTS.items()}})
    assert rest.adjustments == Adjustments()


def test_every_field_of_a_job_is_in_exactly_one_part():
    job = GradeJob("a.png", strength=0.5)
    adjusted = job.adjust_part.amounts
    parts = (job.read_part, job.match_part, adjusted, job.choose_part, job.deliver_part)
    placed = [f.name for part in parts for f in fields(part)] + ["adjustments", "manner", "regions"]
    assert sorted(placed) == sorted(f.name for f in fields(GradeJob))
