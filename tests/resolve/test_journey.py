"""Some faults on a colorist's way through the real launchers; whole ways are in `test_proofs`.

All versions, editions and routes, and some 300 faults: `python -m benchmarks.resolve`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fake_resolve import VERSIONS, Profile
from tests.resolve.faults import JOBS, Trial
from tests.resolve.journey import Way, travel, ways
from tests.resolve.trials import points, tried
from tests.tiers import some_of

FAULTS = [
    Trial("launcher killed", "grade of a title", "SetNodeEnabled", Profile("21.1", "free"), "lua"),
    Trial("session killed", "batch", "SetLUT", Profile("20.2", "studio"), "python"),
    Trial("Resolve closed", "grade", "AddVersion", Profile("21.1", "studio"), "external"),
    Trial("session killed", "split", "SetCDL", Profile("21.2", "free"), "lua"),
    Trial("graded by hand", "split", "AddVersion", Profile("21.2", "free"), "lua"),
    Trial("session killed", "shared", "SetLUT", Profile("21.2", "studio"), "python"),
]


@pytest.mark.parametrize("trial", some_of(FAULTS, FAULTS[2]), ids=str)
def test_after_a_fault_all_is_whole(tmp_path: Path, trial: Trial):
    outcome = tried(trial, tmp_path)
    assert outcome.happened
    assert outcome.troubles == ()


def test_a_step_that_fails_ends_the_journey_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tests.resolve.beside.LAUNCHERS", {"python": "Nothing.py"})
    steps = travel(Way("18.6", "free", "python"), tmp_path)
    assert [step.ok for step in steps] == [True, False]
    assert "Nothing.py" in steps[-1].what


def test_ways_are_all_versions_and_editions():
    found = ways()
    assert len(found) == 36
    assert {(way.version, way.edition) for way in found if way.route == "lua"} == {
        (version, edition) for version in VERSIONS for edition in ("free", "studio")
    }
    assert Way("21.1", "free", "python") not in found


def test_points_are_around_the_calls_that_change_something():
    calls = ["GetName"] * 40 + ["AddVersion"] + ["GetName"] * 40 + ["SetLUT"] + ["GetName"] * 18
    assert {41, 42, 82, 83} <= set(points(calls, 20))
    assert len(points(calls, 5)) == 5
    assert max(points(calls, 5)) < len(calls)
    assert all(job.words for job in JOBS.values())
