"""Predictors for the protocols: trained networks without the shipped engine around them."""

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor
from torch.nn.functional import interpolate

from core.grade.pictures import grade_pictures
from core.lut import Lut3D
from core.match.engine import Engine
from core.style.engine import StyleEngine
from core.style.features import SIDE
from core.style.infer import StyleModel
from core.style.network import LATTICE
from training.style.evaluate import Predictor
from training.style.looks import apply_looks, lattice
from training.style.network import BalanceNetwork, PairNetwork, StyleNetwork, balance


def small(pictures: Tensor) -> Tensor:
    """Sampled thumbnails (B, SIDE, SIDE, 3) of (B, H, W, 3)."""
    planes = interpolate(pictures.permute(0, 3, 1, 2), size=(SIDE, SIDE), mode="nearest-exact")
    return planes.permute(0, 2, 3, 1)


def _tables(style: StyleNetwork, vector: Tensor) -> Tensor:
    identity = lattice(LATTICE).reshape(1, LATTICE, LATTICE, LATTICE, 3)
    return (identity + style.decode(vector)).clamp(0, 1)


def look_predictor(style: StyleNetwork) -> Predictor:
    """The look alone on the source as it is."""

    def predict(source: Tensor, reference: Tensor) -> Tensor:
        with torch.no_grad():
            return apply_looks(_tables(style, style.encode(small(reference))), source)

    return predict


def pair_predictor(
    style: StyleNetwork,
    pair: PairNetwork,
    correct: BalanceNetwork | None = None,
    gated: bool = False,
) -> Predictor:
    """The whole model: balance of the source, look, and what the shot adds (``gated``: if it is the
    same scene).
    """

    def predict(source: Tensor, reference: Tensor) -> Tensor:
        with torch.no_grad():
            if correct is not None:
                numbers = correct(small(source))
                source = balance(numbers, source.flatten(1, 2)).clamp(0, 1).reshape(source.shape)
            alone, shift, gate = pair(small(source), small(reference), style)
            share = torch.sigmoid(gate)[:, None] if gated else 1.0
            return apply_looks(_tables(style, alone + share * shift), source)

    return predict


def style_engine(weights: Path | None) -> StyleEngine:
    """The style engine on a file of packed weights, or on the shipped ones."""
    return StyleEngine(StyleModel(load_file(weights))) if weights else StyleEngine()


def engine_predictor(engine: Engine, kept: list[Lut3D] | None = None) -> Predictor:
    """A matching engine as it ships, one LUT a case; the LUTs are appended to ``kept``."""

    def predict(source: Tensor, reference: Tensor) -> Tensor:
        out = []
        for s, r in zip(source.numpy(), reference.numpy(), strict=True):
            look = grade_pictures(engine, [s], [r])
            if kept is not None:
                kept.append(look)
            out.append(torch.from_numpy(np.clip(look.apply(s), 0, 1)))
        return torch.stack(out)

    return predict
