"""All methods that are measured side by side, by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.transfer import peers
from core.job.amounts import Amounts
from core.lut import Lut3D
from core.match.transport import TransportEngine
from core.solve import BOLDNESS
from core.solve.engine import SolveEngine
from training.style.predict import style_engine

OLD, NEW = "old style", "style"


def methods(prior: list[Path], weights: Path | None) -> dict[str, peers.Method]:
    """Every method; the mean look only if there are looks to take it of.

    Args:
        prior: ``.npy`` looks whose mean is the "mean look".
        weights: packed style weights instead of the shipped ones.
    """
    found: dict[str, peers.Method] = {"identity": peers.identity}
    if prior:
        mean = np.mean([np.load(path).astype(np.float32) for path in prior], axis=0)
        found["mean look"] = peers.fixed_look(Lut3D(mean))
    old = style_engine(weights)
    found |= {
        "Reinhard": peers.reinhard,
        "MKL": peers.mkl,
        "HM-MKL-HM": peers.hm_mkl_hm,
        "IDT": peers.idt,
        "transport": peers.engine(TransportEngine()),
        OLD: peers.engine(old),
        f"{OLD}, strength 2": peers.engine(old, Amounts(strength=2)),
    }
    dial = (0.0, 0.25, 0.75, 1.0)
    found |= {f"{NEW}, boldness {b:g}": solved(b) for b in dial if b != BOLDNESS}
    return found | {f"{NEW}, half": solved(BOLDNESS, 0.5), NEW: solved(BOLDNESS)}


def solved(boldness: float, strength: float = 1.0) -> peers.Method:
    """The default engine at a place of its dial, the shot balanced first as in the product."""
    return peers.engine(SolveEngine(), Amounts(strength=strength, boldness=boldness))
