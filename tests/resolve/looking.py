"""Looking at a clip on the fake: pictures at a node, and nothing of the user's changed."""

from __future__ import annotations

from core.colour.spaces import find_space
from core.grade.footage import Footage
from core.progress import Progress
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.frames import read_footage
from tests.resolve.reading import connected

REC709 = "Rec.709 Gamma 2.4"
DWG = "DaVinci WG/Intermediate"
RCM = "davinciYRGBColorManagedv2"


def frames_of(fake, item, space=REC709, node: int | None = 1) -> Footage:
    """`footage`, with everything of the user's compared before and after."""
    connection = connected(fake)
    before = fake.snapshot()
    found = read_footage(
        connection,
        find_entry(connection, item.id),
        space,
        Progress(),
        luts=fake.master_lut,
        node=node,
    )
    assert fake.snapshot() == before
    assert fake.faults == []
    assert fake.modal == ""
    assert found.shown.source == find_space(space)
    assert len(found.times) == len(found.frames)
    return found


def numbers(found: Footage) -> list[int]:
    """Which frames of a `grey_clip` these are."""
    return [round(float(frame.mean()) * 219 + 16) - 20 for frame in found.frames]


def choice(found: Footage, what: str):
    return next(choice for choice in found.choices if choice.what.endswith(what))
