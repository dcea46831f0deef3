"""The teachers' masks of the training photographs, made once and kept."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from training.regions.targets import read_hand
from training.regions.teachers import Said, Teachers

THEMES = {"grocery": 6, "flowers": 6, "unsplash": 2}  # sources of which every nth is taken


def chosen_photos(data: Path) -> list[Path]:
    """Colour photographs to learn from: all but most of those of one theme, and those in which a
    hand marked something; those of many sources mixed.
    """
    paths: list[Path] = []
    marked = read_hand().pieces
    for folder in ("photos", "photos_more"):
        rows = json.loads((data / folder / "index.json").read_text(encoding="utf-8"))
        counts: dict[str, int] = {}
        for row in rows:
            source = row["file"].split("_")[0]
            counts[source] = counts.get(source, 0) + 1
            often = counts[source] % THEMES.get(source, 1) == 0
            if not row.get("bw") and (often or Path(row["file"]).stem in marked):
                paths.append(data / folder / row["file"])
    order = np.random.default_rng(17).permutation(len(paths))
    return [paths[i] for i in order]


def opened(path: Path) -> np.ndarray:
    """A photograph, (H, W, 3) uint8."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def kept(work: Path, path: Path) -> Path:
    """Where a photograph's masks are kept."""
    return work / "said" / f"{path.stem}.npz"


def write_said(said: Said, target: Path) -> None:
    """Keep masks as whole numbers, 0..255."""
    target.parent.mkdir(parents=True, exist_ok=True)
    soft = {
        n: np.rint(255 * getattr(said, n)).astype(np.uint8) for n in ("selfie", "person", "sky")
    }
    np.savez_compressed(
        target, **soft, face=said.face, skin_seed=said.skin_seed, things=said.things,
        faces=said.faces,
    )  # fmt: skip


def make_labels(
    data: Path,
    work: Path,
    which: int = 0,
    parts: int = 1,
    *,
    only: Callable[[str], bool] = bool,
) -> None:
    """Make the masks that are not there yet; `which` of how many parts, of the names of `only`."""
    teachers = None
    for path in filter(lambda one: only(one.stem), chosen_photos(data)[which::parts]):
        target = kept(work, path)
        if not target.exists():
            teachers = teachers or Teachers(data / "teachers")
            write_said(teachers.say(opened(path)), target)


def main() -> None:
    """`python -m training.regions.label --data ../shared/data --work runs/regions --part 0/2`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--part", default="0/1", help="which of how many parts, as 0/2")
    options = parser.parse_args()
    make_labels(options.data, options.work, *map(int, options.part.split("/")))


if __name__ == "__main__":
    main()
