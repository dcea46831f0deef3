"""The few colours that a picture is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.difference import oklab_to_srgb, srgb_to_oklab

# Two centres nearer than this in Oklab look like one colour (about 1 dE2000).
_SAME_COLOUR = 0.01


@dataclass(frozen=True)
class Swatch:
    """A colour of a palette: `rgb` display values 0..1, and its `share` of the pixels, 0..1."""

    rgb: tuple[float, float, float]
    share: float


def find_palette(rgb: np.ndarray, count: int = 7) -> tuple[Swatch, ...]:
    """At most `count` colours of `rgb`, dark to light, by k-means in Oklab.

    The start is a variance cut (the cluster with the largest squared error is split at its mean,
    across its principal axis; after Wu, "Color quantization by dynamic programming and principal
    analysis", 1992), so the same pixels always give the same palette.

    Args:
        rgb: (N, 3) float32 display values, 0..1.
        count: the most colours wanted, at least 1.
    """
    lab = np.asarray(srgb_to_oklab(rgb), dtype=np.float64).reshape(-1, 3)
    centres, labels = _refine(lab, _variance_cut(lab, count))
    shares = np.bincount(labels, minlength=len(centres)) / len(lab)
    order = np.argsort(centres[:, 0], kind="stable")
    colours = np.clip(oklab_to_srgb(centres[order]), 0.0, 1.0)
    return tuple(
        Swatch((float(r), float(g), float(b)), float(share))
        for (r, g, b), share in zip(colours, shares[order], strict=True)
        if share > 0
    )


def _variance_cut(lab: np.ndarray, count: int) -> np.ndarray:
    clusters = [lab]
    while len(clusters) < count:
        errors = [float(np.square(c - c.mean(0)).sum()) for c in clusters]
        widest = int(np.argmax(errors))
        if errors[widest] / len(clusters[widest]) < _SAME_COLOUR**2:
            break
        cluster = clusters.pop(widest)
        centred = cluster - cluster.mean(0)
        axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
        side = centred @ axis > 0
        clusters += [cluster[side], cluster[~side]]
    return np.array([c.mean(0) for c in clusters])


def _refine(lab: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    labels = _nearest(lab, centres)
    for _ in range(20):
        kept = np.unique(labels)
        moved = np.array([lab[labels == k].mean(0) for k in kept])
        new_labels = _nearest(lab, moved)
        settled = len(moved) == len(centres) and np.array_equal(new_labels, labels)
        centres, labels = moved, new_labels
        if settled:
            break
    return centres, labels


def _nearest(lab: np.ndarray, centres: np.ndarray) -> np.ndarray:
    from scipy.spatial import KDTree

    return np.asarray(KDTree(centres).query(lab)[1])
