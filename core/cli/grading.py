"""`grade`, `lut` and `demo`: the commands that find a look."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Force, Jobs, Json, with_job_options
from core.cli.output import print_json, progress_shown, say
from core.errors import BestlightError, Cancelled, UsageError, reason

if TYPE_CHECKING:
    from core.grade.job import GradeJob, GradeResult
    from core.progress import Progress

Run = Callable[["GradeJob", "Progress"], "GradeResult"]
MAX_JOBS_BYTES = 64 << 20


def add_grading_commands(app: typer.Typer) -> None:
    """Register `grade`, `lut` and `demo`."""
    app.command()(with_job_options(grade))
    app.command()(with_job_options(lut))
    app.command()(demo)


def grade(
    asked: dict[str, Any],
    clip: Annotated[str | None, typer.Argument(help="The clip or picture to grade.")] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Folder for the results.")
    ] = None,
    codec: Annotated[
        str | None,
        typer.Option(help="h264, h265, h265-10, prores, dnxhr or ffv1. [by the source]"),
    ] = None,
    jobs: Jobs = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Grade a clip: a LUT, a graded clip and a report."""
    from core.grade.deliver import run_grade

    def run(job: GradeJob, progress: Progress) -> GradeResult:
        return run_grade(job, progress, codec=codec, force=force)

    _serve(run, clip, output, asked, jobs, as_json)


def lut(
    asked: dict[str, Any],
    source: Annotated[str | None, typer.Argument(help="The picture or clip to grade.")] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="The LUT to write, e.g. OUT.cube.")
    ] = None,
    jobs: Jobs = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Find a look and write its LUT only."""
    from core.grade.run import run_lut

    def run(job: GradeJob, progress: Progress) -> GradeResult:
        return run_lut(job, progress, force=force, reads=as_json)

    _serve(run, source, output, asked, jobs, as_json)


def demo(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A new folder for the results.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Grade the shipped sample clip from the shipped still, then from a sentence."""
    from core.demo import SAMPLE_PROMPT, sample_clip, sample_still
    from core.grade.deliver import run_grade
    from core.grade.job import GradeJob

    folder = (output or _new_folder(Path("bestlight-demo"))).absolute()
    clip = str(sample_clip())
    still = GradeJob(clip, reference=(str(sample_still()),), output=str(folder / "still"))
    words = GradeJob(clip, prompt=(SAMPLE_PROMPT,), output=str(folder / "prompt"))
    results = []
    for job in (still, words):
        with progress_shown(quiet=as_json) as progress:
            results.append(run_grade(job, progress, codec=None, force=False))
        if not as_json:
            say("from the still:" if job.reference else f"from the words “{SAMPLE_PROMPT}”:")
            _print_result(results[-1], as_json)
    if as_json:
        print_json({"results": [result.as_dict() for result in results]})


def _new_folder(wish: Path) -> Path:
    number = 2
    folder = wish
    while folder.exists():
        folder = wish.with_name(f"{wish.name}-{number}")
        number += 1
    return folder


def _serve(
    run: Run,
    source: str | None,
    output: str | None,
    asked: dict[str, Any],
    jobs: Path | None,
    as_json: bool,
) -> None:
    from core.grade.job import job_from_dict

    if jobs is not None:
        if source or output:
            raise UsageError(
                "--jobs names the sources and outputs itself", hint="leave SOURCE and -o out"
            )
        _run_jobs(run, _read_jobs(jobs), asked, as_json)
        return
    if not source:
        raise UsageError("there is nothing to grade", hint="name a clip or picture, or use --jobs")
    job = job_from_dict({**asked, "source": source, "output": output or ""})
    with progress_shown(quiet=as_json) as progress:
        result = run(job, progress)
    _print_result(result, as_json)


def _read_jobs(path: Path) -> list[Any]:
    try:
        if str(path) == "-":
            raw = sys.stdin.buffer.read(MAX_JOBS_BYTES + 1)
        else:
            with path.open("rb") as file:
                raw = file.read(MAX_JOBS_BYTES + 1)
    except OSError as error:
        raise BestlightError(
            f"cannot read the jobs in {path}: {reason(error)}", hint="check the file's name"
        ) from error
    return parse_jobs(raw, str(path))


def parse_jobs(raw: bytes, name: str) -> list[Any]:
    """The list of jobs in a file's bytes, each still as plain JSON data.

    Raises:
        BestlightError: the file is not a JSON array.
    """
    if len(raw) > MAX_JOBS_BYTES:
        raise BestlightError(f"{name} is too large for a list of jobs")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BestlightError(
            f"{name} is not a list of jobs: {reason(error)[:200]}",
            hint='write [{"source": "a.png", "reference": ["b.png"], "output": "a.cube"}, ...]',
        ) from error
    if not isinstance(data, list):
        raise BestlightError(f"{name} holds no JSON array of jobs", hint="put the jobs in [ ]")
    return data


def _run_jobs(run: Run, jobs: list[Any], asked: dict[str, Any], as_json: bool) -> None:
    from core.grade.job import failed, job_from_dict

    results: list[dict[str, Any]] = []
    cancelled = False
    for number, data in enumerate(jobs, 1):
        try:
            job = job_from_dict({**asked, **data} if isinstance(data, dict) else data)
            with progress_shown(quiet=True) as progress:
                results.append(run(job, progress).as_dict())
        except Cancelled:
            cancelled = True
            break
        except BestlightError as error:
            results.append(failed(_source(data), error))
        except Exception as error:  # noqa: BLE001  (one job's fault must not stop the others)
            fault = BestlightError(f"internal error: {type(error).__name__}: {reason(error)[:200]}")
            results.append(failed(_source(data), fault))
        if not as_json:
            _say_job(number, len(jobs), results[-1])
    bad = sum("error" in result for result in results)
    if as_json:
        print_json({"results": results, "failed": bad, "cancelled": cancelled})
    if cancelled:
        sys.stderr.write(f"bestlight: cancelled; {len(results)} of {len(jobs)} jobs were done\n")
    if bad or cancelled:
        raise typer.Exit(1)


def _source(data: Any) -> str:
    return str(data.get("source", "")) if isinstance(data, dict) else ""


def _say_job(number: int, total: int, result: dict[str, Any]) -> None:
    if "error" in result:
        sys.stderr.write(f"[{number}/{total}] {result['source']}: {result['error']}\n")
    else:
        say(f"[{number}/{total}] {' '.join(result['outputs'].values())}")


def _print_result(result: GradeResult, as_json: bool) -> None:
    if as_json:
        print_json(result.as_dict())
        return
    names = {"lut": "LUT", "clip": "graded", "report": "report", "report_json": "report data"}
    for kind, path in result.outputs.items():
        say(f"{names[kind]:12} {path}")
    for choice in result.choices:
        if not choice.certain:
            say(f"{'assumed':12} {choice.what} is {choice.value}: {choice.reason}")
    say(f"{'confidence':12} {result.confidence:.0%} ({result.engine})")
    for note in result.notes:
        say(f"{'note':12} {note}")
    for level, text in result.findings:
        if level != "ok":
            say(f"{level:12} {text}")
