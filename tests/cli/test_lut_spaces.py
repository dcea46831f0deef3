"""F2: a LUT then applied: its declared output tags the clip, and a misfit is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.colour.spaces import REC709, find_space
from core.grade.lut_spaces import find_lut_spaces
from core.lut.files import read_lut, write_lut
from core.lut.lut3d import Lut3D
from core.media import ClipInfo, probe
from tests.cli.running import run, run_json
from tests.media.footage import grey_frames, write_clip

HLG = Path(__file__).parents[1] / "media" / "cases" / "hlg_phone.mov"


def written(path: Path, *comments: str) -> Path:
    write_lut(Lut3D.identity(9), path, comments=comments, force=False)
    return path


def tags(path: Path) -> tuple[str | None, str | None]:
    info = probe(path)
    assert isinstance(info, ClipInfo)
    return info.primaries, info.transfer


@pytest.mark.parametrize("suffix", [".cube", ".3dl", ".csp", ".itx", ".clf", ".ctf"])
def test_every_format_with_room_for_words_says_its_spaces(tmp_path, suffix):
    log, display = "S-Log3 S-Gamut3.Cine", "Rec.709 Gamma 2.4"
    lut = written(tmp_path / f"a{suffix}", "Made by <us> & co", f"input: {log}; output: {display}")
    found = find_lut_spaces(lut)
    assert found is not None
    assert (found.source, found.output) == (find_space(log), find_space(display))
    grey = np.full((1, 3), 0.25, np.float32)
    assert np.allclose(read_lut(lut).apply(grey), grey, atol=2e-3)


@pytest.mark.parametrize("suffix", [".mov", ".mp4"])
def test_the_luts_declared_output_tags_the_clip(capsys, tmp_path, suffix):
    lut, target = tmp_path / "look.cube", tmp_path / f"out{suffix}"
    run_json(capsys, "lut", HLG, "--exposure", "0.2", "--size", "17", "-o", lut)
    assert run_json(capsys, "apply", lut, HLG, target)["notes"] == []
    assert tags(HLG) == ("bt2020", "arib-std-b67")
    assert tags(target) == ("bt709", "bt709")


def test_a_lut_that_stays_in_the_clips_space_keeps_its_tags(capsys, tmp_path):
    lut = written(tmp_path / "a.cube", "input: Rec.2100 HLG; output: Rec.2100 HLG")
    assert run_json(capsys, "apply", lut, HLG, tmp_path / "o.mov")["notes"] == []
    assert tags(tmp_path / "o.mov") == ("bt2020", "arib-std-b67")


def test_a_lut_that_names_no_output_is_said_on_hdr(capsys, tmp_path):
    lut = written(tmp_path / "a.cube")
    (note,) = run_json(capsys, "apply", lut, HLG, tmp_path / "o.mov")["notes"]
    assert "names no output space" in note
    assert "--output-space" in note
    assert tags(tmp_path / "o.mov") == ("bt2020", "arib-std-b67")
    told = ("--output-space", "rec2100pq")
    assert run_json(capsys, "apply", lut, HLG, tmp_path / "pq.mov", *told)["notes"] == []
    assert tags(tmp_path / "pq.mov") == ("bt2020", "smpte2084")


@pytest.mark.parametrize("suffix", [".mp4", ".png"])
def test_a_misfit_is_warned_of_with_a_way_out(capsys, tmp_path, suffix):
    lut = written(tmp_path / "a.cube", "input: S-Log3 S-Gamut3.Cine; output: Rec.709 Gamma 2.4")
    plain = write_clip(tmp_path / "c.mp4", grey_frames(3), codec="libx264", transfer=1, primaries=1)
    if suffix == ".png":
        from PIL import Image

        plain = tmp_path / "s.png"
        Image.new("RGB", (32, 32)).save(plain)
    code, out, _ = run(capsys, "apply", lut, plain, tmp_path / f"o{suffix}")
    assert code == 0
    (warning,) = [line for line in out.splitlines() if line.startswith("warning: ")]
    assert "takes S-Log3 S-Gamut3.Cine (its head says so)" in warning
    assert "--input-space" in warning
    told = ("--input-space", "slog3", "--force")
    assert run_json(capsys, "apply", lut, plain, tmp_path / f"o{suffix}", *told)["notes"] == []


def test_sdr_displays_read_alike(capsys, tmp_path):
    lut = written(tmp_path / "a.cube", "input: sRGB; output: sRGB")
    plain = write_clip(tmp_path / "c.mp4", grey_frames(3), codec="libx264", transfer=1, primaries=1)
    assert run_json(capsys, "apply", lut, plain, tmp_path / "o.mp4")["notes"] == []


@pytest.mark.parametrize(
    ("name", "text", "source", "output", "told_by"),
    [
        ("a.cube", 'TITLE "S-Log3 to sRGB"', "S-Log3 S-Gamut3.Cine", "sRGB", "title"),
        ("a.cube", 'TITLE "SLog3SGamut3.CineToLC-709"', "S-Log3 S-Gamut3.Cine", REC709, "title"),
        ("ARRI_LogC4_to_709.cube", "", "ARRI LogC4", REC709, "name"),
        ("a.cube", "# Input color space: V-Log\n# Output: sRGB", "V-Log V-Gamut", "sRGB", "head"),
        (
            "a.clf",
            "<InputDescriptor>ARRI LogC3</InputDescriptor>"
            "<OutputDescriptor>Rec.709</OutputDescriptor>",
            "ARRI LogC3",
            REC709,
            "head",
        ),
    ],
)  # fmt: skip
def test_what_other_makers_write_is_understood(tmp_path, name, text, source, output, told_by):
    (tmp_path / name).write_text(text)
    found = find_lut_spaces(tmp_path / name)
    assert found is not None
    assert found.source
    assert found.output
    assert (found.source.name, found.output.name, found.told_by) == (
        source,
        output,
        f"its {told_by}",
    )


@pytest.mark.parametrize(
    "title", ["Back to 1970", "Tone", "vlog to film", "Travel", "Teal to Orange", "S-Log 2 look"]
)
def test_other_titles_say_nothing(tmp_path, title):
    (tmp_path / "a.cube").write_text(f'TITLE "{title}"')
    assert find_lut_spaces(tmp_path / "a.cube") is None
