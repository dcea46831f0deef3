"""What is kept of a clip while it goes by: small pictures at even steps, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

ROWS, COLUMNS = 18, 32
MOST = 24_000  # small pictures kept: 83 MB
_CODES = 65535  # of 16 bits: of 8, one is a quarter of a stop near black


@dataclass
class Record:
    """Small pictures of a clip, thinned as it grows.

    Attributes:
        stride: frames from one kept picture to the next.
        pictures: (576, 3) uint16 code values each, of frames 0, `stride`, 2 `stride` and so on.
    """

    stride: int = 1
    pictures: list[np.ndarray] = field(default_factory=list)
    seen: int = 0

    def add(self, small: np.ndarray) -> None:
        """The next frame, (576, 3) float32 code values."""
        if self.seen % self.stride == 0:
            self.pictures.append(np.rint(np.clip(small, 0, 1) * _CODES).astype(np.uint16))
        self.seen += 1
        if len(self.pictures) > MOST:
            self.pictures = self.pictures[::2]
            self.stride *= 2

    def between(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Frame numbers (N,), and their code values (N, 576, 3) float32, of a stretch.

        A stretch that falls between two kept pictures has none.
        """
        start = -(-first // self.stride)
        kept = self.pictures[start : last // self.stride + 1]
        frames = (start + np.arange(len(kept))) * self.stride
        values = np.stack(kept) if kept else np.zeros((0, ROWS * COLUMNS, 3), np.uint16)
        return frames, values.astype(np.float32) / _CODES
