"""What a grade costs in Resolve: calls, round trips and seconds, of one clip and of a batch.

The fake is in the same process, as with external scripting. What the launchers add is their round
trips: counted here, and timed by `python -m benchmarks.bridge`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from core.cdl import Cdl
from core.lut.lut3d import grid
from core.progress import Progress
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.batch_writes import write_batch
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.ledger import Batch, Target
from resolve_plugin.adapter.project import utc_now
from resolve_plugin.adapter.undo import take_back_batch
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.bridge.objects import Call
from resolve_plugin.split import split_after
from tests.fake_resolve import FakeResolve, Node, Profile
from tests.node_luts import warm
from tests.resolve.writing import LOOK

_BRIDGE = Path(__file__).parents[1] / "results" / "bridge.json"


class _Counting(ExternalBridge):
    """Counts round trips."""

    trips = 0

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        self.trips += 1
        return super()._exchange(calls)


class _Bench:
    """A fake with clips of one empty node, and a host beside it."""

    def __init__(self, folder: Path, clips: int) -> None:
        self.fake = FakeResolve(Profile("21.2", "studio"), folder / "resolve")
        for number in range(1, clips + 1):
            self.fake.add_item("clip", None, f"A{number:03}", [Node()], frames=24)
        self.fake.page, self.fake.gallery_open = "color", True
        self.fake.timeline.nodes = [Node()]
        self.bridge = _Counting(self.fake.app)
        self.host = ResolveHost(self.bridge, self.fake.master_lut, folder / "data")
        write_abilities(self.host.connection, Abilities(True, True, True, True))

    def timed(self, act: Callable[[], object]) -> dict[str, float]:
        calls, trips, begun = len(self.fake.calls), self.bridge.trips, time.perf_counter()
        act()
        return {
            "seconds": round(time.perf_counter() - begun, 3),
            "calls": len(self.fake.calls) - calls,
            "round trips": self.bridge.trips - trips,
        }


def measure_attach(folder: Path, clips: int) -> dict[str, Any]:
    """Figures of one clip in one node, in several, and behind the user's; and of a batch."""
    split = split_after(Cdl((1.05, 1.0, 0.95)), warm(), grid(9).reshape(-1, 3))
    one = _Bench(folder / "one", 2)
    clip, graded = one.host.clips("timeline")
    found = {
        "one node": one.timed(lambda: one.host.attach(clip, warm(), LOOK)),
        "one node, taken back": one.timed(lambda: one.host.revert(clip)),
    }
    plan = one.host.plan_nodes(clip, "split")
    found["split"] = one.timed(lambda: one.host.attach_nodes(clip, plan, split, LOOK))
    found["split, taken back"] = one.timed(lambda: one.host.revert(clip))
    one.fake.items[graded.name].nodes[0].tools = ("Curves",)
    behind = one.host.plan_nodes(graded, "split", append=True)
    found["appended"] = one.timed(lambda: one.host.attach_nodes(graded, behind, split, LOOK))
    for mode in ("clip", "timeline"):
        bench = _Bench(folder / mode, clips)
        name = f"batch of {clips}, " + ("LUTs" if mode == "clip" else "CDLs and a show LUT")
        batch = _batch(bench, mode)
        found[name] = bench.timed(lambda: _written(bench, batch.id))  # noqa: B023
        found[f"{name}, taken back"] = bench.timed(
            lambda: take_back_batch(bench.host.project, batch.id)  # noqa: B023
        )
    return found


def _written(bench: _Bench, id: str) -> None:
    stopped = write_batch(bench.host.project, id, Progress()).stopped
    if stopped is not None:
        raise stopped


def _batch(bench: _Bench, mode: Any) -> Batch:
    """A batch whose look is found."""
    project, targets = bench.host.project, []
    for number, clip in enumerate(bench.host.clips("timeline")):
        ready: dict[str, Any] = {"clip": clip.id, "name": clip.name, "state": "ready"}
        if mode == "clip":
            lut = project.write_lut(warm(0.5 + number / 1000), clip.name, LOOK)
            targets.append(Target(**ready, file=str(lut.file)))
        else:
            targets.append(Target(**ready, cdl=(1.0, 1.0, 1.0 - number / 1000, 0.0, 0.0, 0.0)))
    look = "" if mode == "clip" else str(project.write_lut(warm(), "show", LOOK).file)
    batch = Batch("bench", utc_now(), mode, "Noir", tuple(targets), look_file=look)
    with project.ledger.change() as records:
        records.put_batch(batch)
    return batch


def attach_table(figures: dict[str, Any]) -> str:
    """Markdown; a launcher adds its round trips times what one costs, where that is known."""
    cost = _trip_costs()
    lines = [
        "| grade | calls | round trips | seconds, fake in the same process |"
        f"{''.join(f' {name} adds, s |' for name in cost)}",
        "| --- | --- | --- | --- |" + " --- |" * len(cost),
    ]
    for name, row in figures.items():
        adds = "".join(f" {row['round trips'] * one / 1000:.2f} |" for one in cost.values())
        lines.append(
            f"| {name} | {row['calls']} | {row['round trips']} | {row['seconds']:.2f} |{adds}"
        )
    return "\n".join(lines)


def _trip_costs() -> dict[str, float]:
    """Milliseconds of a read through each launcher, as last measured."""
    try:
        known = json.loads(_BRIDGE.read_text(encoding="utf-8"))["milliseconds"]
    except (OSError, ValueError, KeyError):
        return {}
    return {
        name.split(" (")[0]: each["read"]["median"]
        for name, each in known.items()
        if "launcher" in name.casefold()
    }
