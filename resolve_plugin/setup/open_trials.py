"""What no source tells of newer calls and of stills' files, tried on the copy of the timeline.

Nothing in Bestlight rests on these answers yet; they are for whoever reads the file that a user
sends. Every call is made on a version of the copy's own, and any answer is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cdl import Cdl
from core.errors import BestlightError
from resolve_plugin.adapter.attach_nodes import make_still
from resolve_plugin.adapter.frame_calls import picture_in
from resolve_plugin.adapter.grabbed import grab_grade
from resolve_plugin.adapter.proof import AGREES, measure
from resolve_plugin.adapter.unsure import put_cdl
from resolve_plugin.bridge import CallFailed
from resolve_plugin.drx.container import DrxText
from resolve_plugin.drx.graph import describe_fields
from resolve_plugin.setup.findings import CheckAnswer

if TYPE_CHECKING:
    from resolve_plugin.setup.node_trials import NodeTrial

NEWER = "99.0.0.0001"
# A copied grade may share nodes with the user's timeline, so only our own are written into.
NO_NODES = "there are no nodes of ours for it"
_LABELS = ("BL one", "BL two")


def newer_header(one: NodeTrial) -> CheckAnswer:
    """Whether a still of a later Resolve is taken."""
    still = make_still(one.project, one.kept.timeline, _LABELS)
    newer = still.text.replace(f'DbAppVer="{still.app_version}"', f'DbAppVer="{NEWER}"')
    said = one.apply(DrxText(newer, still.grade), "newer")
    right = one.labels() == _LABELS
    tried = f"a file headed {NEWER}, ApplyGradeFromDRX, the labels read back"
    return CheckAnswer("yes" if right else "no", tried, f"it said {said}")


def still_fields(one: NodeTrial) -> CheckAnswer:
    """How Resolve itself writes nodes that we know: the numbers of which the meaning is open."""
    tried = "our nodes with a CDL and a LUT, grabbed as a still and written as drx"
    one.apply(make_still(one.project, one.kept.timeline, _LABELS), "fields")
    if one.labels() != _LABELS:
        return CheckAnswer("unclear", tried, NO_NODES)
    put_cdl(one.entry.handle, 1, Cdl((0.9, 0.8, 0.7), (0.05, 0.04, 0.03)))
    folder = one.folder / "fields"
    folder.mkdir(exist_ok=True)
    try:
        still = grab_grade(one.kept, one.entry.clip, folder, one.project.connection.records)
        return CheckAnswer("yes", tried, describe_fields(still.grade))
    except BestlightError as error:
        return CheckAnswer("unclear", tried, f"{error.message} ({error.hint})")


def auto_colour(one: NodeTrial) -> CheckAnswer:
    """What Resolve's automatic colour does to which node (21.2)."""
    nodes = one.labels()
    if nodes != _LABELS:
        return CheckAnswer("unclear", "ApplyAutoColor", NO_NODES)
    before = one.graph()
    answer = _asked(one, one.entry.handle, "ApplyAutoColor", {"nothing": ()})
    after = one.graph()
    if before is None or after is None or answer.answer == "no such call":
        return answer
    off = measure(after, before.apply)
    words = (
        f"{answer.answer}; {off:.1f} of 255 off (95 %); {len(one.labels())} nodes of {len(nodes)}"
    )
    return CheckAnswer("yes" if off > AGREES else "no", answer.tried, words)


def copied_attributes(one: NodeTrial) -> CheckAnswer:
    """How attributes are copied from a clip (21.1.2): here to itself."""
    if one.labels() != _LABELS:
        return CheckAnswer("unclear", "CopyAttributes", NO_NODES)
    clip = one.entry.handle
    forms = {"clips, options": ([clip], {}), "clips": ([clip],), "clip": (clip,)}
    return _asked(one, clip, "CopyAttributes", forms)


def _asked(
    one: NodeTrial,
    owner: Any,
    name: str,
    forms: Mapping[str, tuple[Any, ...]],
    file: Path | None = None,
) -> CheckAnswer:
    """What a call answers in each form: yes where one of them gives a picture or True."""
    tried = f"{name}: {'; '.join(forms)}"
    if not one.project.connection.has(owner, name):
        return CheckAnswer("no", tried, "no such call")
    told, taken = [], False
    for form, given in forms.items():
        if file is not None:
            file.unlink(missing_ok=True)
        try:
            answer = getattr(owner, name)(*given)
        except CallFailed as error:
            told.append(f"{form}: {type(error).__name__}")
            continue
        picture = picture_in(answer, file, one.folder)
        taken = taken or answer is True or picture is not None
        told.append(f"{form}: {_describe(answer)}{say_size(picture)}")
    return CheckAnswer("yes" if taken else "unclear", tried, "; ".join(told))


def _describe(answer: Any) -> str:
    if isinstance(answer, Mapping):
        return f"a map with {', '.join(_in_words(answer.items())) or 'nothing'}"
    return str(answer) if isinstance(answer, bool | int | float) else type(answer).__name__


def _in_words(items: Iterable[tuple[Any, Any]]) -> list[str]:
    return [f"{key} ({type(value).__name__})" for key, value in items]


def say_size(picture: Path | None) -> str:
    """The size of a picture, to follow other words; "" where none came."""
    from core.media.still import read_still

    if picture is None:
        return ""
    height, width = read_still(picture).rgb.shape[:2]
    return f", a picture of {width} x {height}"
