"""What each network is trained for: its batch, its loss, and how it starts."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, binary_cross_entropy_with_logits

from core.style.network import LATTICE
from training.style.bank import Bank
from training.style.corrupt import corrupt
from training.style.drawer import Drawer
from training.style.features import srgb_to_oklab
from training.style.looks import apply_looks, lattice
from training.style.losses import delta_e, fold_penalty, lab
from training.style.network import BalanceNetwork, PairNetwork, StyleNetwork, balance

Loss = Callable[[Drawer], tuple[Tensor, dict[str, float]]]

CLEAN_SHARE = 0.35
SAME_SHARE = 0.5


def look_at(tables: Tensor, colours: Tensor) -> Tensor:
    """Look up ``colours`` (N, 3) shared by all ``tables`` (B, n, n, n, 3): (B, N, 3), trilinear."""
    n = tables.shape[1]
    flat = tables.reshape(len(tables), -1, 3)
    place = colours * (n - 1)
    low = place.floor().clamp(0, n - 2)
    part = place - low
    base = (low.long() * torch.tensor([n * n, n, 1])).sum(-1)
    out = torch.zeros(())
    for corner in range(8):
        bits = torch.tensor([corner >> 2 & 1, corner >> 1 & 1, corner & 1])
        weight = torch.where(bits == 1, part, 1 - part).prod(-1, keepdim=True)
        out = out + flat[:, base + int((bits * torch.tensor([n * n, n, 1])).sum())] * weight
    return out


def start_basis(network: StyleNetwork, bank: Bank, colours: Tensor) -> None:
    """Set the decoder to the principal looks of ``bank``, weighted by how often photographs use
    each place.
    """
    count = min(len(bank.tables), 1500)
    pick = torch.linspace(0, len(bank.tables) - 1, count).long()
    residual = bank.tables[pick].float().reshape(count, -1, 3) - lattice(LATTICE)
    density = torch.zeros(LATTICE**3)
    cell = (colours * (LATTICE - 1)).round().long()
    density.index_add_(
        0, (cell * torch.tensor([LATTICE**2, LATTICE, 1])).sum(-1), torch.ones(len(cell))
    )
    weight = (density / density.mean() + 0.05).sqrt()[None, :, None]
    values, vectors = torch.linalg.eigh(
        (residual * weight).reshape(count, -1) @ (residual * weight).reshape(count, -1).T
    )
    size = network.shape.style
    mix = vectors[:, -size:].T.flip(0)
    scale = values[-size:].flip(0).clamp_min(1e-6).sqrt()
    deviation = scale / count**0.5
    basis = (mix @ residual.reshape(count, -1)) / scale[:, None] * deviation[:, None]
    with torch.no_grad():
        network.basis.copy_(basis)


def look_loss(network: StyleNetwork, drawer: Drawer) -> tuple[Tensor, dict[str, float]]:
    """Mean dE2000 of the predicted look on photographs' colours, with the health penalty."""
    recipe = drawer.recipe
    looks = drawer.looks(recipe.batch)
    clean = drawer.pictures(recipe.batch)
    graded = (apply_looks(looks, clean) * 255).round() / 255
    colours = drawer.colours(recipe.colours)
    truth = lab(look_at(looks, colours))
    description, ungraded, _ = network.reader(graded)
    tables = network.decode(network.head(description)) + lattice(LATTICE).reshape(1, 17, 17, 17, 3)
    guess = lab(soft_clamp(look_at(tables, colours)))
    difference = delta_e(guess, truth).mean()
    fold = fold_penalty(tables[::8])
    none = delta_e(lab(colours).expand_as(truth), truth).mean()
    undone = guess_loss(ungraded, clean)
    report = {
        "dE": difference.item(),
        "guess": undone.item(),
        "identity": none.item(),
        "fold": fold.item(),
    }
    return difference + recipe.fold * fold * 10 + recipe.guess * undone, report


def balance_loss(network: BalanceNetwork, drawer: Drawer) -> tuple[Tensor, dict[str, float]]:
    """Mean dE2000 of the corrected picture to the clean one; a share of them needs nothing."""
    g, batch = drawer.generator, drawer.recipe.batch
    clean = drawer.pictures(batch)
    amount = torch.rand(batch, 1, 1, 1, generator=g) * 1.1 + 0.2
    amount = amount * (torch.rand(batch, 1, 1, 1, generator=g) >= CLEAN_SHARE)
    bad = (corrupt(clean, g, amount) * 255).round() / 255
    description, ungraded, _ = network.reader(bad)
    at = torch.randint(clean.shape[1] * clean.shape[2], (drawer.recipe.colours,), generator=g)
    before, after = bad.flatten(1, 2)[:, at], lab(clean.flatten(1, 2)[:, at])
    numbers = network.head(description)
    difference = delta_e(lab(soft_clamp(balance(numbers, before))), after).mean(1)
    none = delta_e(lab(before), after).mean(1)
    needless = (amount.flatten() == 0).float()
    undone = guess_loss(ungraded, clean)
    report = {
        "dE": difference.mean().item(),
        "identity": none.mean().item(),
        "done to clean": ((difference * needless).sum() / needless.sum().clamp_min(1)).item(),
    }
    return difference.mean() + drawer.recipe.guess * undone, report


def pair_loss(
    network: PairNetwork, style: StyleNetwork, drawer: Drawer
) -> tuple[Tensor, dict[str, float]]:
    """Mean dE2000 on the source's own colours, over pairs that share their content and pairs that
    do not.
    """
    recipe, g = drawer.recipe, drawer.generator
    source, clean, same = drawer.pair(recipe.batch, SAME_SHARE)
    looks = drawer.looks(recipe.batch)
    graded = (apply_looks(looks, clean) * 255).round() / 255
    alone, shift, gate = network(source, graded, style)
    at = torch.randint(source.shape[1] * source.shape[2], (recipe.colours,), generator=g)
    before = source.flatten(1, 2)[:, at]
    truth = lab(apply_looks(looks, before))
    vector = alone + shift
    tables = style.decode(vector) + lattice(LATTICE).reshape(1, LATTICE, LATTICE, LATTICE, 3)
    difference = delta_e(lab(soft_clamp(apply_looks(tables, before))), truth).mean(1)
    known = binary_cross_entropy_with_logits(gate, same)
    none = delta_e(lab(before), truth).mean(1)
    fold = fold_penalty(tables[::8])

    def share(values: Tensor, chosen: Tensor) -> float:
        return ((values * chosen).sum() / chosen.sum().clamp_min(1)).item()

    report = {
        "dE same": share(difference, same),
        "identity same": share(none, same),
        "dE other": share(difference, 1 - same),
        "identity other": share(none, 1 - same),
        "gate": known.item(),
        "fold": fold.item(),
    }
    return difference.mean() + 0.3 * known + recipe.fold * fold * 10, report


def guess_loss(guess: Tensor, clean: Tensor) -> Tensor:
    """Laplace likelihood of the clean picture's place colours, in hundredths of Oklab, under the
    guess.
    """
    target = srgb_to_oklab(avg_pool2d(clean.permute(0, 3, 1, 2), 4).permute(0, 2, 3, 1))
    off = (guess[..., :3] - target).square().sum(-1).add(1e-6).sqrt() * 100
    trust = guess[..., 3]
    return 0.5 * off.mean() + (off * (trust - 1.5).exp() - trust).mean()


def soft_clamp(x: Tensor) -> Tensor:
    """Clamp to 0..1 that still passes a tenth of the gradient outside."""
    clamped = x.clamp(0, 1)
    return clamped + 0.1 * (x - clamped) - 0.1 * (x - clamped).detach()
