"""Valid files of every LUT format that is read, small, to be damaged."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from core.lut import Lut3D
from core.lut.files import WRITABLE, write_lut

_CURVES = "0 0 0\n0.2 0.3 0.4\n1 1 1\n"
_CUBE_ROWS = "".join(f"{r} {g} {b}\n" for b in (0, 1) for g in (0, 1) for r in (0, 1))
_CUBES = (
    f'TITLE "two"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n{_CUBE_ROWS}',
    f"LUT_1D_SIZE 3\nDOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 2 2 2\n{_CURVES}",
    "LUT_1D_SIZE 3\nLUT_1D_INPUT_RANGE -0.1 1.2\nLUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0 1\n"
    + _CURVES
    + _CUBE_ROWS,
    f"# film\nLUT_3D_SIZE 2\nLUT_IN_VIDEO_RANGE\nLUT_OUT_VIDEO_RANGE\n{_CUBE_ROWS}",
)
_HAND_WRITTEN = {
    ".vf": "#Inventor V2.1 ascii\ngrid_size 2 2 2\n"
    f"global_transform 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\ndata\n{_CUBE_ROWS}",
    ".hdl": "Version\t\t3\nFormat\t\tany\nType\t\t3D\nFrom\t\t0 1\n"
    f"To\t\t0 1\nBlack\t\t0\nWhite\t\t1\nLength\t\t2\nLUT:\n{{\n{_CUBE_ROWS}}}\n",
    ".mga": "#HEADER\n#filename: a\n#type: 3D cube file\n#format: 1.00\n#owner: a\n"
    "#title: a\n#END\nchannel 3d\nin 8\nout 12\nformat lut\nvalues\tred\tgreen\tblue\n"
    + "".join(
        f"{i}\t{4095 * (i & 1)}\t{4095 * (i >> 1 & 1)}\t{4095 * (i >> 2)}\n" for i in range(8)
    ),
    ".look": '<?xml version="1.0" ?>\n<look><LUT><size>"2"</size><data>"'
    + "0000003F" * 24
    + '"</data></LUT></look>\n',
}
_HAND_WRITTEN[".m3d"] = _HAND_WRITTEN[".mga"]
_HAND_WRITTEN[".spi1d"] = "Version 1\nFrom 0.0 1.0\nLength 3\nComponents 3\n{\n" + _CURVES + "}\n"
_HAND_WRITTEN[".lut"] = _HAND_WRITTEN[".hdl"]


@cache
def lut_files(suffix: str) -> tuple[bytes, ...]:
    """Valid files of the format `suffix`."""
    if suffix == ".png":
        return _pictures()
    files = [text.encode() for text in _CUBES] if suffix == ".cube" else []
    if suffix in _HAND_WRITTEN:
        files.append(_HAND_WRITTEN[suffix].encode())
    if suffix in WRITABLE:
        files.extend(_written(suffix, size) for size in (3, 4))
    return tuple(files)


def _written(suffix: str, size: int) -> bytes:
    lut = Lut3D.from_function(lambda rgb: rgb**1.2 * 0.9, size, title="seed")
    with TemporaryDirectory() as folder:
        path = Path(folder, f"seed{suffix}")
        write_lut(lut, path, force=False)
        return path.read_bytes()


def _pictures() -> tuple[bytes, ...]:
    rng = np.random.default_rng(3)
    pictures = [_written(".png", 4)]
    for mode in ("RGB", "RGBA", "L", "P", "1", "LA"):
        for side in (8, 27, 7):
            array = rng.integers(0, 256, (side, side, 3), dtype=np.uint8)
            target = io.BytesIO()
            Image.fromarray(array).convert(mode).save(target, "PNG")
            pictures.append(target.getvalue())
    return tuple(pictures)
