"""Colour difference for training, and the health of predicted lattices."""

import torch
from torch import Tensor

from training.style.features import srgb_to_linear

_XYZ = torch.tensor(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
) / torch.tensor([[0.95047], [1.0], [1.08883]])


def lab(rgb: Tensor) -> Tensor:
    """CIE Lab (D65) of sRGB code values (..., 3), 0..1."""
    xyz = srgb_to_linear(rgb) @ _XYZ.T.to(rgb)
    f = torch.where(
        xyz > 216 / 24389, xyz.clamp_min(1e-6).pow(1 / 3), (xyz * 24389 / 27 + 16) / 116
    )
    x, y, z = f.unbind(-1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def delta_e(first: Tensor, second: Tensor) -> Tensor:
    """CIEDE2000 of two Lab tensors (..., 3), after Sharma, Wu and Dalal (2005); differentiable.

    Hue terms are written with vectors where that keeps the gradient finite at neutral.
    """
    l1, a1, b1 = first.unbind(-1)
    l2, a2, b2 = second.unbind(-1)
    tiny = 1e-6
    mean_c7 = (0.5 * ((a1**2 + b1**2 + tiny).sqrt() + (a2**2 + b2**2 + tiny).sqrt())).pow(7)
    g = 0.5 * (1 - (mean_c7 / (mean_c7 + 25.0**7) + 1e-12).sqrt())
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = (a1**2 + b1**2 + tiny).sqrt(), (a2**2 + b2**2 + tiny).sqrt()
    mean_c, mean_l = 0.5 * (c1 + c2), 0.5 * (l1 + l2)
    dh_squared = (2 * (c1 * c2 - a1 * a2 - b1 * b2)).clamp_min(0)
    sign = torch.sign(a1 * b2 - a2 * b1)
    hue = torch.atan2(b1 / c1 + b2 / c2, a1 / c1 + a2 / c2 + 1e-9).detach()
    t = (
        1
        - 0.17 * torch.cos(hue - 0.5236)
        + 0.24 * torch.cos(2 * hue)
        + 0.32 * torch.cos(3 * hue + 0.1047)
        - 0.20 * torch.cos(4 * hue - 1.0996)
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / (20 + (mean_l - 50) ** 2).sqrt()
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    degrees = torch.rad2deg(hue) % 360
    turn = torch.deg2rad(60 * torch.exp(-(((degrees - 275) / 25) ** 2)))
    c7 = mean_c.pow(7)
    rotation = -2 * (c7 / (c7 + 25.0**7) + 1e-12).sqrt() * torch.sin(turn)
    dl, dc = (l2 - l1) / s_l, (c2 - c1) / s_c
    dh_root = (dh_squared + tiny).sqrt() * sign / s_h
    total = dl**2 + dc**2 + dh_squared / s_h**2 + rotation * dc * dh_root
    return (total + 1e-4).clamp_min(1e-4).sqrt()


def fold_penalty(tables: Tensor) -> Tensor:
    """Mean hinge on falling edges and on cells that turn over, of lattices (B, n, n, n, 3)."""
    steps = tables.shape[1] - 1
    corner = tables[:, :-1, :-1, :-1]
    jacobian = (
        torch.stack(
            [
                tables[:, 1:, :-1, :-1] - corner,
                tables[:, :-1, 1:, :-1] - corner,
                tables[:, :-1, :-1, 1:] - corner,
            ],
            -1,
        )
        * steps
    )
    diagonal = torch.diagonal(jacobian, dim1=-2, dim2=-1)
    turned = torch.linalg.det(jacobian)
    return (0.02 - diagonal).clamp_min(0).mean() + 0.3 * (0.002 - turned).clamp(0, 1).mean()
