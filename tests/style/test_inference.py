"""What the product computes in numpy is what training computes in torch, on the shipped weights.

Both are float32, and the networks read histograms whose thinnest bins hang on the last bits of a
pixel, so they agree to a part in five thousand, and to a twentieth of an 8-bit code value.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from core.match.vector import StyleVector
from core.style import features
from core.style.infer import StyleModel, corrected, shipped_model, thumbnail, views
from core.style.network import (
    DESCRIPTION,
    STYLE,
    BalanceNetwork,
    PairNetwork,
    StyleNetwork,
)
from core.style.stored import shipped_weights, unpacked
from tests.looks import film_look, picture
from training.style import features as trained_features
from training.style import network as trained

Network = TypeVar("Network", bound=nn.Module)

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
COLOUR = 2e-4  # of the range of code values
NUMBER = 2e-4  # of the largest


def noise() -> np.ndarray:
    return np.random.default_rng(3).random((61, 97, 3), dtype=np.float32)


PICTURES = {
    "plain": picture(),
    "tall": picture(300, 41, seed=2),
    "smaller than a thumbnail": picture(20, 31, seed=4),
    "graded": film_look().apply(picture(seed=5)),
    "dark": 0.3 * picture(seed=6) ** 3,
    "clipped": np.clip(3 * picture(seed=7) - 1, 0, 1),
    "grey": np.repeat((picture(seed=8) @ LUMA)[..., None], 3, axis=-1),
    "noise": noise(),
    "8-bit": np.rint(picture(seed=9) * 255).astype(np.float32) / 255,
    "one tone": np.full((50, 50, 3), 0.3, np.float32),
    "black": np.zeros((50, 50, 3), np.float32),
}


def loaded(network: Network, part: str) -> Network:
    state = unpacked(shipped_weights(), f"{part}.")
    network.load_state_dict({name: torch.from_numpy(values) for name, values in state.items()})
    return network.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def style() -> trained.StyleNetwork:
    return loaded(trained.StyleNetwork(trained.SHAPES["look"]), "look")


@pytest.fixture(scope="module")
def balance() -> trained.BalanceNetwork:
    return loaded(trained.BalanceNetwork(trained.SHAPES["balance"]), "balance")


@pytest.fixture(scope="module")
def pair() -> trained.PairNetwork:
    return loaded(trained.PairNetwork(trained.SHAPES["pair"]), "pair")


@pytest.fixture(params=PICTURES)
def seen(request: pytest.FixtureRequest) -> np.ndarray:
    """Seven thumbnails of one of the pictures."""
    return np.stack(views(PICTURES[request.param].astype(np.float32)))


def near(found: np.ndarray, wanted: Tensor, share: float) -> None:
    """Assert that both agree to a share of the largest number, or of 0.1 if all are small."""
    assert found.shape == tuple(wanted.shape)
    assert found.dtype == np.float32
    apart = np.abs(found - wanted.numpy()).max()
    assert apart <= share * max(float(wanted.abs().max()), 0.1)


def test_features_are_those_of_training(seen: np.ndarray):
    other = np.ascontiguousarray(seen[:, ::-1] ** 0.8)
    oklab, second = features.srgb_to_oklab(seen), features.srgb_to_oklab(other)
    tensor = torch.from_numpy(seen)
    told = trained_features.srgb_to_oklab(tensor)
    told_second = trained_features.srgb_to_oklab(torch.from_numpy(other))
    near(oklab, told, 2e-6)
    near(features.statistics(seen, oklab), trained_features.statistics(tensor, told), 1e-3)
    near(features.slopes(seen, oklab), trained_features.slopes(tensor, told), 1e-4)
    near(features.motion(oklab, second), trained_features.motion(told, told_second), 1e-3)
    placed = features.planes(seen, oklab).transpose(0, 3, 1, 2)
    near(placed, trained_features.planes(tensor, told), 1e-5)


def test_evidence_is_that_of_training():
    random = np.random.default_rng(0)
    observed = random.random((3, 12, 12, 3), dtype=np.float32)
    guess = random.normal(0.4, 0.3, (3, 12, 12, 4)).astype(np.float32)
    wanted = trained_features.evidence(torch.from_numpy(observed), torch.from_numpy(guess))
    near(features.evidence(observed, guess), wanted, 1e-5)


def test_style_vectors_and_their_looks(seen: np.ndarray, style: trained.StyleNetwork):
    ours = StyleNetwork(unpacked(shipped_weights(), "look."))
    vectors, descriptions, _ = ours.read(seen)
    described, _, _ = style.reader(torch.from_numpy(seen))
    near(descriptions, described, NUMBER)
    near(vectors, style.head(described), NUMBER)
    wanted = style.decode(style.head(described)).numpy()
    assert np.abs(ours.decode(vectors) - wanted).max() < COLOUR


def test_the_balance_of_a_picture(seen: np.ndarray, balance: trained.BalanceNetwork):
    numbers = BalanceNetwork(unpacked(shipped_weights(), "balance."))(seen)
    wanted = balance(torch.from_numpy(seen))
    near(numbers, wanted, NUMBER)
    colours = picture(seed=11).reshape(-1, 3)
    for mine, theirs in zip(numbers, wanted, strict=True):
        truth = trained.balance(theirs[None], torch.from_numpy(colours)[None])[0]
        assert np.abs(corrected(colours, mine) - truth.numpy()).max() < COLOUR


def test_a_correction_is_that_of_training_for_any_numbers():
    random = np.random.default_rng(1)
    colours = random.uniform(-0.2, 1.2, (500, 3)).astype(np.float32)
    for numbers in random.normal(0, 1, (40, 8)).astype(np.float32):
        wanted = trained.balance(torch.from_numpy(numbers)[None], torch.from_numpy(colours)[None])
        near(corrected(colours, numbers), wanted[0], 1e-4)


def test_a_correction_of_zeros_changes_next_to_nothing():
    colours = picture().reshape(-1, 3)
    assert np.abs(corrected(colours, np.zeros(8)) - colours).max() < 5e-3


def test_what_a_shot_adds(seen: np.ndarray, style: trained.StyleNetwork, pair: trained.PairNetwork):
    reference = thumbnail(film_look().apply(picture(seed=12)))[None]
    named = shipped_weights()
    ours = PairNetwork(unpacked(named, "pair."))
    shift, sure = ours(seen, reference, StyleNetwork(unpacked(named, "look.")))
    both = torch.from_numpy(reference).expand(len(seen), -1, -1, -1)
    _, wanted, logit = pair(torch.from_numpy(seen), both, style)
    near(shift, wanted, NUMBER)
    assert np.abs(sure - torch.sigmoid(logit).numpy()).max() < 1e-4


def test_the_model_is_made_of_these_networks(style: trained.StyleNetwork):
    model, still = shipped_model(), film_look().apply(picture(seed=13))
    tensor = torch.from_numpy(np.stack(views(still)))
    wanted = style.encode(tensor)[0]
    found = model.read(tensor.numpy())[0, DESCRIPTION : DESCRIPTION + STYLE]
    near(found, wanted, NUMBER)
    ink = np.zeros((16, 2), np.float32)
    looks = [model.look(StyleVector(one, ink, 0.0, 1.0)) for one in (found, wanted.numpy())]
    assert np.abs(looks[0].table - looks[1].table).max() < COLOUR
    description, _, counted = style.reader(tensor)
    read = torch.cat([description, style.head(description), counted], 1)
    near(model.read(tensor.numpy()), read, NUMBER)


def test_other_weights_make_another_model():
    weights = shipped_weights()
    weights["look.head.bias"] = weights["look.head.bias"] + np.float16(1)
    still = np.stack(views(picture()))
    changed = StyleModel(weights).read(still) - shipped_model().read(still)
    assert changed[:, DESCRIPTION : DESCRIPTION + STYLE] == pytest.approx(1, abs=1e-3)
