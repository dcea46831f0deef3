"""A procedural family of looks that resembles what graders do.

Every operator takes lattice colours ``x`` (B, N, 3), display-referred sRGB 0..1, draws its own
parameters for each of the B looks from ``g``, scales them by ``amount`` (B, 1, 1), and returns (B,
N, 3). A look is a random chain of operators. The forms follow common practice: lift/gamma/gain (ASC
CDL 1.2 in spirit), printer lights and dye crosstalk in density, split toning, hue curves, fades,
bleach bypass, cross-processing.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import grid_sample, softplus

from training.style.features import linear_to_srgb, oklab_to_srgb, srgb_to_linear, srgb_to_oklab

Operator = Callable[[Tensor, Tensor, torch.Generator], Tensor]


def lattice(size: int) -> Tensor:
    """Identity lattice, (size**3, 3), r slowest and b fastest, as in the data's ``L[r, g, b]``."""
    axis = torch.linspace(0, 1, size)
    return torch.stack(torch.meshgrid(axis, axis, axis, indexing="ij"), -1).reshape(-1, 3)


def apply_looks(luts: Tensor, colours: Tensor) -> Tensor:
    """Trilinear lookup. ``luts`` (B, n, n, n, 3); ``colours`` (B, ..., 3) in 0..1. Returns (B, ...,
    3).
    """
    batch = luts.shape[0]
    grid = colours.reshape(batch, 1, 1, -1, 3).flip(-1) * 2 - 1
    out = grid_sample(
        luts.permute(0, 4, 1, 2, 3),
        grid,
        mode="bilinear",
        padding_mode="border",
        align_corners=True,
    )
    return out.reshape(batch, 3, -1).transpose(1, 2).reshape(colours.shape)


def _normal(g: torch.Generator, *shape: int) -> Tensor:
    return torch.randn(*shape, generator=g)


def _uniform(g: torch.Generator, low: float, high: float, *shape: int) -> Tensor:
    return torch.rand(*shape, generator=g) * (high - low) + low


def _luma(x: Tensor) -> Tensor:
    return (x * x.new_tensor([0.2126, 0.7152, 0.0722])).sum(-1, keepdim=True)


def _monotone_curve(x: Tensor, slopes: Tensor) -> Tensor:
    """Smooth rising curve through 0 and 1 given log slopes (B, K, C) at K even places. ``x`` (B, N,
    C).
    """
    batch, _, channels = slopes.shape
    dense = torch.nn.functional.interpolate(
        slopes.transpose(1, 2), size=65, mode="linear", align_corners=True
    )
    rise = softplus(dense * 1.4 + 0.54, beta=1.0)
    table = torch.cat([torch.zeros(batch, channels, 1), rise.cumsum(-1)], -1)
    table = table / table[..., -1:]
    position = x.clamp(0, 1).transpose(1, 2) * (table.shape[-1] - 1)
    low = position.floor().clamp(0, table.shape[-1] - 2).long()
    a, b = table.gather(-1, low), table.gather(-1, low + 1)
    return (a + (b - a) * (position - low)).transpose(1, 2)


def tone(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Master curve: contrast about a pivot plus free shape, alike on the three channels."""
    batch = x.shape[0]
    place = torch.linspace(0, 1, 9)[None, :, None]
    pivot = _uniform(g, 0.25, 0.65, batch, 1, 1)
    contrast = _normal(g, batch, 1, 1) * 0.8 + 0.5
    bell = torch.exp(-(((place - pivot) / 0.28) ** 2)) - 0.45
    slopes = amount * (contrast * bell * 1.6 + _normal(g, batch, 9, 1) * 0.3)
    gamma = torch.exp(amount * _normal(g, batch, 1, 1) * 0.18)
    return _monotone_curve(x.clamp_min(1e-6) ** gamma, slopes.expand(-1, -1, 3))


def channel_curves(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Free rising curve on each channel."""
    batch = x.shape[0]
    return _monotone_curve(x, amount * _normal(g, batch, 5, 3) * 0.45)


def lift_gamma_gain(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Coloured lift, gamma and gain; colour and level drawn apart."""
    batch = x.shape[0]

    def wheel(level: float, colour: float) -> Tensor:
        tint = _normal(g, batch, 1, 3)
        tint = tint - tint.mean(-1, keepdim=True)
        return amount * (_normal(g, batch, 1, 1) * level + tint * colour)

    lift, gamma, gain = (
        wheel(0.03, 0.035),
        torch.exp(wheel(0.12, 0.12)),
        torch.exp(wheel(0.06, 0.06)),
    )
    return (x * gain + lift * (1 - x)).clamp(0, 1) ** gamma


def printer_lights(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Film print: density offsets, dye crosstalk in density, and an S-shaped characteristic."""
    batch = x.shape[0]
    density = -torch.log10(srgb_to_linear(x) + 0.003)
    tint = _normal(g, batch, 1, 3)
    density = density + amount * (tint * 0.07 + _normal(g, batch, 1, 1) * 0.06)
    cross = _normal(g, batch, 3, 3) * 0.06 + 0.03
    cross = cross - torch.diag_embed(torch.diagonal(cross, dim1=1, dim2=2))
    cross = amount * cross * torch.sign(_uniform(g, -0.35, 1, batch, 1, 1))
    density = density * (1 + cross.sum(-1)[:, None]) - density @ cross.transpose(1, 2)
    slope = torch.exp(
        amount * (_normal(g, batch, 1, 3) * 0.08 + _normal(g, batch, 1, 1) * 0.2 + 0.1)
    )
    density = 0.75 + (density - 0.75) * slope
    floor = 2.52
    soft = floor - softplus((floor - density) * 4) / 4
    density = softplus(soft * 12) / 12
    return linear_to_srgb(10**-density - 0.003 + 0.0 * x)


def balance_shift(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Exposure, temperature and tint as gains on linear light."""
    batch = x.shape[0]
    temperature, tint = _normal(g, batch, 1, 1) * 0.22, _normal(g, batch, 1, 1) * 0.08
    stops = torch.cat([temperature, -tint, -temperature], -1) + _normal(g, batch, 1, 1) * 0.2
    linear = srgb_to_linear(x) * torch.exp2(amount * stops)
    return linear_to_srgb(
        torch.where(linear > 0.8, 0.8 + 0.2 * torch.tanh((linear - 0.8) / 0.2), linear)
    )


def split_tone(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Tint shadows, middle and highlights in Oklab; shadows and highlights often opposed."""
    batch = x.shape[0]
    lab = srgb_to_oklab(x)
    light = lab[..., :1]
    angle = _uniform(g, 0, 6.2832, batch, 1, 1)
    warm = torch.tensor(1.1) + _normal(g, batch, 1, 1) * 0.5
    angle = torch.where(_uniform(g, 0, 1, batch, 1, 1) < 0.5, warm, angle)
    turn = torch.where(
        _uniform(g, 0, 1, batch, 1, 1) < 0.6,
        3.1416 + _normal(g, batch, 1, 1) * 0.5,
        _normal(g, batch, 1, 1) * 1.2,
    )
    pivot = _uniform(g, 0.35, 0.65, batch, 1, 1)
    high = torch.sigmoid((light - pivot) * 8)

    def shade(theta: Tensor, size: float) -> Tensor:
        radius = amount * _normal(g, batch, 1, 1).abs() * size
        return torch.cat([torch.zeros_like(theta), theta.cos() * radius, theta.sin() * radius], -1)

    shift = high * shade(angle, 0.035) + (1 - high) * shade(angle + turn, 0.035)
    ends = (light * (1 - light) * 4).clamp(0, 1) ** 0.35
    return oklab_to_srgb(lab + shift * ends)


def crosstalk(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Channel mixer that keeps neutrals neutral, on code values or on linear light."""
    batch = x.shape[0]
    off = _normal(g, batch, 3, 3) * 0.08
    off = off - torch.diag_embed(torch.diagonal(off, dim1=1, dim2=2))
    matrix = torch.eye(3) + amount * (off - torch.diag_embed(off.sum(-1)))
    coded = (x @ matrix.transpose(1, 2)).clamp(0, 1)
    linear = linear_to_srgb(srgb_to_linear(x) @ matrix.transpose(1, 2))
    pick = _uniform(g, 0, 1, batch, 1, 1) < 0.5
    return torch.where(pick, coded, linear)


def saturation(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Saturation, more or less by lightness and by chroma (vibrance), film-like darkening of strong
    colour.
    """
    batch = x.shape[0]
    lab = srgb_to_oklab(x)
    light, colour = lab[..., :1], lab[..., 1:]
    chroma = colour.norm(dim=-1, keepdim=True)
    log_gain = _normal(g, batch, 1, 1) * 0.28 - 0.05
    log_gain = log_gain + _normal(g, batch, 1, 1) * 0.25 * (light - 0.5) * 2
    log_gain = log_gain + _normal(g, batch, 1, 1) * 0.2 * (1 - chroma / 0.12)
    dark = amount * _normal(g, batch, 1, 1).clamp_min(-0.3) * 0.35
    gained = colour * torch.exp((amount * log_gain).clamp(-1.6, 0.8))
    return oklab_to_srgb(torch.cat([light * (1 - dark * chroma).clamp(0.5, 1.3), gained], -1))


def hue_curves(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Hue against hue, saturation and lightness as short Fourier series of the Oklab hue angle."""
    batch = x.shape[0]
    lab = srgb_to_oklab(x)
    light, a, b = lab.split(1, -1)
    chroma = (a.square() + b.square()).sqrt()
    angle = torch.atan2(b, a + 1e-9)
    orders = torch.arange(1, 4).float()
    waves = torch.cat([(angle * orders).cos(), (angle * orders).sin()], -1)
    decay = torch.cat([1 / orders, 1 / orders])[None, :, None]

    def series(size: float) -> Tensor:
        return amount * (waves @ (_normal(g, batch, 6, 1) * decay)) * size

    turned = angle + (series(0.16) + amount * _normal(g, batch, 1, 1) * 0.06).clamp(-0.9, 0.9)
    scaled = chroma * torch.exp(series(0.22).clamp(-1.5, 0.7))
    lifted = light + series(0.25) * chroma
    return oklab_to_srgb(torch.cat([lifted, scaled * turned.cos(), scaled * turned.sin()], -1))


def two_poles(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Pull colours towards one axis of Oklab (teal and orange and its kin)."""
    batch = x.shape[0]
    lab = srgb_to_oklab(x)
    theta = torch.tensor(0.95) + _normal(g, batch, 1, 1) * 0.45
    axis = torch.cat([theta.cos(), theta.sin()], -1)
    along = (lab[..., 1:] * axis).sum(-1, keepdim=True) * axis
    keep = 1 - (amount * _uniform(g, 0.1, 0.6, batch, 1, 1)).clamp(0, 0.85)
    grow = 1 + amount * _uniform(g, -0.1, 0.35, batch, 1, 1)
    return oklab_to_srgb(
        torch.cat([lab[..., :1], along * grow + (lab[..., 1:] - along) * keep], -1)
    )


def fade(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Lifted, tinted blacks and lowered, tinted whites."""
    batch = x.shape[0]
    black = amount * (_uniform(g, 0, 0.13, batch, 1, 1) + _normal(g, batch, 1, 3) * 0.02)
    white = 1 - amount * (_uniform(g, 0, 0.09, batch, 1, 1) + _normal(g, batch, 1, 3).abs() * 0.03)
    toe = _uniform(g, 1, 2.5, batch, 1, 1)
    straight = black + (white - black) * x
    toed = x + black * (1 - x) ** toe - (1 - white) * x**2
    return torch.where(_uniform(g, 0, 1, batch, 1, 1) < 0.5, straight, toed).clamp(0, 1)


def bleach_bypass(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Silver left in the print: overlay with luma, partly desaturated."""
    batch = x.shape[0]
    grey = _luma(x)
    over = torch.where(grey < 0.5, 2 * x * grey, 1 - 2 * (1 - x) * (1 - grey))
    weight = (amount * _uniform(g, 0.2, 0.8, batch, 1, 1)).clamp(0, 0.9)
    out = x + weight * (over - x)
    drain = (amount * _uniform(g, 0, 0.6, batch, 1, 1)).clamp(0, 0.9)
    return out + drain * (_luma(out) - out)


def cross_process(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Slide film in negative chemistry: steep red and green, flat lifted blue; its relatives."""
    batch = x.shape[0]
    shape = x.new_tensor([0.9, 0.6, -1.1]) * (1 + _normal(g, batch, 1, 3) * 0.5)
    flip = torch.where(_uniform(g, 0, 1, batch, 1, 1) < 0.8, 1.0, -1.0)
    order = torch.rand(batch, 3, generator=g).argsort(-1)
    natural = torch.arange(3).expand(batch, 3)
    order = torch.where(_uniform(g, 0, 1, batch, 1) < 0.6, natural, order)[:, None]
    shape = shape.gather(-1, order) * flip
    place = torch.linspace(0, 1, 7)[None, :, None]
    bell = torch.exp(-(((place - 0.5) / 0.3) ** 2)) - 0.5
    return _monotone_curve(x, amount * shape * bell * 1.3)


def monochrome(x: Tensor, amount: Tensor, g: torch.Generator) -> Tensor:
    """Towards a (tinted) single-ink picture with a random panchromatic mix."""
    batch = x.shape[0]
    mix = torch.softmax(x.new_tensor([0.0, 0.7, -0.9]) + _normal(g, batch, 1, 3) * 0.6, -1)
    grey = (x * mix).sum(-1, keepdim=True)
    ink = grey ** torch.exp(_normal(g, batch, 1, 3) * 0.18)
    return x + (amount * _uniform(g, 0.1, 0.7, batch, 1, 1)).clamp(0, 1) * (ink - x)


_FAMILY: tuple[tuple[Operator, float], ...] = (
    (balance_shift, 0.25),
    (printer_lights, 0.35),
    (crosstalk, 0.35),
    (hue_curves, 0.5),
    (two_poles, 0.15),
    (bleach_bypass, 0.12),
    (cross_process, 0.15),
    (saturation, 0.6),
    (tone, 0.7),
    (channel_curves, 0.35),
    (lift_gamma_gain, 0.4),
    (split_tone, 0.45),
    (monochrome, 0.06),
    (fade, 0.3),
)


def random_looks(x: Tensor, g: torch.Generator, amount: float = 1.0) -> Tensor:
    """Pass lattice colours ``x`` (B, N, 3) through one random chain of operators per row.

    ``amount`` scales every operator; each look also draws an overall amount, log-normal about one.
    """
    batch = x.shape[0]
    overall = amount * torch.exp(_normal(g, batch, 1, 1) * 0.4)
    for operator, chance in _FAMILY:
        used = (_uniform(g, 0, 1, batch, 1, 1) < chance).float()
        strength = overall * used * _uniform(g, 0.4, 1.3, batch, 1, 1)
        changed = operator(x, strength, g)
        x = torch.where(used > 0, changed, x).clamp(0, 1)
    return x


def black_and_white(x: Tensor, g: torch.Generator) -> Tensor:
    """Monochrome looks: a panchromatic mix, a tone curve and, for a third of them, a slight ink
    tint.
    """
    batch = x.shape[0]
    mix = torch.softmax(x.new_tensor([0.0, 0.9, -0.9]) + _normal(g, batch, 1, 3) * 0.5, -1)
    grey = (x * mix).sum(-1, keepdim=True).expand(-1, -1, 3)
    grey = tone(grey, _uniform(g, 0.2, 1.3, batch, 1, 1), g)
    tinted = (_uniform(g, 0, 1, batch, 1, 1) < 0.33).float()
    return grey ** torch.exp(tinted * _normal(g, batch, 1, 3) * 0.15)
