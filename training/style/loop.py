"""The training loop that the three networks share: schedule, averaging, log, stop and go on."""

import copy
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn

from training.style.drawer import Recipe

REPORT_SECONDS = 180


Network = TypeVar("Network", bound=nn.Module)


@dataclass
class Run(Generic[Network]):
    """A training run that can stop and go on."""

    folder: Path
    recipe: Recipe
    network: Network
    average: Network
    optimiser: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0
    best: float = float("inf")

    def keep_best(self, checked: dict[str, float]) -> None:
        """Keep the average weights apart where protocols A and B have never been better."""
        if not checked:
            return
        score = checked["A"] + checked["B"]
        if score < self.best:
            self.best = score
            state = {"average": self.average.state_dict(), "recipe": asdict(self.recipe)}
            write_state(state, self.folder / "best.pt")

    def save(self) -> None:
        """Keep the state; the old one stays whole until the new one is."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "recipe": asdict(self.recipe),
            "best": self.best,
        }
        write_state(state, self.folder / "state.pt")

    def load(self) -> None:
        """Go on from the kept state, if there is one."""
        path = self.folder / "state.pt"
        if path.exists():
            state = torch.load(path, map_location=torch.get_default_device())
            self.network.load_state_dict(state["network"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.seconds = state["step"], state["seconds"]
            self.best = state.get("best", self.best)

    def log(self, row: dict[str, float]) -> None:
        """Add one line to ``log.jsonl``."""
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps({"step": self.step, "seconds": round(self.seconds), **row}) + "\n")


def kept_weights(folder: Path) -> dict[str, Any]:
    """Average weights and recipe of a run: the best on validation, else the last."""
    best = folder / "best.pt"
    path = best if best.exists() else folder / "state.pt"
    return torch.load(path, map_location=torch.get_default_device())


def write_state(state: dict[str, Any], path: Path) -> None:
    """Keep a run's state; the old one stays whole until the new one is."""
    partial = path.with_name(path.name + ".part")
    torch.save(state, partial)
    partial.replace(path)


def schedule(recipe: Recipe, progress: float, step: int) -> float:
    """Learning rate: short warm-up, then half a cosine over ``progress`` 0..1."""
    warm = min(1.0, (step + 1) / 150)
    return (
        recipe.rate * warm * (0.5 + 0.5 * torch.cos(torch.tensor(progress * 3.14159)).item()) + 1e-6
    )


def optimiser_of(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW; the decoder's basis moves slowly and does not decay."""
    basis = [p for n, p in network.named_parameters() if n == "basis"]
    rest = [p for n, p in network.named_parameters() if n != "basis"]
    groups: list[dict[str, Any]] = [{"params": rest}]
    if basis:
        groups.append({"params": basis, "scale": 0.02, "weight_decay": 0.0})
    return torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.decay)


def start(folder: Path, recipe: Recipe, network: Network) -> Run[Network]:
    """A run in ``folder``, going on from its state if there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, recipe, network, copy.deepcopy(network), optimiser_of(network, recipe))
    run.load()
    return run


def train(
    run: Run,
    loss_of: Callable[[], tuple[Tensor, dict[str, float]]],
    check: Callable[[], dict[str, float]],
    minutes: float,
) -> None:
    """Train until the recipe's steps or the minutes are used up; the schedule follows the nearer
    end.
    """
    sums: dict[str, float] = {}
    counted, reported = 0, time.time()
    while (progress := max(run.step / run.recipe.steps, run.seconds / (minutes * 60))) < 1:
        began = time.time()
        report = one_step(run, loss_of, progress)
        run.seconds += time.time() - began
        counted += 1
        sums = {k: sums.get(k, 0.0) + v for k, v in report.items()}
        if time.time() - reported > REPORT_SECONDS:
            row = {k: round(v / counted, 4) for k, v in sums.items()}
            _report(run, row, check())
            sums, counted, reported = {}, 0, time.time()
    _report(run, {"final": 1.0}, check())


def _report(run: Run, row: dict[str, float], checked: dict[str, float]) -> None:
    run.log(row | checked)
    run.keep_best(checked)
    run.save()


def one_step(
    run: Run, loss_of: Callable[[], tuple[Tensor, dict[str, float]]], progress: float
) -> dict[str, float]:
    """One step of the optimiser and of the running average of the weights."""
    for group in run.optimiser.param_groups:
        group["lr"] = schedule(run.recipe, progress, run.step) * group.get("scale", 1.0)
    loss, report = loss_of()
    run.optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 3.0)
    run.optimiser.step()
    keep = min(0.998, run.step / (run.step + 20))
    with torch.no_grad():
        for a, b in zip(run.average.parameters(), run.network.parameters(), strict=True):
            a.lerp_(b, 1 - keep)
    run.step += 1
    return report
