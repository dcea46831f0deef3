"""F18: a LUT is judged by what it is; looks in daily use are no faults, broken tables are."""

from __future__ import annotations

import numpy as np
import pytest

from core.colour.difference import lab_to_srgb, srgb_to_lab
from core.colour.spaces import find_space
from core.colour.transform import convert
from core.grade.found import check_found
from core.grade.inspect import node_health
from core.lut import Lut3D
from core.lut.files import write_lut
from core.lut.lut3d import grid
from tests.looks import film_look, monochrome_look
from tests.tiers import some_of


def camera_lut(alias: str, size: int = 33) -> Lut3D:
    """A maker's LUT: the log to linear light, a film-like curve, Rec.709 clipped."""

    def render(rgb: np.ndarray) -> np.ndarray:
        light = np.maximum(convert(rgb, find_space(alias), find_space("linear")), 0)
        toned = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
        return np.clip(toned, 0, 1) ** (1 / 2.2)

    return Lut3D.from_function(render, size)


def red_filter(rgb: np.ndarray) -> np.ndarray:
    grey = np.clip(rgb @ np.array([1.1, 0.3, -0.4]), 0, 1)
    return np.repeat(grey[:, None], 3, axis=1)


def negative_red(rgb: np.ndarray) -> np.ndarray:
    grey = np.clip(rgb @ np.array([-0.1, 0.7, 0.4]), 0, 1)
    return np.repeat(grey[:, None], 3, axis=1)


def teal_and_orange(rgb: np.ndarray) -> np.ndarray:
    lab = srgb_to_lab(rgb)
    pull = np.where(lab[:, 2] > 0, 1.5, 0.6)[:, None]
    lab[:, 1:] = lab[:, 1:] * [0.5, 1.0] * pull + [0, 0]
    return np.clip(lab_to_srgb(lab), 0, 1)


def faded_and_clipped(rgb: np.ndarray) -> np.ndarray:
    return 0.1 + 0.8 * np.clip(rgb * 1.35 - 0.15, 0, 1)


def cross_process(rgb: np.ndarray) -> np.ndarray:
    curves = np.stack([rgb[:, 0] ** 0.7, 0.5 - 0.5 * np.cos(np.pi * rgb[:, 1]), rgb[:, 2]], -1)
    return np.clip((curves - curves.mean(1, keepdims=True)) * 1.6 + curves.mean(1)[:, None], 0, 1)


DAILY = [red_filter, negative_red, teal_and_orange, faded_and_clipped, cross_process]


@pytest.mark.parametrize("look", [*DAILY, film_look, monochrome_look])
def test_looks_in_daily_use_are_no_faults(look):
    lut = Lut3D.from_function(look, 33) if look in DAILY else look()
    found = check_found(lut)
    assert found.health.passed, found.health.findings
    assert found.source.name == "Rec.709 Gamma 2.4"
    assert "assumed" in found.reason


BROKEN = {
    "posterised": lambda: np.round(grid(33) * 6) / 6,
    "noise": lambda: np.random.default_rng(1).random((33, 33, 33, 3), dtype=np.float32),
    "channels swapped": lambda: grid(33)[..., [1, 0, 2]],
    "blue written fastest": lambda: grid(33)[..., ::-1],
    "reversed": lambda: 1 - grid(33),
    "half missing": lambda: np.where(grid(33)[..., :1] > 0.5, 0, grid(33)),
}


@pytest.mark.parametrize("name", some_of(BROKEN, "noise", "channels swapped", "half missing"))
def test_a_broken_table_is_a_fault(name):
    assert not check_found(Lut3D(BROKEN[name]())).health.passed


LOGS = [
    ("SLog3SGamut3.CineToLC-709", "slog3"),
    ("ARRI_LogC2Video_709", "logc3"),
    ("V-Log to Rec709", "vlog"),
    ("CLog2_to_Rec.709", "clog2"),
    ("Log3G10 to REC709", "log3g10"),
]


@pytest.mark.parametrize(("name", "alias"), LOGS)
def test_a_camera_s_lut_is_judged_from_its_log(tmp_path, name, alias):
    path = tmp_path / f"{name}.cube"
    write_lut(camera_lut(alias), path, force=False)
    found = check_found(path)
    assert found.source == find_space(alias)
    assert found.output == find_space("rec709")
    assert "name says so" in found.reason
    assert found.health.passed, found.health.findings


@pytest.mark.parametrize("alias", ["slog3", "logc3", "logc4", "vlog"])
def test_a_camera_s_lut_of_any_name_is_recognised_by_its_greys(tmp_path, alias):
    path = tmp_path / "Look 12.cube"
    write_lut(camera_lut(alias), path, force=False)
    found = check_found(path)
    assert found.source.kind == "log"
    assert found.health.passed
    assert "camera log" in found.reason


def test_a_broken_camera_lut_stays_a_fault(tmp_path):
    torn = np.round(camera_lut("slog3").table * 5) / 5
    for name in ("SLog3 to Rec709", "Look"):
        write_lut(Lut3D(torn), tmp_path / f"{name}.cube", force=False)
        assert not check_found(tmp_path / f"{name}.cube").health.passed


def test_the_user_s_word_counts(tmp_path):
    write_lut(camera_lut("slog3"), tmp_path / "a.cube", force=False)
    found = check_found(tmp_path / "a.cube", "slog3")
    assert (found.source, found.reason) == (find_space("slog3"), "you say so")


def test_what_many_looks_do_is_a_note():
    table = grid(33).copy()
    table[10:12, :4, :4, 0] -= 0.06  # a small fall in the reds
    levels = {finding.level for finding in check_found(Lut3D(table)).health.findings}
    assert "note" in levels
    assert "fault" not in levels


@pytest.mark.parametrize("alias", ["slog3", "rec2100pq"])
def test_check_and_gate_say_the_same_of_a_lut(alias):
    space = find_space(alias)
    lut = camera_lut(alias)
    for output in (space, find_space("rec709")):
        checked = check_found(lut, alias, output.name)
        gate = node_health(lut, space, output)
        assert [found.text for found in checked.health.findings][: len(gate.findings)] == [
            found.text for found in gate.findings
        ]
        assert checked.health.figures() == gate.figures()
