"""Sentences by meaning: all-MiniLM-L6-v2, cut down to what fits into the package.

The published sentence embedding (Apache-2.0; Wang et al., MiniLM, 2020) with the words of English
that captions use, its matrices in four bits and its table of words in codes
(`training.towers.sentences`). Importing this module loads torch.
"""

from __future__ import annotations

import functools
import gzip
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from core.style.stored import checked_weights

SENTENCES = "sentences.safetensors"
WORDS = "words.txt.gz"
WIDTH, LAYERS, HEADS, INNER, LONGEST = 384, 6, 12, 1536, 64
GROUP = 128
"""Weights that share a scale and a lowest value."""
CODED = 4
"""Columns of the table of words that share a code."""
_LONGEST_WORD = 40
_START, _STOP, _STRANGE = "[CLS]", "[SEP]", "[UNK]"
_PART = re.compile(r"[^\W_]+|[^\w\s]|_")


class SentenceNetwork(nn.Module):
    """BERT's encoder as torch has it, the mean of what it says of the words, and a linear map that
    takes back what its compression has changed.
    """

    def __init__(self, words: int) -> None:
        super().__init__()
        # Random first numbers without memory would load torch's compiler: a second and more.
        self.table = nn.Embedding.from_pretrained(torch.zeros(words, WIDTH), freeze=False)
        self.places = nn.Parameter(torch.zeros(LONGEST, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        layer = nn.TransformerEncoderLayer(
            WIDTH, HEADS, INNER, 0.0, "gelu", layer_norm_eps=1e-12, batch_first=True
        )
        self.body = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
        self.mend = nn.Linear(WIDTH, WIDTH)

    def mean(self, tokens: Tensor, shown: Tensor) -> Tensor:
        """Tokens (B, T) int64, those that count (B, T) bool, to their states' mean (B, 384)."""
        told = self.norm(self.table(tokens) + self.places[: tokens.shape[1]])
        states = self.body(told, src_key_padding_mask=~shown)
        return (states * shown[..., None]).sum(1) / shown.sum(1, keepdim=True)

    def forward(self, tokens: Tensor, shown: Tensor) -> Tensor:
        """The same to unit vectors (B, 384)."""
        said = self.mean(tokens, shown)
        return normalize(said + self.mend(said), dim=1)


class WordPieces:
    """BERT's uncased tokenizer: words, and the longest pieces that make up those not listed.

    Args:
        listed: the words and pieces in the order of the table.
    """

    def __init__(self, listed: Sequence[str]) -> None:
        self._number = {word: at for at, word in enumerate(listed)}

    def __len__(self) -> int:
        return len(self._number)

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces, at most 64, the marks of start and stop included."""
        plain = unicodedata.normalize("NFD", text.lower())
        plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn")
        found: list[int] = []
        for part in _PART.finditer(plain):
            found += self._pieces(part.group())
            if len(found) > LONGEST - 2:
                break
        return [self._number[_START], *found[: LONGEST - 2], self._number[_STOP]]

    def _pieces(self, word: str) -> list[int]:
        found: list[int] = []
        at = 0
        while at < len(word) <= _LONGEST_WORD:
            mark = "##" if at else ""
            ends = range(len(word), at, -1)
            stop = next((end for end in ends if mark + word[at:end] in self._number), 0)
            if not stop:
                return [self._number[_STRANGE]]
            found.append(self._number[mark + word[at:stop]])
            at = stop
        return found or [self._number[_STRANGE]]

    def batch(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Texts, at least one, to tokens (B, T) int64 and those that count (B, T) bool."""
        rows = [torch.tensor(self.numbers(text)) for text in texts]
        tokens = nn.utils.rnn.pad_sequence(rows, batch_first=True)
        lengths = torch.tensor([len(row) for row in rows])
        return tokens, torch.arange(tokens.shape[1]) < lengths[:, None]


class SentenceTower:
    """The shipped tower.

    Raises:
        BestlightError: the package's weights are damaged.
    """

    def __init__(self) -> None:
        self.pieces = WordPieces(shipped_words())
        stored = checked_weights("core.towers", SENTENCES, "the sentence tower's weights")
        with torch.device("meta"):
            network = SentenceNetwork(len(self.pieces))
        own = {name: torch.from_numpy(values) for name, values in opened(stored).items()}
        network.load_state_dict(own, assign=True)
        self._network = network.eval().requires_grad_(False)

    def meanings(self, texts: Sequence[str]) -> np.ndarray:
        """Texts, at least one, to unit vectors (B, 384) float32; beyond 62 pieces none is read."""
        tokens, shown = self.pieces.batch(texts)
        with torch.inference_mode(), _one_thread():
            return self._network(tokens, shown).numpy()


@functools.cache
def shipped_sentences() -> SentenceTower:
    """The tower in the package, read once a process."""
    return SentenceTower()


def shipped_words() -> list[str]:
    """The words and pieces that the tower knows, in the order of its table."""
    packed = (resources.files("core.towers") / WORDS).read_bytes()
    return gzip.decompress(packed).decode("utf-8").splitlines()


def packed_in_four_bits(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A matrix (R, C) as (R, C/2) uint8, two weights in each, and (R, C/128) float16 scales and
    lowest values; C is a multiple of 128.

    Each group keeps those of five ranges that are least wrong in the square.
    """
    grouped = values.reshape(len(values), -1, GROUP).astype(np.float32)
    low, high = grouped.min(-1, keepdims=True), grouped.max(-1, keepdims=True)
    least, best = None, (np.empty(0),) * 3
    for part in (1.0, 0.95, 0.9, 0.85, 0.8):
        half = (high - low) / 2 * part
        lowest = ((low + high) / 2 - half).astype(np.float16).astype(np.float32)
        scale = np.maximum(half / 7.5, 1e-6).astype(np.float16).astype(np.float32)
        steps = np.clip(np.rint((grouped - lowest) / scale), 0, 15)
        wrong = np.square(steps * scale + lowest - grouped).sum(-1, keepdims=True)
        now = (steps, scale, lowest)
        nearer = wrong < (np.inf if least is None else least)
        best = now if least is None else tuple(map(functools.partial(np.where, nearer), now, best))
        least = wrong if least is None else np.minimum(wrong, least)
    steps, scale, lowest = best
    pairs = steps.astype(np.uint8).reshape(len(values), -1, 2)
    own = (len(values), -1)
    return (
        pairs[..., 0] | pairs[..., 1] << 4,
        scale.astype(np.float16).reshape(own),
        lowest.astype(np.float16).reshape(own),
    )


def opened(stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Arrays as stored to float32: in four bits ("X", "X:scale", "X:low"), in codes ("X:codes",
    "X:values"), or as they are.
    """
    found: dict[str, np.ndarray] = {}
    for name, values in stored.items():
        if name.endswith(":codes"):
            own = name.removesuffix(":codes")
            coded = stored[f"{own}:values"].astype(np.float32)
            full = coded[np.arange(values.shape[1]), values]
            found[own] = full.reshape(len(values), -1)
        elif f"{name}:scale" in stored:
            scale = stored[f"{name}:scale"][..., None].astype(np.float32)
            steps = np.stack([values & 15, values >> 4], -1).reshape(len(values), -1, GROUP)
            full = steps * scale + stored[f"{name}:low"][..., None].astype(np.float32)
            found[name] = full.reshape(len(values), -1)
        elif ":" not in name:
            found[name] = values.astype(np.float32)
    return found


@contextmanager
def _one_thread() -> Iterator[None]:
    """A sentence is too little work to share: several threads wait for each other longer."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
