"""`models`: the CLIP models that may be installed by choice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Json
from core.cli.output import print_json, say
from core.errors import Cancelled, UsageError
from core.models.store import amount
from core.progress import Progress, Update

if TYPE_CHECKING:
    from core.models.catalogue import Model
    from core.models.install import InstallPlan
    from core.models.store import Installed

Name = Annotated[str, typer.Argument(metavar="NAME", help="The model, e.g. ViT-B-32.")]
Tag = Annotated[
    str | None,
    typer.Option("--pretrained", metavar="TAG", help="Which weights. [the catalogue's first]"),
]
TagThere = Annotated[
    str | None,
    typer.Option("--pretrained", metavar="TAG", help="Which weights, where there are several."),
]


def add_model_commands(app: typer.Typer) -> None:
    """Register `models` and its commands."""
    group = typer.Typer(
        help="CLIP models that you may install; nothing needs them.", no_args_is_help=True
    )
    group.command("list")(list_models)
    for command in (install, remove, verify):
        group.command()(command)
    app.add_typer(group, name="models")


def list_models(as_json: Json = False) -> None:
    """List the models, and say which are installed, and where."""
    from core.models.catalogue import catalogue
    from core.models.store import broken_folders, installed_models, models_folder

    there = installed_models()
    broken = broken_folders()
    known = [m for m in catalogue() if (m.name, m.pretrained) not in {_key(i) for i in there}]
    if as_json:
        rows = [_installed_row(record, used=record is there[0]) for record in there]
        rows += [_known_row(model) for model in known]
        folder = str(models_folder())
        print_json({"folder": folder, "models": rows, "broken": [str(path) for path in broken]})
        return
    say(f"  {'model':14} {'weights':23} {'size':>8}  {'licence':10} state")
    for record in there:
        state = "in use" if record is there[0] else "installed"
        _say_row(record, amount(record.size), state)
    for model in known:
        size = model.expected_size
        about = "" if model.size else "~"
        _say_row(model, about + amount(size) if size else "?", "")
    for path in broken:
        say(f"  {path.name}: broken; bestlight models remove takes it away")
    say(f"\nkept in {models_folder()}")
    say("Any other open_clip model whose text tower needs no tokenizer of its own")
    say("installs by its name: bestlight models install NAME --pretrained TAG")


def _key(item: Installed | Model) -> tuple[str, str]:
    return item.name, item.pretrained


def _say_row(item: Installed | Model, size: str, state: str) -> None:
    licence = item.licence or ("see card" if item.card else "unknown")
    say(f"  {item.name:14} {item.pretrained:23} {size:>8}  {licence:10} {state}".rstrip())


def _installed_row(record: Installed, *, used: bool) -> dict[str, Any]:
    return {**record.as_dict(), "installed": True, "when": record.installed, "in_use": used}


def _known_row(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "pretrained": model.pretrained,
        "installed": False,
        "in_use": False,
        "licence": model.licence,
        "card": model.card,
        "size": model.size,
        "parameters": model.parameters,
        "sha256": model.sha256,
        "urls": list(model.urls),
    }


def install(
    name: Name,
    pretrained: Tag = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", help="A file on this machine instead of a download."
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="A mirror to download from; https.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Install a model, from the network or from a file.

    An interrupted download goes on where it ended when the command is given again.
    """
    if file is not None and url is not None:
        raise UsageError("--from and --url exclude each other", hint="leave one of them out")
    from core.models.catalogue import find_model, refuse_unplaced
    from core.models.install import carry_out, plan_download, plan_file
    from core.models.store import installed_models

    model = find_model(name, pretrained)
    there = next((i for i in installed_models() if _key(i) == _key(model)), None)
    if there is not None:
        _say_installed(there, as_json, fresh=False)
        return
    if file is None and url is None:
        refuse_unplaced(model)
    if not yes:
        _refuse_unasked(as_json)
    if file is not None:
        plan = plan_file(model, file)
    else:
        with _bytes_shown(quiet=as_json) as progress:
            plan = plan_download(model, url, progress)
    if not as_json:
        _say_plan(plan)
    if not yes and not _agreed():
        raise Cancelled
    with _bytes_shown(quiet=as_json) as progress:
        record = carry_out(plan, progress)
    _say_installed(record, as_json, fresh=True)


def _refuse_unasked(as_json: bool) -> None:
    """Refuse to go on where the question about licence and size would reach nobody."""
    if as_json or not sys.stdin.isatty():
        here = "--json asks no questions" if as_json else "this is no terminal to ask questions in"
        raise UsageError(
            f"{here}: licence and size must be agreed to beforehand", hint="agree with --yes"
        )


def _agreed() -> bool:
    try:
        return typer.confirm("Install it?")
    except typer.Abort as stop:
        raise Cancelled from stop


def _say_plan(plan: InstallPlan) -> None:
    model = plan.model
    vouched = {
        "catalogue": "known from Bestlight's catalogue",
        "server": "as the server says; pinned with this installation",
        "nobody": "not known beforehand; what comes is pinned with this installation",
    }
    licence = model.licence or "not known to Bestlight; read it before you agree"
    say(model.label)
    say(f"  {'licence':9} {licence}")
    if model.card:
        say(f"  {'about':9} {model.card}")
    say(f"  {'from':9} {plan.source}")
    kept = f"; {amount(plan.kept)} of it are here already" if plan.kept else ""
    say(f"  {'size':9} {amount(plan.size) if plan.size else 'not said by the server'}{kept}")
    say(f"  {'checksum':9} {vouched[plan.known_by]}")


def _say_installed(record: Installed, as_json: bool, *, fresh: bool) -> None:
    if as_json:
        print_json({**_installed_row(record, used=True), "fresh": fresh})
        return
    say(f"{record.label} is installed{'' if fresh else ' already'}: {record.path}")
    say(f"  sha256 {record.sha256}")


def remove(name: Name, pretrained: TagThere = None, as_json: Json = False) -> None:
    """Remove a model, and what an interrupted download has left."""
    from core.models.store import remove as taken_away

    label, freed = taken_away(name, pretrained)
    if as_json:
        print_json({"removed": label, "bytes": freed})
    else:
        say(f"{label} is removed; {amount(freed)} are free again")


def verify(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A model. [all]")] = None,
    pretrained: TagThere = None,
    as_json: Json = False,
) -> None:
    """Compare installed models with their checksums.

    Exit code 1 if one has changed.
    """
    from core.models.store import broken_folders, chosen, fault_of

    rows = []
    with _bytes_shown(quiet=as_json) as progress:
        for record in chosen(name, pretrained):
            fault = fault_of(record, progress)
            rows.append((record.name, record.pretrained, record.sha256, fault))
    for folder in broken_folders() if name is None else ():
        given, _, tag = folder.name.partition("--")
        rows.append((given, tag, "", "its record cannot be read"))
    if as_json:
        keys = ("name", "pretrained", "sha256", "fault")
        found = [{**dict(zip(keys, row, strict=True)), "passed": not row[3]} for row in rows]
        print_json({"models": found, "passed": not any(row[3] for row in rows)})
    else:
        _say_verified(rows)
    if any(row[3] for row in rows):
        raise typer.Exit(1)


def _say_verified(rows: list[tuple[str, str, str, str]]) -> None:
    for given, tag, sha256, fault in rows:
        say(f"  {'FAULT' if fault else 'ok':6} {given} {tag}: {fault or f'sha256 {sha256}'}")
        if fault:
            again = f"bestlight models remove {given} --pretrained {tag}"
            say(f"         put it right with {again}, then install it again")
    if not rows:
        say("no models are installed")


@contextmanager
def _bytes_shown(*, quiet: bool) -> Iterator[Progress]:
    """A progress that counts bytes, drawn on stderr if that is a terminal.

    Ctrl-C is left to interrupt at once, because a stalled connection would not see a wish to stop.
    """
    if quiet or not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bars

    named = TextColumn("{task.description}")
    waiting = (SpinnerColumn(), named)
    paced = (TransferSpeedColumn(), TimeRemainingColumn(compact=True))
    counting = (named, BarColumn(bar_width=None), DownloadColumn(), *paced)
    with Bars(*waiting, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def draw(update: Update) -> None:
            if update.done == 0:
                bars.reset(task, total=update.total or None)
                bars.columns = counting if update.total else waiting
            bars.update(task, description=update.stage, completed=update.done)

        yield Progress(draw)
