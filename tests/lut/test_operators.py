"""F3: LUT files of several operators are applied as OpenColorIO applies them, unbounded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.apply import LutApplier
from core.colour.spaces import ocio
from core.errors import BestlightError
from core.grade.deliver import apply_lut
from core.lut import Lut3D, OperatorLut
from core.lut.files import open_lut, read_lut
from core.media import read_still, write_still
from core.progress import Progress
from tests.looks import film_look

CASES = Path(__file__).parent / "cases"
RGB = np.random.default_rng(7).random((16, 32, 3), dtype=np.float32)
WIDE = RGB * 20 - 2


def truth(path, rgb):
    theirs = ocio()
    theirs.ClearAllCaches()
    transform = theirs.FileTransform(str(path), interpolation=theirs.INTERP_BEST)
    cpu = (
        theirs.Config.CreateRaw()
        .getProcessor(transform)
        .getOptimizedCPUProcessor(theirs.OPTIMIZATION_NONE)
    )
    out = np.ascontiguousarray(rgb, np.float32).copy()
    cpu.applyRGB(out.reshape(-1, 3))
    return out


def cube(size=17):
    step = ocio().Lut3DTransform(gridSize=size)
    step.setInterpolation(ocio().INTERP_TETRAHEDRAL)
    step.setData(np.ascontiguousarray(film_look(size).table).reshape(-1))
    return step


def log_shaper():
    step = ocio().Lut1DTransform(length=1024, inputHalfDomain=False)
    x = np.linspace(0, 1, 1024)
    step.setData((np.log2(x * 1023 + 1) / 10).repeat(3).astype(np.float32))
    return step


def matrix(scale):
    return ocio().MatrixTransform(matrix=np.diag([scale, scale, scale, 1.0]).ravel().tolist())


def cdl():
    return ocio().CDLTransform(slope=[1.1, 1, 0.9], offset=[0.01, 0, 0], power=[1.2, 1, 1], sat=0.8)


CHAINS = {
    "shaper": lambda: [log_shaper(), cube()],
    "gain": lambda: [matrix(0.5)],
    "gain, shaper, cube, gain": lambda: [matrix(1 / 16), log_shaper(), cube(), matrix(4)],
    "cdl": lambda: [cdl()],
    "log": lambda: [ocio().LogTransform(10.0)],
    "range": lambda: [ocio().RangeTransform(0.1, 0.8, 0.0, 1.0)],
    "exponent, matrix": lambda: [ocio().ExponentTransform([2.2, 2.2, 2.2, 1.0]), matrix(3)],
}


@pytest.mark.parametrize("suffix", [".clf", ".ctf"])
@pytest.mark.parametrize("name", CHAINS)
def test_every_chain_is_applied_as_it_is(tmp_path, suffix, name):
    formats = {".clf": "Academy/ASC Common LUT Format", ".ctf": "Color Transform Format"}
    group = ocio().GroupTransform(CHAINS[name]())
    path = tmp_path / f"chain{suffix}"
    path.write_text(group.write(formats[suffix], ocio().Config.CreateRaw()))
    lut = open_lut(path)
    assert isinstance(lut, OperatorLut)
    values = WIDE if name != "log" else np.abs(WIDE) + 0.01
    assert lut.apply(values) == pytest.approx(truth(path, values), abs=1e-4, rel=1e-5)
    applied = LutApplier(lut, "cpu").apply(values)
    assert applied == pytest.approx(truth(path, values), abs=1e-4, rel=1e-5)


TEXTS = {
    "a.csp": "CSPLUTV100\n3D\n\n3\n0 1 16\n0 0.5 1\n3\n0 1 16\n0 0.5 1\n3\n0 1 16\n0 0.5 1\n\n"
    "2 2 2\n" + "".join(f"{r} {g} {b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1)),
    "a.spi1d": "Version 1\nFrom -1.0 3.0\nLength 5\nComponents 1\n{\n-1\n0\n.8\n1.5\n2\n}\n",
    "houdini.lut": "Version 1\nFormat any\nType C\nFrom -1 2\nTo 0 1\nBlack 0\nWhite 1\n"
    "Length 4\nLUT:\nRGB {\n0\n.2\n.7\n1\n}\n",
    "discreet.lut": "LUT: 1 256\n"
    + "".join(f"{round(255 * (i / 255) ** 2)}\n" for i in range(256)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_curves_and_shapers_of_other_formats(tmp_path, name):
    path = tmp_path / name
    path.write_text(TEXTS[name])
    lut = open_lut(path)
    assert lut.apply(WIDE) == pytest.approx(truth(path, WIDE), abs=1e-4)
    assert np.abs(lut.apply(RGB) - RGB).max() > 0.01


def test_a_single_cube_stays_a_cube(tmp_path):
    group = ocio().GroupTransform([cube()])
    text = group.write("Academy/ASC Common LUT Format", ocio().Config.CreateRaw())
    (tmp_path / "a.clf").write_text(text)
    lut = open_lut(tmp_path / "a.clf")
    assert isinstance(lut, Lut3D)
    assert lut.table == pytest.approx(film_look(17).table)


def test_half_of_eight_is_four(tmp_path):
    bright = np.full((4, 6, 3), 8.0, np.float32)
    write_still(tmp_path / "in.exr", bright)
    notes = apply_lut(
        CASES / "gain_half.clf",
        tmp_path / "in.exr",
        tmp_path / "out.exr",
        codec=None,
        preset=None,
        device="auto",
        progress=Progress(),
        force=False,
    )
    assert read_still(tmp_path / "out.exr").rgb == pytest.approx(bright / 2)
    assert not any("sampled" in note for note in notes)


def test_a_cube_made_of_operators_says_what_it_costs(tmp_path):
    group = ocio().GroupTransform([log_shaper(), cube()])
    text = group.write("Academy/ASC Common LUT Format", ocio().Config.CreateRaw())
    (tmp_path / "a.clf").write_text(text)
    cost = next(note for note in read_lut(tmp_path / "a.clf").notes if "sampled" in note)
    assert float(cost.split("up to ")[1].split()[0]) > 10
    half = read_lut(CASES / "gain_half.clf")
    assert half.apply(RGB) == pytest.approx(RGB / 2, abs=1e-5)
    assert any("beyond 0..1" in note for note in half.notes)


def test_a_name_with_signs_that_mean_variables_elsewhere(tmp_path):
    path = tmp_path / "look $HOME 50%a.clf"
    path.write_bytes((CASES / "gain_half.clf").read_bytes())
    assert open_lut(path).apply(RGB) == pytest.approx(RGB / 2)


@pytest.mark.filterwarnings("error")
def test_values_near_the_largest_number_are_sampled_without_a_warning(tmp_path):
    group = ocio().GroupTransform([log_shaper(), matrix(1e38)])
    text = group.write("Academy/ASC Common LUT Format", ocio().Config.CreateRaw())
    (tmp_path / "a.clf").write_text(text)
    assert np.isfinite(read_lut(tmp_path / "a.clf").table).all()


def test_values_that_are_not_finite_are_said_with_the_file_and_a_hint(tmp_path):
    group = ocio().GroupTransform([log_shaper(), matrix(3e38), matrix(3e38)])
    text = group.write("Academy/ASC Common LUT Format", ocio().Config.CreateRaw())
    (tmp_path / "a.clf").write_text(text)
    with pytest.raises(BestlightError, match=r"a\.clf: .*not finite") as caught:
        read_lut(tmp_path / "a.clf")
    assert "write it again" in caught.value.hint
