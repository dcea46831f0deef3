"""What a batch would do, before anything is looked at for long or changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.errors import BestlightError, counted
from resolve_plugin.adapter.batch_writes import CLOSELY, explain_skipped
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.nodes import choose_node
from resolve_plugin.bridge import HostGone
from resolve_plugin.requests import BatchRequest


def plan_batch(host: ResolveHost, request: BatchRequest) -> dict[str, Any]:
    """Which node of which clip a batch would use, as JSON data; nothing is changed."""
    project, rows = host.project, []
    for clip in host.clips(request.scope, request.name):
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
    text = json.dumps([rows, request.mode, request.cdl, request.group], sort_keys=True)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
    return {"plan": {"digest": digest, "mode": request.mode, "cdl": request.cdl, "clips": rows}}


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
