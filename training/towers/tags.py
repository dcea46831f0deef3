"""How sharply the towers may speak: a factor for each kind of name, fitted on unseen photos."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.style.network import LATTICE
from core.towers.model import TowersNetwork, tokenizer
from core.towers.reading import PLAIN, TAGS, tag_names
from core.words.lexicon import entries
from training.style.data import cached, crops, photo_paths
from training.style.looks import lattice
from training.towers.export import FOLDER
from training.towers.pictures import Looks, at_full, graded, named_looks

EACH = 6
FACTORS = (5, 7, 10, 14, 20, 28, 40, 56, 80, 113, 160)


def named_pictures(data: Path, work: Path, split: str) -> dict[str, tuple[Tensor, Tensor]]:
    """By kind: what the trunk reads of photographs under each name's look, and the name's index."""
    shots = cached(work / f"crops_{split}.pt", lambda: crops(photo_paths(data, split), 7))
    by_name = {entry.name: entry for entry in entries()}
    found = {}
    for seed, (kind, names) in enumerate(tag_names().items()):
        looks = named_looks([by_name[name] for name in names if name != PLAIN])
        still = lattice(LATTICE).reshape(1, LATTICE, LATTICE, LATTICE, 3).half()
        tables = torch.cat([still, looks.tables[at_full(looks)]])
        pictures = graded(shots[:, :1], Looks(tables, [()] * len(tables), []), EACH, seed)
        found[kind] = (pictures.trunk.float(), pictures.look)
    return found


def similarities(
    network: TowersNetwork, pictures: dict[str, tuple[Tensor, Tensor]]
) -> dict[str, tuple[Tensor, Tensor]]:
    """By kind: pictures against names (n, names), and the right name's index (n,)."""
    cut = tokenizer()
    with torch.inference_mode():
        return {
            kind: (
                network.pictures(pictures[kind][0]) @ network.sentences(cut(names))[0].T,
                pictures[kind][1],
            )
            for kind, names in tag_names().items()
        }


def fit(network: TowersNetwork, data: Path, work: Path) -> dict[str, float]:
    """Write the factor of least cross-entropy for each kind into the package."""
    found = {}
    for kind, (near, right) in similarities(
        network, named_pictures(data, work, "validation")
    ).items():
        found[kind] = min(FACTORS, key=lambda f: float(cross_entropy(f * near, right)))
    (FOLDER / TAGS).write_text(json.dumps(found, indent=1) + "\n", encoding="ascii")
    return found
