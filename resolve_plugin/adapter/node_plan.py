"""Which nodes a grade is put into, decided before anything is changed, and shown.

*one*: a LUT in one node, by the rule of `nodes`. *split*: a balance that the colorist can turn, as
a CDL in "BL Balance"; the look as a LUT in "BL Look"; where asked for, nodes that correct nothing
yet and hold a qualifier for the skin, a sky or foliage; an empty "BL Hand" behind them. Nodes are
found by their labels. Where they are not there yet, a clip without a grade gets them from a
skeleton, and a graded one behind its own nodes, where this very build was seen to do that and the
user has agreed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from core.errors import BestlightError, UsageError
from core.host.types import HostClip
from resolve_plugin.adapter.abilities import Abilities
from resolve_plugin.adapter.connection import ResolveVersion
from resolve_plugin.adapter.nodes import ADD_A_NODE, Node
from resolve_plugin.requests import KEYS, Wanted

Route = Literal["lut", "fill", "skeleton", "append", "group", "timeline"]
ONE_LUT: tuple[Route, ...] = ("lut", "group", "timeline")
"""Routes that put all of a grade into one node."""
BALANCE, LOOK, HAND = "BL Balance", "BL Look", "BL Hand"
KEYED: Mapping[str, str] = {region: f"BL {region.capitalize()}" for region in KEYS}
"""Labels of the nodes that hold a qualifier, by region."""
CHECK = "bestlight resolve check"


class PlanOutdated(BestlightError):
    """The user has worked on the nodes since the plan was made; they are left alone."""


@dataclass(frozen=True)
class Facts:
    """What decides on a clip's plan.

    Attributes:
        clip: the clip.
        nodes: of its current version.
        version: of Resolve.
        abilities: of this build, as `check` saw them.
        cautions: what is special about the clip's grade, so that its graph is only changed when
            the user asks for it; a sentence each.
    """

    clip: HostClip
    nodes: tuple[Node, ...]
    version: ResolveVersion
    abilities: Abilities
    cautions: tuple[str, ...] = ()

    @property
    def ungraded(self) -> bool:
        """Whether the clip has one node, and nothing in it that can be seen."""
        return len(self.nodes) == 1 and self.nodes[0].empty and not self.nodes[0].label


@dataclass(frozen=True)
class NodePlan:
    """Which nodes a clip's grade goes into.

    Attributes:
        clip: the clip's id.
        route: "lut": all in one node; "fill": nodes that are there; "skeleton": new nodes on a
            clip without a grade; "append": new nodes behind the user's; "group", "timeline": all in
            a node that other clips share.
        labels: of the nodes that are made.
        before: the nodes that the clip, or the shared graph, has.
        reasons: why so, a sentence each.
        group: the colour group whose node it is.
        node: index of the shared node; 0 without.
    """

    clip: str
    route: Route
    labels: tuple[str, ...]
    before: tuple[Node, ...]
    reasons: tuple[str, ...]
    group: str = ""
    node: int = 0

    @property
    def after(self) -> tuple[str, ...]:
        """The labels of all nodes then."""
        kept = () if self.route == "skeleton" else tuple(node.label for node in self.before)
        return (*kept, *self.labels)

    @property
    def balance(self) -> int:
        """Index of the node that takes the balance; 0 where it has none of its own."""
        return 0 if self.route in ONE_LUT else self.after.index(BALANCE) + 1

    @property
    def look(self) -> int:
        """Index of the node that takes the look; 0 where the rule for one LUT decides."""
        return 0 if self.route in ONE_LUT else self.after.index(LOOK) + 1

    @property
    def keys(self) -> tuple[str, ...]:
        """The regions that get a node of their own with a qualifier."""
        return tuple(region for region, label in KEYED.items() if label in self.labels)

    @property
    def digest(self) -> str:
        """Eight letters that change with anything in the plan."""
        data = json.dumps({**asdict(self), "reasons": ()}, sort_keys=True)
        return hashlib.sha256(data.encode("utf-8")).hexdigest()[:8]


def plan_nodes(
    facts: Facts,
    wanted: Wanted,
    *,
    append: bool = False,
    keys: Sequence[str] = (),
    node: int | None = None,
) -> NodePlan:
    """Which nodes a clip's grade goes into.

    Args:
        facts: of the clip.
        wanted: "auto" splits a clip without a grade where this build was seen to do that.
        append: whether the user agrees to nodes behind their own.
        keys: of `KEYED`: a node each between look and hand, with a qualifier for that region.
        node: the node that the user named; then there is one.

    Raises:
        UsageError: a node is named for a grade of several.
    """
    if node is not None:
        if wanted == "split":
            raise UsageError(
                "--node names one node, and --nodes split is for several",
                hint="leave one of them out",
            )
        return _plan(facts, "lut", (), "you named the node")
    labels = [known.label for known in facts.nodes]
    if labels.count(BALANCE) == 1 and labels.count(LOOK) == 1:
        words = f'the clip has nodes labelled "{BALANCE}" and "{LOOK}"'
        kept = ("no node is made beside those, so no qualifier either",) if keys else ()
        return _plan(facts, "fill", (), words, *kept)
    if wanted == "one":
        return _plan(facts, "lut", (), "asked for")
    new = (BALANCE, LOOK, *(KEYED[region] for region in keys), HAND)
    route, why = _new_nodes(facts, wanted, append)
    if route == "lut":
        return _plan(facts, route, (), *why)
    return _plan(facts, route, new, *why, *_say_keys(facts.abilities, keys))


def _say_keys(able: Abilities, keys: Sequence[str]) -> tuple[str, ...]:
    if not keys:
        return ()
    where = ", ".join(KEYED[region] for region in keys)
    if able.key is False:
        return (
            f"{where} stay empty: {CHECK} saw that this Resolve takes no qualifier from a file",
        )
    if able.key is None:
        return (f"where the hues of a qualifier begin here is not measured yet: {CHECK}",)
    return (f"the qualifiers of {where} correct nothing until you turn something",)


def _plan(facts: Facts, route: Route, labels: Sequence[str], *why: str) -> NodePlan:
    told = (*why, *facts.cautions) if route != "lut" else why
    return NodePlan(facts.clip.id, route, tuple(labels), facts.nodes, tuple(told))


def _new_nodes(facts: Facts, wanted: Wanted, append: bool) -> tuple[Route, tuple[str, ...]]:
    """Skeleton or append where they may be, else one LUT; and why."""
    able, version = facts.abilities, facts.version
    if not version.applies_stills:
        return "lut", (f"Resolve {version} takes no nodes from a file (19.1 is the first)",)
    if facts.cautions and (wanted == "auto" or not facts.ungraded):
        return "lut", facts.cautions
    if not facts.ungraded:
        return _behind(able, wanted, append)
    if able.skeleton is False or able.cdl is False:
        return "lut", (f"{CHECK} saw that this Resolve does not take nodes from a file",)
    if able.skeleton and able.cdl:
        return "skeleton", ("the clip has no grade, and this Resolve was seen to take nodes",)
    if wanted == "split":
        return "skeleton", (f"the clip has no grade; not yet tried here by {CHECK}",)
    return "lut", (f"whether this Resolve takes nodes from a file is not tried yet: {CHECK}",)


def _behind(able: Abilities, wanted: Wanted, append: bool) -> tuple[Route, tuple[str, ...]]:
    if wanted == "auto":
        return "lut", ("the clip has a grade of yours",)
    if not able.append:
        seen = "saw that nodes cannot be" if able.append is False else "has not yet seen nodes"
        return "lut", (f"the clip has a grade of yours, and {CHECK} {seen} put behind one",)
    if not append:
        return "lut", ("the clip has a grade of yours: --append puts nodes behind it",)
    return "append", ("behind your own nodes, as you agreed",)


def explain_no_node(error: BestlightError, plan: NodePlan, clip: HostClip) -> BestlightError:
    """What can be done where no node is free, in the order in which it should be thought of."""
    ways = []
    if any("--append" in why for why in plan.reasons):
        ways.append("--nodes split --append, which puts nodes behind yours")
    where = f"the node after the clips of its group '{clip.group}', or " if clip.group else ""
    ways += [f"--share, which takes {where}the timeline's node", ADD_A_NODE]
    return BestlightError(error.message, hint="; or ".join(ways))
