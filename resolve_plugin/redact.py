"""Taking a user's paths and name out of what they send us, the same way everywhere in it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator
from pathlib import Path

_ABSOLUTE = re.compile(r"(?:/[^/\0]+){2,}/?|[A-Za-z]:[\\/].+|\\\\[^\\]+\\.+", re.DOTALL)
_SEPARATORS = re.compile(r"[\\/]+")
_SHORTEST_NAME = 3  # a shorter one would be found in half of all words


def is_path(text: str) -> bool:
    """Whether a text is an absolute path of macOS, Linux or Windows, and nothing else."""
    return _ABSOLUTE.fullmatch(text) is not None


class Redactor:
    """Replaces the home folder by "~", the user's name by "user", and the parts of paths by
    numbers: the same part always by the same number, so that what belongs together still does.

    Args:
        home: the user's home folder.
        user: the user's name.
    """

    def __init__(self, home: str = "", user: str = "") -> None:
        self._home = home or str(Path.home())
        self._user = user or getpass.getuser()
        self._parts: dict[str, str] = {}

    def text(self, text: str) -> str:
        """A sentence without the user's home and name; its other words stay."""
        for home in (self._home, self._home.replace("\\", "/")):
            if len(home) > 1:
                text = text.replace(home, "~")
        if len(self._user) < _SHORTEST_NAME:
            return text
        return re.sub(rf"(?i)(?<![\w]){re.escape(self._user)}(?![\w])", "user", text)

    def learn(self, text: str) -> None:
        """Number the parts of a path; other texts teach nothing."""
        if is_path(text):
            for part in _parts(text):
                self._numbered(part)

    def value(self, text: str) -> str:
        """A text of any kind: a path by its numbers, the name of a known file by its number."""
        if is_path(text):
            lead = "\\\\" if text.startswith("\\\\") else "/" if text.startswith("/") else ""
            return lead + "/".join(self._numbered(part) for part in _parts(text))
        return self._parts.get(text) or self.text(text)

    def _numbered(self, part: str) -> str:
        if part not in self._parts:
            name = Path(part)
            number = self._parts.get(name.stem) or f"part{len(self._parts) + 1}"
            suffix = name.suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,5}", name.suffix) else ""
            self._parts[part] = number + suffix
            self._parts.setdefault(name.stem, number)
        return self._parts[part]


def _parts(path: str) -> Iterator[str]:
    return (part for part in _SEPARATORS.split(path) if part)
