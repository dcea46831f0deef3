"""Bestlight beside a Resolve that runs: its commands at a shell, its session, what it has left.

Nothing in here reaches into Bestlight: commands are child processes of the installed `bestlight`,
or forks of one that has it loaded; the session is the one that the menu's launcher starts, and
what came of it is read from the fake.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from resolve_plugin.bridge.processes import is_alive
from tests.fake_resolve import FakeResolve, Node, Profile, TimelineModel
from tests.fake_resolve.running import REPOSITORY, RunningResolve, patient
from tests.fake_resolve.standard import standard_timeline
from tests.resolve.shells import Forked

SECONDS = 600.0
LAUNCHERS = {"python": "Bestlight.py", "lua": "Bestlight-Lua.lua"}
SETUP = "tests.resolve.beside:{}"
_LIBRARY = """
import runpy, sys
fuscript = runpy.run_path({script!r}, run_name="fuscript")
link = fuscript["Link"]({host!r}, {port})
def scriptapp(name):
    return {answer}
"""
_ANSWER = 'fuscript["PyRemoteObject"](link, 0, "Resolve") if name == "Resolve" else None'


class Unexpected(AssertionError):
    """Something came of a step that should not have; the message is for the table."""


def require(test: object, what: str) -> None:
    """Raise `Unexpected` unless `test` is true."""
    if not test:
        raise Unexpected(what)


def until(test: Callable[[], Any], what: str, seconds: float = 90.0) -> None:
    """Wait until `test` is true."""
    begun = time.monotonic()
    while not test():
        passed = time.monotonic() - begun
        require(passed < patient(seconds), f"not within {passed:.0f} s: {what}")
        time.sleep(0.02)


class Beside:
    """Bestlight beside a Resolve.

    Args:
        resolve: it runs, in the environment of `surroundings`.
        forked: whether commands but the first, which shows how it loads, are forks.
    """

    def __init__(self, resolve: RunningResolve, *, forked: bool = False) -> None:
        self.resolve = resolve
        self.folder = resolve.folder
        self._forked, self._begun = forked, False
        self.runtime = self.folder / "bestlight" / "runtime"
        self.menu = resolve.home / ".local/share/DaVinciResolve/Fusion/Scripts/Utility"

    # --- commands

    def start(self, *words: str, anew: bool = False) -> subprocess.Popen[str] | Forked:
        """`bestlight resolve ...` at a shell, not waited for; `anew`: no fork in any case."""
        if self._forked and self._begun and not anew and hasattr(os, "fork"):
            return Forked(("resolve", *words), self.folder, self.resolve.environment)
        self._begun = True
        return subprocess.Popen(
            [*_bestlight(), "resolve", *words],
            cwd=self.folder,
            env=self.resolve.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, shell: subprocess.Popen[str] | Forked) -> tuple[int, str, str]:
        """Wait for a command: its exit code, what it printed, what it complained of."""
        try:
            said, error = shell.communicate(timeout=patient(SECONDS))
        except subprocess.TimeoutExpired:
            shell.kill()
            shell.communicate(timeout=SECONDS)
            raise Unexpected(f"{shell.args!r} did not end within {SECONDS:g} s") from None
        return int(shell.returncode or 0), said, error

    def ask(self, *words: str) -> tuple[int, str, str]:
        """Run a command to its end."""
        return self.finish(self.start(*words))

    def run(self, *words: str) -> str:
        """Run a command that must succeed; what it printed."""
        code, said, error = self.ask(*words)
        require(code == 0, f"{' '.join(words[:2])}: exit {code}: {(error or said).strip()[-300:]}")
        return said

    def data(self, *words: str) -> Any:
        """Run a command that must succeed with --json; what it answered."""
        return json.loads(self.run(*words, "--json"))

    # --- the session

    def open(self, kind: str) -> int:
        """Choose Bestlight in the menu and wait until its session is open; its process."""
        script = self.resolve.launch(self.menu / LAUNCHERS[kind])
        until(lambda: self.session() or not is_alive(script), "the session opens")
        session = self.session()
        require(session, f"the launcher ended: {self.resolve.console().strip()}")
        return session

    def session(self) -> int:
        """The process of the open session; 0 without one."""
        for queue in self.runtime.glob("queue-*"):
            pid = int(queue.name.partition("-")[2])
            if is_alive(pid):
                return pid
        return 0

    def kill_session(self) -> None:
        """Bestlight's own process is killed."""
        with suppress(OSError):
            os.kill(self.session(), signal.SIGKILL)

    def closed(self) -> list[str]:
        """Close the session if one is open; what is still there once the launcher has ended."""
        self.run("close")
        for pid in self.resolve.launcher_pids:
            self.resolve.wait_ended(pid)
        return self.left()

    # --- what is there

    def left(self) -> list[str]:
        """Processes, temporary files, spools, locks: after a moment, none should be."""
        return self.resolve.wait_clean()

    def processes(self) -> list[str]:
        """Those of Bestlight that live now."""
        return [line for line in self.resolve.leftovers() if line.startswith("process ")]

    def luts(self) -> list[Path]:
        """Bestlight's files below the LUT folder, also hidden ones."""
        ours = self.resolve.master_lut / "Bestlight"
        if ours.is_symlink():
            return []  # a closed folder
        return sorted(path for path in ours.rglob("*") if path.is_file())

    def items(self) -> dict[str, dict[str, Any]]:
        """The items of the film's timeline by name, as a snapshot has them."""
        found = self.resolve.snapshot()["projects"]["Test Film"]["timelines"]["Timeline 1"]
        return {item["name"]: item for item in found["items"].values()}

    def open_to_the_outside(self) -> None:
        """Let Resolve be reached as with External scripting on Local; the free edition is not."""
        host, port = self.resolve.control("address")
        script = REPOSITORY / "tests" / "fake_resolve" / "fuscript.py"
        answer = _ANSWER if self.resolve.profile.edition == "studio" else "None"
        text = _LIBRARY.format(script=str(script), host=host, port=port, answer=answer)
        modules = Path(self.resolve.environment["RESOLVE_SCRIPT_API"]) / "Modules"
        modules.mkdir(parents=True, exist_ok=True)
        (modules / "DaVinciResolveScript.py").write_text(text, encoding="utf-8")
        Path(self.resolve.environment["RESOLVE_SCRIPT_LIB"]).touch()


def surroundings(folder: Path) -> dict[str, str]:
    """Environment for all processes: Resolve's scripting library below `folder`, where there is
    none yet; and no more threads than needed.
    """
    return {
        "RESOLVE_SCRIPT_API": str(folder / "scripting"),
        "RESOLVE_SCRIPT_LIB": str(folder / "fusionscript.so"),
        "BESTLIGHT_LUT_DIR": "",
        "BMD_RESOLVE_SUPPORT_DIR": "",
        "OMP_NUM_THREADS": "1",
        "BESTLIGHT_PANEL": "off",
    }


def running(profile: Profile, folder: Path, *quirks: str, setup: str = "film") -> RunningResolve:
    """A Resolve to be used in a `with` statement; `setup` is a function of this module."""
    return RunningResolve(
        profile,
        folder,
        quirks=quirks,
        setup=SETUP.format(setup),
        environment=surroundings(folder),
    )


def _bestlight() -> list[str]:
    installed = Path(sys.executable).with_name("bestlight")
    if installed.is_file():
        return [str(installed)]
    return [sys.executable, "-c", "from core.cli.main import run; run()"]


def still(path: Path) -> Path:
    """Write a picture with a strong look of its own."""
    Image.fromarray(np.rint(_warm_picture() * 255).astype(np.uint8)).save(path)
    return path


def _warm_picture() -> np.ndarray:
    """An evening: a bright warm sky over dark, bluish ground; (54, 96, 3), display values 0..1."""
    height = np.linspace(1, 0, 54)[:, None, None]
    across = np.linspace(0.8, 1, 96)[None, :, None]
    sky, ground = np.array([1.0, 0.72, 0.38]), np.array([0.02, 0.06, 0.12])
    return (ground + (sky - ground) * height**1.5) * across


# --- what is on the timeline; called in Resolve's process


def film(fake: FakeResolve, folder: Path) -> None:
    """The standard timeline as a colorist has it open: Color page, gallery, playhead on a clip."""
    items = standard_timeline(fake, folder)
    items["grouped"].markers[3] = {"color": "Blue", "name": "look", "note": "", "duration": 1.0}
    _at_work(fake)


def short(fake: FakeResolve, folder: Path) -> None:
    """Four items of the standard timeline: a clip, one of two versions, a title, a user's LUT."""
    _only(fake, folder, {"plain", "two nodes", "title", "user lut"})


def grouped(fake: FakeResolve, folder: Path) -> None:
    """Three items, two of them in a colour group, which has the user's grade before its clips."""
    _only(fake, folder, {"plain", "grouped", "trimmed"})
    group = fake.items["grouped"].group
    if group is not None:
        group.pre[0].tools = ("Contrast",)
        fake.items["trimmed"].group = group


def _only(fake: FakeResolve, folder: Path, names: set[str]) -> None:
    items = standard_timeline(fake, folder)
    for name in set(items) - names:
        fake.delete_item(items[name])
    fake.project.timelines.append(TimelineModel(name="Timeline 2"))
    fake.switch_project("Other Film")
    fake.switch_project("Test Film")
    _at_work(fake)


def _at_work(fake: FakeResolve) -> None:
    if fake.profile.before("19.0"):
        # What 18.6 does not tell about its nodes, users say with a label.
        for item in fake.items.values():
            for node in item.nodes[-1:]:
                node.label = "" if node.lut or node.tools else "Bestlight"
    else:
        fake.timeline.nodes = [Node()]  # a colorist's, for the show
    fake.add_still(_warm_picture(), "warm")
    fake.page, fake.gallery_open = "color", True
    fake.move_playhead(fake.items["plain"])
