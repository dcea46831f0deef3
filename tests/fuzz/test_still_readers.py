"""Whatever a still's file holds, reading it ends in a sound picture or in the one-line error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image

from core.colour.detect import detect_space
from core.errors import BestlightError
from core.media import ClipInfo, probe, read_still, write_still
from tests.fuzz.damage import BINARY_WOUNDS, damaged, with_true_checksums
from tests.fuzz.test_lut_readers import assert_one_line
from tests.media.test_kinds import CODES, KINDS, write_kind
from tests.media.test_still import PICTURE

Effort = Callable[[int], settings]
DEEP_AND_RARE = {"PNG of 16 bits": ".png", "TIFF of 16 bits": ".tif", "TGA": ".tga"}


def still_files(kind: str, folder: Path) -> tuple[bytes, ...]:
    """Valid files of one kind, with and without what states a colour."""
    path = folder / "seed"
    if kind in DEEP_AND_RARE:
        path = path.with_suffix(DEEP_AND_RARE[kind])
        if kind == "TGA":
            Image.fromarray(CODES).save(path)
        else:
            write_still(path, PICTURE, alpha=PICTURE[..., 0])
    else:
        write_kind(path, kind)
    found = [path.read_bytes()]
    cases = Path(__file__).parents[1] / "media" / "cases"
    found += [
        file.read_bytes()
        for file in sorted(cases.glob("*"))
        if kind.lower() in ("heif", "avif") and file.suffix in (".heic", ".avif")
    ]
    return tuple(found)


@pytest.mark.parametrize("kind", [*(kind for kind, _, _ in KINDS), *DEEP_AND_RARE])
def test_damaged_stills(
    kind: str, tmp_path: Path, effort: Effort, capfd: pytest.CaptureFixture
) -> None:
    wounded = damaged(still_files(kind, tmp_path), BINARY_WOUNDS)
    either = wounded | wounded.map(with_true_checksums)
    path = tmp_path / "still"

    @effort(1500)
    @given(either)
    def reads(data: bytes) -> None:
        path.write_bytes(data)
        try:
            info = probe(path)
            detect_space(info.colour_tags)
            if isinstance(info, ClipInfo):
                return
            still = read_still(path)
        except BestlightError as error:
            assert_one_line(error, path.name)
        else:
            assert np.isfinite(still.rgb).all()

    reads()
    assert capfd.readouterr() == ("", "")
