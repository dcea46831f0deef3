"""The options that `grade` and `lut` share, declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from core.errors import UsageError
from core.job.phrases import parse_value
from core.job.regions import parse_region
from core.job.table import ADJUSTMENTS, AMOUNTS

References = Annotated[
    list[str] | None,
    typer.Option(
        "--reference",
        "-r",
        metavar="FILE",
        help="A picture or clip whose look is wanted; repeatable.",
    ),
]
Prompts = Annotated[
    list[str] | None,
    typer.Option("--prompt", "-p", metavar="TEXT", help="The look in words; repeatable."),
]
Weights = Annotated[
    str | None,
    typer.Option(
        metavar="W,...",
        help="One weight for each reference, then for each prompt, which may be negative: less "
        "like this. [all 1]",
    ),
]


Pair = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--pair",
        metavar="BEFORE AFTER",
        help="A still or clip before and after the grade that is wanted, of the same frames.",
    ),
]


Regions = Annotated[
    list[str] | None,
    typer.Option(
        "--region",
        metavar="TEXT",
        help='A change to one region of the shot, as "sky: exposure=-1, saturation=0.1", '
        '"skin: keep" or "sky: reference=still.jpg"; repeatable. See: bestlight regions.',
    ),
]


Values = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        metavar="PHRASE=N",
        help='The value of a phrase of the prompt, as "warmer=45": its number in the unit in which '
        "the JSON of a grade has it, or per cent of all that it does; repeatable.",
    ),
]


def _text(help_text: str) -> Any:
    return Annotated[str | None, typer.Option(metavar="NAME", help=help_text)]


def _number(help_text: str) -> Any:
    return Annotated[float | None, typer.Option(metavar="N", help=help_text)]


def _flag(help_text: str) -> Any:
    return Annotated[bool | None, typer.Option("--accept-faults", help=help_text)]


def _whole(help_text: str) -> Any:
    return Annotated[int | None, typer.Option(metavar="N", help=help_text)]


JOB_OPTIONS: Mapping[str, Any] = {
    "reference": References,
    "prompt": Prompts,
    "value": Values,
    "pair": Pair,
    "pair_space": _text("The colour space of BEFORE; omitted: its metadata decide."),
    "weights": Weights,
    "input_space": _text(
        "The source's colour space; omitted: its metadata decide. See: bestlight spaces."
    ),
    "output_space": _text(
        "The LUT's output: a space's name, same (as the input), or display. [same; display for log]"
    ),
    **{name: _number(row.explained) for name, row in AMOUNTS.items()},
    "manner": _text("How the references' look is carried, as a candidate's settings name it."),
    "candidates": _whole("How many distinct answers to find and rank, with a contact sheet. [1]"),
    "pick": _whole("Which of the candidates is taken, counted from 1. [the best]"),
    "rate": _number("Frames a second of a frame sequence. [its header's, or 24]"),
    "size": _whole("Grid steps of the LUT: 17, 33 or 65. [33; 65 from log to display]"),
    "engine": _text("What finds the look of a reference: style or transport. [style]"),
    "device": _text("auto, cpu, cuda or mps. [auto]"),
    "region": Regions,
    "seed": _whole("Decides every random choice. [0]"),
    "accept_faults": _flag("Write the LUT even where its check finds a fault."),
    **{name: _number(row.explained) for name, row in ADJUSTMENTS.items()},
}

Jobs = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A JSON array of jobs, done one after another; '-' for stdin. A job's keys are "
        "source, output, and the options from --reference on, with _ for -; an option given here "
        "holds for every job that does not say otherwise. A list that was stopped goes on where it "
        "was when it is given again.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite existing files.")]
InputSpace = Annotated[
    str | None,
    typer.Option(
        "--input-space", metavar="NAME", help="The clip's colour space. [its metadata decide]"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


def with_job_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` every option of `JOB_OPTIONS`; it gets those that were set as `asked`."""
    own = [
        parameter
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.name != "asked"
    ]

    def called(**values: Any) -> None:
        asked = {name: values.pop(name) for name in JOB_OPTIONS}
        command(asked=_given(asked), **values)

    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in JOB_OPTIONS.items()
    ]
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    called.__signature__ = inspect.Signature(parameters + shared)  # pyright: ignore[reportFunctionMemberAccess]
    called.__doc__ = command.__doc__
    called.__name__ = command.__name__
    return called


def _given(asked: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in asked.items() if value not in (None, [])}
    if "weights" in given:
        given["weights"] = _weights(given["weights"])
    if "region" in given:
        given["regions"] = [parse_region(text) for text in given.pop("region")]
    if "value" in given:
        given["values"] = [parse_value(text) for text in given.pop("value")]
    return given


def _weights(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise UsageError(
            f"--weights {text[:40]!r} is not a list of numbers", hint="write --weights 2,1"
        ) from error
