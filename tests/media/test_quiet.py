"""F22: what is wrong with a file is said once, in our words, not the libraries' before them."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from core.errors import BestlightError
from core.media import probe, read_still, write_still
from core.media.quiet import library_silence
from tests.media import footage

CASES = Path(__file__).parent / "cases"


def damaged(path: Path, seed: int) -> None:
    """Change bytes in the last two thirds of a file, where the pixels are."""
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(20):
        data[chance.randrange(len(data) // 3, len(data))] ^= chance.randrange(1, 256)
    path.write_bytes(data)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".exr", ".dpx", ".jpg"])
def test_readers_print_nothing_of_their_own(tmp_path, capfd, suffix):
    noise = np.random.default_rng(0).random((40, 40, 3), np.float32)
    for seed in range(12):
        path = tmp_path / f"{seed}{suffix}"
        write_still(path, noise)
        damaged(path, seed)
        with suppress(BestlightError):
            read_still(path)
    assert capfd.readouterr() == ("", "")


def test_a_damaged_picture_is_one_line_and_a_hint(tmp_path):
    path = Path(shutil.copy(CASES / "bad_chunk.png", tmp_path / "bad.png"))
    words = ["lut", str(path), "-p", "warm", "-o", str(tmp_path / "x.cube")]
    code = "import sys; from core.cli.main import main; sys.exit(main(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    first, second = ran.stderr.splitlines()
    assert first.startswith("bestlight: ")
    assert second.startswith("  hint: ")


def test_entries_that_are_no_text_do_not_stop_a_clip(tmp_path):
    source = footage.write_clip(
        tmp_path / "a.mkv", footage.grey_frames(2), metadata={"artist": "Jürgen"}
    )
    data = source.read_bytes()
    assert "Jürgen".encode() in data
    source.write_bytes(data.replace("Jürgen".encode(), b"J\xfcrgens"))
    assert probe(source).width == 64  # pyright: ignore[reportAttributeAccessIssue]


def test_stderr_comes_back_when_the_last_reader_is_done(capfd):
    inside, go = threading.Event(), threading.Event()

    def read() -> None:
        with library_silence():
            inside.set()
            go.wait(10)

    thread = threading.Thread(target=read)
    thread.start()
    inside.wait(10)
    with library_silence():
        os.write(2, b"lost\n")
    os.write(2, b"lost too\n")
    go.set()
    thread.join()
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
