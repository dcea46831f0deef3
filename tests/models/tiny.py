"""The smallest model that open_clip builds with its own tokenizer: 3 MB of random weights."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

NAME = "Bestlight-Tiny"
TAG = "random"
CONFIG: dict[str, Any] = {
    "embed_dim": 24,
    "vision_cfg": {
        "image_size": 32,
        "layers": 1,
        "width": 32,
        "head_width": 16,
        "patch_size": 16,
    },
    "text_cfg": {
        "context_length": 77,
        "vocab_size": 49408,
        "width": 16,
        "heads": 1,
        "layers": 1,
    },
}


def changed(part: str, **values: Any) -> dict[str, Any]:
    """The tiny configuration with other values in one of its parts."""
    other = copy.deepcopy(CONFIG)
    other[part].update(values)
    return other


def state(config: dict[str, Any]) -> dict[str, Any]:
    import torch
    from open_clip import CLIP

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return CLIP(**config).state_dict()


def save_checkpoint(path: Path, config: dict[str, Any]) -> Path:
    """Random weights of a configuration, in the form that the suffix says."""
    weights = state(config)
    if path.suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(weights, path)
    else:
        import torch

        torch.save(weights, path)
    return path
