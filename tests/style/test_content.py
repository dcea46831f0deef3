"""What the product computes of a picture's content in numpy is what training computes in torch, on
the shipped weights.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.match.places import likeness
from core.style import content, head
from core.style.features import srgb_to_oklab, statistics
from core.style.infer import thumbnail
from core.style.network import DESCRIPTION, STYLE
from core.style.reading import WEIGHTS, shipped_content
from core.style.stored import checked_weights, unpacked
from tests.looks import film_look, picture
from training.content.network import ContentHead
from training.content.reading import read_thumbnails
from training.content.trunk import features

NUMBER = 2e-4  # of the largest


@pytest.fixture(scope="module")
def stored() -> dict[str, np.ndarray]:
    return checked_weights("core.style", WEIGHTS, "the content model's weights")


def test_the_image_network_is_the_one_of_training(stored):
    named = unpacked(stored, "image.")
    square = np.random.default_rng(2).random((content.SIDE, content.SIDE, 3), dtype=np.float32)
    ours = content.ImageNetwork(named)(square)
    with torch.inference_mode():
        tensors = {name: torch.from_numpy(values) for name, values in named.items()}
        theirs = features(tensors, torch.from_numpy(square)[None])
    for own, other in zip(ours, theirs, strict=True):
        assert np.abs(own - other[0].numpy()).max() <= NUMBER * np.abs(own).max()


def test_the_head_is_the_one_of_training(stored):
    named = unpacked(stored, "head.")
    trained = ContentHead()
    trained.load_state_dict({name: torch.from_numpy(values) for name, values in named.items()})
    graded = film_look().apply(picture())
    seen = shipped_content().see(graded)
    small = thumbnail(graded)[None]
    random = np.random.default_rng(4)
    told = random.normal(size=(1, DESCRIPTION + STYLE)).astype(np.float32)
    counted = statistics(small, srgb_to_oklab(small))
    at = head.at_places(seen.middle[None], seen.last[None])
    colours = head.place_colours(seen.cells[None])
    ours = head.ContentHead(named)(at, colours, small, told, counted)
    with torch.inference_mode():
        theirs, _ = trained.eval()(read_thumbnails(at, colours, small, told, counted))
    assert np.abs(ours - theirs.numpy()).max() <= NUMBER * np.abs(ours).max()


def test_places_are_like_themselves_whatever_the_grade():
    model = shipped_content()
    plain, other = picture(), picture(seed=5)
    own, graded, strange = (
        model.places(model.see(one)) for one in (plain, film_look().apply(plain), other)
    )
    same, different = likeness(own, graded), likeness(own, strange)
    assert np.diag(same).mean() > different.max(axis=1).mean()
    assert own.signs.shape == (100, 48)
    assert own.colours.shape == (100, 3, 3)
