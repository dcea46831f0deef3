"""Writing without ever losing the user's work: whole files or none, nothing overwritten unasked."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import BestlightError, reason
from core.leftovers import part_name, sweep


def refuse_overwrite(path: Path, *, force: bool) -> None:
    """Raise `BestlightError` if `path` cannot become a new file: it exists, or is a folder."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritable(path, error) from error
    if stat.S_ISDIR(mode):
        raise BestlightError(f"{path} is a folder", hint="give a file name inside it")
    if force:
        return
    sweep(path.parent)
    if path.exists():
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
    sweep(path.parent)
    part = path.with_name(part_name(path.suffix))
    try:
        yield part
        _publish(part, path, force=force)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def refuse_to_fill(folder: Path, *, force: bool) -> None:
    """Raise `BestlightError` if a new folder cannot be made here: it exists, or is a file.

    With `force` a folder that exists is filled up, and its files of the same names replaced.
    """
    if folder.is_dir() and force:
        return
    if folder.exists():
        hint = "choose another name" + (", or add --force" if folder.is_dir() else "")
        raise BestlightError(f"{folder} exists already", hint=hint)


@contextmanager
def whole_set(
    paths: Sequence[Path], *, force: bool, folders: Sequence[Path] = ()
) -> Iterator[list[Path]]:
    """Give a temporary name for each of `paths`; on a clean exit all become real, else none.

    All lie in one folder, which must exist. Those that are also in `folders` become folders.

    Raises:
        BestlightError: one of them exists and `force` is false, or the place cannot be written.
    """

    def refuse(path: Path) -> None:
        (refuse_to_fill if path in folders else refuse_overwrite)(path, force=force)

    for path in paths:
        refuse(path)
    sweep(paths[0].parent)
    folder = paths[0].parent / part_name()
    published: list[Path] = []
    try:
        folder.mkdir()
        yield [folder / path.name for path in paths]
        for path in paths:
            refuse(path)
        # Folders last: they are moved, while what is linked can be told, and taken back, later.
        for path in sorted(paths, key=lambda path: path in folders):
            _publish(folder / path.name, path, force=force)
            published.append(path)
    except OSError as error:
        raise _unwritable(paths[0].parent, error) from error
    finally:
        if len(published) < len(paths) and not force:
            for path in published:
                _remove(path)
        shutil.rmtree(folder, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> BestlightError:
    return BestlightError(
        f"cannot write {path}: {reason(error)}",
        hint="check that the disk has room and that you may write there",
    )


def write_text(path: Path, text: str, *, force: bool) -> None:
    """Write `text` as UTF-8 with LF line ends, whole or not at all."""
    with whole_file(path, force=force) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def _publish(part: Path, path: Path, *, force: bool) -> None:
    if part.is_dir():
        _publish_folder(part, path, force=force)
        return
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


def _publish_folder(part: Path, path: Path, *, force: bool) -> None:
    """A folder takes its place whole; into one that is there, with `force`, file by file."""
    if not path.exists():
        part.replace(path)
        return
    for file in sorted(part.iterdir()):
        _publish(file, path / file.name, force=force)
