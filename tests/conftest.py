"""What every test relies on: no network, and a real Lut3D to work with."""

from __future__ import annotations

import os
import runpy
import socket
import sys
from collections.abc import Callable

import pytest
from hypothesis import settings

from tests.tiers import THOROUGH, USUAL

settings.register_profile(USUAL, deadline=None, max_examples=50)
settings.register_profile(THOROUGH, deadline=None, max_examples=300)
settings.load_profile(USUAL)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError("a test tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


RunModule = Callable[..., str]


@pytest.fixture
def run_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunModule:
    """`python -m MODULE WORD...` in this process, which has its libraries loaded; what it says."""

    def run(module: str, *words: str) -> str:
        monkeypatch.setattr(sys, "argv", [module, *words])
        code: object = None
        try:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        assert not code, said.out + said.err
        return said.out

    return run


@pytest.fixture(autouse=True)
def _no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """A CLIP that the developer has installed must not decide what tests see."""
    monkeypatch.setenv("BESTLIGHT_MODELS", os.devnull)
