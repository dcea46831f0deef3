"""A fake DaVinci Resolve, held to the fact sheet: versions, editions, quirks, pictures."""

from tests.fake_resolve.fake import FakeResolve
from tests.fake_resolve.model import (
    AlbumModel,
    GroupModel,
    ItemModel,
    MediaModel,
    Node,
    ProjectModel,
    StillModel,
    TimelineModel,
)
from tests.fake_resolve.profile import EDITIONS, VERSIONS, Edition, Profile, Quirks
from tests.fake_resolve.remote import PyRemoteObject, WrongThread
from tests.fake_resolve.snapshot import lost
from tests.fake_resolve.standard import small_clip, standard_timeline

__all__ = [
    "EDITIONS",
    "VERSIONS",
    "AlbumModel",
    "Edition",
    "FakeResolve",
    "GroupModel",
    "ItemModel",
    "MediaModel",
    "Node",
    "Profile",
    "ProjectModel",
    "PyRemoteObject",
    "Quirks",
    "StillModel",
    "TimelineModel",
    "WrongThread",
    "lost",
    "small_clip",
    "standard_timeline",
]
