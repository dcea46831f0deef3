"""Pack a run's weights into the file that the package ships."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from core.towers.model import WEIGHTS
from training.style.export import packed, write_weights

FOLDER = Path("core/towers/weights")
BYTES_AT_MOST = 12_000_000


def pack(work: Path) -> None:
    """Write the weights, int8 or half precision, and their checksum."""
    state = torch.load(work / "state.pt")["network"]
    tensors: dict[str, Tensor] = {}
    for name, values in state.items():
        tensors |= packed(name, values)
    write_weights(tensors, FOLDER / WEIGHTS, BYTES_AT_MOST)
