from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.apply import LutApplier, choose_device
from core.colour.ycbcr import YCbCr
from core.errors import UsageError
from core.lut import Lut3D, Shaper
from core.lut.lut3d import grid
from tests.looks import film_look

CODE = 1 / 1023
SHAPER = Shaper(
    np.linspace(0, 1, 99)[:, None].repeat(3, 1) ** 0.6, (-0.1, -0.1, -0.1), (1.4, 1.4, 1.4)
)
LUTS = {
    "plain": film_look(),
    "65": film_look(65),
    "domain": Lut3D(film_look().table, (-0.1, -0.2, 0.0), (1.2, 1.1, 1.5)),
    "shaper": Lut3D(film_look().table, shaper=SHAPER),
    "larger than OpenColorIO takes": film_look(140),
}


def pixels(dtype: type, channels: int, shape: tuple[int, int] = (60, 80)) -> np.ndarray:
    random = np.random.default_rng(0)
    if dtype is np.float32:
        return random.uniform(-0.2, 1.3, (*shape, channels)).astype(np.float32)
    return random.integers(0, np.iinfo(dtype).max + 1, (*shape, channels), dtype=dtype)


@pytest.mark.parametrize("lut", LUTS.values(), ids=LUTS.keys())
def test_cpu_torch_and_reference_agree_within_one_10_bit_code_value(lut):
    from core.apply.torch_path import TorchLut

    rgb = pixels(np.float32, 3)
    exact = lut.apply(rgb)
    assert np.abs(LutApplier(lut, "cpu").apply(rgb) - exact).max() < CODE
    assert np.abs(TorchLut(lut, "cpu").apply(rgb) - exact).max() < CODE


@pytest.mark.parametrize(("dtype", "top"), [(np.uint8, 255), (np.uint16, 65535)])
@pytest.mark.parametrize("channels", [3, 4])
def test_integers_are_rounded_to_nearest_and_alpha_passes_through(dtype, top, channels):
    codes = pixels(dtype, channels)
    out = LutApplier(film_look(), "cpu").apply(codes)
    exact = film_look().apply(codes[..., :3] / np.float32(top)) * top
    assert out.dtype == dtype
    assert np.abs(out[..., :3] - exact).max() < (0.51 if dtype is np.uint8 else 2)
    assert np.array_equal(out[..., 3:], codes[..., 3:])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_identity_returns_integers_untouched(dtype):
    codes = pixels(dtype, 4)
    assert np.array_equal(LutApplier(Lut3D.identity(33), "cpu").apply(codes), codes)


def test_the_table_of_all_colours_gives_the_very_values_of_interpolation():
    by_table, by_lut = LutApplier(film_look(), "cpu"), LutApplier(film_look(), "cpu")
    big = pixels(np.uint8, 4, (2100, 2048))
    first, again = by_table.apply(big), by_table.apply(big, threads=2)
    assert np.array_equal(first, again)
    assert np.array_equal(first[:700], by_lut.apply(big[:700]))


@pytest.mark.parametrize("full", [False, True], ids=["legal", "full"])
def test_codes_are_graded_as_the_colours_they_stand_for(full):
    coding = YCbCr(0.299, 0.114, full), YCbCr(0.2126, 0.0722, not full)
    codes = pixels(np.uint8, 4)
    once = LutApplier(film_look(), "cpu", coding=coding).apply(codes)[..., :3]
    (decode, zero), (encode, black) = coding[0].to_rgb(), coding[1].from_rgb()
    rgb = np.clip(codes[..., :3] / 255 @ decode.T + zero, 0, 1)
    exact = np.clip((film_look().apply(rgb) @ encode.T + black) * 255, 0, 255)
    assert np.abs(once - exact).max() < 0.51
    by_table = LutApplier(film_look(), "cpu", coding=coding)
    many = by_table.apply(np.tile(codes, (30, 30, 1)))
    assert np.array_equal(many[:60, :80, :3], once)


def test_threads_change_nothing():
    rgb = pixels(np.float32, 3, (700, 500))
    applier = LutApplier(film_look(), "cpu")
    assert np.array_equal(applier.apply(rgb, threads=1), applier.apply(rgb, threads=3))


def test_one_applier_serves_several_threads():
    applier = LutApplier(film_look(), "cpu")
    frames = [pixels(np.uint16, 3) for _ in range(12)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(applier.apply, frames))
    assert all(np.array_equal(result, results[0]) for result in results)


def test_the_input_is_not_changed():
    rgb = pixels(np.float32, 3)
    before = rgb.copy()
    LutApplier(film_look(), "cpu").apply(rgb)
    assert np.array_equal(rgb, before)


def test_arrays_of_another_kind_are_refused():
    applier = LutApplier(film_look(5), "cpu")
    for wrong in (np.zeros((4, 4, 3)), np.zeros((4, 4, 2), np.float32), np.zeros(3, np.float32)):
        with pytest.raises(TypeError):
            applier.apply(wrong)


def test_devices_are_chosen_or_refused():
    assert choose_device("cpu").name == "cpu"
    assert choose_device("auto").name in ("cpu", "cuda", "mps")
    with pytest.raises(UsageError, match="unknown device"):
        choose_device("tpu")


def test_a_missing_device_is_refused():
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    with pytest.raises(UsageError, match="no cuda device"):
        LutApplier(Lut3D(grid(2)), "cuda")


@pytest.mark.skipif("not __import__('torch').cuda.is_available()", reason="needs a CUDA device")
def test_cuda_agrees_with_the_cpu():
    rgb = pixels(np.float32, 3)
    on_cpu, on_gpu = LutApplier(film_look(), "cpu"), LutApplier(film_look(), "cuda")
    assert np.abs(on_cpu.apply(rgb) - on_gpu.apply(rgb)).max() < CODE
