"""CDL: what a fit misses over many balances, and that OpenColorIO makes of the files what we do."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.temporal.scenes import LIGHT
from core.cdl import fit_cdl, read_cdls, write_cdls
from core.colour.spaces import find_space, ocio
from core.colour.transform import rendering
from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from core.media import read_still
from core.shots.level import Level
from core.shots.light import Light
from core.style.infer import balance_map

CODE = 1023.0


def report_decisions(photos: Path, looks: Path, folder: Path, count: int) -> dict[str, object]:
    """Print the figures and return them."""
    rng = np.random.default_rng(8)
    every = sorted(path for path in photos.iterdir() if path.suffix in (".jpg", ".png"))
    tables = sorted(looks.glob("*.npy"))
    log = Light(rendering(find_space("logc3")))
    missed: dict[str, list[float]] = {"display": [], "logc3": []}
    off: list[float] = []
    off_unclamped: list[float] = []
    for number in range(count):
        shot = [read_still(every[number * 7 % len(every)], max_side=160).rgb]
        level = Level(*rng.uniform([-1, -0.3, -0.3, 0.85], [1, 0.3, 0.3, 1.15]))
        balance = balance_map(shot, 1.0)
        colours = np.concatenate([picture[::3, ::3].reshape(-1, 3) for picture in shot])

        def both(rgb: np.ndarray, level: Level = level, balance: Lut3D = balance) -> np.ndarray:
            return balance.apply(np.clip(level.on_code(LIGHT, rgb), 0, 1))

        def in_log(rgb: np.ndarray, level: Level = level) -> np.ndarray:
            return np.clip(level.on_code(log, rgb), 0, 1)

        fit = fit_cdl(both, colours)
        missed["display"].append(fit.mean)
        missed["logc3"].append(fit_cdl(in_log, log.shown.inverse(colours)).mean)
        look = Lut3D(np.load(tables[rng.integers(len(tables))]).astype(np.float32))
        write_lut(look, folder / "look.cube", force=True)
        write_cdls(folder / "shot.cc", {"shot": fit.cdl}, force=True)
        # Our own render, of the numbers and the table that the files hold.
        ours = look.apply(read_cdls(folder / "shot.cc")["shot"].apply(colours))
        off.append(_off(folder, colours, ours, clamped=True))
        off_unclamped.append(_off(folder, colours, ours, clamped=False))
    print(f"\nCDL in place of {count} balances, mean difference in 10-bit code values:")
    for space, values in missed.items():
        low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
        print(f"  {space}: p5 {low:.2f}, median {middle:.2f}, p95 {high:.2f}")
    print(f"CDL and LUT files by OpenColorIO against ours, largest: {max(off):.2f} codes")
    print(f"  as it reads CDL files unless told to clamp: {max(off_unclamped):.2f} codes")
    return {"missed": missed, "off": off, "off_unclamped": off_unclamped}


def _off(folder: Path, colours: np.ndarray, ours: np.ndarray, *, clamped: bool) -> float:
    correction = ocio().FileTransform(str(folder / "shot.cc"))
    if clamped:
        correction.setCDLStyle(ocio().CDL_ASC)
    look = ocio().FileTransform(str(folder / "look.cube"), interpolation=ocio().INTERP_TETRAHEDRAL)
    ocio().ClearAllCaches()
    processor = ocio().Config.CreateRaw().getProcessor(ocio().GroupTransform([correction, look]))
    pixels = np.ascontiguousarray(colours, np.float32).copy()
    processor.getOptimizedCPUProcessor(ocio().OPTIMIZATION_LOSSLESS).applyRGB(pixels)
    return float(np.abs(pixels - ours).max() * CODE)
