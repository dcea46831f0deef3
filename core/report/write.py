"""Writing a report: both files or, where one cannot be, none."""

from __future__ import annotations

from pathlib import Path

from core.files import refuse_overwrite, whole_file
from core.job.result import GradeResult
from core.report.measure import measure_grade
from core.report.page import render_page
from core.report.pictures import ReportPictures
from core.report.twin import make_json_twin


def write_report(
    result: GradeResult,
    pictures: ReportPictures,
    html_path: Path,
    json_path: Path,
    *,
    force: bool,
) -> None:
    """Measure a grade and write the page and its JSON twin, UTF-8.

    Raises:
        BestlightError: the pictures are not the result's, a file exists and `force` is false, or a
            place cannot be written.
    """
    for path in (html_path, json_path):
        refuse_overwrite(path, force=force)
    measures = measure_grade(result, pictures)
    page = render_page(result, pictures, measures)
    twin = make_json_twin(result, pictures, measures)
    with (
        whole_file(html_path, force=force) as html_part,
        whole_file(json_path, force=force) as json_part,
    ):
        html_part.write_text(page, encoding="utf-8", newline="\n")
        json_part.write_text(twin, encoding="utf-8", newline="\n")
