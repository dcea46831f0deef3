"""`bestlight models` as the tests type it."""

from __future__ import annotations

import json
from pathlib import Path

from core.cli.main import main
from core.models.catalogue import Model, find_model
from core.models.download import Patience
from core.models.install import plan_download
from core.progress import Progress
from tests.models.hub import Hub
from tests.models.tiny import NAME, TAG

ONCE = Patience(tries=1, pause=0.01)
MINE = ("--pretrained", TAG)


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def run_json(capsys, *words: object, code: int = 0) -> dict:
    got, out, err = run(capsys, *words, "--json")
    assert got == code, err
    assert out.count("\n") == 1
    return json.loads(out)


def assert_nothing_there(folder: Path) -> None:
    assert [path.name for path in folder.iterdir() if path.name != ".lock"] == []


def planned(hub: Hub, url: str | None = None, model: Model | None = None):
    model = model or find_model(NAME, TAG)
    return plan_download(model, url or hub.file, Progress(), ONCE)
