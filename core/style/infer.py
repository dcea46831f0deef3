"""The trained model: references to style vectors, a shot to its balance, a vector to its look.

Everything runs in float32 on the CPU and one job gives one answer: nothing here is random.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np

from core.colour.difference import (
    delta_e_2000,
    srgb_to_lab,
    srgb_to_oklab,
)
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.match.places import Places
from core.match.vector import StyleVector
from core.style.features import SIDE
from core.style.monochrome import read_ink
from core.style.need import need, signs
from core.style.network import (
    LATTICE,
    STYLE,
    BalanceNetwork,
    PairNetwork,
    StyleNetwork,
    balance,
)
from core.style.reading import shipped_content
from core.style.stored import shipped_weights, unpacked

SIZE = 33
FLAT = 0.06  # reach of Oklab lightness under which a picture has one tone
USUAL_SPREAD = 0.2  # of the views about their mean, beside the size of the look
KNOWING = 0.6  # share of the reading that knows content, beside the one that does not
NEEDLESS, NEEDED = 0.2, 0.4  # needed share of a correction: left undone, made so far as needed


class StyleModel:
    """The three trained networks and what they say of pictures.

    Pictures are (H, W, 3) float32 display-referred sRGB code values.

    Args:
        stored: weights by name, packed as `core.style.stored` reads them; None: the package's own.

    Raises:
        BestlightError: the package's weights are damaged.
    """

    def __init__(self, stored: Mapping[str, np.ndarray] | None = None) -> None:
        named = shipped_weights() if stored is None else stored
        self._style = StyleNetwork(unpacked(named, "look."))
        self._balance = BalanceNetwork(unpacked(named, "balance."))
        self._pair = PairNetwork(unpacked(named, "pair."))

    def read(self, pictures: np.ndarray) -> np.ndarray:
        """What the style network reads in thumbnails (B, 48, 48, 3): descriptions, style vectors
        and statistics side by side, (B, DESCRIPTION + STYLE + STATISTICS).
        """
        styles, descriptions, counted = self._style.read(pictures)
        return np.concatenate([descriptions, styles, counted], 1)

    def encode(self, picture: np.ndarray) -> StyleVector:
        """The style of one reference, whatever the shot. A picture without tones has no style."""
        return self.describe(picture)[0]

    def describe(self, picture: np.ndarray) -> tuple[StyleVector, Places]:
        """The style of one reference, as `encode` gives it, and what it shows."""
        content = shipped_content()
        seen = content.see(picture)
        places = content.places(seen)
        pixels = thumbnail(picture).reshape(-1, 3)
        ink, monochrome = read_ink(pixels)
        light = srgb_to_oklab(pixels)[:, 0]
        if float(np.quantile(light, 0.98) - np.quantile(light, 0.02)) < FLAT:
            plain = np.zeros(STYLE, np.float32)
            return StyleVector(plain, np.zeros_like(ink), 0.0, 0.0), places
        seven = np.stack(views(picture))
        each, descriptions, counted = self._style.read(seven)
        alone = each.mean(0)
        told = np.concatenate([descriptions[0], each[0]])
        known = content.style(seen, seven[0], told, counted[0])
        values = alone + KNOWING * (known - alone)
        return StyleVector(values, ink, monochrome, self._agreement(each, alone)), places

    def _agreement(self, each: np.ndarray, values: np.ndarray) -> float:
        """How small the views' disagreement is beside the look itself, 0..1."""
        size = np.abs(self._style.decode(values)).mean()
        apart = np.abs(self._style.decode(each - values)).mean()
        return float(1 / (1 + (apart / (USUAL_SPREAD * size + 1e-3)) ** 2))

    def look(self, style: StyleVector) -> Lut3D:
        """The look of a style alone, 17 grid steps, display-referred; outputs may overshoot."""
        return Lut3D(grid(LATTICE) + self._style.decode(style.values)[0])

    def balance(self, source: Sequence[np.ndarray], amount: float = 1.0) -> np.ndarray:
        """The correction of a shot, from all its frames: the numbers that `corrected` takes, (8,).

        It is made as far as the shot seems to need it (`core.style.need`): an unusual picture is as
        likely to be the photographer's wish as an error.
        """
        frames = np.stack([thumbnail(frame) for frame in source])
        numbers, change, statistics = self.offered(frames)
        needed = need(signs(numbers, change, statistics))
        along = np.clip((needed - NEEDLESS) / (NEEDED - NEEDLESS), 0, 1)
        return amount * numbers.mean(0) * np.float32(needed * along)

    def offered(self, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Corrections of thumbnails (B, 48, 48, 3), whether they need them or not.

        Returns:
            (B, BALANCE) numbers, (B,) the mean dE2000 that each does, (B, STATISTICS).
        """
        numbers, counted = self._balance.read(frames)
        change = []
        for frame, by in zip(frames, numbers, strict=True):
            colours = frame.reshape(-1, 3)[::4]
            after = np.clip(corrected(colours, by), 0, 1)
            change.append(delta_e_2000(srgb_to_lab(colours), srgb_to_lab(after)).mean())
        return numbers, np.array(change, np.float32), counted

    def shared_scene(
        self, shot: Sequence[np.ndarray], reference: np.ndarray
    ) -> tuple[np.ndarray, float]:
        """What the balanced shot adds to a reference's style vector, and how sure it is that both
        show one scene.

        Returns:
            (64,) float32 shift of `StyleVector.values`, already scaled by the certainty; 0..1.
        """
        shots = np.stack([thumbnail(frame) for frame in shot])
        shift, sure = self._pair(shots, thumbnail(reference)[None], self._style)
        return (shift * sure[:, None]).mean(0), float(sure.mean())


def corrected(colours: np.ndarray, correction: np.ndarray) -> np.ndarray:
    """Apply the numbers of `StyleModel.balance` to (N, 3) sRGB colours; nothing is clipped."""
    return balance(correction, np.asarray(colours, np.float32))


def balance_map(source: Sequence[np.ndarray], amount: float) -> Lut3D:
    """The balance of a shot alone, 33 grid steps, display-referred and healthy.

    Args:
        source: frames of one shot, (H, W, 3) float32 display values.
        amount: of the correction, 0..1.
    """
    frames = np.stack([thumbnail(frame) for frame in source])
    return _balance_lut(frames.tobytes(), len(frames), amount)


@functools.lru_cache(maxsize=64)
def _balance_lut(frames: bytes, count: int, amount: float) -> Lut3D:
    """The balance of thumbnails, kept: the next prompt is often for the same shot."""
    pictures = np.frombuffer(frames, np.float32).reshape(count, SIDE, SIDE, 3)
    numbers = shipped_model().balance(list(pictures), amount)
    if not numbers.any():
        return Lut3D.identity(SIZE)
    return optimise(Lut3D.from_function(lambda rgb: corrected(rgb, numbers), SIZE)).lut


def refine_grid(look: Lut3D) -> Lut3D:
    """A 17-step look on 33 steps, its displacement upsampled smoothly along each axis."""
    residual = look.table - grid(LATTICE)
    for _ in range(3):
        # Each axis in turn is brought to the front, and the result's is put last.
        residual = np.tensordot(residual, _between_steps(), (0, 1)).transpose(0, 1, 3, 2)
    return Lut3D(grid(SIZE) + residual)


@functools.cache
def _between_steps() -> np.ndarray:
    """The matrix (33, 17) that puts a value between each two, by cubic convolution with a = -0.75.

    Keys, "Cubic convolution interpolation for digital image processing" (1981); the ends repeat.
    """
    matrix = np.zeros((SIZE, LATTICE), np.float32)
    matrix[::2] = np.eye(LATTICE)
    for offset, weight in ((-1, -0.09375), (0, 0.59375), (1, 0.59375), (2, -0.09375)):
        at = np.clip(np.arange(LATTICE - 1) + offset, 0, LATTICE - 1)
        np.add.at(matrix[1::2], (np.arange(LATTICE - 1), at), weight)
    return matrix


def thumbnail(picture: np.ndarray) -> np.ndarray:
    """A picture as the networks read it, (48, 48, 3) float32, clipped to 0..1.

    Sampled, not averaged, so that single dark and bright pixels keep their values.
    """
    rows = np.minimum((np.arange(SIDE) + 0.5) * picture.shape[0] / SIDE, picture.shape[0] - 1)
    columns = np.minimum((np.arange(SIDE) + 0.5) * picture.shape[1] / SIDE, picture.shape[1] - 1)
    small = picture[rows.astype(int)[:, None], columns.astype(int)[None], :3]
    return np.clip(small, 0, 1).astype(np.float32)


def views(picture: np.ndarray) -> list[np.ndarray]:
    """Thumbnails of the whole picture, of its mirror image, and of crops that leave out an edge or
    all of them.
    """
    h, w = picture.shape[:2]
    y, x = h // 8, w // 8
    whole = thumbnail(picture)
    crops = [
        picture[y : h - y, x : w - x],
        picture[:, : w - 2 * x],
        picture[:, 2 * x :],
        picture[: h - 2 * y],
        picture[2 * y :],
    ]
    return [whole, whole[:, ::-1], *map(thumbnail, crops)]


@functools.cache
def shipped_model() -> StyleModel:
    """The model in the package, read once a process."""
    return StyleModel()
