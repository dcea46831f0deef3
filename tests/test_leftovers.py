"""What a killed run leaves goes at the next run; what another still writes stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.files import whole_file, whole_set

WRITE = """
import sys, time
from pathlib import Path
from core.files import whole_file, whole_set
folder = Path(sys.argv[1])
with whole_set([folder / "a.txt"], force=False) as parts, whole_file(folder / "b.txt", force=False) as b:
    parts[0].write_text("half"); b.write_text("half")
    print("writing", flush=True); time.sleep(60)
"""  # noqa: E501


def run(folder: Path) -> subprocess.Popen[str]:
    running = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    assert running.stdout.readline() == "writing\n"
    return running


def hidden(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if entry.name.startswith(".")]


def write(folder: Path) -> None:
    """As the next run does: in a process of its own, which looks at each folder once."""
    code = (
        "import sys; from pathlib import Path; from core.files import write_text;"
        "write_text(Path(sys.argv[1]), 'whole', force=True)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder / "c.txt")], check=True)


@pytest.mark.skipif(os.name == "nt", reason="there only age tells")
def test_what_a_killed_run_left_goes_at_the_next(tmp_path):
    killed, alive = run(tmp_path), run(tmp_path)
    try:
        assert len(hidden(tmp_path)) == 4
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        write(tmp_path)
        assert len(hidden(tmp_path)) == 2
        assert all(f"-{alive.pid}." in entry.name for entry in hidden(tmp_path))
    finally:
        alive.kill()
        alive.wait()
    write(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["c.txt"]


def test_parts_of_another_machine_go_when_they_are_old(tmp_path):
    fresh, old = tmp_path / ".0123456789ab.abcdef-1.part.mov", tmp_path / ".0123456789ac.part"
    fresh.write_text("being written elsewhere")
    old.mkdir()
    (old / "a.cube").write_text("left by an earlier version")
    long_ago = time.time() - 3 * 86400
    for path in (old / "a.cube", old):
        os.utime(path, (long_ago, long_ago))
    write(tmp_path)
    assert fresh.exists()
    assert not old.exists()
    os.utime(fresh, (long_ago, long_ago))
    write(tmp_path)
    assert not fresh.exists()


def test_nothing_else_is_touched(tmp_path):
    mine = [tmp_path / name for name in (".part", ".notes.part", "a.part", ".0123456789ab.parts")]
    for path in mine:
        path.write_text("mine")
        os.utime(path, (0, 0))
    link = tmp_path / ".0123456789ad.part"
    link.symlink_to(tmp_path / "a.part")
    write(tmp_path)
    assert all(path.exists() for path in (*mine, link))


def test_an_orderly_end_leaves_nothing(tmp_path):
    with (
        whole_set([tmp_path / "a"], force=False) as parts,
        whole_file(tmp_path / "b", force=False) as b,
    ):
        parts[0].write_text("")
        b.write_text("")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a", "b"]


HALF = """
import os, sys
from pathlib import Path
import core.files
from core.files import whole_set
folder, stop = Path(sys.argv[1]), int(sys.argv[2])
publish, count = core.files._publish, 0
def until(part, path, *, force):
    global count
    publish(part, path, force=force)
    count += 1
    if count == stop:
        os.kill(os.getpid(), 9)
core.files._publish = until
paths = [folder / "frames", folder / "a.cube", folder / "b.html"]
with whole_set(paths, force=False, folders=paths[:1]) as parts:
    parts[0].mkdir()
    (parts[0] / "1.exr").write_text("frame")
    for part in parts[1:]:
        part.write_text("whole")
"""


@pytest.mark.skipif(os.name == "nt", reason="there only age tells")
@pytest.mark.parametrize("published", [1, 2, 3])
def test_a_set_of_which_a_killed_run_made_only_a_part_real_is_taken_back(tmp_path, published):
    killed = subprocess.run(
        [sys.executable, "-c", HALF, str(tmp_path), str(published)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    write(tmp_path)
    there = sorted(path.name for path in tmp_path.iterdir())
    whole = ["a.cube", "b.html", "frames"] if published == 3 else []
    assert there == sorted([*whole, "c.txt"])


def test_what_a_living_run_writes_stays_however_old_it_seems(tmp_path):
    alive = run(tmp_path)
    try:
        for path in (*tmp_path.glob(".*/*"), *hidden(tmp_path)):
            os.utime(path, (0, 0))
        write(tmp_path)
        assert len(hidden(tmp_path)) == 2
    finally:
        alive.kill()
        alive.wait()
