"""Every command that README and docs name as proof runs in a short form, on our own pictures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from core.demo import sample_still
from core.media import read_still, write_still
from tests.conftest import RunModule
from tests.looks import film_look, picture
from tests.tiers import some_of

ROOT = Path(__file__).parents[2]
PHRASES = """[[phrases]]
phrase = "{phrase}"
checks = ["{check}"]
"""
# Run below, in tests/resolve, in tests/faults, or on training's data, which the product has not.
ELSEWHERE = {
    f"benchmarks.{name}"
    for name in ("preference", "resolve", "bridge", "towers", "faults", "regions")
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in ("photos", "looks", "phrases", "out"):
        (folder / name).mkdir()
    still = read_still(sample_still()).rgb
    pictures = [still, still[:, ::-1] ** 1.3, picture(seed=1), picture(seed=2)]
    for number, rgb in enumerate(pictures):
        path = folder / "photos" / f"{number}.jpg"
        write_still(path, np.clip(rgb, 0, 1).astype(np.float32), force=False)
    np.save(folder / "looks" / "film.npy", film_look(17).at_strength(2).table.astype(np.float16))
    for name, phrase, check in (
        ("single", "warmer", "warmer"),
        ("compositional", "cooler", "cooler"),
        ("negated", "not warmer, please cooler", "cooler"),
    ):
        text = PHRASES.format(phrase=phrase, check=check)
        (folder / "phrases" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


COMMANDS = {
    "benchmarks.apply": "--frames 4 --runs 1 --presets ultrafast --output {data}/out/apply.json",
    "benchmarks.bake": "--spaces logc3 --looks 1 --output {data}/out/bake.json",
    "benchmarks.luts": "--short",
    "benchmarks.load": "--short --only apply --output {data}/out/load.json",
    "benchmarks.interactive": "--runs 1 --height 270 --output {data}/out/interactive.json",
    "benchmarks.scopes": "--runs 1 --output {data}/out/scopes.json",
    "benchmarks.panel": "--runs 1 --height 270 --output {data}/out/panel.json",
    "benchmarks.temporal": "decisions --data {data} --balances 2 --json {data}/out/temporal.json",
    "benchmarks.pair": "--photos {data}/photos --looks {data}/looks --out {data}/out --count 2 "
    "--side 96",
    "benchmarks.transfer": "--photos {data}/photos --looks {data}/looks --out {data}/out "
    "--count 1 --protocols A C --methods MKL style",
    "benchmarks.words": "--photos {data}/photos --phrases {data}/phrases --out {data}/out",
}

LONG = {f"benchmarks.{name}" for name in ("apply", "interactive", "load", "panel")}
QUICK = [name for name in COMMANDS if name not in LONG]


@pytest.mark.parametrize("module", some_of(COMMANDS, *QUICK))
def test_it_runs_and_prints_figures(module: str, data: Path, run_module: RunModule) -> None:
    assert re.search(r"\d", run_module(module, *COMMANDS[module].format(data=data).split()))


def test_a_blind_panel_is_made_and_scored(data: Path, run_module: RunModule) -> None:
    out = data / "panel"
    out.mkdir()
    rows = [{"source": f"../photos/{n}.jpg", "reference": f"../photos/{n + 1}.jpg"} for n in (0, 2)]
    (out / "pairs.json").write_text(json.dumps(rows), encoding="utf-8")
    steps = (
        f"pairs --list {out}/pairs.json --out {out}/pairs",
        f"render --pairs {out}/pairs --methods MKL identity --out {out}/results",
        f"sheets --pairs {out}/pairs --results {out}/results --one MKL --against identity "
        f"--out {out}/sheets --key {out}/key.json --page {out}/page.html",
    )
    for step in steps:
        run_module("benchmarks.preference", *step.split())
    judged = out / "sheets" / "judgements.csv"
    lines = judged.read_text(encoding="utf-8").splitlines()
    judged.write_text("\n".join([lines[0], *(f"{row}A" for row in lines[1:])]), encoding="utf-8")
    words = f"score --key {out}/key.json --one MKL {judged}"
    said = run_module("benchmarks.preference", *words.split())
    told = [json.loads(line) for line in said.splitlines()]
    counts = [one["wins"] + one["losses"] + one["ties"] for one in told]
    assert sum(counts) == len(lines) - 1
    assert (out / "page.html").is_file()


def test_every_command_that_is_named_is_run() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    named = {
        found
        for page in pages
        for found in re.findall(r"python -m (benchmarks\.\w+)", page.read_text(encoding="utf-8"))
    }
    assert named <= set(COMMANDS) | ELSEWHERE
