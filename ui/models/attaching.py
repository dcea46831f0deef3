"""LUTs on clips: how they are labelled, put on several at once, and found again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from core.errors import BestlightError, Cancelled
from core.grade.label import comment_lut, name_look
from core.host.host import Host
from core.host.types import Attached, HostClip, Label
from core.progress import Progress
from ui.models.baking import Baked
from ui.models.look import Look
from ui.models.project import Applied

Standing = Literal["none", "preview", "applied", "drifted", "missing"]
"""How a look stands to what is on its clip."""


def label_of(baked: Baked, clip: HostClip) -> Label:
    """What is written into a LUT for a clip."""
    job = baked.look.job(str(clip.file or clip.name))
    return Label(name_look(job), comment_lut(job, baked.lut))


def digest_of(file: Path) -> str:
    """SHA-256 of a file, hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    return hashlib.sha256(file.read_bytes()).hexdigest()


def stands(applied: Applied) -> Standing:
    """Whether a LUT file is as it was written: "applied", "drifted" or "missing"."""
    try:
        return "applied" if digest_of(Path(applied.file)) == applied.sha256 else "drifted"
    except OSError:
        return "missing"


def attach_to(
    host: Host,
    clips: Sequence[HostClip],
    look: Look,
    output: str | None,
    size: int | None,
    progress: Progress,
    hero: HostClip | None = None,
) -> tuple[list[tuple[HostClip, Attached, str]], str]:
    """Grade clips together and attach each; what came of it, and what is to be said of it.

    Args:
        host: where they are.
        clips: at least one.
        look: one look for all of them.
        output: name of the LUT's output space; None: the usual one.
        size: its grid steps; None: the usual.
        progress: told how far it is.
        hero: the clip that the others of its scene are brought to, if it is among them.

    Returns:
        of each clip that has its LUT, what came of it and the file's SHA-256; and of each clip
        what was done for the sake of its scene, or why it has no LUT.

    Raises:
        Cancelled: before any clip had its LUT.
    """
    from core.grade.timeline import Wishes
    from core.host.clip_grading import grade_clips

    job = look.job("clips")
    heroes = tuple(at for at, clip in enumerate(clips) if hero and clip.id == hero.id)
    shared = grade_clips(host, clips, job, progress.part(0.7), wishes=Wishes(heroes=heroes))
    told = [f"{clip.name}: {shared.skipped[clip.id].message}" for clip in clips
            if clip.id in shared.skipped]  # fmt: skip
    rows = []
    writing = progress.part(0.3)
    for clip in clips:
        grading = shared.gradings.get(clip.id)
        if grading is None:
            continue
        try:
            writing.part(1 / len(clips)).stage(clip.name)
            lut = grading.finished(look.part, output=output, size=size)
            attached = host.attach(clip, lut, Label(name_look(job), comment_lut(job, lut)))
            rows.append((clip, attached, digest_of(attached.file)))
            told += [f"{clip.name}: {note}" for note in shared.notes[clip.id]]
        except Cancelled:
            if not rows:
                raise
            return rows, "; ".join([*told, f"stopped before {clip.name}"])
        except BestlightError as error:
            told.append(f"{clip.name}: {error.message}")
    return rows, "; ".join(told)
