"""The decoder of `core.regions.network`, as it is trained; what changes here changes there."""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, dropout2d, interpolate, relu

from core.regions.network import CLASSES, COLOURS, FINE, SCALES

LEVELS = (24, 40, 112, 320)
HALF = FINE // 2
WIDTHS = (24, 48, 72, 112, 128)  # from the finest to the coarsest


class _Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(width, width, 3, padding=1, groups=width)
        self.widen = nn.Conv2d(width, 2 * width, 1)
        self.narrow = nn.Conv2d(2 * width, width, 1)
        with torch.no_grad():
            self.narrow.weight.mul_(0.3)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.narrow(relu(self.widen(self.spread(x))))


class RegionDecoder(nn.Module):
    """The image network's four levels and the picture's colours to log odds of the classes."""

    def __init__(self) -> None:
        super().__init__()
        finest, *widths = WIDTHS
        down = (*reversed(widths), finest)
        self.given = nn.ModuleList(
            nn.Conv2d(level, width, 1) for level, width in zip(LEVELS, widths, strict=True)
        )
        self.whole = nn.Linear(widths[3], widths[3])
        self.narrow = nn.ModuleList(nn.Conv2d(*pair, 1) for pair in pairwise(down))
        self.blocks = nn.ModuleList(_Block(width) for width in down)
        self.coloured = nn.ModuleList(nn.Conv2d(COLOURS, width, 1) for width in WIDTHS[1::-1])
        self.told = nn.Conv2d(finest, len(CLASSES), 1)
        self.seen = nn.Linear(2 * widths[2], len(CLASSES))

    def forward(
        self, levels: list[Tensor], colours: Tensor, window: tuple[int, int] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Log odds (B, 9, 112, 112) and, of being seen at all, (B, 9).

        Args:
            levels: (B, C, S, S) each, as the image network gives them.
            colours: (B, 8, 112, 112).
            window: first row and column, of 112 and even, of the half of each side that is told,
                which costs a third; None: all is.
        """
        given = [
            made(dropout2d(level * scale, 0.1, self.training))
            for made, level, scale in zip(self.given[1:], levels[1:], SCALES[1:], strict=True)
        ]
        x = given[2] + self.whole(given[2].mean((2, 3)))[:, :, None, None]
        x = self.blocks[0](x)
        x = self.blocks[1](_enlarged(self.narrow[0](x)) + given[1])
        seen = self.seen(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1))
        x = self.blocks[2](_enlarged(self.narrow[1](x)) + given[0])
        x, first = _enlarged(self.narrow[2](x)), levels[0] * SCALES[0]
        if window is not None:
            x, first = (_windowed(one, window, 2) for one in (x, first))
            colours = _windowed(colours, window, 1)
        x = self.blocks[3](x + self.given[0](first) + self.coloured[0](avg_pool2d(colours, 2)))
        x = self.blocks[4](_enlarged(self.narrow[3](x)) + self.coloured[1](colours))
        return self.told(x), seen


def _windowed(x: Tensor, window: tuple[int, int], step: int) -> Tensor:
    row, column = (start // step for start in window)
    side = HALF // step
    return x[:, :, row : row + side, column : column + side]


def _enlarged(x: Tensor) -> Tensor:
    return interpolate(x, scale_factor=2.0, mode="nearest")
