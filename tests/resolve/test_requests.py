"""Requests: checked where they are made, and again where they are read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.errors import UsageError
from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from resolve_plugin.requests import (
    KINDS,
    BatchRequest,
    CheckRequest,
    CleanRequest,
    ClipsRequest,
    CloseRequest,
    FrameRequest,
    GradeRequest,
    RecordedRequest,
    RecoverRequest,
    Request,
    ResumeRequest,
    RevertBatchRequest,
    RevertRequest,
    StatusRequest,
    StillsRequest,
    request_as_dict,
    request_from_dict,
)

JOB = GradeJob(
    "the clip",
    reference=("/still.png", "still:warm"),
    prompt=("warmer",),
    weights=(1.0, 2.0, -0.5),
    accept_faults=True,
    adjustments=Adjustments(exposure=0.5),
)
REQUESTS: tuple[Request, ...] = (
    StatusRequest(True),
    ClipsRequest("track", "2"),
    StillsRequest(),
    GradeRequest(JOB, "V1/3", 2, "ARRI LogC3"),
    GradeRequest(JOB),
    BatchRequest(JOB, "group", "Interview", "group", None, "Noir", "Scene", True, True),
    ResumeRequest("b1"),
    RevertRequest("光"),
    RevertBatchRequest(),
    CleanRequest(True),
    FrameRequest("V1/3", "/a.png", (1, 2, 30, 40)),
    RecoverRequest(),
    CheckRequest(),
    CloseRequest(),
    RecordedRequest(GradeRequest(JOB), "/a.jsonl"),
)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: type(one).__name__)
def test_a_request_is_plain_data_both_ways(request_: Request):
    assert request_from_dict(json.loads(json.dumps(request_as_dict(request_)))) == request_


def test_every_kind_is_tried():
    assert {type(one) for one in REQUESTS} == {*KINDS.values(), RecordedRequest}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "another Bestlight"),
        ({"format": None}, "another Bestlight"),
        ({"request": "dance"}, "not known here"),
        ({"request": ["grade"]}, "not known here"),
        ({"colour": 1}, "not known here"),
        ({"node": "first"}, "node"),
        ({"node": 1.5}, "node"),
        ({"clip": 7}, "clip"),
        ({"clip": None}, "clip"),
        ({"job": None}, "job must be a JSON object"),
        ({"job": {}}, "no source"),
        ({"job": {"source": "x", "exposur": 1}}, "unknown key"),
        ({"job": {"source": "x", "exposure": 99}}, "out of range"),
    ],
)
def test_what_is_damaged_or_foreign_is_refused_in_words(change: dict[str, Any], said: str):
    data = {**request_as_dict(GradeRequest(JOB)), **change}
    with pytest.raises(UsageError, match=said) as raised:
        request_from_dict(data)
    assert raised.value.hint


@pytest.mark.parametrize("data", [None, [], "status", 7, {}])
def test_what_is_no_request_at_all_is_refused(data: Any):
    with pytest.raises(UsageError, match="another Bestlight"):
        request_from_dict(data)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ClipsRequest("nowhere"),  # type: ignore[arg-type]
        lambda: ClipsRequest("track"),
        lambda: ClipsRequest("timeline", "1"),
        lambda: BatchRequest(JOB, look="x" * 41),
        lambda: BatchRequest(JOB, mode="each"),  # type: ignore[arg-type]
        lambda: BatchRequest(JOB, share=True),
        lambda: GradeRequest(JOB, node=2, share=True),
    ],
)
def test_what_cannot_be_meant_cannot_be_made(make):
    with pytest.raises(UsageError):
        make()
