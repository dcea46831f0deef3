from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import BestlightError, Cancelled, UsageError
from core.grade.label import name_look
from core.host.clip_grading import grade_clip
from core.job.job import GradeJob
from core.lut.files import read_lut
from core.media import read_still
from core.progress import Progress
from resolve_plugin.batch import run_batch, take_back_batch
from resolve_plugin.requests import BatchRequest
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks, small_clip
from tests.resolve.writing import PROFILES, Suite, cancelled_at, suite

SPACE = "Rec.709 Gamma 2.4"


def _film(folder: Path, profile: Profile | None = None) -> tuple[Suite, GradeJob]:
    from PIL import Image

    room = suite(folder, profile or Profile("20.2", "studio"), Quirks(still_lags=0))
    for number, name in enumerate("AB", 1):
        file = small_clip(folder / f"{name}.mov", 12, number)
        room.fake.add_item("clip", file, name, [Node("Bestlight")], frames=12)
    rows = np.linspace(0.1, 0.7, 40)[:, None, None] * np.array([1.0, 0.8, 0.55])
    still = folder / "warm.png"
    Image.fromarray(np.uint8(np.broadcast_to(rows, (40, 60, 3)) * 255)).save(still)
    # The classical engine follows the still closely, so that its warmth can be measured.
    job = GradeJob(source="", reference=(str(still),), balance=0.0, engine="transport", size=17)
    return room, job


def _seen(fake: FakeResolve, name: str, folder: Path) -> np.ndarray:
    fake.move_playhead(fake.items[name])
    folder.mkdir()
    path = folder / "seen.png"
    assert fake.app.GetProjectManager().GetCurrentProject().ExportCurrentFrameAsStill(str(path))
    return read_still(path).rgb


@pytest.mark.parametrize("profile", [PROFILES[0], PROFILES[-1]], ids=str)
def test_a_grade_from_a_still_is_seen_in_resolve_and_reverted(tmp_path: Path, profile: Profile):
    room, job = _film(tmp_path, profile)
    before, ungraded = room.fake.snapshot(), _seen(room.fake, "A", tmp_path / "before")
    place = room.fake.snapshot()
    graded = grade_clip(room.host, room.clip("A"), job, Progress(), space=SPACE)
    assert graded.attached.version == "Bestlight warm 1"
    assert graded.space.reason == "asked for"
    seen = _seen(room.fake, "A", tmp_path / "after")
    wanted = np.clip(read_lut(graded.attached.file).apply(ungraded), 0, 1)
    assert np.abs(seen - wanted).max() < 2 / 255
    assert (seen - ungraded)[..., 2].mean() < -0.02
    head = graded.attached.file.read_text().splitlines()[:6]
    assert any("warm.png" in line for line in head)
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == place
    assert before["projects"]["Test Film"]["timelines"] != {}


def test_the_space_is_asked_for_where_it_cannot_be_known(tmp_path: Path):
    room, job = _film(tmp_path)
    room.fake.project.settings["colorScienceMode"] = "davinciYRGBColorManagedv2"
    room.fake.project.settings["colorSpaceTimeline"] = "Some New Space"
    with pytest.raises(UsageError) as raised:
        grade_clip(room.host, room.clip("A"), job, Progress())
    assert "--input-space" in raised.value.hint
    with pytest.raises(UsageError, match="nonsense"):
        grade_clip(room.host, room.clip("A"), job, Progress(), space="nonsense")


def test_a_still_of_the_gallery_and_another_clip_are_references(tmp_path: Path):
    room, job = _film(tmp_path)
    picture = read_still(Path(job.reference[0])).rgb
    room.fake.add_still(picture, "sunset")
    room.fake.page, room.fake.gallery_open = "color", True
    before = room.fake.snapshot()
    (name,) = [still.name for still in room.host.stills() if "sunset" in still.name]
    for reference in (f"still:{name}", "clip:B"):
        room.fake.page = "color"
        asked = replace(job, reference=(reference,))
        graded = grade_clip(room.host, room.clip("A"), asked, Progress(), space=SPACE)
        assert len(graded.result.style["references"]) == 1
        room.host.revert(room.clip("A"))
        assert room.fake.snapshot() == before


@pytest.mark.parametrize("reference", ["still:nothing", "clip:nothing"])
def test_a_reference_that_is_not_there_is_named(tmp_path: Path, reference: str):
    room, job = _film(tmp_path)
    with pytest.raises(UsageError, match=r"no .* 'nothing'"):
        grade_clip(
            room.host, room.clip("A"), replace(job, reference=(reference,)), Progress(), space=SPACE
        )


def test_what_stands_in_the_way_is_told_before_the_clip_is_read(tmp_path: Path):
    room, job = _film(tmp_path)
    stages: list[str] = []
    progress = Progress(lambda update: stages.append(update.stage))
    clip = room.clip("A")
    room.fake.open_modal()
    with pytest.raises(BestlightError, match="dialog"):
        grade_clip(room.host, clip, job, progress, space=SPACE)
    room.fake.close_modal()
    lost_media = replace(clip, kind="offline", gradable=False, reason="its media is offline")
    with pytest.raises(BestlightError, match="cannot be graded: its media is offline"):
        grade_clip(room.host, lost_media, job, progress)
    assert stages == []


@pytest.mark.parametrize("stage", ["Finding the look", "Putting the LUT on A"])
def test_a_cancel_changes_nothing(tmp_path: Path, stage: str):
    room, job = _film(tmp_path)
    before = room.fake.snapshot()
    with pytest.raises(Cancelled):
        grade_clip(room.host, room.clip("A"), job, cancelled_at(stage, 0), space=SPACE)
    assert room.fake.snapshot() == before
    assert room.luts() == []


def test_the_same_job_gives_the_same_lut_file(tmp_path: Path):
    room, job = _film(tmp_path)
    first = grade_clip(room.host, room.clip("A"), job, Progress(), space=SPACE)
    second = grade_clip(room.host, room.clip("A"), job, Progress(), space=SPACE)
    assert first.attached.file == second.attached.file
    assert second.attached.before == first.attached.version


def test_a_batch_with_a_real_look_is_seen_and_taken_back(tmp_path: Path):
    room, job = _film(tmp_path)
    before = room.fake.snapshot()
    request = BatchRequest(job, "timeline", space=SPACE)
    summary = run_batch(room.host, request, Progress())
    assert [done.version for done in summary.done] == ["Bestlight warm 1"] * 2
    tables = [read_lut(done.file).table for done in summary.done]
    assert np.abs(tables[0] - tables[1]).max() < 1e-6  # one look, no balance asked for
    take_back_batch(room.host, summary.batch)
    assert room.fake.snapshot() == before


def test_looks_are_named_for_people():
    job = GradeJob(source="x")
    assert name_look(replace(job, reference=("/a/Blade Runner.jpg",))) == "Blade Runner"
    assert name_look(replace(job, reference=("still:Stills 1: sunset", "b.png"))) == (
        "Stills 1: sunset + b"
    )
    assert name_look(replace(job, prompt=("warm dusk",))) == "warm dusk"
    assert name_look(job) == "adjustments"
    long = name_look(replace(job, prompt=("warm dusk, " * 20,)))
    assert long == "warm dusk, warm dusk, warm dusk..."
    assert name_look(replace(job, prompt=("a" * 90,))) == "a" * 37 + "..."
    assert name_look(replace(job, prompt=("warm\ndusk",))) == "warm dusk"


def test_a_prompt_stands_in_the_head_of_its_lut(tmp_path: Path):
    room, job = _film(tmp_path)
    asked = replace(job, reference=(), prompt=("warmer, softer contrast",))
    graded = grade_clip(room.host, room.clip("A"), asked, Progress(), space=SPACE)
    head = graded.attached.file.read_text().splitlines()[:9]
    assert "# prompt: warmer, softer contrast" in head
    assert graded.attached.version == "Bestlight warmer, softer contrast 1"
