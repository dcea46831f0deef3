"""How well regions are found, parted by a LUT and spoken of, on photographs from which nothing was
learned: some held out of training, some of another collection.

    python -m benchmarks.regions --data ../shared/data --work runs/regions
    python -m benchmarks.regions --data D --work W --only known
    python -m benchmarks.regions --data D --work W --sheets out

`--work` is where the teachers' masks are kept, which are the truth here, with the labels by hand;
those that are missing are made first, for which the packages of the extra `training` are needed.
`--sheets` draws what is found, to be looked at.
"""

import argparse
import json
import resource
import time
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.regions.fresh import PRESENT, fresh, tell_empty
from benchmarks.regions.known import tell_known, trials
from benchmarks.regions.motion import tell_motion
from benchmarks.regions.parted import parted, tell_parted
from benchmarks.regions.sheets import draw_sheets
from benchmarks.regions.skin import tell_skin
from benchmarks.regions.slider import tell_slider
from benchmarks.regions.truth import Labelled, labelled
from benchmarks.regions.words import judge, tell_words
from core.regions import ShotRegions
from core.regions.masks import look_for_regions
from training.regions.label import make_labels
from training.regions.samples import is_held_out

ROUNDS = 10
PARTS = (
    "speed",
    "slider",
    "empty",
    "presence",
    "motion",
    "known",
    "parted",
    "skin",
    "words",
    "fresh",
    "fresh_b",
    "fresh_c",
)


def tell_presence(photographs: list[Labelled]) -> None:
    """Print, by region, how often it is found where it is, and where it is not."""
    there: dict[str, list[bool]] = {name: [] for name in PRESENT}
    absent: dict[str, list[bool]] = {name: [] for name in PRESENT}
    for one in photographs:
        names = ShotRegions([one.picture]).names
        for region in PRESENT:
            known = one.known(region)
            if known.mean() < 0.9:
                continue
            share = one.mask(region)[known].mean()
            if share > 0.03:
                there[region].append(region in names)
            elif share < 0.001:
                absent[region].append(region in names)
    for region in PRESENT:
        found, invented = there[region], absent[region]
        print(
            f"{region:10} found {sum(found)} of {len(found)} where it is,"
            f" {sum(invented)} of {len(invented)} where it is not"
        )


def tell_speed(one: Labelled) -> None:
    """Print what a frame costs: processor time, the image network's numbers included."""
    look_for_regions(one.picture)

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    start = spent()
    for _ in range(ROUNDS):
        look_for_regions(one.picture)
    print(f"{1000 * (spent() - start) / ROUNDS:.0f} ms of processor a frame, all regions")


def main() -> None:
    """Read the command line and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--sheets", type=Path)
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    if options.sheets:
        draw_sheets(options.data, options.sheets)
        return
    print(json.dumps(machine()))
    make_labels(options.data, options.work, only=is_held_out)
    held = list(labelled(options.data, options.work))
    other = list(fresh(options.data, options.work))
    parts = {
        "speed": lambda: tell_speed(other[0]),
        "slider": lambda: tell_slider(next(p for p in other if p.shows("sky")), "sky"),
        "empty": lambda: tell_empty(options.data),
        "presence": lambda: tell_presence(held),
        "motion": lambda: tell_motion(held),
        "known": lambda: tell_known(trials(other)),
        "parted": lambda: tell_parted(parted(other)),
        "skin": lambda: tell_skin(held),
        "words": lambda: tell_words("held", judge(held, "held")),
        "fresh": lambda: tell_words("fresh", judge(held, "fresh")),
        "fresh_b": lambda: tell_words("fresh_b", judge(held, "fresh_b")),
        "fresh_c": lambda: tell_words("fresh_c", judge(held, "fresh_c")),
    }
    for name in PARTS:
        if options.only in (None, name):
            print(f"== {name}", flush=True)
            began = time.monotonic()
            parts[name]()
            print(f"({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
