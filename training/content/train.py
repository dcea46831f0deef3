"""One command that makes the weights that read a reference's style from its content and colours.

    python -m training.content.train --data ../shared/data --work runs/content --minutes 25

First the samples are drawn (`training.content.samples`; a shard of 1,024 takes some 30 s of one
core, and each is kept), then the head is trained on them, seeded and resumable, with the style
model without content as one of its inputs; then image network and head are packed. `--parts` leaves
inputs out, to show what each is worth; `--keep` packs nothing.
"""

import argparse
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from core.match.places import SIGNS
from core.style.infer import shipped_model
from core.style.network import LATTICE
from core.style.reading import LAST_COUNT
from core.style.stored import shipped_weights, unpacked
from training.content.cases import Trial, figures, styles, trials
from training.content.network import ContentHead, Read
from training.content.reading import read
from training.content.samples import Samples, fixed_colours, make_shard
from training.content.trunk import Folded, pretrained
from training.style.data import cached
from training.style.drawer import Recipe
from training.style.export import packed, write_weights
from training.style.features import srgb_to_oklab
from training.style.looks import lattice
from training.style.loop import kept_weights, start, train
from training.style.losses import delta_e, lab
from training.style.network import Shape
from training.style.tasks import look_at, soft_clamp

WEIGHTS = Path("core/style/weights/content.safetensors")
BYTES_AT_MOST = 9_000_000
COLOURS, HEARD = 1024, 160  # fixed colours; how many of them a step looks at
GUESS = 0.2  # weight of the side task

Drawn = tuple[Read, Tensor, Tensor]


def decoder() -> Tensor:
    """The style model's decoder, (STYLE, 17 * 17 * 17 * 3)."""
    return torch.from_numpy(unpacked(shipped_weights(), "look.")["basis"])


def decoded(basis: Tensor, said: Tensor) -> Tensor:
    """Style vectors (B, STYLE) to looks (B, 17, 17, 17, 3)."""
    return (lattice(LATTICE) + (said @ basis).reshape(len(said), -1, 3)).reshape(
        -1, LATTICE, LATTICE, LATTICE, 3
    )


def drawn(options: argparse.Namespace, named: Folded, colours: Tensor) -> Drawn:
    """What is read of all samples, the ungraded Oklab colours of their places, and the fixed
    colours under their looks.
    """
    shards = [
        cached(options.work / "read" / f"{seed}.pt", partial(_shard, options, named, colours, seed))
        for seed in range(options.shards)
    ]
    whole = {name: torch.cat([s.pop(name) for s in shards]) for name in list(shards[0])}
    clean, truth = whole.pop("clean"), whole.pop("truth")
    return Read(**whole), clean, truth


def _shard(
    options: argparse.Namespace, named: Folded, colours: Tensor, seed: int
) -> dict[str, Tensor]:
    with torch.inference_mode():
        made: Samples = make_shard(options.data, named, colours, seed)
        told = read(shipped_model(), made.middle, made.last, made.cells, made.thumbnails)
        return {**vars(told), "clean": place_means(made.clean), "truth": made.truth}


def place_means(cells: Tensor) -> Tensor:
    """Averaged pictures (B, 40, 40, 3) uint8 to the mean Oklab of their places, (B, 25, 3)."""
    near = cells.float().div(255).unflatten(1, (5, 8)).unflatten(3, (5, 8))
    return srgb_to_oklab(near).mean((2, 4)).flatten(1, 2)


def loss(
    head: ContentHead, along: Tensor, colours: Tensor, batch: int, g: torch.Generator, data: Drawn
) -> tuple[Tensor, dict[str, float]]:
    """Mean dE2000 of the predicted looks on some of the fixed colours, and the side task: the
    ungraded colours.
    """
    told, clean, truth = data
    pick = torch.randint(len(truth), (batch,), generator=g)
    some = torch.randint(len(colours), (HEARD,), generator=g)
    said, guess = head(Read(*(part[pick].float() for part in vars(told).values())))
    wanted = lab(truth[pick][:, some].float())
    found = lab(soft_clamp(colours[some] + torch.einsum("bk,knc->bnc", said, along[:, some])))
    difference = delta_e(found, wanted).mean()
    none = delta_e(lab(colours[some]).expand_as(wanted), wanted).mean()
    off = (guess[..., :3] - clean[pick]).square().sum(-1).add(1e-6).sqrt() * 100
    undone = 0.5 * off.mean() + (off * (guess[..., 3] - 1.5).exp() - guess[..., 3]).mean()
    report = {"dE": difference.item(), "nothing": none.item(), "off": off.mean().item()}
    return difference + GUESS * undone, report


def decoder_at(basis: Tensor, colours: Tensor) -> Tensor:
    """The decoder at colours (N, 3): (STYLE, N, 3)."""
    return look_at(basis.reshape(len(basis), LATTICE, LATTICE, LATTICE, 3), colours)


def checked(run_head: ContentHead, basis: Tensor, held: dict[str, Trial]) -> dict[str, float]:
    """Figures of the averaged head on the validation split."""
    out: dict[str, float] = {}
    for name, trial in held.items():
        found = figures(trial, styles(run_head, trial.read), partial(decoded, basis))
        out |= {f"{name} {k}": round(v, 4) for k, v in found.items()}
    kinds = ("averaged", "sampled")
    return {
        "A": sum(out[f"A {kind} ratio"] for kind in kinds) / 2,
        "B": sum(out[f"B {kind} ratio"] for kind in kinds) / 2,
        **out,
    }


def main() -> None:
    """Read the command line, draw, train, pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", default="head", help="folder of this run, in work")
    parser.add_argument("--shards", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--parts", default="content reader")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--keep", action="store_true", help="pack nothing")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    recipe = Recipe(Shape(), steps=options.steps, batch=64, rate=options.rate)
    torch.manual_seed(recipe.seed)
    named, basis = pretrained(), decoder()
    colours = fixed_colours(options.data, COLOURS)
    held = trials(options.data, options.work / "cache", "validation", named, shipped_model())
    data = drawn(options, named, colours)
    run = start(options.work / options.name, recipe, ContentHead(parts=options.parts))
    g = torch.Generator().manual_seed(recipe.seed)
    run.network.train()
    of = partial(loss, run.network, decoder_at(basis, colours), colours, recipe.batch, g, data)
    train(run, of, lambda: checked(run.average, basis, held), options.minutes)
    if not options.keep:
        pack(named, kept_weights(options.work / options.name)["average"], data[0])


def likeness(told: Read) -> dict[str, Tensor]:
    """Centre and axes of the numbers that tell what a place shows: the principal ones."""
    rows = torch.cat([told.middle, LAST_COUNT * told.last], 2).flatten(0, 1)[::7].float()
    centre = rows.mean(0)
    _, axes = torch.linalg.eigh(torch.cov(rows.T))
    return {"centre": centre, "axes": axes[:, -SIGNS:].flip(1).contiguous()}


def pack(named: Folded, head: dict[str, Tensor], told: Read) -> None:
    """Write the weights that the package ships."""
    stored: dict[str, Tensor] = {}
    for name, values in named.items():
        stored[f"image.{name}"] = values.half().contiguous()
    for name, values in likeness(told).items():
        stored[f"likeness.{name}"] = values.half()
    for name, values in head.items():
        stored |= packed(f"head.{name}", values)
    write_weights(stored, WEIGHTS, BYTES_AT_MOST)


if __name__ == "__main__":
    main()
