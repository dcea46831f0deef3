"""Whole photographs under looks held out, and the captions that they should find."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from core.lut.lut3d import Lut3D
from core.towers.facts import picture_facts
from core.towers.model import shipped_towers
from training.style.data import photo_paths, read_looks, split_looks
from training.towers.captions import look_facts, look_phrases, picture_phrases, sentence
from training.towers.evaluate import found_among


@dataclass(frozen=True)
class Found:
    """Shares of pictures that find their own caption among 100, and a few of the captions."""

    first: float
    among_five: float
    sample: tuple[str, ...]


def retrieval(data: Path, split: str, count: int, least: int, seed: int) -> Found:
    """Grade `count` photographs of a split by its looks, at full and at 0.6 of their strength, and
    let each find its caption, of `least` to 14 facts, among 100.
    """
    rng, draw = np.random.default_rng(seed), random.Random(seed)
    looks = [look for look in split_looks(read_looks(data), split) if look.difference >= 3]
    photos = photo_paths(data, split)
    towers = shipped_towers()
    seen, captions = [], []
    for i in range(count):
        table = looks[i % len(looks)].table
        strength = 1.0 if rng.random() < 0.5 else 0.6
        table = Lut3D.identity(17).table * (1 - strength) + table * strength
        with Image.open(photos[rng.integers(len(photos))]) as opened:
            photo = np.asarray(opened.convert("RGB"), np.float32) / 255
        picture = np.clip(Lut3D(table.astype(np.float32)).apply(photo), 0, 1)
        seen.append(towers.picture(picture))
        told = picture_phrases(picture_facts(picture), draw)
        captions.append(sentence(told + look_phrases(look_facts(table), draw)[:3], draw, 14, least))
    near = np.stack(seen) @ towers.sentences(captions).joint.T
    return Found(*found_among(near, rng), tuple(captions[:3]))
