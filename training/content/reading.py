"""What the head is given, from what was kept of each picture."""

import numpy as np
import torch
from torch import Tensor

from core.style.features import slopes, srgb_to_oklab
from core.style.head import place_colours
from core.style.infer import StyleModel
from core.style.network import DESCRIPTION, STYLE
from training.content.network import Read

BATCH = 64
TOLD = DESCRIPTION + STYLE


def read(
    model: StyleModel, middle: Tensor, last: Tensor, cells: Tensor, thumbnails: Tensor
) -> Read:
    """The head's inputs, half precision; `model` is the style model without content."""
    said, sloped = [], []
    for part in thumbnails.split(BATCH):
        pictures = part.numpy().astype(np.float32) / 255
        said.append(torch.from_numpy(model.read(pictures)).half())
        sloped.append(torch.from_numpy(slopes(pictures, srgb_to_oklab(pictures))).half())
    whole = torch.cat(said)
    colours = torch.from_numpy(place_colours(cells.numpy().astype(np.float32) / 255)).half()
    return Read(
        middle,
        last,
        colours,
        whole[:, TOLD:],
        torch.cat(sloped),
        whole[:, :TOLD],
    )


def read_thumbnails(
    at: tuple[np.ndarray, np.ndarray],
    colours: np.ndarray,
    thumbnails: np.ndarray,
    told: np.ndarray,
    statistics: np.ndarray,
) -> Read:
    """The head's inputs from what `core.style.head.ContentHead` takes."""
    sloped = slopes(thumbnails, srgb_to_oklab(thumbnails))
    return Read(*map(torch.from_numpy, (*at, colours, statistics, sloped, told)))
