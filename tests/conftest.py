"""What every test relies on: no network, and a real Lut3D to work with."""

from __future__ import annotations

import os
import socket

import pytest
from hypothesis import settings

from tests.tiers import THOROUGH, USUAL

for _name in (THOROUGH, USUAL):
    settings.register_profile(_name, deadline=None)
settings.load_profile(USUAL)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a test tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def _no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """A CLIP that the developer has installed must not decide what tests see."""
    monkeypatch.setenv("BESTLIGHT_MODELS", os.devnull)
