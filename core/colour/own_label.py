"""What Bestlight writes into a graded clip about its values, and reads there again.

A graded clip keeps its source's comments and names, which may speak of the camera's log. The
sentence at the head of its comment says what the values are now, and outweighs all of those.
"""

from __future__ import annotations

import re

from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError

_LABEL = re.compile(r"^Graded by Bestlight; its values are (.{1,80}?)\.(?: |$)")


def label_comment(space: ColourSpace, comment: str) -> str:
    """`comment` with the label of `space` before it, in the place of an earlier label."""
    return f"Graded by Bestlight; its values are {space.name}. {_LABEL.sub('', comment)}".strip()


def labelled_space(comment: str) -> ColourSpace | None:
    """The space that a comment's label names; None without a label."""
    found = _LABEL.match(comment)
    if found is None:
        return None
    try:
        return find_space(found.group(1))
    except UsageError:
        # Written by another version, with a space that this one does not know.
        return None
