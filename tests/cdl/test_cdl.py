"""CDL: the ASC's arithmetic as OpenColorIO does it, fits, files, edit lists read back by others."""

from __future__ import annotations

import zipfile

import numpy as np
import opentimelineio as otio
import pytest

from core.cdl import (
    Cdl,
    Event,
    fit_cdl,
    read_cdls,
    read_events,
    remainder,
    write_cdls,
    write_events,
)
from core.colour.spaces import ocio
from core.errors import BestlightError, UsageError
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D

ODD = Cdl((1.2, 0.9, 1.05), (-0.05, 0.02, 0.00004), (0.8, 1.1, 1.3), 1.4)
COLOURS = np.random.default_rng(3).random((4000, 3)).astype(np.float32)


def by_ocio(transform, colours: np.ndarray) -> np.ndarray:
    processor = ocio().Config.CreateRaw().getProcessor(transform)
    exact = processor.getOptimizedCPUProcessor(ocio().OPTIMIZATION_LOSSLESS)
    pixels = np.ascontiguousarray(colours, np.float32).copy()
    exact.applyRGB(pixels)
    return pixels


def test_arithmetic_is_that_of_opencolorio():
    wide = COLOURS * 1.6 - 0.3
    assert np.abs(ODD.apply(wide) - by_ocio(ODD.transform(), wide)).max() < 1e-4


def test_undo_gives_back_what_was_not_clamped():
    inside = (COLOURS * 0.3 + 0.35).astype(np.float64)
    assert np.abs(ODD.undo(ODD.apply(inside)) - inside).max() < 1e-6


@pytest.mark.parametrize("bad", [{"slope": (-1, 1, 1)}, {"power": (0, 1, 1)}, {"saturation": -1}])
def test_numbers_that_no_cdl_holds_are_refused(bad):
    with pytest.raises(BestlightError, match="CDL"):
        Cdl(**bad)


def test_fit_finds_a_cdl_again():
    fit = fit_cdl(ODD.apply, COLOURS)
    assert fit.mean < 0.5
    assert fit.largest < 3


def test_remainder_after_the_cdl_is_the_map():
    def bent(rgb: np.ndarray) -> np.ndarray:
        return np.clip(rgb, 0, 1) ** np.array([0.8, 0.9, 1.0]) * 0.9 + 0.05 * np.roll(rgb, 1, -1)

    fit = fit_cdl(bent, COLOURS)
    rest = remainder(bent, fit.cdl, 33)
    inner = COLOURS * 0.8 + 0.1
    both = rest.apply(fit.cdl.apply(inner))
    assert np.abs(fit.cdl.apply(inner) - bent(inner)).max() > 0.02
    assert np.abs(both - bent(inner)).max() < 0.004


@pytest.mark.parametrize("suffix", [".cc", ".ccc", ".cdl"])
def test_files_are_read_back_by_opencolorio(tmp_path, suffix):
    path = tmp_path / f"shot{suffix}"
    write_cdls(path, {"shot 1": ODD}, description="a <b> & c")
    assert read_cdls(path) == {"shot 1": ODD}
    through = ocio().FileTransform(str(path), "shot 1" if suffix != ".cc" else "")
    inside = COLOURS * 0.5 + 0.2
    seen = np.clip(by_ocio(through, inside), 0, 1)  # it does not clamp what it reads from files
    assert np.abs(seen - ODD.apply(inside)).max() < 2e-4


def test_cdl_then_lut_as_files_is_our_own_render(tmp_path):
    look = Lut3D.from_function(lambda rgb: rgb**1.2)
    write_lut(look, tmp_path / "show.cube", force=False)
    write_cdls(tmp_path / "a.cc", {"a": ODD})
    correction = ocio().FileTransform(str(tmp_path / "a.cc"))
    correction.setCDLStyle(ocio().CDL_ASC)
    chain = ocio().GroupTransform(
        [
            correction,
            ocio().FileTransform(
                str(tmp_path / "show.cube"), interpolation=ocio().INTERP_TETRAHEDRAL
            ),
        ]
    )
    ours = look.apply(ODD.apply(COLOURS))
    assert np.abs(by_ocio(chain, COLOURS) - ours).max() * 1023 < 1


def test_several_corrections_do_not_fit_one_file(tmp_path):
    with pytest.raises(UsageError, match="cannot hold"):
        write_cdls(tmp_path / "a.cc", {"a": ODD, "b": Cdl()})


def test_a_file_that_is_no_cdl_is_named(tmp_path):
    (tmp_path / "a.cc").write_text("<no></no>")
    with pytest.raises(BestlightError, match=r"a\.cc is no CDL file"):
        read_cdls(tmp_path / "a.cc")


EVENTS = (
    Event("one", "/media/A001 C003.mov", 86400, 48, 0, cdl=ODD, lut="one.cube"),
    Event("two", "/media/A002.mov", 100, 30, 48, cdl=Cdl(saturation=0.0), lut="two.cube"),
    Event("three", "/media/A002.mov", 130, 20, 78, dissolve=12, cdl=Cdl(saturation=0.5)),
    Event("four", "/media/A003.mov", 0, 10, 120),
)


@pytest.mark.parametrize("suffix", [".otio", ".edl"])
def test_edit_lists_are_read_back(tmp_path, suffix):
    path = tmp_path / f"cut{suffix}"
    write_events(path, EVENTS, 24.0, title="cut")
    found = read_events(path, 24.0)
    assert [event.cdl and event.cdl.saturation for event in found] == [1.4, 0.0, 0.5, None]
    assert [event.lut for event in found] == ["one.cube", "two.cube", "", ""]
    spans = [(e.name, e.start, e.frames, e.record, e.dissolve) for e in found]
    assert spans == [(e.name, e.start, e.frames, e.record, e.dissolve) for e in EVENTS]
    assert found[0].cdl is not None
    assert found[0].cdl.offset == pytest.approx(ODD.offset, abs=1e-6)


def test_a_bundle_is_read_as_the_timeline_in_it(tmp_path):
    write_events(tmp_path / "a.otio", EVENTS, 24.0)
    with zipfile.ZipFile(tmp_path / "a.otioz", "w") as bundle:
        bundle.write(tmp_path / "a.otio", "content.otio")
    assert read_events(tmp_path / "a.otioz") == read_events(tmp_path / "a.otio")


def test_an_ale_carries_corrections_and_luts(tmp_path):
    path = tmp_path / "cut.ale"
    write_events(path, EVENTS, 25.0)
    found = read_events(path, 25.0)
    assert [(e.name, e.start, e.frames, e.lut) for e in found[:2]] == [
        ("one", 86400, 48, "one.cube"),
        ("two", 100, 30, "two.cube"),
    ]
    assert found[0].cdl is not None
    assert found[0].cdl.slope == pytest.approx(ODD.slope)


def test_an_edl_counts_by_the_clips_own_timecode_over_midnight(tmp_path):
    path = tmp_path / "night.edl"
    day = 24 * 3600 * 25
    night = (Event("late", "n.mov", day - 10, 10, 0), Event("early", "n.mov", day, 10, 10))
    write_events(path, night, 25.0, first=day - 10)
    text = path.read_text()
    assert "23:59:59:15 00:00:00:00 23:59:59:15 00:00:00:00" in text
    assert "00:00:00:00 00:00:00:10 00:00:00:00 00:00:00:10" in text


def test_a_transition_around_the_cut_becomes_a_dissolve_at_the_beginning(tmp_path):
    def time(frames: int) -> otio.opentime.RationalTime:
        return otio.opentime.RationalTime(frames, 24)

    track = otio.schema.Track(kind="Video")
    for name in ("a", "b"):
        extent = otio.opentime.TimeRange(time(100), time(50))
        media = otio.schema.ExternalReference("file:///m/a%20b.mov")
        track.append(otio.schema.Clip(name, media, extent))
    track.insert(1, otio.schema.Transition(in_offset=time(4), out_offset=time(6)))
    timeline = otio.schema.Timeline("t")
    timeline.tracks.append(track)
    path = tmp_path / "t.otio"
    otio.adapters.write_to_file(timeline, str(path))
    first, second = read_events(path)
    assert (first.start, first.frames, first.record) == (100, 46, 0)
    assert (second.start, second.frames, second.record, second.dissolve) == (96, 54, 46, 10)
    assert first.file == "/m/a b.mov"


FCPXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.8"><resources>
<format id="r1" frameDuration="1/25s" width="1920" height="1080"/>
<asset id="r2" name="take" src="file:///m/take.mov" start="0s" duration="200/25s"
 hasVideo="1" format="r1"/>
</resources>
<library><event name="e"><project name="p">
<sequence format="r1" duration="80/25s" tcStart="0s"><spine>
<asset-clip name="first" ref="r2" offset="0s" start="10/25s" duration="30/25s" format="r1"/>
<asset-clip name="second" ref="r2" offset="30/25s" start="100/25s" duration="50/25s" format="r1"/>
</spine></sequence></project></event></library></fcpxml>"""


def test_final_cut_gives_shots(tmp_path):
    path = tmp_path / "p.fcpxml"
    path.write_text(FCPXML)
    found = read_events(path)
    assert [(e.name, e.start, e.frames, e.record) for e in found] == [
        ("first", 10, 30, 0),
        ("second", 100, 50, 30),
    ]


@pytest.mark.parametrize("name", ["a.edl", "a.otio", "a.fcpxml", "a.ale"])
def test_damaged_lists_are_refused_in_one_line(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x01 001 nonsense {")
    with pytest.raises(BestlightError, match=r"cannot be read|holds no shot"):
        read_events(tmp_path / name)


CLIP = '{"OTIO_SCHEMA": "ExternalReference.1", "target_url": "a"}'
ENDS_THE_PROCESS = {
    "a member twice": f'{{"OTIO_SCHEMA": "Stack.1", "a": {CLIP}, "a": {CLIP}}}',
    "deep": '{"OTIO_SCHEMA": "Timeline.1", "metadata": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "a ring": '{"OTIO_SCHEMA": "Stack.1", "OTIO_REF_ID": "a", "children": '
    '[{"OTIO_SCHEMA": "Track.1", "children": [{"OTIO_SCHEMA": "SerializableObjectRef.1", "id": "a"}'
    "]}]}",
    "a schema": '{"OTIO_SCHEMA": "UnknownSchema.1"}',
}


@pytest.mark.parametrize("shape", ENDS_THE_PROCESS)
def test_what_ends_the_librarys_reader_is_refused(tmp_path, shape):
    (tmp_path / "a.otio").write_text(ENDS_THE_PROCESS[shape])
    with pytest.raises(BestlightError, match=r"a\.otio (cannot be read|holds no shot)"):
        read_events(tmp_path / "a.otio")


def test_markup_that_declares_entities_is_refused(tmp_path):
    text = FCPXML.replace("<!DOCTYPE fcpxml>", '<!DOCTYPE fcpxml [<!ENTITY a "b">]>')
    (tmp_path / "a.fcpxml").write_text(text)
    with pytest.raises(BestlightError, match="entities"):
        read_events(tmp_path / "a.fcpxml")
