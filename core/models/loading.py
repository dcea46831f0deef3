"""A CLIP's two towers from a file on this machine, through open_clip and without any network."""

from __future__ import annotations

import os
import pickle
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BestlightError, reason

# How the file formats' readers and the strict loading complain about what they cannot take.
_COMPLAINTS = (
    RuntimeError, pickle.UnpicklingError, ValueError, KeyError, TypeError, AttributeError,
    AssertionError, EOFError, OSError, StopIteration, IndexError,
)  # fmt: skip
_TENSOR = re.compile(
    r'(?:Missing|Unexpected) key\(s\) in state_dict: "([^"]+)"|size mismatch for ([\w.]+)'
)


@dataclass(frozen=True, eq=False)
class Towers:
    """A loaded model.

    Attributes:
        model: open_clip's model, float32 on the CPU, in evaluation mode.
        prepare: a PIL picture to a (3, S, S) tensor.
        tokenize: a list of texts to a tensor of tokens.
        scale: what cosines are multiplied by before a softmax.
    """

    model: Any
    prepare: Callable[[Any], Any]
    tokenize: Callable[[list[str]], Any]
    scale: float


def is_safetensors(path: Path) -> bool:
    """Whether a file begins as safetensors does: eight bytes of length, then a JSON object."""
    with path.open("rb") as file:
        return file.read(9)[8:] == b"{"


def is_weights(path: Path) -> bool:
    """Whether a file begins as safetensors, as torch's archive, or as a pickle."""
    with path.open("rb") as file:
        start = file.read(4)
    return is_safetensors(path) or start == b"PK\x03\x04" or start[:1] == b"\x80"


def load_towers(name: str, pretrained: str, weights: Path) -> Towers:
    """Load a checkpoint strictly into open_clip's architecture `name`.

    Nothing but tensors is taken from the file: safetensors by its suffix, anything else by
    `torch.load(weights_only=True)`.

    Raises:
        BestlightError: it is damaged, of another architecture, or holds more than tensors.
    """
    # Nothing here asks the hub; should a library ever try to, it is told that there is none.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import open_clip
    import torch
    from open_clip.transform import PreprocessCfg, image_transform_v2
    from safetensors import SafetensorError

    facts = open_clip.get_pretrained_cfg(name, pretrained)
    kept = ("mean", "std", "interpolation", "resize_mode")
    try:
        # open_clip fills a model with random numbers before it loads one.
        with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they warn of is refused below
            model: Any = open_clip.create_model(
                name,
                pretrained=str(weights),
                force_quick_gelu=bool(facts.get("quick_gelu")),
                force_preprocess_cfg={key: facts[key] for key in kept if key in facts},
                pretrained_text=False,
                weights_only=True,
                output_dict=False,
            ).eval()
    except (*_COMPLAINTS, SafetensorError) as error:
        raise BestlightError(
            f"its weights do not load: {_complaint(error)}",
            hint="the file is damaged, or belongs to another model",
        ) from error
    prepare: Any = image_transform_v2(PreprocessCfg(**model.visual.preprocess_cfg), is_train=False)
    scale = float(model.logit_scale.detach().exp())
    return Towers(model, prepare, open_clip.get_tokenizer(name), scale)


def _complaint(error: Exception) -> str:
    """A loader's complaint in a few words."""
    text = reason(error)
    if isinstance(error, pickle.UnpicklingError):
        # The library's own words advise to switch the protection off.
        return "it is damaged, or holds more than tensors, which may be code"
    if "TorchScript" in text:
        return "it is a program (TorchScript), not a file of tensors"
    named = _TENSOR.search(text)
    if named:
        return f"its tensors are another model's, {named[1] or named[2]} to begin with"
    if isinstance(error, KeyError | TypeError | AttributeError | StopIteration | IndexError):
        return "it is no file of weights"
    return text[:120]


def refuse_other_size(towers: Towers, weights: Path) -> None:
    """Refuse a checkpoint of a model for pictures or texts of another size.

    open_clip would stretch its position embeddings to fit, and the rest would load strictly.

    Raises:
        BestlightError: the sizes differ.
    """
    from open_clip.factory import load_state_dict

    given, own = load_state_dict(str(weights)), towers.model.state_dict()
    for key in own:
        if not key.endswith("positional_embedding") or key not in given:
            continue
        if given[key].shape != own[key].shape:
            raise BestlightError(
                f"its {key} is {tuple(given[key].shape)} where {tuple(own[key].shape)} is wanted",
                hint="the file belongs to a model for another size of picture or text",
            )
