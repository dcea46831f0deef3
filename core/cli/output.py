"""What commands print: one JSON object, or words; and progress on a terminal."""

from __future__ import annotations

import json
import math
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from core.progress import Progress, Update

STOPS = (signal.SIGINT, signal.SIGTERM)
"""Ctrl-C, and what a render farm sends."""


def print_json(data: Any) -> None:
    """Print one strict JSON value: what is not finite becomes null."""
    sys.stdout.write(json.dumps(_strict(data), ensure_ascii=True, allow_nan=False) + "\n")


def say(text: str = "") -> None:
    """Print a line for people, in whatever the terminal's encoding can show."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def _strict(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _strict(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_strict(item) for item in value]
    return value


@contextmanager
def progress_shown(*, quiet: bool) -> Iterator[Progress]:
    """A job's progress, drawn on stderr if that is a terminal; `STOPS` cancel the job cleanly.

    A second one interrupts at once.
    """
    if quiet or not sys.stderr.isatty():
        with _interruptible(Progress()) as progress:
            yield progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeRemainingColumn(compact=True),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None, count="")

        def draw(update: Update) -> None:
            count = f"{update.done}/{update.total}" if update.total else ""
            bars.update(
                task,
                description=update.stage,
                completed=update.done,
                total=update.total or None,
                count=count,
            )

        with _interruptible(Progress(draw)) as progress:
            yield progress


@contextmanager
def _interruptible(progress: Progress) -> Iterator[Progress]:
    def cancel(_signal: int, _frame: FrameType | None) -> None:
        progress.cancel()
        for stop in STOPS:
            signal.signal(stop, signal.default_int_handler)

    try:
        before = {stop: signal.signal(stop, cancel) for stop in STOPS}
    except ValueError:
        # Only the main thread may take signals; elsewhere the caller cancels.
        yield progress
        return
    try:
        yield progress
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)
