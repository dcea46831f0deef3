"""A clip of several shots as a reference: each of them speaks, however short it is."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled
from core.grade.footage import Footage, open_footage
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


def opened(path: Path, progress: Progress | None = None) -> Footage:
    job = GradeJob("shot.png", reference=(str(path),))
    (reference,) = GradingSuite().open_references(job, progress or Progress())
    return reference.footage


def test_a_short_shot_is_seen_and_a_long_one_counts_for_more(cut):
    evenly = open_footage(cut, None, "Reference", Progress())
    assert not any(red(frame) for frame in evenly.frames)  # what this is for
    found = opened(cut)
    assert [red(frame) for frame in found.frames].count(True) == 1
    times = [time for time in found.times if time is not None]
    first = [time for time in times if time < 120 / 24]
    second = [time for time in times if 120 / 24 <= time < 200 / 24]
    assert len(first) > len(second) > 1
    assert times == sorted(times)
    assert any(choice.what.endswith("shots") and choice.value == "3" for choice in found.choices)


def test_of_one_shot_frames_are_taken_at_even_distances(tmp_path):
    path = as_clip(tmp_path / "one.mkv", shot(1, 40))
    evenly = open_footage(path, None, "Reference", Progress())
    assert opened(path).times == evenly.times


@pytest.mark.parametrize("stage", ["looking for shots", "reading frames"])
def test_looking_for_shots_and_reading_them_can_be_stopped(cut, stage):
    def stop(update):
        if update.stage == stage and update.done:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        opened(cut, progress)


def test_a_shot_of_one_frame_at_the_end_is_taken_and_black_leader_is_not(tmp_path):
    black = [np.zeros_like(picture) for picture in shot(4, 48)]
    path = as_clip(tmp_path / "tail.mkv", [*black, *shot(4, 40), *shot(5, 30), *shot(3, 1)])
    found = opened(path)
    times = [time for time in found.times if time is not None]
    assert min(times) >= 2
    assert max(times) == pytest.approx(118 / 24, abs=0.01)
