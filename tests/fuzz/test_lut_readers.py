"""Whatever a LUT file holds, reading it ends in a sound LUT or in the one-line error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BestlightError
from core.lut.files import READABLE, read_lut
from core.lut.lut3d import MAX_SIZE, MIN_SIZE, Lut3D
from tests.fuzz.damage import BINARY_WOUNDS, damaged, headers, with_true_checksums
from tests.fuzz.seeds import lut_files

pytestmark = pytest.mark.filterwarnings("error")  # a warning would reach the user's stderr
Effort = Callable[[int], settings]
OTHERS = sorted(set(READABLE) - {".cube", ".png"})
PROBES = np.array([[0, 0, 0], [0.2, 0.5, 0.8], [1, 1, 1], [-3, 0.5, 7]], np.float32)


def read_all(
    inputs: st.SearchStrategy[bytes], path: Path, effort: settings, capfd: pytest.CaptureFixture
) -> None:
    """Read every one of `inputs` as the file `path`."""

    @effort
    @given(inputs)
    def reads(data: bytes) -> None:
        path.write_bytes(data)
        try:
            lut = read_lut(path)
        except BestlightError as error:
            assert_one_line(error, path.name)
        else:
            assert_sound(lut)

    reads()
    assert capfd.readouterr() == ("", "")


def assert_one_line(error: BestlightError, name: str) -> None:
    assert error.message.isprintable()
    assert name in error.message
    assert error.hint.isprintable()


def assert_sound(lut: Lut3D) -> None:
    assert MIN_SIZE <= lut.size <= MAX_SIZE
    assert np.isfinite(lut.table).all()
    assert np.isfinite([lut.domain_min, lut.domain_max]).all()
    assert all(low < high for low, high in zip(lut.domain_min, lut.domain_max, strict=True))
    if lut.shaper is not None:
        assert np.isfinite(lut.shaper.table).all()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(lut.apply(PROBES)).all()


@pytest.mark.parametrize("suffix", READABLE)
def test_the_undamaged_seeds_are_read(suffix: str, tmp_path: Path) -> None:
    read = 0
    for data in lut_files(suffix):
        path = tmp_path / f"seed{suffix}"
        path.write_bytes(data)
        try:
            assert_sound(read_lut(path))
        except BestlightError:
            continue
        read += 1
    assert read > 0


def test_damaged_cubes(tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture) -> None:
    read_all(damaged(lut_files(".cube")), tmp_path / "a.cube", effort(12000), capfd)


def test_cubes_of_stray_lines(tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture) -> None:
    read_all(headers(), tmp_path / "a.cube", effort(8000), capfd)


@pytest.mark.parametrize("suffix", OTHERS)
def test_damaged_files_of_other_formats(
    suffix: str, tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture
) -> None:
    read_all(damaged(lut_files(suffix)), tmp_path / f"a{suffix}", effort(1000), capfd)


def test_damaged_hald_pictures(
    tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture
) -> None:
    wounded = damaged(lut_files(".png"), BINARY_WOUNDS)
    either = wounded | wounded.map(with_true_checksums)
    read_all(either, tmp_path / "a.png", effort(4000), capfd)


@pytest.mark.parametrize("suffix", READABLE)
def test_bytes_of_any_kind(
    suffix: str, tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture
) -> None:
    anything = st.binary(max_size=300) | damaged(lut_files(".cube") + lut_files(".csp"))
    read_all(anything, tmp_path / f"a{suffix}", effort(300), capfd)
