"""Changes to single regions of a shot, inside the one map: each colour is changed by how far it
belongs to the region."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.adjustments import Adjustments, apply_adjustments
from core.grade.region_palette import brought_to
from core.job.regions import RegionAdjustment
from core.lut.lut3d import Lut3D
from core.regions import ShotRegions

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
        if wish.region not in regions.names or wish.at_rest:
            continue
        parting = regions.parting(wish.region)
        kept, moved = (
            1.0 if everywhere else weights[:, None]
            for weights in (parting.holding, parting.weights)
        )
        values = values + kept * wish.keep * (start - values)
        brought = _like_reference(values, look, wish, regions)
        values = values + moved * (apply_adjustments(brought, wish.adjustments) - values)
    return Lut3D(values.reshape(look.table.shape).astype(np.float32))


def _like_reference(
    values: np.ndarray, look: Lut3D, wish: RegionAdjustment, regions: ShotRegions
) -> np.ndarray:
    """Colours brought to what the wish's reference shows of its region; as they are without one."""
    if not wish.palette:
        return values
    own = regions.colours(wish.region)
    return brought_to(values, look.apply(own), wish.palette)


def offer_for_face(regions: ShotRegions) -> RegionAdjustment | None:
    """The lift that is offered for a face that lies in the dark; None where none does."""
    stops = _stops_in_the_dark(regions)
    if not stops:
        return None
    lift = round(min(LIFT * stops, 1.0), 1)
    return RegionAdjustment("face", Adjustments(exposure=lift))


def suggest_for_face(regions: ShotRegions) -> tuple[str, ...]:
    """The same in a sentence; empty where nothing is offered."""
    offer = offer_for_face(regions)
    if offer is None:
        return ()
    return (
        f"the face is {_stops_in_the_dark(regions):.1f} stops darker than what is around it; if "
        f'that is not meant, --region "face: exposure={offer.adjustments.exposure:g}" lifts it',
    )


def _stops_in_the_dark(regions: ShotRegions) -> float:
    """How much darker a face is than its surroundings; 0 where it is not too dark.

    It is measured against the surroundings and against a lightness that skin of no tone has in
    its proper light, so that dark skin is not taken for a dark picture.
    """
    if "face" not in regions.names:
        return 0.0
    face, around = regions.lightness("face"), regions.lightness("background")
    if face > DARK or around - face < APART:
        return 0.0
    # Oklab's lightness is the cube root of light.
    return 3 * float(np.log2(around / max(face, 0.02)))


def tell_regions(wishes: Sequence[RegionAdjustment], regions: ShotRegions) -> tuple[str, ...]:
    """What becomes of wishes for regions, a sentence each."""
    wanted = tuple(dict.fromkeys(wish.region for wish in wishes if not wish.at_rest))
    found = {one.name: one for one in regions.found} if wanted else {}
    absent = "no {} is found in this shot: nothing is changed"
    return tuple(found[n].told if n in found else absent.format(n) for n in wanted)
