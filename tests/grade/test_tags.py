from __future__ import annotations

import pytest

from core.colour.spaces import find_space
from core.grade.tags import tags_of


@pytest.mark.parametrize(
    ("output", "primaries", "transfer"),
    [
        ("rec709", "bt709", "bt709"),
        ("srgb", "bt709", "iec61966-2-1"),
        ("p3d65", "smpte432", None),
        ("rec2100pq", "bt2020", "smpte2084"),
        ("rec2100hlg", "bt2020", "arib-std-b67"),
        ("slog3", None, None),
    ],
)
def test_a_clip_in_another_space_says_so(output, primaries, transfer):
    tags = tags_of(find_space("logc3"), find_space(output))
    assert tags is not None
    assert (tags.primaries, tags.transfer) == (primaries, transfer)


def test_a_clip_in_its_own_space_keeps_its_tags():
    assert tags_of(find_space("logc3"), find_space("logc3")) is None
