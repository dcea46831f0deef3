"""Changes to single regions of a shot, inside the one map: each colour is changed by how far it
belongs to the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.adjustments import apply_adjustments
from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.job.regions import RegionAdjustment
from core.lut.lut3d import Lut3D
from core.regions import ShotRegions, picked_weights

_NONE = 1e-4  # of a change, which nobody sees
DARK, APART, LIFT = 0.33, 0.25, 0.35  # of a face in Oklab's lightness; share of stops


def lay_on_regions(
    look: Lut3D, start: np.ndarray, wishes: Sequence[RegionAdjustment], regions: ShotRegions
) -> Lut3D:
    """A map with what is wanted of regions laid on it.

    Args:
        look: display values to display values, 33 grid steps.
        start: (33³, 3) display values of its nodes without the grade, but balanced.
        wishes: what is wanted, one after another; a region that is not in the shot is left out.
        regions: of the pictures that the map is laid on.
    """
    values = look.table.reshape(-1, 3).astype(np.float64)
    for wish in wishes:
        weights = None if wish.at_rest else weights_of(wish, regions)
        if weights is not None:
            at = np.flatnonzero(weights > _NONE)
            inside, share = values[at], weights[at, None]
            values[at] = inside + share * (changed(inside, start[at], wish) - inside)
    return Lut3D(values.reshape(look.table.shape).astype(np.float32))


def weights_of(wish: RegionAdjustment, regions: ShotRegions) -> np.ndarray | None:
    """How far the nodes of a cube belong to what a wish is for, (33³,) float32 0..1; None where it
    is not in the shot.
    """
    if wish.colour is not None:
        return picked_weights(wish.colour, wish.widen, wish.soften)
    if wish.region not in regions.names:
        return None
    return regions.weights(wish.region, wish.widen, wish.soften)


def lay_on_all(look: Lut3D, start: np.ndarray, wishes: Sequence[RegionAdjustment]) -> Lut3D:
    """A map with what is wanted of a region laid on every colour; see `lay_on_regions`."""
    values = look.table.reshape(-1, 3).astype(np.float64)
    for wish in wishes:
        values = changed(values, start, wish)
    return Lut3D(values.reshape(look.table.shape).astype(np.float32))


def changed(values: np.ndarray, plain: np.ndarray, wish: RegionAdjustment) -> np.ndarray:
    """Colours wholly inside a region: the grade taken back as far as is wanted, then the changes.

    Args:
        values: (N, 3) float64 display values under the grade.
        plain: (N, 3) the same colours without it.
        wish: what is wanted.
    """
    kept = values + wish.keep * (plain - values)
    return _turned(apply_adjustments(kept, wish.adjustments), wish.turn)


def _turned(values: np.ndarray, turn: float) -> np.ndarray:
    """Display values (N, 3) with their Oklab hue turned by degrees."""
    if not turn:
        return values
    inside = np.clip(values, 0, 1)
    lab = np.asarray(srgb_to_oklab(inside), np.float64)
    a, b, angle = lab[:, 1], lab[:, 2], np.radians(turn)
    cosine, sine = np.cos(angle), np.sin(angle)
    lab = np.stack([lab[:, 0], cosine * a - sine * b, sine * a + cosine * b], axis=1)
    return np.asarray(oklab_to_srgb(lab), np.float64) + (values - inside)


def moved_by(wish: RegionAdjustment, balance: Lut3D) -> RegionAdjustment:
    """A wish for a picked colour, as that is once a balance was laid on."""
    if wish.colour is None:
        return wish
    rgb = np.clip(oklab_to_srgb(np.array([wish.colour.middle])), 0, 1)
    after = srgb_to_oklab(np.clip(balance.apply(rgb.astype(np.float32)), 0, 1))[0]
    middle = (float(after[0]), float(after[1]), float(after[2]))
    return replace(wish, colour=replace(wish.colour, middle=middle))


@dataclass(frozen=True)
class DarkFace:
    """A face that lies in the dark.

    Attributes:
        stops: how much darker it is than what is around it.
        lift: exposure of the face that is offered, in stops.
    """

    stops: float
    lift: float


def see_dark_face(regions: ShotRegions) -> DarkFace | None:
    """The face that lies in the dark, where one does.

    It is measured against the surroundings and against a lightness that skin of no tone has in
    its proper light, so that dark skin is not taken for a dark picture.
    """
    if "face" not in regions.names:
        return None
    face, around = regions.lightness("face"), regions.lightness("background")
    if face > DARK or around - face < APART:
        return None
    # Oklab's lightness is the cube root of light.
    stops = 3 * float(np.log2(around / face))
    return DarkFace(stops, round(min(LIFT * stops, 1.0), 1))


def suggest_for_face(regions: ShotRegions) -> tuple[str, ...]:
    """What might be done for a face that lies in the dark, in a sentence; empty where none does."""
    seen = see_dark_face(regions)
    if seen is None:
        return ()
    return (
        f"the face is {seen.stops:.1f} stops darker than what is around it; if that is not meant, "
        f'--region "face: exposure={seen.lift:.1f}" lifts it',
    )


def tell_regions(wishes: Sequence[RegionAdjustment], regions: ShotRegions) -> tuple[str, ...]:
    """What becomes of wishes for regions, a sentence each."""
    named = [wish.region for wish in wishes if not wish.at_rest and wish.colour is None]
    wanted = tuple(dict.fromkeys(named))
    found = {one.name: one for one in regions.found} if wanted else {}
    absent = "no {} is found in this shot: nothing is changed"
    return tuple(found[n].told if n in found else absent.format(n) for n in wanted)
