"""`bestlight`: the command line's entry point and its one error boundary."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import entry_points

import typer

from core.cli.grading import add_grading_commands
from core.cli.models import add_model_commands
from core.cli.regions import add_region_commands
from core.cli.shots import add_shot_commands
from core.cli.tools import add_tool_commands
from core.errors import BestlightError, one_line, reason

_CANCELLED = "cancelled; nothing was written"
_INTERRUPTED = 130  # what Typer makes of Ctrl-C before a command has taken it over


def make_app() -> typer.Typer:
    """The whole command line, as a Typer application."""
    app = typer.Typer(
        name="bestlight",
        help="A look from a still, another clip or a sentence, as a 3D LUT; computed on this "
        "machine.",
        epilog="With any command, --debug keeps the traceback of an error.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    add_grading_commands(app)
    add_tool_commands(app)
    add_shot_commands(app)
    add_region_commands(app)
    add_model_commands(app)
    # Rooms above core bring their commands along; core does not know them.
    for found in sorted(entry_points(group="bestlight.commands"), key=lambda e: e.name):
        found.load()(app)
    return app


def _common(
    version: bool = typer.Option(False, "--version", help="Say the version and stop."),
) -> None:
    if version:
        from core import __version__

        sys.stdout.write(f"bestlight {__version__}\n")
        raise typer.Exit


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process: 0 done, 1 failed, 2 wrong usage."""
    sys.exit(main(sys.argv[1:] if arguments is None else arguments))


def main(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; errors go to stderr in one line.

    With `--json` an error is also one JSON object on stdout; with `--debug` it keeps its traceback.
    """
    words = [word for word in arguments if word != "--debug"]
    debug = len(words) != len(arguments)
    as_json = "--json" in words
    if not words:
        words = ["--help"]
    elif words == ["--version"]:
        words = ["--version", "spaces"]  # a group's own option needs some command to follow
    try:
        result = typer.main.get_command(make_app()).main(
            words, prog_name="bestlight", standalone_mode=False
        )
        sys.stdout.flush()
    except BestlightError as error:
        return _fail(error.message, error.hint, error.exit_code, as_json, debug)
    except KeyboardInterrupt:
        return _fail(_CANCELLED, "", 1, as_json, debug)
    except BrokenPipeError:
        return _silenced(1)
    except OSError as error:
        return _refused_by_the_system(error, as_json, debug)
    except Exception as error:  # noqa: BLE001  (the outermost boundary)
        # Typer's own complaints about options know how to say themselves.
        say = getattr(error, "format_message", None)
        if say is not None:
            where = getattr(getattr(error, "ctx", None), "command_path", "bestlight")
            return _fail(one_line(say()), f"see: {where} --help", 2, as_json, debug)
        words_for_it = f"internal error: {type(error).__name__}: {one_line(str(error))[:300]}"
        hint = "this is a fault in Bestlight; run again with --debug and report what it prints"
        return _fail(words_for_it, hint, 1, as_json, debug)
    if result == _INTERRUPTED:
        return _fail(_CANCELLED, "", 1, as_json, debug)
    return result if isinstance(result, int) else 0


def _refused_by_the_system(error: OSError, as_json: bool, debug: bool) -> int:
    if error.filename is not None:
        said = f"cannot use {one_line(str(error.filename))}: {reason(error)}"
        hint = "check that it is there and that you may use it and the folders above it"
        return _fail(said, hint, 1, as_json, debug)
    _silenced(1)
    return _fail(f"cannot write the output: {reason(error)}", "", 1, False, debug)


def _silenced(code: int) -> int:
    """`code`, with stdout turned away, so that the interpreter's last flush cannot fail too."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    return code


def _fail(message: str, hint: str, code: int, as_json: bool, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    sys.stderr.write(f"bestlight: {message}\n" + (f"  hint: {hint}\n" if hint else ""))
    if as_json:
        sys.stdout.write(json.dumps({"error": message, "hint": hint}) + "\n")
    return code
