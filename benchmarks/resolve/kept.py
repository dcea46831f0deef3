"""What a long run has found so far, kept in a file, so that one cut short goes on where it was."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any


class Kept:
    """Findings by kind and name.

    Args:
        path: JSON lines, one a finding; None: nothing is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._one_at_a_time = threading.Lock()
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        self._known = {(kind, name): value for kind, name, value in map(json.loads, lines)}

    def get(self, kind: str, name: str) -> Any:
        """A finding as JSON data; None where there is none yet."""
        return self._known.get((kind, name))

    def put(self, kind: str, name: str, value: Any) -> None:
        """Keep a finding, JSON-serialisable data."""
        if self._path is None:
            return
        with self._one_at_a_time, self._path.open("a", encoding="utf-8") as opened:
            opened.write(json.dumps([kind, name, value]) + "\n")
