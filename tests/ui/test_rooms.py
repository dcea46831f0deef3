"""Import rules that import-linter cannot say, since it sees PySide6 as one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ui

ROOMS = Path(ui.__file__).parent
MODELS = sorted([*(ROOMS / "models").glob("*.py"), *(ROOMS / "work").glob("*.py")])


@pytest.mark.parametrize("file", MODELS, ids=lambda file: file.stem)
def test_models_know_no_widget(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            assert node.module == "PySide6.QtCore"
