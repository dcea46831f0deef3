"""The gate: a LUT that would break pictures is refused, in words, unless the user says so."""

from pathlib import Path

import numpy as np
import pytest

from core.colour.spaces import find_space
from core.colour.transform import rendering
from core.grade.bake import bake
from core.grade.inspect import node_health
from core.grade.node_lut import FaultyLut, NodeLut, require_sound, write_node_lut
from core.lut.files import read_lut
from core.lut.lut3d import Lut3D
from tests.looks import film_look

SRGB = find_space("srgb")


def node_lut(look: Lut3D) -> NodeLut:
    """A LUT for an sRGB node, whatever its health."""
    grey = np.full((8, 3), 0.5, np.float32)
    baked = bake(look, rendering(SRGB), SRGB, 33, grey)
    health = node_health(baked.lut, SRGB, SRGB)
    return NodeLut(baked.lut, SRGB, SRGB, health, baked.grid_error)


def folding_look() -> Lut3D:
    """A look that turns the order of tones round in the middle."""
    return Lut3D.from_function(lambda x: np.clip(0.5 + 0.5 * np.sin(7 * (x - 0.5)), 0, 1))


def test_a_faulty_lut_is_refused_in_words_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cube"
    with pytest.raises(FaultyLut, match=r"would break pictures: .*falls") as refused:
        write_node_lut(node_lut(folding_look()), path)
    assert "--accept-faults" in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_lut_is_written_when_the_user_says_so(tmp_path: Path) -> None:
    lut, path = node_lut(folding_look()), tmp_path / "a.cube"
    write_node_lut(lut, path, accept_faults=True)
    assert np.abs(read_lut(path).table - lut.table.table).max() < 1e-5


def test_warnings_pass() -> None:
    turned = film_look().table.copy()
    turned[..., 1] = turned[..., 1] ** 0.8
    lut = node_lut(Lut3D(turned))
    assert any(found.level == "warning" for found in lut.health.findings)
    require_sound(lut, accept_faults=False)
