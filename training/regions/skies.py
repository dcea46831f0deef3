"""Teaches the decoder's last layer once more what is sky.

    python -m training.regions.skies --data ../shared/data --work runs/regions

The teacher of skies takes buildings, snow, sand and the sea for sky, and leaves sunsets out; the
decoder learned some of it. `hand.toml` has the skies of photographs in which the teacher was wrong,
piece by piece. Only the row of `told` for sky changes: logistic regression on the decoder's own
numbers of each point, held near the row that was. It goes after `training.regions.train` and before
`training.regions.presence`; both need the masks that the first has made.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize

from core.regions.masks import WEIGHTS as NAME
from core.regions.masks import shipped_network, squared
from core.regions.network import CLASSES, FINE, SIDE, colours_of
from core.style.reading import shipped_content
from core.style.stored import checked_weights, unpacked
from training.regions.label import chosen_photos, kept, opened
from training.regions.samples import is_held_out
from training.regions.targets import read_hand, targets
from training.regions.train import BYTES_AT_MOST, WEIGHTS
from training.style.export import write_weights

SKY = CLASSES.index("sky")
WITHOUT = 110, 40  # photographs without a sky, to learn from and to judge on
POINTS, STEP = 400, 2  # of a photograph, of each so many rows and columns
REST = (
    1.35  # times as much weighs what is no sky: a change that is seen elsewhere is the worse fault
)
LEAST = 0.1  # sureness of a point from which it is learned from
HELD = 0.002  # weight of the distance to the row that was
SHOWS = 0.02  # share of a picture from which it shows a sky


@dataclass(frozen=True, eq=False)
class Points:
    """Points of a photograph, of every second row and column.

    Attributes:
        stem: of its name.
        numbers: (N, 24), see `RegionNetwork.points`.
        told, sure: (N,) 0..1, whether each is sky, and how sure that is.
    """

    stem: str
    numbers: np.ndarray
    told: np.ndarray
    sure: np.ndarray


def photographs(data: Path, work: Path) -> list[Path]:
    """Those whose sky or water was marked or is known, and some without."""
    hand = read_hand()
    there = [p for p in chosen_photos(data) if p.stem in hand.looked_at and kept(work, p).exists()]
    known = hand.seen["sky"] | hand.seen["water"] | set(hand.pieces)
    marked = [path for path in there if path.stem in known]
    others = [path for path in there if path.stem not in known]
    others = [others[i] for i in np.random.default_rng(3).permutation(len(others))]
    held = [path for path in others if is_held_out(path.stem)][: WITHOUT[1]]
    taught = [path for path in others if not is_held_out(path.stem)][: WITHOUT[0]]
    return [*marked, *held, *taught]


def look(data: Path, work: Path) -> Iterator[Points]:
    """What the decoder has of each photograph, beside what a hand says."""
    network, image, hand = shipped_network(), shipped_content().image, read_hand()
    for path in photographs(data, work):
        picture = opened(path)
        told, sure = targets(path.stem, picture, dict(np.load(kept(work, path))), hand)
        square = squared(picture.astype(np.float32) / 255, SIDE)
        fine = square.reshape(FINE, 2, FINE, 2, 3).mean((1, 3))
        numbers = network.points(image.levels(square), colours_of(fine[None])[0])
        small = [squared(np.repeat(one[..., SKY, None] / 255, 3, -1), FINE) for one in (told, sure)]
        yield Points(
            path.stem,
            numbers[::STEP, ::STEP].reshape(-1, numbers.shape[-1]),
            *(one[::STEP, ::STEP, 0].reshape(-1) for one in small),
        )


def refit(some: list[Points], weight: np.ndarray, bias: float) -> tuple[np.ndarray, float]:
    """The row nearest to the one that was that tells sky at the points of photographs."""
    random = np.random.default_rng(0)
    rows, there, counts = [], [], []
    for one in some:
        at = np.flatnonzero(one.sure > LEAST)
        if len(at):
            at = random.choice(at, min(POINTS, len(at)), replace=False)
            rows.append(one.numbers[at].astype(np.float64))
            there.append(one.told[at])
            counts.append(one.sure[at] * np.where(one.told[at] < 0.5, REST, 1) / len(at))
    x, y, count = np.concatenate(rows), np.concatenate(there), np.concatenate(counts)
    count, before = count / count.sum(), x @ weight + bias

    def cost(step: np.ndarray) -> tuple[float, np.ndarray]:
        odds = before + x @ step[:-1] + step[-1]
        away = HELD * np.append(step[:-1], 0.0)
        slope = count * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - y)
        total = float((count * (np.logaddexp(0, odds) - y * odds)).sum() + 0.5 * away @ step)
        return total, np.append(slope @ x, slope.sum()) + away

    step = minimize(cost, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return weight + step[:-1], bias + float(step[-1])


def overlap(some: list[Points], weight: np.ndarray, bias: float) -> float:
    """Mean intersection over union on the photographs that show a sky."""
    found = []
    for one in some:
        sure = one.sure > 0.5
        told, said = one.told[sure] > 0.5, one.numbers[sure] @ weight + bias > 0
        if sure.any() and told.mean() > SHOWS:
            found.append((told & said).sum() / max((told | said).sum(), 1))
    return float(np.mean(found))


def fit(every: list[Points]) -> None:
    """Fit the row of sky, tell how well it does on photographs held out, and pack it."""
    stored = {
        name: np.array(value, np.float64)
        for name, value in unpacked(
            checked_weights("core.regions", NAME, "the weights"), ""
        ).items()
    }
    row, shift = stored["told.weight"], stored["told.bias"]
    was = row[SKY].reshape(-1), float(shift[SKY])
    held = [one for one in every if is_held_out(one.stem)]
    now = refit([one for one in every if not is_held_out(one.stem)], *was)
    print(f"held out: {overlap(held, *was):.3f} before, {overlap(held, *now):.3f} now")
    row[SKY], shift[SKY] = now[0].reshape(row[SKY].shape), now[1]
    halves = {name: torch.from_numpy(value).half() for name, value in stored.items()}
    write_weights(halves, WEIGHTS, BYTES_AT_MOST)


def main() -> None:
    """Read the command line, look, fit and pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    fit(list(look(options.data, options.work)))


if __name__ == "__main__":
    main()
