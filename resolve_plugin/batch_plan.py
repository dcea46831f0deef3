"""What a batch would do, before anything is looked at for long or changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.errors import BestlightError, UsageError, counted
from core.host.types import HostClip
from resolve_plugin.adapter.batch_writes import CLOSELY, explain_skipped
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.naming import clips_called, list_names, name_places, require_one
from resolve_plugin.adapter.nodes import choose_node
from resolve_plugin.bridge import HostGone
from resolve_plugin.requests import BatchRequest


def plan_batch(host: ResolveHost, request: BatchRequest) -> dict[str, Any]:
    """Which node of which clip a batch would use, as JSON data; nothing is changed.

    Raises:
        UsageError: the hero is none of the clips, or its name fits several.
    """
    clips = host.clips(request.scope, request.name)
    hero = find_hero(host, clips, request.hero)
    project, rows = host.project, []
    for clip in clips:
        row: dict[str, Any] = {"clip": clip.id, "name": clip.name, "node": 0, "reason": ""}
        try:
            host.require_gradable(clip)
            nodes = project.clip(clip.id, clip.name).nodes.read()
            row["node"] = choose_node(nodes, project.luts.is_ours, None, clip.name).node.index
            row["nodes"] = [asdict(node) for node in nodes]
        except HostGone:
            raise
        except BestlightError as error:
            row["reason"] = explain_skipped(error)
        rows.append(row)
    asked = {"mode": request.mode, "cdl": request.cdl, "hero": hero, "neutral": request.neutral}
    text = json.dumps([rows, asked, request.group], sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
    return {"plan": {"digest": digest, **asked, "clips": rows}}


def find_hero(host: ResolveHost, clips: Sequence[HostClip], wanted: str) -> str:
    """The id of the clip that the others of its scene are brought to; empty where none is named.

    Args:
        host: Resolve.
        clips: those of the batch.
        wanted: the clip's name, place on the timeline or id; empty for none.

    Raises:
        UsageError: it is none of the clips, or its name fits several of them.
    """
    if not wanted:
        return ""
    where = name_places(host.clips("timeline"))
    found = clips_called(clips, wanted, where)
    if not found:
        there = list_names([clip.name for clip in clips])
        raise UsageError(
            f"{wanted} is none of the clips of this batch",
            hint=f"there are: {there}; name one of them, or leave --hero out",
        )
    of_batch = f"clips of this batch are called {wanted!r}"
    return require_one(found, of_batch, lambda clip: where.get(clip.id, clip.id)).id


def tell_plan(plan: Mapping[str, Any]) -> str:
    """A batch's plan in a sentence."""
    there = sum(1 for row in plan["clips"] if row["node"])
    out = len(plan["clips"]) - there
    words = f"plan {plan['digest']}: {counted(there, 'clip')}"
    if out:
        words += f", {out} left out"
    if there < 2:
        return words
    sample = min(there, CLOSELY) - 1
    return f"{words}; one first, then {sample} looked at closely, then the rest"
