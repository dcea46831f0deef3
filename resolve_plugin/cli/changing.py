"""`grade`, `batch`, `revert`, `clean` and `recover`: the commands that change grades."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Json
from core.cli.output import print_json, say
from core.errors import BestlightError, UsageError, counted
from resolve_plugin.cli.looking import Clip, Name, ScopeName
from resolve_plugin.cli.reach import ask_resolve
from resolve_plugin.requests import (
    BatchRequest,
    CleanRequest,
    GradeRequest,
    RecoverRequest,
    ResumeRequest,
    RevertBatchRequest,
    RevertRequest,
)

if TYPE_CHECKING:
    from core.job.job import GradeJob

Node = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="The node for the LUT. [an empty one, or ours]"),
]


def grade(
    ctx: typer.Context,
    asked: dict[str, Any],
    clip: Clip = None,
    node: Node = None,
    nodes: Annotated[
        str,
        typer.Option(
            metavar="HOW",
            help="one: a LUT in one node; split: balance, look and a node for you; auto: split on "
            "clips without a grade, where 'check' saw that this Resolve does it.",
        ),
    ] = "auto",
    append: Annotated[
        bool, typer.Option("--append", help="Nodes split: also behind nodes of your own.")
    ] = False,
    key: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REGION",
            help="Nodes split: also a node with a qualifier for this, to be turned by hand: skin, "
            "sky, foliage or water; again for several.",
        ),
    ] = None,
    share: Annotated[
        bool,
        typer.Option(
            "--share",
            help="Where no node of the clip is free: its group's, else the timeline's, which other "
            "clips share.",
        ),
    ] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Say which nodes it would be, and change nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find a look for a clip and put it in its node, on a new version.

    A reference is a file, "still:NAME" of the gallery (see: resolve stills), or "clip:NAME" of the
    timeline (see: resolve clips).
    """
    job, space = make_job(asked)
    request = GradeRequest(
        job=job,
        clip=clip or "",
        node=node,
        space=space,
        nodes=nodes,  # pyright: ignore[reportArgumentType]  (it is checked)
        append=append,
        keys=tuple(key or ()),
        share=share,
        plan=plan,
    )
    data = ask_resolve(ctx, request, quiet=as_json)
    if as_json:
        print_json(data)
    elif plan:
        _say_plan(data)
    else:
        _say_graded(data)


_BANDS = {
    "high": ": the reference has about this clip's range from black to white",
    "medium": ": the reference has another range from black to white",
    "low": ": a starting point only; the reference has quite another range from black to white",
}


def _say_plan(data: Mapping[str, Any]) -> None:
    plan = data["plan"]
    say(f"{'clip':10} {data['clip']['name']}")
    say(f"{'plan':10} {plan['digest']}: {plan['words']}")
    for label in plan["nodes"]:
        say(f"{'node':10} {label or '(your own)'}")
    for reason in plan["reasons"]:
        say(f"{'because':10} {reason}")


def batch(
    ctx: typer.Context,
    asked: dict[str, Any],
    scope: ScopeName = "selected",
    name: Name = "",
    mode: Annotated[
        str,
        typer.Option(
            metavar="MODE",
            help="clip: all in each clip; group, timeline: the look in the node of these.",
        ),
    ] = "clip",
    look: Annotated[str, typer.Option(metavar="NAME", help="What the look is called.")] = "",
    group: Annotated[
        str, typer.Option(metavar="NAME", help="Mode group: the colour group that takes the look.")
    ] = "",
    make_group: Annotated[
        bool, typer.Option("--make-group", help="Mode group: make that group if need be.")
    ] = False,
    share: Annotated[
        bool, typer.Option("--share", help="Mode group: also where others are in the group.")
    ] = False,
    cdl: Annotated[
        bool, typer.Option("--cdl", help="Mode group, timeline: the balances as CDLs.")
    ] = False,
    neutral: Annotated[
        bool, typer.Option("--neutral", help="Balance also what looks meant as it is.")
    ] = False,
    hero: Annotated[
        str,
        typer.Option(metavar="CLIP", help="Bring the others of its scene to this clip."),
    ] = "",
    lists: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="CDL: also an EDL, an ALE and a .ccc into this folder."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Say which nodes it would be, and change nothing.")
    ] = False,
    planned: Annotated[
        str, typer.Option(metavar="ID", help="Go on only if the plan is still this one.")
    ] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the batch that was cut short.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Give many clips one look, those of one scene levelled to its hero.

    References as for `grade`.
    """
    if resume:
        _refuse_besides(ctx, "resume")
        request = ResumeRequest()
    else:
        job, space = make_job(asked)
        request = BatchRequest(
            job=job,
            scope=scope,  # pyright: ignore[reportArgumentType]  (it is checked)
            name=name,
            mode=mode,  # pyright: ignore[reportArgumentType]
            space=space,
            look=look,
            group=group,
            make_group=make_group,
            share=share,
            cdl=cdl,
            neutral=neutral,
            hero=hero,
            lists=str(Path.cwd() / lists) if lists else "",
            planned=planned,
            plan=plan,
        )
    data = ask_resolve(ctx, request, quiet=as_json)
    if plan and not resume:
        print_json(data) if as_json else _say_batch_plan(data["plan"])
        return
    if as_json:
        print_json(data)
        raise typer.Exit(int(bool(data["stopped"]) or not data["done"]))
    _say_batch(data)


def _say_batch_plan(plan: Mapping[str, Any]) -> None:
    say(f"{'plan':10} {plan['digest']}")
    if plan["hero"]:
        hero = next(row["name"] for row in plan["clips"] if row["clip"] == plan["hero"])
        say(f"{'hero':10} {hero}")
    for row in plan["clips"]:
        where = f"node {row['node']}" if row["node"] else f"left out: {row['reason']}"
        say(f"{'clip':10} {row['name']}: {where}")
    say(f"{'note':10} carry it out with: the same options and --planned {plan['digest']}")


def _refuse_besides(ctx: typer.Context, option: str) -> None:
    """Refuse an option that would be ignored beside one that stands alone."""
    given = [
        parameter.opts[0]
        for parameter in ctx.command.params
        if parameter.name not in (option, "as_json")
        and getattr(ctx.get_parameter_source(str(parameter.name)), "name", "") == "COMMANDLINE"
    ]
    if given:
        raise UsageError(
            f"--{option} goes on with the batch as it was asked for and takes no {given[0]}",
            hint=f"leave {', '.join(given)} out, or begin a new batch without --{option}",
        )


def revert(
    ctx: typer.Context,
    clip: Clip = None,
    whole_batch: Annotated[
        bool, typer.Option("--batch", help="Take the last batch back, on all of its clips.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a clip back to the version from before its last grade by Bestlight."""
    if clip and whole_batch:
        raise UsageError("name a clip or --batch, not both")
    request = RevertBatchRequest() if whole_batch else RevertRequest(clip or "")
    data = ask_resolve(ctx, request, quiet=as_json)
    if as_json:
        print_json(data)
        return
    if whole_batch:
        count = counted(len(data["clips"]), "clip")
        group = f" and the group {data['group']}" if data["group"] else ""
        say(f"{'batch':10} {data['look']}, taken back from {count}{group}")
    else:
        say(f"{'clip':10} {data['name']}")
        say(f"{'version':10} {data['version']}")
        if data["removed"]:
            say(f"{'removed':10} {data['removed']}")
    _say_notes(data)


def clean(
    ctx: typer.Context,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove them; else they are only listed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List Bestlight's LUTs that nothing in the open project uses, or remove them."""
    data = ask_resolve(ctx, CleanRequest(remove), quiet=as_json)
    if as_json:
        print_json(data)
        return
    for path in data["unused"]:
        say(f"{'removed' if path in data['removed'] else 'unused':10} {path}")
    if not data["unused"]:
        say("no LUT of Bestlight's is unused")
    elif not remove:
        say(f"{'note':10} {data['note']}")
        say(f"{'note':10} remove them with: bestlight resolve clean --remove")


def recover(ctx: typer.Context, as_json: Json = False) -> None:
    """Put right what an interrupted run of Bestlight left; done at each start, too."""
    data = ask_resolve(ctx, RecoverRequest(), quiet=as_json)
    if as_json:
        print_json(data)
        return
    _say_notes(data)
    if not data["notes"]:
        say("nothing had to be put right")


def make_job(asked: dict[str, Any]) -> tuple[GradeJob, str | None]:
    """The job that was asked for, its files named from the root, and the space at the node.

    Raises:
        BestlightError: as `core.host.clip_grading.check_job`.
    """
    from core.grade.label import is_file
    from core.host.clip_grading import check_job
    from core.job.codec import job_from_dict

    wanted = dict(asked)
    space = wanted.pop("input_space", None)
    cwd = Path.cwd()
    references = wanted.get("reference", [])
    wanted["reference"] = [str(cwd / name) if is_file(name) else name for name in references]
    if wanted.get("regions"):
        wanted["regions"] = [_from_root(cwd, region) for region in wanted["regions"]]
    job = job_from_dict({**wanted, "source": "the clip in Resolve"})
    check_job(job, space)
    return job, space


def _from_root(cwd: Path, region: dict[str, Any]) -> dict[str, Any]:
    """What is asked for a region, its reference named from the root."""
    named = region.get("reference")
    return {**region, "reference": str(cwd / named)} if named else region


def _say_graded(data: Mapping[str, Any]) -> None:
    attached, space = data["attached"], data["space"]
    say(f"{'clip':10} {data['clip']['name']}")
    say(f"{'version':10} {attached['version']} (before: {attached['before']})")
    say(f"{'node':10} {attached['node']}")
    placed = data["nodes"]
    if placed["route"] in ("group", "timeline"):
        say(f"{'nodes':10} {placed['words']}")
    elif placed["route"] != "lut":
        say(f"{'nodes':10} {', '.join(label or '(your own)' for label in placed['nodes'])}")
        say(f"{'balance':10} {placed['balance']}")
    say(f"{'state':10} {placed['state']}: {placed['why']}")
    say(f"{'LUT':10} {attached['file']}")
    say(f"{'space':10} {space['space']}: {space['reason']}")
    say(f"{'confidence':10} {data['confidence']:.0%} ({data['engine']})")
    if data["band"]:
        say(f"{'trust':10} {data['band']}{_BANDS[data['band']]}")
    if data["intent"]:
        say(f"{'intent':10} {data['intent']}")
    for one in data["match"]:
        say(f"{'match':10} {one['told']}")
    _say_notes(data)
    for words in data["damage"]:
        say(f"{'picture':10} {words}")
    for found in data["findings"]:
        if found["level"] != "ok":
            say(f"{found['level']:10} {found['text']}")


def _say_batch(data: Mapping[str, Any]) -> None:
    where = " (in the timeline's node)" if data["mode"] == "timeline" else ""
    where = f" (in the group {data['group']})" if data["group"] else where
    if data["plan"]:
        say(f"{'plan':10} {data['plan'].removeprefix('plan ')}")
    say(f"{'look':10} {data['look']}{where}")
    for one in data["done"]:
        say(f"{'done':10} {one['name'] or one['clip']}: {one['version']}, node {one['node']}")
        for note in one["notes"]:
            say(f"{'note':10} {one['name'] or one['clip']}: {note}")
    for word in ("skipped", "waiting"):
        for target in data[word]:
            say(f"{word:10} {target['name']}{': ' + target['reason'] if target['reason'] else ''}")
    _say_notes(data)
    if data["stopped"]:
        hint = f"{data['hint']}: bestlight resolve batch --resume"
        raise BestlightError(data["stopped"], hint=hint)
    if not data["done"]:
        raise BestlightError("no clip was graded", hint="the reasons stand above")


def _say_notes(data: Mapping[str, Any]) -> None:
    for note in data["notes"]:
        say(f"{'note':10} {note}")
