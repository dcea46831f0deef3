"""What stands at a LUT's head tells it from another of the same look."""

from __future__ import annotations

from pathlib import Path

from core.grade.inspect import declared_spaces
from core.grade.label import comment_lut
from core.grade.node_lut import write_node_lut
from core.job.adjustments import HUES, Adjustments, HueAdjustment, Tint
from core.job.job import GradeJob
from core.lut.lut3d import Lut3D
from tests.grade.test_node_lut import node_lut


def test_adjustments_stand_at_the_head(tmp_path: Path) -> None:
    hue = next(iter(HUES))
    moved = Adjustments(
        exposure=0.82, shadow_tint=Tint(200, 0.1), hues={hue: HueAdjustment(5, 0.1, 0)}
    )
    lut = node_lut(Lut3D.identity(17))
    path = tmp_path / "a.cube"
    comments = comment_lut(GradeJob("shot.png", boldness=0.7, adjustments=moved), lut)
    write_node_lut(lut, path, comments=comments)
    head = path.read_text().splitlines()[:20]
    (line,) = (line for line in head if "adjustments:" in line)
    assert "exposure +0.82" in line
    assert "shadow_tint (hue 200, amount 0.1)" in line
    assert f"{hue} (turn 5, saturation 0.1, lightness 0)" in line
    assert any("boldness 0.7" in line for line in head)
    assert declared_spaces(path) == (lut.source, lut.output)


def test_at_rest_there_is_no_line_of_adjustments() -> None:
    comments = comment_lut(GradeJob("shot.png"), node_lut(Lut3D.identity(17)))
    assert not any(line.startswith("adjustments:") for line in comments)
