"""Teaches the decoder's last judgement once more: whether people and foliage are seen at all.

    python -m training.regions.presence --data ../shared/data

Teachers see people in coats, statues and machines, and agree with each other often enough for the
decoder to have learned some of it. `people.toml` says of photographs, looked at because the decoder
was not sure of them, whether anybody is in them; of those that it is sure of, it is believed.
Foliage is as `hand.toml` has it. Only rows of `seen` change: logistic regression on the decoder's
own summary of a picture, each row held near the one that was. It goes after
`training.regions.train`.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from scipy.optimize import minimize

from core.lut.lut3d import Lut3D
from core.regions.masks import WEIGHTS as NAME
from core.regions.masks import shipped_network, squared
from core.regions.network import CLASSES, SIDE
from core.style.reading import shipped_content
from core.style.stored import checked_weights, unpacked
from training.regions.samples import is_held_out
from training.regions.targets import read_hand
from training.regions.train import BYTES_AT_MOST, WEIGHTS
from training.style.export import write_weights

LABELS = Path(__file__).with_name("people.toml")
TAUGHT = ("person", "foliage")
"""What is told better for it, on photographs held out; sky and water are not."""

SURE = 0.02, 0.995  # what the decoder says of people, beyond which it is believed
HELD = 0.02  # weight of the distance to the row that was
GRADED, SEED = 0.5, 3  # share of pictures under a look
# Of these sources so many photographs are taken, since they are much alike.
SHARES = {"grocery": 0.25, "flowers": 0.08, "npc": 0.5, "fairface": 0.35, "codrops2": 0.5}
USUAL = 0.55


def pictures(data: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Names and squares of photographs to learn from, half of them under a collected look."""
    random, chosen = np.random.default_rng(SEED), np.random.default_rng(1)
    looks = sorted((data / "looks").glob("*.npy"))
    for folder in ("photos", "photos_more"):
        for row in json.loads((data / folder / "index.json").read_text(encoding="utf-8")):
            if row.get("bw") or chosen.random() >= SHARES.get(row["file"].split("_")[0], USUAL):
                continue
            with Image.open(data / folder / row["file"]) as image:
                square = squared(np.asarray(image.convert("RGB"), np.float32) / 255, SIDE)
            if random.random() < GRADED:
                table = np.load(looks[random.integers(len(looks))]).astype(np.float32)
                square = np.clip(Lut3D(np.ascontiguousarray(table)).apply(square), 0, 1)
            yield Path(row["file"]).stem, square


def refit(
    rows: np.ndarray, there: np.ndarray, weight: np.ndarray, bias: float
) -> tuple[np.ndarray, float]:
    """The row nearest to the one that was that tells what is there.

    Args:
        rows: (n, 224) summaries.
        there: (n,) bool.
        weight, bias: the row that was.
    """
    counts = np.where(there, 0.5 / there.mean(), 0.5 / (1 - there.mean()))
    sign = np.where(there, 1.0, -1.0)

    def cost(step: np.ndarray) -> tuple[float, np.ndarray]:
        odds = sign * (rows @ (weight + step[:-1]) + bias + step[-1])
        slope = -sign * counts / (1 + np.exp(np.clip(odds, -30, 30))) / len(rows)
        away = HELD * np.append(step[:-1], 0.0)
        total = float((counts * np.logaddexp(0, -odds)).mean() + 0.5 * away @ step)
        return total, np.append(slope @ rows, slope.sum()) + away

    step = minimize(cost, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return weight + step[:-1], bias + float(step[-1])


def main() -> None:
    """Look at the photographs, fit, tell how often it is right on those held out, and pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    network, image = shipped_network(), shipped_content().image
    shown = [(name, network.summary(image.levels(one))) for name, one in pictures(options.data)]
    fit([name for name, _ in shown], np.stack([row for _, row in shown]))


def fit(names: list[str], rows: np.ndarray) -> None:
    """Fit the rows of `seen` on photographs' summaries (n, 224), and pack them with all else."""
    stored = dict(unpacked(checked_weights("core.regions", NAME, "the weights"), ""))
    for name in ("seen.weight", "seen.bias"):
        stored[name] = stored[name].astype(np.float64)
    held = np.array([is_held_out(name) for name in names])
    for region in TAUGHT:
        at = CLASSES.index(region)
        weight, bias = stored["seen.weight"][at], float(stored["seen.bias"][at])
        said = odds_to_share(rows @ weight + bias)
        known, there = labels_of(region, names, said)
        taught = known & ~held
        weight, bias = refit(rows[taught], there[taught], weight, bias)
        now = odds_to_share(rows @ weight + bias)
        stored["seen.weight"][at], stored["seen.bias"][at] = weight, bias
        for word, which in (("taught", taught), ("held out", known & held)):
            right = [np.mean((p[which] > 0.5) == there[which]) for p in (said, now)]
            print(
                f"{region}, {word}: {which.sum()}, right {right[0]:.3f} before, {right[1]:.3f} now"
            )
    halves = {name: torch.from_numpy(np.array(v)).half() for name, v in stored.items()}
    write_weights(halves, WEIGHTS, BYTES_AT_MOST)


def odds_to_share(odds: np.ndarray) -> np.ndarray:
    """Log odds to 0..1."""
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def labels_of(region: str, names: list[str], said: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of which photographs it is known whether a region is in them, and whether it is; (n,) bool.

    Args:
        region: of `TAUGHT`.
        names: stems of the photographs' names.
        said: (n,) what the decoder says.
    """
    if region == "person":
        labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))
        hand = {n: True for n in labels["people"]} | {n: False for n in labels["nobody"]}
        known = np.array([n in hand for n in names]) | (said <= SURE[0]) | (said >= SURE[1])
        return known, np.array([hand.get(n, p > 0.5) for n, p in zip(names, said, strict=True)])
    hand = read_hand()
    there = [n in hand.seen[region] or region in hand.pieces.get(n, {}) for n in names]
    looked_at = [n in hand.looked_at and n not in hand.doubtful[region] for n in names]
    return np.array(looked_at) | np.array(there), np.array(there)


if __name__ == "__main__":
    main()
