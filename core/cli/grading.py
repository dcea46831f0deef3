"""`grade`, `lut` and `demo`: the commands that find a look."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Force, Jobs, Json, with_job_options
from core.cli.output import print_json, progress_shown, say
from core.errors import BestlightError, Cancelled, UsageError, reason
from core.job.result import HealthFinding

if TYPE_CHECKING:
    from core.cli.jobs_record import JobsRecord
    from core.job.job import GradeJob
    from core.job.result import GradeResult
    from core.progress import Progress

MAX_JOBS_BYTES = 64 << 20


@dataclass(frozen=True)
class Work:
    """What a command does with a job.

    Attributes:
        name: of what is done, with what else than the job decides it.
        run: does it; the last argument: whether files that exist are overwritten.
        place: what it writes to, which no two jobs may share.
        force: whether the user asked to overwrite files.
    """

    name: str
    run: Callable[[GradeJob, Progress, bool], GradeResult]
    place: Callable[[GradeJob], Path]
    force: bool


def add_grading_commands(app: typer.Typer) -> None:
    """Register `grade`, `lut` and `demo`."""
    app.command()(with_job_options(grade))
    app.command()(with_job_options(lut))
    app.command()(demo)


def grade(
    asked: dict[str, Any],
    clip: Annotated[
        str | None, typer.Argument(metavar="CLIP", help="The clip or picture to grade.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Folder for the results. [CLIP-bestlight]"
        ),
    ] = None,
    codec: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The graded clip's: h264, h265, h265-10, prores, dnxhr or ffv1. [by the source]",
        ),
    ] = None,
    regions: Annotated[
        str,
        typer.Option(
            metavar="WAY",
            help="How changes to regions reach the graded file: lut, by their colours, as the LUT "
            "has them; or spatial, by their masks.",
        ),
    ] = "lut",
    jobs: Jobs = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Grade a clip: a LUT, a graded clip and a report."""
    from core.grade.deliver import folder_of, run_grade
    from core.media import stem_of

    if regions not in ("lut", "spatial"):
        raise UsageError(f"unknown way {regions!r:.40}", hint="--regions is lut or spatial")

    def run(job: GradeJob, progress: Progress, over: bool) -> GradeResult:
        spatial = regions == "spatial"
        return run_grade(job, progress, codec=codec, force=over, spatial=spatial)

    def place(job: GradeJob) -> Path:
        return folder_of(job) / stem_of(Path(job.source))

    work = Work(f"grade {codec}", run, place, force)
    _serve(work, clip, output, asked, jobs, as_json)


def lut(
    asked: dict[str, Any],
    source: Annotated[
        str | None, typer.Argument(metavar="SOURCE", help="The picture or clip to grade.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="LUT",
            help="The LUT to write: .cube .3dl .csp .itx .clf .ctf .spi3d, or a Hald .png.",
        ),
    ] = None,
    jobs: Jobs = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Find a look and write its LUT only."""
    from core.host.lut_file import write_lut_for

    def run(job: GradeJob, progress: Progress, over: bool) -> GradeResult:
        return write_lut_for(job, progress, force=over, reads=as_json)

    work = Work(f"lut {as_json}", run, lambda job: Path(job.output), force)
    _serve(work, source, output, asked, jobs, as_json)


def demo(
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="A new folder for the results. [bestlight-demo]"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Grade the shipped sample clip, by a still and by a sentence."""
    from core.demo import SAMPLE_PROMPT, sample_clip, sample_still
    from core.grade.deliver import run_grade
    from core.job.job import GradeJob

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
    work: Work,
    source: str | None,
    output: str | None,
    asked: dict[str, Any],
    jobs: Path | None,
    as_json: bool,
) -> None:
    from core.job.codec import job_from_dict

    if jobs is not None:
        if source or output:
            raise UsageError(
                "--jobs names the sources and outputs itself", hint="leave SOURCE and -o out"
            )
        _run_jobs(work, jobs, asked, as_json)
        return
    if not source:
        raise UsageError("there is nothing to grade", hint="name a clip or picture, or use --jobs")
    job = job_from_dict({**asked, "source": source, "output": output or ""})
    with progress_shown(quiet=as_json) as progress:
        result = work.run(job, progress, work.force)
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


def _run_jobs(work: Work, file: Path, asked: dict[str, Any], as_json: bool) -> None:
    from core.cli.jobs_record import JobsRecord
    from core.job.codec import failure_as_dict

    jobs = _read_jobs(file)
    record = JobsRecord(file, anew=work.force)
    results: list[dict[str, Any]] = []  # 36 KB each; kept only where they are printed
    taken: set[Path] = set()
    done = bad = 0
    cancelled = False
    for number, data in enumerate(jobs, 1):
        try:
            result = _run_job(work, record, data, asked, taken)
            done += 1
        except Cancelled:
            cancelled = True
            break
        except BestlightError as error:
            result = failure_as_dict(_source(data), error)
        except Exception as error:  # noqa: BLE001  (one job's fault must not stop the others)
            fault = BestlightError(f"internal error: {type(error).__name__}: {reason(error)[:200]}")
            result = failure_as_dict(_source(data), fault)
        bad += "error" in result
        if as_json:
            results.append(result)
        else:
            _say_job(f"[{number}/{len(jobs)}]", result)
    if as_json:
        print_json({"results": results, "failed": bad, "cancelled": cancelled})
    if bad or cancelled:
        ended = "cancelled; " if cancelled else ""
        said = f"{done} of {len(jobs)} jobs were done, {bad} failed"
        sys.stderr.write(f"bestlight: {ended}{said}\n")
        raise typer.Exit(1)
    record.finish()


def _run_job(
    work: Work, record: JobsRecord, data: Any, asked: dict[str, Any], taken: set[Path]
) -> dict[str, Any]:
    """Do one job of several, unless it would write over what one before it wrote (`taken`), or is
    done already.
    """
    from core.cli.jobs_record import job_key
    from core.job.codec import job_from_dict

    job = job_from_dict({**asked, **data} if isinstance(data, dict) else data)
    place = work.place(job).absolute()
    if _is_taken(place, taken):
        raise UsageError(
            f"an earlier job has written to {work.place(job)}", hint="give each its own output"
        )
    key = job_key(job, work.name)
    before = record.result(key)
    if before is None:
        before = _done_now(work, record, job, key)
    taken.add(place)
    return before


def _done_now(work: Work, record: JobsRecord, job: GradeJob, key: str) -> dict[str, Any]:
    own = work.force or record.was_cut_short(key)
    record.begin(key, work.place(job))
    try:
        with progress_shown(quiet=True) as progress:
            result = work.run(job, progress, own).as_dict()
    except BaseException:
        record.fail(key)
        raise
    record.done(key, result)
    return result


def _is_taken(place: Path, taken: set[Path]) -> bool:
    """Whether it is one of those places, if only in other letters or by another way."""
    if place in taken or not os.path.exists(place):  # noqa: PTH110  (raises nothing)
        return place in taken
    return any(other.exists() and place.samefile(other) for other in taken)


def _source(data: Any) -> str:
    return str(data.get("source", "")) if isinstance(data, dict) else ""


def _say_job(number: str, result: dict[str, Any]) -> None:
    if "error" in result:
        about = f"{result['source']}: " if result["source"] else ""
        hint = f"  hint: {result['hint']}\n" if result["hint"] else ""
        sys.stderr.write(f"{number} {about}{result['error']}\n{hint}")
        return
    paths = " ".join(result["outputs"].values())
    if result.get("done_before"):
        say(f"{number} done before: {paths}")
        return
    say(f"{number} {paths}")
    _say_remarks(result["notes"], [HealthFinding(**found) for found in result["findings"]])


def _print_result(result: GradeResult, as_json: bool) -> None:
    if as_json:
        print_json(result.as_dict())
        return
    names = {
        "lut": "LUT",
        "clip": "graded",
        "report": "report",
        "report_json": "report data",
        "candidates": "sheet",
    }
    for kind, path in result.outputs.items():
        say(f"{names[kind]:12} {path}")
    chosen = {choice.what: choice.value for choice in result.choices}
    takes = chosen.get("Source: graded in", chosen["Source: colour space"])
    say(f"{'spaces':12} {takes} to {chosen['LUT: output space']}")
    for choice in result.choices:
        if not choice.certain:
            say(f"{'assumed':12} {choice.what} is {choice.value}: {choice.reason}")
    say(f"{'confidence':12} {result.confidence:.0%} ({result.engine})")
    for one in result.candidates:
        say(f"{'candidate':12} {one.number} {one.name}{' (taken)' if one.picked else ''}")
    _say_remarks(result.notes, result.findings)


def _say_remarks(notes: Sequence[str], findings: Sequence[HealthFinding]) -> None:
    for note in notes:
        say(f"{'note':12} {note}")
    for found in findings:
        if found.level != "ok":
            say(f"{found.level:12} {found.text}")
