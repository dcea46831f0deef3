"""A Resolve that runs: a process of its own, with a Scripts menu.

`python -m tests.fake_resolve.process --version 20.2 --edition studio --folder DIR` says "ready" and
carries out what lines of JSON on its input say (see `control.py`), with an answer a line, until the
input ends. With `--launcher FILE` it runs that menu script and ends with it; exit code 3: its menu
does not list the script.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import cast

from tests.fake_resolve.control import Control
from tests.fake_resolve.fake import FakeResolve
from tests.fake_resolve.profile import EDITIONS, VERSIONS, Edition, Profile, Quirks
from tests.fake_resolve.served import Service

MENU_EMPTY = 3
_STANDARD = "tests.fake_resolve.standard:standard_timeline"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", choices=[*VERSIONS, "21.0.4"], required=True)
    parser.add_argument("--edition", choices=EDITIONS, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--setup", default=_STANDARD, help="MODULE:FUNCTION(fake, folder)")
    parser.add_argument("--launcher", type=Path)
    parser.add_argument("--python", default=sys.executable, help="the one that Resolve finds")
    parser.add_argument("--quirk", action="append", default=[], metavar="NAME=VALUE")
    return parser.parse_args()


def _end_with_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main() -> int:
    """Start, say where, and stay."""
    asked = _arguments()
    profile = Profile(asked.version, cast(Edition, asked.edition))
    fake = FakeResolve(profile, asked.folder, Quirks.from_words(asked.quirk))
    module, _, function = asked.setup.partition(":")
    getattr(importlib.import_module(module), function)(fake, asked.folder / "media")
    control = Control(fake, asked.python, Service(fake).address)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if asked.launcher is not None:
        return _run(control, asked.launcher)
    _say("ready")
    for line in sys.stdin:
        _say(control.answer(json.loads(line)))
    return 0


def _say(message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _run(control: Control, launcher: Path) -> int:
    started = control.do_launch(str(launcher))
    if "menu" in started:
        sys.stderr.write(f"Workspace > Scripts does not list {launcher.name}\n")
        return MENU_EMPTY
    return control.do_wait(started["pid"])


if __name__ == "__main__":
    sys.exit(main())
