"""The contact sheet of a grade's candidates, beside the LUT."""

from __future__ import annotations

from pathlib import Path

from core.grade.run import FinishedGrade


def sheet_beside(lut: Path) -> Path:
    """Where the contact sheet lies of a LUT that is written there."""
    return lut.with_name(f"{lut.stem}_candidates.png")


def write_candidates(found: FinishedGrade, path: Path, *, force: bool) -> None:
    """Write the contact sheet: the shot, its references, and every candidate.

    Raises:
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    from core.report.sheet import SheetPicture, write_sheet

    given = [SheetPicture(found.shot.hero_displayed, "the shot")]
    for number, shot in enumerate(found.references, 1):
        name = f"reference {number}" if len(found.references) > 1 else "the reference"
        given.append(SheetPicture(shot.hero_displayed, name))
    pairs = zip(found.candidates, found.candidate_pictures, strict=True)
    candidates = [
        SheetPicture(rgb, one.name, place + 1, place == found.picked)
        for place, (one, rgb) in enumerate(pairs)
    ]
    write_sheet(path, given, candidates, force=force)
