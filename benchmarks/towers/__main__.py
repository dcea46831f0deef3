"""The towers on photographs and looks that they were not trained on, as one command.

    python -m benchmarks.towers --data ../shared/data --work runs/towers [--split test]

Retrieval: a photograph under a look of a pack held out finds its own caption among 100 (captions
as training makes them: what the picture shows and what its look did). Names: a photograph under a
look of the lexicon is read as that look's name among its kind. Unknown names: how near the look of
a name that training never saw comes to the lexicon's own, from the sentence alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from benchmarks.towers.retrieval import retrieval
from core.towers.model import shipped_towers
from core.words.lexicon import entries
from training.style.data import cached, crops, photo_paths
from training.towers.evaluate import named_error
from training.towers.pictures import named_looks, style_targets
from training.towers.tags import named_pictures, similarities


def main() -> int:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--split", choices=("validation", "test"), default="test")
    parser.add_argument("--count", type=int, default=600, help="pictures to retrieve")
    options = parser.parse_args()
    network = shipped_towers().network
    for least in (3, 8):
        found = retrieval(options.data, options.split, options.count, least, seed=3)
        print(f"captions of {least} to 14 facts, such as: " + " | ".join(found.sample))
        print(f"retrieval among 100: first {found.first:.1%}, among five {found.among_five:.1%}")
    named = similarities(network, named_pictures(options.data, options.work, options.split))
    for kind, (near, right) in named.items():
        ranks = (near.argsort(1, descending=True) == right[:, None]).int().argmax(1)
        first, fifth = (ranks == 0).float().mean(), (ranks < 5).float().mean()
        print(f"{kind}: of {near.shape[1]} names, first {first:.1%}, among five {fifth:.1%}")
    shots = cached(
        options.work / f"crops_{options.split}.pt",
        lambda: crops(photo_paths(options.data, options.split), 7),
    )
    looks = named_looks(entries())
    flat = shots.reshape(-1, 3)[:: max(1, shots.numel() // 600_000)].float() / 255
    with torch.inference_mode():
        unseen = named_error(network, looks, *style_targets(looks, flat))
    for name, value in unseen.items():
        print(f"unseen names, {name}: {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
