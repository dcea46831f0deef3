"""`LutApplier`: one LUT, ready to be applied to many frames."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from core.apply.devices import choose_device
from core.colour.spaces import ocio
from core.lut import Lut3D

if TYPE_CHECKING:
    from core.apply.torch_path import TorchLut

OCIO_MAX_SIZE = 129
ROWS_WORTH_SPLITTING = 1 << 18  # pixels
PACKED_VALUES = 1 << 24
_SCALE = {np.dtype(np.uint8): 255.0, np.dtype(np.uint16): 65535.0, np.dtype(np.float32): 1.0}


class LutApplier:
    """Applies one LUT by tetrahedral interpolation, on the CPU through OpenColorIO or on a device.

    Thread-safe. 8-bit pixels with four channels are looked up in a table of all 2^24 colours once
    enough of them have been seen to pay for it; the table is filled by the same OpenColorIO
    processor, so the result is the same to the last bit.

    Args:
        lut: the LUT; its domain and shaper are honoured.
        device: one of `core.apply.DEVICES`.

    Raises:
        UsageError: the device is not there.
    """

    def __init__(self, lut: Lut3D, device: str = "auto") -> None:
        self.lut = lut
        self.device = choose_device(device)
        self._lock = threading.Lock()
        self._processors: dict[np.dtype, Any] = {}
        self._packed: np.ndarray | None = None
        self._packed_seen = 0
        self._torch: TorchLut | None = None

    def apply(self, rgb: np.ndarray, *, threads: int = 1) -> np.ndarray:
        """Apply the LUT.

        Args:
            rgb: (H, W, 3) or (H, W, 4), float32 (code values, 0..1 nominal), uint8 or uint16 (full
                range), in the LUT's input space. A fourth channel is passed through.
            threads: rows are shared among so many threads; 0 means one per core.

        Returns:
            An array of the same shape and dtype, in the LUT's output space.
        """
        if rgb.dtype not in _SCALE or rgb.ndim != 3 or rgb.shape[2] not in (3, 4):
            raise TypeError(f"pixels must be (H, W, 3|4) float32/uint8/uint16, not {rgb.dtype}")
        pixels = np.ascontiguousarray(rgb)
        if self.device.name != "cpu":
            return self._on_device(pixels)
        out = np.empty_like(pixels)
        workers = threads or os.cpu_count() or 1
        if workers == 1 or pixels.shape[0] * pixels.shape[1] < ROWS_WORTH_SPLITTING:
            self._rows(pixels, out)
            return out
        bands = [b for b in np.array_split(np.arange(len(pixels)), workers) if len(b)]
        with ThreadPoolExecutor(workers) as pool:
            spans = [slice(int(b[0]), int(b[-1]) + 1) for b in bands]
            list(pool.map(lambda span: self._rows(pixels[span], out[span]), spans))
        return out

    def _rows(self, pixels: np.ndarray, out: np.ndarray) -> None:
        if pixels.dtype == np.uint8 and pixels.shape[2] == 4 and self._packed_pays(pixels):
            self._look_up_packed(pixels, out)
            return
        out[...] = pixels
        self._ocio(out)

    def _ocio(self, pixels: np.ndarray) -> None:
        """Apply in place through OpenColorIO, which releases the interpreter while it works."""
        height, width, channels = pixels.shape
        item = pixels.itemsize
        depth = _bit_depth(pixels.dtype)
        image = ocio().PackedImageDesc(
            pixels, width, height, channels, depth, item, item * channels, item * channels * width
        )
        self._processor(pixels.dtype).apply(image)

    def _processor(self, dtype: np.dtype) -> Any:
        with self._lock:
            if dtype not in self._processors:
                self._processors[dtype] = _make_processor(self.lut, dtype)
            return self._processors[dtype]

    def _packed_pays(self, pixels: np.ndarray) -> bool:
        with self._lock:
            self._packed_seen += pixels.shape[0] * pixels.shape[1]
            return self._packed_seen > 2 * PACKED_VALUES

    def _look_up_packed(self, pixels: np.ndarray, out: np.ndarray) -> None:
        table = self._packed_table()
        codes = pixels.view("<u4")[..., 0]
        result = out.view("<u4")[..., 0]
        np.take(table, codes & np.uint32(0xFFFFFF), out=result, mode="clip")
        out[..., 3] = pixels[..., 3]

    def _packed_table(self) -> np.ndarray:
        """The output for every 8-bit colour: (2^24,) uint32, index and value R | G<<8 | B<<16."""
        self._processor(np.dtype(np.uint8))
        with self._lock:
            if self._packed is not None:
                return self._packed
        colours = np.arange(PACKED_VALUES, dtype="<u4")[:, None].view(np.uint8)
        colours = colours.reshape(4096, 4096, 4).copy()
        self._ocio(colours)
        with self._lock:
            self._packed = colours.reshape(-1, 4).view("<u4")[:, 0]
            return self._packed

    def _on_device(self, pixels: np.ndarray) -> np.ndarray:
        from core.apply.torch_path import TorchLut

        with self._lock:
            if self._torch is None:
                self._torch = TorchLut(self.lut, self.device.name)
            on_device = self._torch
        scale = _SCALE[pixels.dtype]
        out = pixels.copy()
        graded = on_device.apply(pixels[..., :3].astype(np.float32) / np.float32(scale))
        if scale != 1.0:
            graded = np.rint(np.clip(graded, 0, 1) * scale)
        out[..., :3] = graded.astype(pixels.dtype)
        return out


def _bit_depth(dtype: np.dtype) -> Any:
    return {
        np.dtype(np.uint8): ocio().BIT_DEPTH_UINT8,
        np.dtype(np.uint16): ocio().BIT_DEPTH_UINT16,
        np.dtype(np.float32): ocio().BIT_DEPTH_F32,
    }[dtype]


def _make_processor(lut: Lut3D, dtype: np.dtype) -> Any:
    if lut.size > OCIO_MAX_SIZE:
        # OpenColorIO takes no larger cube; on a smooth look the loss is below a fifth of a
        # 10-bit code value.
        lut = lut.resampled(OCIO_MAX_SIZE)
    steps = []
    if lut.shaper is not None:
        curves = ocio().Lut1DTransform(length=len(lut.shaper.table), inputHalfDomain=False)
        curves.setData(np.ascontiguousarray(lut.shaper.table).reshape(-1))
        steps += [_to_unit(lut.shaper.domain_min, lut.shaper.domain_max), curves]
    cube = ocio().Lut3DTransform(gridSize=lut.size)
    cube.setInterpolation(ocio().INTERP_TETRAHEDRAL)
    cube.setData(np.ascontiguousarray(lut.table).reshape(-1))
    steps += [_to_unit(lut.domain_min, lut.domain_max), cube]
    group = ocio().GroupTransform([step for step in steps if step is not None])
    depth = _bit_depth(dtype)
    processor = ocio().Config.CreateRaw().getProcessor(group)
    return processor.getOptimizedCPUProcessor(depth, depth, ocio().OPTIMIZATION_DEFAULT)


def _to_unit(low: tuple[float, ...], high: tuple[float, ...]) -> Any:
    if low == (0.0, 0.0, 0.0) and high == (1.0, 1.0, 1.0):
        return None
    return ocio().MatrixTransform.Fit(
        oldMin=[*low, 0.0], oldMax=[*high, 1.0], newMin=[0.0] * 4, newMax=[1.0] * 4
    )
