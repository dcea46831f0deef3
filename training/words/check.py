"""Check every entry of the lexicon: its LUT's health, and whether two entries are near twins.

    python -m training.words.check --floor 1.0

Health is that of the LUT which the product would write. Twins are measured within a category, as
mean CIEDE2000 over a fixed set of colours.
"""

import argparse
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from core.adjustments import adjustments_lut, apply_adjustments
from core.colour.difference import delta_e_2000, srgb_to_lab
from core.lut.health import measure_health
from core.words.lexicon import Entry, entries


def main() -> None:
    """Print what is wrong, and a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floor", type=float, default=1.0, help="least difference of two entries")
    parser.add_argument("--size", type=int, default=17, help="of the LUTs, per axis")
    args = parser.parse_args()
    by_category: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries():
        by_category[entry.category].append(entry)
    for category, group in by_category.items():
        pairs = sorted(twins(group, args.floor))
        print(f"{category}: {len(group)} entries, {len(pairs)} pairs nearer than {args.floor:g}")
        for apart, first, second in pairs:
            print(f"  {apart:.2f}  {first} / {second}")
    sick = 0
    for entry in entries():
        health = measure_health(adjustments_lut(entry.adjustments, args.size))
        if not health.passed:
            sick += 1
            faults = "; ".join(f.text for f in health.findings if f.level == "fault")
            print(f"  {entry.category}/{entry.name}: {faults}")
    print(f"{len(entries())} entries, {sick} fail the health check")


def test_colours() -> np.ndarray:
    """A fixed set of colours, (47, 3) display values: greys, a colour solid and skin."""
    greys = np.repeat(np.linspace(0.05, 0.95, 7)[:, None], 3, axis=1)
    levels = (0.15, 0.5, 0.8)
    solid = np.array(
        [c for c in itertools.product(levels, repeat=3) if not c[0] == c[1] == c[2]], float
    )
    grey_of = solid.mean(axis=1, keepdims=True)
    muted = grey_of + 0.4 * (solid - grey_of)
    skin = np.array([[0.9, 0.75, 0.66], [0.78, 0.57, 0.46], [0.58, 0.39, 0.29], [0.3, 0.2, 0.15]])
    return np.concatenate([greys, solid[::2], muted, skin])


def graded_lab(entry: Entry, colours: np.ndarray) -> np.ndarray:
    """CIELAB of display values (n, 3) under the entry's moves, clipped to display range."""
    return np.asarray(srgb_to_lab(np.clip(apply_adjustments(colours, entry.adjustments), 0, 1)))


def twins(group: Sequence[Entry], floor: float) -> Iterator[tuple[float, str, str]]:
    """Pairs of entries whose grades differ by less than `floor`, mean CIEDE2000."""
    colours = test_colours()
    labs = np.stack([graded_lab(entry, colours) for entry in group])
    for i, first in enumerate(group):
        rest = group[i + 1 :]
        if rest:
            far = delta_e_2000(labs[i], labs[i + 1 :]).mean(axis=1)
            for apart, second in zip(far, rest, strict=True):
                if apart < floor:
                    yield float(apart), first.name, second.name


if __name__ == "__main__":
    main()
