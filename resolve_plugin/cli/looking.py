"""`status`, `clips`, `stills` and `close`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Json
from core.cli.output import print_json, say
from core.errors import BestlightError, UsageError
from resolve_plugin.cli.reach import reached

if TYPE_CHECKING:
    from core.host import HostClip, Scope

SCOPES = ("current", "selected", "track", "group", "timeline")
_THROUGH = {
    "pipes": "the session, over the Python launcher",
    "spool": "the session, over the Lua launcher",
    "external": "external scripting",
}

ScopeName = Annotated[
    str, typer.Option("--scope", metavar="SCOPE", help=f"Which clips: {', '.join(SCOPES)}.")
]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="The track's number or the group's name.")
]


def status(ctx: typer.Context, as_json: Json = False) -> None:
    """Say where Resolve stands: project, timeline, playhead, and the clip's colour space."""
    with reached(ctx, quiet=as_json) as link:
        host = link.host()
        state = host.state()
        space = host.node_space(state.current) if state.current else None
        through = _THROUGH.get(link.bridge.kind, link.bridge.kind)
    if as_json:
        data = {**asdict(state), "through": through, "space": asdict(space) if space else None}
        print_json(plain(data))
        return
    say(f"{'Resolve':10} {state.product} {state.version}, through {through}")
    say(f"{'project':10} {state.project or '(none open)'}")
    say(f"{'timeline':10} {state.timeline or '(none open)'} {state.timecode}")
    if state.current is not None:
        say(f"{'clip':10} {_described(state.current)}")
    if space is not None:
        say(f"{'space':10} {space.space or 'not known'}: {space.reason}")
    say(f"{'grading':10} {'possible' if state.writable else state.reason}")


def clips(
    ctx: typer.Context, scope: ScopeName = "timeline", name: Name = "", as_json: Json = False
) -> None:
    """List clips of the current timeline: place, start, name, and whether they can be graded.

    Where several clips have one name, say its place instead: V1/3 is the third on track 1.
    """
    from resolve_plugin.adapter.naming import places

    wanted = known_scope(scope, name)
    with reached(ctx, quiet=as_json) as link:
        host = link.host()
        found = host.clips(wanted, name)
        where = places(host.clips("timeline"))
        codes = host.timecodes()
    if as_json:
        rows = [{**plain(asdict(clip)), "place": where.get(clip.id, "")} for clip in found]
        print_json({"clips": rows})
        return
    for clip in found:
        mark = " " if clip.gradable else "-"
        start = codes.at(clip.start) if codes else clip.start
        say(f"{mark} {where.get(clip.id, ''):6} {start} {_described(clip)}")
    if not found:
        say("no clip")


def stills(ctx: typer.Context, as_json: Json = False) -> None:
    """List the gallery's stills: place, label.

    `grade --reference still:PLACE` takes one as its look, as does still:LABEL.
    """
    from resolve_plugin.adapter.stills import gallery_stills

    with reached(ctx, quiet=as_json) as link:
        found = gallery_stills(link.host().connection)
    if as_json:
        rows = [{"id": still.id, "place": still.place, "name": still.name} for still in found]
        print_json({"stills": rows})
        return
    width = max((len(still.place) for still in found), default=0)
    for still in found:
        say(f"{still.place:{width}}  {still.label}".rstrip())
    if not found:
        say("the gallery has no stills")


def close(as_json: Json = False) -> None:
    """End the session that is open in Resolve."""
    from resolve_plugin.desk import CLOSE, ask_session

    answer = ask_session(CLOSE, Path.cwd())
    if answer is not None and answer.exit:
        raise BestlightError(f"the session did not close: {answer.stderr.strip()}")
    if as_json:
        print_json({"closed": answer is not None})
    else:
        say("no session is open" if answer is None else "closed")


def known_scope(scope: str, name: str) -> Scope:
    """The scope of that name.

    Raises:
        UsageError: there is none, or `name` is missing where it needs one, or there without need.
    """
    if scope not in SCOPES:
        raise UsageError(f"unknown scope {scope!r:.40}", hint=f"one of {', '.join(SCOPES)}")
    if scope in ("track", "group") and not name:
        example = "1" if scope == "track" else "Interview"
        raise UsageError(
            f"which {scope}?", hint=f"add --name, e.g. --scope {scope} --name {example}"
        )
    if name and scope not in ("track", "group"):
        raise UsageError(
            f"the scope {scope} takes no name", hint="--name goes with --scope track or group"
        )
    return scope  # pyright: ignore[reportReturnType]


def plain(value: Any) -> Any:
    """Data with its paths as text, for JSON."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _described(clip: HostClip) -> str:
    group = f" [{clip.group}]" if clip.group else ""
    remark = f": {clip.reason}" if clip.reason else ""
    return f"{clip.name} ({clip.kind}){group}{remark}"
