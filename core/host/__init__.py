"""Hosts: where clips are graded. Resolve is one, plain files are another."""

from core.host.host import Host
from core.host.types import (
    SCOPES,
    Attached,
    ClipKind,
    HostClip,
    HostState,
    Label,
    NodeSpace,
    Reverted,
    Scope,
    StillName,
)

__all__ = [
    "SCOPES",
    "Attached",
    "ClipKind",
    "Host",
    "HostClip",
    "HostState",
    "Label",
    "NodeSpace",
    "Reverted",
    "Scope",
    "StillName",
]
