"""What the style networks see of a picture: Oklab pixels and joint colour statistics.

Arrays are float32. Colours are display-referred sRGB code values, 0..1; B pictures a batch. Oklab
after B. Ottosson, "A perceptual color space for image processing" (2020).

`training.style.features` computes the same with torch: training needs gradients and a graphics
device, and a grade must not wait for torch to load. What both share stands here, and
`tests/style/test_inference.py` holds one against the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

SIDE = 48
"""Width and height of the thumbnail that the networks read."""

BINS_L, BINS_C, BINS_1D = 12, 16, 64
"""Bins of the joint histogram along lightness, a and b, and of one channel's histogram."""

CHROMA_KNEE, CHROMA_SPAN = 0.03, 0.33
"""Oklab chroma up to which bins are fine, and where the last bin lies."""

BANDS = 6
"""Overlapping bands of lightness."""

LEVELS = 10
"""Levels at which the contrast between neighbours is measured."""

RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)

STATISTICS = BINS_L * BINS_C * BINS_C + 12 * BINS_1D + BANDS * 7
EVIDENCE = BANDS * 7 + 18
MOTION = 57
SLOPES = 12 * LEVELS
"""Lengths of a row of `statistics`, `evidence`, `motion` and `slopes`."""


def srgb_to_oklab(rgb: np.ndarray) -> np.ndarray:
    """Oklab of sRGB code values: (..., 3), clamped to 0..1, to (..., 3) with L in 0..1.

    These are the numbers that the networks were trained on; `core.colour.difference` has neutrals
    without any chroma.
    """
    v = np.clip(rgb, 0, 1)
    linear = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    return np.cbrt(np.maximum(linear @ RGB_TO_LMS.T, 1e-9)) @ LMS_TO_LAB.T


def _chroma_coordinate(c: np.ndarray) -> np.ndarray:
    """Spread a or b over 0..bins-1, finely around neutral (asinh), coarsely far out."""
    unit = np.arcsinh(c / CHROMA_KNEE) / np.float32(np.arcsinh(CHROMA_SPAN / CHROMA_KNEE))
    return (np.clip(unit, -1, 1) + 1) * (0.5 * (BINS_C - 1))


def _soft_histogram(coordinates: Sequence[np.ndarray], sizes: Sequence[int]) -> np.ndarray:
    """Multilinear histogram of (B, P) coordinates, one array an axis, in bin units.

    Returns:
        (B, prod(sizes)) shares that sum to 1.
    """
    batch, count = coordinates[0].shape
    index = np.arange(batch, dtype=np.intp)[None, :, None]
    weight = np.ones((1, 1, 1), np.float32)
    for c, size in zip(coordinates, sizes, strict=True):
        low = np.clip(c.astype(np.intp), 0, size - 2)
        part = c - low.astype(np.float32)
        index = np.concatenate([index * size + low, index * size + low + 1])
        weight = np.concatenate([weight * (1 - part), weight * part])
    return _sums(index, weight, batch * int(np.prod(sizes))).reshape(batch, -1) / count


def _sums(index: np.ndarray, values: np.ndarray, length: int) -> np.ndarray:
    """The sum of the values at each index, (length,)."""
    return np.bincount(index.ravel(), values.ravel(), length).astype(np.float32)


def statistics(rgb: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """Joint colour statistics of a batch of thumbnails.

    The square root of a soft Oklab histogram, of per-channel histograms, and per luma band the
    share, mean and spread of chroma.

    Args:
        rgb: (B, H, W, 3) sRGB 0..1.
        oklab: the same in Oklab.

    Returns:
        (B, STATISTICS).
    """
    batch = len(rgb)
    lab = oklab.reshape(batch, -1, 3)
    light, a, b = np.moveaxis(lab, -1, 0)
    joint = _soft_histogram(
        [np.clip(light, 0, 1) * (BINS_L - 1), _chroma_coordinate(a), _chroma_coordinate(b)],
        [BINS_L, BINS_C, BINS_C],
    )
    channels = np.concatenate([rgb.reshape(lab.shape), light[..., None]], -1).transpose(0, 2, 1)
    place = np.clip(channels.reshape(4 * batch, -1), 0, 1) * (BINS_1D - 1)
    marginals = _soft_histogram([place], [BINS_1D]).reshape(batch, 4, BINS_1D)
    rows = [np.sqrt(joint) * 4, *_curves(marginals), *_band_moments(lab)]
    return _side_by_side(rows)


def _side_by_side(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([part.reshape(len(part), -1) for part in parts], 1)


def _curves(marginals: np.ndarray) -> list[np.ndarray]:
    """Square roots of histograms (B, 4, bins), and how much lies below and above each bin, in
    logarithm.

    Where the ends of the histograms lie says what a look does to black and white.
    """
    below = marginals.cumsum(-1)
    above = 1 - below + marginals
    tails = [np.log(np.maximum(part, 0) + 1e-3) * 0.3 + 1 for part in (below, above)]
    return [np.sqrt(marginals) * 2, *tails]


def _bands(light: np.ndarray) -> np.ndarray:
    """Membership of lightness (B, P) in each band: (B, BANDS, P)."""
    centres = np.linspace(0, 1, BANDS, dtype=np.float32)[:, None]
    return np.maximum(1 - np.abs(light[:, None] - centres) * (BANDS - 1), 0)


def _means(band: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Mean of (B, P, 3) values in each band (B, BANDS, P); a band of few is drawn to zero."""
    return band @ values / (band.sum(-1, keepdims=True) + 1)


def _band_moments(lab: np.ndarray) -> list[np.ndarray]:
    """Share, mean Oklab and chroma spread of overlapping luma bands of (B, P, 3)."""
    band = _bands(lab[..., 0])
    mean = _means(band, lab)
    spread = np.sqrt(np.maximum(_means(band, lab * lab) - mean * mean, 1e-8))
    return [band.mean(-1), mean * 4, spread * 4]


def planes(rgb: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """Centred Oklab and RGB planes for the convolutional branch: (B, H, W, 3) to (B, H, W, 6)."""
    centre, scale = np.array([[0.6, 0, 0], [4, 12, 12]], np.float32)
    return np.concatenate([(oklab - centre) * scale, (rgb - 0.5) * 4], -1)


def evidence(observed: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """How a picture differs from a guess of its ungraded self, by tonal range.

    Per band of guessed lightness the confidence, mean difference and mean guess, and the weighted
    second moments of guess with guess and with difference.

    Args:
        observed: (B, h, w, 3) Oklab.
        guess: (B, h, w, 4) Oklab and log confidence.

    Returns:
        (B, EVIDENCE).
    """
    batch = len(observed)
    before = guess[..., :3].reshape(batch, -1, 3)
    difference = observed.reshape(before.shape) - before
    trust = np.exp(guess[..., 3]).reshape(batch, 1, -1)
    trust = trust / trust.mean(-1, keepdims=True)
    band = _bands(before[..., 0]) * trust
    centred = before - trust @ before / before.shape[1]
    weighted = centred.transpose(0, 2, 1) * trust / before.shape[1]
    parts = [
        band.mean(-1),
        _means(band, difference) * 10,
        _means(band, before) * 4,
        weighted @ centred * 40,
        weighted @ difference * 100,
    ]
    return _side_by_side(parts)


def motion(source: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """How the colours of pictures would be moved onto those of others.

    Differences of 16 quantiles of each Oklab channel, and the linear Monge-Kantorovich map (Pitie
    and Kokaram, 2007) less identity.

    Args:
        source: (B, H, W, 3) Oklab.
        reference: (1, H, W, 3) Oklab, or one for each source.

    Returns:
        (B, MOTION).
    """
    first, second = (lab.reshape(len(lab), -1, 3) for lab in (source, reference))
    gap = (_quantiles(second) - _quantiles(first)) * np.array([4, 15, 15], np.float32)
    linear = _linear_map(_covariance(first), _covariance(second)) - np.eye(3, dtype=np.float32)
    flat = linear.reshape(len(linear), -1)
    return np.concatenate([gap.reshape(len(gap), -1), np.clip(flat, -3, 3)], 1)


def _quantiles(lab: np.ndarray) -> np.ndarray:
    """16 quantiles of each channel of every fourth of (B, P, 3) colours: (B, 16, 3)."""
    rows = np.sort(lab[:, ::4], axis=1)
    place = np.linspace(0.02, 0.98, 16) * (rows.shape[1] - 1)
    low = place.astype(int)
    part = (place - low).astype(np.float32)[:, None]
    return rows[:, low] * (1 - part) + rows[:, low + 1] * part


def _covariance(points: np.ndarray) -> np.ndarray:
    centred = points - points.mean(1, keepdims=True)
    floor = 2e-5 * np.eye(3, dtype=np.float32)
    return centred.transpose(0, 2, 1) @ centred / points.shape[1] + floor


def _linear_map(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    root, inverse = _power(first, 0.5), _power(first, -0.5)
    return inverse @ _power(root @ second @ root, 0.5) @ inverse


def _power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    powers = np.maximum(values, 1e-10) ** exponent
    return (vectors * powers[:, None]) @ vectors.transpose(0, 2, 1)


def slopes(rgb: np.ndarray, oklab: np.ndarray) -> np.ndarray:
    """Contrast between neighbours by level: (B, SLOPES).

    A tone curve scales local contrast by its slope at each level, whatever the scene's brightness.
    For the three Oklab channels by lightness, and for red, green and blue each by its own level,
    the logarithm of the mean absolute difference between neighbours, as it is and against the
    picture's mean.

    Args:
        rgb: (B, H, W, 3) sRGB.
        oklab: the same in Oklab.
    """
    batch = len(rgb)
    both = np.concatenate([oklab, rgb], -1).transpose(0, 3, 1, 2)
    level = both[:, [0, 0, 0, 3, 4, 5]]
    step = _pairs(both, lambda one, other: np.abs(other - one))
    place = _pairs(level, lambda one, other: 0.5 * (one + other))
    at = np.rint(np.clip(place, 0, 1) * (LEVELS - 1)).astype(np.intp)
    at += np.arange(batch * 6).reshape(batch, 6, 1) * LEVELS
    length, shape = batch * 6 * LEVELS, (batch, 6, LEVELS)
    total = _sums(at, step, length).reshape(shape)
    count = np.bincount(at.ravel(), minlength=length).astype(np.float32).reshape(shape)
    prior = step.mean(-1, keepdims=True)
    mean = (total + 8 * prior) / (count + 8)
    absolute = np.log(mean + 2e-3) * 0.7 + 2
    relative = np.log(mean + 2e-3) - np.log(prior + 2e-3)
    return np.concatenate([absolute, relative], -1).reshape(batch, -1)


def _pairs(values: np.ndarray, of_two: Callable[..., np.ndarray]) -> np.ndarray:
    """A function of neighbours below and beside each other in (B, 6, H, W): (B, 6, pairs)."""
    below = of_two(values[:, :, :-1], values[:, :, 1:])
    beside = of_two(values[..., :-1], values[..., 1:])
    return np.concatenate([part.reshape(*part.shape[:2], -1) for part in (below, beside)], -1)
