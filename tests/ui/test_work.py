"""Lanes: one after the other, the urgent first, of one key the newest; at the end nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.errors import BestlightError
from core.progress import Progress
from ui.work import Failure, Ticket, Work


class Desk:
    """Hands tasks in and keeps what came of them."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.work = Work()
        self.done: list[Any] = []
        self.failed: list[Failure] = []
        self.gate = threading.Event()

    def submit(self, do: Any, **options: Any) -> Ticket:
        return self.work.submit("engine", do, self.done.append, self.failed.append, **options)

    def hold(self) -> None:
        """Keep the lane busy until the gate is opened."""
        begun = threading.Event()
        self.submit(lambda _: begun.set() or self.gate.wait(20))
        assert begun.wait(20)

    def rest(self) -> None:
        self.gate.set()
        self.bot.waitUntil(lambda: not self.work.busy, timeout=20_000)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.gate.set()
    assert made.work.close() == ()
    assert not [one for one in threading.enumerate() if one.name.startswith("panel-")]


def test_of_one_key_only_the_newest_is_done(desk: Desk) -> None:
    desk.hold()
    for number in range(50):
        desk.submit(lambda _, number=number: number, key="preview")
    desk.rest()
    assert desk.done == [True, 49]


def test_the_urgent_comes_first(desk: Desk) -> None:
    desk.hold()
    desk.submit(lambda _: "later", urgency=9)
    desk.submit(lambda _: "now", urgency=0)
    desk.rest()
    assert desk.done[1:] == ["now", "later"]


def test_answers_arrive_in_the_thread_that_asked(desk: Desk) -> None:
    seen: list[int] = []
    desk.work.submit(
        "engine",
        lambda _: threading.get_ident(),
        lambda there: seen.extend((there, threading.get_ident())),
        desk.failed.append,
    )
    desk.rest()
    there, here = seen
    assert here == threading.get_ident() != there


def test_a_refusal_is_in_words_and_a_fault_has_details(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(progress: Progress) -> None:
        raise BestlightError("no such thing", hint="choose another")

    def break_down(progress: Progress) -> None:
        raise ZeroDivisionError("by nothing")

    desk.submit(refuse)
    desk.submit(break_down)
    desk.rest()
    refused, broken = desk.failed
    assert (refused.message, refused.hint, refused.details) == (
        "no such thing", "choose another", ""
    )  # fmt: skip
    assert "ZeroDivisionError" in broken.message
    assert "break_down" in broken.details
    assert "break_down" in caplog.text


def test_one_that_is_forgotten_says_nothing_and_one_that_is_stopped_says_so(desk: Desk) -> None:
    def until_stopped(progress: Progress) -> None:
        while True:
            progress.check()

    forgotten = desk.submit(until_stopped)
    desk.bot.wait(20)
    forgotten.cancel()
    desk.rest()
    assert not desk.failed
    stopped = desk.submit(until_stopped)
    desk.bot.wait(20)
    stopped.stop()
    desk.rest()
    assert [one.stopped for one in desk.failed] == [True]
    assert not desk.done


def test_steps_are_told(desk: Desk) -> None:
    told: list[str] = []
    desk.submit(lambda progress: progress.stage("reading"), told=lambda one: told.append(one.stage))
    desk.rest()
    assert told == ["reading"]


def test_after_the_end_nothing_is_taken(desk: Desk) -> None:
    desk.work.close()
    desk.submit(lambda _: 1)
    desk.bot.wait(20)
    assert not desk.done
