"""What a shell asks of Resolve, as checked plain data; it travels to the session as JSON.

A request is checked when it is made at the shell, and again where it is read: one that is damaged,
or of another Bestlight whose requests differ, is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, cast

from core.errors import UsageError
from core.host.types import SCOPES, Scope
from core.job.codec import job_from_dict
from core.job.job import GradeJob

FORMAT = 1
"""Goes up when a request of before is understood otherwise."""
BatchMode = Literal["clip", "group", "timeline"]
MODES: tuple[BatchMode, ...] = ("clip", "group", "timeline")
Wanted = Literal["auto", "one", "split"]
NODES: tuple[Wanted, ...] = ("auto", "one", "split")
KEYS = ("skin", "sky", "foliage", "water")
_OF_GROUPS = ("group", "make_group", "share")


@dataclass(frozen=True)
class StatusRequest:
    """Where Resolve stands.

    Attributes:
        everything: also all clips with their versions, nodes, spaces and media, the settings and
            the stills: what a recording for a report should hold.
    """

    everything: bool = False


@dataclass(frozen=True)
class ClipsRequest:
    """The clips of a scope; see `check_scope`."""

    scope: Scope = "timeline"
    name: str = ""

    def __post_init__(self) -> None:
        check_scope(self.scope, self.name)


@dataclass(frozen=True)
class StillsRequest:
    """The stills of the gallery."""


@dataclass(frozen=True)
class GradeRequest:
    """A look for a clip.

    Attributes:
        job: the look; `source` and `input_space` are not looked at, files are named from the root.
        clip: name, place or id; empty: the clip under the playhead.
        node: the node, counted from 1; None: by the rule.
        space: the colour space at the node, where the user says it.
        nodes: "one", "split" or "auto"; see `adapter.node_plan`.
        append: the user agrees to nodes behind their own.
        keys: regions that get a node of their own with a qualifier, of `KEYS`.
        share: the user agrees to a node that other clips share, where none of the clip's is free.
        plan: say what would be done, and change nothing.

    Raises:
        UsageError: `nodes` is none of these, or they do not go together.
    """

    job: GradeJob
    clip: str = ""
    node: int | None = None
    space: str | None = None
    nodes: Wanted = "auto"
    append: bool = False
    keys: tuple[str, ...] = ()
    share: bool = False
    plan: bool = False

    def __post_init__(self) -> None:
        if self.nodes not in NODES:
            raise UsageError(f"unknown nodes {self.nodes!r:.40}", hint=f"one of {', '.join(NODES)}")
        unknown = [key for key in self.keys if key not in KEYS]
        if unknown or len(set(self.keys)) < len(self.keys):
            words = f"unknown region {unknown[0]!r:.40}" if unknown else "a region is named twice"
            raise UsageError(words, hint=f"--key takes each of {', '.join(KEYS)} once")
        if (self.append or self.keys) and self.nodes != "split":
            which = "--append" if self.append else "--key"
            raise UsageError(f"{which} is for a grade of several nodes", hint="add --nodes split")
        if self.share and self.node is not None:
            raise UsageError(
                "--share finds a node that other clips share; --node names one of the clip's own",
                hint="leave one of them out",
            )


@dataclass(frozen=True)
class BatchRequest:
    """One look for several clips.

    Attributes:
        job: as in `GradeRequest`.
        scope: which clips.
        name: of the track or group of the scope.
        mode: "clip": one LUT a clip, balance and look; "group": balances in the clips' nodes, the
            look in the post-clip node of their colour group (since 19.0); "timeline": the look in
            the timeline's node (since 19.0).
        cdl: the balances as CDLs, where the look is in a node of its own.
        neutral: balance also clips that look meant as they are.
        hero: the clip that the others of its scene are brought to, by name, place or id; empty:
            the one that needs least.
        lists: a folder, from the root, for edit lists and CDL files of the batch; empty for none.
        planned: the digest of a plan that was shown: anything else is refused; empty for none.
        plan: say what would be done, and change nothing.
        space: the colour space at the nodes, where the user says it.
        look: name of the look, at most `LONGEST_LOOK` of `core.grade.label` characters; empty: by
            the job.
        group: name of the colour group, where one is to be made.
        make_group: make a group of clips that are in none.
        share: go on where the group holds other clips, which then get the look, too.

    Raises:
        UsageError: the look's name is too long, or the options do not go together.
    """

    job: GradeJob
    scope: Scope = "selected"
    name: str = ""
    mode: BatchMode = "clip"
    space: str | None = None
    look: str = ""
    group: str = ""
    make_group: bool = False
    share: bool = False
    cdl: bool = False
    neutral: bool = False
    hero: str = ""
    lists: str = ""
    planned: str = ""
    plan: bool = False

    def __post_init__(self) -> None:
        from core.grade.label import LONGEST_LOOK

        check_scope(self.scope, self.name)
        if len(self.look) > LONGEST_LOOK:
            raise UsageError(
                f"the look's name has {len(self.look)} characters",
                hint=f"it stands in the names of versions: {LONGEST_LOOK} at most",
            )
        if self.mode not in MODES:
            raise UsageError(f"unknown mode {self.mode!r:.40}", hint=f"one of {', '.join(MODES)}")
        if self.cdl and self.mode == "clip":
            raise UsageError(
                "--cdl is for balances beside one look",
                hint="add --mode group or --mode timeline, which hold the look",
            )
        if self.lists and not self.cdl:
            raise UsageError("--lists is for balances that are CDLs", hint="add --cdl")
        given = [f"--{key.replace('_', '-')}" for key in _OF_GROUPS if getattr(self, key)]
        if given and self.mode != "group":
            raise UsageError(
                f"{', '.join(given)} is for the look in a colour group", hint="add --mode group"
            )


@dataclass(frozen=True)
class ResumeRequest:
    """Go on with the batch that was cut short; without an id, the last one."""

    batch: str = ""


@dataclass(frozen=True)
class RevertRequest:
    """Take a clip's last grade back; without a name, that of the clip under the playhead."""

    clip: str = ""


@dataclass(frozen=True)
class RevertBatchRequest:
    """Take the last batch back, on all of its clips."""


@dataclass(frozen=True)
class CleanRequest:
    """Find LUTs that nothing uses any more, and remove them if so asked."""

    remove: bool = False


@dataclass(frozen=True)
class FrameRequest:
    """What Resolve shows, as a picture file.

    Attributes:
        clip: its name, place or id; empty: the one under the playhead.
        file: path of the picture, from the root.
        region: left, top, width and height of a part in pixels; empty: all of it.
        sheet: what is shown at the middle of each clip, as one picture, instead.
        force: whether a file that is there is overwritten.
    """

    clip: str = ""
    file: str = ""
    region: tuple[int, ...] = ()
    sheet: bool = False
    force: bool = False

    def __post_init__(self) -> None:
        wrong = self.region and (len(self.region) != 4 or min(self.region) < 0)
        if wrong or (self.region and 0 in self.region[2:]):
            raise UsageError(
                "a part of a frame has four numbers",
                hint="--region takes LEFT,TOP,WIDTH,HEIGHT in pixels, e.g. 100,50,640,360",
            )
        if self.sheet and (self.region or self.clip):
            raise UsageError(
                "--sheet is of all clips of the timeline", hint="leave the clip and --region out"
            )

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """The part; None: all of it."""
        if not self.region:
            return None
        left, top, width, height = self.region
        return left, top, width, height


@dataclass(frozen=True)
class RecoverRequest:
    """Put right what an interrupted run left."""


@dataclass(frozen=True)
class CheckRequest:
    """Try out what this Resolve can do."""


@dataclass(frozen=True)
class CloseRequest:
    """End the session."""


@dataclass(frozen=True)
class RecordedRequest:
    """Another request, with all that Resolve answers meanwhile written down for a report.

    Attributes:
        request: the other.
        file: path of the new file, from the root.
    """

    request: Request
    file: str


Request = (
    StatusRequest
    | ClipsRequest
    | StillsRequest
    | GradeRequest
    | BatchRequest
    | ResumeRequest
    | RevertRequest
    | RevertBatchRequest
    | CleanRequest
    | FrameRequest
    | RecoverRequest
    | CheckRequest
    | CloseRequest
    | RecordedRequest
)
KINDS: Mapping[str, type[Any]] = {
    "status": StatusRequest,
    "clips": ClipsRequest,
    "stills": StillsRequest,
    "grade": GradeRequest,
    "batch": BatchRequest,
    "resume": ResumeRequest,
    "revert": RevertRequest,
    "revert_batch": RevertBatchRequest,
    "clean": CleanRequest,
    "frame": FrameRequest,
    "recover": RecoverRequest,
    "check": CheckRequest,
    "close": CloseRequest,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def check_scope(scope: str, name: str) -> None:
    """Raise `UsageError` for an unknown scope, or a name that is missing or has no meaning."""
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


def request_as_dict(request: Request) -> dict[str, Any]:
    """A request as JSON-serialisable data; `request_from_dict` takes it back."""
    if isinstance(request, RecordedRequest):
        return {**request_as_dict(request.request), "record": request.file}
    values = {field.name: getattr(request, field.name) for field in fields(request)}
    if "job" in values:
        values["job"] = values["job"].as_dict()
    return {"format": FORMAT, "request": _NAMES[type(request)], **values}


def request_from_dict(data: Any) -> Request:
    """The request in JSON data.

    Raises:
        UsageError: there is none in it, or one of another Bestlight, or it asks for what is not
            there.
    """
    from pydantic import TypeAdapter, ValidationError

    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _refuse("it is of another Bestlight")
    if "record" in data:
        inner = {key: value for key, value in data.items() if key != "record"}
        return RecordedRequest(request_from_dict(inner), str(data["record"]))
    kind = KINDS.get(str(data.get("request")))
    values = {key: value for key, value in data.items() if key not in ("format", "request")}
    if kind is None or not values.keys() <= {field.name for field in fields(kind)}:
        raise _refuse("it asks for what is not known here")
    if "job" in values:
        values["job"] = job_from_dict(values["job"])
    try:
        return cast(Request, TypeAdapter(kind).validate_python(values))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise _refuse(f"{where}: {first['msg']}") from error


def _refuse(why: str) -> UsageError:
    return UsageError(
        f"this request cannot be carried out: {why}",
        hint="close the session that is open in Resolve, and open Bestlight there again",
    )
