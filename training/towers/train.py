"""One command that makes the towers' weights from the data folder and the lexicon.

    python -m training.towers.train --data ../shared/data --work runs/towers --minutes 60

Seeded and resumable: the state is kept in ``--work``, and a second call goes on from it. One JSON
line a report in ``log.jsonl``. The image tower's trunk is the shipped style model and stays as it
is, so what it reads of the training pictures is made once. Captions are new in every batch.
``--pack`` only writes the weights of a run into the package.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from open_clip.loss import ClipLoss
from open_clip.tokenizer import SimpleTokenizer
from torch import Tensor, nn
from torch.nn.functional import normalize

from core.towers.model import JOINT, TowersNetwork, tokenizer
from core.words.lexicon import entries
from training.style.bank import build_bank
from training.style.data import cached, crops, photo_paths, read_looks, split_looks
from training.style.loop import write_state
from training.towers.captions import (
    LookFacts,
    look_phrases,
    named,
    picture_phrases,
    sentence,
)
from training.towers.evaluate import Retrieval, held_out, named_error
from training.towers.export import pack
from training.towers.pictures import (
    Looks,
    Pictures,
    facts_of,
    graded,
    joined,
    named_looks,
    style_targets,
)
from training.towers.tags import fit
from training.towers.teacher import MEANING, phrases, principal, teach

BANK, EACH, PHRASES = 4000, 3, 40_000
BATCH = 192
RATE, DECAY = 1.2e-3, 0.05
REPORT_SECONDS = 180


@dataclass(frozen=True, eq=False)
class Material:
    """All that training draws from; see `pictures.py` and `teacher.py`."""

    looks: Looks
    pictures: Pictures
    look_facts: list[LookFacts]
    targets: Tensor
    metric: Tensor
    texts: list[str]
    meanings: Tensor
    tokens: Tensor


def material(options: argparse.Namespace) -> Material:
    """The training data, made once and kept in ``--work``."""
    work, seed = options.work, options.seed
    shots = cached(work / "crops.pt", lambda: crops(photo_paths(options.data, "train"), seed))

    def bank() -> Looks:
        made = build_bank(split_looks(read_looks(options.data), "train"), BANK, seed)
        return Looks(made.tables, [()] * len(made.tables), [1.0] * len(made.tables))

    def pictures() -> dict[str, object]:
        looks = joined([bank(), named_looks(entries())])
        flat = shots.reshape(-1, 3)
        at = torch.randint(len(flat), (200_000,), generator=torch.Generator().manual_seed(seed))
        targets, metric = style_targets(looks, flat[at].float() / 255)
        return {
            "looks": looks,
            "pictures": graded(shots, looks, EACH, seed),
            "look_facts": facts_of(looks),
            "targets": targets,
            "metric": metric,
        }

    def words() -> dict[str, object]:
        texts = phrases(PHRASES, seed)
        taught = teach(texts, work / "teacher")
        return {
            "texts": texts,
            "meanings": principal(taught, MEANING),
            "tokens": _token_rows(taught, texts),
        }

    return Material(**_kept(work / "pictures.pt", pictures), **_kept(work / "words.pt", words))


def _kept(path: Path, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What an earlier run left at `path`, or what is made now; only our own files are read."""
    if not path.exists():
        torch.save(make(), path)
    return torch.load(path, weights_only=False)


def _token_rows(taught: Tensor, texts: list[str]) -> Tensor:
    """A first table of token embeddings (vocabulary, 128): the teacher's for whole words."""
    cut = tokenizer()
    rows = torch.randn(cut.vocab_size, 128, generator=torch.Generator().manual_seed(0)) * 0.3
    known = principal(taught, 128)
    at = {text: i for i, text in enumerate(texts)}
    for token, i in cut.encoder.items():
        word = token.removesuffix("</w>")
        if word in at:
            rows[i] = known[at[word]]
    return rows * 0.15


class Captions:
    """Draws batches: trunk features, captions, and the style that a caption alone asks for."""

    def __init__(self, made: Material, seed: int) -> None:
        self._made = made
        self._draw = random.Random(seed)
        self._held = [bool(names) and held_out(names[0]) for names in made.looks.names]
        self._index = [
            i for i, look in enumerate(made.pictures.look.tolist()) if not self._held[look]
        ]

    def batch(self, count: int) -> tuple[Tensor, list[str], Tensor, Tensor]:
        """Features (B, F), captions, style targets (B, 64), and which of them count (B,)."""
        made, draw = self._made, self._draw
        rows = [draw.choice(self._index) for _ in range(count)]
        looks = [int(made.pictures.look[row]) for row in rows]
        texts, counts = [], []
        for row, look in zip(rows, looks, strict=True):
            text, tells_look = self._caption(row, look)
            texts.append(text)
            counts.append(tells_look)
        return (
            made.pictures.trunk[rows].float(),
            texts,
            made.targets[looks],
            torch.tensor(counts, dtype=torch.float32),
        )

    def _caption(self, row: int, look: int) -> tuple[str, bool]:
        made, draw = self._made, self._draw
        names = made.looks.names[look]
        if names and draw.random() < 0.6:
            name = names[0] if draw.random() < 0.5 else draw.choice(names)
            text = named(name, made.looks.strengths[look], draw)
            if draw.random() < 0.25:
                extra = picture_phrases(made.pictures.facts[row], draw)
                text += ", " + sentence(extra, draw, 3)
            return text, True
        did = look_phrases(made.look_facts[look], draw)
        if draw.random() < 0.3:
            return sentence(did, draw, 8), True
        shown = picture_phrases(made.pictures.facts[row], draw)
        return sentence(shown + (did if draw.random() < 0.5 else []), draw, 11), False


def tokens_of(cut: SimpleTokenizer, texts: list[str]) -> Tensor:
    """Tokens (B, T), T no longer than the longest text."""
    tokens = cut(texts)
    return tokens[:, : int(tokens.argmax(1).max()) + 1]


class Pupil(nn.Module):
    """The towers, and a head that repeats the teacher and is not kept."""

    def __init__(self) -> None:
        super().__init__()
        self.towers = TowersNetwork()
        self.repeat = nn.Linear(JOINT, MEANING)


def losses(
    pupil: Pupil, made: Material, draws: Captions, cut: SimpleTokenizer, draw: np.random.Generator
) -> dict[str, Tensor]:
    """One batch's losses: contrast, style (RMS code values), meaning (1 - cosine)."""
    network = pupil.towers
    features, texts, targets, counts = draws.batch(BATCH)
    at = draw.integers(0, len(made.texts), BATCH)
    told = network.told(tokens_of(cut, texts + [made.texts[i] for i in at]))
    joint, style = normalize(told[:BATCH], dim=1), network.to_style(told[:BATCH])
    scale = network.clip.logit_scale.exp().clamp(max=100)
    off = ((style - targets) @ made.metric).square().sum(1).add(1e-6).sqrt()
    repeated = normalize(pupil.repeat(told[BATCH:]), dim=1)
    return {
        "contrast": ClipLoss()(network.pictures(features), joint, scale),
        "style": (off * counts).sum() / counts.sum().clamp_min(1),
        "meaning": (1 - (repeated * made.meanings[at]).sum(1)).mean(),
    }


def train(options: argparse.Namespace) -> None:
    """Train until the minutes are over, keeping the state every few minutes."""
    made = material(options)
    torch.manual_seed(options.seed)
    pupil = Pupil()
    network = pupil.towers
    with torch.no_grad():
        network.clip.get_parameter("text.token_embedding.weight").copy_(made.tokens)
    free = [p for p in pupil.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(free, lr=RATE, weight_decay=DECAY)
    retrieval = Retrieval(options.data, options.work, options.split)
    cut = tokenizer()
    step, spent = _load(options.work, pupil, optimiser)
    draws = Captions(made, options.seed + step)
    rng = np.random.default_rng(options.seed + step)
    begun, reported = time.monotonic(), time.monotonic()
    kept: dict[str, list[float]] = {}
    while (done := (spent + time.monotonic() - begun) / (60 * options.minutes)) < 1:
        for group in optimiser.param_groups:
            warm = min(1.0, (step + 1) / 100)
            group["lr"] = RATE * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        parts = losses(pupil, made, draws, cut, rng)
        loss = parts["contrast"] + 8 * parts["style"] + 2 * parts["meaning"]
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(free, 1.0)
        optimiser.step()
        step += 1
        for name, value in parts.items():
            kept.setdefault(name, []).append(value.item())
        if time.monotonic() - reported > REPORT_SECONDS:
            row = {name: float(np.mean(values)) for name, values in kept.items()}
            _log(options.work, network, made, retrieval, {"step": step, **row})
            _save(options.work, pupil, optimiser, step, spent + time.monotonic() - begun)
            reported, kept = time.monotonic(), {}
    _save(options.work, pupil, optimiser, step, spent + time.monotonic() - begun)
    _log(options.work, network, made, retrieval, {"step": step})


def _log(
    work: Path, network: TowersNetwork, made: Material, retrieval: Retrieval, row: dict[str, float]
) -> None:
    network.eval()
    row |= retrieval.measure(network) | named_error(network, made.looks, made.targets, made.metric)
    network.train()
    line = json.dumps({k: round(v, 4) for k, v in row.items()})
    print(line, flush=True)
    with (work / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(line + "\n")


def _save(
    work: Path,
    pupil: Pupil,
    optimiser: torch.optim.Optimizer,
    step: int,
    seconds: float,
) -> None:
    state = {
        "network": pupil.towers.state_dict(),
        "repeat": pupil.repeat.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": step,
        "seconds": seconds,
    }
    write_state(state, work / "state.pt")


def _load(work: Path, pupil: Pupil, optimiser: torch.optim.Optimizer) -> tuple[int, float]:
    path = work / "state.pt"
    if not path.exists():
        return 0, 0.0
    state = torch.load(path)
    pupil.towers.load_state_dict(state["network"])
    pupil.repeat.load_state_dict(state["repeat"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"], state["seconds"]


def main() -> None:
    """Read the command line and train, or pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--pack", action="store_true", help="write the run's weights and stop")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.pack:
        train(options)
    pack(options.work)
    network = TowersNetwork()
    network.load_state_dict(torch.load(options.work / "state.pt")["network"])
    print(fit(network.eval(), options.data, options.work))


if __name__ == "__main__":
    main()
