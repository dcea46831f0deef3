"""The trained model: references to style vectors, a shot to its balance, a vector to its look.

Importing this module loads torch. Everything runs in float32 on the CPU and one job gives one
answer:
nothing here is random.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from importlib import resources
from typing import TypeVar

import numpy as np
import torch
from safetensors.torch import load
from torch import Tensor
from torch.nn.functional import interpolate

from core.colour.difference import (
    delta_e_2000,
    srgb_to_lab,
    srgb_to_oklab,
)
from core.errors import BestlightError
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.match.vector import StyleVector
from core.style.features import SIDE
from core.style.monochrome import read_ink
from core.style.network import (
    LATTICE,
    BalanceNetwork,
    PairNetwork,
    Shape,
    StyleNetwork,
    balance,
)

Network = TypeVar("Network", bound=torch.nn.Module)

SIZE = 33
WEIGHTS = "style.safetensors"
SCALE = ":scale"
FLAT = 0.06  # reach of Oklab lightness under which a picture has one tone
USUAL_SPREAD = 0.2  # of the views about their mean, beside the size of the look
NEEDLESS, NEEDED = 3.0, 6.0  # mean dE2000 of a correction: left undone, fully made
SHAPES = {
    "look": Shape(),
    "balance": Shape(style=8, hidden=160, channels=32),
    "pair": Shape(hidden=192),
}


class StyleModel:
    """The three trained networks and what they say of pictures.

    Pictures are (H, W, 3) float32 display-referred sRGB code values.

    Args:
        tensors: the shipped weights by name, or None to read them from the package.

    Raises:
        BestlightError: the package's weights are damaged.
    """

    def __init__(self, tensors: dict[str, Tensor] | None = None) -> None:
        named = shipped_weights() if tensors is None else tensors
        self._style = _filled(StyleNetwork(SHAPES["look"]), named, "look")
        self._balance = _filled(BalanceNetwork(SHAPES["balance"]), named, "balance")
        self._pair = _filled(PairNetwork(SHAPES["pair"]), named, "pair")

    def encode(self, picture: np.ndarray) -> StyleVector:
        """The style of one reference, whatever the shot. A picture without tones has no style."""
        pixels = thumbnail(picture)
        ink, monochrome = read_ink(pixels.reshape(-1, 3).numpy())
        light = srgb_to_oklab(pixels.reshape(-1, 3).numpy())[:, 0]
        if float(np.quantile(light, 0.98) - np.quantile(light, 0.02)) < FLAT:
            plain = np.zeros(SHAPES["look"].style, np.float32)
            return StyleVector(plain, np.zeros_like(ink), 0.0, 0.0)
        with torch.inference_mode():
            each = self._style.encode(torch.stack(views(picture)))
        values = each.mean(0)
        return StyleVector(values.numpy(), ink, monochrome, self._agreement(each, values))

    def _agreement(self, each: Tensor, values: Tensor) -> float:
        """How small the views' disagreement is beside the look itself, 0..1."""
        with torch.inference_mode():
            size = self._style.decode(values[None]).abs().mean()
            apart = self._style.decode(each - values).abs().mean()
        return float(1 / (1 + (apart / (USUAL_SPREAD * size + 1e-3)) ** 2))

    def look(self, style: StyleVector) -> Lut3D:
        """The look of a style alone, 17 grid steps, display-referred; outputs may overshoot."""
        return self._table(torch.from_numpy(np.array(style.values)))

    def _table(self, values: Tensor) -> Lut3D:
        with torch.inference_mode():
            residual = self._style.decode(values[None])[0].numpy()
        return Lut3D(grid(LATTICE) + residual)

    def balance(self, source: Sequence[np.ndarray], amount: float = 1.0) -> np.ndarray:
        """The correction of a shot, from all its frames: the numbers that `corrected` takes, (8,).

        A small correction is not made: it is as likely to be the photographer's wish as an error.
        """
        frames = torch.stack([thumbnail(frame) for frame in source])
        with torch.inference_mode():
            numbers = self._balance(frames).mean(0).numpy()
        colours = frames.reshape(-1, 3).numpy()[:: 4 * len(frames)]
        after = np.clip(corrected(colours, numbers), 0, 1)
        change = float(delta_e_2000(srgb_to_lab(colours), srgb_to_lab(after)).mean())
        along = np.clip((change - NEEDLESS) / (NEEDED - NEEDLESS), 0, 1)
        return amount * numbers * np.float32(along * along * (3 - 2 * along))

    def shared_scene(
        self, shot: Sequence[np.ndarray], reference: np.ndarray
    ) -> tuple[np.ndarray, float]:
        """What the balanced shot adds to a reference's style vector, and how sure it is that both
        show one scene.

        Returns:
            (64,) float32 shift of `StyleVector.values`, already scaled by the certainty; 0..1.
        """
        shots = torch.stack([thumbnail(frame) for frame in shot])
        wanted = thumbnail(reference)[None].expand(len(shots), -1, -1, -1)
        with torch.inference_mode():
            _, shift, logit = self._pair(shots, wanted, self._style)
            gate = torch.sigmoid(logit)
        return (shift * gate[:, None]).mean(0).numpy(), float(gate.mean())


def corrected(colours: np.ndarray, correction: np.ndarray) -> np.ndarray:
    """Apply the numbers of `StyleModel.balance` to (N, 3) sRGB colours; nothing is clipped."""
    with torch.inference_mode():
        numbers = torch.from_numpy(np.asarray(correction, np.float32))[None]
        return balance(numbers, torch.from_numpy(np.array(colours, np.float32))[None])[0].numpy()


def balance_map(source: Sequence[np.ndarray], amount: float) -> Lut3D:
    """The balance of a shot alone, 33 grid steps, display-referred and healthy.

    Args:
        source: frames of one shot, (H, W, 3) float32 display values.
        amount: of the correction, 0..1.
    """
    frames = np.stack([thumbnail(frame).numpy() for frame in source])
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
    """A 17-step look on 33 steps, its displacement upsampled smoothly (Catmull-Rom along each
    axis).
    """
    residual = torch.from_numpy(look.table - grid(LATTICE)).permute(3, 0, 1, 2)
    for axis in (1, 2, 3):
        moved = residual.movedim(axis, -1)
        shape = moved.shape
        rows = moved.reshape(1, -1, 1, shape[-1]).expand(-1, -1, 2, -1)
        fine = interpolate(rows, size=(2, SIZE), mode="bicubic", align_corners=True)[:, :, 0]
        residual = fine.reshape(*shape[:-1], SIZE).movedim(-1, axis)
    return Lut3D(grid(SIZE) + residual.permute(1, 2, 3, 0).contiguous().numpy())


def thumbnail(picture: np.ndarray) -> Tensor:
    """A picture as the networks read it, (48, 48, 3), clipped to 0..1.

    Sampled, not averaged, so that single dark and bright pixels keep their values.
    """
    rows = np.minimum((np.arange(SIDE) + 0.5) * picture.shape[0] / SIDE, picture.shape[0] - 1)
    columns = np.minimum((np.arange(SIDE) + 0.5) * picture.shape[1] / SIDE, picture.shape[1] - 1)
    small = picture[rows.astype(int)[:, None], columns.astype(int)[None], :3]
    return torch.from_numpy(np.clip(small, 0, 1).astype(np.float32))


def views(picture: np.ndarray) -> list[Tensor]:
    """The whole picture, its mirror image, and crops that leave out an edge or all of them."""
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
    return [whole, whole.flip(1), *map(thumbnail, crops)]


@functools.cache
def shipped_model() -> StyleModel:
    """The model in the package, read once a process."""
    return StyleModel()


def shipped_weights() -> dict[str, Tensor]:
    """The package's weights as stored (float16, int8 with scales), checked against their checksum.

    Raises:
        BestlightError: the file does not match its checksum.
    """
    return checked_weights("core.style", WEIGHTS, "the style model's weights")


def checked_weights(package: str, name: str, what: str) -> dict[str, Tensor]:
    """Tensors as stored in a package's `weights`, checked against their checksum.

    Raises:
        BestlightError: the file does not match its checksum; `what` says which.
    """
    folder = resources.files(package) / "weights"
    data = (folder / name).read_bytes()
    wanted = (folder / f"{name}.sha256").read_text(encoding="ascii").split()[0]
    if hashlib.sha256(data).hexdigest() != wanted:
        raise BestlightError(f"{what} are damaged", hint="install Bestlight again")
    return load(data)


def _filled(network: Network, named: dict[str, Tensor], part: str) -> Network:
    network.load_state_dict(unpacked(named, f"{part}."))
    return network.eval().requires_grad_(False)


def unpacked(named: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The stored tensors under a prefix as float32, by their names without it."""
    return {
        k.removeprefix(prefix): v.float() * named.get(k + SCALE, 1.0)
        for k, v in named.items()
        if k.startswith(prefix) and not k.endswith(SCALE)
    }
