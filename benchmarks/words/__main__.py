"""Whether phrases move photographs the way that they say, as one command.

    python -m benchmarks.words --photos DIR [--phrases DIR] [--out DIR] [--final]
    python -m benchmarks.words --photos DIR --speed

``--phrases`` holds TOML files of phrases and checks (the held-out ones by default); a frame counts
for a phrase if it has what the phrase is about, and the phrase holds there if all of its checks
do. A phrase is wholly right if it holds on most frames and its looks, keeps and refusals are those
that its row names. Phrases marked ``final`` are left out, and with ``--final`` are the only ones.
Writes words.md and words.json. ``--speed`` times prompts instead, on the folder's first picture.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import machine
from benchmarks.words.checks import Pair, holds
from benchmarks.words.frames import Frame, read_frames
from benchmarks.words.speed import measured
from core.colour.difference import srgb_to_lab
from core.errors import UsageError
from core.grade.mix import STEPS, mix_look
from core.grade.words import words_of
from core.lut.lut3d import Lut3D
from core.words.language import understand
from core.words.lexicon import find_entries
from core.words.understood import Understood

SETS = ("single", "compositional", "negated")
HELDOUT = Path(__file__).parents[2] / "tests" / "words" / "heldout"
DRAWS = 2000
WORST = 25
MOST = 2 / 3  # of the frames


@dataclass(frozen=True)
class Score:
    """A phrase, on how many frames it counted, and the share of those on which it held.

    Attributes:
        wholly: whether it held on most frames, with the right looks, keeps and refusals.
    """

    phrase: str
    checks: tuple[str, ...]
    frames: int
    held: float
    meaning: str
    wholly: bool = True


def score_row(row: Mapping[str, Any], frames: list[Frame]) -> Score:
    """Measure one row of a set: its checks, and the looks, keeps and refusals that it names."""
    found = score(row["phrase"], row["checks"], frames)
    read = understand(row["phrase"])
    refused = any(phrase.kind == "refused" for phrase in read.phrases)
    said = refused == (row.get("refuses", False) or "refused" in row["checks"])
    kept = set(row.get("keeps", ())) <= set(read.protections)
    held = not found.frames or found.held >= MOST
    wholly = said and kept and held and _names_right(row, read)
    # Of a look or a keep alone nothing can be measured: it holds where it is understood.
    bare = not row["checks"]
    return replace(found, wholly=wholly, held=float(wholly) if bare else found.held)


def _names_right(row: Mapping[str, Any], read: Understood) -> bool:
    """Whether every look that the row names is understood, and none where there is to be none."""
    said = " / ".join(phrase.meaning for phrase in read.phrases if phrase.kind == "look")
    if "looks" not in row:
        return True
    wanted = [
        {found.entry.name for name in names.split("|") for found in find_entries(name)}
        for names in row["looks"]
    ]
    return bool(wanted) == bool(said) and all(
        any(f"'{name}'" in said or f'"{name}"' in said for name in names) for names in wanted
    )


def score(phrase: str, checks: list[str], frames: list[Frame]) -> Score:
    """Measure one phrase on all frames."""
    read = understand(phrase)
    meaning = "; ".join(f"{p.kind}: {p.meaning}" for p in read.phrases if p.kind != "filler")
    if not checks:
        return Score(phrase, (), 1, 1.0, meaning)
    measured = [c for c in checks if c not in ("refused", "unchanged")]
    if not measured:
        right = read.adjustments.at_rest and (
            checks == ["unchanged"] or any(p.kind == "refused" for p in read.phrases)
        )
        return Score(phrase, tuple(checks), 1, float(right), meaning)
    look = _look(phrase)
    results = []
    for frame in frames:
        after = np.asarray(srgb_to_lab(look.apply(frame.rgb)))
        told = [holds(check, Pair(frame, after)) for check in measured]
        if None not in told:
            results.append(all(told))
    held = float(np.mean(results)) if results else float("nan")
    return Score(phrase, tuple(checks), len(results), held, meaning)


def _look(phrase: str) -> Lut3D:
    """What the product makes of a phrase on a shot that needs no balance."""
    try:
        words = words_of([phrase], given=None, references=0)
    except UsageError:
        return Lut3D.identity(STEPS)
    return mix_look(words, Lut3D.identity(STEPS), 0.0)


def summed_up(scores: list[Score]) -> dict[str, Any]:
    """The mean of the phrases' shares and its 95 % bootstrap interval over phrases."""
    held = np.array([s.held for s in scores if s.frames])
    draws = np.random.default_rng(0).choice(held, (DRAWS, len(held))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return {
        "phrases": len(held),
        "accuracy": round(float(held.mean()), 4),
        "wholly": round(float(np.mean([s.wholly for s in scores])), 4),
        "interval": [round(float(low), 4), round(float(high), 4)],
        "uncounted": [s.phrase for s in scores if not s.frames],
    }


def written(results: dict[str, list[Score]], about: dict[str, Any]) -> str:
    """The tables as Markdown."""
    lines = [
        "# Words: do they move pictures as they say?",
        "",
        f"{about['frames']} frames at most {about['side']} px, {about['which']} phrases.",
        "",
        "| set | phrases | accuracy | 95 % interval | wholly right |",
        "|---|---|---|---|---|",
    ]
    for name, scores in results.items():
        found = summed_up(scores)
        low, high = found["interval"]
        lines.append(
            f"| {name} | {found['phrases']} | {found['accuracy']:.1%} | {low:.1%} to {high:.1%} "
            f"| {found['wholly']:.1%} |"
        )
    for name, scores in results.items():
        lines += [
            "",
            f"## Worst of {name}",
            "",
            "| held | frames | phrase | checks | understood as |",
        ]
        lines.append("|---|---|---|---|---|")
        worst = sorted((s for s in scores if s.frames), key=lambda s: s.held)[:WORST]
        lines += [
            f"| {s.held:.0%} | {s.frames} | {s.phrase} | {' '.join(s.checks)} | {s.meaning} |"
            for s in worst
            if s.held < 1 or not s.wholly
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Read the command line, measure, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--phrases", type=Path, default=HELDOUT)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.speed:
        photo = min(options.photos.glob("*.jpg"))
        sys.stdout.write(json.dumps(measured(photo), indent=2) + "\n")
        return 0
    frames = read_frames(options.photos, options.count, options.side)
    results = {}
    for name in SETS:
        rows = tomllib.loads((options.phrases / f"{name}.toml").read_text(encoding="utf-8"))
        chosen = [r for r in rows["phrases"] if r.get("final", False) == options.final]
        results[name] = [score_row(row, frames) for row in chosen]
    about = {
        "frames": len(frames),
        "side": options.side,
        "which": "final" if options.final else "tuned",
        "machine": machine(),
    }
    report = written(results, about)
    sys.stdout.write(report)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        data = about | {name: summed_up(scores) for name, scores in results.items()}
        (options.out / "words.json").write_text(json.dumps(data, indent=2) + "\n")
        (options.out / "words.md").write_text(report, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
