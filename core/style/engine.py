"""The trained model as an engine: the look that it reads from the references, which is careful."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import BestlightError
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise
from core.match.engine import Match, Steer, steered
from core.match.picture import PictureStyle
from core.match.places import likeness
from core.match.vector import StyleVector, blend
from core.style.infer import SIZE, StyleModel, refine_grid, shipped_model
from core.style.monochrome import print_in_ink
from core.style.reading import shot_places

DOUBTFUL = 0.35  # agreement of the views under which the user is told
SAME_SCENE = 0.8  # certainty from which it is said
SHARED = 0.1  # what the pair network's certainty adds to the mean likeness of places
SCENE = 0.53, 0.57  # sum from which it is one scene, a little and wholly
UNLIKE = 0.45, 0.53  # mean likeness up to which the pair network is not believed, and from which
BLANK = 0.30, 0.40  # mean likeness of any two places from which all are alike, and tell nothing
# Share of the look that is laid on where the scenes differ, and where they are the same.
ALONE, TOGETHER = 0.95, 1.0


class StyleEngine:
    """The look that the trained model reads from the references: where the default engine starts,
    and the careful end of its dial.

    Args:
        model: the networks; None: those in the package.
    """

    name = "model"

    def __init__(self, model: StyleModel | None = None) -> None:
        self._model = model or shipped_model()

    def match(
        self,
        shot: Sequence[np.ndarray],
        references: Sequence[PictureStyle],
        weights: Sequence[float],
        seed: int,
        steer: Steer | None = None,
    ) -> Match:
        """Find the look; see `core.match.engine.Engine.match`. Nothing is random: `seed` has no
        effect.
        """
        if not shot or not references:
            raise BestlightError("there is no picture to go by", hint="give a shot and a reference")
        check_finite(shot)
        vectors = [reference.vector for reference in references]
        style = blend(vectors, weights)
        shares = np.asarray(weights, np.float64) / np.sum(weights)
        met = [self._model.shared_scene(shot, one.thumbnail) for one in references]
        scenes, sure, believed = np.transpose(
            [_one_scene(shot, r, known) for r, (_, known) in zip(references, met, strict=True)]
        )
        shift = sum(w * known * s for w, known, (s, _) in zip(shares, sure, met, strict=True))
        shared = float(shares @ believed)
        scene = float(shares @ scenes)
        empty = float(sum(w for w, v in zip(shares, vectors, strict=True) if v.trust == 0))
        # The networks say too much: less of the same look is nearer and harms less often
        # (docs/training.md).
        prudence = ALONE + (TOGETHER - ALONE) * scene
        moved = StyleVector(
            (prudence * (style.values + (1 - empty) * shift)).astype(np.float32),
            style.ink,
            style.monochrome,
            style.trust,
        )
        safe = optimise(steered(_printed(refine_grid(self._model.look(moved)), moved), steer))
        return Match(
            safe.lut,
            style.trust * (0.6 + 0.4 * scene),
            (*_notes(style, scene, empty), *safe.notes),
            {
                "shared_scene": shared,
                "one_scene": scene,
                "agreement": style.trust,
                "monochrome": style.monochrome,
            },
        )


def _one_scene(
    shot: Sequence[np.ndarray], reference: PictureStyle, shared: float
) -> tuple[float, float, float]:
    """How far shot and reference show one scene, 0..1, by what they show; by what is known, which
    is `shared`, what the pair network says, where they show nothing; and how far that is to be
    believed, which it is not where they show other things.
    """
    if reference.places is None:
        return 0.0, shared, shared
    cosines = likeness(shot_places(shot), reference.places)
    near = float(cosines.max(axis=1).mean())
    telling = float(np.interp(cosines.mean(), BLANK, (1, 0)))
    scene = telling * float(np.interp(near + SHARED * shared, SCENE, (0, 1)))
    doubt = telling * float(np.interp(near, UNLIKE, (1, 0)))
    return scene, scene + (1 - telling) * shared, (1 - doubt) * shared


def _printed(look: Lut3D, style: StyleVector) -> Lut3D:
    """The look, in the ink of a monochrome reference."""
    if style.monochrome == 0:
        return look
    table = np.clip(look.table.reshape(-1, 3), 0, 1)
    inked = print_in_ink(table, style.ink, style.monochrome)
    return Lut3D(inked.reshape(SIZE, SIZE, SIZE, 3))


def _notes(style: StyleVector, scene: float, empty: float) -> list[str]:
    notes = []
    if empty > 0:
        notes.append("a reference has one tone only: nothing can be learned from it")
    if style.monochrome > 0:
        notes.append("the reference is monochrome: so is the look")
    elif empty == 0 and style.trust < DOUBTFUL:
        notes.append(
            "little of the reference's grade could be told from its subject; try --strength 1.5"
            " or, for a still of the same scene, --engine transport"
        )
    if scene > SAME_SCENE:
        notes.append("shot and reference seem to show the same scene: like is matched with like")
    return notes


def check_finite(pictures: Sequence[np.ndarray]) -> None:
    """Raise `BestlightError` unless every value of the pictures is finite."""
    if not all(np.isfinite(picture).all() for picture in pictures):
        raise BestlightError("a picture holds values that are not finite", hint="check the file")
