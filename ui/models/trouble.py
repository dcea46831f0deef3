"""What is wrong, for the line in which the panel says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ui.work import Failure

Topic = Literal[
    "files",
    "steps",
    "clip",
    "reference",
    "prompt",
    "preview",
    "deliver",
    "host",
    "project",
    "saving",
    "gone",
    "monitor",
]
Level = Literal["note", "problem"]


@dataclass(frozen=True)
class Trouble:
    """Something that the user should read.

    Attributes:
        topic: what it is about; a later one on the same topic takes its place.
        message: what happened, in one line.
        hint: what to do; may be empty.
        details: for a report; may be empty.
        level: "note": nothing has failed.
    """

    topic: Topic
    message: str
    hint: str = ""
    details: str = ""
    level: Level = "problem"

    @property
    def text(self) -> str:
        """All of it, to be copied."""
        return "\n".join(part for part in (self.message, self.hint, self.details) if part)


def trouble_of(topic: Topic, failure: Failure) -> Trouble:
    """A task's failure as trouble."""
    return Trouble(topic, failure.message, failure.hint, failure.details)
