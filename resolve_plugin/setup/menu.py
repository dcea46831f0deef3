"""Which launcher Resolve's menu will show, and whether it will show one at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import UsageError
from resolve_plugin.adapter.connection import ResolveVersion

Kind = Literal["python", "lua"]
CHOICES = ("auto", "python", "lua", "both")
MAC_PYTHON = Path("/usr/local/bin/python3")


@dataclass(frozen=True)
class Edition:
    """A Resolve that answered.

    Attributes:
        studio: whether it is Studio.
        version: of it.
    """

    studio: bool
    version: ResolveVersion

    @property
    def lists_python(self) -> bool:
        """Whether its menu lists Python scripts: the free edition gave that up with 21.1."""
        return self.studio or self.version < ResolveVersion(21, 1)

    @property
    def brings_python(self) -> bool:
        """Whether it has a Python of its own (since 21.1)."""
        return self.version >= ResolveVersion(21, 1)


def choose_launchers(choice: str, edition: Edition | None) -> tuple[Kind, ...]:
    """The launchers to install.

    Lua scripts are listed by every edition, Python scripts not by the free one from 21.1 on, and
    on a Mac only where Resolve finds a Python. Python is the better connection. So "auto" is
    Python where a known Resolve lists it, else Lua, and both where nothing is known.

    Raises:
        UsageError: `choice` is none of `CHOICES`.
    """
    if choice == "python":
        return ("python",)
    if choice == "lua":
        return ("lua",)
    if choice not in CHOICES:
        raise UsageError(f"unknown launcher {choice!r:.40}", hint=f"one of {', '.join(CHOICES)}")
    if choice == "both" or edition is None:
        return ("python", "lua")
    return ("python",) if edition.lists_python else ("lua",)


def explain_python(
    kinds: Sequence[Kind],
    edition: Edition | None,
    *,
    platform: str = sys.platform,
    session_python: Callable[[], str] | None = None,
    exists: Callable[[Path], bool] = Path.exists,
) -> str:
    """What the user should know where Resolve may find no Python; empty where all is well.

    On a Mac Resolve looks at PYTHON3HOME of the login session (a shell's does not reach it), then
    at /usr/local/bin/python3; without either, Python scripts are missing from the menu unsaid.

    Args:
        kinds: the launchers installed.
        edition: the Resolve that is there, if known.
        platform: as `sys.platform`.
        session_python: gives PYTHON3HOME of the Mac's login session.
        exists: whether a path is there.
    """
    if platform != "darwin" or "python" not in kinds or (edition and edition.brings_python):
        return ""
    home = (session_python or _session_python)()
    if (home and exists(Path(home))) or exists(MAC_PYTHON):
        return ""
    instead = "use the entry Bestlight-Lua, or " if "lua" in kinds else ""
    return (
        "Resolve finds no Python on this Mac and will leave the entry Bestlight out of its menu: "
        f"{instead}install Python from python.org, or give it yours with "
        f"'launchctl setenv PYTHON3HOME {sys.base_prefix}', and start Resolve again"
    )


def _session_python() -> str:
    try:
        answer = subprocess.run(
            ["/bin/launchctl", "getenv", "PYTHON3HOME"],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()
