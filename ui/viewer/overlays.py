"""What a viewer lays over a frame: false colour, new clipping, the skin line, the gamut's edge.

All work on display code values, so that what is marked is what the screen shows.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.colour.difference import luma, srgb_to_oklab
from core.qualify import qualify_colours
from core.report.scopes import SKIN_LINE, rgb_to_hue_angle
from ui.display_codes import find_new_clips


class Overlay(StrEnum):
    """What is laid over the frame."""

    NONE = "none"
    FALSE_COLOUR = "false_colour"
    CLIPPING = "clipping"
    CLIPPING_ALL = "clipping_all"
    SKIN = "skin"
    GAMUT = "gamut"
    REGION = "region"


@dataclass(frozen=True)
class Mark:
    """A colour of an overlay and what it says, for a legend; `rgb` is 8-bit display values."""

    rgb: tuple[int, int, int]
    words: str


@dataclass(frozen=True)
class Zone:
    """A zone of the exposure scale; `low` and `high` are luma in percent, `high` excluded."""

    low: float
    high: float
    mark: Mark


# The false colours of ARRI's cameras (ALEXA Pocket Guide, "False Color"): levels and colours.
# What lies between the zones stays a grey picture.
ZONES = (
    Zone(0.0, 2.5, Mark((128, 60, 168), "black, to 2.5 %")),
    Zone(2.5, 4.0, Mark((40, 96, 224), "near black, to 4 %")),
    Zone(38.0, 42.0, Mark((44, 164, 60), "mid grey, 38–42 %")),
    Zone(52.0, 56.0, Mark((240, 140, 160), "one stop over, 52–56 %")),
    Zone(97.0, 99.0, Mark((240, 216, 40), "near white, 97–99 %")),
    Zone(99.0, 101.0, Mark((224, 32, 32), "white, from 99 %")),
)
WHITE_CLIP = Mark((255, 48, 48), "a channel newly at white")
BLACK_CLIP = Mark((48, 112, 255), "a channel newly at black")
ALL_WHITE = Mark(WHITE_CLIP.rgb, "newly all white")
ALL_BLACK = Mark(BLACK_CLIP.rgb, "newly all black")
GAMUT_EDGE = Mark((255, 0, 220), "a channel at 0: the gamut's edge")
ON_SKIN_LINE = Mark((64, 200, 96), "within 4° of the skin line")
SKIN_TO_RED = Mark((232, 56, 120), "20° towards red")
NOT_REACHED = Mark((82, 82, 82), "grey: not reached by the region's colours")
SKIN_TO_YELLOW = Mark((222, 200, 48), "20° towards yellow")
# Degrees from the skin line on a Rec.709 vectorscope; beyond the last, nothing is taken for skin.
ON_LINE, FAR_OFF, NO_SKIN = 4.0, 20.0, 32.0
# What a region does not reach: a flat grey that leaves little of the picture.
_FLAT, _LEFT = 62.0, 0.16
_BITS = 6  # of each channel, in the table of skin colours


def lay_over(
    overlay: Overlay, codes: np.ndarray, source: np.ndarray, reach: np.ndarray | None = None
) -> np.ndarray:
    """A frame with an overlay.

    Args:
        overlay: which; with `Overlay.NONE` the frame comes back as it is.
        codes: (H, W, 3) uint8 display values.
        source: (H, W, 3) uint8, the frame before the grade, for clipping that is new since.
        reach: (H, W) uint8, how far a region's colours reach each point; None: of no region.

    Returns:
        (H, W, 3) uint8.
    """
    if overlay is Overlay.REGION:
        return codes if reach is None or reach.shape != codes.shape[:2] else lit(codes, reach)
    if overlay is Overlay.FALSE_COLOUR:
        return false_colour(codes)
    if overlay is Overlay.CLIPPING:
        white, black = (_any(clips) for clips in find_new_clips(codes, source))
        return _painted(codes, (black, BLACK_CLIP), (white, WHITE_CLIP))
    if overlay is Overlay.CLIPPING_ALL:
        white = _any(source != 255) & ~_any(codes != 255)
        black = _any(source != 0) & ~_any(codes != 0)
        return _painted(codes, (black, ALL_BLACK), (white, ALL_WHITE))
    if overlay is Overlay.SKIN:
        return skin_line_distance(codes)
    if overlay is Overlay.GAMUT:
        return _painted(codes, (find_gamut_edge(codes), GAMUT_EDGE))
    return codes


def legend(overlay: Overlay) -> tuple[Mark, ...]:
    """The colours of an overlay and what each says."""
    return {
        Overlay.NONE: (),
        Overlay.FALSE_COLOUR: tuple(zone.mark for zone in ZONES),
        Overlay.CLIPPING: (WHITE_CLIP, BLACK_CLIP),
        Overlay.CLIPPING_ALL: (ALL_WHITE, ALL_BLACK),
        Overlay.SKIN: (SKIN_TO_RED, ON_SKIN_LINE, SKIN_TO_YELLOW),
        Overlay.GAMUT: (GAMUT_EDGE,),
        Overlay.REGION: (NOT_REACHED,),
    }[overlay]


def lit(codes: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """A frame with what a region reaches as it is, and the rest in flat grey.

    Args:
        codes: (H, W, 3) uint8 display values.
        reach: (H, W) uint8.

    Returns:
        (H, W, 3) uint8.
    """
    share = reach.astype(np.uint16)[..., None]
    grey = _flat_greys().take(luma_codes(codes))[..., None]
    return ((codes * share + grey * (255 - share) + 127) // 255).astype(np.uint8)


@functools.cache
def _flat_greys() -> np.ndarray:
    return np.rint(_FLAT + _LEFT * np.arange(256)).astype(np.uint16)


def luma_codes(codes: np.ndarray) -> np.ndarray:
    """Rec.709 luma (Rec. ITU-R BT.709, item 3.2) of (H, W, 3) uint8: (H, W) uint8, rounded."""
    return (luma(codes.astype(np.float32)) + 0.5).astype(np.uint8)


def false_colour(codes: np.ndarray) -> np.ndarray:
    """A frame in the colours of its exposure, by `ZONES`; (H, W, 3) uint8 both."""
    return _exposure_table().take(luma_codes(codes), axis=0, mode="clip")


@functools.cache
def _exposure_table() -> np.ndarray:
    percent = np.arange(256) / 2.55
    table = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    for zone in ZONES:
        table[(percent >= zone.low) & (percent < zone.high)] = zone.mark.rgb
    return table


def find_gamut_edge(codes: np.ndarray) -> np.ndarray:
    """(H, W) bool: colours of (H, W, 3) uint8 that no display of Rec.709 shows more saturated.

    One channel at least is at 0 and another is not: the colour lies on the gamut's edge, or did
    lie beyond and was clipped to it. Deep shadows, where this is noise, are left out.
    """
    return _any(codes == 0) & _any(codes > 25)


def _any(channels: np.ndarray) -> np.ndarray:
    """(H, W) bool: one of (H, W, 3) at least. Along so short an axis numpy's own is slow."""
    return channels[..., 0] | channels[..., 1] | channels[..., 2]


def skin_line_distance(codes: np.ndarray) -> np.ndarray:
    """A frame in grey, with its skin coloured by the distance from the skin line.

    Skin is what the qualifier of `core.qualify` takes for skin; the distance is the angle on a
    Rec.709 vectorscope from the I axis of NTSC (SMPTE 170M), which skin of every complexion is
    close to.

    Args:
        codes: (H, W, 3) uint8 display values.

    Returns:
        (H, W, 3) uint8.
    """
    few = codes >> (8 - _BITS)
    place = (few[..., 0].astype(np.intp) << 2 * _BITS) | (few[..., 1].astype(np.intp) << _BITS)
    return _skin_table().take(place | few[..., 2], axis=0, mode="clip")


@functools.cache
def _skin_table() -> np.ndarray:
    """(262144, 3) uint8: what becomes of every colour of 6 bits a channel."""
    steps = (np.arange(1 << _BITS) + 0.5) / (1 << _BITS)
    rgb = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    share = qualify_colours("skin", srgb_to_oklab(rgb))[:, None]
    grey = (0.25 + 0.5 * luma(rgb))[:, None] * 255
    light = (0.45 + 0.55 * luma(rgb))[:, None]
    off = (rgb_to_hue_angle(rgb) - SKIN_LINE + 180) % 360 - 180
    near = np.clip((NO_SKIN - np.abs(off)) / (NO_SKIN - FAR_OFF), 0, 1)[:, None]
    tint = _skin_tint(off) * light
    return np.rint(grey + near * share * (tint - grey)).astype(np.uint8)


def _skin_tint(off: np.ndarray) -> np.ndarray:
    """Colours for distances from the skin line in degrees, above 0 anticlockwise: (N, 3)."""
    on, red, yellow = (
        np.array(m.rgb, dtype=np.float64) for m in (ON_SKIN_LINE, SKIN_TO_RED, SKIN_TO_YELLOW)
    )
    share = np.clip((np.abs(off) - ON_LINE) / (FAR_OFF - ON_LINE), 0, 1)[:, None]
    end = np.where(off[:, None] > 0, yellow, red)
    return on + share * (end - on)


def _painted(codes: np.ndarray, *marks: tuple[np.ndarray, Mark]) -> np.ndarray:
    out = codes.copy()
    for where, mark in marks:
        out[where] = mark.rgb
    return out
