"""Whatever a clip's file holds, reading it ends in frames or in the one-line error."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from core.colour.detect import detect_space
from core.errors import BestlightError
from core.media import ClipInfo, probe, sample_frames
from tests.fuzz.damage import BINARY_WOUNDS, damaged
from tests.fuzz.test_lut_readers import assert_one_line
from tests.media.footage import grey_frames, write_clip

Effort = Callable[[int], settings]
CASES = Path(__file__).parents[1] / "media" / "cases"
FRAME = Fraction(1, 25)
WRITTEN: dict[str, dict[str, Any]] = {
    ".mov": {
        "codec": "mpeg4",
        "time_base": FRAME,
        "timecode": "01:00:00:00",
        "rotation": 90,
        "audio": "pcm_s16le",
    },
    ".mp4": {"codec": "libx264", "matrix": "bt709", "audio": "aac"},
    ".mkv": {"codec": "ffv1", "metadata": {"com.apple.log": "x"}},
    ".avi": {"codec": "rawvideo"},
    ".mxf": {"codec": "mpeg2video", "time_base": FRAME},
    ".ts": {"codec": "mpeg2video", "time_base": FRAME},
}


def clip_files(suffix: str, folder: Path) -> tuple[bytes, ...]:
    """Valid clips in one container."""
    made = folder / f"seed{suffix}"
    write_clip(made, grey_frames(3), **WRITTEN[suffix])
    cases = (path for path in sorted(CASES.iterdir()) if path.suffix.lower() == suffix)
    small = [path.read_bytes() for path in cases if path.stat().st_size < 1 << 16]
    return (made.read_bytes(), *small)


@pytest.mark.parametrize("suffix", WRITTEN)
def test_damaged_clips(
    suffix: str, tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture
) -> None:
    path = tmp_path / f"clip{suffix}"

    @effort(1500)
    @given(damaged(clip_files(suffix, tmp_path), BINARY_WOUNDS))
    def reads(data: bytes) -> None:
        path.write_bytes(data)
        try:
            info = probe(path)
            detect_space(info.colour_tags)
            assert isinstance(info, ClipInfo)
            frames = list(sample_frames(path, 2, max_side=64, info=info))
        except BestlightError as error:
            assert_one_line(error, path.name)
        else:
            assert all(np.isfinite(frame.rgb).all() for frame in frames)

    reads()
    assert capfd.readouterr() == ("", "")
