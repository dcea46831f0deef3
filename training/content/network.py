"""The head that reads a reference's style from content and colours, as it is trained.

The product runs it in numpy (`core.style.head`); what changes here changes there. B pictures a
batch, each of 25 places.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import dropout, gelu

from core.style.content import LAST, MIDDLE
from core.style.features import EVIDENCE, SLOPES, STATISTICS
from core.style.head import COLOURS, PLACES, SCALES
from core.style.network import DESCRIPTION, STYLE
from training.style.features import evidence


@dataclass(frozen=True)
class Read:
    """What the head is given of B pictures; see `core.style.head`.

    Attributes:
        middle, last: (B, 25, 112) and (B, 25, 320) of the image network.
        colours: (B, 25, 11), the colours at each place.
        statistics, slopes: see `core.style.features`.
        told: (B, DESCRIPTION + STYLE), what the style network without content says.
    """

    middle: Tensor
    last: Tensor
    colours: Tensor
    statistics: Tensor
    slopes: Tensor
    told: Tensor


class _Norm(nn.GroupNorm):
    """Mean 0 and variance 1 over all but the first axis of (B, 25, C)."""

    def __init__(self, channels: int) -> None:
        super().__init__(1, channels)

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(input.transpose(1, 2)).transpose(1, 2)


class _Step(nn.Module):
    """What each place makes of itself and of the mean of all, residual."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = _Norm(width)
        self.whole = nn.Linear(width, width)
        self.widen = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.whole(x.mean(1, keepdim=True))
        return x + self.narrow(gelu(self.widen(self.norm(x))))


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = nn.Linear(width, width)
        self.second = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(gelu(dropout(self.first(self.norm(x)), 0.1, self.training)))


class ContentHead(nn.Module):
    """Features and colours to a style vector.

    Args:
        width, hidden: of places, of the whole.
        parts: which inputs are heard: "content", "reader".
    """

    def __init__(self, width: int = 128, hidden: int = 256, parts: str = "content reader") -> None:
        super().__init__()
        self.parts = parts
        self.from_statistics = nn.Linear(STATISTICS, hidden)
        self.from_slopes = nn.Linear(SLOPES, hidden)
        self.from_reader = nn.Linear(DESCRIPTION + STYLE, hidden)
        self.from_middle = nn.Linear(MIDDLE, width)
        self.from_last = nn.Linear(LAST, width)
        self.from_colours = nn.Linear(COLOURS, width)
        self.tell = nn.Linear(hidden, width)
        self.places = nn.Parameter(torch.zeros(PLACES, width))
        self.steps = nn.Sequential(_Step(width), _Step(width))
        self.guess = nn.Linear(width, 4)
        self.from_evidence = nn.Linear(EVIDENCE, hidden)
        self.from_places = nn.Linear(2 * width, hidden)
        self.mix = nn.Sequential(_Residual(hidden), _Residual(hidden), nn.LayerNorm(hidden))
        self.head = nn.Linear(hidden, STYLE)
        with torch.no_grad():
            self.head.weight.mul_(0.1)
            self.head.bias.zero_()

    def forward(self, read: Read) -> tuple[Tensor, Tensor]:
        """The style vectors (B, STYLE), and the guessed ungraded colours (B, 25, 4) as Oklab and
        log confidence.
        """
        keep = self.training
        told = self.from_statistics(dropout(read.statistics, 0.2, keep))
        told = told + self.from_slopes(read.slopes)
        if "reader" in self.parts:
            told = told + self.from_reader(dropout(read.told, 0.2, keep))
        x = self.from_colours(read.colours) + self.places
        if "content" in self.parts:
            x = x + self.from_last(dropout(read.last, 0.1, keep))
            x = x + self.from_middle(dropout(read.middle, 0.1, keep))
        x = self.steps(x + self.tell(gelu(told))[:, None])
        observed = read.colours[..., :3] * (1 / torch.from_numpy(SCALES))
        said = self.guess(x)
        guess = torch.cat([observed + 0.1 * said[..., :3], said[..., 3:].clamp(-6, 6)], -1)
        square = observed.unflatten(1, (5, 5)), guess.unflatten(1, (5, 5))
        seen = self.from_evidence(evidence(*square))
        seen = seen + self.from_places(torch.cat([x.mean(1), x.amax(1)], 1))
        return self.head(self.mix(told + seen)), guess
