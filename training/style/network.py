"""The networks as they are trained: a reader of graded pictures, a pair network, and the decoder
from style to lattice.

Shapes: B pictures a batch. Thumbnails are (B, SIDE, SIDE, 3) float32, display-referred sRGB 0..1.
The product runs the same networks in numpy, `core.style.network`; what changes here changes there.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, gelu

from core.style.features import EVIDENCE, MOTION, SLOPES, STATISTICS
from core.style.network import BALANCE, DESCRIPTION, LATTICE, STYLE
from training.style.features import (
    evidence,
    motion,
    planes,
    slopes,
    srgb_to_oklab,
    statistics,
)


@dataclass(frozen=True)
class Shape:
    """Sizes of the networks: ``style`` vector length, ``hidden`` width, ``channels`` of the
    convolutions.
    """

    style: int = STYLE
    hidden: int = DESCRIPTION
    channels: int = 64


SHAPES = {
    "look": Shape(),
    "balance": Shape(style=8, hidden=160, channels=32),
    "pair": Shape(hidden=192),
}
"""Of the three shipped networks."""


class _Block(nn.Module):
    """Depthwise 3x3 and a two-layer pointwise network, residual (ConvNeXt, Liu et al. 2022)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(channels, channels, 3, padding=1, groups=channels)
        self.norm = nn.GroupNorm(1, channels)
        self.widen = nn.Conv2d(channels, 2 * channels, 1)
        self.narrow = nn.Conv2d(2 * channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.narrow(gelu(self.widen(self.norm(self.spread(x)))))


class _Residual(nn.Module):
    """A normalised two-layer residual step on vectors."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = nn.Linear(width, width)
        self.second = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(gelu(self.first(self.norm(x))))


class Reader(nn.Module):
    """Reads pictures: thumbnails to a description (B, hidden) of colour statistics and content.

    On the way it guesses, for each of 12x12 places, the Oklab colour that was there before any
    grade, with a confidence. What the guesses and the picture disagree about, by tonal range, is
    evidence of the grade.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        c, hidden = shape.channels, shape.hidden
        self.from_statistics = nn.Linear(STATISTICS, hidden)
        self.stem = nn.Conv2d(6, c, 4, stride=4)
        self.tell = nn.Linear(hidden, c)
        self.fine = nn.Sequential(_Block(c), _Block(c))
        self.down = nn.Conv2d(c, 2 * c, 2, stride=2)
        self.coarse = nn.Sequential(_Block(2 * c), _Block(2 * c))
        self.up = nn.ConvTranspose2d(2 * c, c, 2, stride=2)
        self.last = _Block(c)
        self.guess = nn.Conv2d(c, 4, 1)
        self.from_pixels = nn.Linear(4 * c, hidden)
        self.from_evidence = nn.Linear(EVIDENCE, hidden)
        self.from_slopes = nn.Linear(SLOPES, hidden)
        self.forget = nn.Dropout(0.15)
        self.mix = nn.Sequential(_Residual(hidden), _Residual(hidden), nn.LayerNorm(hidden))

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read a batch of thumbnails (B, SIDE, SIDE, 3).

        Returns the description (B, hidden), the guessed colours (B, 12, 12, 4) as Oklab and log
        confidence, and the statistics (B, STATISTICS) that were read.
        """
        oklab = srgb_to_oklab(pictures)
        counted = statistics(pictures, oklab)
        told = self.from_statistics(self.forget(counted))
        fine = self.fine(
            self.stem(planes(pictures, oklab)) + self.tell(gelu(told))[:, :, None, None]
        )
        coarse = self.coarse(self.down(fine))
        guess = self.guess(self.last(fine + self.up(coarse))).permute(0, 2, 3, 1)
        observed = avg_pool2d(oklab.permute(0, 3, 1, 2), 4).permute(0, 2, 3, 1)
        guess = torch.cat([observed + 0.1 * guess[..., :3], guess[..., 3:].clamp(-6, 6)], -1)
        pooled = torch.cat([coarse.mean((2, 3)), coarse.amax((2, 3))], 1)
        seen = self.from_pixels(pooled) + self.from_evidence(evidence(observed, guess))
        return self.mix(told + seen + self.from_slopes(slopes(pictures, oklab))), guess, counted


class StyleNetwork(nn.Module):
    """Picture to style vector to lattice.

    `encode` gives (B, style) from (B, SIDE, SIDE, 3); `decode` gives a residual lattice (B, 17, 17,
    17, 3), to be added to identity, from a style vector. A style vector of zeros is identity.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.reader = Reader(shape)
        self.head = nn.Linear(shape.hidden, shape.style)
        self.basis = nn.Parameter(torch.zeros(shape.style, LATTICE**3 * 3))

    def encode(self, pictures: Tensor) -> Tensor:
        """(B, SIDE, SIDE, 3) pictures to (B, style)."""
        return self.head(self.reader(pictures)[0])

    def decode(self, style: Tensor) -> Tensor:
        """(B, style) to the residual lattices (B, 17, 17, 17, 3)."""
        return (style @ self.basis).reshape(-1, LATTICE, LATTICE, LATTICE, 3)


class BalanceNetwork(nn.Module):
    """Picture to the few numbers that bring it to neutral; `balance` turns them into a map."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.reader = Reader(shape)
        self.head = nn.Linear(shape.hidden, BALANCE)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, pictures: Tensor) -> Tensor:
        """(B, SIDE, SIDE, 3) to (B, BALANCE)."""
        return self.head(self.reader(pictures)[0])


_SOFT = 0.02


def balance(numbers: Tensor, colours: Tensor) -> Tensor:
    """Correct camera errors: levels, contrast, exposure and white balance, gamma, saturation.

    Every step but saturation rises on each channel, and all zeros is the identity. White is not
    made darker: what a camera has clipped cannot be brought back, and would turn grey.

    ``numbers`` (B, BALANCE) from `BalanceNetwork`; ``colours`` (B, N, 3) display-referred sRGB.
    Returns (B, N, 3), not clipped.
    """
    white = _corrected(numbers, colours.new_ones(1, 1, 3)).clamp(0.4, 1)
    x = _corrected(numbers, colours)
    return x + (1 - white) * (x / white).clamp_min(0) ** 4


def _corrected(numbers: Tensor, colours: Tensor) -> Tensor:
    p = numbers[:, None, :]
    black, white = 0.15 * torch.tanh(p[..., 0:1]), 1 - 0.15 * torch.tanh(p[..., 1:2])
    x = (colours - black) / (white - black)
    x = 0.46 + (x - 0.46) * torch.exp(0.5 * torch.tanh(p[..., 2:3]))
    x = 0.5 * (x + (x.square() + _SOFT**2).sqrt())
    x = x * torch.exp2(1.5 * torch.tanh(p[..., 3:6]) / 2.2)
    x = x ** torch.exp(0.5 * torch.tanh(p[..., 6:7]))
    x = x - _SOFT**2 / (4 * x + 1e-4)
    grey = (x * x.new_tensor([0.2126, 0.7152, 0.0722])).sum(-1, keepdim=True)
    return grey + (x - grey) * torch.exp(0.4 * torch.tanh(p[..., 7:8]))


class PairNetwork(nn.Module):
    """What a shot adds to a reference's style when both show the same scene.

    Reads both pictures' statistics, the style network's descriptions and vectors of both, and how
    one's colours would be moved onto the other's. Returns a shift of the style vector and the logit
    of a gate.
    """

    def __init__(self, shape: Shape, described: int = Shape.hidden) -> None:
        super().__init__()
        self.shape = shape
        hidden = shape.hidden
        self.from_statistics = nn.Linear(STATISTICS, hidden)
        self.mix = nn.Linear(3 * hidden + 3 * described + 2 * shape.style + MOTION, hidden)
        self.steps = nn.Sequential(_Residual(hidden), _Residual(hidden), nn.LayerNorm(hidden))
        self.head = nn.Linear(hidden, shape.style)
        self.gate = nn.Linear(hidden, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(
        self, source: Tensor, reference: Tensor, style: StyleNetwork
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Compare shot and reference, thumbnails (B, SIDE, SIDE, 3) both.

        Returns the reference's own style vector and the shift that the shot adds, both (B, style),
        and the logit (B,) of both showing one scene.
        """
        with torch.no_grad():
            seen, _, first = style.reader(source)
            told, _, second = style.reader(reference)
            apparent, alone = style.head(seen), style.head(told)
            moved = motion(srgb_to_oklab(source), srgb_to_oklab(reference))
        a, b = self.from_statistics(first), self.from_statistics(second)
        parts = [a, b, a * b, seen, told, seen * told, apparent, alone, moved]
        x = self.steps(self.mix(torch.cat(parts, 1)))
        return alone, self.head(x), self.gate(x)[:, 0]
