"""From scene-linear ACEScg to files: exposure, grain, ARRI LogC3, and the reference's grade."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter

from core.colour.spaces import ocio
from training.sample.arrays import f32
from training.sample.camera import Camera
from training.sample.surfaces import CONFIG

GREY = 0.18


@cache
def _config() -> Any:
    return ocio().Config.CreateFromBuiltinConfig(CONFIG)


def _run(processor: Any, rgb: np.ndarray) -> np.ndarray:
    out = np.array(rgb, np.float32, order="C")
    processor.getDefaultCPUProcessor().applyRGB(out)
    return out


def to_logc3(rgb: np.ndarray) -> np.ndarray:
    """Linear ACEScg (…, 3) as ARRI LogC3 EI 800 in ARRI Wide Gamut 3, code values 0..1."""
    return _run(_config().getProcessor("ACEScg", "ARRI LogC3 (EI800)"), rgb)


def to_display(rgb: np.ndarray) -> np.ndarray:
    """Linear ACEScg (…, 3) through the ACES 2.0 SDR view: sRGB code values 0..1."""
    view = ocio().DisplayViewTransform(
        src="ACEScg", display="sRGB - Display", view="ACES 2.0 - SDR 100 nits (Rec.709)"
    )
    return np.clip(_run(_config().getProcessor(view), rgb), 0, 1)


def card_box(camera: Camera, corners: np.ndarray, width: int, height: int) -> tuple[slice, slice]:
    """Rows and columns of the picture that lie inside the card of world `corners` (2, 3)."""
    x, y, _ = camera.project(corners, width, height)
    rows = slice(int(np.ceil(y.min())), max(int(y.max()), int(np.ceil(y.min())) + 1))
    columns = slice(int(np.ceil(x.min())), max(int(x.max()), int(np.ceil(x.min())) + 1))
    return rows, columns


def gains(picture: np.ndarray, box: tuple[slice, slice]) -> np.ndarray:
    """What brings the card to 18 % grey in each channel: exposure and white balance, (3,)."""
    return (GREY / picture[box].reshape(-1, 3).mean(axis=0)).astype(np.float32)


def grain(code: np.ndarray, seed: int, amount: float) -> np.ndarray:
    """Code values (h, w, 3) with slightly soft noise of deviation `amount`, mostly in luma."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal(code.shape).astype(np.float32)
    noise = 0.8 * noise[..., 1:2] + 0.45 * noise
    soft = gaussian_filter(noise, (0.6, 0.6, 0))
    return (code + soft * np.float32(amount / soft.std())).astype(np.float32)


def print_grade(code: np.ndarray) -> np.ndarray:
    """The reference's look on sRGB code values (…, 3) 0..1: a warm print with teal shadows.

    An S-curve about 0.40 with lifted blacks and a rolled shoulder, a split tone by luma, denser
    saturated colours, and greens drawn towards teal.
    """
    weights = f32([0.2126, 0.7152, 0.0722])
    x = np.clip(code, 0, 1)
    curve = x + 0.30 * x * (1 - x) * (x - 0.40) * 4 * 0.9
    y = (curve @ weights)[..., None]
    shadow, light = f32([-0.050, 0.014, 0.044]), f32([0.048, 0.006, -0.062])
    toned = curve + shadow * (1 - y) ** 2.2 * 1.25 + light * y * (1.15 - 0.5 * y)
    y = (toned @ weights)[..., None]
    chroma = toned - y
    green = np.clip(chroma[..., 1:2] - np.maximum(chroma[..., :1], chroma[..., 2:]) * 0.5, 0, None)
    chroma = chroma * 0.93 + green * f32([-0.14, -0.14, 0.45])
    dense = y - 0.10 * np.abs(chroma).max(axis=-1, keepdims=True)
    return np.clip(0.022 + (dense + chroma) * np.float32(0.955), 0, 1).astype(np.float32)


def to_yuv420(code: np.ndarray) -> np.ndarray:
    """R'G'B' (h, w, 3) 0..1 as planar 10-bit Y'CbCr 4:2:0: uint16 (h * 3 / 2, w).

    BT.709 matrix and legal range (ITU-R BT.709-6 section 3); chroma is sited left, as in H.265.
    """
    h, w, _ = code.shape
    r, g, b = np.moveaxis(code.astype(np.float64), -1, 0)
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    planes = [(y * 219 + 16) * 4]
    for chroma in ((b - y) / 1.8556, (r - y) / 1.5748):
        rows = (chroma[0::2] + chroma[1::2]) / 2
        padded = np.pad(rows, ((0, 0), (1, 1)), mode="edge")
        sited = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:])[:, ::2] / 4
        planes.append((sited * 224 + 128) * 4)
    flat = np.concatenate([np.rint(p).ravel() for p in planes])
    return np.clip(flat, 4, 1019).astype(np.uint16).reshape(h * 3 // 2, w)


def breeze(seconds: float, rate: int) -> np.ndarray:
    """A quiet garden: wind that swells under two soft notes; float32 (2, seconds * rate)."""
    count = int(seconds * rate)
    rng = np.random.default_rng(3)
    wind = f32(gaussian_filter(rng.standard_normal((2, count)), (0, 9)))
    t = np.arange(count) / rate
    swell = 1 + 0.35 * np.sin(2 * np.pi * t / seconds + f32([[0.0], [1.3]]))
    wind = wind / wind.std() * 0.018 * swell
    notes = [0.012 * np.sin(2 * np.pi * f * t) * np.sin(np.pi * t / seconds) for f in (220, 329.6)]
    fade = np.clip(np.minimum(t, seconds - t) / 0.25, 0, 1)
    return ((wind + np.stack(notes)) * fade).astype(np.float32)
