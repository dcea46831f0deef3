"""Every parser of ours that takes bytes from outside, with valid files to start from.

A parser is listed here once; hypothesis damages its files in `make test` and `make fuzz`, and
`python -m tests.fuzz.guided NAME` looks for more, guided by what of the code is reached.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.cdl import Cdl, Event, read_cdls, read_events, write_cdls, write_events
from core.cli.grading import parse_jobs
from core.colour.detect import detect_space
from core.grade.style import make_style, style_from_dict
from core.job.codec import job_from_dict
from core.lut.cube import parse_cube
from core.media import icc, probe
from core.media.sidecar import camera_entries
from core.words.language import understand
from resolve_plugin.bridge.messages import Garbled, read
from resolve_plugin.drx.container import parse_drx
from resolve_plugin.drx.graph import parse_graph
from resolve_plugin.drx.still import make_skeleton
from tests.cdl.test_cdl import FCPXML
from tests.fuzz.seeds import lut_files
from tests.fuzz.test_jobs import SEEDS as JOBS

CASES = Path(__file__).parents[1] / "media" / "cases"


@dataclass(frozen=True)
class Parser:
    """A parser.

    Attributes:
        seeds: valid files, and where that is hard to come by, nearly valid ones.
        parse: raises nothing but `BestlightError`.
        is_text: whether wounds are those of text.
    """

    seeds: Sequence[bytes]
    parse: Callable[[bytes], object]
    is_text: bool = True


@cache
def parsers() -> dict[str, Parser]:
    """The parsers, by name."""
    xml = (CASES / "C0001M01.XML").read_bytes()
    style = json.dumps(make_style((), ("warm dusk, keep the skin",), None).as_dict()).encode()
    return {
        "cube": Parser(lut_files(".cube"), lambda data: parse_cube(data, "a.cube")),
        "icc": Parser(_profiles(), _profile, is_text=False),
        "png": Parser(_pngs(), _file("a.png", _probed), is_text=False),
        "mov boxes": Parser([_boxed(xml)], _file("a.mov", camera_entries), is_text=False),
        "camera XML": Parser([xml, _ENTITIES], _file("aM01.XML", _beside("a.mov"))),
        "sidecar": Parser([b'{"gamma": "x", "a": [1]}'], _file("a.sidecar", _beside("a.mov"))),
        "jobs": Parser(JOBS, _jobs),
        "sentence": Parser(
            [b"warmer, keep the skin, 20% less contrast", "+½ stop, 5600K".encode()],
            lambda data: understand(data.decode("utf-8", "replace")),
        ),
        "style": Parser([style], _style),
        "drx": Parser([_still_of_a_grade()], lambda data: parse_graph(parse_drx(data).grade)),
        "cdl": Parser(_cdls(), _file("a.ccc", read_cdls)),
        **{suffix: Parser(_edits(suffix), _file(f"a{suffix}", read_events)) for suffix in _EDITS},
        "bridge": Parser([b'{"id": 7, "results": [{"v": {"@": 3}}]}'], _message),
    }


_ENTITIES = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a CaptureGammaEquation="&d;"/>'


_EDITS = (".edl", ".ale", ".otio", ".fcpxml")


def _still_of_a_grade() -> bytes:
    return make_skeleton(["BL Balance", "BL Look"], (1920, 1080), "21.0.0.0048").text.encode()


def _cdls() -> list[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.ccc")
        write_cdls(path, {"shot 1": _WARM, "shot 2": Cdl()})
        return [path.read_bytes()]


def _edits(suffix: str) -> list[bytes]:
    if suffix == ".fcpxml":
        return [FCPXML.encode(), _ENTITIES]
    shots = [Event("1", "a.mov", 86400, 24, 0, cdl=_WARM), Event("2", "b.mov", 0, 48, 24, 8)]
    with TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        write_events(path, shots, 24.0)
        return [path.read_bytes()]


_WARM = Cdl((1.1, 1.0, 0.9), (0.01, 0.0, -0.01), (1.0, 1.0, 1.0), 0.9)


def _profiles() -> list[bytes]:
    from PIL import ImageCms

    return [ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes() for name in _NAMES]


_NAMES: tuple[Any, ...] = ("sRGB", "LAB", "XYZ")


def _profile(data: bytes) -> None:
    import numpy as np

    icc.code_points(data)
    found = icc.parse(data)
    if found is not None and not found.is_srgb:
        with np.errstate(all="ignore"):
            found.to_srgb(np.linspace(0, 1, 12, dtype=np.float32).reshape(1, 4, 3))


def _pngs() -> list[bytes]:
    import numpy as np

    from core.media import write_still

    with TemporaryDirectory() as folder:
        path = Path(folder, "a.png")
        write_still(path, np.zeros((2, 3, 3)))
        plain = path.read_bytes()
    return [plain, (CASES / "bad_chunk.png").read_bytes()]


def _boxed(xml: bytes) -> bytes:
    def box(kind: bytes, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    inner = box(b"xml ", bytes(4) + xml)
    return box(b"ftyp", b"qt  0000") + box(b"meta", bytes(4) + inner) + box(b"mdat", bytes(9))


def _file(name: str, reads: Callable[[Path], object]) -> Callable[[bytes], object]:
    """`reads` on a file of that name."""
    folder = TemporaryDirectory()

    def parse(data: bytes) -> object:
        path = Path(folder.name, name)
        path.write_bytes(data)
        return reads(path)

    return parse


def _beside(clip: str) -> Callable[[Path], object]:
    def reads(path: Path) -> object:
        path.with_name(clip).write_bytes(b"clip")
        return camera_entries(path.with_name(clip))

    return reads


def _probed(path: Path) -> object:
    return detect_space(probe(path).colour_tags)


def _jobs(data: bytes) -> None:
    for job in parse_jobs(data, "jobs.json"):
        job_from_dict(job)


def _style(data: bytes) -> object:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None  # whose file it is says so
    return style_from_dict(told)


def _message(data: bytes) -> object:
    try:
        return read(data)
    except Garbled:
        return None
