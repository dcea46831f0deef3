"""Every command that the Resolve pages name, run in short form."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.cli.main import main
from core.demo import sample_still
from core.errors import BestlightError
from resolve_plugin.cli import changing, looking, upkeep
from resolve_plugin.requests import Request, request_as_dict, request_from_dict
from tests.conftest import RunModule
from tests.resolve.bridging import ROOT

PAGES = [ROOT / "docs" / name for name in ("resolve.md", "resolve-developers.md")]
JOURNEY = "python -m benchmarks.resolve --journey"
FAULTS = "python -m benchmarks.resolve --faults"
BRIDGE = "python -m benchmarks.bridge"
ATTACH = "python -m benchmarks.resolve --attach"
TRANSPORTS = "python -m benchmarks.resolve --transports"
SPLIT = "python -m benchmarks.resolve --split"
PICTURES = "python -m benchmarks.resolve --pictures"
STEPS = 17


def text_of_pages() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


@pytest.fixture
def proved(run_module: RunModule, tmp_path: Path) -> Callable[..., dict]:
    """Runs a command that measures; gives the figures that it wrote."""

    def figures(command: str, *options: str) -> dict:
        file = tmp_path / "figures.json"
        _, _, module, *words = shlex.split(command)
        run_module(module, *words, *options, "--output", str(file))
        return json.loads(file.read_text())

    return figures


def test_no_proof_is_named_that_is_not_run_here():
    ways = "journey|faults|attach|transports|split|pictures"
    named = re.findall(rf"python -m benchmarks\.\w+(?: --(?:{ways}))?", text_of_pages())
    assert set(named) == {JOURNEY, FAULTS, BRIDGE, ATTACH, TRANSPORTS, SPLIT, PICTURES}


WAYS = ["21.0 free, python", "21.2 free, lua", "21.2 studio, external"]


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_journey_by_each_route(proved: Callable[..., dict], way: str):
    (made,) = proved(JOURNEY, "--quick", "--only", way)["results"]
    assert [f"{step['name']}: {step['what']}" for step in made["steps"] if not step["ok"]] == []
    assert len(made["steps"]) == STEPS


def test_a_fault_is_tried_and_recovered_from(proved: Callable[..., dict]):
    only = "shell killed before call 0 of revert"
    figures = proved(FAULTS, "--points", "1", "--jobs", "1", "--only", only)["results"]
    (trial,) = figures["trials"]
    assert trial["happened"]
    assert trial["troubles"] == []


def test_what_a_grade_costs_is_measured(proved: Callable[..., dict]):
    figures = proved(ATTACH, "--clips", "3")["results"]
    assert figures["one node"]["round trips"] < figures["split"]["round trips"] < 400
    assert sum(name.startswith("batch of 3") for name in figures) == 4


def test_what_a_grade_costs_by_each_way_is_measured(proved: Callable[..., dict]):
    figures = proved(TRANSPORTS, "--runs", "1")["results"]
    assert len(figures) == 3
    for way in figures.values():
        assert way["one node"]["round trips"] < way["split"]["round trips"] < 400
        assert all(row["shortest"] > 0 for row in way.values())


def test_what_a_split_loses_is_measured(proved: Callable[..., dict], tmp_path: Path):
    for name in ("1.jpg", "2.jpg"):
        shutil.copy(sample_still(), tmp_path / name)
    (row,) = proved(f"{SPLIT} {tmp_path}", "--count", "1")["results"]
    assert 0 <= row["mean"] <= row["largest"] < 1.5


def test_the_pages_pictures_are_drawn_from_the_fake(run_module: RunModule, tmp_path: Path):
    run_module("benchmarks.resolve", "--pictures", str(tmp_path))
    drawn = sorted(path.name for path in tmp_path.glob("*.png"))
    shown = sorted(re.findall(r"images/(nodes-\w+\.png)", text_of_pages()))
    assert drawn == shown
    assert all((ROOT / "docs" / "images" / name).is_file() for name in drawn)


def test_the_bridge_is_measured(proved: Callable[..., dict]):
    figures = proved(BRIDGE, "--reads", "20", "--changes", "2")["milliseconds"]
    assert len(figures) == 3
    assert all(each["read"]["median"] > 0 for each in figures.values())


# --- bestlight resolve ...


def commands_of_pages() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text_of_pages(), re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(bestlight resolve \w[^`]*)`", text_of_pages())
    named = dict.fromkeys(line for line in lines if line.startswith("bestlight resolve"))
    return [line for line in named if "..." not in line]


def test_the_pages_name_commands():
    assert len(commands_of_pages()) > 15


@pytest.mark.parametrize("line", commands_of_pages())
def test_a_command_of_the_pages_is_understood(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    asked: list[Request] = []

    class Asked(BestlightError):
        """The request is made; nothing more is wanted."""

    def ask(ctx: object, request: Request, *, quiet: bool) -> None:
        asked.append(request_from_dict(json.loads(json.dumps(request_as_dict(request)))))
        raise Asked("asked")

    for module in (looking, changing, upkeep):
        monkeypatch.setattr(module, "ask_resolve", ask)
    for name in ("BMD_RESOLVE_LUT_DIR", "BMD_RESOLVE_SUPPORT_DIR", "BESTLIGHT_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("RESOLVE_SCRIPT_LIB", str(tmp_path / "none.so"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "still.jpg").touch()
    code = main(shlex.split(line)[1:])
    alone = line.split()[2] in ("install", "uninstall", "close")
    assert (code, len(asked)) == ((0, 0) if alone else (1, 1)), capsys.readouterr().err
