"""What a grade loses when its balance is a CDL and its look the rest, against the single LUT."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from core.cdl import Cdl
from core.grade.run import finish_grade
from core.job.job import GradeJob
from core.media import read_still, write_still
from core.progress import Progress
from resolve_plugin.split import split_grade

# Channels' slope and offset of display values: warm light, cool shade, a green tube, magenta film.
CASTS = (
    ((1.0, 0.92, 0.78), (0.0, 0.0, 0.0)),
    ((0.82, 0.93, 1.0), (0.0, 0.01, 0.03)),
    ((0.9, 1.0, 0.86), (0.01, 0.02, 0.0)),
    ((1.0, 0.86, 0.95), (0.02, 0.0, 0.01)),
)


def measure_split(photos: Path, count: int, folder: Path) -> list[dict[str, Any]]:
    """Grade photographs with a cast after others, and compare both forms of each grade.

    Args:
        photos: a folder of pictures; each is graded after the one that follows it.
        count: how many are graded.
        folder: an empty one.

    Returns:
        A row for each: its name, whether it was balanced at all, and mean and 99th percentile of
        the worst channel on the shot's values, in 10-bit codes.
    """
    files = sorted(path for path in photos.iterdir() if path.suffix in (".jpg", ".png"))
    found = []
    for number, (shot, look) in enumerate(pairwise(files[: count + 1])):
        source = folder / f"{number}.png"
        slope, offset = (np.array(part, np.float32) for part in CASTS[number % len(CASTS)])
        cast = np.clip(read_still(shot).rgb * slope + offset, 0, 1)
        write_still(source, cast.astype(np.float32), force=False)
        job = GradeJob(source=str(source), reference=(str(look),))
        finished = finish_grade(job, Progress())
        split = split_grade(finished.grading, finished.lut, job)
        found.append(
            {
                "photo": shot.name,
                "balance": split.balance != Cdl(),
                "mean": split.mean,
                "largest": split.largest,
            }
        )
    return found


def split_table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown: a row for each photograph."""
    lines = ["| photograph | balanced | mean | 99 % |", "|---|---|---|---|"]
    for row in rows:
        balanced = "yes" if row["balance"] else "no"
        lines.append(f"| {row['photo']} | {balanced} | {row['mean']:.2f} | {row['largest']:.2f} |")
    return "\n".join(lines)
