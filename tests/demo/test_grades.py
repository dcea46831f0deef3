"""What the demo asks for comes out without a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cli.main import main
from core.demo import SAMPLE_PROMPT, sample_clip, sample_still


@pytest.mark.parametrize(
    "wish",
    [["--reference", str(sample_still())], ["--prompt", SAMPLE_PROMPT]],
    ids=["still", "words"],
)
def test_neither_grade_of_the_sample_warns(
    wish: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lut", str(sample_clip()), *wish, "-o", str(tmp_path / "a.cube")]) == 0
    said = capsys.readouterr()
    assert "confidence" in said.out + said.err
    assert "warning" not in said.out + said.err
