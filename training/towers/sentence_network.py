"""The sentence tower as torch has it, which its weights are made with.

`core.towers.sentences` computes the same in numpy.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from core.towers.sentences import HEADS, INNER, LAYERS, LONGEST, WIDTH


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
