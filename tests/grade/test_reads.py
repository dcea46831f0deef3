"""What results and reports say that the pictures look like."""

from __future__ import annotations

import json
from pathlib import Path

from core.demo import sample_still
from core.grade.deliver import run_grade
from core.host.lut_file import write_lut_for
from core.job.job import GradeJob
from core.progress import Progress


def test_a_grade_says_how_its_pictures_read(tmp_path: Path):
    job = GradeJob(
        source=str(sample_still()),
        reference=(str(sample_still()),),
        prompt=("black and white",),
        weights=(0.0, 1.0),
        output=str(tmp_path / "out"),
    )
    result = run_grade(job, Progress(), codec=None, force=False).as_dict()
    reads = json.loads(json.dumps(result))["reads"]
    assert reads["result"]["levels"]["saturation"] == "none"
    assert reads["source"]["levels"]["saturation"] != "none"
    assert reads["references"][0]["name"] == sample_still().name
    assert reads["result"]["palette"] == {}
    page = Path(result["outputs"]["report"]).read_text(encoding="utf-8")
    assert "What the pictures look like" in page
    twin = json.loads(Path(result["outputs"]["report_json"]).read_text(encoding="utf-8"))
    assert twin["result"]["reads"] == reads


def test_a_lut_alone_is_not_read_unless_asked(tmp_path: Path):
    job = GradeJob(
        source=str(sample_still()), prompt=("warmer",), output=str(tmp_path / "warm.cube")
    )
    assert write_lut_for(job, Progress(), force=False).reads == {}
    read = write_lut_for(job, Progress(), force=True, reads=True).reads
    assert set(read) == {"source", "references", "result"}
