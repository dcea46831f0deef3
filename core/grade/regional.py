"""Changes to single regions of a shot, inside the one map: each colour is changed by how far it
belongs to the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.adjustments import Adjustments, apply_adjustments
from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.grade.region_palette import brought_to
from core.job.regions import RegionAdjustment
from core.lut.lut3d import Lut3D
from core.regions import ShotRegions, picked_weights

_NONE = 1e-4  # of a change, which nobody sees
DARK, APART, LIFT = 0.33, 0.25, 0.35  # of a face in Oklab's lightness; share of stops


def lay_on_regions(
    look: Lut3D,
    start: np.ndarray,
    wishes: Sequence[RegionAdjustment],
    regions: ShotRegions,
    *,
    everywhere: bool = False,
) -> Lut3D:
    """A map with what is wanted of regions laid on it.

    Args:
        look: display values to display values, 33 grid steps.
        start: (33³, 3) display values of its nodes without the grade, but balanced.
        wishes: what is wanted, one after another; a region that is not in the shot is left out.
        regions: of the pictures that the map is laid on.
        everywhere: each change is made on every colour, as for a mask that is laid on later.
    """
    values = look.table.reshape(-1, 3).astype(np.float64)
    for wish in wishes:
        shares = None if wish.at_rest else shares_of(wish, regions)
        if shares is None:
            continue
        kept, moved = (np.ones_like(one) if everywhere else one for one in shares)
        at = np.flatnonzero(np.maximum(kept, moved) > _NONE)
        inside, kept, moved = values[at], kept[at, None], moved[at, None]
        inside = inside + kept * wish.keep * (start[at] - inside)
        brought = _like_reference(inside, look, wish, regions)
        changed = _turned(apply_adjustments(brought, wish.adjustments), wish.turn)
        values[at] = inside + moved * (changed - inside)
    return Lut3D(values.reshape(look.table.shape).astype(np.float32))


def weights_of(wish: RegionAdjustment, regions: ShotRegions) -> np.ndarray | None:
    """How far the nodes of a cube are changed with what a wish is for, (33³,) float32 0..1; None
    where it is not in the shot.
    """
    shares = shares_of(wish, regions)
    return None if shares is None else shares[1]


def shares_of(wish: RegionAdjustment, regions: ShotRegions) -> tuple[np.ndarray, np.ndarray] | None:
    """How far the nodes of a cube are kept, and changed, with what a wish is for, (33³,) float32
    0..1 each; None where it is not in the shot.
    """
    if wish.colour is not None:
        picked = picked_weights(wish.colour, wish.widen, wish.soften)
        return picked, picked
    if wish.region not in regions.names:
        return None
    set_to = (wish.region, wish.widen, wish.soften)
    return regions.holding(*set_to), regions.weights(*set_to)


def _like_reference(
    values: np.ndarray, look: Lut3D, wish: RegionAdjustment, regions: ShotRegions
) -> np.ndarray:
    """Colours brought to what the wish's reference shows of its region; as they are without one."""
    if not wish.palette:
        return values
    own = regions.colours(wish.region)
    return brought_to(values, look.apply(own), wish.palette)


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
    stops = 3 * float(np.log2(around / max(face, 0.02)))
    return DarkFace(stops, round(min(LIFT * stops, 1.0), 1))


def offer_for_face(regions: ShotRegions) -> RegionAdjustment | None:
    """The lift that is offered for a face that lies in the dark; None where none does."""
    seen = see_dark_face(regions)
    return None if seen is None else RegionAdjustment("face", Adjustments(exposure=seen.lift))


def suggest_for_face(regions: ShotRegions) -> tuple[str, ...]:
    """What might be done for a face that lies in the dark, in a sentence; empty where none does."""
    seen = see_dark_face(regions)
    if seen is None:
        return ()
    return (
        f"the face is {seen.stops:.1f} stops darker than what is around it; if that is not meant, "
        f'--region "face: exposure={seen.lift:g}" lifts it',
    )


def tell_regions(wishes: Sequence[RegionAdjustment], regions: ShotRegions) -> tuple[str, ...]:
    """What becomes of wishes for regions, a sentence each."""
    named = [wish.region for wish in wishes if not wish.at_rest and wish.colour is None]
    wanted = tuple(dict.fromkeys(named))
    found = {one.name: one for one in regions.found} if wanted else {}
    absent = "no {} is found in this shot: nothing is changed"
    return tuple(found[n].told if n in found else absent.format(n) for n in wanted)
