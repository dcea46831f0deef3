"""Tetrahedral interpolation in torch, for CUDA and MPS (and for comparing them with the CPU)."""

from __future__ import annotations

import numpy as np
import torch

from core.lut import Lut3D

CHUNK = 1 << 22  # pixels at a time: bounds the scratch memory to about half a GiB


class TorchLut:
    """A LUT in a device's memory.

    Args:
        lut: the LUT; a shaper is applied on the CPU side before the upload.
        device: a torch device name.
    """

    def __init__(self, lut: Lut3D, device: str) -> None:
        self._shaper = lut.shaper
        self._size = lut.size
        self._device = torch.device(device)
        self._rows = torch.from_numpy(lut.table.reshape(-1, 3).copy()).to(self._device)
        self._low = torch.tensor(lut.domain_min, dtype=torch.float32, device=self._device)
        self._span = torch.tensor(lut.domain_max, device=self._device) - self._low

    def apply(self, rgb: np.ndarray) -> np.ndarray:
        """Apply to (..., 3) float32 in the LUT's input space; returns the same shape."""
        values = rgb if self._shaper is None else self._shaper.apply(rgb)
        pixels = torch.from_numpy(np.ascontiguousarray(values).reshape(-1, 3))
        parts = [self.apply_tensor(part.to(self._device)).cpu() for part in pixels.split(CHUNK)]
        return torch.cat(parts).numpy().reshape(rgb.shape)

    def apply_tensor(self, rgb: torch.Tensor) -> torch.Tensor:
        """Apply to (M, 3) float32 on the device, shaper left out; returns (M, 3) there."""
        size = self._size
        unit = torch.nan_to_num((rgb - self._low) / self._span).clamp(0, 1)
        position = unit * (size - 1)
        cell = position.to(torch.int64).clamp(max=size - 2)
        weight, order = torch.sort(position - cell, dim=1, descending=True, stable=True)
        strides = torch.tensor([size * size, size, 1], device=self._device)
        index = (cell * strides).sum(dim=1)
        here = self._rows[index]
        value = here
        for axis in range(3):
            index = index + strides[order[:, axis]]
            following = self._rows[index]
            value = value + weight[:, axis : axis + 1] * (following - here)
            here = following
        return value
