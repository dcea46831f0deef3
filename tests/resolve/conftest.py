"""A fake with two clips and a title, and a shell beside it; a bench with one clip for trying the
fake itself. A module may have a fake of its own.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import core.cli.main
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.cli import reach
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks, small_clip
from tests.resolve.at_shell import At
from tests.resolve.fake_bench import Bench


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    for number in (1, 2):
        small_clip(folder / f"A00{number}.mov", 24, number)
    return folder


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_clip(tmp_path_factory.mktemp("media") / "A001.mov", 24)


@pytest.fixture
def bench(tmp_path: Path, clip: Path) -> Bench:
    return Bench(tmp_path, clip)


@pytest.fixture
def profile() -> Profile:
    """Which Resolve `fake` is; a module may have another."""
    return Profile("21.0.4", "studio")


@pytest.fixture
def fake(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch, profile: Profile
) -> FakeResolve:
    fake = FakeResolve(profile, tmp_path / "fake", Quirks(still_lags=0))
    first = fake.add_item("clip", media / "A001.mov", "first", frames=24, selected=True)
    fake.add_item(
        "clip", media / "A002.mov", "second", [Node("Bestlight")], frames=24, selected=True
    )
    fake.add_item("title", name="title", frames=24)
    fake.page = "color"
    fake.move_playhead(first)
    monkeypatch.setenv("BMD_RESOLVE_LUT_DIR", str(fake.master_lut))
    monkeypatch.setenv("BMD_RESOLVE_SUPPORT_DIR", str(tmp_path / "support"))
    monkeypatch.setenv("RESOLVE_SCRIPT_LIB", str(tmp_path / "none.so"))
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BESTLIGHT_LUT_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    own = EntryPoint("resolve", "resolve_plugin.cli:add_commands", "bestlight.commands")
    monkeypatch.setattr(core.cli.main, "entry_points", lambda group: [own])
    return fake


@pytest.fixture
def at(
    fake: FakeResolve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> At:
    monkeypatch.setattr(reach, "connect_from_outside", lambda ctx: (ExternalBridge(fake.app), ""))
    return At(capsys, monkeypatch)
