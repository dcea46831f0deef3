"""What one clip's grade takes by each way to Resolve: calls, round trips and time, measured.

`python -m benchmarks.resolve --transports` starts a fake Resolve in a process of its own for each
way, reaches it as `bestlight resolve` does (the Python launcher's pipes, the Lua launcher's spool,
external scripting), and grades one clip over and over. How the look is found is no part of it. A
launcher starts this module in place of Bestlight's Python.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.launched import ROOT, ask_through_launcher
from core.cdl import Cdl
from core.lut.lut3d import grid
from core.progress import Progress
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.bridge import Bridge
from resolve_plugin.bridge.external import connect_external
from resolve_plugin.bridge.objects import Call
from resolve_plugin.command_queue import Note
from resolve_plugin.session import leave, main
from resolve_plugin.setup.menu import Kind
from resolve_plugin.split import split_after
from tests.fake_resolve import FakeResolve, Node, Profile
from tests.fake_resolve.running import RunningResolve
from tests.node_luts import warm
from tests.resolve.beside import Beside, surroundings
from tests.resolve.writing import LOOK

PROFILE = Profile("21.2", "studio")
LAUNCHERS: dict[str, Kind] = {
    "Python launcher (pipes)": "python",
    "Lua launcher (spool)": "lua",
}
OUTSIDE = "external scripting"

Figures = dict[str, dict[str, dict[str, float]]]
"""By way and by what was done: calls, round trips, and the shortest and median seconds."""


def setup(fake: FakeResolve, folder: Path) -> None:
    """A clip of one empty node, and one with the user's grade; the Color page and gallery open."""
    fake.add_item("clip", None, "empty", [Node()], frames=24)
    fake.add_item("clip", None, "graded", [Node("mine", tools=("Curves",))], frames=24)
    fake.page, fake.gallery_open = "color", True


def measure_transports(folder: Path, runs: int) -> Figures:
    """Grade one clip `runs` times by each way; `folder` is an empty one."""
    found = {}
    for number, (name, kind) in enumerate(LAUNCHERS.items()):
        found[name] = _through_launcher(kind, folder / str(number), runs)
    found[OUTSIDE] = _from_outside(folder / "outside", runs)
    return found


def _resolve(folder: Path) -> RunningResolve:
    folder.mkdir()
    where = f"{__name__}:setup"
    return RunningResolve(PROFILE, folder, setup=where, environment=surroundings(folder))


def _through_launcher(kind: Kind, folder: Path, runs: int) -> Any:
    with _resolve(folder) as resolve:
        request = {"request": "measure", "runs": runs}
        return ask_through_launcher(resolve, kind, __name__, request, folder)


def _from_outside(folder: Path, runs: int) -> Any:
    with _resolve(folder) as resolve:
        Beside(resolve).open_to_the_outside()
        done = subprocess.run(
            [sys.executable, "-m", __name__, "outside", str(runs)],
            cwd=ROOT,
            env=resolve.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(done.stdout)


def transport_table(figures: Figures) -> str:
    """Markdown: what was done, its calls and round trips, and by each way the shortest time, which
    other work on the machine disturbs least, with the median.
    """
    lines = [
        f"| grade of one clip | calls | round trips |{''.join(f' {name} |' for name in figures)}",
        "|---|---|---|" + "---|" * len(figures),
    ]
    first = next(iter(figures.values()))
    for what, row in first.items():
        cells = "".join(
            f" {way[what]['shortest']:.2f} s ({way[what]['median']:.2f}) |"
            for way in figures.values()
        )
        lines.append(f"| {what} | {row['calls']:.0f} | {row['round trips']:.0f} |{cells}")
    return "\n".join(lines)


# --- in the session, or in a process outside


class _Counted:
    """Counts what this thread sends over a bridge from now on: a session has others, which look
    whether Resolve lives.
    """

    def __init__(self, bridge: Bridge) -> None:
        self.calls, self.trips, self._thread = 0, 0, threading.get_ident()
        self._exchange: Callable[[Sequence[Call]], list[Any]] = bridge._exchange
        vars(bridge)["_exchange"] = self

    def __call__(self, calls: Sequence[Call]) -> list[Any]:
        if threading.get_ident() == self._thread:
            self.calls, self.trips = self.calls + len(calls), self.trips + 1
        return self._exchange(calls)


def measure(bridge: Bridge, runs: int) -> dict[str, dict[str, float]]:
    """Grade and take back, `runs` times each way of grading; the first of each is not counted."""
    host = ResolveHost(bridge)
    write_abilities(host.connection, Abilities(True, True, True, True))
    empty, graded = host.clips("timeline")
    split = split_after(Cdl((1.05, 1.0, 0.95)), warm(), grid(9).reshape(-1, 3))
    of_three = host.plan_nodes(empty, "split")
    behind = host.plan_nodes(graded, "split", append=True)
    acts: dict[str, tuple[Callable[[], object], Any]] = {
        "one node": (lambda: host.attach(empty, warm(), LOOK), empty),
        "split": (lambda: host.attach_nodes(empty, of_three, split, LOOK), empty),
        "appended": (lambda: host.attach_nodes(graded, behind, split, LOOK), graded),
    }
    counted, found = _Counted(bridge), {}
    for name, (act, clip) in acts.items():
        made = [
            (_timed(counted, act), _timed(counted, lambda clip=clip: host.revert(clip)))
            for _ in range(runs + 1)
        ][1:]
        found[name] = _summary([there for there, _ in made])
        found[f"{name}, taken back"] = _summary([back for _, back in made])
    return found


def _timed(counted: _Counted, act: Callable[[], object]) -> tuple[int, int, float]:
    calls, trips, begun = counted.calls, counted.trips, time.perf_counter()
    act()
    return counted.calls - calls, counted.trips - trips, time.perf_counter() - begun


def _summary(made: Sequence[tuple[int, int, float]]) -> dict[str, float]:
    calls, trips, seconds = zip(*made, strict=True)
    return {
        "calls": median(calls),
        "round trips": median(trips),
        "shortest": round(min(seconds), 4),
        "median": round(median(seconds), 4),
    }


def in_session(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
    """A request of the session's: how many runs; gives the figures."""
    return measure(bridge, request["runs"])


def _outside(runs: int) -> None:
    api, library = (Path(os.environ[f"RESOLVE_SCRIPT_{name}"]) for name in ("API", "LIB"))
    bridge, why = connect_external(api, library)
    if bridge is None:
        raise SystemExit(why)
    sys.stdout.write(json.dumps(measure(bridge, runs)))


if __name__ == "__main__":
    if sys.argv[1] == "outside":
        _outside(int(sys.argv[2]))
    else:
        # Started by a launcher in place of Bestlight's Python, with that Python's options.
        sys.executable, *words = sys.argv[1:]  # the session starts itself again by that name
        leave(main(words[words.index("resolve_plugin.session") + 1 :], in_session))
