"""The weights that tell how far a shot needs the correction which the balance network offers.

    python -m training.style.need --data ../shared/data

Photographs that the balance network has never seen, whole and in halves, as they are and with
camera errors: a logistic model of the network's numbers and of the picture's statistics learns what
share of the correction to make, by the error that is left. Some minutes of one core; seeded.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.style.infer import corrected, shipped_model
from core.style.need import WEIGHTS, signs
from training.content.samples import THEMES, photographs
from training.style.corrupt import corrupt
from training.style.data import THUMBNAILS, halves, thumbnails
from training.style.export import write_weights
from training.style.predict import small

SHARES = np.array([0.0, 0.25, 0.5, 0.75, 1.0], np.float32)
CLEAN = 2.0  # how often a shot is as it should be, to one that is not
DECAY = 0.1
BYTES_AT_MOST = 10_000
LEAST = 0.05  # spread of a sign under which it tells nothing
SEED = 1


@dataclass(frozen=True)
class Seen:
    """n pictures.

    Attributes:
        told: (n, S) float32, what is told of each; see `core.style.need.signs`.
        errors: (n, 5) mean dE2000 to the clean picture with each of `SHARES` of the correction.
        clean: (n,) whether it had no camera error.
    """

    told: np.ndarray
    errors: np.ndarray
    clean: np.ndarray


def pictures(paths: list[Path]) -> Tensor:
    """Photographs and their halves, half of them averaged and half sampled, as thumbnails:
    (n, 48, 48, 3) float32 code values.
    """
    made: list[Tensor] = []
    for first, kind in enumerate(THUMBNAILS):
        some = paths[first :: len(THUMBNAILS)]
        parts = (thumbnails(some, kind), *halves(some, kind))
        made += [small(part.float() / 255) for part in parts]
    return torch.cat(made)


def seen(paths: list[Path]) -> Seen:
    """Every photograph clean and with camera errors."""
    model = shipped_model()
    clean = pictures(paths)
    wrong = corrupt(clean, torch.Generator().manual_seed(SEED)).clamp(0, 1)
    told, errors = [], []
    for one, other in zip(clean.numpy(), (wrong * 255).round().div(255).numpy(), strict=True):
        both = np.stack([one, other])
        numbers, change, statistics = model.offered(both)
        told.append(signs(numbers, change, statistics))
        errors += [_errors(picture, by, one) for picture, by in zip(both, numbers, strict=True)]
    return Seen(np.concatenate(told), np.stack(errors), np.tile([True, False], len(clean)))


def _errors(picture: np.ndarray, numbers: np.ndarray, clean: np.ndarray) -> np.ndarray:
    colours, truth = (one.reshape(-1, 3)[::5] for one in (picture, clean))
    made = np.stack([np.clip(corrected(colours, numbers * share), 0, 1) for share in SHARES])
    return delta_e_2000(srgb_to_lab(made), np.broadcast_to(srgb_to_lab(truth), made.shape)).mean(1)


def fit(data: Seen) -> tuple[np.ndarray, float]:
    """Weights (S,) and bias of the logistic model that errs least."""
    centre, spread = data.told.mean(axis=0), np.maximum(data.told.std(axis=0), LEAST)
    rows = torch.from_numpy((data.told - centre) / spread).double()
    # Between the shares that were tried the error is a parabola.
    powers = np.stack([SHARES**k for k in range(3)], axis=1)
    bends = torch.from_numpy(np.linalg.lstsq(powers, data.errors.T, rcond=None)[0].T).double()
    counts = torch.from_numpy(np.where(data.clean, CLEAN, 1.0))
    counts = counts / counts.mean()
    weight = torch.zeros(rows.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=300, line_search_fn="strong_wolfe")

    def error() -> Tensor:
        optimiser.zero_grad()
        share = torch.sigmoid(rows @ weight + bias)
        each = bends[:, 0] + share * (bends[:, 1] + share * bends[:, 2])
        whole = (counts * each).mean() + DECAY * weight.square().sum()
        whole.backward()
        return whole

    optimiser.step(error)
    scaled = weight.detach().numpy() / spread
    return scaled.astype(np.float32), float(bias.detach() - scaled @ centre)


def main() -> None:
    """Read the command line, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("core/style/weights") / WEIGHTS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    paths, _ = photographs(options.data)
    fresh = [p for p in paths if p.parent.name == "photos_more" and not p.name.startswith(THEMES)]
    data = seen(fresh)
    weight, bias = fit(data)
    stored = {"weight": torch.from_numpy(weight).half(), "bias": torch.tensor([bias])}
    write_weights(stored, options.out, BYTES_AT_MOST)
    share = 1 / (1 + np.exp(-(data.told @ weight + bias)))
    left = np.array([np.interp(s, SHARES, e) for s, e in zip(share, data.errors, strict=True)])
    for name, which in (("clean", data.clean), ("with errors", ~data.clean)):
        none, whole = data.errors[which, 0].mean(), data.errors[which, -1].mean()
        print(f"{name}: uncorrected {none:.2f}, corrected {whole:.2f}, {left[which].mean():.2f}")


if __name__ == "__main__":
    sys.exit(main())
