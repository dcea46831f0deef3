"""Writing without ever losing the user's work: whole files or none, nothing overwritten unasked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import BestlightError, reason


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Raise `BestlightError` if `path` cannot become a new file: it exists, or is a folder."""
    if path.is_dir():
        raise BestlightError(f"{path} is a folder", hint="give a file name inside it")
    if path.exists() and not force:
        raise BestlightError(f"{path} exists already", hint="choose another name, or add --force")


def make_folder(folder: Path) -> None:
    """Create `folder` and its parents; `BestlightError` where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BestlightError(
            f"cannot create the folder {folder}: {reason(error)}",
            hint="choose a place that you may write to with -o",
        ) from error


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a temporary name beside `path`; on a clean exit it becomes `path`, else it is removed.

    The temporary file keeps the suffix of `path`, because encoders choose a container by it.

    Raises:
        BestlightError: `path` exists and `force` is false, or the place cannot be written.
    """
    refuse_overwrite(path, force=force)
    make_folder(path.parent)
    part = path.with_name(f".{path.stem[:80]}.{secrets.token_hex(4)}.part{path.suffix}")
    try:
        yield part
        _publish(part, path, force=force)
    except OSError as error:
        raise BestlightError(
            f"cannot write {path}: {reason(error)}",
            hint="check that the disk has room and that you may write there",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, force: bool) -> None:
    """Write `text` as UTF-8 with LF line ends, whole or not at all."""
    with whole_file(path, force=force) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def _publish(part: Path, path: Path, *, force: bool) -> None:
    if force:
        part.replace(path)
        return
    try:
        os.link(part, path)
    except FileExistsError:
        refuse_overwrite(path, force=False)
        raise
    except OSError:
        # Some file systems (exFAT, network shares) have no hard links.
        refuse_overwrite(path, force=False)
        part.replace(path)
