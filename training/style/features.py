"""What the style networks see of a picture, in torch, for training on any device.

All tensors are torch float32. Colours are display-referred sRGB code values, 0..1.
Oklab after B. Ottosson, "A perceptual color space for image processing" (2020).

`core.style.features` computes the same in numpy for the product, which must not wait for torch; the
numbers that both go by stand there, and `tests/style/test_inference.py` holds one against the
other.
"""

import torch
from torch import Tensor

from core.style.features import (
    BANDS,
    BINS_1D,
    BINS_C,
    BINS_L,
    CHROMA_KNEE,
    CHROMA_SPAN,
    LEVELS,
    LMS_TO_LAB,
    RGB_TO_LMS,
)

_LMS, _LAB = torch.from_numpy(RGB_TO_LMS), torch.from_numpy(LMS_TO_LAB)


def srgb_to_linear(rgb: Tensor) -> Tensor:
    """Decode sRGB code values (IEC 61966-2-1). ``rgb`` (..., 3), clamped to 0..1."""
    v = rgb.clamp(0.0, 1.0)
    return torch.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055).pow(2.4))


def linear_to_srgb(rgb: Tensor) -> Tensor:
    """Encode linear light as sRGB codes (IEC 61966-2-1). ``rgb`` (..., 3), clamped to 0..1."""
    v = rgb.clamp(0.0, 1.0)
    return torch.where(v <= 0.0031308, v * 12.92, 1.055 * v.clamp_min(1e-7).pow(1 / 2.4) - 0.055)


def srgb_to_oklab(rgb: Tensor) -> Tensor:
    """Oklab of sRGB code values: (..., 3) in 0..1 to (..., 3) with L in 0..1."""
    lms = srgb_to_linear(rgb) @ _LMS.to(rgb).T
    return lms.clamp_min(1e-9).pow(1 / 3) @ _LAB.to(rgb).T


def oklab_to_srgb(lab: Tensor) -> Tensor:
    """Return sRGB code values of Oklab (..., 3), clipped to 0..1."""
    lms = (lab @ torch.linalg.inv(_LAB).to(lab).T).pow(3)
    return linear_to_srgb(lms @ torch.linalg.inv(_LMS).to(lab).T)


def _chroma_coordinate(c: Tensor) -> Tensor:
    """Spread a or b over 0..bins-1, finely around neutral (asinh), coarsely far out."""
    top = torch.asinh(torch.tensor(CHROMA_SPAN / CHROMA_KNEE)).item()
    unit = torch.asinh(c / CHROMA_KNEE) / top
    return (unit.clamp(-1, 1) + 1) * 0.5 * (BINS_C - 1)


def _soft_histogram(coordinates: list[Tensor], sizes: list[int]) -> Tensor:
    """Multilinear histogram. ``coordinates``: one (B, P) per axis, in bin units. Returns (B,
    prod(sizes)).
    """
    batch, count = coordinates[0].shape
    index = torch.zeros(batch, 1, count, dtype=torch.long, device=coordinates[0].device)
    weight = torch.ones(batch, 1, count, device=coordinates[0].device)
    for c, size in zip(coordinates, sizes, strict=True):
        low = c.floor().clamp(0, size - 2)
        part = (c - low)[:, None]
        low = low.long()[:, None]
        index = torch.cat([index * size + low, index * size + low + 1], 1)
        weight = torch.cat([weight * (1 - part), weight * part], 1)
    total = 1
    for size in sizes:
        total *= size
    out = torch.zeros(batch, total, device=weight.device)
    out.scatter_add_(1, index.reshape(batch, -1), weight.reshape(batch, -1))
    return out / count


def statistics(rgb: Tensor, oklab: Tensor) -> Tensor:
    """Joint colour statistics of a batch of thumbnails.

    ``rgb`` is (B, H, W, 3), sRGB 0..1, and ``oklab`` the same in Oklab. Returns (B, STATISTICS):
    the square root of a soft Oklab histogram, of per-channel histograms, and per luma band the
    share, mean and spread of chroma.
    """
    flat = rgb.reshape(rgb.shape[0], -1, 3)
    lab = oklab.reshape(flat.shape)
    light, a, b = lab.unbind(-1)
    joint = _soft_histogram(
        [light.clamp(0, 1) * (BINS_L - 1), _chroma_coordinate(a), _chroma_coordinate(b)],
        [BINS_L, BINS_C, BINS_C],
    )
    channels = torch.cat([flat, light[..., None]], -1).transpose(1, 2).flatten(0, 1)
    marginals = _soft_histogram([channels.clamp(0, 1) * (BINS_1D - 1)], [BINS_1D])
    marginals = marginals.reshape(flat.shape[0], 4, BINS_1D)
    bands = _band_moments(light, lab)
    return torch.cat([joint.sqrt() * 4, *_curves(marginals), bands], 1)


def _curves(marginals: Tensor) -> list[Tensor]:
    """Square roots of histograms (B, 4, bins), and how much lies below and above each bin, in
    logarithm.

    Where the ends of the histograms lie says what a look does to black and white.
    """
    below = marginals.cumsum(-1)
    above = 1 - below + marginals
    tails = [(part.clamp_min(0) + 1e-3).log() * 0.3 + 1 for part in (below, above)]
    return [part.flatten(1) for part in (marginals.sqrt() * 2, *tails)]


def _band_moments(light: Tensor, lab: Tensor) -> Tensor:
    """Share, mean Oklab and chroma spread of overlapping luma bands: (B, BANDS * 7)."""
    centres = torch.linspace(0, 1, BANDS, device=lab.device)
    weight = (1 - (light[..., None] - centres).abs() * (BANDS - 1)).clamp_min(0)
    share = weight.mean(1)
    norm = weight / (weight.sum(1, keepdim=True) + 1.0)
    mean = torch.einsum("bpk,bpc->bkc", norm, lab)
    second = torch.einsum("bpk,bpc->bkc", norm, lab.square())
    spread = (second - mean.square()).clamp_min(1e-8).sqrt()
    return torch.cat([share, (mean * 4).flatten(1), (spread * 4).flatten(1)], 1)


def planes(rgb: Tensor, oklab: Tensor) -> Tensor:
    """Centred Oklab and RGB planes for the convolutional branch: (B, H, W, 3) to (B, 6, H, W)."""
    centred = (oklab - oklab.new_tensor([0.6, 0.0, 0.0])) * oklab.new_tensor([4.0, 12.0, 12.0])
    return torch.cat([centred, (rgb - 0.5) * 4], -1).permute(0, 3, 1, 2).contiguous()


def evidence(observed: Tensor, guess: Tensor) -> Tensor:
    """How a picture differs from a guess of its ungraded self, by tonal range.

    ``observed`` (B, h, w, 3) Oklab; ``guess`` (B, h, w, 4) Oklab and log confidence. Returns (B,
    EVIDENCE):
    per band of guessed lightness the confidence, mean difference and mean guess, and the weighted
    second moments of guess with guess and with difference.
    """
    before, difference = guess[..., :3].flatten(1, 2), (observed - guess[..., :3]).flatten(1, 2)
    trust = guess[..., 3].flatten(1, 2).exp()
    trust = trust / trust.mean(1, keepdim=True)
    centres = torch.linspace(0, 1, BANDS, device=before.device)
    band = (1 - (before[..., :1] - centres).abs() * (BANDS - 1)).clamp_min(0) * trust[..., None]
    share = band.mean(1)
    norm = band / (band.sum(1, keepdim=True) + 1.0)
    moved = torch.einsum("bpk,bpc->bkc", norm, difference)
    place = torch.einsum("bpk,bpc->bkc", norm, before)
    centred = before - (before * trust[..., None]).mean(1, keepdim=True)
    weighted = centred * trust[..., None] / before.shape[1]
    inner = torch.einsum("bpi,bpj->bij", weighted, centred)
    cross = torch.einsum("bpi,bpj->bij", weighted, difference)
    return torch.cat(
        [
            share,
            (moved * 10).flatten(1),
            (place * 4).flatten(1),
            (inner * 40).flatten(1),
            (cross * 100).flatten(1),
        ],
        1,
    )


def motion(source: Tensor, reference: Tensor) -> Tensor:
    """How the colours of one picture would be moved onto another's: (B, MOTION).

    ``source`` and ``reference`` (B, H, W, 3) Oklab. Differences of 16 quantiles of each Oklab
    channel, and the linear Monge-Kantorovich map (Pitie and Kokaram, 2007) less identity.
    """
    first, second = source.flatten(1, 2), reference.flatten(1, 2)
    ranks = torch.linspace(0.02, 0.98, 16, device=first.device)
    gap = torch.quantile(second[:, ::4], ranks, dim=1) - torch.quantile(first[:, ::4], ranks, dim=1)
    scaled = gap * first.new_tensor([4.0, 15.0, 15.0])
    linear = _linear_map(_covariance(first), _covariance(second)) - torch.eye(
        3, device=first.device
    )
    return torch.cat([scaled.transpose(0, 1).flatten(1), linear.flatten(1).clamp(-3, 3)], 1)


def _covariance(points: Tensor) -> Tensor:
    centred = points - points.mean(1, keepdim=True)
    floor = 2e-5 * torch.eye(3, device=points.device)
    return centred.transpose(1, 2) @ centred / points.shape[1] + floor


def _linear_map(first: Tensor, second: Tensor) -> Tensor:
    root, inverse = _power(first, 0.5), _power(first, -0.5)
    return inverse @ _power(root @ second @ root, 0.5) @ inverse


def _power(matrix: Tensor, exponent: float) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    return (vectors * values.clamp_min(1e-10).pow(exponent)[:, None]) @ vectors.transpose(1, 2)


def slopes(rgb: Tensor, oklab: Tensor) -> Tensor:
    """Contrast between neighbours by level: (B, SLOPES).

    A tone curve scales local contrast by its slope at each level, whatever the scene's brightness.
    For the three Oklab channels by lightness, and for red, green and blue each by its own level,
    the logarithm of the mean absolute difference between neighbours, as it is and against the
    picture's mean.

    ``rgb`` (B, H, W, 3) sRGB and ``oklab`` the same in Oklab.
    """
    both = torch.cat([oklab, rgb], -1)
    level = torch.cat([oklab[..., :1].expand(-1, -1, -1, 3), rgb], -1)
    out = []
    for axis in (1, 2):
        size = both.shape[axis] - 1
        low, high = both.narrow(axis, 0, size), both.narrow(axis, 1, size)
        place = 0.5 * (level.narrow(axis, 0, size) + level.narrow(axis, 1, size))
        out.append(((high - low).abs().flatten(1, 2), place.flatten(1, 2)))
    step = torch.cat([o[0] for o in out], 1).transpose(1, 2).flatten(0, 1)
    place = torch.cat([o[1] for o in out], 1).transpose(1, 2).flatten(0, 1)
    at = (place.clamp(0, 1) * (LEVELS - 1)).round().long()
    total = step.new_zeros(len(step), LEVELS).scatter_add_(1, at, step)
    count = torch.zeros_like(total).scatter_add_(1, at, torch.ones_like(step))
    prior = step.mean(1, keepdim=True)
    mean = (total + 8 * prior) / (count + 8)
    absolute = (mean + 2e-3).log() * 0.7 + 2
    relative = (mean + 2e-3).log() - (prior + 2e-3).log()
    return torch.cat([absolute, relative], 1).reshape(rgb.shape[0], -1)
