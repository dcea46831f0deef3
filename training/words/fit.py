"""Fit `Adjustments` to a collected look of the training packs, as a starting point for an entry.

    python -m training.words.fit --data ../shared/data "Kodak Portra 400" "Fuji Velvia 50"

Prints a line of the lexicon for each name: the mean of all training looks whose name begins with
it, said in rounded moves, and how much of the look the moves explain. Looks of held-out packs are
never read.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from core.adjustments.apply import apply_adjustments
from core.colour.difference import srgb_to_lab
from core.job.adjustments import (
    Adjustments,
    HueAdjustment,
    Tint,
    adjustments_to_dict,
)
from core.job.table import ADJUSTMENTS
from training.style.data import Look, read_looks, split_looks
from training.words.colours import apart, lab_through, photo_colours

_FITTED = ("red", "orange", "yellow", "green", "azure", "blue")
# How far each number goes before it costs as much as a mean difference of one.
_REACH = {
    "exposure": 0.7, "temperature": 40, "tint": 40, "contrast": 0.5, "pivot": 0.04, "blacks": 0.05,
    "whites": 0.05, "shadows": 0.5, "highlights": 0.5, "fade": 0.5, "saturation": 0.4,
    "vibrance": 0.4, "density": 0.4,
}  # fmt: skip
_TINTS = ("shadow_tint", "mid_tint", "highlight_tint")
_PRIOR = 0.8
_SMALL = 0.06


def main() -> None:
    """Print fitted entries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    looks = split_looks(read_looks(args.data), "train")
    colours = photo_colours(args.data / "photos", "mdx_*.jpg", 40, 12)
    for name in args.names:
        same = [look for look in looks if named(look, name)]
        if not same:
            print(f"no look called {name!r} in the training packs", file=sys.stderr)
            continue
        table = np.mean([look.table for look in same], axis=0)
        adjustments = fit(lab_through(table, colours), colours, all(k.monochrome for k in same))
        kept = share(adjustments, table, colours)
        print(f'"{name.lower()}" = {inline(adjustments)}  # {len(same)} looks, {kept}')


def named(look: Look, name: str) -> bool:
    """Whether the look is called `name`, or `name` with a variant's number or sign."""
    own = look.name.split("/")[-1].replace("_", " ").casefold()
    rest = own.removeprefix(name.casefold())
    return (
        own.startswith(name.casefold())
        and not rest.strip(" +-0123456789").replace("alt", "").replace("generic", "").strip()
    )


def fit(target: np.ndarray, colours: np.ndarray, monochrome: bool) -> Adjustments:
    """The moves that bring display values `colours` (n, 3) nearest to CIELAB `target` (n, 3)."""
    rgb = colours.astype(np.float64)

    def error(x: np.ndarray) -> np.ndarray:
        lab = np.asarray(
            srgb_to_lab(np.clip(apply_adjustments(rgb, unpacked(x, monochrome)), 0, 1))
        )
        off = (lab - target) / np.sqrt(len(lab))
        cost = _PRIOR * x / (x * x + 0.02) ** 0.25  # squared it is about the size of x: few moves
        return np.concatenate([np.tanh(off / 40).ravel() * 40, cost])

    start = np.full(len(_REACH) + 2 * len(_TINTS) + 3 * len(_FITTED), 1e-3)
    found = least_squares(error, start, diff_step=1e-3, max_nfev=40)
    return unpacked(np.where(np.abs(found.x) < _SMALL, 0, found.x), monochrome, digits=2)


def unpacked(x: np.ndarray, monochrome: bool, digits: int = 12) -> Adjustments:
    """Moves from the fit's own numbers, rounded."""

    def tidy(value: float) -> float:
        return round(float(value), digits)

    values: dict[str, object] = {}
    for (name, reach), value in zip(_REACH.items(), x, strict=False):
        row = ADJUSTMENTS[name]
        rest = 0.435 if name == "pivot" else 0.0
        fine = 0 if digits < 12 and reach > 10 else digits
        values[name] = round(float(row.hold(rest + value * reach)), fine)
    at = len(_REACH)
    for name in _TINTS:
        a, b = x[at : at + 2] * 0.3
        amount = tidy(min(np.hypot(a, b), 1.0))
        hue = round(float(np.degrees(np.arctan2(b, a)) % 360), 0 if digits < 12 else 12)
        values[name] = Tint(hue, amount) if amount else Tint()
        at += 2
    hues = {}
    for name in _FITTED:
        turn, saturation, lightness = np.clip(
            x[at : at + 3] * (25, 0.4, 0.4), (-60, -1, -1), (60, 1, 1)
        )
        turn = round(float(turn), 0 if digits < 12 else 12)
        move = HueAdjustment(turn, tidy(saturation), tidy(lightness))
        if move != HueAdjustment():
            hues[name] = move
        at += 3
    return Adjustments(**values, hues=hues, monochrome=float(monochrome))  # type: ignore[arg-type]


def inline(adjustments: Adjustments) -> str:
    """Moves as an inline table of the lexicon."""
    parts = []
    for key, value in adjustments_to_dict(adjustments).items():
        if key == "hues":
            hues = ", ".join(f"{n} = [{', '.join(f'{v:g}' for v in m)}]" for n, m in value.items())
            parts.append(f"hues = {{ {hues} }}")
        elif isinstance(value, list):
            parts.append(f"{key} = [{value[0]:g}, {value[1]:g}]")
        else:
            parts.append(f"{key} = {value:g}")
    return "{ " + ", ".join(parts) + " }"


def share(adjustments: Adjustments, table: np.ndarray, colours: np.ndarray) -> str:
    """How far the look is from identity, and how far from the moves, mean CIEDE2000."""
    target = lab_through(table, colours)
    graded = srgb_to_lab(np.clip(apply_adjustments(colours.astype(np.float64), adjustments), 0, 1))
    return f"{apart(srgb_to_lab(colours), target):.1f} -> {apart(graded, target):.1f}"


if __name__ == "__main__":
    main()
