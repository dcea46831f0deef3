"""A photograph cut into numbered pieces of like colour and place, so that a hand can name them."""

import numpy as np
from PIL import Image, ImageDraw
from scipy.cluster.vq import kmeans2
from scipy.ndimage import distance_transform_edt, median_filter

from core.colour.difference import srgb_to_oklab

PIECES = 20
PLACE = 0.16  # of the picture's larger side against Oklab


def segments(picture: np.ndarray, pieces: int = PIECES) -> np.ndarray:
    """Numbers (H, W) of a picture's (H, W, 3) uint8 pieces; always the same ones."""
    height, width = picture.shape[:2]
    lab = np.asarray(srgb_to_oklab(picture.reshape(-1, 3).astype(np.float32) / 255), np.float64)
    y, x = np.mgrid[:height, :width].reshape(2, -1) / max(height, width)
    rows = np.column_stack([0.6 * lab[:, 0], 1.6 * lab[:, 1:], PLACE * 2 * x, PLACE * 2 * y])
    start = rows[np.linspace(0, len(rows) - 1, pieces).astype(int)]
    _, labels = kmeans2(rows[::3], start, iter=12, minit="matrix", missing="warn")
    centres = np.stack(
        [rows[::3][labels == k].mean(0) if (labels == k).any() else start[k] for k in range(pieces)]
    )
    nearest = np.argmin(((rows[:, None] - centres) ** 2).sum(-1), axis=1)
    return median_filter(nearest.reshape(height, width).astype(np.uint8), 5)


def drawn(picture: np.ndarray, pieces: np.ndarray, scale: int = 2) -> Image.Image:
    """The picture with the outlines and numbers of its pieces, for labelling."""
    large = Image.fromarray(picture).resize((picture.shape[1] * scale, picture.shape[0] * scale))
    values = np.asarray(large).copy()
    grown = pieces.repeat(scale, 0).repeat(scale, 1)
    edge = np.zeros(grown.shape, bool)
    edge[:, 1:] |= grown[:, 1:] != grown[:, :-1]
    edge[1:] |= grown[1:] != grown[:-1]
    values[edge] = (values[edge] // 2) + np.array([127, 0, 127], np.uint8)
    image = Image.fromarray(values)
    pen = ImageDraw.Draw(image)
    for number in np.unique(grown):
        depth = np.asarray(distance_transform_edt(np.pad(grown == number, 1)))[1:-1, 1:-1]
        y, x = (int(at) for at in np.unravel_index(int(depth.argmax()), depth.shape))
        pen.rectangle((x - 8, y - 7, x + 8, y + 7), fill=(0, 0, 0))
        pen.text((x - 7, y - 7), str(number), fill=(255, 255, 0), font_size=13)
    return image
