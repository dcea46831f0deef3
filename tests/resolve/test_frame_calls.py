"""Pictures in what calls answer, of which little more than a name is known."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.media import read_still
from resolve_plugin.adapter.frame_calls import picture_in
from tests.fake_resolve.picture import write_picture

RGB = np.linspace(0, 1, 12 * 16 * 3).reshape(12, 16, 3)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("picture") / "a.png"
    write_picture(file, RGB, 8)
    return base64.b64encode(file.read_bytes()).decode("ascii")


def answers(text: str) -> list[Any]:
    url = f"data:image/png;base64,{text}"
    return [
        text,
        base64.encodebytes(base64.b64decode(text)).decode("ascii").replace("\n", "\r\n"),
        url,
        {"format": "png", "data": url},
        [text],
        {"count": 1, "images": [text]},
        [{"frame": 0, "data": text}],
        {1: {"data": f" {text}\n"}},
        base64.b64decode(text),
        {b"data": base64.b64decode(text)},
        text.encode("ascii"),
    ]


@pytest.mark.parametrize("which", range(11))
def test_a_picture_is_found_however_it_lies_in_the_answer(tmp_path: Path, text: str, which: int):
    found = picture_in(answers(text)[which], None, tmp_path)
    assert found is not None
    assert read_still(found).rgb == pytest.approx(RGB, abs=0.5 / 255)


def test_what_is_no_picture_is_none(tmp_path: Path, text: str):
    wrong = (None, True, 3, "a" * 200, "data:image/png;base64,", [[{"data": text}]], b"a" * 200)
    wrong = (*wrong, b"\xff" * 200, {"data": b""})
    for answer in wrong:
        assert picture_in(answer, None, tmp_path) is None
    assert list(tmp_path.iterdir()) == []
