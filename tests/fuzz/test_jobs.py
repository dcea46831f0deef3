"""Whatever a list of jobs holds, reading it ends in jobs or in the one-line error."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cli.grading import parse_jobs
from core.errors import BestlightError
from core.job.codec import job_from_dict
from core.job.job import GradeJob
from core.job.table import ADJUSTMENTS
from tests.fuzz.damage import damaged

pytestmark = pytest.mark.filterwarnings("error")  # a warning would reach the user's stderr
Effort = Callable[[int], settings]
KEYS = sorted({*(f.name for f in fields(GradeJob)), *ADJUSTMENTS})
VALID: dict[str, Any] = {
    "source": "a.mov",
    "reference": ["b.png", "c.png"],
    "prompt": ["warm dusk"],
    "weights": [2, 1, 0.5],
    "input_space": "slog3",
    "output_space": "display",
    "output": "a.cube",
    "strength": 1.2,
    "size": 33,
    "seed": 7,
    "exposure": 0.5,
    "tint": -3,
    "regions": [{"region": "sky", "exposure": -1}, {"region": "skin", "keep": 1}],
}
SEEDS = (
    json.dumps([VALID]).encode(),
    json.dumps([VALID, {"source": "é.png"}], indent=1).encode("utf-8"),
    b"[" * 3000 + b"]" * 3000,
    b'[{"source": "a", "seed": 1' + b"0" * 5000 + b"}]",
    b'[{"source": "\\ud800", "strength": NaN, "contrast": -Infinity, "balance": 1e999}]',
)

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(st.characters(), max_size=12)
    | st.sampled_from(("auto", "cpu", "transport", "a.png", "\0", "\ud800", "1", "", 33, 17, 0.5))
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)
keys = st.sampled_from(KEYS) | st.text(max_size=8)


@st.composite
def changed_jobs(draw: st.DrawFn) -> dict[str, Any]:
    """A valid job with some keys taken away and some given other values."""
    job = {k: v for k, v in VALID.items() if draw(st.integers(0, 9))}
    return job | draw(st.dictionaries(keys, anything | leaves, max_size=3))


def assert_one_line(error: BestlightError, name: str = "") -> None:
    assert error.message
    assert name in error.message
    assert error.message.isprintable()
    assert error.hint == "" or error.hint.isprintable()


def take(data: object) -> None:
    try:
        job = job_from_dict(data)  # pyright: ignore[reportArgumentType]
    except BestlightError as error:
        assert_one_line(error)
        return
    written = json.dumps(job.as_dict(), allow_nan=False)
    assert job_from_dict(json.loads(written)) == job


def run(inputs: st.SearchStrategy, check: Callable[[Any], None], effort: settings) -> None:
    effort(given(inputs)(check))()


def test_jobs_with_values_of_any_kind(effort: Effort, capfd: pytest.CaptureFixture) -> None:
    def check(data: object) -> None:
        take(data)

    run(changed_jobs() | anything | st.dictionaries(keys, anything), check, effort(8000))
    assert capfd.readouterr() == ("", "")


def test_damaged_lists_of_jobs(effort: Effort, capfd: pytest.CaptureFixture) -> None:
    def check(raw: bytes) -> None:
        try:
            jobs = parse_jobs(raw, "jobs.json")
        except BestlightError as error:
            assert_one_line(error, "jobs.json")
            return
        assert isinstance(jobs, list)
        for data in jobs:
            take(data)

    run(damaged(SEEDS) | st.binary(max_size=60), check, effort(5000))
    assert capfd.readouterr() == ("", "")
