"""The LUT formats that OpenColorIO reads and bakes: .3dl .csp .clf .ctf .spi1d .spi3d .itx .lut
(Discreet, Houdini) and others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from core.colour.spaces import ocio, ocio_for_files
from core.errors import BestlightError, one_line
from core.lut.lut3d import Lut3D
from core.lut.operators import OperatorLut

READABLE = (
    ".3dl",
    ".csp",
    ".clf",
    ".ctf",
    ".spi1d",
    ".spi3d",
    ".lut",
    ".itx",
    ".vf",
    ".look",
    ".hdl",
    ".mga",
    ".m3d",
)
_BAKED = {".3dl": "lustre", ".csp": "cinespace", ".itx": "iridas_itx"}
_CTF = {".clf": "Academy/ASC Common LUT Format", ".ctf": "Color Transform Format"}
WRITABLE = (*_BAKED, *_CTF, ".spi3d")


def read_with_ocio(path: Path) -> Lut3D | OperatorLut:
    """Read a LUT file through OpenColorIO.

    A file that holds one cube gives that cube's very values; a file with other or more operators
    (shapers, curves, matrices, ranges) gives those.

    Raises:
        BestlightError: OpenColorIO cannot read the file, or its values are not finite.
    """
    _refuse_endless_metadata(path)
    library = ocio_for_files()
    try:
        with _plainly_named(path) as plain:
            # Without an interpolation of ours a file's own counts.
            transform = library.FileTransform(str(plain), interpolation=library.INTERP_DEFAULT)
            processor = library.Config.CreateRaw().getProcessor(transform)
        steps = processor.createGroupTransform()
        cubes = [part for part in steps if isinstance(part, ocio().Lut3DTransform)]
        for cube in cubes:
            if cube.getInterpolation() == ocio().INTERP_DEFAULT:
                cube.setInterpolation(ocio().INTERP_TETRAHEDRAL)
        if len(steps) == 1 and cubes and _is_forward(cubes[0]):
            return Lut3D(_cube_values(cubes[0]), title=path.stem)
        lut = OperatorLut(steps, path.stem)
        lut.apply(np.zeros((1, 3), np.float32))
    except (ocio().Exception, UnicodeDecodeError) as error:
        # The library's message may quote the file's own bytes, which need not be text.
        quoted = isinstance(error, UnicodeDecodeError)
        text = "its content is not text" if quoted else one_line(str(error))[:300]
        # The library tries every format it knows and then says only that none of them fits.
        why = f"this is no {path.suffix} LUT" if "All formats have been tried" in text else text
        raise BestlightError(
            f"{path.name}: {why}", hint="the file is damaged or of another type; export it again"
        ) from error
    return lut


@contextmanager
def _plainly_named(path: Path) -> Iterator[Path]:
    """The file under a name without `$` and `%`, which the library takes for variables."""
    if not re.search("[$%]", str(path)):
        yield path
        return
    with TemporaryDirectory() as folder:
        yield Path(shutil.copyfile(path, Path(folder, f"lut{path.suffix}")))


def _refuse_endless_metadata(path: Path) -> None:
    """Refuse what OpenColorIO's `.csp` reader, which it tries on any file, reads for ever."""
    lines = path.read_bytes().split(b"\n")
    begun = [
        n for n, line in enumerate(lines) if line.strip().upper().startswith(b"BEGIN METADATA")
    ]
    ended = [n for n, line in enumerate(lines[:-1]) if line.removesuffix(b"\r") == b"END METADATA"]
    if begun and not (ended and ended[-1] > begun[-1]):
        raise BestlightError(
            f"{path.name}, line {begun[-1] + 1}: BEGIN METADATA has no END METADATA",
            hint="the file is cut short; export it again",
        )


def _is_forward(cube: Any) -> bool:
    return cube.getDirection() == ocio().TRANSFORM_DIR_FORWARD


def _cube_values(cube: Any) -> np.ndarray:
    size = cube.getGridSize()
    # OpenColorIO hands the data out with blue fastest, which is the order of [r, g, b].
    return np.asarray(cube.getData(), np.float32).reshape(size, size, size, 3)


def write_with_ocio(lut: Lut3D, path: Path, comments: Sequence[str] = ()) -> None:
    """Write a plain LUT in the format that `path`'s suffix names, with `comments` at its head.

    `.spi3d` has no place for comments. Integer formats (`.3dl`) round to their own steps.
    """
    suffix = path.suffix.lower()
    if suffix == ".spi3d":
        path.write_text(_spi3d(lut), encoding="ascii", newline="\n")
    elif suffix in _CTF:
        _write_ctf(lut, path, _CTF[suffix], comments)
    else:
        _bake(lut, path, _BAKED[suffix], comments)


def _transform(lut: Lut3D) -> Any:
    cube = ocio().Lut3DTransform(gridSize=lut.size)
    cube.setInterpolation(ocio().INTERP_TETRAHEDRAL)
    cube.setData(np.ascontiguousarray(lut.table).reshape(-1))
    return cube


def _write_ctf(lut: Lut3D, path: Path, format_name: str, comments: Sequence[str]) -> None:
    group = ocio().GroupTransform([_transform(lut)])
    about = group.getFormatMetadata()
    about.setName(lut.title or "Bestlight")
    for comment in comments:
        about.addChildElement("Description", comment)
    # As text: what the library writes to a file itself may be cut off by a full disk unnoticed.
    text = group.write(format_name, ocio().Config.CreateRaw())
    path.write_text(text, encoding="utf-8", newline="\n")


def _bake(lut: Lut3D, path: Path, format_name: str, comments: Sequence[str]) -> None:
    config = ocio().Config.CreateRaw()
    node_in = ocio().ColorSpace(name="node input")
    node_out = ocio().ColorSpace(name="node output")
    node_out.setTransform(_transform(lut), ocio().COLORSPACE_DIR_FROM_REFERENCE)
    config.addColorSpace(node_in)
    config.addColorSpace(node_out)
    baker = ocio().Baker()
    baker.setConfig(config)
    baker.setFormat(format_name)
    baker.setInputSpace("node input")
    baker.setTargetSpace("node output")
    baker.setCubeSize(lut.size)
    if format_name == "cinespace":
        for comment in comments:
            baker.getFormatMetadata().addChildElement("Description", comment)
    head = "" if format_name == "cinespace" else "".join(f"# {comment}\n" for comment in comments)
    path.write_text(head + baker.bake(), encoding="utf-8", newline="\n")


def _spi3d(lut: Lut3D) -> str:
    size = lut.size
    lines = ["SPILUT 1.0", "3 3", f"{size} {size} {size}"]
    for red in range(size):
        for green in range(size):
            for blue in range(size):
                values = " ".join(f"{v:.6f}" for v in lut.table[red, green, blue])
                lines.append(f"{red} {green} {blue} {values}")
    return "\n".join(lines) + "\n"
