"""LUT files in and out, by suffix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import BestlightError, UsageError, one_line, reason
from core.files import whole_file
from core.lut import cube, hald, ocio_formats
from core.lut.lut3d import Lut3D
from core.lut.operators import OperatorLut

READABLE = (".cube", ".png", *ocio_formats.READABLE)
WRITABLE = (".cube", ".png", *ocio_formats.WRITABLE)
MAX_BYTES = 1 << 30  # a 256-step .cube with long decimals is about 0.5 GB


def read_lut(path: Path) -> Lut3D:
    """Read a LUT file of any known format, as a cube.

    A file of several operators is sampled over 0..1, and a note says what that costs; to apply it
    as it is, `open_lut` it.

    Raises:
        UsageError: the suffix is not a LUT format's.
        BestlightError: the file is missing, empty, damaged, or no LUT; with line and reason.
    """
    lut = open_lut(path)
    if isinstance(lut, Lut3D):
        return lut
    with _named(path):
        return lut.sampled()


def open_lut(path: Path) -> Lut3D | OperatorLut:
    """Read a LUT file of any known format, as what it is.

    Raises:
        UsageError: the suffix is not a LUT format's.
        BestlightError: the file is missing, empty, damaged, or no LUT; with line and reason.
    """
    _check_readable(path)
    suffix = path.suffix.lower()
    with _named(path):
        if suffix == ".cube":
            return cube.read_cube(path)
        if suffix == ".png":
            return hald.read_hald(path)
        return ocio_formats.read_with_ocio(path)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors in reading `path`, each with the file's name."""
    try:
        yield
    except OSError as error:
        raise BestlightError(
            f"cannot read {path}: {reason(error)}", hint="check the file and its permissions"
        ) from error
    except BestlightError as error:
        if path.name in error.message:
            raise
        raise BestlightError(f"{path.name}: {error.message}", hint=error.hint) from error


def write_lut(lut: Lut3D, path: Path, *, comments: Sequence[str] = (), force: bool) -> None:
    """Write `lut` in the format of `path`'s suffix: whole or not at all.

    A LUT with a domain or a shaper is first resampled to a plain one.

    Args:
        lut: values 0..1 (others are clamped by the format).
        path: the new file.
        comments: lines for the file's head; `.spi3d` and `.png` leave them out.
        force: overwrite an existing file.

    Raises:
        UsageError: the suffix is not one that can be written.
        BestlightError: the file exists, or the place cannot be written.
    """
    check_writable_format(path)
    # A file's name may have a line's end in it, and must not write lines of its own.
    plain = lut.plain().titled(one_line(lut.title))
    comments = [one_line(comment) for comment in comments]
    suffix = path.suffix.lower()
    with whole_file(path, force=force) as part:
        if suffix == ".cube":
            text = cube.format_cube(plain, comments=comments)
            part.write_text(text, encoding="ascii", newline="\n")
        elif suffix == ".png":
            hald.write_hald(plain, part)
        else:
            ocio_formats.write_with_ocio(plain, part, comments)


def check_writable_format(path: Path) -> None:
    """Raise `UsageError` unless `path` ends in a LUT format that can be written."""
    if path.suffix.lower() not in WRITABLE:
        wrong = f"'{path.suffix}' is not a LUT format that can be written"
        raise UsageError(
            f"{path.name}: {wrong if path.suffix else 'a LUT is named with its format'}",
            hint="use one of " + " ".join(WRITABLE),
        )


def _check_readable(path: Path) -> None:
    if path.suffix.lower() not in READABLE:
        raise UsageError(
            f"{path.name}: '{path.suffix}' is not a known LUT format",
            hint="known are " + " ".join(READABLE),
        )
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BestlightError(
            f"cannot read {path}: {reason(error)}", hint="check the path"
        ) from error
    if path.is_dir():
        raise BestlightError(f"{path} is a folder", hint="name a LUT file")
    if size == 0:
        raise BestlightError(f"{path} is empty", hint="write the LUT again from its source")
    if size > MAX_BYTES:
        raise BestlightError(f"{path} is too large for a LUT ({size >> 20} MiB)")
