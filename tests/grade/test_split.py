"""One look over several shots."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import UsageError
from core.grade.footage import Footage, open_footage
from core.grade.job import GradeJob
from core.grade.split import find_split
from core.lut.health import measure_health
from core.lut.lut3d import Lut3D
from core.media import write_still
from core.progress import Progress


def _scene(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    blocks = random.random((8, 12, 3)).astype(np.float32) * 0.7 + 0.1
    return np.kron(blocks, np.ones((12, 12, 1), np.float32))


def _footage(folder: Path, name: str, picture: np.ndarray) -> Footage:
    path = folder / f"{name}.png"
    write_still(path, np.clip(picture, 0, 1).astype(np.float32), force=True)
    return open_footage(path, "srgb", "Source", Progress())


@pytest.fixture
def shots(tmp_path: Path) -> list[Footage]:
    cast = np.array([1.25, 1.0, 0.6], np.float32)
    return [
        _footage(tmp_path, "plain", _scene(1)),
        _footage(tmp_path, "warm", _scene(2) * cast),
        _footage(tmp_path, "dark", _scene(3) ** 2.4),
    ]


def _reference(folder: Path) -> Footage:
    return _footage(folder, "reference", _scene(4) * np.array([0.6, 0.9, 1.2], np.float32))


def test_one_look_for_all_and_a_balance_for_each(shots: list[Footage], tmp_path: Path) -> None:
    job = GradeJob(source="", reference=("reference.png",))
    split = find_split(job, shots, Progress(), [_reference(tmp_path)])
    assert len(split.balances) == len(shots)
    assert not np.allclose(split.balances[1].table, split.balances[0].table)
    for index in range(len(shots)):
        expected = split.look.apply(split.balances[index].apply(shots[index].frames[0]))
        got = split.whole(index).lut.apply(shots[index].frames[0])
        assert np.abs(got - expected).mean() < 0.01
        assert measure_health(split.balance(index).lut).passed


def test_the_warm_shot_is_brought_nearer_to_neutral(shots: list[Footage], tmp_path: Path) -> None:
    job = GradeJob(source="", reference=("reference.png",))
    split = find_split(job, shots, Progress(), [_reference(tmp_path)])
    before = shots[1].frames[0].mean((0, 1))
    after = split.balances[1].apply(shots[1].frames[0]).mean((0, 1))
    assert after[0] - after[2] < before[0] - before[2]


def test_without_balance_and_strength_nothing_moves(shots: list[Footage], tmp_path: Path) -> None:
    job = GradeJob(source="", reference=("reference.png",), balance=0, strength=0)
    split = find_split(job, shots, Progress(), [_reference(tmp_path)])
    identity = Lut3D.identity(33).table
    assert np.array_equal(split.shared_look().lut.table, identity)
    assert np.array_equal(split.whole(2).lut.table, identity)


def test_shots_in_different_spaces_share_no_node(shots: list[Footage], tmp_path: Path) -> None:
    log = open_footage(shots[0].path, "LogC3", "Source", Progress())
    job = GradeJob(source="", reference=("reference.png",))
    split = find_split(job, [*shots, log], Progress(), [_reference(tmp_path)])
    with pytest.raises(UsageError, match="different spaces"):
        split.shared_look()


def test_no_shots_is_said() -> None:
    with pytest.raises(UsageError, match="no clip"):
        find_split(GradeJob(source="", reference=("a.png",)), [], Progress(), [])
