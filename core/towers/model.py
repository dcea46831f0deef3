"""The towers: pictures and sentences to one space, sentences to a style vector.

Importing this module loads torch and open_clip. The image tower's trunk is the style model's own
reader; all else lies in `weights/towers.safetensors`. Nothing is downloaded.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources

import numpy as np
import open_clip
import torch
from open_clip import CustomTextCLIP
from open_clip.tokenizer import SimpleTokenizer
from open_clip.transformer import TextTransformer
from torch import Tensor, nn
from torch.nn.functional import normalize

from core.style.infer import views
from core.style.network import STYLE
from core.style.stored import checked_weights, unpacked
from core.towers.trunk import bestlight_reader  # noqa: F401  timm knows the trunk by its import

NAME = "bestlight-towers"
WEIGHTS = "towers.safetensors"
MERGES = "merges.txt.gz"
JOINT = 192


@dataclass(frozen=True, eq=False)
class Sentences:
    """What sentences say.

    Attributes:
        joint: (B, 192) float32, unit vectors, beside pictures in the common space.
        style: (B, 64) float32, coordinates of the style model's decoder.
    """

    joint: np.ndarray
    style: np.ndarray


class TowersNetwork(nn.Module):
    """open_clip's two towers, and a style head on the sentences."""

    clip: CustomTextCLIP

    def __init__(self) -> None:
        super().__init__()
        self.clip = _open_clip_model()
        self.to_style = nn.Sequential(nn.Linear(JOINT, 256), nn.GELU(), nn.Linear(256, STYLE))
        self.clip.lock_image_tower()

    def pictures(self, trunk: Tensor) -> Tensor:
        """What the trunk reads, (B, num_features), to unit vectors (B, 192)."""
        return normalize(self.clip.get_submodule("visual.head")(trunk), dim=1)

    def sentences(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens (B, T) to joint and style, as in `Sentences`."""
        told = self.told(tokens)
        return normalize(told, dim=1), self.to_style(told)

    def told(self, tokens: Tensor) -> Tensor:
        """open_clip's `encode_text` (B, 192), for rows shorter than the context too."""
        text = self.clip.text
        if not isinstance(text, TextTransformer) or text.attn_mask is None:
            raise TypeError(f"{NAME} has another text tower than its configuration says")
        length = tokens.shape[1]
        x = text.token_embedding(tokens) + text.positional_embedding[:length]
        x = text.ln_final(text.transformer(x, attn_mask=text.attn_mask[:length, :length]))
        return x[torch.arange(len(x)), tokens.argmax(1)] @ text.text_projection


class Towers:
    """The shipped towers; `network` is their networks.

    Raises:
        BestlightError: the package's weights are damaged.
    """

    def __init__(self) -> None:
        network = TowersNetwork()
        stored = checked_weights("core.towers", WEIGHTS, "the towers' weights")
        own = unpacked(stored, "")
        network.load_state_dict({name: torch.from_numpy(own[name]) for name in own})
        self.network = network.eval().requires_grad_(False)
        self._tokenizer = tokenizer()

    def picture(self, picture: np.ndarray) -> np.ndarray:
        """One picture (H, W, 3) float32 display values to a unit vector (192,) float32."""
        with torch.inference_mode():
            thumbnails = torch.from_numpy(np.stack(views(picture))).permute(0, 3, 1, 2)
            seen = self.network.clip.encode_image(thumbnails)
            return normalize(normalize(seen, dim=1).mean(0), dim=0).numpy()

    def sentences(self, texts: Sequence[str]) -> Sentences:
        """Sentences, at least one; what reaches over 62 tokens is not read."""
        tokens = self._tokenizer(list(texts))
        tokens = tokens[:, : int(tokens.argmax(1).max()) + 1]
        with torch.inference_mode():
            joint, style = self.network.sentences(tokens)
        return Sentences(joint.numpy(), style.numpy())


@functools.cache
def shipped_towers() -> Towers:
    """The towers in the package, read once a process."""
    return Towers()


@functools.cache
def tokenizer() -> SimpleTokenizer:
    """CLIP's byte-pair tokenizer with the first of its merges only, so that the table is small."""
    with resources.as_file(resources.files("core.towers") / MERGES) as path:
        return SimpleTokenizer(bpe_path=str(path), context_length=64)


@functools.cache
def _registered() -> bool:
    with resources.as_file(resources.files("core.towers") / f"{NAME}.json") as path:
        open_clip.add_model_config(path)
    return True


def _open_clip_model() -> CustomTextCLIP:
    _registered()
    with _quiet():
        model = open_clip.create_model(NAME, load_weights=False)
    if not isinstance(model, CustomTextCLIP):
        raise TypeError(f"open_clip made a {type(model).__name__} of {NAME}")
    return model


@contextmanager
def _quiet() -> Iterator[None]:
    """open_clip warns on the root logger that no weights were loaded; ours are, a moment later."""
    root = logging.getLogger()
    root.addFilter(_never)
    try:
        yield
    finally:
        root.removeFilter(_never)


def _never(_record: logging.LogRecord) -> bool:
    return False
