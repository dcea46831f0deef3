"""What may happen in the middle of which command; `trials` makes it happen."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fake_resolve import Profile
from tests.resolve.beside import Beside
from tests.resolve.journey import Route

Act = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A command that is disturbed.

    Attributes:
        words: of the command.
        back: the command that takes it back.
        first: a command that must have succeeded before.
        setup: what is on the timeline, a function of `beside`.
        since: the first version of Resolve that it works on.
    """

    words: tuple[str, ...]
    back: tuple[str, ...]
    first: tuple[str, ...] = ()
    setup: str = "short"
    since: str = "18.6"


_LOOK = ("--exposure", "0.5", "--size", "17", "--balance", "0")  # how it is found is no matter
_GRADE = ("grade", *_LOOK)
_BATCH = ("batch", "--scope", "timeline", *_LOOK)
_GROUP = ("batch", "--scope", "group", "--name", "Interview", "--mode", "group", *_LOOK)
_SPLIT = ("grade", "plain", "--nodes", "split", "--key", "skin", *_LOOK)
SHARED = ("grade", "user lut", "--share", *_LOOK)
_SHOW = ("batch", "--scope", "group", "--name", "Interview", "--mode", "timeline", "--cdl", *_LOOK)
JOBS = {
    "grade": Job(_GRADE, ("revert", "plain")),
    "grade of a title": Job(("grade", "title", *_LOOK), ("revert", "title")),
    "batch": Job(_BATCH, ("revert", "--batch")),
    "batch in a group": Job(_GROUP, ("revert", "--batch"), setup="grouped", since="19.0"),
    "split": Job(_SPLIT, ("revert", "plain"), since="19.1"),
    "batch with a show LUT": Job(_SHOW, ("revert", "--batch"), setup="grouped", since="19.0"),
    "shared": Job(SHARED, ("revert", "user lut"), since="19.1"),
    "split back": Job(("revert", "plain"), ("revert", "plain"), _SPLIT, since="19.1"),
    "revert": Job(("revert", "plain"), ("revert", "plain"), _GRADE),
    "batch back": Job(("revert", "--batch"), ("revert", "--batch"), _BATCH),
    "check": Job(("check", "-o", "check.json"), ()),
    "clean": Job(("clean", "--remove"), ("revert", "plain"), _GRADE),
}


@dataclass(frozen=True)
class Fault:
    """What happens in the middle.

    Attributes:
        act: for the fake's control, made from Bestlight and the process of the shell.
        after: what the user does then, before Bestlight is opened again.
        ends: whether Resolve, the launcher or the session is gone by it.
        starts_anew: whether Resolve is started as a new process, its project as last saved.
        gone: name of the clip, or "timeline", that the user deleted.
        graded: name of the clip that the user graded by hand.
        at: the call before which it comes, of commands that make it; empty: any.
    """

    act: Callable[[Beside, int], Act]
    after: tuple[Act, ...] = ()
    ends: bool = False
    starts_anew: bool = False
    gone: str = ""
    graded: str = ""
    at: str = ""


def _does(_what: str, **values: Any) -> Callable[[Beside, int], Act]:
    return lambda beside, shell: {"do": _what, **values}


def _kills(who: Callable[[Beside, int], int], number: int = signal.SIGKILL) -> Callable[..., Act]:
    return lambda beside, shell: {
        "do": "signal",
        "pid": who(beside, shell),
        "number": int(number),
    }


BY_HAND = ("Printer lights",)
FAULTS = {
    "Resolve closed": Fault(_does("die"), ({"do": "restart"},), ends=True),
    "Resolve killed": Fault(_does("kill"), ends=True, starts_anew=True),
    "launcher killed": Fault(_kills(lambda b, _: b.resolve.launcher_pid), ends=True),
    "session killed": Fault(_kills(lambda b, _: b.session()), ends=True),
    "shell killed": Fault(_kills(lambda _, shell: shell)),
    "Ctrl-C": Fault(_kills(lambda _, shell: shell, signal.SIGINT)),
    "dialog opens": Fault(_does("open_modal"), ({"do": "close_modal"},)),
    "render starts": Fault(_does("set", rendering=True), ({"do": "set", "rendering": False},)),
    "project switched": Fault(
        _does("switch_project", name="Other Film"), ({"do": "switch_project", "name": "Test Film"},)
    ),
    "timeline deleted": Fault(_does("delete_timeline"), gone="timeline"),
    "clip deleted": Fault(_does("delete_item", item="plain"), gone="plain"),
    "graded by hand": Fault(
        _does("grade", item="plain", tools=list(BY_HAND)), graded="plain", at="AddVersion"
    ),
}
"""Most may come before any call; a hand's work only before a version is made: later it is done on
Bestlight's own version.
"""
OF_LAUNCHERS = ("launcher killed", "session killed")
OF_SHELLS = ("shell killed", "Ctrl-C")


@dataclass(frozen=True)
class Trial:
    """A fault to be tried.

    Attributes:
        fault: of `FAULTS`.
        job: of `JOBS`.
        at: before which call: a number, counted from the command's first, or a method's name.
        profile: the Resolve.
        route: how it is reached.
    """

    fault: str
    job: str
    at: int | str
    profile: Profile
    route: Route

    def __str__(self) -> str:
        return f"{self.fault} before call {self.at} of {self.job}, {self.profile}, {self.route}"


@dataclass(frozen=True)
class Outcome:
    """What came of a trial.

    Attributes:
        happened: whether the command lived to meet the fault.
        code: the command's exit code.
        said: the last line of its complaint.
        at_once: whether all was whole before Bestlight was opened again.
        loose: LUT files that no version used after all was whole; `clean` is there for them.
        troubles: what was not as it must be; empty where the state was recovered.
        seconds: that it took.
    """

    happened: bool
    code: int
    said: str
    at_once: bool
    loose: int
    troubles: tuple[str, ...]
    seconds: float
