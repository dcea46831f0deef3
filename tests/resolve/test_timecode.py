"""Timecodes of a timeline's frames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BestlightError
from resolve_plugin.adapter.timecode import Timecodes


@pytest.mark.parametrize(
    ("fps", "start", "frame", "timecode"),
    [
        (24.0, "01:00:00:00", 86400, "01:00:00:00"),
        (24.0, "01:00:00:00", 86400 + 49, "01:00:02:01"),
        (25.0, "00:00:00:00", 25 * 3600 - 1, "00:59:59:24"),
        (23.976, "10:00:00:00", 864000 + 24, "10:00:01:00"),
        (24.0, "23:59:59:23", 1, "00:00:00:00"),
        # ST 12-1: at 29.97 the numbers ;00 and ;01 are dropped each minute but the tenth.
        (29.97, "00:00:00;00", 1799, "00:00:59;29"),
        (29.97, "00:00:00;00", 1800, "00:01:00;02"),
        (29.97, "00:00:00;00", 17982, "00:10:00;00"),
        (59.94, "00:00:00;00", 3600, "00:01:00;04"),
        (29.97, "01:00:00:00", 108000 + 1800, "01:01:00:00"),
    ],
)
def test_frames_have_timecodes(fps, start, frame, timecode):
    first = {"01:00:00:00": round(fps) * 3600, "10:00:00:00": round(fps) * 36000}
    assert Timecodes(fps, first.get(start, 0), start).at(frame) == timecode


@given(st.integers(0, 24 * 3600 * 30 - 2000), st.integers(0, 1000))
def test_one_frame_is_one_step_wherever_the_timeline_starts(first, steps):
    """Counting on from a timeline's start gives what counting from midnight does."""
    for fps, midnight in ((29.97, "00:00:00;00"), (30.0, "00:00:00:00")):
        whole = Timecodes(fps, 0, midnight)
        later = Timecodes(fps, 500, whole.at(first))
        assert later.at(500 + steps) == whole.at(first + steps)


@pytest.mark.parametrize("start", ["", "None", "1:2", "aa:00:00:00"])
def test_what_is_no_timecode_is_told(start):
    with pytest.raises(BestlightError, match="first timecode"):
        Timecodes(24.0, 0, start).at(3)
