from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lut import Lut3D
from core.report.data import Assumption, Reference, ReportData, Shot
from core.report.measure import measure
from core.report.page import in_words, moment, page, timecode
from core.report.twin import plain, twin
from tests.report.sample import picture, report, shots

VOID = {"meta", "img", "input", "br", "link", "hr"}
REFERRING = {"src", "href", "srcset", "action", "poster", "data", "xlink:href", "formaction"}


class Page(HTMLParser):
    """What a page holds: tags in order, texts, the attributes that refer elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def rendered(data: ReportData) -> str:
    return page(data, measure(data))


@pytest.fixture(scope="module")
def whole() -> str:
    return rendered(report())


def test_every_element_is_closed_in_its_place(whole: str):
    assert Page(whole).open == []


def test_nothing_comes_from_outside(whole: str):
    for tag, attributes in Page(whole).tags:
        for name in REFERRING & attributes.keys():
            assert str(attributes[name]).startswith("data:image/"), (tag, name)
    without_pictures = re.sub(r"data:image/[^\"]*", "", whole)
    assert "://" not in without_pictures
    assert "@import" not in without_pictures
    assert "url(" not in without_pictures


def test_the_policy_lets_only_the_own_script_run(whole: str):
    script = re.findall(r"<script>(.*?)</script>", whole, re.DOTALL)
    assert len(script) == 1
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    policy = Page(whole).all("meta")[2]["content"]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_every_picture_has_words_and_is_a_picture(whole: str):
    from PIL import Image

    images = Page(whole).all("img")
    # Three stills before and after, and one reference with a picture.
    assert len(images) == 7
    for image in images:
        assert image["alt"]
        content = base64.b64decode(str(image["src"]).partition(",")[2])
        assert Image.open(io.BytesIO(content)).size == (64, 36)
    for drawing in Page(whole).all("svg"):
        assert drawing["aria-label"]


def test_the_page_says_all_it_should(whole: str):
    text = Page(whole).text
    for words in (
        "A001_C003.mov", "11 February 2026, 14:32 UTC", "transport", "Across the clip", "0:00.00",
        "0:03.00", "still.png", "faded blacks", "75 %", "Palettes",
        "Vectorscope", "RGB parade", "Histogram", "Curves", "greys stay in order",
        "colours fold over", "Cells that fold over", "0.17 %", "S-Log3",
        "please check", "The scenes differ.", "1.25 s", "out/A001.cube", "Error of the grid",
    ):  # fmt: skip
        assert words in text, words


NASTY = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{ 7 * 7 }}{% for %}",
    "</style></script><!--",
    "日本語 \N{RIGHT-TO-LEFT OVERRIDE} 🎬 ñ",
    "nul \0 and \x1b[31m",
    "not UTF-8 \udcff",
    "x" * 10_000,
    "a\n" * 3_000,
    "",
]


def nasty(name: str) -> ReportData:
    return report(
        title=name,
        created=name,
        job={name: name, "list": [name], "deep": {name: [1, name]}},
        assumptions=(Assumption(name, name, name, False),),
        references=(Reference(name, 1.0, picture(3, 8, 8)), Reference(name, 1.0, None)),
        before=shots(picture(0, 8, 8), picture(1, 8, 8)),
        health={name: name},
        verdicts=((False, name),),
        grid_error={name: 1.0},
        engine=name,
        notes=(name,),
        timings={name: 1.0},
        outputs=((name, name),),
    )


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_names_stay_text(name: str):
    plain_page = Page(rendered(nasty("plain")))
    html = rendered(nasty(name))
    html.encode("utf-8")
    found = Page(html)
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in plain_page.tags]
    assert [set(a) for _, a in found.tags] == [set(a) for _, a in plain_page.tags]
    assert found.open == []
    assert len(html) < len(rendered(nasty("plain"))) + 200_000


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_the_twin_keeps_names_whole(name: str):
    data = nasty(name)
    text = twin(data, measure(data))
    text.encode("utf-8")
    assert json.loads(text)["title"] == name


def strict(text: str):
    def refuse(word: str):
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)


def test_the_twin_is_strict_json_and_holds_the_page():
    data = report(job={"gain": float("nan"), "lift": np.float32(0.5), "list": (1, float("inf"))})
    found = strict(twin(data, measure(data)))
    assert (found["schema"], found["schema_version"]) == ("bestlight-report", 1)
    assert found["job"] == {"gain": None, "lift": 0.5, "list": [1, None]}
    assert found["assumptions"][0]["certain"] is False
    assert found["lut"]["verdicts"][1] == {"ok": False, "text": "colours fold over"}
    assert found["times"] == [0.0, 1.5, 3.0]
    measures = found["measures"]
    assert measures["difference"]["mean"] > 1
    assert [p["of"] for p in measures["palettes"]] == ["Source", "Reference still.png", "Result"]
    assert np.shape(measures["curves"]["neutral"]) == (129, 3)
    assert np.shape(measures["histogram_after"]) == (4, 64)
    assert {"before", "after"}.isdisjoint(measures)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(value=values)
def test_anything_a_job_holds_becomes_strict_json(value):
    once = plain(value)
    text = json.dumps(once, allow_nan=False)
    assert plain(json.loads(text)) == once


@settings(max_examples=50)
@given(value=values)
def test_anything_a_job_holds_can_be_told(value):
    assert in_words(value)


@pytest.mark.parametrize(
    "rgb",
    [
        np.zeros((6, 8, 3), np.float32),
        np.ones((6, 8, 3), np.float32),
        np.full((1, 1, 3), 0.5, np.float32),
        np.zeros((1, 1, 3), np.float32),
        np.full((4, 4, 3), np.nan, np.float32),
        np.full((4, 4, 3), [np.inf, -np.inf, 3.0], np.float32),
        picture(0, 1, 500),
        picture(0, 3000, 1),
    ],
    ids=["black", "white", "1x1", "black 1x1", "nan", "infinite", "one row", "one column"],
)
@pytest.mark.filterwarnings("error")
def test_odd_pictures_are_reported(rgb: np.ndarray):
    data = report(
        before=(Shot(None, rgb),),
        after=(Shot(None, rgb),),
        references=(Reference("a", 0.0, rgb),),
        look=Lut3D.identity(5),
    )
    measures = measure(data)
    assert Page(page(data, measures)).open == []
    assert strict(twin(data, measures))["times"] == [None]


def test_only_what_is_there_is_told():
    data = report(
        before=shots(picture()),
        assumptions=(),
        references=(),
        health={},
        verdicts=(),
        grid_error=None,
        confidence=None,
        notes=(),
        timings={},
        outputs=(),
        job={},
    )
    found = Page(rendered(data))
    assert found.open == []
    for heading in ("Across the clip", "Reference", "What was assumed", "Error of the grid"):
        assert heading not in found.text
    assert "confidence" not in found.text


def test_a_page_stays_small_for_the_hardest_pictures():
    rng = np.random.default_rng(1)
    noise = [rng.random((540, 960, 3), dtype=np.float32) for _ in range(3)]
    assert len(rendered(report(before=shots(*noise)))) < 1_600_000


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "still"),
        (0.0, "0:00.00"),
        (59.999, "1:00.00"),
        (3725.5, "62:05.50"),
        (-1, "−0:01.00"),
    ],
)
def test_times_are_told_in_minutes_and_seconds(seconds, text):
    assert timecode(seconds) == text


def test_moments_are_told_in_words():
    assert moment("2026-02-11T14:32:08+02:00") == "11 February 2026, 14:32 UTC+02:00"
    assert moment("2026-02-11T14:32:08") == "11 February 2026, 14:32"
    assert moment("yesterday") == "yesterday"
