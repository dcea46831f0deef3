"""What the tests of the reading side share: a fake Resolve, connected to, with time of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resolve_plugin.adapter.connection import Connection, connect
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.bridge.objects import Call
from tests.fake_resolve import FakeResolve
from tests.media import footage

_USUAL = (("18.6", "free"), ("20.2", "studio"), ("21.1", "free"))
_MORE = (("19.1", "free"), ("21.0", "free"), ("21.0.4", "studio"), ("21.1", "studio"))
PROFILES = (
    *(pytest.param(one, id=" ".join(one)) for one in _USUAL),
    *(pytest.param(one, id=" ".join(one), marks=pytest.mark.slow) for one in _MORE),
)
"""Version and edition, for a fixture."""


class CountedBridge(ExternalBridge):
    """Counts its round trips."""

    def __init__(self, application: Any) -> None:
        super().__init__(application)
        self.trips = 0

    def _exchange(self, calls: Sequence[Call]) -> list[Any]:
        self.trips += 1
        return super()._exchange(calls)


@dataclass
class Time:
    """Seconds that pass only in sleep, and what else happens then."""

    now: float = 0.0
    asleep: Callable[[], object] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.asleep()

    def clock(self) -> float:
        return self.now


def grey_clip(path: Path, frames: int = 4, rate: int = 24, **options: Any) -> Path:
    """A clip tagged Rec.709 whose frames are grey, with luma code 20 + their number."""
    tags: dict[str, Any] = {"matrix": "bt709", "primaries": 1, "transfer": 1, **options}
    pictures = footage.grey_frames(frames)
    # A time base in which frames of 24 and 48 a second have whole lengths.
    base = Fraction(1, 24000)
    return footage.write_clip(path, pictures, codec="libx264", rate=rate, time_base=base, **tags)


def connected(fake: FakeResolve, time: Time | None = None) -> Connection:
    """A connection to the fake whose waits take no time."""
    time = time or Time()
    return connect(CountedBridge(fake.app), sleep=time.sleep, clock=time.clock)


def trips_of(connection: Connection, action: Callable[[], object]) -> int:
    """How many round trips something takes."""
    bridge = connection.bridge
    assert isinstance(bridge, CountedBridge)
    before = bridge.trips
    action()
    return bridge.trips - before
