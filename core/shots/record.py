"""What is kept of a clip while it goes by: small pictures at even steps, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

ROWS, COLUMNS = 18, 32
MOST = 24_000  # small pictures kept: 41 MB


@dataclass
class Record:
    """Small pictures of a clip, thinned as it grows.

    Attributes:
        stride: frames from one kept picture to the next.
        pictures: (576, 3) uint8 code values each, of frames 0, `stride`, 2 `stride` and so on.
    """

    stride: int = 1
    pictures: list[np.ndarray] = field(default_factory=list)
    seen: int = 0

    def add(self, small: np.ndarray) -> None:
        """The next frame, (576, 3) float32 code values."""
        if self.seen % self.stride == 0:
            self.pictures.append(np.rint(np.clip(small, 0, 1) * 255).astype(np.uint8))
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
        values = np.stack(kept) if kept else np.zeros((0, ROWS * COLUMNS, 3), np.uint8)
        return frames, values.astype(np.float32) / 255
