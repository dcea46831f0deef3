"""The surface of Resolve's scripting interface, read from a fusionscript-stubs file.

Run as `python -m tests.fake_resolve.read_stubs STUB.pyi > surface/VERSION.json`.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

Parameter = tuple[str, bool]
Surface = dict[str, dict[str, list[list[Parameter]]]]
"""Class, method, one parameter list per overload: (name, whether it must be given)."""


def read_stub(text: str) -> Surface:
    """The classes of a stub's text with their methods.

    A parameter need not be given where it has a default or is typed `Optional`; `*args` is one that
    need not. Classes of plain fields (`TypedDict`) are left out.
    """
    surface: Surface = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.ClassDef) or _is_data(node):
            continue
        methods: dict[str, list[list[Parameter]]] = {}
        for member in node.body:
            if isinstance(member, ast.FunctionDef):
                methods.setdefault(member.name, []).append(_parameters(member))
        surface[node.name] = methods
    return surface


def _is_data(node: ast.ClassDef) -> bool:
    return any("TypedDict" in ast.unparse(base) for base in node.bases)


def _parameters(method: ast.FunctionDef) -> list[Parameter]:
    arguments = method.args.args
    first_default = len(arguments) - len(method.args.defaults)
    found: list[Parameter] = []
    for place, argument in enumerate(arguments[1:], 1):
        kind = "" if argument.annotation is None else ast.unparse(argument.annotation)
        found.append((argument.arg, place < first_default and not kind.startswith("Optional")))
    if method.args.vararg is not None:
        found.append((f"*{method.args.vararg.arg}", False))
    return found


if __name__ == "__main__":
    surface = read_stub(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write("{\n")
    blocks = []
    for name, methods in surface.items():
        rows = ",\n".join(f"  {json.dumps(m)}: {json.dumps(p)}" for m, p in methods.items())
        blocks.append(
            f" {json.dumps(name)}: {{\n{rows}\n }}" if rows else f" {json.dumps(name)}: {{}}"
        )
    sys.stdout.write(",\n".join(blocks) + "\n}\n")
