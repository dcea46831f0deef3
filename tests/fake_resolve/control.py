"""What a test may do to a Resolve that runs as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fake_resolve.picture import frame_at, write_picture

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve

KILLED = 9
_STATE = ("page", "frontmost", "gallery_open", "rendering")
_ACTS = ("open_modal", "close_modal", "delete_timeline", "die", "restart", "close_lut_folder")


class Control:
    """Carries out `{"do": name, ...}`; the answer is plain data, or `{"error": text}`.

    Args:
        fake: the Resolve.
        python: the Python in which it runs menu scripts.
        address: where it serves its objects to them.
    """

    def __init__(self, fake: FakeResolve, python: str, address: tuple[str, int]) -> None:
        self._fake = fake
        self._python = python
        self._address = address
        self._launched: dict[int, subprocess.Popen[bytes]] = {}

    def answer(self, message: dict[str, Any]) -> Any:
        """Do what is asked."""
        wanted = dict(message)
        try:
            return self._act(wanted.pop("do"), wanted)
        except (AttributeError, KeyError, LookupError, OSError, TypeError, ValueError) as error:
            return {"error": f"{type(error).__name__}: {error}"}

    def _act(self, name: str, values: dict[str, Any]) -> Any:
        own: Callable[..., Any] | None = getattr(self, f"do_{name}", None)
        if own is not None:
            return own(**values)
        with self._fake.lock:
            if name in (*_ACTS, "open_lut_folder"):
                getattr(self._fake, name)(**values)
            elif name == "set":
                for key, value in values.items():
                    if key not in _STATE:
                        raise ValueError(f"{key} is not to be set")
                    setattr(self._fake, key, value)
            else:
                raise ValueError(f"nothing does {name}")
        return True

    # --- what the user does

    def do_move_playhead(self, item: str = "", timecode: str = "") -> bool:
        self._fake.move_playhead(self._fake.items[item] if item else timecode)
        return True

    def do_switch_project(self, name: str) -> bool:
        self._fake.switch_project(name)
        return True

    def do_delete_item(self, item: str) -> bool:
        self._fake.delete_item(self._fake.items[item])
        return True

    def do_grade(self, item: str, tools: list[str]) -> bool:
        """Work in the last node of a clip, in the version that is loaded."""
        self._fake.items[item].nodes[-1].tools = tuple(tools)
        return True

    def do_select(self, items: list[str]) -> bool:
        for name, item in self._fake.items.items():
            item.selected = name in items
        return True

    def do_setting(self, name: str, value: str) -> bool:
        self._fake.project.settings[name] = value
        return True

    def do_lock(self, track: int) -> bool:
        """Lock one video track; 0: none."""
        self._fake.timeline.locked.clear()
        self._fake.timeline.locked.update({track} - {0})
        return True

    def do_after_calls(self, count: int, then: dict[str, Any]) -> bool:
        with self._fake.lock:
            self._fake.after_calls(count, lambda: self.answer(then))
        return True

    def do_before_call(self, name: str, then: dict[str, Any]) -> bool:
        with self._fake.lock:
            self._fake.before_call(name, lambda: self.answer(then))
        return True

    def do_kill(self) -> None:
        os._exit(KILLED)

    def do_signal(self, pid: int, number: int) -> bool:
        """Something else is ended or interrupted just then: a script, a session, a shell."""
        os.kill(pid, number)
        return True

    # --- what the test looks at

    def do_snapshot(self) -> dict[str, Any]:
        return self._fake.snapshot()

    def do_calls(self) -> list[list[str]]:
        with self._fake.lock:
            return [[kind, name] for kind, name, _ in self._fake.calls]

    def do_state(self) -> dict[str, Any]:
        fake = self._fake
        known = {name: getattr(fake, name) for name in (*_STATE, "modal", "dead", "faults", "due")}
        return {**known, "calls": len(fake.calls), "master_lut": str(fake.master_lut)}

    def do_viewer(self, path: str) -> bool:
        with self._fake.lock:
            line = self._fake.timeline
            write_picture(Path(path), frame_at(self._fake, line, line.playhead), 16)
        return True

    def do_address(self) -> tuple[str, int]:
        """Where programs outside reach it."""
        return self._address

    # --- the Scripts menu

    def do_launch(self, script: str) -> dict[str, Any]:
        path = Path(script)
        if path.suffix == ".py" and not self._fake.profile.lists_python:
            return {"menu": "empty"}
        python = sys.executable if path.suffix == ".lua" else self._python
        host, port = self._address
        here = Path(__file__).parent / "fuscript.py"
        console = self._fake.folder / f"console-{len(self._launched) + 1}.txt"
        with console.open("wb") as out:
            process = subprocess.Popen(
                [python, "-I", str(here), host, str(port), script],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **_imposed()},
            )
        self._launched[process.pid] = process
        return {"pid": process.pid, "console": str(console)}

    def do_wait(self, pid: int) -> int:
        return self._launched[pid].wait()


def _imposed() -> dict[str, str]:
    """What Resolve's own environment would do to a child's Python and Qt."""
    nowhere = "/nonexistent/of/resolve"
    return {"PYTHONHOME": nowhere, "PYTHONPATH": nowhere, "QT_PLUGIN_PATH": nowhere}
