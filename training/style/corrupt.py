"""Random camera errors of a source: exposure, white balance, contrast and flatness."""

import torch
from torch import Tensor

from training.style.features import linear_to_srgb, srgb_to_linear


def corrupt(pictures: Tensor, g: torch.Generator, amount: float | Tensor = 1.0) -> Tensor:
    """Mis-expose and unbalance ``pictures`` (B, ..., 3), display-referred sRGB 0..1.

    Exposure is normal with a deviation of 0.6 stop, red and blue gains 0.2 stop (opposed) with a
    tint of 0.08, contrast 20 % about middle grey, and for half of the pictures blacks up to 0.12
    and whites down to 0.9.
    """
    batch = pictures.shape[0]
    shape = (batch,) + (1,) * (pictures.dim() - 1)

    def normal() -> Tensor:
        return torch.randn(shape, generator=g)

    temperature, tint = normal() * 0.22, normal() * 0.08
    stops = torch.cat([temperature + tint, -tint, tint - temperature], -1) + normal() * 0.6
    linear = srgb_to_linear(pictures) * torch.exp2(amount * stops)
    linear = torch.where(linear > 0.8, 0.8 + 0.2 * torch.tanh((linear - 0.8) / 0.2), linear)
    coded = linear_to_srgb(linear)
    slope = torch.exp(amount * normal() * 0.2)
    coded = (0.46 + (coded - 0.46) * slope).clamp(0, 1)
    flat = (torch.rand(shape, generator=g) < 0.5).float() * amount
    black = flat * torch.rand(shape, generator=g) * 0.12
    white = 1 - flat * torch.rand(shape, generator=g) * 0.1
    return black + (white - black) * coded
