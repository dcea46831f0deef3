"""`LutApplier`: one LUT, ready to be applied to many frames."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from core.apply.devices import choose_device
from core.colour.spaces import ocio
from core.lut import Lut3D, OperatorLut

if TYPE_CHECKING:
    from core.apply.torch_path import TorchLut

OCIO_MAX_SIZE = 129
ROWS_WORTH_SPLITTING = 1 << 18  # pixels
PACKED_VALUES = 1 << 24
PACKED_PAYS = 1 << 22  # pixels from which looking up is quicker than interpolating
PACKED_SPAN = 1 << 15  # pixels looked up at a time: their indices stay in the nearest cache
_COLOUR, _FILLED = np.uint32(0xFFFFFF), np.uint32(0xFF000000)
# The table is filled by blocks of 8 x 8 x 8 colours: a shot has a few thousand of the 32,768.
_BLOCK = np.array(
    [r | g << 8 | b << 16 for b in range(8) for g in range(8) for r in range(8)], "<u4"
)
_BLOCKS_AT_ONCE = 1 << 10
_SCALE = {np.dtype(np.uint8): 255.0, np.dtype(np.uint16): 65535.0, np.dtype(np.float32): 1.0}


class LutApplier:
    """Applies one LUT by tetrahedral interpolation, on the CPU through OpenColorIO or on a device.

    Thread-safe. 8-bit pixels with four channels are looked up in a table of all 2^24 colours once
    enough of them have been seen to pay for it; the same OpenColorIO processor fills it where
    colours are met, so the result is the same to the last bit.

    Args:
        lut: the LUT; its domain and shaper are honoured. One of several operators is always applied
            on the CPU, unbounded where its file is.
        device: one of `core.apply.DEVICES`.

    Raises:
        UsageError: the device is not there.
    """

    def __init__(self, lut: Lut3D | OperatorLut, device: str = "auto") -> None:
        self.lut = lut
        self._cube = lut if isinstance(lut, Lut3D) else None
        self.device = choose_device("cpu" if self._cube is None else device)
        self._lock = threading.Lock()
        self._processors: dict[np.dtype, Any] = {}
        self._packed: np.ndarray | None = None
        self._packed_seen = 0
        self._fill_lock = threading.Lock()
        self._torch: TorchLut | None = None

    def apply(
        self, rgb: np.ndarray, *, threads: int = 1, out: np.ndarray | None = None
    ) -> np.ndarray:
        """Apply the LUT.

        Args:
            rgb: (H, W, 3) or (H, W, 4), float32 (code values, 0..1 nominal), uint8 or uint16 (full
                range), in the LUT's input space. A fourth channel is passed through.
            threads: rows are shared among so many threads; 0 means one per core.
            out: a C-contiguous array of the same shape and dtype to be filled; it may be `rgb`
                itself, which saves a frame of memory traffic. A new one when omitted.

        Returns:
            `out`: the pixels in the LUT's output space.
        """
        if rgb.dtype not in _SCALE or rgb.ndim != 3 or rgb.shape[2] not in (3, 4):
            raise TypeError(f"pixels must be (H, W, 3|4) float32/uint8/uint16, not {rgb.dtype}")
        pixels = np.ascontiguousarray(rgb)
        out = np.empty_like(pixels) if out is None else out
        if out.shape != pixels.shape or out.dtype != pixels.dtype or not out.flags.c_contiguous:
            raise TypeError("out must be C-contiguous and like the pixels in shape and dtype")
        if self._cube is not None and self.device.name != "cpu":
            self._on_device(self._cube, pixels, out)
            return out
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
        if pixels.dtype == np.uint8 and pixels.shape[2] == 4:
            table = self._packed_table(pixels.shape[0] * pixels.shape[1])
            if table is not None:
                self._look_up_packed(pixels, table, out)
                return
        self._ocio(pixels, out)

    def _ocio(self, pixels: np.ndarray, out: np.ndarray) -> None:
        """Apply through OpenColorIO, which releases the interpreter while it works."""
        self._processor(pixels.dtype).apply(_image(pixels), _image(out))

    def _processor(self, dtype: np.dtype) -> Any:
        with self._lock:
            if dtype not in self._processors:
                self._processors[dtype] = _make_processor(self.lut, dtype)
            return self._processors[dtype]

    def _packed_table(self, more: int) -> np.ndarray | None:
        """(2^24,) uint32 by R | G<<8 | B<<16, 0 where nothing is filled in yet; None: not worth it.

        Args:
            more: pixels that are to be looked up now.
        """
        with self._lock:
            self._packed_seen += more
            if self._packed is None and self._packed_seen > PACKED_PAYS:
                self._packed = np.zeros(PACKED_VALUES, "<u4")
            return self._packed

    def _look_up_packed(self, pixels: np.ndarray, table: np.ndarray, out: np.ndarray) -> None:
        codes = pixels.view("<u4").reshape(-1)
        result = out.view("<u4").reshape(-1)
        index = np.empty(PACKED_SPAN, np.intp)
        for start in range(0, len(codes), PACKED_SPAN):
            span = slice(start, start + PACKED_SPAN)
            here = index[: len(codes[span])]
            np.bitwise_and(codes[span], _COLOUR, out=here)
            fourth = codes[span] | _COLOUR
            # The index cannot be out of range; "wrap" only spares a check and a buffer.
            np.take(table, here, out=result[span], mode="wrap")
            if result[span].min() < _FILLED:
                empty = np.flatnonzero(result[span] < _FILLED)
                self._fill(table, here[empty])
                result[span][empty] = table[here[empty]]
            result[span] &= fourth

    def _fill(self, table: np.ndarray, missing: np.ndarray) -> None:
        """Fill the table's blocks around colours, all as R | G<<8 | B<<16."""
        with self._fill_lock:
            # Another thread may have met them meanwhile.
            missing = missing[table[missing] < _FILLED]
            met = np.zeros(1 << 15, bool)
            met[(missing >> 3 & 31) | (missing >> 6 & 31 << 5) | (missing >> 9 & 31 << 10)] = True
            self._fill_blocks(table, np.flatnonzero(met))

    def _fill_blocks(self, table: np.ndarray, every: np.ndarray) -> None:
        by_block = table.reshape(32, 8, 32, 8, 32, 8).transpose(0, 2, 4, 1, 3, 5)
        for start in range(0, len(every), _BLOCKS_AT_ONCE):
            blocks = every[start : start + _BLOCKS_AT_ONCE].astype(np.uint32)
            red, green, blue = blocks & 31, blocks >> 5 & 31, blocks >> 10
            corners = red << 3 | green << 11 | blue << 19
            colours = corners[:, None] + _BLOCK
            packed = colours.view(np.uint8).reshape(*colours.shape, 4)
            self._ocio(packed, packed)
            np.bitwise_or(colours, _FILLED, out=colours)
            by_block[blue, green, red] = colours.reshape(-1, 8, 8, 8)

    def _on_device(self, cube: Lut3D, pixels: np.ndarray, out: np.ndarray) -> None:
        from core.apply.torch_path import TorchLut

        with self._lock:
            if self._torch is None:
                self._torch = TorchLut(cube, self.device.name)
            on_device = self._torch
        scale = _SCALE[pixels.dtype]
        np.copyto(out, pixels)
        graded = on_device.apply(pixels[..., :3].astype(np.float32) / np.float32(scale))
        if scale != 1.0:
            graded = np.rint(np.clip(graded, 0, 1) * scale)
        out[..., :3] = graded.astype(pixels.dtype)


def _image(pixels: np.ndarray) -> Any:
    height, width, channels = pixels.shape
    item = pixels.itemsize
    depth = _bit_depth(pixels.dtype)
    return ocio().PackedImageDesc(
        pixels, width, height, channels, depth, item, item * channels, item * channels * width
    )


def _bit_depth(dtype: np.dtype) -> Any:
    return {
        np.dtype(np.uint8): ocio().BIT_DEPTH_UINT8,
        np.dtype(np.uint16): ocio().BIT_DEPTH_UINT16,
        np.dtype(np.float32): ocio().BIT_DEPTH_F32,
    }[dtype]


def _make_processor(lut: Lut3D | OperatorLut, dtype: np.dtype) -> Any:
    if isinstance(lut, OperatorLut):
        return lut.processor(_bit_depth(dtype))
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
