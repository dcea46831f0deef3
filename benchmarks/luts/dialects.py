"""LUT files of every dialect: by our writers, by OpenColorIO's, and by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.colour.spaces import ocio
from core.lut import Lut3D
from core.lut.files import WRITABLE, write_lut

_TRIPLES = "{:.7f} {:.7f} {:.7f}\n"


def film(rgb: np.ndarray) -> np.ndarray:
    """A toe, a shoulder and crossed channels."""
    mixed = rgb @ np.array([[0.86, 0.1, 0.04], [0.05, 0.9, 0.05], [0.03, 0.12, 0.85]])
    return np.clip(mixed**1.15 * (1.3 - 0.3 * mixed), 0, 1)


def warm(rgb: np.ndarray) -> np.ndarray:
    """Gains and a gamma of each channel."""
    return np.clip(rgb * [1.0, 0.93, 0.8] + 0.02, 0, 1) ** [0.95, 1.0, 1.1]


def split(rgb: np.ndarray) -> np.ndarray:
    """Shadows one way, highlights another; little saturation."""
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
    grey = luma[..., None]
    tint = np.array([0.04, 0.0, -0.05]) * (2 * grey - 1)
    return np.clip(0.6 * rgb + 0.4 * grey + tint, 0, 1)


LOOKS = {"film": film, "warm": warm, "split": split}


def make_all(folder: Path) -> Iterator[tuple[str, Path]]:
    """Write them, and name each one's dialect."""
    yield from _ours(folder)
    yield from _baked(folder)
    yield from _chained(folder)
    yield from make_by_hand(folder)


def make_by_hand(folder: Path) -> Iterator[tuple[str, Path]]:
    """Those that no writer is at hand for."""
    for name, suffix, texts in _BY_HAND:
        for number, text in enumerate(texts()):
            path = folder / f"{name.replace(' ', '-')}-{number}{suffix}"
            path.write_text(text, encoding="ascii")
            yield f"{suffix}, {name}", path


def _ours(folder: Path) -> Iterator[tuple[str, Path]]:
    for suffix in WRITABLE:
        for size in (9, 16, 33):
            for name, look in LOOKS.items():
                path = folder / f"ours-{name}-{size}{suffix}"
                write_lut(Lut3D.from_function(look, size), path, force=True)
                yield f"{suffix}, written by us", path


def _baked(folder: Path) -> Iterator[tuple[str, Path]]:
    """Through OpenColorIO's baker, with and without a shaper."""
    theirs = ocio()
    for kind, suffix in theirs.Baker.getFormats():
        if kind in ("truelight", "spi1d") or suffix in ("clf", "ctf"):
            continue
        for name, look in LOOKS.items():
            for size, shaped in ((17, False), (33, True)):
                baker = theirs.Baker()
                baker.setConfig(_config(look, size))
                baker.setFormat(kind)
                baker.setInputSpace("in")
                baker.setTargetSpace("out")
                baker.setCubeSize(size)
                with_shaper = shaped and kind in ("cinespace", "houdini", "resolve_cube")
                if with_shaper:
                    baker.setShaperSpace("shaper")
                    baker.setShaperSize(1024)
                path = folder / f"{kind}-{name}-{size}.{suffix}"
                path.write_text(baker.bake(), encoding="ascii")
                more = " with a shaper" if with_shaper else ""
                yield f".{suffix}, OpenColorIO's {kind}{more}", path


def _config(look: Callable[[np.ndarray], np.ndarray], size: int) -> Any:
    theirs = ocio()
    config = theirs.Config.CreateRaw()
    config.setVersion(2, 1)
    shaper = theirs.ExponentTransform([0.5, 0.5, 0.5, 1.0])
    for name, steps in (("in", None), ("out", cube(look, size)), ("shaper", shaper)):
        space = theirs.ColorSpace(name=name)
        if steps is not None:
            space.setTransform(steps, theirs.COLORSPACE_DIR_FROM_REFERENCE)
        config.addColorSpace(space)
    return config


def cube(look: Callable[[np.ndarray], np.ndarray], size: int) -> Any:
    """OpenColorIO's cube of a look."""
    step = ocio().Lut3DTransform(gridSize=size)
    step.setInterpolation(ocio().INTERP_TETRAHEDRAL)
    step.setData(np.ascontiguousarray(Lut3D.from_function(look, size).table).reshape(-1))
    return step


def _chained(folder: Path) -> Iterator[tuple[str, Path]]:
    """Chains of operators as .clf and .ctf."""
    formats = (
        (".clf", "Academy/ASC Common LUT Format"),
        (".ctf", "Color Transform Format"),
    )
    for suffix, kind in formats:
        for look_name, look in LOOKS.items():
            for name, steps in _chains(look).items():
                text = ocio().GroupTransform(steps).write(kind, ocio().Config.CreateRaw())
                path = folder / f"{look_name}-{name}{suffix}"
                path.write_text(text, encoding="utf-8")
                yield f"{suffix}, chains of operators", path


def _chains(look: Callable[[np.ndarray], np.ndarray]) -> dict[str, list[Any]]:
    theirs = ocio()
    gain = look(np.ones(3)) + 0.2
    matrix = theirs.MatrixTransform([*np.diag([*gain, 1.0]).reshape(-1)], [0.01, 0, -0.01, 0])
    curve = theirs.Lut1DTransform(length=256, inputHalfDomain=False)
    curve.setData(look(np.linspace(0, 1, 256)[:, None].repeat(3, 1)).reshape(-1).astype("f4"))
    cdl = theirs.CDLTransform(slope=[*gain], offset=[0.01, 0, -0.02], power=[1.1, 1, 0.9], sat=0.8)
    log = theirs.LogAffineTransform(linSideOffset=[0.02] * 3, logSideOffset=[0.6] * 3)
    log.setBase(10.0)
    gamma = theirs.ExponentWithLinearTransform(
        gamma=[2.2, 2.4, 2.0, 1.0], offset=[0.05, 0.05, 0.05, 0.0]
    )
    span = theirs.RangeTransform(0.05, 0.9, 0.0, 1.0)
    return {
        "matrix": [matrix],
        "curve": [curve],
        "cdl": [cdl],
        "log-cube": [log, cube(look, 17)],
        "gamma": [gamma],
        "range": [span],
        "curve-cube-matrix": [curve, cube(look, 17), matrix],
        "matrix-log-range-cdl": [matrix, log, span, cdl],
    }


def _rows(look: Callable[[np.ndarray], np.ndarray], size: int, *, red_first: bool = True) -> str:
    table = Lut3D.from_function(look, size).table
    order = table.transpose(2, 1, 0, 3) if red_first else table
    return "".join(_TRIPLES.format(*row) for row in order.reshape(-1, 3))


def _curve(look: Callable[[np.ndarray], np.ndarray], length: int) -> str:
    return "".join(
        _TRIPLES.format(*row) for row in look(np.linspace(0, 1, length)[:, None].repeat(3, 1))
    )


_SPANS = ((0.0, 1.0), (-0.25, 1.5), (0.1, 0.9))


def _domain(low: float, high: float) -> str:
    return f"DOMAIN_MIN {low} {low} {low}\nDOMAIN_MAX {high} {high} {high}\n"


def _cubes(*spans: tuple[float, float]) -> Iterator[str]:
    for look in LOOKS.values():
        for span in spans:
            yield f"LUT_3D_SIZE 9\n{_domain(*span)}{_rows(look, 9)}"


def _curves(*spans: tuple[float, float]) -> Iterator[str]:
    for look in LOOKS.values():
        for span in spans:
            yield f"LUT_1D_SIZE 64\n{_domain(*span)}{_curve(look, 64)}"


def _resolve_shapers() -> Iterator[str]:
    for look in LOOKS.values():
        for low, high in _SPANS:
            yield (
                f"LUT_1D_SIZE 64\nLUT_1D_INPUT_RANGE {low} {high}\nLUT_3D_SIZE 9\n"
                f"LUT_3D_INPUT_RANGE 0 1\n{_curve(warm, 64)}{_rows(look, 9)}"
            )


def _csp() -> Iterator[str]:
    for look in LOOKS.values():
        for low, high in _SPANS:
            middle = (low + high) / 2
            shaper = f"3\n{low} {middle} {high}\n0 0.6 1\n" * 3
            yield f"CSPLUTV100\n3D\n\n{shaper}\n9 9 9\n{_rows(look, 9)}"


def _spi1d() -> Iterator[str]:
    for look in LOOKS.values():
        for low, high in _SPANS:
            head = f"Version 1\nFrom {low} {high}\nLength 64\nComponents 3\n"
            yield f"{head}{{\n{_curve(look, 64)}}}\n"


def _vf() -> Iterator[str]:
    head = "#Inventor V2.1 ascii\ngrid_size 9 9 9\nglobal_transform"
    for look in LOOKS.values():
        for scale in (1, 2, 0.5):
            matrix = f"{scale} 0 0 0 0 {scale} 0 0 0 0 {scale} 0 0 0 0 1"
            yield f"{head} {matrix}\ndata\n{_rows(look, 9, red_first=False)}"


def _hdl() -> Iterator[str]:
    for look in LOOKS.values():
        yield (
            "Version\t\t3\nFormat\t\tany\nType\t\t3D\nFrom\t\t0 1\nTo\t\t0 1\nBlack\t\t0\n"
            f"White\t\t1\nLength\t\t9\nLUT:\n{{\n{_rows(look, 9)}}}\n"
        )


def _mga() -> Iterator[str]:
    for look in LOOKS.values():
        codes = np.rint(Lut3D.from_function(look, 9).table.reshape(-1, 3) * 4095).astype(int)
        rows = "".join(f"{n}\t{r}\t{g}\t{b}\n" for n, (r, g, b) in enumerate(codes))
        yield ("channel 3d\nin 729\nout 4096\nformat lut\nvalues\tred\tgreen\tblue\n" + rows)


_BY_HAND: Sequence[tuple[str, str, Callable[[], Iterator[str]]]] = (
    ("a domain of 0..1", ".cube", lambda: _cubes(_SPANS[0])),
    ("other domains", ".cube", lambda: _cubes(*_SPANS[1:])),
    ("curves over 0..1", ".cube", lambda: _curves(_SPANS[0])),
    ("curves over other domains", ".cube", lambda: _curves(*_SPANS[1:])),
    ("shaper and cube", ".cube", _resolve_shapers),
    ("shapers by hand", ".csp", _csp),
    ("ranges", ".spi1d", _spi1d),
    ("global transforms", ".vf", _vf),
    ("cubes", ".hdl", _hdl),
    ("cubes", ".mga", _mga),
    ("cubes", ".m3d", _mga),
)
