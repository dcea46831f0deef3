"""Fuzzing guided by coverage: `python -m tests.fuzz.guided NAME [-runs=N]`.

It begins from the parser's valid files. Needs the extra `fuzz` (atheris, on Linux and macOS). What
it finds lies in `crash-*` in the working directory; each find becomes a test.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris  # pyright: ignore[reportMissingImports]

with atheris.instrument_imports(  # pyright: ignore[reportAttributeAccessIssue]
    include=["core", "resolve_plugin"]
):
    from core.errors import BestlightError
    from tests.fuzz.parsers import parsers


def main() -> None:
    """Look for inputs of the named parser that end in another error than ours."""
    name, *options = sys.argv[1:] or [""]
    if name not in parsers():
        raise SystemExit("name a parser: " + ", ".join(parsers()))
    parser = parsers()[name]

    def one(data: bytes) -> None:
        try:
            parser.parse(data)
        except BestlightError:
            return

    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(parser.seeds):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, corpus], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
