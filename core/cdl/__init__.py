"""Corrections as ASC CDL, and edit decisions that carry them.

`Cdl` is the ten numbers; `fit_cdl` finds those nearest to a map and says what they miss;
`remainder` is the LUT that holds the rest; `write_cdls` and `read_cdls` are for .cc, .ccc and
.cdl files; `write_events` and `read_events` for edit lists (EDL, ALE, OTIO; FCPXML is read).
"""

from core.cdl.cdl import Cdl
from core.cdl.events import read_events, write_events
from core.cdl.files import read_cdls, write_cdls
from core.cdl.fit import CdlFit, fit_cdl, remainder
from core.cdl.timeline import Event

__all__ = [
    "Cdl",
    "CdlFit",
    "Event",
    "fit_cdl",
    "read_cdls",
    "read_events",
    "remainder",
    "write_cdls",
    "write_events",
]
