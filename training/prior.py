"""The manifold of looks: principal directions of real and procedural looks, and their density.

    python -m training.prior --looks DATA/looks DATA/looks_more [--out FILE]

A look is its residual to the identity on a 17-step grid. The directions are the leading ones of the
second moment (not of the covariance: no coordinates is no look), weighted by how common a node's
colour is in pictures, so that the corners of the cube, where no picture lives, do not decide.
Effects and whole held-out packs are left out, as in `training.style`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

from core.lut.lut3d import grid
from core.solve.prior import STEPS, node_weights
from training.style.data import TEST_PACKS, VALIDATION_PACKS
from training.style.export import write_weights
from training.style.looks import lattice, random_looks

FULL = 45.0  # mean dE76 of a look beyond which it is laid on in part
BYTES_AT_MOST = 4_000_000
MADE_SHARE = 0.35  # of the second moment that comes from procedural looks


def read_tables(folders: list[Path], held: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Residuals (n, 17, 17, 17, 3) of all natural looks, and which are from held-out packs."""
    tables, out = [], []
    for folder in folders:
        rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))["looks"]
        for row in rows:
            if row["fx"]:
                continue
            table = np.load(folder / row["file"]).astype(np.float32) - grid(STEPS)
            tables.append(table * min(1.0, FULL / max(float(row["dE"]), 1e-6)))
            out.append(row["cat"] in held)
    return np.stack(tables), np.array(out)


def made_tables(count: int, seed: int) -> np.ndarray:
    """Residuals (n, 17, 17, 17, 3) of procedural looks."""
    g = torch.Generator().manual_seed(seed)
    inputs = lattice(STEPS)
    made = [random_looks(inputs.expand(64, -1, -1), g, 1.0) for _ in range(-(-count // 64))]
    tables = torch.cat(made)[:count].clamp(0, 1).numpy()
    return tables.reshape(-1, STEPS, STEPS, STEPS, 3) - grid(STEPS)


def directions(real: np.ndarray, made: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The leading directions, (count, 17, 17, 17, 3), scaled so that the coordinates of the looks
    that made them have unit second moment; and the share of it that they hold.
    """
    root = np.sqrt(node_weights())[..., None]
    rows = np.concatenate(
        [
            np.sqrt((1 - MADE_SHARE) / len(real)) * (real * root).reshape(len(real), -1),
            np.sqrt(MADE_SHARE / len(made)) * (made * root).reshape(len(made), -1),
        ]
    )
    gram = (rows @ rows.T).astype(np.float64)
    values, vectors = np.linalg.eigh(gram)
    order = np.argsort(values)[::-1][:count]
    axes = (vectors[:, order] / np.sqrt(values[order])).T @ rows  # orthonormal
    scaled = axes * np.sqrt(values[order])[:, None]
    basis = scaled.reshape(count, STEPS, STEPS, STEPS, 3) / root
    return basis.astype(np.float32), np.cumsum(values[order]) / values.sum()


def coordinates(tables: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """(n, count) the coordinates of residuals: weighted projections."""
    weight = node_weights()[..., None]
    flat = (basis * weight).reshape(len(basis), -1)
    norm = (flat * basis.reshape(len(basis), -1)).sum(1)
    return tables.reshape(len(tables), -1) @ flat.T / norm


def main() -> None:
    """Read the command line, make the directions, write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--looks", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("core/solve/weights/prior.safetensors"))
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--made", type=int, default=1024)
    options = parser.parse_args()
    real, held = read_tables(options.looks, VALIDATION_PACKS + TEST_PACKS)
    basis, share = directions(real[~held], made_tables(options.made, 0), options.count)
    print(f"{(~held).sum()} looks, {share[-1]:.4f} of the second moment")
    stored = torch.from_numpy(basis).half().contiguous()
    write_weights({"basis": stored}, options.out, BYTES_AT_MOST)
    for name, tables in (("train", real[~held]), ("held out", real[held])):
        z = coordinates(tables, basis)
        left = tables - np.tensordot(z, basis, 1)
        weight = node_weights()[None, ..., None]
        print(f"{name}: {1 - (left**2 * weight).sum() / (tables**2 * weight).sum():.4f} explained")


if __name__ == "__main__":
    sys.exit(main())
