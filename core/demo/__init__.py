"""The sample that ships with the package: a clip in camera log and a reference still.

The project renders both itself; README.md beside them says how.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from core.errors import BestlightError

SAMPLE_PROMPT = "golden hour, teal shadows, keep the skin"


def sample_clip() -> Path:
    """A 3.5 s clip: 960 x 540, 24 fps, H.265 10-bit, ARRI LogC3 (EI 800), ARRI Wide Gamut 3.

    Raises:
        BestlightError: the file is missing from this installation.
    """
    return _shipped("terrace.mov")


def sample_still() -> Path:
    """A graded still of another scene: 960 x 540, sRGB, 8-bit JPEG.

    Raises:
        BestlightError: the file is missing from this installation.
    """
    return _shipped("reference.jpg")


def _shipped(name: str) -> Path:
    path = Path(str(files(__name__) / name))
    if not path.is_file():
        raise BestlightError(
            f"the sample file {path} is missing", hint="install the package again, unpacked"
        )
    return path
