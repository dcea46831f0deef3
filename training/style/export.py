"""Pack the averaged weights of the three parts into the file that the package ships.

    python -m training.style.export --look runs/look --balance runs/balance --pair runs/pair

Large matrices are stored as int8 with one scale a row, all else as float16. Against float16
throughout this moves no colour of a look by more than 0.002.
"""

import argparse
import hashlib
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from core.style.stored import SCALE
from training.style.loop import kept_weights

BYTES_AT_MOST = 8_000_000
LARGE = 4096  # values in a matrix from which it is stored as int8


def packed(name: str, values: Tensor) -> dict[str, Tensor]:
    """One tensor as it is stored: float16, or int8 rows with their scales."""
    if values.dim() != 2 or values.numel() <= LARGE:
        return {name: values.half().contiguous()}
    scale = values.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
    return {name: (values / scale).round().to(torch.int8), name + SCALE: scale.contiguous()}


def pack(runs: dict[str, Path], to: Path) -> None:
    """Write the averaged weights of the runs' folders, and the file's checksum beside it."""
    tensors: dict[str, Tensor] = {}
    for part, folder in runs.items():
        for name, values in kept_weights(folder)["average"].items():
            tensors |= packed(f"{part}.{name}", values.cpu())
    write_weights(tensors, to, BYTES_AT_MOST)


def write_weights(tensors: dict[str, Tensor], to: Path, at_most: int) -> None:
    """Write a package's weights of `at_most` bytes, and their checksum beside them."""
    data = save(tensors)
    if len(data) > at_most:
        raise SystemExit(f"{to} has {len(data)} bytes, more than {at_most}")
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(data)
    check = to.with_name(to.name + ".sha256")
    check.write_text(f"{hashlib.sha256(data).hexdigest()}  {to.name}\n", encoding="ascii")


def main() -> None:
    """Read the command line and write the weights and their checksum."""
    parser = argparse.ArgumentParser(description=__doc__)
    for part in ("look", "balance", "pair"):
        parser.add_argument(f"--{part}", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=Path("core/style/weights/style.safetensors"))
    options = parser.parse_args()
    pack({part: getattr(options, part) for part in ("look", "balance", "pair")}, options.to)


if __name__ == "__main__":
    main()
