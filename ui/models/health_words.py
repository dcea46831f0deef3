"""What a LUT's health check found, as a colorist would see it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_SKIN = QT_TRANSLATE_NOOP("Health", "skin shifts in hue (keep the skin, or lower the strength)")
_SKIN_KEPT = QT_TRANSLATE_NOOP("Health", "skin shifts in hue (lower the strength)")
_SEEN = (
    ("the slope jumps", QT_TRANSLATE_NOOP(
        "Health", "gradients may band (lower the strength or contrast)")),
    ("colours fold over", QT_TRANSLATE_NOOP(
        "Health", "some colours change places (lower the strength or what moves hues)")),
    ("falls as", QT_TRANSLATE_NOOP(
        "Health", "brighter colours turn darker in places (lower the strength)")),
    ("the grey at", QT_TRANSLATE_NOOP(
        "Health", "a brighter grey turns darker (lower contrast or whites)")),
    ("grey scale is clipped", QT_TRANSLATE_NOOP(
        "Health", "blacks or whites lose detail (bring blacks or whites back)")),
    ("skin hues turn", _SKIN),
    ("are flat", QT_TRANSLATE_NOOP(
        "Health", "some colours become one (lower saturation or the strength)")),
)  # fmt: skip
"""By words of the finding, as `core.lut.health` says it."""
_BLACK = 3  # 8-bit code values that still are black
_SHARE = 0.03  # of the frame that is black, from which bars or a black ground are seen
_LIFTED = 8  # 8-bit code values above which black is seen to be none


def plain_words(findings: Sequence[str], *, skin_kept: bool) -> list[str]:
    """What may be seen and what to do, for each kind of finding once; unknown ones as they are.

    Args:
        findings: the health check's own words.
        skin_kept: the look keeps the skin already as far as words can.
    """
    said: dict[str, None] = {}
    for text in findings:
        known = next((plain for part, plain in _SEEN if part in text), None)
        if known == _SKIN and skin_kept:
            known = _SKIN_KEPT
        said[QCoreApplication.translate("Health", str(known)) if known else text] = None
    return list(said)


def black_words(before: np.ndarray, after: np.ndarray) -> str:
    """That letterbox bars or a black ground do not stay black; empty where they do.

    Args:
        before, after: (H, W, 3) uint8 display values.
    """
    black = before.max(axis=-1) <= _BLACK
    if black.mean() < _SHARE:
        return ""
    red, green, blue = np.median(after[black], axis=0)
    if max(red, green, blue) <= _LIFTED:
        return ""
    return QCoreApplication.translate(
        "Health", "black (bars too) becomes R {0} G {1} B {2} (raise Keep black, or lower blacks)"
    ).format(round(red), round(green), round(blue))
