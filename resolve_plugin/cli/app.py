"""The commands put together, for the shell and for the session."""

from __future__ import annotations

import io
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from core.cli.options import with_job_options
from core.errors import BestlightError, one_line, reason
from resolve_plugin.cli.changing import batch, clean, grade, recover, revert
from resolve_plugin.cli.looking import clips, close, status, stills
from resolve_plugin.cli.reach import Link, ResolveGroup
from resolve_plugin.cli.upkeep import check, install, record, uninstall

if TYPE_CHECKING:
    from resolve_plugin.bridge import Bridge
    from resolve_plugin.desk import Out

PLAIN = (status, clips, stills, revert, clean, recover, check, install, uninstall, record, close)


def add_commands(app: typer.Typer) -> None:
    """Register `resolve` and its commands with the command line."""
    app.add_typer(make_app(), name="resolve")


def make_app() -> typer.Typer:
    """`bestlight resolve`, as a Typer application."""
    app = typer.Typer(
        cls=ResolveGroup,
        help="DaVinci Resolve: grade the clip on the timeline, take it back, install, check.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for command in (grade, batch):
        app.command()(with_job_options(command))
    for command in PLAIN:
        app.command()(command)
    return app


def run_command(argv: Sequence[str], bridge: Bridge, cwd: str, out: Out) -> int:
    """Run a command that came by the desk, over the session's own bridge; its exit code.

    Args:
        argv: what followed `bestlight resolve`.
        bridge: to Resolve.
        cwd: the shell's folder.
        out: takes what is printed, and how the work stands.
    """
    words = [word for word in argv if word != "--debug"]
    streams = (redirect_stdout(_Stream(out.stdout)), redirect_stderr(_Stream(out.stderr)))
    with streams[0], streams[1]:
        try:
            return run_linked(words, Link(bridge, Path(cwd), out))
        except BestlightError as error:
            fault, code = error, error.exit_code
        except Exception as error:  # noqa: BLE001  (the outermost boundary of the command)
            fault, code = _fault(error)
            if len(words) != len(argv):
                traceback.print_exc()
        sys.stderr.write(f"bestlight: {fault.message}\n")
        if fault.hint:
            sys.stderr.write(f"  hint: {fault.hint}\n")
        if "--json" in words:
            sys.stdout.write(json.dumps({"error": fault.message, "hint": fault.hint}) + "\n")
    return code


def run_linked(argv: Sequence[str], link: Link) -> int:
    """Run a command over a way to Resolve that is there already; its exit code.

    Raises:
        BestlightError: the command failed.
    """
    result: Any = typer.main.get_command(make_app()).main(
        list(argv), prog_name="bestlight resolve", standalone_mode=False, obj=link
    )
    return result if isinstance(result, int) else 0


def _fault(error: Exception) -> tuple[BestlightError, int]:
    # Typer's own complaints about options know how to say themselves.
    say = getattr(error, "format_message", None)
    if say is not None:
        where = getattr(getattr(error, "ctx", None), "command_path", "bestlight resolve")
        return BestlightError(one_line(say()), hint=f"see: {where} --help"), 2
    words = f"internal error: {type(error).__name__}: {reason(error)[:300]}"
    hint = "this is a fault in Bestlight; run again with --debug and report what it prints"
    return BestlightError(words, hint=hint), 1


class _Stream(io.TextIOBase):
    """A stream whose text goes to a function."""

    encoding = "utf-8"

    def __init__(self, take: Callable[[str], None]) -> None:
        self._take = take

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self._take(text)
        return len(text)
