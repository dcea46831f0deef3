"""What the clips of a batch get: LUTs in Resolve's folder, or CDLs; only what passes the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.cdl import Cdl
from core.grade.grading import Grading, Part
from core.grade.label import comment_lut
from core.grade.node_lut import NodeLut, require_sound
from core.host.clip_grading import SharedLook, require_one_space
from core.host.types import Label
from core.job.job import GradeJob
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.guards import (
    Intent,
    judge_balance,
    judge_intent,
    tag_intent,
    tags_against_balance,
    warn_of_large,
)
from resolve_plugin.picture_damage import find_damage_of
from resolve_plugin.requests import BatchRequest
from resolve_plugin.split import balance_as_cdl, balance_as_shown

NEUTRAL = Cdl()
FAR = 4.0
"""10-bit codes from which on a CDL is said to miss a balance."""


@dataclass(frozen=True)
class BatchLuts:
    """Writes the LUTs of a batch into Resolve's folder; only such as pass the gate.

    Attributes:
        project: the open project.
        request: the batch.
        written: every file, once it is there.
        shared: the look and its clips.
        noted: what the clips' notes say of their light, by the clip's id.
    """

    project: OpenProject
    request: BatchRequest
    written: list[Path]
    shared: SharedLook
    noted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def write_look(self, gradings: Mapping[str, Grading], group: str) -> Path:
        """The look that all clips share, for the group's node."""
        every = list(gradings.values())
        require_one_space(every)
        return self._write(every[0], "look", group, self.request.job)[0]

    def write_clip(
        self, grading: Grading, clip: str, name: str
    ) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
        """A clip's LUT, or the numbers of its CDL, and what is to be said of either.

        The look is apart in every mode but "clip".
        """
        # What the hero is meant to be, all are that come to it.
        hero = self.shared.hero_of(clip)
        pictures = self.shared.gradings[hero].shot.pictures
        intents = judge_intent(tag_intent(pictures), self.noted.get(hero, {}))
        job, told = self._job_for(intents)
        if told and hero != clip:
            grading, job = grading.without_balance(), self.request.job
            told = ("it comes to a clip that looks meant, which is not balanced: --neutral does",)
        damage = find_damage_of(grading.map(job.adjust_part), grading.shot)
        if self.request.cdl:
            cdl, found = self._balance(grading, job)
            return "", cdl, (*told, *found, *damage)
        of: Part = "whole" if self.request.mode == "clip" else "balance"
        file, found = self._write(grading, of, name, job)
        judged = judge_balance(intents, balance_as_shown(grading, job))
        return str(file), (), (*told, *found, *judged, *damage)

    def _job_for(self, intents: Sequence[Intent]) -> tuple[GradeJob, tuple[str, ...]]:
        """The job for a clip: without a balance where it looks meant as it is, and what is said."""
        job, meant = self.request.job, tags_against_balance(intents)
        if not meant or self.request.neutral or not job.amounts.balance:
            return job, ()
        words = f"it looks meant ({'; '.join(meant)}), so it was not balanced: --neutral does"
        return replace(job, balance=0.0), (words,)

    def _balance(
        self, grading: Grading, job: GradeJob
    ) -> tuple[tuple[float, ...], tuple[str, ...]]:
        if not job.amounts.balance:
            return (*NEUTRAL.slope, *NEUTRAL.offset), ()
        cdl, off = balance_as_cdl(grading, job)
        words = f"its balance as a CDL is {off:.1f} 10-bit codes off the finest one (99 %)"
        far = (words,) if off > FAR else ()
        return (*cdl.slope, *cdl.offset), (*far, *warn_of_large(cdl))

    def _write(
        self, grading: Grading, of: Part, name: str, job: GradeJob
    ) -> tuple[Path, tuple[str, ...]]:
        lut = grading.finished(job.adjust_part, output=job.output_space, size=job.size, of=of)
        require_sound(lut, accept_faults=job.accept_faults)
        holds = "balance and look" if of == "whole" else of
        label = Label(self.request.look, (f"holds: {holds}", *comment_lut(job, lut)))
        file = self.project.write_lut(lut, name, label).file
        self.written.append(file)
        return file, _warnings(lut)


def _warnings(lut: NodeLut) -> tuple[str, ...]:
    found = (finding for finding in lut.health.findings if finding.level != "ok")
    return tuple(f"{finding.level}: {finding.text}" for finding in found)
