"""What a check found: questions, what was tried, answers; and the file to send."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from core import __version__
from core.errors import BestlightError, one_line, reason
from core.files import write_text
from resolve_plugin.bridge import HostGone
from resolve_plugin.redact import Redactor

Outcome = Literal["yes", "no", "unclear", "failed", "skipped"]


@dataclass(frozen=True)
class CheckAnswer:
    """What a probe says.

    Attributes:
        outcome: of its question; "unclear" where what was seen allows no answer.
        tried: what was done to find out.
        answer: what was seen, in a sentence.
    """

    outcome: Outcome
    tried: str
    answer: str


@dataclass(frozen=True)
class CheckFinding:
    """A question and its answer, with the seconds that it took."""

    question: str
    outcome: Outcome
    tried: str
    answer: str
    seconds: float


def answer_question(question: str, probe: Callable[[], CheckAnswer]) -> CheckFinding:
    """Run one probe; what goes wrong in it is its answer, so that it never stops the others.

    Raises:
        HostGone: Resolve is not there any more.
    """
    start = time.perf_counter()
    try:
        answer = probe()
    except HostGone:
        raise
    except BestlightError as error:
        answer = CheckAnswer(
            "failed", "", error.message + (f" ({error.hint})" if error.hint else "")
        )
    except Exception as error:  # noqa: BLE001  (a Resolve may answer anything at all)
        answer = CheckAnswer(
            "failed", "", f"{type(error).__name__}: {one_line(reason(error))[:200]}"
        )
    seconds = time.perf_counter() - start
    return CheckFinding(question, answer.outcome, answer.tried, answer.answer, round(seconds, 3))


def redact_findings(
    findings: Iterable[CheckFinding], redactor: Redactor
) -> tuple[CheckFinding, ...]:
    """The findings without the user's name and home."""
    return tuple(
        CheckFinding(
            f.question, f.outcome, redactor.text(f.tried), redactor.text(f.answer), f.seconds
        )
        for f in findings
    )


def findings_as_dict(findings: Sequence[CheckFinding]) -> dict[str, Any]:
    """The findings as JSON-serialisable data."""
    return {
        "bestlight": __version__,
        "platform": sys.platform,
        "findings": [asdict(finding) for finding in findings],
    }


def write_findings(findings: Sequence[CheckFinding], path: Path, *, force: bool = False) -> None:
    """Write the file that a user can send: JSON, one finding after the other.

    Raises:
        BestlightError: it exists and `force` is false, or the place cannot be written.
    """
    write_text(path, json.dumps(findings_as_dict(findings), indent=1) + "\n", force=force)
