"""`python -m benchmarks.luts`: over two hundred LUT files of every dialect, as we apply them and as
OpenColorIO and FFmpeg do. 1 if one is off by more than 1e-4 that is not explained."""

from __future__ import annotations

import argparse
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.luts.dialects import make_all, make_by_hand
from core.colour.spaces import ocio
from core.lut.files import open_lut

SIDE = 64
NEAR = 1e-4
EXPLAINED = {
    ".3dl, OpenColorIO's flame": "reads 17 steps whatever there are, and 4095 as 4095/4096",
    ".csp, OpenColorIO's cinespace with a shaper": "interpolates shapers in its own way",
    ".csp, shapers by hand": "interpolates shapers in its own way",
    ".cube, OpenColorIO's resolve_cube with a shaper": "takes the shaper's rows for the cube's",
    ".cube, other domains": "takes of a domain its width alone, and no less than 1",
    ".cube, curves over other domains": "takes of a domain its width alone, and no less than 1",
}
"""What FFmpeg does otherwise than OpenColorIO."""
BY_FFMPEG = {".cube": ("lut3d", "lut1d"), ".csp": ("lut3d", "lut1d"), ".3dl": ("lut3d",)}


def main() -> int:
    """Make, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="only the dialects written by hand")
    make = make_by_hand if parser.parse_args().short else make_all
    rgb = np.random.default_rng(0).random((SIDE, SIDE, 3), np.float32)
    rows: dict[str, list[tuple[float | None, float | None]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for dialect, path in make(Path(folder)):
            ours = open_lut(path).apply(rgb)
            off = (_off(ours, by_ocio(path, rgb)), _off(ours, by_ffmpeg(path, rgb)))
            rows.setdefault(dialect, []).append(off)
    print("| dialect | files | off OpenColorIO | off FFmpeg |\n|---|---|---|---|")
    far = 0
    for dialect, found in rows.items():
        cells = [_worst([one[peer] for one in found]) for peer in (0, 1)]
        why = EXPLAINED.get(dialect, "")
        print(f"| {dialect} | {len(found)} | {cells[0]} | {cells[1]}{why and f': {why}'} |")
        far += sum((one or 0) > NEAR for off in found for one in (off[:1] if why else off))
    print(f"{sum(map(len, rows.values()))} files; {far} figures above {NEAR:g} unexplained")
    return 1 if far else 0


def by_ocio(path: Path, rgb: np.ndarray) -> np.ndarray | None:
    """What OpenColorIO makes of it, unoptimised; None where it does not read the format."""
    theirs = ocio()
    theirs.ClearAllCaches()
    transform = theirs.FileTransform(str(path), interpolation=theirs.INTERP_BEST)
    try:
        processor = theirs.Config.CreateRaw().getProcessor(transform)
    except theirs.Exception:
        return None
    out = rgb.copy()
    cpu = processor.getOptimizedCPUProcessor(theirs.OPTIMIZATION_NONE)
    cpu.applyRGB(out.reshape(-1, 3))
    return out


def by_ffmpeg(path: Path, rgb: np.ndarray) -> np.ndarray | None:
    """What FFmpeg's filters make of it in floating point; None where they do not read it."""
    for name in BY_FFMPEG.get(path.suffix, ()):
        found = _filtered(path, rgb, name)
        if found is not None:
            return found
    return None


def _filtered(path: Path, rgb: np.ndarray, name: str) -> np.ndarray | None:
    import av
    import av.error
    from av.filter import Graph

    graph = Graph()
    layout = av.VideoFormat("gbrpf32le", SIDE, SIDE)
    source = graph.add_buffer(width=SIDE, height=SIDE, format=layout, time_base=Fraction(1, 25))
    how = "tetrahedral" if name == "lut3d" else "linear"
    try:
        step = graph.add(name, f"file={path}:interp={how}")
    except av.error.FFmpegError:
        return None
    sink = graph.add("buffersink")
    source.link_to(step)
    step.link_to(sink)
    graph.configure()
    frame = av.VideoFrame.from_ndarray(rgb, format="gbrpf32le")
    frame.pts = 0
    graph.push(frame)
    out: Any = graph.pull()
    return out.to_ndarray() if out.format.name == "gbrpf32le" else None


def _off(ours: np.ndarray, theirs: np.ndarray | None) -> float | None:
    return None if theirs is None else float(np.abs(ours - theirs).max())


def _worst(found: list[float | None]) -> str:
    read = [one for one in found if one is not None]
    return f"{max(read):.1e}" if read else "does not read it"


if __name__ == "__main__":
    sys.exit(main())
