"""Faults in the middle of a command, with real processes, and whether all is whole afterwards.

A trial starts a Resolve, opens Bestlight in it, begins a command, lets a fault come just before a
certain call of Resolve's, puts the outside world right as a user would (Resolve started again, the
dialog closed, the project opened again), opens Bestlight again, and looks at everything.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.fake_resolve import Profile, lost
from tests.resolve.beside import Beside, Unexpected, require, running, until
from tests.resolve.faults import BY_HAND, FAULTS, JOBS, OF_SHELLS, SHARED, Outcome, Trial
from tests.resolve.journey import Route


def tried(trial: Trial, folder: Path) -> Outcome:
    """Make a trial in an empty folder."""
    begun = time.monotonic()
    with ExitStack() as stack:
        scene = _Scene(trial, folder, stack)
        try:
            scene.disturb()
            if scene.happened:
                scene.put_right()
                scene.look_again()
        except (Unexpected, TimeoutError, EOFError, OSError, ValueError) as error:
            scene.troubles.append(f"{type(error).__name__}: {error}")
    return Outcome(
        scene.happened,
        scene.code,
        scene.said,
        scene.at_once,
        scene.loose,
        tuple(scene.troubles),
        round(time.monotonic() - begun, 2),
    )


def calls_of(job: str, profile: Profile, folder: Path) -> list[str]:
    """The calls that a command makes when nothing disturbs it, by method."""
    with running(profile, folder, setup=JOBS[job].setup) as resolve:
        beside = Beside(resolve, forked=True)
        opened(beside, "lua")
        if JOBS[job].first:
            beside.run(*JOBS[job].first)
        since = len(resolve.control("calls"))
        beside.run(*JOBS[job].words)
        made = [name for _, name in resolve.control("calls")[since:]]
        beside.closed()
        return made


def points(calls: list[str], most: int) -> list[int]:
    """Before which calls faults are tried: around those that change something, and between."""
    reading = ("Get", "Is", "Refresh")
    writes = [n for n, name in enumerate(calls, 1) if not name.startswith(reading)]
    step = max(1, len(calls) * 2 // most)
    found = sorted({*writes, *(n + 1 for n in writes), *range(step, len(calls), step)})
    found = [n for n in found if n < len(calls) - 2]  # Bestlight's own watch makes a few calls, too
    if len(found) <= most:
        return found
    return [found[round(n * (len(found) - 1) / max(most - 1, 1))] for n in range(most)]


def opened(beside: Beside, route: Route) -> None:
    """Install and open Bestlight."""
    if route == "external":
        beside.open_to_the_outside()
        return
    beside.run("install", "--launcher", "both")
    beside.open(route)
    beside.run("status")  # waits for what is done at a session's start


class _Scene:
    """A trial under way."""

    def __init__(self, trial: Trial, folder: Path, stack: ExitStack) -> None:
        self.trial = trial
        self.fault, self.job = FAULTS[trial.fault], JOBS[trial.job]
        self.happened, self.at_once, self.loose = False, False, 0
        self.code, self.said = 0, ""
        self.troubles: list[str] = []
        self._folder, self._stack = folder, stack
        self._beside = self._started()
        self._before = self._beside.resolve.snapshot()

    def _started(self) -> Beside:
        resolve = running(self.trial.profile, self._folder, setup=self.job.setup)
        return Beside(self._stack.enter_context(resolve), forked=True)

    def disturb(self) -> None:
        """Begin the command and let the fault come."""
        beside = self._beside
        opened(beside, self.trial.route)
        if self.job.first:
            beside.run(*self.job.first)
        # A shell that is itself killed is one as a user has it.
        shell = beside.start(*self.job.words, anew=self.trial.fault in OF_SHELLS)
        act = self.fault.act(beside, shell.pid)
        if isinstance(self.trial.at, int):
            beside.resolve.control("after_calls", count=self.trial.at, then=act)
        else:
            beside.resolve.control("before_call", name=self.trial.at, then=act)
        self.code, said, error = beside.finish(shell)
        self.said = next(iter((error or said).strip().splitlines()), "")
        if self.fault.starts_anew:
            until(lambda: not self._resolve_lives(), "Resolve is killed")
            self.happened = True
        else:
            self.happened = not beside.resolve.control("state")["due"]

    def _resolve_lives(self) -> bool:
        try:
            self._beside.resolve.control("state")
        except (EOFError, OSError):
            return False
        return True

    def put_right(self) -> None:
        """What the user does: Resolve as before."""
        beside = self._beside
        require("Traceback" not in self.said and "internal error" not in self.said, self.said)
        if self.trial.route != "external":
            self._see_session()
        if self.fault.starts_anew:
            beside.resolve.kill_resolve()
            self._require_no_orphans()
            self._beside = self._started()
            if self.trial.route == "external":
                self._beside.open_to_the_outside()
        for act in self.fault.after:
            self._beside.resolve.control(**act)
        self.at_once = not self._faults_in_state()

    def _see_session(self) -> None:
        beside = self._beside
        if not self.fault.ends:
            require(beside.session(), f"the session has ended: {beside.resolve.console().strip()}")
            return
        until(lambda: not beside.session(), "the session ends")
        beside.resolve.wait_ended()
        if not self.fault.starts_anew:
            self._require_no_orphans()

    def _require_no_orphans(self) -> None:
        if self.trial.fault == "session killed":
            # Nobody is there to remove its files; the next session does.
            until(lambda: not self._beside.processes(), "the processes end")
            return
        left = self._beside.left()
        self.troubles += [f"left over: {line}" for line in left]

    # --- afterwards

    def look_again(self) -> None:
        """Open Bestlight again, and see that all is whole, can go on, and can be taken back."""
        beside = self._beside
        if self.trial.route != "external" and not beside.session():
            beside.open(self.trial.route)
        code, said, error = beside.ask("recover")
        require(code == 0, f"recover: exit {code}: {error or said}")
        self.troubles += self._faults_in_state()
        if self.fault.gone == "timeline":
            self._look_at_the_rest()
        else:
            self._go_on_and_back()
        beside.run("clean", "--remove")
        self.troubles += [f"LUT left: {path.name}" for path in beside.luts()]
        self.troubles += [f"left over: {line}" for line in beside.closed()]
        state = beside.resolve.control("state")
        self.troubles += [f"against the rules: {fault}" for fault in state["faults"]]

    def _go_on_and_back(self) -> None:
        """A batch that was cut short is resumed; whatever is finished is taken back."""
        beside = self._beside
        if self.trial.job.startswith("batch") and self.job.first == ():
            code, said, error = beside.ask("batch", "--resume")
            resumed = code == 0 or (code == 2 and "no batch to go on with" in error)
            require(resumed, f"resume: exit {code}: {error or said}")
            self.troubles += self._faults_in_state()
        self.loose = self._unused_luts()
        if (self._ours() or self._shared_luts(self._beside.resolve.snapshot())) and self.job.back:
            beside.run(*self.job.back)
        now = beside.resolve.snapshot()
        self.troubles += _differences(self._expected(), now)

    def _look_at_the_rest(self) -> None:
        """With the timeline gone, everything else must be as it was, and commands say so."""
        code, said, error = self._beside.ask(*self.job.words)
        require("internal error" not in error, error)
        require(code in (0, 1, 2), f"exit {code}: {error or said}")
        self.loose = self._unused_luts()
        self.troubles += _differences(self._expected(), self._beside.resolve.snapshot())

    def _unused_luts(self) -> int:
        master, used = self._beside.resolve.master_lut, set(_luts(self._beside.resolve.snapshot()))
        return sum(file.relative_to(master).as_posix() not in used for file in self._beside.luts())

    def _expected(self) -> dict[str, Any]:
        """What was before, without what the user deleted, and with what they did."""
        return graded(without(self._before, self.fault.gone), self.fault.graded)

    def _ours(self) -> set[str]:
        """The clips that have a version of ours."""
        if self.fault.gone == "timeline":
            return set()
        items = self._beside.items().items()
        return {name for name, item in items if any(map(_is_ours, item["versions"]))}

    def _faults_in_state(self) -> list[str]:
        """What is neither as before nor finished."""
        now = self._beside.resolve.snapshot()
        found = [f"lost: {line}" for line in lost(self._expected(), now) if not _is_switch(line)]
        if self.fault.gone != "timeline":
            for name, item in self._beside.items().items():
                found += self._faults_in_clip(name, item)
            found += self._faults_in_group(now)
        return found

    def _faults_in_group(self, now: dict[str, Any]) -> list[str]:
        """A group or timeline has our look if clips have their balances, and not otherwise."""
        if self.job.words == SHARED:
            return []  # it is there or not; whether it goes again is seen later
        luts = self._shared_luts(now)
        balanced = self._ours() if self.job.setup == "grouped" else set()
        return [f"on the group {luts}, on {balanced}"] if bool(luts) != bool(balanced) else []

    def _shared_luts(self, now: dict[str, Any]) -> list[str]:
        """The LUTs in the nodes of groups and timelines."""
        film = now["projects"]["Test Film"]
        graphs = [group["post"] for group in film["groups"].values()]
        graphs += [line["nodes"] for line in film["timelines"].values()]
        return [node["lut"] for graph in graphs for node in graph if node["lut"]]

    def _faults_in_clip(self, name: str, item: dict[str, Any]) -> list[str]:
        was = self._before["projects"]["Test Film"]["timelines"]["Timeline 1"]["items"]
        known = next(old for old in was.values() if old["name"] == name)
        added = set(item["versions"]) - set(known["versions"])
        current = {item["version"][0]} & added if item["version"] else set()
        # Between loading the version from before and deleting ours, a revert leaves a whole grade.
        if added != current and not (self.job.first and len(added) == 1):
            return [f"{name}: versions added {sorted(added)}, current {item['version']}"]
        return [f"{name}: {ours!r} has no LUT" for ours in added if not self._is_whole(item, ours)]

    def _is_whole(self, item: dict[str, Any], version: str) -> bool:
        nodes = item["versions"][version]
        luts = [node["lut"] for node in nodes if "Bestlight" in node["lut"]]
        if "--cdl" in self.job.words:
            return not luts and any(node["cdl"] for node in nodes)
        return len(luts) == 1 and (self._beside.resolve.master_lut / luts[0]).is_file()


def _luts(snapshot: Any) -> Iterator[str]:
    """Every LUT that is on a node somewhere."""
    if isinstance(snapshot, dict):
        if isinstance(snapshot.get("lut"), str):
            yield snapshot["lut"]
        for value in snapshot.values():
            yield from _luts(value)
    elif isinstance(snapshot, list):
        for value in snapshot:
            yield from _luts(value)


def _is_ours(version: str) -> bool:
    return version.startswith("Bestlight ")


def _is_switch(line: str) -> bool:
    where = line.partition(": ")[0]
    ours = ("> version", "> Interview > post", "> Timeline 1 > nodes")
    return where.endswith(ours) and "Bestlight" in line


def without(snapshot: dict[str, Any], gone: str) -> dict[str, Any]:
    """A snapshot without a timeline ("timeline") or a clip of that name."""
    if not gone:
        return snapshot
    film = snapshot["projects"]["Test Film"]
    lines = dict(film["timelines"])
    if gone == "timeline":
        del lines["Timeline 1"]
    for name, line in lines.items():
        items = {id: item for id, item in line["items"].items() if item["name"] != gone}
        lines[name] = {**line, "items": items}
    rest = {**film, "timelines": lines, "timeline": next(iter(lines))}
    return {**snapshot, "projects": {**snapshot["projects"], "Test Film": rest}}


def graded(snapshot: dict[str, Any], name: str) -> dict[str, Any]:
    """A snapshot with a hand's work on the clip of that name."""
    changed = copy.deepcopy(snapshot)
    items = changed["projects"]["Test Film"]["timelines"].get("Timeline 1", {"items": {}})["items"]
    for item in items.values():
        if item["name"] == name:
            item["versions"][item["version"][0]][-1]["tools"] = list(BY_HAND)
    return changed


def _differences(expected: Any, now: Any) -> list[str]:
    if expected == now:
        return []
    return [f"not as before: {line}" for line in (lost(expected, now) or lost(now, expected))[:5]]
