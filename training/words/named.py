"""Collected looks whose names are in the lexicon, held against the lexicon's own grade.

    python -m training.words.named --data ../shared/data [--list] [--ceiling]

For each pack: how often the lexicon's grade is nearer to the look of its name than to the median
other look, and how far it is from the look as a ratio to doing nothing, both as mean CIEDE2000 on
photographs' colours. Looks of the held-out packs are only measured, never fitted or tuned to.
With --ceiling the same of the look that another pack calls by the same name, in the lexicon's
stead: what a grade drawn for a name can hope for.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.adjustments import adjustments_lut
from core.colour.difference import srgb_to_lab
from core.words.lexicon import Entry, find_entries
from training.style.data import TEST_PACKS, VALIDATION_PACKS, Look, read_looks
from training.words.colours import apart, lab_through, photo_colours

_PREFIX = re.compile(r"^(goldfx|analogfx|zilverfx|technicalfx|presetpro)[ -]", re.IGNORECASE)
# What tells variants of one look apart at a name's end: numbers, signs, roman figures, minutes.
_VARIANT = re.compile(r"^([\d+-]{1,4}|alt|generic|i{1,3}|\d+min|[a-z]?\d+[a-z]?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """A look, the entry of its name, and mean CIEDE2000: from the entry's grade to the look, to the
    median other look, and from identity to the look.
    """

    look: Look
    entry: Entry
    own: float
    other: float
    identity: float


def main() -> None:
    """Print the figures by pack, and of all cases with --list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--list", action="store_true", help="every case, worst first")
    parser.add_argument("--ceiling", action="store_true")
    args = parser.parse_args()
    looks = read_looks(args.data)
    colours = photo_colours(args.data / "photos_dev", "*.jpg", 60, 10)
    cases = same_names(looks, colours) if args.ceiling else measure(looks, colours)
    if not cases:
        sys.exit("no look's name is in the lexicon")
    if args.list:
        for case in sorted(cases, key=lambda c: -c.own / c.identity):
            print(
                f"{case.look.pack:14} {case.look.name:42} {case.entry.name:34} "
                f"own {case.own:5.1f} other {case.other:5.1f} identity {case.identity:5.1f}"
            )
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.look.pack].append(case)
        groups[_split(case.look)].append(case)
        groups["all, colour" if not case.look.monochrome else "all, monochrome"].append(case)
    groups["all"] = cases
    for name, group in sorted(groups.items()):
        print(summary(name, group))


def entry_named(name: str) -> Entry | None:
    """The entry that a look's file name names wholly, but for a variant's number or sign."""
    words = re.sub(r"([a-z])([A-Z0-9])", r"\1 \2", name.split("/")[-1])
    for spelling in (name.split("/")[-1], words):
        text = _PREFIX.sub("", spelling.replace("_", " ").strip())
        parts = text.replace("(", " ").replace(")", " ").split()
        while parts:
            text = " ".join(parts)
            found = find_entries(text)
            if len(found) == 1 and found[0].start == 0 and not text[found[0].end :].strip("+- "):
                return found[0].entry
            if not _VARIANT.match(parts[-1]):
                break
            parts.pop()
    return None


def measure(looks: list[Look], colours: np.ndarray) -> list[Case]:
    """A case for every look whose name the lexicon knows; `colours` (n, 3) display values."""
    labs = np.stack([lab_through(look.table, colours) for look in looks])
    plain = np.asarray(srgb_to_lab(colours))
    graded: dict[str, np.ndarray] = {}
    cases = []
    for i, look in enumerate(looks):
        entry = entry_named(look.name)
        if entry is None:
            continue
        if entry.name not in graded:
            graded[entry.name] = lab_through(adjustments_lut(entry.adjustments, 17).table, colours)
        far = np.array([apart(graded[entry.name], lab) for lab in labs])
        others = float(np.median(np.delete(far, i)))
        cases.append(Case(look, entry, float(far[i]), others, apart(plain, labs[i])))
    return cases


def same_names(looks: list[Look], colours: np.ndarray) -> list[Case]:
    """A case for every look and every look of another pack that the lexicon holds for the same."""
    labs = np.stack([lab_through(look.table, colours) for look in looks])
    plain = np.asarray(srgb_to_lab(colours))
    named = [(i, entry) for i, look in enumerate(looks) if (entry := entry_named(look.name))]
    cases = []
    for i, entry in named:
        for j, other in named:
            if other is not entry or looks[j].pack == looks[i].pack:
                continue
            far = np.array([apart(labs[j], lab) for lab in labs])
            others = float(np.median(np.delete(far, [i, j])))
            cases.append(Case(looks[i], entry, float(far[i]), others, apart(plain, labs[i])))
    return cases


def summary(name: str, group: Iterable[Case]) -> str:
    """One line of figures."""
    cases = list(group)
    nearer = np.mean([case.own < case.other for case in cases])
    ratio = np.mean([case.own / case.identity for case in cases])
    median = np.median([case.own / case.identity for case in cases])
    figures = f"nearer {nearer:.2f}  ratio {ratio:.2f} (median {median:.2f})"
    return f"{name:22}{len(cases):4} looks  {figures}"


def _split(look: Look) -> str:
    if look.pack in VALIDATION_PACKS:
        return "held out: validation"
    return "held out: test" if look.pack in TEST_PACKS else "training packs"


if __name__ == "__main__":
    main()
