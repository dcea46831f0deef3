"""`LutApplier`: one LUT, ready to be applied to many frames."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from core.apply.devices import choose_device
from core.apply.packed import PackedTable
from core.colour.spaces import ocio
from core.colour.ycbcr import YCbCr
from core.lut import Lut3D, OperatorLut

if TYPE_CHECKING:
    from core.apply.torch_path import TorchLut

OCIO_MAX_SIZE = 129
Coding = tuple[YCbCr, YCbCr]
"""What pixels are coded as before and after a LUT."""

FrameGrade = Callable[[np.ndarray, int], np.ndarray]
"""A picture and its frame, counted from 0, to the graded picture."""

ROWS_WORTH_SPLITTING = 1 << 18  # pixels
# Pixels from which looking up is quicker than interpolating: a picture has fewer colours of Y'CbCr
# than of RGB, as most of it differs in luma alone.
PACKED_PAYS, PACKED_PAYS_CODED = 1 << 22, 1 << 19
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
        coding: pixels are 8-bit Y'CbCr codes (H, W, 4), before the LUT of the first and after it
            of the second kind; the fourth byte is of no meaning. Colours outside RGB's 0..1 are
            clipped before the LUT and after it. On the CPU alone, and for no LUT of operators.
        steady: whether many frames are graded; a table of colours does not pay for one.

    Raises:
        UsageError: the device is not there.
    """

    def __init__(
        self,
        lut: Lut3D | OperatorLut,
        device: str = "auto",
        *,
        coding: Coding | None = None,
        steady: bool = True,
    ) -> None:
        self.lut = lut
        self._steady = steady
        self._coding = coding
        self._cube = lut if isinstance(lut, Lut3D) else None
        on_cpu = self._cube is None or coding is not None
        self.device = choose_device("cpu" if on_cpu else device)
        self._lock = threading.Lock()
        self._processors: dict[np.dtype, Any] = {}
        self._packed: PackedTable | None = None
        self._packed_seen = 0
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
        if pixels.dtype == np.uint8 and pixels.shape[2] == 4 and self._steady:
            table = self._packed_table(pixels.shape[0] * pixels.shape[1])
            if table is not None:
                table.look_up(pixels, out)
                return
        self._ocio(pixels, out)

    def _ocio(self, pixels: np.ndarray, out: np.ndarray) -> None:
        """Apply through OpenColorIO, which releases the interpreter while it works."""
        self._processor(pixels.dtype).apply(_image(pixels), _image(out))

    def _processor(self, dtype: np.dtype) -> Any:
        with self._lock:
            if dtype not in self._processors:
                self._processors[dtype] = self._make_processor(dtype)
            return self._processors[dtype]

    def _make_processor(self, dtype: np.dtype) -> Any:
        depth = _bit_depth(dtype)
        if isinstance(self.lut, OperatorLut):
            return self.lut.processor(depth)
        steps = _lut_steps(self.lut)
        if self._coding is not None:
            steps = _coded_steps(steps, self._coding)
        processor = ocio().Config.CreateRaw().getProcessor(ocio().GroupTransform(steps))
        return processor.getOptimizedCPUProcessor(depth, depth, ocio().OPTIMIZATION_DEFAULT)

    def _packed_table(self, more: int) -> PackedTable | None:
        """The table of all colours; None while it is not worth it.

        Args:
            more: pixels that are to be looked up now.
        """
        processor = self._processor(np.dtype(np.uint8))
        pays = PACKED_PAYS if self._coding is None else PACKED_PAYS_CODED
        with self._lock:
            self._packed_seen += more
            if self._packed is None and self._packed_seen > pays:
                # Not by way of `self`: a circle would keep the table until it is collected.
                self._packed = PackedTable(
                    lambda colours: processor.apply(_image(colours), _image(colours)),
                    keep_fourth=self._coding is None,
                )
            return self._packed

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


class SteadyLut:
    """One LUT for all frames of a clip, for `render_clip`; grades them in place."""

    def __init__(self, applier: LutApplier) -> None:
        self._applier = applier

    def __call__(self, pixels: np.ndarray, frame: int) -> np.ndarray:
        """A frame's pixels as `LutApplier.apply` takes them; its number is not looked at."""
        return self._applier.apply(pixels, out=pixels)

    def changes(self, frame: int) -> bool:
        """Whether anything is done to a frame: not by a LUT that is the identity."""
        lut = self._applier.lut
        return not (isinstance(lut, Lut3D) and lut.is_identity)

    def on_codes(self, before: YCbCr, after: YCbCr) -> FrameGrade | None:
        """The same for 8-bit Y'CbCr codes; None for a LUT of operators, or on a device."""
        applier = self._applier
        if applier.device.name != "cpu" or isinstance(applier.lut, OperatorLut):
            return None
        return SteadyLut(LutApplier(applier.lut, "cpu", coding=(before, after)))


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


def _lut_steps(lut: Lut3D) -> list[Any]:
    """A LUT as OpenColorIO's transforms."""
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
    return [step for step in steps if step is not None]


def _coded_steps(steps: list[Any], coding: Coding) -> list[Any]:
    """Transforms of RGB as transforms of Y'CbCr codes."""
    clip = ocio().RangeTransform(minInValue=0.0, maxInValue=1.0, minOutValue=0.0, maxOutValue=1.0)
    before, after = coding
    return [_affine(*before.to_rgb()), clip, *steps, clip, _affine(*after.from_rgb())]


def _affine(matrix: np.ndarray, offset: np.ndarray) -> Any:
    whole = np.eye(4)
    whole[:3, :3] = matrix
    return ocio().MatrixTransform(matrix=whole.reshape(-1).tolist(), offset=[*offset, 0.0])


def _to_unit(low: tuple[float, ...], high: tuple[float, ...]) -> Any:
    if low == (0.0, 0.0, 0.0) and high == (1.0, 1.0, 1.0):
        return None
    return ocio().MatrixTransform.Fit(
        oldMin=[*low, 0.0], oldMax=[*high, 1.0], newMin=[0.0] * 4, newMax=[1.0] * 4
    )
