"""Writing a report: both files or, where one cannot be, none."""

from __future__ import annotations

from pathlib import Path

from core.files import refuse_overwrite, whole_file
from core.report.data import ReportData
from core.report.measure import measure
from core.report.page import page
from core.report.twin import twin


def write_report(data: ReportData, html_path: Path, json_path: Path, *, force: bool) -> None:
    """Measure `data` and write the page and its JSON twin, UTF-8.

    Raises:
        BestlightError: a file exists and `force` is false, or a place cannot be written.
    """
    for path in (html_path, json_path):
        refuse_overwrite(path, force=force)
    measures = measure(data)
    texts = page(data, measures), twin(data, measures)
    with (
        whole_file(html_path, force=force) as html_part,
        whole_file(json_path, force=force) as json_part,
    ):
        html_part.write_text(texts[0], encoding="utf-8", newline="\n")
        json_part.write_text(texts[1], encoding="utf-8", newline="\n")
