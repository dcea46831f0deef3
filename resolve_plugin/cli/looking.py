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
    """List clips of the current timeline, and whether they can be graded."""
    wanted = known_scope(scope, name)
    with reached(ctx, quiet=as_json) as link:
        found = link.host().clips(wanted, name)
    if as_json:
        print_json({"clips": [plain(asdict(clip)) for clip in found]})
        return
    for clip in found:
        mark = " " if clip.gradable else "-"
        say(f"{mark} V{clip.track} {clip.start:>8} {_described(clip)}")


def stills(ctx: typer.Context, as_json: Json = False) -> None:
    """List the gallery's stills, which `grade --reference still:NAME` takes."""
    with reached(ctx, quiet=as_json) as link:
        found = link.host().stills()
    if as_json:
        print_json({"stills": [{"id": id, "name": name} for id, name in found]})
        return
    for _, name in found:
        say(name)


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
        UsageError: there is none, or `name` is missing where it needs one.
    """
    if scope not in SCOPES:
        raise UsageError(f"unknown scope {scope!r:.40}", hint=f"one of {', '.join(SCOPES)}")
    if scope in ("track", "group") and not name:
        raise UsageError(f"which {scope}?", hint=f"add --name, e.g. --scope {scope} --name 1")
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
