"""From a scene and a time to a picture: three depths, a lens and a sensor's grain."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter, maximum_filter, minimum_filter, zoom
from scipy.signal import fftconvolve

from training.sample.arrays import f32
from training.sample.camera import Camera
from training.sample.foliage import Leaves, paint
from training.sample.scene import Moment, Scene
from training.sample.surfaces import colour_of
from training.sample.tracer import Hits, shade, trace

SAMPLES = 2
STRIP = 120_000


def picture(scene: Scene, time: float, width: int, height: int) -> np.ndarray:
    """The scene at `time` 0..1: float32 (height, width, 3), linear ACEScg, before exposure."""
    moment = scene.moment(time)
    rgb = _behind(scene, moment, width, height)
    sharp, cover = _sharp(scene, moment, width, height)
    rgb = sharp + rgb * (1 - cover)
    rgb = _in_front(scene.near, moment, rgb)
    return _lens(rgb)


def _disc(radius: float) -> np.ndarray:
    """An evenly lit round aperture with a soft edge, of sum 1."""
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return (kernel / kernel.sum()).astype(np.float32)


def _defocus(rgb: np.ndarray, radius: float) -> np.ndarray:
    """Each channel (h, w, c) spread over a disc of `radius` pixels, borders mirrored."""
    kernel = _disc(radius)
    pad = kernel.shape[0] // 2
    wide = np.pad(rgb, ((pad, pad), (pad, pad), (0, 0)), mode="reflect")
    return np.maximum(fftconvolve(wide, kernel[..., None], mode="valid"), 0).astype(np.float32)


def _enlarge(rgb: np.ndarray, height: int, width: int) -> np.ndarray:
    """A soft picture (h, w, c) at another size, bilinearly."""
    scale = (height / rgb.shape[0], width / rgb.shape[1], 1)
    out = np.empty((height, width, rgb.shape[2]), np.float32)
    zoom(rgb, scale, output=out, order=1, grid_mode=True, mode="nearest")
    return out


def _behind(scene: Scene, moment: Moment, width: int, height: int) -> np.ndarray:
    """Sky, land and trees, out of focus; drawn at half size, for nothing fine survives the blur."""
    w, h = -(-width // 2), -(-height // 2)
    y, x = np.divmod(np.arange(w * h), w)
    d = moment.camera.rays(x + 0.5, y + 0.5, w, h)
    rgb = moment.sky.radiance(d, moment.light).reshape(h, w, 3)
    trees = paint(scene.far, moment.camera, moment.light, w, h, (8, 5))
    empty = np.isinf(trees.depth)[..., None]
    haze = np.float32(0.022) * moment.sky.rim
    rgb = np.where(empty, rgb, trees.colour * 0.95 + haze)
    if len(scene.lamps):
        _light_lamps(rgb, scene.lamps, moment.camera)
    soft = _defocus(np.minimum(rgb, 200), 0.0085 * h * 1.1 + 0.3)
    return _enlarge(soft, height, width)


def _light_lamps(rgb: np.ndarray, lamps: np.ndarray, camera: Camera) -> None:
    """Add small warm bulbs at points (n, 3); out of focus they become discs."""
    h, w = rgb.shape[:2]
    x, y, _ = camera.project(lamps, w, h)
    inside = (x >= 0) & (x < w) & (y >= 0) & (y < h)
    glow = colour_of(1.0, 0.55, 0.20) * (0.6 * h)
    for column, row in zip(x[inside].astype(int), y[inside].astype(int), strict=True):
        rgb[row, column] += glow


def _sharp(scene: Scene, moment: Moment, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """What is in focus, multiplied by its coverage, and that coverage (h, w, 1).

    Every pixel gets one ray through its centre; where those differ, or leaves are, `SAMPLES`**2.
    """
    w, h = width * SAMPLES, height * SAMPLES
    grid = (max(12, h // 11), max(9, h // 19))
    plant = paint(scene.plant, moment.camera, moment.light, w, h, grid)
    y, x = np.divmod(np.arange(width * height), width)
    no_leaves = np.full(x.shape, np.inf, np.float32)
    rgba = _cast(scene, moment, (x + 0.5, y + 0.5), no_leaves, (width, height))
    leafy = np.isfinite(plant.depth).reshape(height, SAMPLES, width, SAMPLES).any(axis=(1, 3))
    busy = np.flatnonzero((leafy | _differ(rgba.reshape(height, width, 4))).ravel())
    total = np.zeros((len(busy), 4), np.float32)
    for sub in range(SAMPLES**2):
        row, col = y[busy] * SAMPLES + sub // SAMPLES, x[busy] * SAMPLES + sub % SAMPLES
        at = ((col + 0.5) / SAMPLES, (row + 0.5) / SAMPLES)
        leaf = plant.depth[row, col]
        drawn = _cast(scene, moment, at, leaf, (width, height))
        blade = np.isfinite(leaf) & (drawn[:, 3] == 0)
        drawn[blade] = np.concatenate([plant.colour[row, col], np.ones((len(row), 1))], 1)[blade]
        total += drawn / SAMPLES**2
    rgba[busy] = total
    rgba = rgba.reshape(height, width, 4)
    return rgba[..., :3], rgba[..., 3:]


def _differ(rgba: np.ndarray) -> np.ndarray:
    """Pixels whose neighbours look different: bool (h, w)."""
    tone = rgba[..., :3] / (rgba[..., :3] + 0.18)
    tone = np.concatenate([tone, rgba[..., 3:]], axis=2)
    size = (3, 3, 1)
    contrast = f32(maximum_filter(tone, size)) - f32(minimum_filter(tone, size))
    return np.any(contrast > 0.07, axis=2)


def _cast(
    scene: Scene,
    moment: Moment,
    at: tuple[np.ndarray, np.ndarray],
    nearest: np.ndarray,
    size: tuple[int, int],
) -> np.ndarray:
    """Radiance and coverage (n, 4) of rays through picture points, where nearer than `nearest`."""
    origin, forward = f32(moment.camera.position), moment.camera.basis[2]
    out = np.zeros((len(at[0]), 4), np.float32)
    for start in range(0, len(out), STRIP):
        span = slice(start, start + STRIP)
        d = moment.camera.rays(at[0][span], at[1][span], *size)
        hits = trace(scene.solids, scene.field, origin, d)
        met = np.flatnonzero(hits.distance * (d @ forward) < nearest[span])
        if len(met):
            hits = Hits(hits.distance[met], hits.solid[met])
            rgb = shade(scene.solids, scene.field, moment.light, moment.sky, origin, d[met], hits)
            # Taming a glint before averaging keeps its edge smooth; 30 is far above white.
            out[start + met, :3] = np.minimum(rgb, 30)
            out[start + met, 3] = 1
    return out


def _in_front(near: Leaves, moment: Moment, rgb: np.ndarray) -> np.ndarray:
    """Leaves close to the lens, far out of focus, over the picture."""
    height, width = rgb.shape[:2]
    w, h = -(-width // 2), -(-height // 2)
    camera: Camera = moment.camera
    leaves = paint(near, camera, moment.light, w, h, (max(10, h // 3), max(8, h // 5)))
    cover = np.isfinite(leaves.depth)[..., None].astype(np.float32)
    soft = _defocus(np.concatenate([leaves.colour, cover], axis=2), 0.035 * h)
    soft = _enlarge(soft, height, width)
    return soft[..., :3] + rgb * (1 - soft[..., 3:])


def _lens(rgb: np.ndarray) -> np.ndarray:
    """A trace of veiling glow around highlights and a gentle fall-off to the corners."""
    height, width = rgb.shape[:2]
    glow = f32(gaussian_filter(np.minimum(rgb, 12), (0.02 * height, 0.02 * height, 0)))
    y, x = np.mgrid[0:height, 0:width]
    off = ((x + 0.5) / width - 0.5) ** 2 + (((y + 0.5) / height - 0.5) * height / width) ** 2
    return ((rgb * 0.965 + glow * 0.035) * (1 - 0.55 * off)[..., None]).astype(np.float32)
