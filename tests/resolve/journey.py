"""The whole journey of a colorist with Bestlight in Resolve, step by step.

Install, open from the menu, follow the playhead, grade, look at it, take it back, a batch, take
that back, clean, close, uninstall: each by the command that a user types, against a Resolve that
runs, through the launcher that `install` wrote. What is promised is compared with what the fake
holds afterwards.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from tests.fake_resolve import EDITIONS, VERSIONS, Edition, Profile, lost
from tests.fake_resolve.running import MenuEmptyError
from tests.resolve.beside import LAUNCHERS, Beside, Unexpected, require, running, still

Route = Literal["python", "lua", "external"]
_THROUGH = {
    "python": "the session, over the Python launcher",
    "lua": "the session, over the Lua launcher",
    "external": "external scripting",
}
_SKIPPED = {"Cross Dissolve", "user lut", "offline"}
_SEEN = ("--exposure", "1")  # whatever the still's look comes to, this is sure to be seen
_LEAST = 10.0  # 8-bit codes by which a stop more is brighter at the very least
_SPACE = "Rec.709 Gamma 2.4"
_FROM_STILL = ("-r", "still.png")
_LABELS = ("BL Balance", "BL Look", "BL Sky", "BL Hand")


@dataclass(frozen=True)
class Way:
    """Which Resolve, and how Bestlight reaches it."""

    version: str
    edition: Edition
    route: Route

    @property
    def profile(self) -> Profile:
        """The Resolve."""
        return Profile(self.version, self.edition)

    def __str__(self) -> str:
        return f"{self.version} {self.edition}, {self.route}"


def ways() -> list[Way]:
    """Every version and edition by every route that it has."""
    found: list[Way] = []
    for version in VERSIONS:
        for edition in EDITIONS:
            if Profile(version, edition).lists_python:
                found.append(Way(version, edition, "python"))
            found.append(Way(version, edition, "lua"))
        found.append(Way(version, "studio", "external"))
    return found


@dataclass(frozen=True)
class Step:
    """What came of one step.

    Attributes:
        name: of the step.
        ok: whether all was as promised.
        what: what was seen; where `ok` is false, what was wrong.
        seconds: that it took.
    """

    name: str
    ok: bool
    what: str
    seconds: float


def travel(
    way: Way,
    folder: Path,
    *,
    quirks: Sequence[str] = (),
    options: Sequence[str] = (),
    look: Sequence[str] = _FROM_STILL,
    forked: bool = False,
) -> list[Step]:
    """Make the whole journey; after a step that fails no further one is made.

    Args:
        way: which Resolve, and how it is reached.
        folder: an empty one, for everything.
        quirks: of the fake, as `name=value`.
        options: for `grade` and `batch`, besides the look.
        look: what the batch is graded by.
        forked: see `Beside`.
    """
    with running(way.profile, folder, *quirks) as resolve:
        journey = Journey(way, Beside(resolve, forked=forked), options, look)
        done: list[Step] = []
        for name, step in journey.steps():
            begun = time.monotonic()
            try:
                what, ok = step(), True
            except (Unexpected, MenuEmptyError, TimeoutError, LookupError, ValueError) as error:
                what, ok = f"{type(error).__name__}: {error}", False
            done.append(Step(name, ok, what, round(time.monotonic() - begun, 2)))
            if not ok:
                break
        return done


class Journey:
    """The steps, to be taken in order. Each returns what was seen, or raises `Unexpected`.

    Args:
        way: which Resolve, and how it is reached.
        beside: Bestlight beside that Resolve.
        options: for `grade` and `batch`.
        look: what the batch is graded by.
    """

    def __init__(
        self, way: Way, beside: Beside, options: Sequence[str], look: Sequence[str]
    ) -> None:
        self._way = way
        self._options = options
        self._look = look
        self._beside = beside
        self._resolve = beside.resolve
        self._inside = way.route != "external"
        self._before: dict[str, Any] = {}
        self._graded: dict[str, Any] = {}
        self._batch = ""
        self._lut_files: list[Path] = []

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """All steps by name."""
        return [
            ("install", self._install),
            ("open", self._open),
            ("status", self._status),
            ("follow", self._follow),
            ("grade", self._grade),
            ("attached", self._attached),
            ("revert", self._revert),
            ("split", self._split),
            ("split back", self._revert),
            ("batch", self._run_batch),
            ("finished", self._finished),
            ("batch back", self._batch_back),
            ("show", self._show),
            ("show back", self._show_back),
            ("clean", self._clean),
            ("close", self._close),
            ("uninstall", self._uninstall),
        ]

    # --- in

    def _install(self) -> str:
        self._lut_files = _files(self._resolve.master_lut)
        code, _, error = self._beside.ask("status")
        require(code == 1, f"status without Bestlight: exit {code}")
        require("open Workspace > Scripts > Bestlight" in error, f"no hint in: {error}")
        if not self._inside:
            self._beside.open_to_the_outside()
        self._beside.run("install")
        made = sorted(path.name for path in self._beside.menu.iterdir())
        # With a Resolve that can be asked, only what it lists; else both.
        require(
            made == (["Bestlight-Lua.lua", "Bestlight.py"] if self._inside else ["Bestlight.py"]),
            f"menu: {made}",
        )
        require((self._resolve.master_lut / "Bestlight").is_dir(), "no folder for LUTs")
        return ", ".join(made)

    def _open(self) -> str:
        if not self._inside:
            state = self._beside.data("status")
            return f"reached from outside: {state['product']} {state['version']}"
        if not self._way.profile.lists_python:
            with suppress(MenuEmptyError):
                self._resolve.launch(self._beside.menu / LAUNCHERS["python"])
                raise Unexpected("this Resolve lists Python scripts")
        self._beside.open(self._way.route)
        require(not self._resolve.console(), f"console: {self._resolve.console()}")
        return LAUNCHERS[self._way.route]

    def _status(self) -> str:
        state = self._beside.data("status")
        product = self._way.profile.product
        seen = (state["product"], state["project"], state["timeline"], state["current"]["name"])
        require(seen == (product, "Test Film", "Timeline 1", "plain"), f"status says {seen}")
        require(state["version"].startswith(self._way.version), f"version {state['version']}")
        require(state["through"] == _THROUGH[self._way.route], f"through {state['through']}")
        require(state["writable"], f"not writable: {state['reason']}")
        return f"{state['current']['name']}: {state['space']['space']}"

    def _follow(self) -> str:
        seen = []
        for name in ("title", "two nodes", "trimmed"):
            self._resolve.control("move_playhead", item=name)
            state = self._beside.data("status")
            seen.append(state["current"]["name"])
            require(seen[-1] == name, f"the playhead is on {name}, status says {seen[-1]}")
        self._before = self._resolve.snapshot()
        return " -> ".join(seen)

    # --- one clip

    def _grade(self) -> str:
        shown = self._viewer("before")
        known = self._beside.data("stills")["stills"]
        require(len(known) == 1, f"stills: {known}")
        words = ("-r", f"still:{known[0]['name']}", *_SEEN, *self._options)
        self._graded = self._beside.data("grade", *words)
        require(self._graded["style"]["references"], "the still is not in the style")
        difference = float((self._viewer("after") - shown).mean())
        require(difference > _LEAST, f"the viewer is brighter by {difference:.2f} codes only")
        return f"from {known[0]['name']!r}; the viewer is brighter by {difference:.0f} of 255 codes"

    def _attached(self) -> str:
        given = self._graded["attached"]
        name = self._graded["clip"]["name"]
        item, was = self._beside.items()[name], _items(self._before)[name]
        require(name == "trimmed", f"graded {name}")
        require(given["before"] == was["version"][0], f"before: {given['before']}")
        require(item["version"] == [given["version"], False], f"current: {item['version']}")
        added = set(item["versions"]) - set(was["versions"])
        require(added == {given["version"]}, f"versions added: {added}")
        node = item["versions"][given["version"]][given["node"] - 1]
        require(node["lut"] == given["lut"], f"the node holds {node['lut']!r}")
        file = self._resolve.master_lut / given["lut"]
        require(file.is_file() and file == Path(given["file"]), f"no file {file}")
        require(file.is_relative_to(self._resolve.master_lut / "Bestlight"), f"file {file}")
        self._require_only_switched({name})
        return f"{given['version']!r}, node {given['node']}, {given['lut']}"

    def _revert(self) -> str:
        said = self._beside.data("revert")
        self._require_as_before()
        return f"back on {said['version']!r}, {said['removed']!r} removed"

    def _split(self) -> str:
        shown = self._viewer("before")
        key = ("--nodes", "split", "--key", "sky")
        data = self._beside.data("grade", *_SEEN, *key, *self._options)
        placed, name = data["nodes"], data["clip"]["name"]
        nodes = self._current_nodes(name)
        labels = [node["label"] for node in nodes]
        if self._way.profile.before("19.1"):
            require(placed["route"] == "lut" and len(nodes) == 1, f"18.6 shows {labels}")
            return f"one node, because {placed['reasons'][0]}"
        require(labels == list(_LABELS), f"nodes: {labels}")
        # Nothing has measured yet where the hues of the qualifier begin.
        told = f"{placed['state']}: {placed['why']}"
        require("agrees within" in told and "not measured here" in told, told)
        empty = all(not node["lut"] and not node["cdl"] for node in nodes[2:])
        require(nodes[0]["cdl"] and nodes[1]["lut"] and empty, f"nodes: {nodes}")
        require(nodes[2]["key"], f"no qualifier: {nodes}")
        difference = float((self._viewer("after") - shown).mean())
        require(difference > _LEAST, f"the viewer is brighter by {difference:.2f} codes only")
        self._require_only_switched({name})
        off = placed["off"]["largest"]
        return f"{', '.join(labels)}: {placed['why']}; {off:.1f} 10-bit codes off the single LUT"

    def _current_nodes(self, name: str) -> list[dict[str, Any]]:
        item = self._beside.items()[name]
        return item["versions"][item["version"][0]]

    # --- many clips

    def _run_batch(self) -> str:
        still(self._beside.folder / _FROM_STILL[-1])
        words = ("--scope", "timeline", *self._look, "--input-space", _SPACE)
        self._batch = self._beside.run("batch", *words, *self._options)
        done, skipped = self._summary()
        require(set(done) | set(skipped) == set(_items(self._before)), "not every clip is named")
        require(set(skipped) == _SKIPPED, f"skipped: {skipped}")
        return f"{len(done)} done; " + "; ".join(f"{n}: {why}" for n, why in skipped.items())

    def _summary(self) -> tuple[dict[str, str], dict[str, str]]:
        rows: dict[str, dict[str, str]] = {"done": {}, "skipped": {}}
        for line in self._batch.splitlines():
            word, _, rest = line.partition(" ")
            name, colon, why = rest.strip().partition(": ")
            if word in rows:
                require(colon and why, f"no reason in: {line}")
                rows[word][name] = why
        return rows["done"], rows["skipped"]

    def _finished(self) -> str:
        done, _ = self._summary()
        items = self._beside.items()
        luts = set()
        for name, what in done.items():
            version, _, node = what.rpartition(", node ")
            require(items[name]["version"] == [version, False], f"{name}: {items[name]['version']}")
            lut = items[name]["versions"][version][int(node) - 1]["lut"]
            require((self._resolve.master_lut / lut).is_file(), f"{name}: no LUT {lut!r}")
            luts.add(lut)
        require(len(luts) == len(done), f"{len(luts)} LUTs on {len(done)} clips")
        self._require_only_switched(set(done))
        return f"{len(luts)} new versions, each with a LUT of its own; nothing else changed"

    def _batch_back(self) -> str:
        said = self._beside.data("revert", "--batch")
        self._require_as_before()
        return f"{len(said['clips'])} clips back; versions, LUTs, labels, playhead, page as before"

    def _show(self) -> str:
        scope = ("--scope", "group", "--name", "Interview", "--input-space", _SPACE)
        words = (*scope, "--mode", "timeline", "--cdl", *_SEEN, *self._options)
        lists = ("--lists", "lists")
        if self._way.profile.before("19.0"):
            code, _, error = self._beside.ask("batch", *words)
            require(code != 0, "a group was found where scripts see none")
            return f"refused: {error.splitlines()[0]}"
        data = self._beside.data("batch", *words, *lists)
        require(len(data["done"]) == 1, f"done: {data['done']}; {data['skipped']}")
        (node,) = self._current_nodes("grouped")
        require(node["cdl"] and not node["lut"], f"the clip's node: {node}")
        (shared,) = self._timeline_nodes()
        require(shared["lut"].startswith("Bestlight/"), f"the timeline's node: {shared}")
        made = sorted(file.suffix for file in (self._beside.folder / "lists").iterdir())
        require(made == [".ale", ".ccc", ".edl"], f"lists: {made}")
        return f"a CDL on the clip, {shared['lut']} on the timeline, {', '.join(made)} beside it"

    def _timeline_nodes(self) -> list[dict[str, Any]]:
        film = self._resolve.snapshot()["projects"]["Test Film"]
        return film["timelines"]["Timeline 1"]["nodes"]

    def _show_back(self) -> str:
        if self._way.profile.before("19.0"):
            return "nothing was done"
        said = self._beside.data("revert", "--batch")
        self._require_as_before()
        return f"{len(said['clips'])} clip back; the timeline's node as before"

    # --- out

    def _clean(self) -> str:
        removed = self._beside.data("clean", "--remove")["removed"]
        require(not self._beside.luts(), f"left: {self._beside.luts()}")
        self._require_as_before()
        return f"{len(removed)} LUTs removed"

    def _close(self) -> str:
        left = self._beside.closed()
        require(not left, f"left over: {left}")
        if self._inside:
            require(not self._resolve.console(), f"console: {self._resolve.console()}")
            require(self._resolve.wait_ended() == 0, "the launcher did not end in order")
        state = self._resolve.control("state")
        require(not state["faults"], f"calls against the rules: {state['faults']}")
        require(not state["modal"], f"a dialog is open: {state['modal']}")
        return f"no process, temporary file or lock; {state['calls']} calls made"

    def _uninstall(self) -> str:
        self._beside.run("uninstall", "--luts")
        home = [*self._resolve.home.rglob("*"), *self._beside.folder.glob("bestlight")]
        usual = (".local", ".local/share")
        left = set(home) - {self._resolve.home / name for name in usual}
        require(not left, f"left: {sorted(left)}")
        require(_files(self._resolve.master_lut) == self._lut_files, "the LUT folder differs")
        ours = self._resolve.master_lut / "Bestlight"
        require(not ours.exists(), f"{ours} is still there")
        self._require_as_before()
        return "no file or folder left"

    # --- comparisons

    def _viewer(self, name: str) -> np.ndarray:
        path = self._beside.folder / f"viewer-{name}.png"
        self._resolve.control("viewer", path=str(path))
        return np.asarray(Image.open(path).convert("RGB"), np.float64)

    def _require_as_before(self) -> None:
        now = self._resolve.snapshot()
        require(now == self._before, f"not as before: {_difference(self._before, now)}")

    def _require_only_switched(self, names: set[str]) -> None:
        """Nothing of the user's is changed but which version these clips show."""
        now = self._resolve.snapshot()
        ids = [id for id, item in _all_items(now).items() if item["name"] in names]
        expected = {f"{id} > version" for id in ids}
        changed = {
            line.partition(": ")[0].partition(" > items > ")[2] or line
            for line in lost(self._before, now)
        }
        require(changed == expected, f"changed: {sorted(changed - expected)}")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _all_items(snapshot: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return snapshot["projects"]["Test Film"]["timelines"]["Timeline 1"]["items"]


def _items(snapshot: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["name"]: item for item in _all_items(snapshot).values()}


def _difference(before: Any, now: Any) -> str:
    return "; ".join([*lost(before, now), *lost(now, before)])[:600]


def as_json(way: Way, steps: Sequence[Step]) -> str:
    """A journey as JSON text."""
    return json.dumps({"way": vars(way), "steps": [vars(step) for step in steps]})
