"""Resolve for the panel of a shell: `bestlight panel --resolve`."""

from __future__ import annotations

import atexit
import os
import sys

from core.errors import BestlightError
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.bridge.external import connect_external
from resolve_plugin.folders import find_folders_here


def open_host() -> ResolveHost:
    """Resolve as a host, over its own scripting library; what a run that was cut short left is
    put right.

    Raises:
        BestlightError: it is not reached; the hint says how it could be.
    """
    folders = find_folders_here()
    if folders.script_lib.is_file():
        atexit.register(_leave)
    bridge, why = connect_external(folders.script_api, folders.script_lib)
    if bridge is None:
        raise BestlightError(
            f"DaVinci Resolve is not reached: {why}",
            hint="start Resolve Studio, and allow external scripting by local programs in its "
            "preferences (System > General); the panel goes on as soon as it answers",
        )
    host = ResolveHost(bridge)
    host.recover()
    return host


def _leave() -> None:
    """End by itself: Resolve's library may crash when Python does."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
