"""A look for one clip, in the nodes that are planned for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from core.cdl import Cdl
from core.errors import BestlightError, UsageError
from core.grade.footage import reduce_picture
from core.grade.node_lut import require_sound
from core.grade.run import FinishedGrade
from core.host.clip_grading import ClipGrade, grade_clip
from core.host.types import Attached, HostClip, Label, plain
from core.progress import Progress
from resolve_plugin.adapter.abilities import read_abilities
from resolve_plugin.adapter.attach_nodes import Placed, try_nodes
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.metadata import read_metadata
from resolve_plugin.adapter.node_plan import KEYED, ONE_LUT, NodePlan, explain_no_node
from resolve_plugin.adapter.proof import State, prove_lut
from resolve_plugin.adapter.shown import prove_picture, see_clip
from resolve_plugin.bridge import HostGone
from resolve_plugin.camera_notes import read_notes
from resolve_plugin.drx.key import HslKey
from resolve_plugin.guards import (
    Intent,
    confidence_band,
    judge_balance,
    judge_intent,
    tag_intent,
    tell_intents,
    warn_of_other_than_skin,
)
from resolve_plugin.key_ranges import LEAST_SHARE, find_key, find_own_key, find_share, show_region
from resolve_plugin.match_proof import RegionMatch, match_regions
from resolve_plugin.picture_damage import SIDE, find_damage_of
from resolve_plugin.requests import GradeRequest
from resolve_plugin.split import SplitGrade, balance_as_shown, split_grade

_SAMPLE = 20_000
_INSIDE = 0.5  # of a mask
_USUAL = "its qualifier holds the hues that {0} usually has"
_WITHOUT_OWN = "the LUT was made for the clip without its own nodes, which come before it"
WORDS = {
    "lut": "one LUT in one node",
    "fill": "into the nodes that are labelled for it",
    "skeleton": "new nodes on a clip without a grade",
    "append": "new nodes behind yours",
    "group": "one LUT in the node after the clips of its group",
    "timeline": "one LUT in the timeline's node",
}


def show_plan(host: ResolveHost, clip: HostClip, request: GradeRequest) -> dict[str, Any]:
    """What a request would do to a clip, as JSON data; nothing is changed."""
    host.require_gradable(clip)
    plan = _plan(host, clip, request)
    return {"clip": plain(asdict(clip)), "plan": _plan_data(plan)}


def _plan(host: ResolveHost, clip: HostClip, request: GradeRequest) -> NodePlan:
    return host.plan_nodes(
        clip,
        request.nodes,
        append=request.append,
        keys=request.keys,
        node=request.node,
        share=request.share,
    )


def _plan_data(plan: NodePlan) -> dict[str, Any]:
    return {
        "digest": plan.digest,
        "route": plan.route,
        "words": WORDS[plan.route],
        "nodes": list(plan.after),
        "reasons": list(plan.reasons),
    }


def grade_in_nodes(
    host: ResolveHost, clip: HostClip, request: GradeRequest, progress: Progress
) -> dict[str, Any]:
    """Find a look for a clip and put it into the nodes that are planned; JSON data of all of it.

    Raises:
        BestlightError: as `core.host.clip_grading.grade_clip`; the clip is as it was.
        Cancelled: the user stopped it; the clip is as it was.
    """
    plan = _plan(host, clip, request)
    if plan.route == "lut":
        return _in_one(host, clip, request, plan, progress)
    if plan.route in ONE_LUT:
        return _in_shared(host, clip, request, plan, progress)
    hand = _Hand(host, clip, plan, request)
    graded = grade_clip(
        host,
        clip,
        request.job,
        progress,
        space=request.space,
        node=plan.balance,
        attach=hand.attach,
    )
    if hand.placed is None or hand.split is None:
        return _with_lut(host, graded, plan)
    balance = {"cdl": hand.split.balance.as_dict(), "balance": _say_cdl(hand.split.balance)}
    off = {"mean": round(hand.split.mean, 3), "largest": round(hand.split.largest, 3)}
    state = {"state": hand.placed.state, "why": hand.placed.why, "off": off}
    nodes = {**_plan_data(plan), **balance, **state}
    # In one LUT the balance is part of it, and the node for it holds none.
    own = None if request.nodes == "one" else hand.split.balance
    return {**_data(host, graded, own), "nodes": nodes}


def _data(host: ResolveHost, graded: ClipGrade, balance: Cdl | None = None) -> dict[str, Any]:
    """The data of a grade, with what the clip looks meant to be, how far its match may be trusted
    ("" without a reference), what became of the picture besides, and how it matches a reference
    where it is seen.

    Args:
        host: Resolve.
        graded: the grade.
        balance: where a node of its own has it.
    """
    finished = graded.finished
    intents = _intents(host, graded)
    if balance is None:
        balance = balance_as_shown(finished.grading, finished.job)
    others = [picture for shot in finished.references for picture in shot.pictures]
    band = confidence_band(finished.shot.pictures, others) if others else ""
    damage = find_damage_of(finished.look, finished.shot)
    match = [{**asdict(one), "told": one.told} for one in _match(host, graded)]
    data = graded.as_dict()
    return {
        **data,
        "notes": [*data["notes"], *judge_balance(intents, balance)],
        "intent": tell_intents(intents),
        "band": band,
        "damage": list(damage),
        "match": match,
    }


def _intents(host: ResolveHost, graded: ClipGrade) -> tuple[Intent, ...]:
    """What a clip looks meant to be, by its pictures and by its notes."""
    noted: dict[str, str] = {}
    with suppress(BestlightError):  # the grade stands, whether its notes can be read or not
        known = read_metadata(host.connection, [graded.clip.id])
        noted = read_notes(known.get(graded.clip.id, {}))
    return judge_intent(tag_intent(graded.finished.shot.pictures), noted)


def _match(host: ResolveHost, graded: ClipGrade) -> tuple[RegionMatch, ...]:
    """The clip as Resolve shows it now against its one reference; nothing where it is not seen."""
    references = graded.finished.references
    if len(references) != 1:
        return ()  # of several, none is what it should match
    try:
        shown = see_clip(host.project, graded.clip, SIDE)
    except BestlightError:
        return ()  # the grade stands, whether it can be seen or not
    return match_regions(shown, references[0].hero_displayed) if shown is not None else ()


def _in_one(
    host: ResolveHost, clip: HostClip, request: GradeRequest, plan: NodePlan, progress: Progress
) -> dict[str, Any]:
    try:
        node = host.node_index(clip, request.node)
    except (UsageError, HostGone):
        raise
    except BestlightError as error:
        raise explain_no_node(error, plan, clip) from error
    seen: list[np.ndarray | None] = []

    def attach(finished: FinishedGrade, label: Label) -> Attached:
        seen.append(see_clip(host.project, clip) if not plan.before[node - 1].lut else None)
        sound = request.job.accept_faults
        return host.attach(clip, finished.lut, label, node=node, accept_faults=sound)

    graded = grade_clip(
        host, clip, request.job, progress, space=request.space, node=node, attach=attach
    )
    return _with_lut(host, graded, plan, *seen)


def _in_shared(
    host: ResolveHost, clip: HostClip, request: GradeRequest, plan: NodePlan, progress: Progress
) -> dict[str, Any]:
    """A grade in a node that other clips share; what the clip's own nodes do is not in it."""
    placed: list[tuple[State, str]] = []

    def attach(finished: FinishedGrade, label: Label) -> Attached:
        require_sound(finished.lut, accept_faults=request.job.accept_faults)
        attached, state, why = host.attach_shared(clip, plan, finished.lut, label)
        placed.append((state, why))
        return replace(attached, notes=(*attached.notes, _WITHOUT_OWN))

    own = 1  # where the picture is looked at: before the clip's own nodes
    graded = grade_clip(
        host, clip, request.job, progress, space=request.space, node=own, attach=attach
    )
    state, why = placed[0]
    return {**_data(host, graded), "nodes": {**_plan_data(plan), "state": state, "why": why}}


def _with_lut(
    host: ResolveHost, graded: ClipGrade, plan: NodePlan, before: np.ndarray | None = None
) -> dict[str, Any]:
    """The data of a grade in one node, and whether it was proved: by what the node does, else by
    the picture from before.
    """
    project = host.project
    known = project.ledger.read().last_grade(graded.clip.id)
    state, why = "unverifiable", "it is not in the records any more"
    if known is not None:
        state, why = prove_lut(project, known, graded.finished.lut.table)
    if state == "unverifiable" and before is not None:
        with suppress(BestlightError):  # the grade stands, whether it can be seen or not
            after = see_clip(project, graded.clip)
            state, why = prove_picture(project, graded.finished.lut, before, after)
    nodes = {**_plan_data(replace(plan, route="lut", labels=())), "state": state, "why": why}
    return {**_data(host, graded), "nodes": nodes}


def _say_cdl(cdl: Cdl) -> str:
    if cdl == Cdl():
        return "nothing to balance"
    # A zero is added so that none is called -0.
    slope, offset = (
        " ".join(f"{round(value, 4) + 0.0:.4f}" for value in part)
        for part in (cdl.slope, cdl.offset)
    )
    return f"slope {slope}; offset {offset}"


@dataclass
class _Hand:
    """Puts a finished grade into the planned nodes; into one where these cannot be had.

    Attributes:
        placed: what came of it; None where it is in one node.
        split: the grade in its parts.
        keys: the qualifiers of the planned nodes, by region.
    """

    host: ResolveHost
    clip: HostClip
    plan: NodePlan
    request: GradeRequest
    placed: Placed | None = None
    split: SplitGrade | None = None
    keys: dict[str, HslKey] = field(default_factory=dict)

    def attach(self, finished: FinishedGrade, label: Label) -> Attached:
        """As `Host.attach`."""
        job = finished.job
        require_sound(finished.lut, accept_faults=job.accept_faults)
        if self.request.nodes == "one":
            self.split = SplitGrade(Cdl(), finished.lut, finished.lut, 0.0, 0.0)
        else:
            self.split = split_grade(finished.grading, finished.lut, job)
        split = self.split
        told = self._find_keys(finished)
        self.placed, refused = try_nodes(
            lambda: self.host.attach_nodes(self.clip, self.plan, split, label, self.keys)
        )
        if self.placed is not None:
            attached = self.placed.attached
            return replace(attached, notes=(*attached.notes, *told))
        if refused is not None and self.plan.route == "fill":
            # In another node it would come on top of what the labelled ones hold.
            raise refused
        sound = job.accept_faults
        attached = self.host.attach(self.clip, finished.lut, label, accept_faults=sound)
        why = (f"in one node, because {refused.message}",) if refused else ()
        return replace(attached, notes=(*why, *attached.notes))

    def _find_keys(self, finished: FinishedGrade) -> tuple[str, ...]:
        """Find the qualifiers of the planned nodes; what is to be said of them, a sentence each.

        Raises:
            BestlightError: a qualifier for skin is wanted, and no frame has any.
        """
        lut = finished.lut
        values = lut.table.apply(finished.shot.sample_colours(_SAMPLE, finished.job.seed))
        told = []
        found = finished.shot.regions.names if self.plan.keys else ()
        for region in self.plan.keys:
            if region in found:
                self.keys[region], words = find_clip_key(finished, region)
                told.append(words)
                continue
            self.keys[region], share = find_key(region, values, lut.output)
            before = find_share(region, finished.shot.pictures)
            if region == "skin" and before == share == 0:
                raise BestlightError(
                    f"no frame of {self.clip.name} has skin in it, so that there is nothing for a "
                    "qualifier of skin",
                    hint=f"where you see some, the clip is in another space than {lut.source.name} "
                    "(--input-space); else leave --key skin out",
                )
            if share < LEAST_SHARE:
                told.append(f"{_say_hardly_any(region, before, share)}: {_USUAL.format(region)}")
            elif region == "skin":
                told += warn_of_other_than_skin(show_region(region, values, lut.output))
        if read_abilities(self.host.connection).key is False:
            told += [f"set {KEYED[region]} to {key.told}" for region, key in self.keys.items()]
        return tuple(told)


def _say_hardly_any(region: str, before: float, after: float) -> str:
    """Whether the clip has little of a region, or the look leaves little of it."""
    if before < LEAST_SHARE:
        return f"there is hardly any {region} in this clip ({before:.1%})"
    return f"after this look hardly any colour is one of {region} ({after:.1%})"


def find_clip_key(finished: FinishedGrade, region: str) -> tuple[HslKey, str]:
    """The qualifier, after a grade, of a region that is in the clip, and a sentence on how well it
    holds it.

    Args:
        finished: the grade.
        region: one that is found in its shot.
    """
    shot, lut = finished.shot, finished.lut
    values, inside = [], []
    for at, frame in enumerate(shot.footage.frames):
        values.append(lut.table.apply(reduce_picture(frame)).reshape(-1, 3))
        inside.append(shot.regions.mask(region, at).reshape(-1) > _INSIDE)
    every, own = np.concatenate(values), np.concatenate(inside)
    picked = np.random.default_rng(finished.job.seed).permutation(len(every))[:_SAMPLE]
    # A small region has few of so many points; all of its own are better than none.
    picked = np.union1d(picked, np.flatnonzero(own)[:_SAMPLE])
    key, held, rest = find_own_key(every[picked], own[picked])
    return key, f"the qualifier of {region} holds {held:.0%} of it and {rest:.0%} of the rest"
