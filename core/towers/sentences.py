"""Sentences by meaning: all-MiniLM-L6-v2, cut down to what fits into the package.

The published sentence embedding (Apache-2.0; Wang et al., MiniLM, 2020) with the words of English
that captions use, its matrices in four bits and its table of words in codes
(`training.towers.sentences`). It is computed in numpy: torch would take more
time to load than all the rest of a first sentence.
"""

from __future__ import annotations

import functools
import gzip
import re
import unicodedata
from collections.abc import Mapping, Sequence
from importlib import resources

import numpy as np

from core.style.stored import checked_weights
from core.threads import one_thread

SENTENCES = "sentences.safetensors"
WORDS = "words.txt.gz"
WIDTH, LAYERS, HEADS, INNER, LONGEST = 384, 6, 12, 1536, 64
GROUP = 128
"""Weights that share a scale and a lowest value."""
CODED = 4
"""Columns of the table of words that share a code."""
_LONGEST_WORD = 40
_EPSILON = np.float32(1e-12)
_ERROR = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_START, _STOP, _STRANGE = "[CLS]", "[SEP]", "[UNK]"
_PART = re.compile(r"[^\W_]+|[^\w\s]|_")


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

    def batch(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Texts, at least one, to tokens (B, T) int64 and those that count (B, T) bool."""
        rows = [self.numbers(text) for text in texts]
        lengths = np.array([len(row) for row in rows])
        tokens = np.zeros((len(rows), lengths.max()), np.int64)
        for at, row in enumerate(rows):
            tokens[at, : len(row)] = row
        return tokens, np.arange(tokens.shape[1]) < lengths[:, None]


class SentenceTower:
    """The shipped tower.

    Raises:
        BestlightError: the package's weights are damaged.
    """

    def __init__(self) -> None:
        self.pieces = WordPieces(shipped_words())
        stored = checked_weights("core.towers", SENTENCES, "the sentence tower's weights")
        # The rows of a few words are taken from the codes, and not the whole table from them.
        self._codes = stored.pop("table.weight:codes")
        self._coded = stored.pop("table.weight:values").astype(np.float32)
        self._own = opened(stored)

    def meanings(self, texts: Sequence[str]) -> np.ndarray:
        """Texts, at least one, to unit vectors (B, 384) float32; beyond 62 pieces none is read."""
        tokens, shown = self.pieces.batch(texts)
        with one_thread():
            states = self._normed(
                self._rows(tokens) + self._own["places"][: tokens.shape[1]], "norm"
            )
            for layer in range(LAYERS):
                states = self._layer(states, shown, f"body.layers.{layer}.")
            said = (states * shown[..., None]).sum(1) / shown.sum(1, keepdims=True)
            said = said + self._mapped(said, "mend.weight", "mend.bias")
        return said / np.linalg.norm(said, axis=1, keepdims=True)

    def _rows(self, tokens: np.ndarray) -> np.ndarray:
        codes = self._codes[tokens]
        return self._coded[np.arange(codes.shape[-1]), codes].reshape(*tokens.shape, WIDTH)

    def _layer(self, states: np.ndarray, shown: np.ndarray, at: str) -> np.ndarray:
        """One layer of the encoder, its norms after what they hold (Vaswani et al., 2017)."""
        told = self._attended(states, shown, f"{at}self_attn.")
        states = self._normed(states + told, f"{at}norm1")
        inner = self._mapped(states, f"{at}linear1.weight", f"{at}linear1.bias")
        inner = self._mapped(_gelu(inner), f"{at}linear2.weight", f"{at}linear2.bias")
        return self._normed(states + inner, f"{at}norm2")

    def _attended(self, states: np.ndarray, shown: np.ndarray, at: str) -> np.ndarray:
        several, length, width = states.shape
        all_three = self._mapped(states, f"{at}in_proj_weight", f"{at}in_proj_bias")
        parts = all_three.reshape(several, length, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        asked, keys, values = parts
        near = asked @ keys.swapaxes(-1, -2) / np.float32(keys.shape[-1] ** 0.5)
        near = np.where(shown[:, None, None], near, -np.inf)
        near = np.exp(near - near.max(-1, keepdims=True))
        joined = (near / near.sum(-1, keepdims=True)) @ values
        joined = joined.swapaxes(1, 2).reshape(several, length, width)
        return self._mapped(joined, f"{at}out_proj.weight", f"{at}out_proj.bias")

    def _mapped(self, values: np.ndarray, weight: str, bias: str) -> np.ndarray:
        return values @ self._own[weight].T + self._own[bias]

    def _normed(self, values: np.ndarray, name: str) -> np.ndarray:
        values = values - values.mean(-1, keepdims=True)
        spread = np.sqrt(np.square(values).mean(-1, keepdims=True) + _EPSILON)
        return values / spread * self._own[f"{name}.weight"] + self._own[f"{name}.bias"]


def _gelu(values: np.ndarray) -> np.ndarray:
    """The Gaussian error linear unit (Hendrycks and Gimpel, 2016).

    The error function by Abramowitz and Stegun's 7.1.26, which is right to 1.5e-7: to load
    `scipy.special` would take as long as all that the tower does.
    """
    size = np.abs(values) * np.float32(0.5**0.5)
    part = 1 / (1 + np.float32(0.3275911) * size)
    total = np.zeros_like(part)
    for factor in _ERROR:
        total = (total + np.float32(factor)) * part
    error = 1 - total * np.exp(-np.square(size))
    return values * (1 + np.copysign(error, values)) / 2


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
