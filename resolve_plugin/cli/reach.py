"""How a request reaches Resolve: through the session that is open, or Resolve's own scripting
library.
"""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from core.cli.output import progress_shown
from core.errors import BestlightError
from resolve_plugin.command_queue import ask_session
from resolve_plugin.requests import RecordedRequest, Request, request_as_dict

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.progress import Progress
    from resolve_plugin.bridge import Bridge

_LEAVING = "resolve_plugin.leaving"


class Unreachable(BestlightError):
    """There is no way to Resolve now; the hint says how there could be one."""


class ResolveGroup(TyperGroup):
    """Sees to the process's end where Resolve's library came into it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command as usual."""
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


def ask_resolve(ctx: typer.Context, request: Request, *, quiet: bool) -> dict[str, Any]:
    """Have a request carried out, by the open session or else from outside; its result.

    Progress is shown unless `quiet`; notes go to standard error.

    Raises:
        BestlightError: it could not be done.
        Unreachable: there is no way to Resolve.
    """
    if isinstance(ctx.obj, Path):
        request = RecordedRequest(request, str(ctx.obj))
    notes: list[str] = []
    try:
        with progress_shown(quiet=quiet) as progress:
            reply = ask_session(request_as_dict(request), progress, notes.append)
            if reply is not None:
                return reply.data
            return _ask_from_outside(ctx, request, progress, notes.append)
    finally:
        for note in notes:
            sys.stderr.write(f"bestlight: {note}\n")


def _ask_from_outside(
    ctx: typer.Context, request: Request, progress: Progress, note: Callable[[str], None]
) -> dict[str, Any]:
    bridge, why = connect_from_outside(ctx)
    if bridge is None:
        raise Unreachable(
            f"Bestlight is not open in Resolve, and from outside: {why}",
            hint="open Workspace > Scripts > Bestlight in Resolve, then try again",
        )
    from resolve_plugin.perform import perform
    from resolve_plugin.temporary import remove_stale_folders

    remove_stale_folders()  # as a session does at its start
    try:
        return perform(request, bridge, progress, note)
    finally:
        bridge.close()


def connect_from_outside(ctx: Any) -> tuple[Bridge | None, str]:
    """A bridge through Resolve's scripting library; or None, and why there is none."""
    from resolve_plugin.bridge.external import connect_external
    from resolve_plugin.folders import find_folders_here

    folders = find_folders_here()
    if folders.script_lib.is_file():
        ctx.meta[_LEAVING] = _Leaving()
    return connect_external(folders.script_api, folders.script_lib)
