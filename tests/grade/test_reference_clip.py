"""A clip of several shots as a reference: each of them speaks, however short it is."""

import numpy as np
import pytest

from core.errors import Cancelled
from core.grade.footage import open_footage
from core.grade.suite import GradingSuite
from core.job.job import GradeJob
from core.progress import Progress
from tests.shots.pictures import as_clip, shot


def red(frame: np.ndarray) -> bool:
    return frame[..., 0].mean() > 2 * frame[..., 1].mean()


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """Two long shots, and a red one of twelve frames."""
    lit = [picture * (1.0, 0.2, 0.2) for picture in shot(3, 12)]
    pictures = [*shot(4, 120), *shot(5, 80), *lit]
    return as_clip(tmp_path_factory.mktemp("cut") / "cut.mkv", pictures)


def opened(path, progress=None):
    job = GradeJob("shot.png", reference=(str(path),))
    (reference,) = GradingSuite().open_references(job, progress or Progress())
    return reference.footage


def test_a_short_shot_is_seen_and_a_long_one_counts_for_more(cut):
    evenly = open_footage(cut, None, "Reference", Progress())
    assert not any(red(frame) for frame in evenly.frames)  # what this is for
    found = opened(cut)
    assert [red(frame) for frame in found.frames].count(True) == 1
    first = [time for time in found.times if time < 120 / 24]
    second = [time for time in found.times if 120 / 24 <= time < 200 / 24]
    assert len(first) > len(second) > 1
    assert list(found.times) == sorted(found.times)
    assert any(choice.what.endswith("shots") and choice.value == "3" for choice in found.choices)


def test_of_one_shot_frames_are_taken_at_even_distances(tmp_path):
    path = as_clip(tmp_path / "one.mkv", shot(1, 40))
    evenly = open_footage(path, None, "Reference", Progress())
    assert opened(path).times == evenly.times


def test_looking_for_shots_can_be_stopped(cut):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        opened(cut, progress)
