"""A store of its own for every test, a server on this machine, and a model small enough to ship."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.commands import MINE, run_json
from tests.models.hub import Hub, noise, serving
from tests.models.tiny import CONFIG, NAME, save_checkpoint


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be reached."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        assert address[0] == "127.0.0.1", f"a test tried to reach {address}"
        connect(self, address)

    def resolved(host: str, *arguments: object, **options: object) -> object:
        assert host == "127.0.0.1", f"a test tried to find {host}"
        return resolve(host, *arguments, **options)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv("BESTLIGHT_MODELS", str(folder))
    return folder


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(noise(300_000)) as served:
        yield served


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights of the tiny model, its architecture registered with open_clip."""
    import open_clip

    folder = tmp_path_factory.mktemp("tiny")
    config = folder / f"{NAME}.json"
    config.write_text(json.dumps(CONFIG))
    open_clip.add_model_config(config)
    return save_checkpoint(folder / "tiny.safetensors", CONFIG)


@pytest.fixture
def tiny_hub(checkpoint: Path) -> Iterator[Hub]:
    """A server that has the tiny model's weights."""
    with serving(checkpoint.read_bytes()) as served:
        yield served


@pytest.fixture
def tiny(capsys, tiny_hub: Hub) -> dict:
    """The tiny model, installed from a hub."""
    return run_json(capsys, "models", "install", NAME, *MINE, "--url", tiny_hub.hub, "--yes")
