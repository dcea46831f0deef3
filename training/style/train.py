"""One command that makes the shipped style weights from the data folder.

    python -m training.style.train --data ../shared/data --work runs/style --minutes 120

Parts, one after the other: ``look`` (reference to look), ``balance`` (shot to neutral), ``pair``
(what the shot adds when the reference shows the same scene); then the weights are packed into the
package. Seeded and resumable: the state is kept in ``--work``/part, and a second call goes on from
it. Progress is one JSON line a report in ``log.jsonl``. ``--part`` trains one part alone and packs
nothing. ``--device cuda`` uses a graphics device.
"""

import argparse
from functools import partial
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from training.style.bank import Bank, build_bank
from training.style.data import cached, crops, photo_paths, read_looks, split_looks
from training.style.drawer import Drawer, Recipe
from training.style.evaluate import Cases, make_cases, run_protocols, summary
from training.style.export import pack
from training.style.loop import kept_weights, start, train
from training.style.network import SHAPES, BalanceNetwork, PairNetwork, Shape, StyleNetwork
from training.style.predict import look_predictor, pair_predictor
from training.style.tasks import balance_loss, look_loss, pair_loss, start_basis

WEIGHTS = Path("core/style/weights/style.safetensors")
SHARES = {"look": 0.65, "balance": 0.1, "pair": 0.25}

Network = TypeVar("Network", bound=nn.Module)


def drawer_of(options: argparse.Namespace, recipe: Recipe) -> Drawer:
    """The training data, made once and kept in the cache folder."""
    split = options.split
    tensors = cached(
        options.cache / f"crops_{split}.pt",
        lambda: crops(photo_paths(options.data, split), recipe.seed),
    )
    tables = cached(
        options.cache / f"bank_{split}_{recipe.bank}_{recipe.seed}.pt",
        lambda: vars(
            build_bank(split_looks(read_looks(options.data), split), recipe.bank, recipe.seed)
        ),
    )
    device = torch.get_default_device()
    bank = Bank(**{name: table.to(device) for name, table in tables.items()})
    generator = torch.Generator(device).manual_seed(recipe.seed)
    return Drawer(tensors.to(device), bank, recipe, generator)


def trained_style(folder: Path) -> StyleNetwork:
    """The averaged style network of a finished or running ``look`` part."""
    state = kept_weights(folder)
    network = StyleNetwork(Shape(**state["recipe"]["shape"]))
    network.load_state_dict(state["average"])
    return network.eval().requires_grad_(False)


def fresh_style(recipe: Recipe, drawer: Drawer) -> StyleNetwork:
    """A style network whose decoder knows the principal looks of the bank."""
    network = StyleNetwork(recipe.shape)
    start_basis(network, drawer.bank, drawer.colours(200_000))
    with torch.no_grad():
        network.head.weight.mul_(0.3)
        network.head.bias.zero_()
    return network


def train_look(options: argparse.Namespace, recipe: Recipe, minutes: float) -> None:
    """Train the style network."""
    drawer = drawer_of(options, recipe)
    network = begun(fresh_style(recipe, drawer), options)
    run = start(options.work / "look", recipe, network)
    cases = validation_cases(options)

    def check() -> dict[str, float]:
        return summary(run_protocols(cases, look_predictor(run.average.eval()))) if cases else {}

    train(run, partial(look_loss, run.network, drawer), check, minutes)


def train_balance(options: argparse.Namespace, recipe: Recipe, minutes: float) -> None:
    """Train the balance network."""
    drawer = drawer_of(options, recipe)
    network = begun(BalanceNetwork(recipe.shape), options)
    run = start(options.work / "balance", recipe, network)
    train(run, partial(balance_loss, run.network, drawer), dict, minutes)


def train_pair(options: argparse.Namespace, recipe: Recipe, minutes: float) -> None:
    """Train the pair network on the trained style network."""
    drawer = drawer_of(options, recipe)
    style = trained_style(options.work / "look")
    run = start(options.work / "pair", recipe, begun(PairNetwork(recipe.shape), options))
    cases = validation_cases(options)

    def check() -> dict[str, float]:
        predict = pair_predictor(style, run.average.eval())
        return summary(run_protocols(cases, predict)) if cases else {}

    train(run, partial(pair_loss, run.network, style, drawer), check, minutes)


def begun(network: Network, options: argparse.Namespace) -> Network:
    """The network with the averaged weights of another run, if one is named."""
    if options.begin:
        network.load_state_dict(kept_weights(options.begin)["average"])
    return network.to(torch.get_default_device())


def validation_cases(options: argparse.Namespace) -> Cases | None:
    """The fixed cases of the validation split, unless its packs are trained on."""
    if options.split == "all":
        return None
    return make_cases(options.data, options.cache, "validation")


def recipe_of(part: str, given: list[str]) -> Recipe:
    """The part's recipe with the fields named on the command line."""
    values = dict(item.split("=") for item in given)
    shape = vars(SHAPES[part]) | {k: int(v) for k, v in values.items() if k in vars(SHAPES[part])}
    plain = Recipe(Shape(**shape))
    fields = {k: type(getattr(plain, k))(float(v)) for k, v in values.items() if k not in shape}
    return Recipe(Shape(**shape), **fields)


def main() -> None:
    """Read the command line and train one part, or all and pack them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="folder of the prepared data [work/cache]")
    parser.add_argument("--part", choices=tuple(SHAPES))
    parser.add_argument("--split", choices=("train", "most", "all"), default="train")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu", help="cpu, cuda or mps")
    parser.add_argument("--begin", type=Path, help="folder of a run whose weights to begin with")
    parser.add_argument("--set", nargs="*", default=[], help="recipe fields, name=value")
    options = parser.parse_args()
    options.cache = options.cache or options.work / "cache"
    torch.set_num_threads(options.threads)
    torch.set_default_device(options.device)
    for part in (options.part,) if options.part else tuple(SHAPES):
        recipe = recipe_of(part, options.set)
        torch.manual_seed(recipe.seed)
        share = 1.0 if options.part else SHARES[part]
        PARTS[part](options, recipe, options.minutes * share)
    if not options.part:
        pack({part: options.work / part for part in SHAPES}, WEIGHTS)


PARTS = {"look": train_look, "balance": train_balance, "pair": train_pair}


if __name__ == "__main__":
    main()
