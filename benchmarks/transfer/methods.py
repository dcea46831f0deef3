"""All methods that are measured side by side, by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.transfer import peers
from core.lut import Lut3D
from core.match import Amounts
from core.match.transport import TransportEngine
from core.solve import BOLDNESS, prepare, summarise
from core.style.infer import StyleModel, shipped_model
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
    """The solve at a place of its dial, from the style model's look, with no balance."""

    def run(source: np.ndarray, reference: np.ndarray) -> peers.Outcome:
        start = predicted(shipped_model(), source, reference)
        problem = prepare([source], [summarise(reference)], start=start)
        look = problem.at(boldness).look.at_strength(strength)
        return np.clip(look.apply(source), 0, 1), look

    return run


def predicted(model: StyleModel, source: np.ndarray, reference: np.ndarray) -> Lut3D:
    """The look that the style model predicts for a shot, balance included, on 33 steps."""
    from core.style.infer import StyleEngine

    return StyleEngine(model).match([source], [reference], [1.0], Amounts(), 0).look
