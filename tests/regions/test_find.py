"""Regions of the shipped sample still, by the shipped weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.demo import sample_still
from core.media import read_still
from core.regions import ShotRegions
from core.regions.masks import WEIGHTS, look_for_regions, squared
from core.regions.network import FINE, SIDE, RegionNetwork, colours_of
from core.style.reading import shipped_content
from core.style.stored import checked_weights, unpacked
from training.regions.network import RegionDecoder


@pytest.fixture(scope="module")
def still() -> np.ndarray:
    return read_still(sample_still(), max_side=256).rgb


@pytest.fixture(scope="module")
def regions(still) -> ShotRegions:
    return ShotRegions([still])


def test_the_decoder_is_the_one_of_training(still):
    named = unpacked(checked_weights("core.regions", WEIGHTS, "the weights"), "")
    square = squared(still, SIDE)
    levels = shipped_content().image.levels(square)
    colours = colours_of(square.reshape(FINE, 2, FINE, 2, 3).mean((1, 3))[None])[0]
    ours = RegionNetwork(named)(levels, colours)
    trained = RegionDecoder().eval()
    trained.load_state_dict({name: torch.from_numpy(values) for name, values in named.items()})
    with torch.inference_mode():
        points, seen = trained(
            [torch.from_numpy(level).permute(2, 0, 1)[None] for level in levels],
            torch.from_numpy(colours).permute(2, 0, 1)[None],
        )
    theirs = points[0].permute(1, 2, 0).numpy(), seen[0].numpy()
    for own, other in zip(ours, theirs, strict=True):
        assert np.abs(own - other).max() <= 1e-4 * np.abs(own).max()


def test_the_sample_has_what_it_shows(regions):
    assert {"person", "face", "skin", "sky", "foliage", "subject", "background"} <= set(
        regions.names
    )
    assert "water" not in regions.names


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("person", (107, 200)),
        ("face", (51, 195)),
        ("skin", (51, 195)),
        ("sky", (16, 133)),
        ("foliage", (48, 32)),
    ],
)
def test_masks_lie_on_their_things(regions, name, inside):
    mask = regions.mask(name, 0)
    table = mask[112:, 110:150]
    assert mask.shape == (144, 256)
    assert mask[inside] > 0.5
    assert table.mean() < 0.2


def test_an_empty_picture_has_no_regions():
    ramp = np.linspace(0.2, 0.5, 128, dtype=np.float32)
    plain = np.stack(np.broadcast_arrays(ramp[:, None], ramp[None] * 0.4, np.float32(0.6)), -1)
    found = set(ShotRegions([plain.astype(np.float32)]).names)
    assert found.isdisjoint({"person", "face", "skin", "clothes", "foliage"})


def test_masks_are_steady_where_the_picture_is(still):
    random = np.random.default_rng(3)
    noisy = [np.clip(still + random.normal(0, 0.02, still.shape), 0, 1) for _ in range(3)]
    shots = [picture.astype(np.float32) for picture in noisy]
    alone = [look_for_regions(picture).of("person") for picture in shots]
    held = [masks.of("person") for masks in ShotRegions(shots).masks]
    assert np.std(held, axis=0).mean() < 0.8 * np.std(alone, axis=0).mean()


def test_other_colours_of_the_same_pictures_have_the_same_masks(regions, still):
    darker = (still * np.float32(0.5)).astype(np.float32)
    balanced = regions.with_colours([darker])
    assert balanced.names == regions.names
    assert np.array_equal(balanced.masks[0].points, regions.masks[0].points)
    assert balanced.lightness("sky") < regions.lightness("sky")


def test_one_picture_of_a_shot_is_looked_at_alone(still):
    mirrored = np.ascontiguousarray(still[:, ::-1])
    shot = ShotRegions([still, mirrored])
    alone = shot.only(1)
    assert alone is shot.only(1)
    assert np.array_equal(alone.masks[0].points, ShotRegions([mirrored]).masks[0].points)
    assert shot.with_colours([still, mirrored]).only(1).masks is alone.masks
