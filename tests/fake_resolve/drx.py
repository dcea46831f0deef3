"""The fake's own .drx: a grade in JSON. Resolve's is its own secret; only its name is shared."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.fake_resolve.model import Node


def write(path: Path, nodes: list[Node]) -> None:
    """Write a grade."""
    path.write_text(json.dumps([asdict(node) for node in nodes]), encoding="utf-8")


def read(path: Path) -> list[Node] | None:
    """A grade from a file; None where it is none."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return [Node(**{**entry, "tools": tuple(entry["tools"])}) for entry in entries]
