"""Training batches: clean pictures, looks, and colours, drawn by one seeded generator."""

from dataclasses import dataclass

import torch
from torch import Tensor

from training.style.bank import KINDS, Bank, scale_looks
from training.style.looks import apply_looks
from training.style.network import Shape


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a run but the data."""

    shape: Shape
    steps: int = 4000
    batch: int = 64
    rate: float = 1.5e-3
    decay: float = 0.05
    bank: int = 16000
    colours: int = 384
    seed: int = 1
    procedural: float = 0.5
    second: float = 0.5
    identity_share: float = 0.12
    jitter: float = 0.3
    collage: float = 0.05
    fold: float = 0.3
    guess: float = 0.3


@dataclass
class Drawer:
    """Draws training batches: references with their looks. ``crops`` (n, k, S, S, 3) uint8."""

    crops: Tensor
    bank: Bank
    recipe: Recipe
    generator: torch.Generator

    def looks(self, count: int) -> Tensor:
        """Looks at random strengths, a share of them identity: (count, 17, 17, 17, 3)."""
        g = self.generator
        procedural = KINDS.index("procedural")
        share = self.recipe.procedural
        of_kind = (self.bank.kind == procedural).float()
        chance = of_kind * (share / of_kind.sum()) + (1 - of_kind) * (
            (1 - share) / (1 - of_kind).sum()
        )
        pick = torch.multinomial(chance, count, replacement=True, generator=g)
        tables = self._composed(self.bank.tables[pick].float(), of_kind)
        strength = torch.ones(count)
        scaled = torch.rand(count, generator=g) < 0.35
        strength[scaled] = torch.rand(int(scaled.sum()), generator=g) * 0.9 + 0.3
        strength[torch.rand(count, generator=g) < self.recipe.identity_share] = 0.0
        return scale_looks(self._retimed(tables), strength)

    def _composed(self, tables: Tensor, of_kind: Tensor) -> Tensor:
        """Some of the looks with a procedural one after them at part of its strength, so that the
        collected packs are never learned by heart.
        """
        g, n = self.generator, len(tables)
        used = (torch.rand(n, generator=g) < self.recipe.second).nonzero()[:, 0]
        if len(used) == 0:
            return tables
        pick = torch.multinomial(of_kind, len(used), replacement=True, generator=g)
        after = scale_looks(
            self.bank.tables[pick].float(), torch.rand(len(used), generator=g) * 0.7 + 0.1
        )
        out = tables.clone()
        first = tables[used]
        out[used] = apply_looks(after, first.reshape(len(used), -1, 3)).reshape(first.shape)
        return out

    def _retimed(self, tables: Tensor) -> Tensor:
        """Looks that are never twice the same: another gamma for some, a little colour in it for
        all.
        """
        g, n = self.generator, len(tables)
        some = (torch.rand(n, 1, generator=g) < 0.5).float()
        power = some * torch.randn(n, 1, generator=g) * 0.3 + torch.randn(n, 3, generator=g) * 0.06
        return tables.clamp(1e-4, 1) ** power.exp().view(n, 1, 1, 1, 3)

    def pictures(self, count: int) -> Tensor:
        """Clean pictures, slightly varied: (count, SIDE, SIDE, 3)."""
        g = self.generator
        which = torch.randint(len(self.crops), (count,), generator=g)
        crop = torch.randint(self.crops.shape[1], (count,), generator=g)
        x = self.crops[which, crop].float() / 255
        x = torch.where(torch.rand(count, 1, 1, 1, generator=g) < 0.5, x.flip(2), x)
        return self._jitter(self._collage(x))

    def _collage(self, x: Tensor) -> Tensor:
        g = self.generator
        other = x.roll(1, 0)
        cut = torch.rand(len(x), 1, 1, 1, generator=g) * 0.6 + 0.2
        place = torch.linspace(0, 1, x.shape[1]).view(1, -1, 1, 1)
        used = torch.rand(len(x), 1, 1, 1, generator=g) < self.recipe.collage
        return torch.where(used & (place > cut), other, x)

    def _jitter(self, x: Tensor) -> Tensor:
        g, size = self.generator, self.recipe.jitter
        n = (len(x), 1, 1, 1)

        def normal(scale: float) -> Tensor:
            return torch.randn(n, generator=g) * scale * size

        temperature, tint = normal(0.04), normal(0.02)
        level = normal(0.1)
        gain = torch.cat([temperature + tint, -tint, tint - temperature], -1)
        y = (x.clamp_min(1e-4) ** torch.exp(level)) * torch.exp(gain)
        y = 0.46 + (y - 0.46) * torch.exp(normal(0.08))
        grey = y.mean(-1, keepdim=True)
        return (grey + (y - grey) * torch.exp(normal(0.12))).clamp(0, 1)

    def colours(self, count: int) -> Tensor:
        """Colours of the photographs at random: (count, 3)."""
        flat = self.crops.reshape(-1, 3)
        at = torch.randint(len(flat), (count,), generator=self.generator)
        return flat[at].float() / 255

    def pair(self, count: int, same_share: float) -> tuple[Tensor, Tensor, Tensor]:
        """Sources, references, and whether each pair shows one photograph: two (B, S, S, 3), one
        (B,).
        """
        g = self.generator
        first = torch.randint(len(self.crops), (count,), generator=g)
        same = torch.rand(count, generator=g) < same_share
        second = torch.where(same, first, torch.randint(len(self.crops), (count,), generator=g))
        a = torch.randint(self.crops.shape[1], (count,), generator=g)
        b = torch.randint(self.crops.shape[1], (count,), generator=g)
        half = torch.rand(count, generator=g) < 0.5
        side = torch.randint(2, (count,), generator=g)
        a, b = torch.where(half, 1 + side, a), torch.where(half, 2 - side, b)
        s, r = self.crops[first, a].float() / 255, self.crops[second, b].float() / 255
        flip = torch.rand(count, 1, 1, 1, generator=g) < 0.5
        return torch.where(flip, s.flip(2), s), torch.where(flip, r.flip(2), r), same.float()
