"""The look lexicon: its data, how its names are found in text, and that its grades are sound."""

import random
from collections import Counter
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adjustments import adjustments_lut
from core.colour.difference import chroma, hue, luma, srgb_to_oklab
from core.lut.health import measure_health
from core.words.lexicon import Entry, entries, find_entries
from core.words.names import key_of
from training.words.check import graded_lab, twins

GREY = np.full((1, 3), 0.5)
SKIN = np.array([[0.87, 0.68, 0.57], [0.72, 0.48, 0.36], [0.42, 0.28, 0.21]])


def entry(name: str) -> Entry:
    return next(e for e in entries() if e.name == name)


def names_in(text: str) -> list[str]:
    return [found.entry.name for found in find_entries(text)]


def after(name: str, rgb: np.ndarray) -> np.ndarray:
    return adjustments_lut(entry(name).adjustments, 17).apply(rgb.astype(np.float32))


def test_there_are_enough_entries_in_every_category() -> None:
    counts = Counter(e.category for e in entries())
    files = {f.name for f in (resources.files("core.words") / "data" / "looks").iterdir()}
    assert {f"{category}.toml" for category in counts} == files
    assert sum(counts.values()) >= 800
    assert min(counts.values()) >= 30


def test_no_two_entries_share_a_name() -> None:
    owners: dict[str, str] = {}
    for e in entries():
        for name in e.names:
            assert owners.setdefault(key_of(name), e.name) == e.name, name


def test_names_are_plain_and_moves_do_something() -> None:
    for e in entries():
        assert not e.adjustments.at_rest, e.name
        assert all(name == name.strip() and key_of(name) for name in e.names), e.name
        assert set(map(key_of, e.alone)) <= set(map(key_of, e.names)), e.name


def test_every_name_finds_its_entry() -> None:
    for e in entries():
        for name in e.names:
            found = find_entries(name)
            assert [f.entry.name for f in found] == [e.name], name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("shot on Kodak Portra-400", ["kodak portra 400"]),
        ("AMÉLIE", ["amelie"]),
        ("Schindler’s List", ["schindler's list"]),
        ("in the style of Wes Anderson's films", ["wes anderson"]),
        ("80's", ["1980s"]),
        ("the Eighties", ["1980s"]),
        ("1980s", ["1980s"]),
        ("teal & orange", ["teal and orange"]),
        ("teal-orange", ["teal and orange"]),
        ("westerns", ["western"]),
        ("a jewel tone palette", ["jewel tones"]),
        ("bladerunner", ["blade runner"]),
        ("Blade Runner 2049", ["blade runner 2049"]),
        ("a la Blade Runner 2049", ["blade runner 2049"]),
        ("sunset in L.A., warm", ["sunset"]),
        ("L.A.", ["los angeles"]),
        ("cyber punk", ["cyberpunk"]),
        ("bleech bypass", ["bleach bypass"]),
        ("cinamatic", ["cinematic"]),
        ("Technicolour", ["technicolor"]),
        ("autumn colors", ["autumn"]),
        ("B&W", ["black and white"]),
        ("O Brother, Where Art Thou?", ["o brother where art thou"]),
        ("Blade Runner, orange haze", ["blade runner", "orange haze"]),
        ("noir; golden hour", ["noir", "golden hour"]),
        ("", []),
        ("warmer, but keep the skin", []),
        ("slightly darker with cooler shadows", []),
    ],
)
def test_names_are_found_however_they_are_written(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Her", ["her"]),
        ("like Her", ["her"]),
        ("the film Her", ["her"]),
        ("drive, but colder", ["drive"]),
        ("warm up her skin", []),
        ("drive the highlights up", []),
        ("let the shadows fall off", []),
        ("less red in the faces", []),
    ],
)
def test_common_words_count_as_looks_only_where_they_stand_alone(
    text: str, names: list[str]
) -> None:
    assert names_in(text) == names


def test_a_find_says_where_it_stands() -> None:
    text = "a hint of Bleach-Bypass, please"
    (found,) = find_entries(text)
    assert text[found.start : found.end] == "Bleach-Bypass"


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_is_searched_without_error(text: str) -> None:
    found = find_entries(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_grades_of_a_category_differ() -> None:
    near = []
    for category in {e.category for e in entries()}:
        group = [e for e in entries() if e.category == category]
        near += list(twins(group, 0.8))
    assert near == []


def test_a_sample_of_grades_is_healthy() -> None:
    for e in random.Random(4).sample(entries(), 25):
        health = measure_health(adjustments_lut(e.adjustments, 17))
        assert health.passed, (e.name, [f.text for f in health.findings if f.level == "fault"])


def test_black_and_white_stocks_have_no_colour() -> None:
    colours = np.random.default_rng(0).random((40, 3))
    for name in ("kodak tri-x 400", "noir", "schindler's list", "ilford hp5"):
        lab = graded_lab(entry(name), colours)
        assert chroma(lab).max() < 6, name


def test_looks_go_the_way_that_their_names_say() -> None:
    def cast(name: str) -> np.ndarray:
        return srgb_to_oklab(after(name, GREY))[0]

    assert cast("golden hour")[2] > 0.02
    assert cast("candlelight")[2] > 0.02
    assert cast("moonlight")[2] < -0.02
    assert cast("blue hour")[2] < -0.02
    assert cast("the matrix")[1] < -0.02
    assert 40 < hue(cast("sepia")) < 100
    assert 230 < hue(cast("cyanotype")) < 280
    assert luma(after("low key", GREY))[0] < 0.45
    assert luma(after("high key", GREY))[0] > 0.55
    vivid, muted = (chroma(srgb_to_oklab(after(n, SKIN))).mean() for n in ("vivid", "bleak"))
    assert vivid > muted
    assert luma(after("matte", np.zeros((1, 3))))[0] > 0.05


def test_everyday_looks_leave_skin_looking_like_skin() -> None:
    plain = srgb_to_oklab(SKIN)
    for name in ("cinematic", "kodak portra 400", "wedding", "documentary", "rom-com", "portrait"):
        graded = srgb_to_oklab(after(name, SKIN))
        turn = (hue(graded) - hue(plain) + 180) % 360 - 180
        assert np.abs(turn).max() < 14, name
        ratio = chroma(graded) / chroma(plain)
        assert ratio.min() > 0.6, name
        assert ratio.max() < 1.7, name
