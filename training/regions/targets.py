"""From what teachers and a hand say of a photograph to what the decoder is to say of it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.ndimage import label as labelled
from scipy.ndimage import median_filter, uniform_filter

from core.colour.difference import chroma, hue, srgb_to_oklab
from core.regions.network import CLASSES
from training.regions.segments import segments

HAND = Path(__file__).with_name("hand.toml")
PLACES = ("sky", "foliage", "water")
STYLISED = ("unsplash", "codrops", "compose", "budgie", "dollarstreet")
CHROMA_NEAR, LIGHT_NEAR = 0.032, 0.26  # Oklab distances at which a colour is half skin
VOC_PERSON, VOC_PLACES = 15, (9, 11, 16, 18, 20)  # chair, table, plant, sofa, screen: no subjects
MOST = 0.6  # of a picture, that a thing is its subject
LITTLE = 0.004  # share of a picture under which a class is not looked for


@dataclass(frozen=True)
class Hand:
    """What a hand says; all by the stem of a photograph's name.

    Attributes:
        looked_at: the photographs that were looked at.
        seen, doubtful: by place those where it is seen, and where that is not clear.
        pieces: by photograph and place the numbers of its pieces.
    """

    looked_at: frozenset[str]
    seen: dict[str, frozenset[str]]
    doubtful: dict[str, frozenset[str]]
    pieces: dict[str, dict[str, list[int]]] = field(default_factory=dict)


def read_hand() -> Hand:
    """The labels by hand beside this file."""
    told = tomllib.loads(HAND.read_text(encoding="utf-8"))
    return Hand(
        frozenset(told["looked_at"]),
        {place: frozenset(told[place]["seen"]) for place in PLACES},
        {place: frozenset(told[place]["doubtful"]) for place in PLACES},
        told["pieces"],
    )


def targets(
    stem: str, picture: np.ndarray, said: dict[str, np.ndarray], hand: Hand
) -> tuple[np.ndarray, np.ndarray]:
    """What the decoder is to say of a photograph, and how much each point of that counts.

    Args:
        stem: of the photograph's name.
        picture: (H, W, 3) uint8.
        said: the teachers' masks as `training.regions.label` keeps them.
        hand: what a hand says.

    Returns:
        Two times (H, W, 9) uint8, 0..255.
    """
    lab = np.asarray(srgb_to_oklab(picture.reshape(-1, 3).astype(np.float32) / 255), np.float64)
    lab = lab.reshape(picture.shape)
    told = {name: np.zeros(picture.shape[:2]) for name in CLASSES}
    sure = {name: np.zeros(picture.shape[:2]) for name in CLASSES}
    _people(lab, said, told, sure)
    _places(stem, picture, lab, said, hand, told, sure)
    _neutral(stem, lab, told, sure)
    _subject(said, told, sure, scenic=stem in hand.looked_at)
    stacked = [np.stack([one[name] for name in CLASSES], -1) for one in (told, sure)]
    both = [np.rint(255 * np.clip(one, 0, 1)).astype(np.uint8) for one in stacked]
    return both[0], both[1]


def skin_of(lab: np.ndarray, seed: np.ndarray, person: np.ndarray) -> np.ndarray:
    """How far points have the colour of the person's own face, (H, W) 0..1.

    Args:
        lab: (H, W, 3) Oklab.
        seed: (H, W) bool, the faces' skin.
        person: (H, W) 0..1.
    """
    numbers, count = _pieces(seed)
    nearest = np.full(seed.shape, np.inf)
    for number in range(1, count + 1):
        face = lab[numbers == number]
        if len(face) < 12:
            continue
        middle = np.median(face, axis=0)
        spread = 1.4826 * np.median(np.abs(face - middle), axis=0)
        reach = np.maximum(2.2 * spread, (LIGHT_NEAR, CHROMA_NEAR, CHROMA_NEAR))
        reach = np.minimum(reach, (0.4, 0.05, 0.05))
        nearest = np.minimum(nearest, np.square((lab - middle) / reach).sum(-1))
    return np.exp(-0.7 * nearest**1.5) * person


def _pieces(mask: np.ndarray) -> tuple[np.ndarray, int]:
    """Numbers of what hangs together in a mask, and how many there are."""
    numbers = np.asarray(labelled(mask)[0])  # pyright: ignore[reportIndexIssue]
    return numbers, int(numbers.max())


def _people(lab: np.ndarray, said: dict, told: dict, sure: dict) -> None:
    person, selfie, things = (
        said[n].astype(np.float64) / 255 for n in ("person", "selfie", "things")
    )
    things = things * 255
    faces = int(said["faces"])
    told["person"] = person
    # Where the teachers disagree nothing is learned.
    disputed = np.abs(selfie - (things == VOC_PERSON))
    agreed = 1 - np.clip(disputed, 0, 1)
    sure["person"] = np.ones_like(person) if faces else np.maximum(agreed, 0.25)
    face, seed = said["face"], said["skin_seed"]
    if faces and face.mean() > 0.0008:
        told["face"] = face.astype(np.float64)
        sure["face"] = np.ones_like(person)
        skin = np.maximum(skin_of(lab, seed, np.maximum(person, face)), 0.9 * seed)
        told["skin"] = median_filter(skin, 3)
        clear = np.abs(told["skin"] - 0.5) * 2
        sure["skin"] = np.where(person > 0.3, clear, 1.0)
        told["clothes"] = np.clip(person - told["skin"] - face, 0, 1)
        sure["clothes"] = sure["skin"]
    else:
        empty = np.where(person + selfie > 0.2, 0.0, 1.0)
        for name in ("face", "skin", "clothes"):
            sure[name] = empty
        if person.mean() > 0.15:
            sure["face"] = np.zeros_like(person)


def _places(
    stem: str, picture: np.ndarray, lab: np.ndarray, said: dict, hand: Hand, told: dict, sure: dict
) -> None:
    ones = np.ones(picture.shape[:2])
    for place in PLACES:
        if stem not in hand.looked_at or stem in hand.doubtful[place]:
            continue
        if stem not in hand.seen[place] and place not in hand.pieces.get(stem, {}):
            sure[place] = ones
    if stem in hand.seen["sky"]:
        sky = said["sky"].astype(np.float64) / 255
        told["sky"], sure["sky"] = sky, np.abs(sky - 0.5) * 2
    if stem in hand.seen["foliage"]:
        told["foliage"], sure["foliage"] = _green(lab, told["person"])
    if stem not in hand.pieces:
        return
    numbers = segments(picture)
    for place in PLACES:
        if place not in hand.pieces[stem]:
            if stem not in hand.doubtful[place] | hand.seen[place]:
                sure[place] = 0.7 * ones
                told[place] = np.zeros_like(ones)
            continue
        told[place] = np.isin(numbers, hand.pieces[stem][place]).astype(np.float64)
        blurred = uniform_filter(told[place], 9)
        sure[place] = np.where((blurred > 0.1) & (blurred < 0.9), 0.3, 1.0)


def _green(lab: np.ndarray, person: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    angle, size = hue(lab.reshape(-1, 3)), chroma(lab.reshape(-1, 3))
    angle, size = angle.reshape(person.shape), size.reshape(person.shape)
    green = (angle > 100) & (angle < 158) & (size > 0.035)
    leaf = uniform_filter(green.astype(np.float64), 5) > 0.6
    other = ((angle < 75) | (angle > 190)) & (size > 0.05) | (person > 0.5)
    other |= (lab[..., 0] > 0.85) & (size < 0.03)
    return leaf.astype(np.float64), np.where(leaf | other, 1.0, 0.0)


def _neutral(stem: str, lab: np.ndarray, told: dict, sure: dict) -> None:
    if any(name in stem for name in STYLISED):
        return
    size = median_filter(chroma(lab.reshape(-1, 3)).reshape(lab.shape[:2]), 5)
    light = lab[..., 0]
    grey = np.clip((0.034 - size) / 0.018, 0, 1) * ((light > 0.22) & (light < 0.96))
    other = np.max([told[name] for name in ("skin", "face", "sky", "foliage", "water")], axis=0)
    told["neutral"] = grey * (1 - other)
    sure["neutral"] = np.where((size > 0.016) & (size < 0.034), 0.3, 1.0)


def _subject(said: dict, told: dict, sure: dict, *, scenic: bool) -> None:
    things, person = said["things"], told["person"]
    thing = (things > 0) & ~np.isin(things, (*VOC_PLACES, VOC_PERSON))
    numbers, count = _pieces(thing)
    sizes = np.bincount(numbers.ravel(), minlength=count + 1)[1:] / thing.size
    large = np.isin(numbers, 1 + np.flatnonzero(sizes > 0.03))
    if person.mean() > LITTLE * 3:
        told["subject"] = person
        sure["subject"] = np.where(thing, 0.0, sure["person"])
    elif large.any() and large.mean() < MOST:
        places = np.maximum(told["sky"], np.maximum(told["foliage"], told["water"]))
        told["subject"] = large * (1 - places)
        sure["subject"] = 1 - large * places
    elif scenic and (told["sky"] + told["foliage"] + told["water"]).mean() > 0.5:
        sure["subject"] = 0.5 * np.ones_like(person)
