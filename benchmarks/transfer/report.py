"""Tables, per-case rows and a contact sheet of a benchmark run."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.transfer.scores import Row

Results = dict[str, dict[str, dict[str, float]]]


def write_tables(folder: Path, results: Results, about: dict[str, str | int]) -> None:
    """Write ``transfer.json`` and ``transfer.md``: one table a protocol, one line a method."""
    whole = {"about": about, "protocols": results}
    (folder / "transfer.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    lines = ["# Carrying a look from a still to a shot", ""]
    lines += [f"- {name}: {value}" for name, value in about.items()]
    for protocol, methods in results.items():
        columns = sorted({c for figures in methods.values() for c in figures}, key=_order)
        lines += ["", f"## {protocol}", "", "| method | " + " | ".join(columns) + " |"]
        lines.append("|---" * (len(columns) + 1) + "|")
        for method, figures in methods.items():
            cells = [f"{figures[c]:.4g}" if c in figures else "" for c in columns]
            lines.append(f"| {method} | " + " | ".join(cells) + " |")
    (folder / "transfer.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _order(column: str) -> tuple[int, str]:
    first = ("ratio", "low", "high", "helped", "error", "swd", "ssim", "structure", "clipping")
    return (first.index(column) if column in first else len(first), column)


def write_cases(path: Path, rows: dict[str, list[Row]]) -> None:
    """Write one CSV line for each method and case of one protocol."""
    with path.open("w", encoding="utf-8", newline="") as out:
        names = ["method", *next(iter(rows.values()))[0].plain()]
        table = csv.DictWriter(out, names)
        table.writeheader()
        for method, of_method in rows.items():
            table.writerows({"method": method, **row.plain()} for row in of_method)


def write_sheet(path: Path, strips: Sequence[Sequence[np.ndarray]], scale: int = 2) -> None:
    """Write strips of pictures (reference, source, output, truth) as one PNG, one strip a row."""
    rows = [np.concatenate([_framed(picture) for picture in strip], axis=1) for strip in strips]
    sheet = Image.fromarray(np.concatenate(rows, axis=0))
    size = (sheet.width * scale, sheet.height * scale)
    sheet.resize(size, Image.Resampling.LANCZOS).save(path)


def _framed(picture: np.ndarray) -> np.ndarray:
    bytes_ = np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return np.pad(bytes_, ((2, 2), (2, 2), (0, 0)), constant_values=40)
