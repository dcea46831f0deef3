"""The look of a before/after pair, from the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.lut.files import read_lut
from tests.cli.running import run, run_json, write_png
from tests.looks import film_look, picture


@pytest.fixture
def pair(tmp_path):
    before = picture(seed=3)
    after = film_look().at_strength(1.6).apply(before)
    return write_png(tmp_path / "before.png", before), write_png(tmp_path / "after.png", after)


def test_a_pair_gives_its_look(capsys, tmp_path, source, pair):
    target = tmp_path / "pair.cube"
    words = ("lut", source, "--pair", *pair, "--input-space", "srgb", "-o", target)
    result = run_json(capsys, *words)
    assert result["engine"] == "pair"
    (row,) = result["pairs"]
    assert row["name"] == "before.png to after.png"
    assert row["residual"] < row["residual_p95"] < 1.5
    assert 0.2 < row["coverage"] < 1
    true, shot = film_look().at_strength(1.6), picture()
    off = np.abs(read_lut(target).apply(shot) - np.clip(true.apply(shot), 0, 1)).mean()
    assert off < 0.2 * np.abs(shot - true.apply(shot)).mean()
    assert any("before.png to after.png: the look gives" in note for note in result["notes"])
    assert "# pair: before.png to after.png" in target.read_text()


def test_a_pair_is_edited_by_words_and_reported(capsys, tmp_path, source, pair):
    result = run_json(
        capsys, "grade", source, "--pair", *pair, "-p", "much warmer", "-o", tmp_path / "g"
    )
    page = Path(result["outputs"]["report"]).read_text(encoding="utf-8")
    assert "before.png to after.png" in page
    plain = run_json(capsys, "lut", source, "--pair", *pair, "-o", tmp_path / "p.cube")
    grey = np.full((1, 3), 0.5, np.float32)
    warm, cool = (read_lut(Path(r["outputs"]["lut"])).apply(grey)[0] for r in (result, plain))
    assert warm[0] - warm[2] > cool[0] - cool[2] + 0.03


def test_pictures_that_are_no_pair_are_refused_in_words(capsys, tmp_path, source, still, pair):
    before, after = pair
    words = ("lut", source, "-o", tmp_path / "p.cube", "--pair")
    code, _, err = run(capsys, *words, before, still)
    assert code == 1
    assert "does not show the same frame" in err
    code, _, err = run(capsys, *words, before, tmp_path / "missing.png")
    assert code == 1
    assert "missing.png" in err
    code, _, err = run(capsys, *words, before, after, "--pair-space", "nonsense")
    assert code == 2
    assert "nonsense" in err
