"""`status`, `clips`, `shots`, `stills` and `close`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from core.cli.options import Force, Json
from core.cli.output import print_json, say
from core.errors import BestlightError, counted
from core.host.types import SCOPES
from core.progress import Progress
from resolve_plugin.cli.reach import ask_resolve
from resolve_plugin.requests import (
    ClipsRequest,
    CloseRequest,
    FrameRequest,
    StatusRequest,
    StillsRequest,
    request_as_dict,
)

ScopeName = Annotated[
    str, typer.Option("--scope", metavar="SCOPE", help=f"Which clips: {', '.join(SCOPES)}.")
]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="The track's number or the group's name.")
]

Clip = Annotated[
    str | None,
    typer.Argument(
        metavar="CLIP",
        help="A clip's name, or its place, as V1/3; see: resolve clips. [under the playhead]",
    ),
]


def status(
    ctx: typer.Context,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also every clip's versions, nodes and spaces, and settings."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Say where Resolve stands: project, timeline, playhead, and the clip's colour space."""
    data = ask_resolve(ctx, StatusRequest(everything), quiet=as_json)
    if as_json:
        print_json(data)
        return
    say(f"{'Resolve':10} {data['product']} {data['version']}, through {data['through']}")
    say(f"{'project':10} {data['project'] or '(none open)'}")
    say(f"{'timeline':10} {data['timeline'] or '(none open)'} {data['timecode']}")
    if data["current"] is not None:
        say(f"{'clip':10} {_described(data['current'])}")
    if data["space"] is not None:
        say(f"{'space':10} {data['space']['space'] or 'not known'}: {data['space']['reason']}")
    if data["grade"] is not None:
        grade = data["grade"]
        say(f"{'grade':10} {grade['state']}: '{grade['version']}'; {grade['why']}")
    say(f"{'grading':10} {'possible' if data['writable'] else data['reason']}")
    if everything:
        _say_survey(data["survey"])


def _say_survey(survey: Mapping[str, Any]) -> None:
    for clip in survey["clips"]:
        grade, space = survey["grades"].get(clip["id"]), survey["spaces"].get(clip["id"])
        say(f"{'':10} {_described(clip)}")
        if grade is not None:
            versions = counted(len(grade["local"]) + len(grade["remote"]), "version")
            nodes = counted(len(grade["nodes"]), "node")
            say(f"{'':12} {versions}, on {grade['current']['name']!r} with {nodes}")
        if space is not None:
            say(f"{'':12} {space['space'] or 'not known'}: {space['reason']}")
    say(f"{'stills':10} {len(survey['stills'])}")
    say(f"{'settings':10} {len(survey['settings'])}")


def clips(
    ctx: typer.Context, scope: ScopeName = "timeline", name: Name = "", as_json: Json = False
) -> None:
    """List clips of the current timeline: place, start, name, and whether they can be graded.

    Where several clips have one name, say its place instead: V1/3 is the third on track 1.
    """
    request = ClipsRequest(scope, name)  # pyright: ignore[reportArgumentType]  (it is checked)
    data = ask_resolve(ctx, request, quiet=as_json)
    if as_json:
        print_json(data)
        return
    for clip in data["clips"]:
        mark = " " if clip["gradable"] else "-"
        start = clip["timecode"] or clip["start"]
        say(f"{mark} {clip['place']:6} {start} {_described(clip)}")
    if not data["clips"]:
        say("no clip")


def shots(
    ctx: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="LIST", help="Also write .otio, .edl or .ale."),
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Say which shots the current timeline shows, as its items have them; frames count from 0.

    The list is one of the timeline exported whole: bestlight timeline EXPORT --edit LIST.
    """
    data = ask_resolve(ctx, ClipsRequest("timeline"), quiet=as_json).get("shots")
    if data is None:
        raise BestlightError("the timeline shows no clip", hint="open one that does")
    if output:
        from core.cdl import Event, write_events

        events = [
            Event(
                name=shot.get("name", "gap"),
                file="",
                start=shot["first"],
                frames=shot["last"] - shot["first"] + 1,
                record=shot["first"],
            )
            for shot in data["shots"]
        ]
        write_events(output, events, data["rate"], title=output.stem, force=force)
    if as_json:
        print_json(data)
        return
    for number, shot in enumerate(data["shots"], 1):
        say(f"{number:4} {shot['first']:8} {shot['last']:8} {shot.get('name', '(gap)')}")


def stills(ctx: typer.Context, as_json: Json = False) -> None:
    """List the gallery's stills: place, label.

    `grade --reference still:PLACE` takes one as its look, as does still:LABEL.
    """
    data = ask_resolve(ctx, StillsRequest(), quiet=as_json)
    if as_json:
        print_json(data)
        return
    found = data["stills"]
    width = max((len(still["place"]) for still in found), default=0)
    for still in found:
        say(f"{still['place']:{width}}  {still['label']}".rstrip())
    if not found:
        say("the gallery has no stills")


def frame(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="PICTURE", help="The picture's file.")
    ],
    clip: Clip = None,
    region: Annotated[
        str,
        typer.Option(metavar="L,T,W,H", help="Only a part: left, top, width, height in pixels."),
    ] = "",
    sheet: Annotated[
        bool,
        typer.Option(
            "--sheet", help="What is shown at the middle of each clip, as one picture (from 21.2)."
        ),
    ] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write a clip's middle frame as Resolve shows it, with its grade."""
    words = [word.strip() for word in region.split(",")] if region else []
    part = tuple(int(word) if word.isdecimal() else -1 for word in words)
    request = FrameRequest(clip or "", str(Path.cwd() / output), part, sheet, force)
    data = ask_resolve(ctx, request, quiet=as_json)
    if as_json:
        print_json(data)
        return
    say(f"{'clip':10} {data['what']}")
    say(f"{'written':10} {data['file']}: {data['width']} x {data['height']}, from {data['from']}")


def close(as_json: Json = False) -> None:
    """End the session that is open in Resolve."""
    from resolve_plugin.command_queue import ask_session

    reply = ask_session(request_as_dict(CloseRequest()), Progress(), say)
    if as_json:
        print_json({"closed": reply is not None})
    else:
        say("no session is open" if reply is None else "closed")


def _described(clip: Mapping[str, Any]) -> str:
    group = f" [{clip['group']}]" if clip["group"] else ""
    remark = f": {clip['reason']}" if clip["reason"] else ""
    return f"{clip['name']} ({clip['kind']}){group}{remark}"
