"""The style model's reader as the trunk of open_clip's image tower.

Importing this module registers the trunk with timm under the name that `config.json` gives it.
"""

from __future__ import annotations

import torch
from timm.models import register_model
from torch import Tensor, nn

from core.style.features import STATISTICS
from core.style.infer import shipped_model
from core.style.network import DESCRIPTION, STYLE


class ReaderTrunk(nn.Module):
    """What the style model reads in a picture: description, style vector and statistics.

    Takes thumbnails (B, 3, 48, 48) float32, display-referred sRGB 0..1; gives (B, num_features).
    The reader runs in numpy on the CPU: the trunk has no weights here and passes no gradient.
    """

    num_features = DESCRIPTION + STYLE + STATISTICS

    def __init__(self) -> None:
        super().__init__()
        self.default_cfg: dict[str, object] = {}

    def reset_classifier(self, _classes: int) -> None:
        """The trunk has no classifier; timm's adapter asks it to drop one."""

    def forward(self, pictures: Tensor) -> Tensor:
        """Description, style vector and statistics of each picture, side by side."""
        return torch.from_numpy(shipped_model().read(pictures.permute(0, 2, 3, 1).numpy()))


@register_model
def bestlight_reader(pretrained: bool = False, **settings: object) -> ReaderTrunk:
    """The trunk, as timm makes its models."""
    return ReaderTrunk()
