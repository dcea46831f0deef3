"""`python -m benchmarks.bridge.outside FOLDER READS CHANGES`: the transport from outside, in a
process of its own together with the fake; prints the figures as JSON.

What Resolve's own library takes to reach Resolve is in no figure of the fake's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.bridge.measure import measure
from resolve_plugin.bridge.external import ExternalBridge
from tests.fake_resolve import FakeResolve, Profile, standard_timeline

if __name__ == "__main__":
    folder, reads, changes = sys.argv[1:]
    fake = FakeResolve(Profile("20.2", "studio"), Path(folder))
    standard_timeline(fake, Path(folder) / "media")
    figures = measure(ExternalBridge(fake.app), int(reads), int(changes))
    sys.stdout.write(json.dumps(figures))
