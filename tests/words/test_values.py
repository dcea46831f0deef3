"""Phrases have values that people edit: at the shell, in jobs, and in what a grade says."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core.adjustments import apply_adjustments
from core.errors import UsageError
from core.grade.style import Style, blend_styles, edit_style, make_style, style_from_dict
from core.grade.told_words import Words
from core.grade.words import check_values, part_from_regions, words_of
from core.job.adjustments import scale_adjustments
from core.job.codec import job_from_dict
from core.job.job import GradeJob
from core.job.phrases import PhraseRow, PhraseValue, parse_value

TEXT = "golden hour, slightly warmer, more contrast, keep the skin, zorblax"

COLOURS = np.random.default_rng(0).random((50, 3))


def said(text: str = TEXT, *values: PhraseValue) -> Words:
    return words_of([text], given=None, references=0, values=values)


def row_of(words: Words, phrase: str) -> PhraseRow:
    (row,) = [one for one in words.phrases if one.phrase == phrase]
    return row


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("+1/3 stop", 0.33, "stops"),
        ("slightly warmer", 15, "mired"),
        ("contrast +12 %", 12, "%"),
        ("rotate the reds 8 degrees", 8, "°"),
        ("greens less saturated by 20 %", -20, "%"),
        ("warm highlights", 45, "%"),
        ("shadows cooler by 10%", 10, "%"),
        ("kodachrome", 100, "%"),
        ("keep the skin", None, ""),
    ],
)
def test_a_phrase_has_the_value_that_people_would_name(
    text: str, value: float | None, unit: str
) -> None:
    (row,) = said(text).phrases
    assert row.value == (value if value is None else pytest.approx(value))
    assert (row.unit, row.value) == (unit, row.said)


def test_another_value_changes_that_phrase_alone() -> None:
    plain = said()
    changed = said(TEXT, PhraseValue("slightly warmer", 45))
    assert changed.edits == replace(plain.edits, temperature=45)
    assert changed.looks == plain.looks
    assert row_of(changed, "slightly warmer").changed
    assert "45 mired" in row_of(changed, "slightly warmer").meaning
    assert any("45 mired" in note for note in changed.notes)
    assert not row_of(changed, "golden hour").changed


def test_a_look_at_half_its_value_is_half_of_it_and_below_zero_away_from_it() -> None:
    (look,) = said().looks
    for share in (0.5, -0.5):
        (part,) = said(TEXT, PhraseValue("golden hour", 100 * share)).looks
        wanted = scale_adjustments(look, share)
        assert np.allclose(apply_adjustments(COLOURS, part), apply_adjustments(COLOURS, wanted))
    assert said(TEXT, PhraseValue("golden hour", 0)).looks[0].at_rest


def test_a_value_beyond_its_range_is_held_to_it() -> None:
    assert said(TEXT, PhraseValue("slightly warmer", 1e9)).edits.temperature == 90
    assert said(TEXT, PhraseValue("slightly warmer", -1e9)).edits.temperature == -90


def test_a_value_is_of_one_prompt_where_that_is_said() -> None:
    both = ("warmer", "warmer, less contrast")
    values = (PhraseValue("warmer", 10, 2),)
    words = words_of(both, given=None, references=0, values=values)
    assert [row.value for row in words.phrases if row.phrase == "warmer"] == [30, 10]
    assert words.values == values


def test_rows_of_a_grades_json_can_be_given_back_as_they_are() -> None:
    rows = [dict(row) for row in said().as_dict()["phrases"]]
    for row in rows:
        row["value"] = 50 if row["phrase"] == "golden hour" else row["value"]
    job = job_from_dict(json.loads(json.dumps({"source": "a", "prompt": [TEXT], "values": rows})))
    words = said(TEXT, *job.values)
    assert words.looks == said(TEXT, PhraseValue("golden hour", 50)).looks
    assert job_from_dict(json.loads(json.dumps(job.as_dict()))) == job
    check_values(job)


def test_the_command_line_says_values_by_phrase() -> None:
    assert parse_value("slightly warmer = 45") == {"phrase": "slightly warmer", "value": 45.0}
    for wrong in ("slightly warmer", "warmer=", "warmer=much"):
        with pytest.raises(UsageError, match="not understood"):
            parse_value(wrong)


@pytest.mark.parametrize("phrase", ["cooler", "keep the skin", "zorblax"])
def test_a_value_of_what_has_none_is_refused_with_what_has_one(phrase: str) -> None:
    job = GradeJob("a", prompt=(TEXT,), values=(PhraseValue(phrase, 1),))
    with pytest.raises(UsageError, match=phrase) as caught:
        check_values(job)
    assert "'slightly warmer'" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "values",
    [
        3,
        [3],
        [{"phrase": "warmer"}],
        [{"value": 1}],
        [{"phrase": "warmer", "value": "much"}],
        [{"phrase": "warmer", "value": float("nan")}],
        [{"phrase": "warmer", "value": 1, "prompt": -1}],
        [{"phrase": "", "value": 1}],
        [{"phrase": "warmer", "value": 1, "colour": 2}],
    ],
)
def test_values_that_are_none_are_refused(values: object) -> None:
    with pytest.raises(UsageError):
        job_from_dict({"source": "a", "prompt": ["warmer"], "values": values})


def test_a_style_keeps_its_values() -> None:
    style = make_style((), [TEXT], values=[PhraseValue("slightly warmer", 45)])
    back = style_from_dict(json.loads(json.dumps(style.as_dict())))
    assert back.words == style.words
    both = edit_style(style, ["less contrast"])
    assert both.words is not None
    assert [row.prompt for row in both.words.phrases] == [1] * 5 + [2]
    assert both.words.values == (PhraseValue("slightly warmer", 45, 1),)
    blended = blend_styles([style, Style()], [1, 1])
    assert blended.words is not None
    assert blended.words.edits.temperature == pytest.approx(22.5)


def test_what_is_said_of_a_region_that_is_there_has_its_value_too() -> None:
    text = "sky darker, more contrast"
    phrase = said(text).phrases[0].phrase
    (plain,) = part_from_regions(said(text), {"sky"})[1]
    words = said(text, PhraseValue(phrase, 2 * (said(text).phrases[0].said or 0)))
    (more,) = part_from_regions(words, {"sky"})[1]
    assert more.adjustments == scale_adjustments(plain.adjustments, 2)


def test_what_is_said_beside_a_region_that_is_there_has_its_value_too() -> None:
    text = "warm the sky and the shadows"
    plain = part_from_regions(said(text), {"sky"})[0].edits.shadow_tint.amount
    words = said(text, PhraseValue("shadows", 22.5))
    left, (sky,) = part_from_regions(words, {"sky"})
    assert plain == pytest.approx(0.45)
    assert left.edits.shadow_tint.amount == pytest.approx(0.225)
    assert sky.adjustments == part_from_regions(said(text), {"sky"})[1][0].adjustments
    both = [PhraseValue("warm the sky", 50), PhraseValue("shadows", 90)]
    left, (half,) = part_from_regions(said(text, *both), {"sky"})
    assert half.adjustments == scale_adjustments(sky.adjustments, 0.5)
    assert left.edits.shadow_tint.amount == pytest.approx(0.9)


def test_the_row_of_a_phrase_says_what_is_done_to_a_region_that_is_found() -> None:
    rows = part_from_regions(said("warmer sky, more contrast"), {"sky"})[0].phrases
    assert [row.meaning.startswith("of the sky alone: warmer") for row in rows] == [True, False]


def test_a_row_is_told_of_a_region_by_its_place() -> None:
    rows = part_from_regions(said("warmer sky, more contrast, warmer"), {"sky"})[0].phrases
    assert ["of the sky alone" in row.meaning for row in rows] == [True, False, False]
    text = "her face is too dark, the sky is too bright, lift her face half a stop"
    rows = part_from_regions(said(text), {"face", "sky"})[0].phrases
    assert [row.meaning.split()[2] for row in rows] == ["face", "sky", "face"]
