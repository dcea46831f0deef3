"""A shell beside the fake."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.cli.main import main
from core.progress import Progress, Update
from resolve_plugin.cli import reach


class At:
    """A shell beside the fake, which it reaches as with external scripting."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.text = ""
        self.error = ""
        self.stages: list[str] = []

    def __call__(self, *argv: str, code: int = 0, stop_at: str = "", notes: bool = False) -> At:
        """Type a command that must end with `code`; `stop_at`: Ctrl-C at a stage so called;
        `notes`: something may be said on standard error.
        """
        self.stages = []

        @contextmanager
        def shown(*, quiet: bool) -> Iterator[Progress]:
            def look(update: Update) -> None:
                self.stages.append(f"{update.stage} {update.done}/{update.total}")
                if stop_at and stop_at in self.stages[-1]:
                    progress.cancel()

            progress = Progress(look)
            yield progress

        self._monkeypatch.setattr(reach, "progress_shown", shown)
        self._capsys.readouterr()
        ended = main(["resolve", *argv])
        self.text, self.error = self._capsys.readouterr()
        assert (ended, "" if code or notes else self.error) == (code, ""), self.error
        return self

    @property
    def data(self) -> Any:
        return json.loads(self.text)
