"""One command that makes the weights that say what is where in a picture.

    python -m training.regions.train --data ../shared/data --work runs/regions

First the teachers' masks are made (`training.regions.label`; half an hour of one core, kept), then
pictures are cut and graded and the image network looks at them (kept, too), then the decoder is
trained, seeded; then it is judged on photographs that were held out, and packed. `--keep` packs
nothing.
"""

import argparse
import json
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from core.regions.network import CLASSES, colours_of
from training.content.trunk import Folded, pretrained
from training.regions.label import make_labels
from training.regions.network import HALF, RegionDecoder
from training.regions.samples import Samples, load, make_samples, save
from training.style.export import write_weights

WEIGHTS = Path("core/regions/weights/regions.safetensors")
BYTES_AT_MOST = 4_000_000
BATCH, RATE, DECAY, SEED = 12, 4e-3, 1e-3, 23
LEAST_SEEN, MOST_DOUBT = 0.006, 0.25  # shares of a picture
SEEN_WEIGHT = 0.15
SHOWN, RARE = 0.015, {"water": 8.0, "foliage": 1.5, "sky": 1.5, "face": 1.0}
CLASS_WEIGHTS = torch.tensor([1.0, 1.5, 1.5, 1.0, 1.2, 1.2, 1.2, 0.6, 0.8])


def taken(samples: Samples, at: Tensor) -> tuple[list[Tensor], Tensor, Tensor, Tensor]:
    """Some of the samples: levels, colours, and what is to be told with its weight, 0..1."""
    levels = [level[at].float() for level in samples.levels]
    fine = samples.fine[at].float().numpy() / 255
    colours = torch.from_numpy(colours_of(fine)).permute(0, 3, 1, 2).contiguous()
    return levels, colours, samples.told[at].float() / 255, samples.sure[at].float() / 255


def chances(samples: Samples) -> Tensor:
    """How often each sample is drawn: what few photographs show, more often."""
    parts = (told.float().mean((2, 3)) / 255 for told in samples.told.split(256))
    shown = (torch.cat(list(parts)) > SHOWN).float()
    more = torch.tensor([RARE.get(name, 0.0) for name in CLASSES])
    return 1 + shown @ more


def loss_of(network: RegionDecoder, samples: Samples, at: Tensor) -> Tensor:
    """Cross-entropy of points, weighed by how sure they are, and of being seen at all."""
    levels, colours, told, sure = taken(samples, at)
    window = tuple((2 * torch.randint(HALF // 2 + 1, (2,))).tolist())
    said, seen = network(levels, colours, window)
    inside = (..., slice(window[0], window[0] + HALF), slice(window[1], window[1] + HALF))
    each = binary_cross_entropy_with_logits(said, told[inside], reduction="none") * sure[inside]
    points = (each.mean((0, 2, 3)) * CLASS_WEIGHTS).sum()
    share = told.mean((2, 3))
    known = ((sure.mean((2, 3)) > 1 - MOST_DOUBT) | (share > LEAST_SEEN)).float()
    is_there = (share > LEAST_SEEN).float()
    whole = binary_cross_entropy_with_logits(seen, is_there, reduction="none") * known
    return points + SEEN_WEIGHT * whole.mean(0).sum()


def judged(network: RegionDecoder, samples: Samples) -> dict[str, dict[str, float]]:
    """Intersection over union by class, and how well what is seen is told from what is not."""
    network.eval()
    inside, either = torch.zeros(len(CLASSES)), torch.zeros(len(CLASSES))
    hits, misses = torch.zeros(2, len(CLASSES)), torch.zeros(2, len(CLASSES))
    with torch.inference_mode():
        for at in torch.arange(len(samples.fine)).split(BATCH):
            levels, colours, told, sure = taken(samples, at)
            said, seen = network(levels, colours)
            mine, truth, count = said > 0, told > 0.5, sure > 0.5
            inside += (mine & truth & count).sum((0, 2, 3))
            either += ((mine | truth) & count).sum((0, 2, 3))
            share = told.mean((2, 3))
            known = (sure.mean((2, 3)) > 1 - MOST_DOUBT) | (share > LEAST_SEEN)
            there = share > LEAST_SEEN
            right = (seen > 0) == there
            for k, which in enumerate((there, ~there)):
                hits[k] += (right & which & known).sum(0)
                misses[k] += (~right & which & known).sum(0)
    network.train()
    rate = hits / (hits + misses).clamp_min(1)
    return {
        name: {
            "iou": round((inside[i] / either[i].clamp_min(1)).item(), 3),
            "seen": round(rate[0, i].item(), 3),
            "absent": round(rate[1, i].item(), 3),
            "pictures": int((hits[0] + misses[0])[i].item()),
        }
        for i, name in enumerate(CLASSES)
    }


def train(samples: Samples, held: Samples, epochs: int, log: Path) -> RegionDecoder:
    """The trained decoder."""
    torch.manual_seed(SEED)
    network, drawn = RegionDecoder(), chances(samples)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    an_epoch = len(samples.fine) // BATCH
    steps = epochs * an_epoch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, pct_start=0.1)
    began = time.monotonic()
    for epoch in range(epochs):
        total = 0.0
        for _ in range(an_epoch):
            at = torch.multinomial(drawn, BATCH).sort().values
            optimiser.zero_grad()
            loss = loss_of(network, samples, at)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        row = {"epoch": epoch, "loss": round(total / an_epoch, 4),
               "minutes": round((time.monotonic() - began) / 60, 1)}  # fmt: skip
        row["held_out"] = judged(network, held)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
    return network


def samples_of(
    options: argparse.Namespace, named: Folded, variants: range, *, held_out: bool
) -> Samples:
    """The samples of the variants, made where they are not kept yet."""
    paths = []
    for variant in variants:
        path = options.work / f"{'held' if held_out else 'train'}_{variant}.pt"
        if not path.exists():
            made = make_samples(options.data, options.work, named, variant, held_out=held_out)
            save(made, path)
        paths.append(path)
    return load(paths)


def main() -> None:
    """Read the command line, make what is not there yet, train, judge and pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="pack nothing")
    options = parser.parse_args()
    make_labels(options.data, options.work)
    named = pretrained()
    held = samples_of(options, named, range(1), held_out=True)
    network = train(
        samples_of(options, named, range(options.variants), held_out=False),
        held,
        options.epochs,
        options.work / "log.jsonl",
    )
    if not options.keep:
        state = {name: values.half().contiguous() for name, values in network.state_dict().items()}
        write_weights(state, WEIGHTS, BYTES_AT_MOST)


if __name__ == "__main__":
    main()
