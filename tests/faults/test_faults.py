"""Whatever happens in the middle of a command: nothing torn, one line, and it works the next time.

`python -m benchmarks.faults` tries every fault at every event; here each is tried at a few.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.trial import COMMANDS, FAULTS, Bench, bench, rivals
from tests.tiers import some_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and asks for processes")
POINTS = {"killed": (0.5, 0.95), "disk full": (0.6,), "Ctrl-C": (0.3,)}
STILL = ("killed", "disk full", "Ctrl-C", "made read-only", "folder vanishes", "clock jumps on")
ALWAYS = [("apply to a still", fault) for fault in STILL]


@pytest.fixture(scope="module")
def tried() -> Iterator[Bench]:
    # Not in pytest's folder, which is closed to the user whom root's trials are handed over to.
    with TemporaryDirectory(prefix="faults-") as folder:
        Path(folder).chmod(0o755)
        with bench(Path(folder, "bench")) as made:
            yield made


CASES = [(name, fault) for name in COMMANDS if name != "models install" for fault in FAULTS]


@pytest.mark.parametrize(("name", "fault"), some_of(CASES, *ALWAYS))
def test_nothing_is_torn_and_the_next_run_succeeds(tried: Bench, name: str, fault: str) -> None:
    events = tried.events(name)
    for share in POINTS.get(fault, (0.5,)):
        outcome = tried.tried(name, fault, max(1, round(share * events)))
        assert outcome.happened
        assert outcome.troubles == []


@pytest.mark.parametrize("force", some_of([False, True], False))
def test_two_runs_on_one_output_leave_one_whole(tmp_path: Path, force: bool) -> None:
    assert rivals(tmp_path, 1, force=force) == []


LOADING = """
import os, signal, sys
stop, sys.argv[1:] = sys.argv[1], ["lut", "a.png", "--prompt", "warm", "-o", "b.cube"]
def seen(event, arguments):
    if event == "import" and arguments[0] == stop:
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(seen)
from bestlight import run
run()
"""


@pytest.mark.parametrize("module", ["core.cli.main", "typer", "core.cli.tools", "numpy"])
def test_ctrl_c_while_it_loads_is_one_line(tmp_path: Path, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADING, module],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stderr) == (1, "bestlight: cancelled; nothing was written\n")
    assert list(tmp_path.iterdir()) == []
