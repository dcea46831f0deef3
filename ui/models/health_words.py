"""What a LUT's health check found, as a colorist would see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.job.table import ADJUSTMENTS, SPLIT_TONE
from ui.display_codes import find_new_clips
from ui.models.look import Look

if TYPE_CHECKING:
    from core.grade.grading import Grading

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
_MEASURES = {
    "the slope jumps": "banding",
    "grey scale is clipped": "clipping",
    "skin hues turn": "skin",
}
"""What `measure_causes` calls the measure of a finding."""
_BLACK = 3  # 8-bit code values that still are black
_SHARE = 0.03  # of the frame that is black, from which bars or a black ground are seen
_BLAMED = 0.75  # of a finding that is left without the slider that is to blame, at most
_LIFTED = 8  # 8-bit code values above which black is seen to be none
_MOST_KEPT = 0.8  # of what regions change, from which nothing is said
_MOVED = 1e-6  # squared display values, in the mean, from which a change is one
_TOLD = 0.001  # of a frame that clips in a channel, from which it is said
_PIXELS = 1 << 17  # of a frame that are looked at for clipping, about


def plain_words(
    findings: Sequence[str], *, skin_kept: bool, causes: Mapping[str, str] | None = None
) -> list[str]:
    """What may be seen and what to do, for each kind of finding once; unknown ones as they are.

    Args:
        findings: the health check's own words.
        skin_kept: the look keeps the skin already as far as words can.
        causes: as of `find_causes`.
    """
    translate = QCoreApplication.translate
    said: dict[str, None] = {}
    for text in findings:
        kind, known = next(((part, plain) for part, plain in _SEEN if part in text), ("", None))
        if known == _SKIN and skin_kept:
            known = _SKIN_KEPT
        plain = translate("Health", str(known)) if known else text
        if causes and kind in causes:
            seen, name = plain.partition(" (")[0], translate("Table", causes[kind])
            plain = translate("Health", "{0}, by “{1}” (less of it)").format(seen, name)
        said[plain] = None
    return list(said)


def find_causes(findings: Sequence[str], grading: Grading, look: Look) -> dict[str, str]:
    """The slider that a kind of finding goes by, as the table names it, by words of the finding.

    Each slider that is away from rest is put back in turn, on the look's own preview: the one that
    leaves least of what was found, and three quarters at most, is it. Where there is none, the look
    itself is to blame.
    """
    from core.lut.health import measure_causes

    kinds = [kind for kind in _MEASURES if any(kind in text for text in findings)]
    moved = [row for row in (*ADJUSTMENTS.values(), *SPLIT_TONE.values())
             if look.value(row) != row.default]  # fmt: skip
    if not kinds or not moved:
        return {}
    now = measure_causes(grading.preview(look.part))
    without = {
        row.name: measure_causes(grading.preview(look.with_value(row, row.default).part))
        for row in moved
    }
    causes = {}
    for kind in kinds:
        measure = _MEASURES[kind]
        best = min(without, key=lambda name: without[name][measure])
        if without[best][measure] <= _BLAMED * now[measure]:
            causes[kind] = best
    return causes


def clip_words(before: np.ndarray, after: np.ndarray) -> str:
    """How much of a frame clips that did not before, by channel; empty where nothing does.

    Args:
        before, after: (H, W, 3) uint8 display values.
    """
    step = max(round((before[..., 0].size / _PIXELS) ** 0.5), 1)
    clips = find_new_clips(after[::step, ::step], before[::step, ::step])
    ends = (
        QCoreApplication.translate("Health", "at white"),
        QCoreApplication.translate("Health", "at black"),
    )
    said = [
        f"{end} " + ", ".join(f"{name} {_percent(share)}" for name, share in shares)
        for end, mask in zip(ends, clips, strict=True)
        if (shares := [(name, share) for name, share in zip("RGB", mask.mean(axis=(0, 1)),
                       strict=True) if share >= _TOLD])
    ]  # fmt: skip
    if not said:
        return ""
    return QCoreApplication.translate("Health", "of this frame newly clips: {0}").format(
        "; ".join(said)
    )


def kept_words(grading: Grading, look: Look, picture: np.ndarray) -> str:
    """How much of the changes to regions is left in the finished LUT, where that is not most of
    them: a LUT that is made smooth takes back what ends within a step or two of its grid.

    Args:
        grading: the shot under the look's style.
        look: the look.
        picture: (H, W, 3) uint8 display values, of the shot.
    """
    if not look.regions:
        return ""
    part, bare = look.part, replace(look, regions=()).part
    colours = np.ascontiguousarray(picture.reshape(-1, 3).astype(np.float32) / 255)
    wanted, got = (
        (make(part).apply(colours) - make(bare).apply(colours)).ravel()
        for make in (grading.preview, grading.map)
    )
    size = float(wanted @ wanted)
    kept = float(wanted @ got) / size if size > _MOVED * len(wanted) else 1.0
    if kept >= _MOST_KEPT:
        return ""
    return QCoreApplication.translate(
        "Health", "of what regions change, a smooth LUT keeps {0} (soften or widen them)"
    ).format(f"{max(kept, 0.0):.0%}")


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.095 else f"{share:.1%}"


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
