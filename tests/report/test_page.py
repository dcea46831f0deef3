from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.job.result import CandidateRow, Choice, GradeResult, HealthFinding, PairRow
from core.lut import Lut3D
from core.report.measure import measure_grade
from core.report.page import render_page
from core.report.pictures import ReportPictures
from core.report.tell import format_moment, format_timecode, format_value
from core.report.twin import make_json_twin, make_plain
from tests.report.sample import graded, picture, pictures, style, words
from tests.tiers import examples

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


def rendered(result: GradeResult, shown: ReportPictures) -> str:
    return render_page(result, shown, measure_grade(result, shown))


def twin_of(result: GradeResult, shown: ReportPictures) -> dict[str, Any]:
    text = make_json_twin(result, shown, measure_grade(result, shown))
    text.encode("utf-8")
    return strict(text)


@pytest.fixture(scope="module")
def whole() -> str:
    return rendered(graded(), pictures())


def test_every_element_is_closed_in_its_place(whole: str):
    assert Page(whole).open == []


def test_nothing_comes_from_outside(whole: str):
    for tag, attributes in Page(whole).tags:
        for name in REFERRING & attributes.keys():
            assert str(attributes[name]).startswith(("data:image/", "#")), (tag, name)
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
    for said in (
        "A001_C003.mov", "11 February 2026, 14:32 UTC", "transport", "Across the clip", "0:00.00",
        "0:03.00", "still.png", "weight 3 · 75 %", "faded blacks", "weight 1 · 25 %", "Palettes",
        "Vectorscope", "RGB parade", "Histogram", "Curves", "OK Greys stay in order",
        "Warning Colours fold over", "Cells that fold over", "0.17 %", "S-Log3",
        "please check", "The scenes differ.", "1.25 s", "out/A001.cube", "Error of the grid",
        "Greys, largest 0.91", "“faded blacks”: understood", "Exposure 0.5 stops",
    ):  # fmt: skip
        assert said in text, said


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


def nasty(name: str) -> tuple[GradeResult, ReportPictures]:
    told = words((name, 1.0, {"fade": 0.5}), notes=[name])
    result = graded(
        job=GradeJob(name, reference=(name,), prompt=(name,), output=name),
        outputs={name: name},
        engine=name,
        choices=(Choice(name, name, name, certain=False),),
        health={name: 1.0},
        findings=(HealthFinding("fault", name),),
        grid_error={name: 1.0},
        notes=(name, "another"),
        timings={name: 1.0},
        style=style((name, 1.0), words=told),
    )
    before = picture(0, 8, 8), picture(1, 8, 8)
    shown = pictures(title=name, created=name, before=before, references=(picture(3, 8, 8),))
    return result, shown


@pytest.fixture(scope="module")
def harmless() -> str:
    return rendered(*nasty("plain"))


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_names_stay_text(name: str, harmless: str):
    html = rendered(*nasty(name))
    html.encode("utf-8")
    found, expected = Page(html), Page(harmless)
    # Some rows of a job are left out where there is nothing to tell.
    if name:
        assert [tag for tag, _ in found.tags] == [tag for tag, _ in expected.tags]
        assert [set(a) for _, a in found.tags] == [set(a) for _, a in expected.tags]
    assert found.open == []
    assert len(html) < len(harmless) + 200_000


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_the_twin_keeps_names_whole(name: str):
    assert twin_of(*nasty(name))["title"] == name


def strict(text: str):
    def refuse(word: str):
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)


def test_the_twin_is_strict_json_and_holds_the_page():
    result = graded(health={"banding": float("nan"), "flat": np.float32(0.5)})
    found = twin_of(result, pictures())
    assert (found["schema"], found["schema_version"]) == ("bestlight-report", 2)
    told = found["result"]
    assert told["health"] == {"banding": None, "flat": 0.5}
    assert told["job"]["exposure"] == 0.5
    assert told["choices"][0]["certain"] is False
    assert told["findings"][1] == {"level": "warning", "text": "colours fold over"}
    assert found["times"] == [0.0, 1.5, 3.0]
    measures = found["measures"]
    assert measures["difference"]["mean"] > 1
    assert [p["of"] for p in measures["palettes"]] == ["Source", "Reference still.png", "Result"]
    assert np.shape(measures["curves"]["neutral"]) == (129, 3)
    assert np.shape(measures["histogram_after"]) == (4, 64)
    assert {"before", "after"}.isdisjoint(measures)


def test_neither_page_nor_twin_prints_what_a_style_keeps_for_engines():
    result = graded()
    thumbnail = result.style["references"][0]["pictures"][0]["thumbnail"]
    assert thumbnail not in rendered(result, pictures())
    told = twin_of(result, pictures())["result"]["style"]
    assert thumbnail not in json.dumps(told)
    assert told["references"] == [{"name": "still.png", "weight": 3.0}]
    assert told["words"] == result.style["words"]


def findings_of(text: str) -> list[tuple[str, str]]:
    """(class, words) of each finding on a page."""
    listed = text.partition('<ul class="findings">')[2].partition("</ul>")[0]
    found = re.findall(r'<li class="(.*?)"><b>(.*?)</b><span>(.*?)</span>', listed)
    return [(level, f"{word}: {said}") for level, word, said in found]


def test_faults_and_warnings_stay_apart():
    result = graded(
        findings=(
            HealthFinding("ok", "no grey is clipped"),
            HealthFinding("warning", "skin hues turn"),
            HealthFinding("fault", "colours fold over"),
            HealthFinding("warning", "the slope jumps"),
        )
    )
    text = rendered(result, pictures())
    assert findings_of(text) == [
        ("fault", "Fault: Colours fold over"),
        ("warning", "Warning: Skin hues turn"),
        ("warning", "Warning: The slope jumps"),
        ("ok", "OK: No grey is clipped"),
    ]
    words_of_page = Page(text).text
    assert "The LUT has a fault that would break pictures" in words_of_page
    assert "1 LUT fault 2 LUT warnings" in words_of_page
    told = twin_of(result, pictures())["result"]
    assert told["healthy"] is False
    assert [f["level"] for f in told["findings"]] == ["ok", "warning", "fault", "warning"]


def test_warnings_alone_are_no_fault():
    text = Page(rendered(graded(), pictures())).text
    assert "fault" not in text
    assert "1 LUT warning " in text
    assert twin_of(graded(), pictures())["result"]["healthy"] is True


def test_a_style_is_told_with_its_weights_and_how_its_words_were_understood():
    told = words(
        ("noir", 1.0, {"contrast": 0.3}),
        ("warmer, frobnicated", 2.0, {}),
        ("bleach bypass", -0.5, {"bleach": 0.5}),
        known=0.75,
        notes=["“noir”: the look 'noir'", "“warmer”: warmer by 30 mired"],
    )
    given = style(("a.png", 2.0), ("b.png", 1.0), words=told)
    given["notes"] = ["c.png is not used, since its weight is 0"]
    notes = (*given["notes"], *told["notes"], "The scenes differ.")
    shown = pictures(references=(picture(3), picture(4)))
    text = Page(rendered(graded(style=given, notes=notes), shown)).text
    for said in (
        "a.png weight 2 · 50 %", "b.png weight 1 · 25 %",
        "noir In words weight 1 · 25 %", "warmer, frobnicated In words weight 2 bleach",
        "bleach bypass In words weight −0.5 How", "75 % of what was said",
    ):  # fmt: skip
        assert said in text, said
    for note in notes:
        assert text.count(note) == 1, note


def test_what_a_job_sets_to_nothing_is_told():
    text = Page(rendered(graded(job=GradeJob("a.png", strength=0, balance=0)), pictures())).text
    assert "Strength 0" in text
    assert "Balance 0" in text


def test_candidates_are_shown_with_number_and_name_and_the_picked_one_is_marked():
    rows = tuple(
        CandidateRow(n, name, 1.0 - n, {"boldness": 0.5}, picked=n == 2)
        for n, name in enumerate(("balanced", "bold <b>", "careful"), 1)
    )
    shown = pictures(candidates=(picture(4), picture(5), picture(6)))
    page = Page(rendered(graded(candidates=rows), shown))
    for said in ("1 balanced", "2 bold <b> taken", "3 careful"):
        assert said in page.text
    marked = [attributes for tag, attributes in page.tags if attributes.get("class") == "picked"]
    assert len(marked) == 1
    assert "Candidates" not in Page(rendered(graded(), pictures())).text


def test_a_pair_is_told_with_its_residual_and_coverage():
    given = style(("still.png", 3.0))
    given["pairs"] = [{"name": "a.png to b.png", "weight": 1.0, "table": "", "shown": ""}]
    row = PairRow("a.png to b.png", 0.84, 2.13, 0.62)
    page = rendered(graded(style=given, pairs=(row,)), pictures())
    text = Page(page).text
    assert "a.png to b.png 0.8 2.1 62 % weight 1 · 25 %" in text
    twin = twin_of(graded(style=given, pairs=(row,)), pictures())["result"]
    assert twin["pairs"] == [asdict(row)]
    assert twin["style"]["pairs"] == [{"name": "a.png to b.png", "weight": 1.0}]


def test_a_grade_without_style_tells_its_adjustments_and_notes():
    adjusted = graded(
        job=GradeJob("a.png", adjustments=Adjustments(temperature=-12, poles=0.2)),
        style={},
        notes=("“leave it”: no change",),
    )
    text = Page(rendered(adjusted, pictures(references=()))).text
    assert "Style" not in text
    assert "“leave it”: no change" in text
    assert "Temperature −12 mired" in text
    assert "Teal and orange 0.2" in text
    assert "Vibrance" not in text
    assert twin_of(adjusted, pictures(references=()))["result"]["style"] == {}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(value=values)
def test_anything_a_result_holds_becomes_strict_json(value):
    once = make_plain(value)
    text = json.dumps(once, allow_nan=False)
    assert make_plain(json.loads(text)) == once


@examples(20, 200)
@given(
    value=st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text(), min_size=1)
    | st.lists(st.floats(), min_size=1)
)
def test_anything_a_job_holds_can_be_told(value):
    assert format_value(value)


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
    shown = pictures(
        times=(None,), before=(rgb,), after=(rgb,), references=(rgb,), look=Lut3D.identity(5)
    )
    assert Page(rendered(graded(), shown)).open == []
    assert twin_of(graded(), shown)["times"] == [None]


def test_only_what_is_there_is_told():
    bare = graded(
        job=GradeJob("a.png"),
        outputs={},
        choices=(),
        health={},
        findings=(),
        grid_error={},
        notes=(),
        timings={},
        style={},
    )
    found = Page(rendered(bare, pictures(before=(picture(),), references=())))
    assert found.open == []
    for heading in (
        "Across the clip", "Style", "Reference", "What was assumed", "Error of the grid",
        "What the pictures look like", "Adjustments", "Prompt", "Input space", "Accept faults",
    ):  # fmt: skip
        assert heading not in found.text, heading


def test_a_page_stays_small_for_the_hardest_pictures():
    rng = np.random.default_rng(1)
    noise = [rng.random((540, 960, 3), dtype=np.float32) for _ in range(3)]
    assert len(rendered(graded(), pictures(before=tuple(noise)))) < 1_600_000


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
    assert format_timecode(seconds) == text


def test_moments_are_told_in_words():
    assert format_moment("2026-02-11T14:32:08+02:00") == "11 February 2026, 14:32 UTC+02:00"
    assert format_moment("2026-02-11T14:32:08") == "11 February 2026, 14:32"
    assert format_moment("yesterday") == "yesterday"
