"""One running Resolve: its version and edition, and how several questions become one round trip."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.bridge import Bridge, CallFailed, HostGone

PATIENCE = 3.0
"""How long we wait for Resolve to follow, at most, in seconds."""


@dataclass(frozen=True, order=True)
class ResolveVersion:
    """A version of Resolve; versions compare by age."""

    major: int
    minor: int = 0
    patch: int = 0
    build: int = 0

    def __str__(self) -> str:
        parts = [self.major, self.minor]
        return ".".join(map(str, [*parts, self.patch] if self.patch else parts))

    @property
    def has_graphs(self) -> bool:
        """Whether clips, groups and timelines have a `Graph`, and colour groups exist."""
        return self >= ResolveVersion(19)

    @property
    def applies_stills(self) -> bool:
        """Whether a `Graph` takes a grade from a file."""
        return self >= ResolveVersion(19, 1)

    @property
    def has_selection(self) -> bool:
        """Whether `Timeline.GetSelectedClips` exists."""
        return self >= ResolveVersion(21, 0, 4)


def parse_version(answer: Any) -> ResolveVersion:
    """The version in what `Resolve.GetVersion` gave: major, minor, patch, build and a suffix.

    Raises:
        BestlightError: the answer is no version.
    """
    try:
        return ResolveVersion(*(int(part) for part in list(answer)[:4]))
    except (TypeError, ValueError) as error:
        raise BestlightError(
            f"Resolve gave no version number ({str(answer)[:60]!r})",
            hint="close Bestlight and open it again from Workspace > Scripts",
        ) from error


@dataclass(frozen=True)
class Connection:
    """A bridge with what never changes while it is open.

    Attributes:
        bridge: the way to Resolve.
        product: "DaVinci Resolve" or "DaVinci Resolve Studio".
        version: of Resolve.
        manager: the project manager.
        sleep: waits so many seconds.
        clock: seconds that only grow.
        records: the folder of Bestlight's records; None: nothing is written down.
    """

    bridge: Bridge
    product: str
    version: ResolveVersion
    manager: api.ProjectManager
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    records: Path | None = None

    @property
    def resolve(self) -> api.Resolve:
        """The application object."""
        return self.bridge.resolve

    @property
    def studio(self) -> bool:
        """Whether this is the Studio edition."""
        return self.product.strip().endswith("Studio")

    def ask(self, *calls: tuple[Any, ...]) -> list[Any]:
        """Make calls in one round trip, each written (object, method, argument, ...)."""
        return self.bridge.together([(call[0], call[1], tuple(call[2:])) for call in calls])

    def has(self, target: Any, name: str) -> bool:
        """Whether one of Resolve's objects has a method; it is not called.

        A menu entry of an older Bestlight cannot tell; then there is none.
        """
        try:
            return bool(self.bridge.together([(target, api.PRESENT, (name,))])[0])
        except CallFailed:
            return False

    def wait_until(
        self, test: Callable[[], bool], *, seconds: float = PATIENCE, pause: float = 0.05
    ) -> bool:
        """Whether `test` came true within `seconds`; asked at least once."""
        end = self.clock() + seconds
        while not test():
            if self.clock() >= end:
                return False
            self.sleep(pause)
        return True


def connect(
    bridge: Bridge,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    records: Path | None = None,
) -> Connection:
    """Ask Resolve once who it is.

    Raises:
        HostGone: Resolve does not answer.
        BestlightError: it answers without a version.
    """
    app = bridge.resolve
    product, version, manager = bridge.together(
        [(app, "GetProductName", ()), (app, "GetVersion", ()), (app, "GetProjectManager", ())]
    )
    if manager is None:
        raise HostGone("it has no project manager")
    return Connection(
        bridge,
        str(product or "DaVinci Resolve"),
        parse_version(version),
        cast(api.ProjectManager, manager),
        sleep,
        clock,
        records,
    )


def as_map(answer: Any) -> Mapping[Any, Any]:
    """A map that Resolve gave; an empty one may have come as an empty list, or as nothing."""
    return answer if isinstance(answer, Mapping) else {}


def as_list(answer: Any) -> Sequence[Any]:
    """A list that Resolve gave; empty where it gave nothing, or an empty map."""
    return answer if isinstance(answer, list | tuple) else []


def as_number(answer: Any, otherwise: float = 0.0) -> float:
    """A number, also where Resolve wrote it as text; `otherwise` where there is none.

    A text's first word counts, so that "29.97 DF" is 29.97.
    """
    words = answer.split() if isinstance(answer, str) else [answer]
    try:
        return float(words[0])
    except (TypeError, ValueError, IndexError):
        return otherwise
