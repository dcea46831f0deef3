"""The one loader of the words' data: TOML files under `data`, tables of lists of words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from core.errors import BestlightError
from core.words.tokens import folded

Table = Mapping[str, list[str]]


@cache
def tables(name: str) -> Mapping[str, Any]:
    """The tables of a data file, in the order of the file.

    Args:
        name: its path under `data` without the ending, such as "words/marks".

    Raises:
        BestlightError: the file is missing or damaged.
    """
    file = resources.files("core.words").joinpath("data", *f"{name}.toml".split("/"))
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BestlightError(
            f"words: data/{name}.toml cannot be read: {error}", hint="install Bestlight again"
        ) from error


@cache
def files_in(folder: str) -> tuple[str, ...]:
    """The data files of a folder by name, each as `tables` takes it."""
    found = resources.files("core.words").joinpath("data", folder).iterdir()
    names = (file.name for file in found)
    ends = ".toml"
    return tuple(f"{folder}/{n.removesuffix(ends)}" for n in sorted(names) if n.endswith(ends))


@cache
def marked(mark: str) -> frozenset[str]:
    """The words of a table of `marks`."""
    return frozenset(key for word in tables("marks")[mark][""] for key in phrases(word))


@cache
def beginnings(mark: str) -> tuple[str, ...]:
    """The same where what is meant is every word that begins so."""
    return tuple(marked(mark))


def phrases(words: str) -> Iterator[str]:
    """The keys of a phrase, with every choice of `a/b` made: "blow/burn out" is two."""
    choices = [part.split("/") if len(part) > 1 else [part] for part in words.split()]
    for chosen in product(*choices):
        yield " ".join(_key(part) for part in chosen).strip()


def _key(part: str) -> str:
    if not any(sign.isalpha() for sign in part):
        return part
    return " ".join(filter(None, (folded(word) for word in part.replace("-", " ").split())))
