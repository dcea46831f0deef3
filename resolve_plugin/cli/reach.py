"""How a command reaches Resolve: through the session it runs in, the session that is open, or
Resolve's own scripting library.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from core.cli.output import progress_shown
from core.errors import BestlightError
from core.progress import Progress, Update

if TYPE_CHECKING:
    from core.host import HostClip
    from resolve_plugin.adapter.host import ResolveHost
    from resolve_plugin.bridge import Bridge
    from resolve_plugin.desk import Out

_WORDS = "resolve_plugin.words"
_LEAVING = "resolve_plugin.leaving"
_CLEAR_LINE = "\r\033[K"


@dataclass(frozen=True)
class Link:
    """A command's way to Resolve.

    Attributes:
        bridge: to it.
        cwd: the folder that relative paths start from.
        out: of the session that the command runs in; None at a shell.
    """

    bridge: Bridge
    cwd: Path
    out: Out | None = None

    def host(self) -> ResolveHost:
        """Resolve as a host."""
        from resolve_plugin.adapter.host import ResolveHost

        return ResolveHost(self.bridge)

    @contextmanager
    def progress(self, *, quiet: bool) -> Iterator[Progress]:
        """Progress that is shown where the user sits, and stopped from there."""
        out = self.out
        if out is None:
            with progress_shown(quiet=quiet) as shown:
                yield shown
            return

        def tell(update: Update) -> None:
            count = f" {update.done}/{update.total}" if update.total else ""
            out.progress(update.stage + count)

        yield Progress(tell)


def cwd_of(ctx: typer.Context) -> Path:
    """The folder that the command's relative paths start from."""
    return ctx.obj.cwd if isinstance(ctx.obj, Link) else Path.cwd()


class Unreachable(BestlightError):
    """There is no way to Resolve now; the hint says how there could be one."""


class ResolveGroup(TyperGroup):
    """Keeps the words of the command line, so that they can be handed to the open session."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse as usual."""
        ctx.meta[_WORDS] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; where Resolve's library came into the process, see to its end."""
        code = 1
        try:
            result = super().invoke(ctx)
            code = 0
        except typer.Exit as ending:
            code = ending.exit_code
            raise
        except BestlightError as error:
            code = error.exit_code
            raise
        finally:
            leaving = ctx.meta.get(_LEAVING)
            if leaving is not None:
                leaving.code = code
        return result


class _Leaving:
    """Ends the process by itself at its end: Resolve's library may crash when Python does."""

    def __init__(self) -> None:
        self.code = 1
        atexit.register(self.leave)

    def leave(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(self.code)


@contextmanager
def reached(ctx: typer.Context, *, quiet: bool) -> Iterator[Link]:
    """The way to Resolve, from inside a session or from a shell with external scripting.

    Where a session is open, the whole command is handed to it instead, and its answer printed.

    Raises:
        typer.Exit: the session has carried the command out.
        Unreachable: there is neither.
    """
    from resolve_plugin.temporary import remove_stale_folders

    if isinstance(ctx.obj, Link):
        yield ctx.obj
        return
    _ask_session(ctx, quiet=quiet)
    bridge, why = from_outside(ctx)
    if bridge is None:
        raise Unreachable(
            f"Bestlight is not open in Resolve, and from outside: {why}",
            hint="open Workspace > Scripts > Bestlight in Resolve, then try again",
        )
    remove_stale_folders()  # as a session does at its start
    try:
        yield Link(bridge, Path.cwd())
    finally:
        bridge.close()


def _ask_session(ctx: typer.Context, *, quiet: bool) -> None:
    from resolve_plugin.desk import ask_session

    shown = not quiet and sys.stderr.isatty()

    def draw(line: str) -> None:
        sys.stderr.write(f"{_CLEAR_LINE}{line}")
        sys.stderr.flush()

    answer = ask_session(ctx.meta[_WORDS], Path.cwd(), draw if shown else None)
    if answer is None:
        return
    if shown:
        sys.stderr.write(_CLEAR_LINE)
    sys.stdout.write(answer.stdout)
    sys.stderr.write(answer.stderr)
    raise typer.Exit(answer.exit)


def from_outside(ctx: Any) -> tuple[Bridge | None, str]:
    """A bridge through Resolve's scripting library; or None, and why there is none."""
    from resolve_plugin.bridge.external import connect_external
    from resolve_plugin.folders import folders_here

    folders = folders_here()
    if folders.script_lib.is_file():
        ctx.meta[_LEAVING] = _Leaving()
    return connect_external(folders.script_api, folders.script_lib)


def named_clip(host: ResolveHost, name: str | None) -> HostClip:
    """The clip of that name, place or id on the timeline; None: the one under the playhead.

    Raises:
        UsageError: there is none, or more than one.
        BestlightError: no clip is under the playhead.
    """
    if name is None:
        current = host.state().current
        if current is None:
            raise BestlightError(
                "there is no clip under the playhead", hint="move the playhead, or name the clip"
            )
        return current
    return host.clip_called(name)
