"""Y'CbCr codes of 8 bits as a linear map of RGB code values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class YCbCr:
    """How 8-bit Y'CbCr codes stand for RGB (ITU-T H.273, MatrixCoefficients and VideoFullRange).

    Attributes:
        kr: what red counts in luma.
        kb: what blue counts in luma.
        full: codes 0..255 instead of 16..235 and 16..240.
    """

    kr: float
    kb: float
    full: bool

    def to_rgb(self) -> tuple[np.ndarray, np.ndarray]:
        """(3, 3) matrix and (3,) offset from codes over 255 to RGB, 0 black and 1 white."""
        luma, chroma, black = (255, 255, 0) if self.full else (219, 224, 16)
        kg = 1 - self.kr - self.kb
        blue, red = 2 * (1 - self.kb), 2 * (1 - self.kr)
        mixed = np.array(
            [[1, 0, red], [1, -blue * self.kb / kg, -red * self.kr / kg], [1, blue, 0]]
        )
        matrix = mixed * (255 / np.array([luma, chroma, chroma]))
        return matrix, -matrix @ (np.array([black, 128, 128]) / 255)

    def from_rgb(self) -> tuple[np.ndarray, np.ndarray]:
        """(3, 3) matrix and (3,) offset from RGB to codes over 255."""
        matrix, offset = self.to_rgb()
        back = np.linalg.inv(matrix)
        return back, -back @ offset
