"""What the towers are worth on photographs, looks and names that they were not trained on."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.towers.model import TowersNetwork, tokenizer
from training.style.bank import scale_looks
from training.style.data import cached, crops, photo_paths, read_looks, split_looks
from training.towers.captions import look_phrases, picture_phrases, sentence
from training.towers.pictures import Looks, Pictures, at_full, facts_of, graded

HELD_OUT_IN = 12  # one entry of the lexicon in so many is kept from training
DRAWS, AMONG = 40, 100


def held_out(name: str) -> bool:
    """Whether an entry of the lexicon is kept from training, by a hash of its name."""
    return zlib.crc32(name.encode()) % HELD_OUT_IN == 0


class Retrieval:
    """Graded photographs and captions of a split that training never saw."""

    def __init__(self, data: Path, work: Path, split: str) -> None:
        looks = [look for look in split_looks(read_looks(data), split) if look.difference >= 3]
        tables = torch.stack([torch.from_numpy(look.table).half() for look in looks])
        half = scale_looks(tables.float(), torch.full((len(tables),), 0.6)).half()
        self._looks = Looks(
            torch.cat([tables, half]), [()] * 2 * len(looks), [1.0] * 2 * len(looks)
        )
        shots = cached(work / f"crops_{split}.pt", lambda: crops(photo_paths(data, split), 7))
        each = -(-800 // len(self._looks.tables))
        self._pictures: Pictures = graded(shots[:, :1], self._looks, each, 11)
        self._captions = self._told()

    def _told(self) -> list[str]:
        draw = random.Random(5)
        did = facts_of(self._looks)
        told = []
        for facts, look in zip(self._pictures.facts, self._pictures.look.tolist(), strict=True):
            phrases = picture_phrases(facts, draw) + look_phrases(did[look], draw)[:3]
            told.append(sentence(phrases, draw, 14))
        return told

    def measure(self, network: TowersNetwork) -> dict[str, float]:
        """Share of pictures that find their caption among 100, first and among the first five."""
        with torch.inference_mode():
            seen = network.pictures(self._pictures.trunk.float())
            cut = tokenizer()
            joint = torch.cat(
                [
                    network.sentences(cut(self._captions[i : i + 128]))[0]
                    for i in range(0, len(self._captions), 128)
                ]
            )
        first, fifth = found_among((seen @ joint.T).numpy(), np.random.default_rng(3))
        return {"top1": first, "top5": fifth}


def found_among(near: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """How often a picture finds its own caption among 100, first and among the first five.

    Args:
        near: (n, n) similarities of pictures and captions, each to its own on the diagonal.
        rng: draws the hundreds, whose mean is taken.
    """
    ranks = []
    for _ in range(DRAWS):
        at = rng.permutation(len(near))[:AMONG]
        among = near[np.ix_(at, at)]
        ranks.append((among > among.diagonal()[:, None]).sum(1))
    return float(np.mean(np.array(ranks) == 0)), float(np.mean(np.array(ranks) < 5))


def named_error(
    network: TowersNetwork, looks: Looks, targets: Tensor, metric: Tensor
) -> dict[str, float]:
    """How well names of the lexicon that training never saw are told, at full strength.

    Returns:
        head_ratio, head_nearer: of the style head, distance to the named look beside that of no
        look, and the share nearer to it than to the median other look.
    """
    full = at_full(looks)
    test = [i for i in full if held_out(looks.names[i][0])]
    cut = tokenizer()

    with torch.inference_mode():
        parts = [
            network.sentences(cut([looks.names[i][0] for i in test[k : k + 128]]))[1]
            for k in range(0, len(test), 128)
        ]
    true = targets[test] @ metric
    apart = torch.cdist(torch.cat(parts) @ metric, true)
    own = apart.diagonal()
    return {
        "head_ratio": float(own.mean() / true.norm(dim=1).mean()),
        "head_nearer": float((own < apart.median(1).values).float().mean()),
    }
