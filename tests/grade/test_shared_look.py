"""One look over several shots, a balance for each."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import UsageError
from core.grade.footage import open_footage
from core.grade.grading import Grading, grade_shots
from core.grade.shot import Shot
from core.grade.style import make_style
from core.host.clip_grading import require_one_space
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.lut.lut3d import Lut3D
from core.media import write_still
from core.progress import Progress

JOB = GradeJob(source="", reference=("reference.png",))


def _scene(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    blocks = random.random((8, 12, 3)).astype(np.float32) * 0.7 + 0.1
    return np.kron(blocks, np.ones((12, 12, 1), np.float32))


def _shot(folder: Path, name: str, picture: np.ndarray, space: str = "srgb") -> Shot:
    path = folder / f"{name}.png"
    write_still(path, np.clip(picture, 0, 1).astype(np.float32), force=True)
    return Shot(open_footage(path, space, "Source", Progress()))


@pytest.fixture
def shots(tmp_path: Path) -> list[Shot]:
    cast = np.array([1.25, 1.0, 0.6], np.float32)
    return [
        _shot(tmp_path, "plain", _scene(1)),
        _shot(tmp_path, "warm", _scene(2) * cast),
        _shot(tmp_path, "dark", _scene(3) ** 2.4),
    ]


def _graded(shots: list[Shot], folder: Path) -> tuple[Grading, ...]:
    cold = _scene(4) * np.array([0.6, 0.9, 1.2], np.float32)
    style = make_style([_shot(folder, "reference", cold)])
    return grade_shots(shots, style, JOB)


def test_one_look_for_all_and_a_balance_for_each(shots: list[Shot], tmp_path: Path) -> None:
    graded = _graded(shots, tmp_path)
    assert len({id(one.match.match.look) for one in graded}) == 1
    assert not np.allclose(graded[1].match.balance.table, graded[0].match.balance.table)
    for one in graded:
        frame = one.shot.footage.frames[0]
        look, balance = (one.finished(of=of) for of in ("look", "balance"))
        in_two_nodes = look.table.apply(balance.table.apply(frame))
        assert np.abs(one.finished().table.apply(frame) - in_two_nodes).mean() < 0.01
        assert all(found.level != "fault" for found in balance.health.findings)


def test_the_warm_shot_is_brought_nearer_to_neutral(shots: list[Shot], tmp_path: Path) -> None:
    warm = _graded(shots, tmp_path)[1]
    frame = warm.shot.footage.frames[0]
    before, after = frame.mean((0, 1)), warm.match.balance.apply(frame).mean((0, 1))
    assert after[0] - after[2] < before[0] - before[2]


def test_at_strength_zero_nothing_moves_in_any_node(shots: list[Shot], tmp_path: Path) -> None:
    identity = Lut3D.identity(33).table
    for one in _graded(shots, tmp_path):
        for of in ("whole", "balance", "look"):
            lut = one.finished(AdjustPart(Amounts(strength=0)), of=of)
            assert np.array_equal(lut.table.table, identity)


def test_half_strength_is_between(shots: list[Shot], tmp_path: Path) -> None:
    for one in _graded(shots, tmp_path):
        frame = one.shot.footage.frames[0]
        half, whole = (
            np.abs(one.preview(AdjustPart(Amounts(strength=s))).apply(frame) - frame).mean()
            for s in (0.5, 1.0)
        )
        assert 0.25 * whole < half < 0.8 * whole


def test_shots_in_different_spaces_share_no_node(shots: list[Shot], tmp_path: Path) -> None:
    log = _shot(tmp_path, "log", _scene(5), "LogC3")
    with pytest.raises(UsageError, match="different spaces"):
        require_one_space(_graded([*shots, log], tmp_path))
