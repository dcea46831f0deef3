"""Every written file is read back here by our reader and by an independent one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.colour.spaces import ocio
from core.errors import BestlightError, UsageError
from core.lut import Lut3D, Shaper
from core.lut.cube import format_cube, parse_cube
from core.lut.files import WRITABLE, read_lut, write_lut
from core.lut.lut3d import grid
from tests.looks import film_look
from tests.tiers import examples

# What a format's own steps allow: .3dl is 12-bit integers, a Hald PNG 16-bit, text has 6 decimals.
STEP = {".3dl": 0.5 / 4095, ".png": 0.5 / 65535, ".clf": 1e-7, ".ctf": 1e-7}
NODES = {".png": 64}


@pytest.mark.parametrize("suffix", WRITABLE)
def test_write_then_read_is_exact_to_the_written_digits(tmp_path, suffix):
    look = film_look(NODES.get(suffix, 33))
    path = tmp_path / f"look{suffix}"
    write_lut(look, path, force=False)
    back = read_lut(path)
    assert back.size == look.size
    assert np.abs(back.table - look.table).max() <= STEP.get(suffix, 0.5e-6) + 1e-7


@pytest.mark.parametrize("suffix", [s for s in WRITABLE if s != ".png"])
def test_opencolorio_reads_what_is_written(tmp_path, suffix):
    look = film_look()
    path = tmp_path / f"look{suffix}"
    write_lut(look, path, comments=["made for a test"], force=False)
    theirs = ocio()
    transform = theirs.FileTransform(str(path), interpolation=theirs.INTERP_TETRAHEDRAL)
    cpu = theirs.Config.CreateRaw().getProcessor(transform).getDefaultCPUProcessor()
    rgb = np.random.default_rng(3).random((400, 3), dtype=np.float32)
    out = rgb.copy()
    cpu.applyRGB(out)
    assert np.abs(out - look.apply(rgb)).max() < 2e-4


def test_colour_science_reads_the_cube(tmp_path):
    import colour

    look = film_look(17)
    path = tmp_path / "look.cube"
    write_lut(look, path, comments=["a comment"], force=False)
    theirs = colour.io.read_LUT_IridasCube(str(path))
    assert np.abs(theirs.table - look.table).max() < 1e-6
    as_resolve = colour.io.read_LUT_ResolveCube(str(path))
    assert np.abs(getattr(as_resolve, "table") - look.table).max() < 1e-6  # noqa: B009


def test_ffmpegs_lut3d_applies_the_cube(tmp_path):
    import av
    from av.filter import Graph

    look = film_look()
    path = tmp_path / "look.cube"
    write_lut(look, path, force=False)
    picture = np.random.default_rng(0).integers(0, 65536, (16, 16, 3), dtype=np.uint16)
    graph = Graph()
    rgb48 = av.VideoFormat("rgb48le", 16, 16)
    source = graph.add_buffer(width=16, height=16, format=rgb48, time_base=Fraction(1, 25))
    lut3d = graph.add("lut3d", f"file={path}:interp=tetrahedral")
    sink = graph.add("buffersink")
    source.link_to(lut3d)
    lut3d.link_to(sink)
    graph.configure()
    frame = av.VideoFrame.from_ndarray(picture, format="rgb48le")
    frame.pts = 0
    graph.push(frame)
    out = graph.pull()
    assert isinstance(out, av.VideoFrame)
    theirs = out.reformat(format="rgb48le").to_ndarray()
    ours = look.apply(picture.astype(np.float32) / 65535) * 65535
    assert np.abs(theirs - ours).max() < 65535 / 1023 / 2


def test_the_written_cube_keeps_the_contract(tmp_path):
    path = tmp_path / "look.cube"
    write_lut(film_look(17), path, comments=["Müller's job\nsecond line"], force=False)
    data = path.read_bytes()
    text = data.decode("ascii")
    assert b"\r" not in data
    lines = text.splitlines()
    assert lines[0].startswith("# M?ller's job second line")
    assert lines[1] == 'TITLE "film"'
    assert lines[2] == "LUT_3D_SIZE 17"
    rows = np.array([line.split() for line in lines[3:]], float)
    assert rows.shape == (17**3, 3)
    assert rows.min() >= 0
    assert rows.max() <= 1
    # Red runs fastest.
    assert np.allclose(rows[1], film_look(17).table[1, 0, 0], atol=1e-6)


@pytest.mark.parametrize("suffix", [suffix for suffix in WRITABLE if suffix != ".png"])
def test_a_name_writes_no_lines_of_its_own_into_a_head(tmp_path, suffix):
    path = tmp_path / f"look{suffix}"
    nasty = 'a.png\nLUT_3D_SIZE 99\r\n9 9 9\x00\x1b[31m </Description> & "'
    write_lut(film_look(5).titled(nasty), path, comments=[f"source: {nasty}"], force=False)
    assert read_lut(path).table == pytest.approx(film_look(5).table, abs=1e-3)
    lines = path.read_text("utf-8").splitlines()
    assert not [line for line in lines if line.startswith(("LUT_3D_SIZE 99", "9 9 9"))]
    assert not {"\x00", "\x1b"} & set("".join(lines))


@given(
    arrays(np.float32, (3, 3, 3, 3), elements=st.floats(0, 1, width=32)),
    st.text(max_size=40),
    st.lists(st.text(max_size=30), max_size=3),
)
@examples(25, 300)
def test_any_title_and_comments_survive_a_round_trip(table, title, comments):
    text = format_cube(Lut3D(table, title=title), comments=comments)
    text.encode("ascii")
    assert np.abs(parse_cube(text.encode(), "t").table - table).max() <= 0.6e-6


ROWS = "\n".join("%.6f %.6f %.6f" % (r, g, b) for b in (0, 1) for g in (0, 1) for r in (0, 1))  # noqa: UP031


@pytest.mark.parametrize(
    "text",
    [
        f"LUT_3D_SIZE 2\n{ROWS}\n",
        f'TITLE\t"my look"\nLUT_3D_SIZE\t2\n{ROWS}\n',
        f'TITLE "a # b"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n{ROWS}\n',
        "DOMAIN_MIN 0 0 0\r\nDOMAIN_MAX 1 1 1\r\nLUT_3D_SIZE 2\r\n" + ROWS.replace("\n", "\r\n"),
        f"\ufeffLUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 1\n{ROWS}",
        f"LUT_3D_INPUT_RANGE 0.0 1.0\nLUT_3D_SIZE 2\n# mid\n{ROWS}\n# end",
        "LUT_3D_SIZE 2\n" + ROWS.replace("\n", " # note\n\n") + "\n",
        f"LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0 1\nLUT_3D_SIZE 2\n0 0 0\n1 1 1\n{ROWS}\n",
        "lut_3d_size 2\n" + ROWS.replace(" ", "\t"),
        "LUT_1D_SIZE 3\n0 0 0\n0.5 0.5 0.5\n1 1 1\n",
    ],
    ids=[
        "bare",
        "tab after keyword",
        "adobe",
        "crlf",
        "bom",
        "bmd",
        "comments",
        "shaper",
        "tabs",
        "1d",
    ],
)
def test_every_dialect_is_read(text):
    lut = parse_cube(text.encode(), "dialect.cube")
    rgb = np.random.default_rng(0).random((50, 3), dtype=np.float32)
    assert np.abs(lut.apply(rgb) - rgb).max() < 1e-6


def test_domain_range_and_shaper_change_what_comes_out():
    half = np.full((1, 3), 0.5, np.float32)
    wide = parse_cube(f"LUT_3D_SIZE 2\nDOMAIN_MAX 2 2 2\n{ROWS}".encode(), "a.cube")
    assert wide.apply(half) == pytest.approx(np.full((1, 3), 0.25))
    shaped = b"LUT_1D_SIZE 3\nLUT_3D_SIZE 2\n0 0 0\n0.1 0.1 0.1\n1 1 1\n" + ROWS.encode()
    assert parse_cube(shaped, "b.cube").apply(half) == pytest.approx(np.full((1, 3), 0.1))
    curves = b"LUT_1D_SIZE 2\n-1 -1 -1\n2 2 2\n"
    assert parse_cube(curves, "c.cube").apply(half) == pytest.approx(np.full((1, 3), 0.5))


def test_video_range_flags_scale_to_full_range():
    flags = "LUT_IN_VIDEO_RANGE\nLUT_OUT_VIDEO_RANGE"
    lut = parse_cube(f"LUT_3D_SIZE 2\n{flags}\n{ROWS}".encode(), "v")
    legal = np.array([[0.0, 0.5, 1.0]], np.float32)
    assert lut.apply(legal) == pytest.approx(legal, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"hello world\n", "line 1"),
        (b"LUT_3D_SIZE 0\n", "2..256"),
        (b"LUT_3D_SIZE 1\n0 0 0\n", "2..256"),
        (b"LUT_3D_SIZE 300\n", "2..256"),
        (b"LUT_3D_SIZE x\n", "line 1"),
        (b"LUT_3D_SIZE -2\n", "whole number"),
        (b"LUT_3D_SIZE 2\n" + ROWS.encode()[:-30], "expected"),
        (b"LUT_3D_SIZE 2\n" + ROWS.encode() + b"\n0 0 0\n", "found 9 rows of values, expected 8"),
        (b"LUT_3D_SIZE 2\nDOMAIN_MIN 1 1 1\nDOMAIN_MAX 0 0 0\n" + ROWS.encode(), "DOMAIN_MIN"),
        (b"LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 1 0\n" + ROWS.encode(), "swapped"),
        (b"LUT_3D_SIZE 2\n" + ROWS.encode().replace(b"1.000000", b"nan", 1), "line 3"),
        (b"LUT_3D_SIZE 2\n" + ROWS.encode().replace(b"1.000000", b"1e99", 1), "too large"),
        (b"LUT_3D_SIZE 2\n" + ROWS.encode().replace(b"1.000000", b"1,0", 1), "line 3"),
        (b"LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n", "second time"),
        (b"\x00\x01\x02", "not a .cube"),
        (b"# only comments\n", "neither"),
    ],
)
def test_a_damaged_cube_is_refused_with_file_and_reason(tmp_path, text, says):
    path = tmp_path / "broken.cube"
    path.write_bytes(text)
    with pytest.raises(BestlightError, match=r"broken\.cube") as refused:
        read_lut(path)
    assert says in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("suffix", [".3dl", ".csp", ".spi3d", ".clf", ".ctf", ".png"])
def test_a_damaged_file_of_another_format_is_refused(tmp_path, suffix):
    path = tmp_path / f"broken{suffix}"
    path.write_text("this is not a LUT\n1 2\n")
    with pytest.raises(BestlightError, match="broken"):
        read_lut(path)


def test_missing_folder_and_unknown_suffix(tmp_path):
    with pytest.raises(BestlightError, match="No such file"):
        read_lut(tmp_path / "none.cube")
    (tmp_path / "dir.cube").mkdir()
    with pytest.raises(BestlightError, match="folder"):
        read_lut(tmp_path / "dir.cube")
    with pytest.raises(UsageError, match="not a known LUT format"):
        read_lut(tmp_path / "look.txt")
    with pytest.raises(UsageError, match="can be written"):
        write_lut(film_look(5), tmp_path / "look.txt", force=False)


def test_nothing_is_overwritten_unasked_and_nothing_half_written_stays(tmp_path, monkeypatch):
    path = tmp_path / "look.cube"
    path.write_text("mine")
    with pytest.raises(BestlightError, match="exists already"):
        write_lut(film_look(5), path, force=False)
    assert path.read_text() == "mine"

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(BestlightError, match="No space left"):
        write_lut(film_look(5), path, force=True)
    assert [p.name for p in tmp_path.iterdir()] == ["look.cube"]
    assert path.read_bytes() == b"mine"


def test_a_lut_with_a_domain_is_written_as_a_plain_one(tmp_path):
    shaper = Shaper(np.linspace(0, 1, 16)[:, None].repeat(3, 1), (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    lut = Lut3D(grid(17), shaper=shaper)
    write_lut(lut, tmp_path / "p.cube", force=False)
    assert np.abs(read_lut(tmp_path / "p.cube").table - grid(65)).max() < 2e-6


def test_a_curve_is_not_crushed_to_the_size_of_its_cube(tmp_path):
    steps = np.linspace(0, 1, 256)
    rows = "\n".join(f"{v:.6f} {v:.6f} {v:.6f}" for v in steps**2.2)
    curve = parse_cube(f"LUT_1D_SIZE 256\n{rows}\n".encode(), "c.cube")
    write_lut(curve, tmp_path / "c.cube", force=False)
    ramp = np.repeat(np.linspace(0, 1, 200, dtype=np.float32)[:, None], 3, 1)
    assert np.abs(read_lut(tmp_path / "c.cube").apply(ramp) - ramp**2.2).max() < 1e-3


@pytest.mark.parametrize("suffix", [".clf", ".ctf", ".png", ".3dl", ".csp"])
def test_a_full_disk_is_noticed_in_every_format(tmp_path, monkeypatch, suffix):
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BestlightError, match="No space left"):
        write_lut(film_look(9), tmp_path / f"look{suffix}", force=False)
    assert list(tmp_path.iterdir()) == []
