"""A sentence that tells of two scenes: one look has one, so the other is named and asked about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.towers.scenes import NearScene

_OWN = r"(?=(?:an?|the|my|her|his|our|their)\b)"
_NEXT = re.compile(
    rf"\s*[,;]?\s+(?:and then|then|cut to|intercut with|followed by|versus|vs)\s+{_OWN}",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"\s*,?\s+and\s+{_OWN}", re.IGNORECASE)
_LIKE = 0.6  # cosine from which a half is a scene
_PLACE, _TIME = 0.72, 0.65  # the same where nothing says that one comes after the other
_FEW = 2  # words of a half


def two_scenes(text: str) -> tuple[str, str] | None:
    """The halves of a sentence that tells of two scenes; None for one that does not.

    Either a word says that one scene comes after the other, or the halves are two places, or they
    are at two times: "a kitchen at night and a beach at noon".
    """
    for divider, told_apart in ((_NEXT, _differ), (_BESIDE, _are_two)):
        halves = divider.split(text, maxsplit=1)
        if len(halves) > 1 and min(len(half.split()) for half in halves) >= _FEW:
            from core.towers.scenes import near_scenes

            one, two = (half.strip(" ,;.") for half in halves)
            return (one, two) if told_apart(near_scenes(one), near_scenes(two)) else None
    return None


def _differ(one: tuple[NearScene, ...], two: tuple[NearScene, ...]) -> bool:
    near = bool(one and two) and min(one[0].cosine, two[0].cosine) >= _LIKE
    return near and one[0].scene != two[0].scene


def _are_two(one: tuple[NearScene, ...], two: tuple[NearScene, ...]) -> bool:
    return any(
        _differ(_of(one, kind, least), _of(two, kind, least))
        for kind, least in (("places", _PLACE), ("times", _TIME))
    )


def _of(near: tuple[NearScene, ...], kind: str, least: float) -> tuple[NearScene, ...]:
    return tuple(one for one in near if one.scene.kind == kind and one.cosine >= least)
