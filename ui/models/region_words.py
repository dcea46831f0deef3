"""What the panel says of regions: their names, and what a LUT can do for them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.job.regions import COLOUR
from ui.models.look import RegionKey

_NAMES = {
    "person": QT_TRANSLATE_NOOP("Regions", "person"),
    "face": QT_TRANSLATE_NOOP("Regions", "face"),
    "skin": QT_TRANSLATE_NOOP("Regions", "skin"),
    "clothes": QT_TRANSLATE_NOOP("Regions", "hair and clothes"),
    "sky": QT_TRANSLATE_NOOP("Regions", "sky"),
    "foliage": QT_TRANSLATE_NOOP("Regions", "foliage"),
    "water": QT_TRANSLATE_NOOP("Regions", "water"),
    "neutral": QT_TRANSLATE_NOOP("Regions", "neutrals"),
    "subject": QT_TRANSLATE_NOOP("Regions", "subject"),
    "background": QT_TRANSLATE_NOOP("Regions", "background"),
    COLOUR: QT_TRANSLATE_NOOP("Regions", "picked colour"),
}


@dataclass(frozen=True)
class Told:
    """What was measured of a region's qualifier on the shot.

    Attributes:
        of: whose it is.
        widen, soften: how it was set.
        inside, outside, share, most, parts, spills: see `core.regions.Reached`.
    """

    of: RegionKey
    widen: float
    soften: float
    inside: float
    outside: float
    share: float
    most: str
    parts: bool
    spills: bool


def region_name(name: str) -> str:
    """A region's name in the panel's language."""
    return QCoreApplication.translate("Regions", str(_NAMES.get(name, name)))


def reach_words(told: Told) -> str:
    """What a LUT can do for a region, in plain words."""
    translate = QCoreApplication.translate
    if told.of[1] is not None:
        said = translate("Regions", "These colours are {0} of the shot.").format(_share(told.share))
        if not told.most:
            return said
        lie = translate("Regions", "Most of them: {0}.").format(region_name(told.most))
        return f"{said} {lie}"
    able = translate("Regions", "A LUT can change it alone")
    unable = translate("Regions", "A LUT cannot change it alone")
    partly = translate("Regions", "A LUT changes only a part of it")
    reach = translate("Regions", "its colours reach {0} of it and {1} of the rest").format(
        _share(told.inside), _share(told.outside)
    )
    if told.most:
        reach += translate("Regions", ", most of that: {0}").format(region_name(told.most))
    said = f"{able if told.parts else unable if told.spills else partly}: {reach}."
    if told.parts:
        return said
    other = translate("Regions", "A power window or an exported matte can.")
    return f"{said} {other}"


def _share(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.095 else f"{100 * share:.1f} %"
