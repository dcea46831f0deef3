"""Pack a run's weights into the file that the package ships."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from core.towers.model import TRUNK, WEIGHTS
from training.style.export import packed

FOLDER = Path("core/towers/weights")
BYTES_AT_MOST = 12_000_000


def pack(work: Path) -> None:
    """Write the weights but the trunk's, int8 or half precision, and their checksum."""
    state = torch.load(work / "state.pt")["network"]
    tensors: dict[str, Tensor] = {}
    for name, values in state.items():
        if not name.startswith(TRUNK):
            tensors |= packed(name, values)
    data = save(tensors)
    if len(data) > BYTES_AT_MOST:
        raise SystemExit(f"{len(data)} bytes are more than {BYTES_AT_MOST}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / WEIGHTS).write_bytes(data)
    line = f"{hashlib.sha256(data).hexdigest()}  {WEIGHTS}\n"
    (FOLDER / f"{WEIGHTS}.sha256").write_text(line, encoding="ascii")
