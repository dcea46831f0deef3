"""What every host promises, tried on each of them in the same words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import BestlightError, Cancelled, UsageError
from core.grade.node_lut import FaultyLut
from core.grade.timeline import Wishes
from core.host.clip_grading import grade_clip, grade_clips
from core.host.host import Host
from core.host.types import HostClip, Label
from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.lut.files import read_lut
from core.progress import Progress, Update
from tests.host.benches import Bench, FileBench, ResolveBench, make_media
from tests.node_luts import folding, warm

LOOK = Label("Blade Runner", ("reference: still.png",))
BRIGHTER = GradeJob("", adjustments=Adjustments(exposure=0.5), size=17, balance=0.0)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_media(tmp_path_factory.mktemp("media") / "film")


@pytest.fixture(params=[FileBench, ResolveBench])
def bench(request: pytest.FixtureRequest, media: Path, tmp_path: Path) -> Bench:
    return request.param(media, tmp_path)


@pytest.fixture
def host(bench: Bench) -> Host:
    return bench.host


@pytest.fixture
def first(host: Host) -> HostClip:
    return host.clip_called("first.mov")


def mean_of(host: Host, clip: HostClip) -> np.ndarray:
    """The mean colour of a clip's pictures as its node receives them."""
    footage = host.footage(clip, host.node_space(clip), Progress())
    return np.mean([frame.mean(axis=(0, 1)) for frame in footage.frames], axis=0)


# --- looking --------------------------------------------------------------------------------------


def test_the_state_names_the_current_clip(host: Host, first: HostClip):
    state = host.state()
    assert state.current == first
    assert (state.writable, state.reason) == (True, "")
    assert state.product
    assert state.version


@pytest.mark.parametrize(
    ("scope", "name", "expected"),
    [
        ("current", "", {"first.mov"}),
        ("selected", "", {"first.mov", "second.mov"}),
        ("track", "1", {"first.mov", "second.mov"}),
        ("timeline", "", {"first.mov", "second.mov"}),
    ],
)
def test_the_clips_of_a_scope(host: Host, scope, name: str, expected: set[str]):
    clips = [clip for clip in host.clips(scope, name) if clip.name != "warm.png"]
    assert {clip.name for clip in clips} == expected
    assert [clip.start for clip in clips] == sorted(clip.start for clip in clips)
    assert all(clip.gradable and clip.kind == "clip" for clip in clips)


@pytest.mark.parametrize(("scope", "name"), [("track", "9"), ("group", "Interview")])
def test_a_track_or_group_that_is_not_there_is_said(host: Host, scope, name: str):
    with pytest.raises(UsageError):
        host.clips(scope, name)


def test_a_clip_is_found_by_name_and_by_id(host: Host, first: HostClip):
    assert host.clip_called(first.id) == first
    with pytest.raises(UsageError, match="no clip"):
        host.clip_called("third.mov")


def test_the_space_and_the_pictures_at_the_node(bench: Bench, first: HostClip):
    before = bench.snapshot()
    space = bench.host.node_space(first)
    assert space.space is not None
    assert space.reason
    footage = bench.host.footage(first, space, Progress())
    assert footage.shown.source.name == space.space
    for frame in footage.frames:
        assert frame.dtype == np.float32
        assert frame.shape[2] == 3
    assert bench.snapshot() == before


def test_all_hosts_see_the_same_pictures(media: Path, tmp_path: Path):
    files, resolve = FileBench(media, tmp_path / "a").host, ResolveBench(media, tmp_path / "b").host
    seen = [mean_of(host, host.clip_called("first.mov")) for host in (files, resolve)]
    assert np.abs(seen[0] - seen[1]).max() < 0.02


def test_a_clip_as_it_is_graded(bench: Bench, first: HostClip):
    def blue() -> float:
        footage = bench.host.graded_footage(first, Progress())
        return float(np.mean([frame[..., 2].mean() for frame in footage.displayed]))

    ungraded = blue()
    bench.host.attach(first, warm(0.5), LOOK)
    graded = bench.snapshot()
    assert blue() == pytest.approx(ungraded / 2, abs=0.02)
    assert bench.snapshot() == graded


# --- attaching and taking back --------------------------------------------------------------------


def test_attached_it_is_a_version_with_its_lut_and_reverted_all_is_as_before(
    bench: Bench, first: HostClip
):
    before = bench.snapshot()
    attached = bench.host.attach(first, warm(), LOOK)
    assert bench.snapshot() != before
    assert bench.versions(first) == [attached.version]
    assert attached.before not in ("", attached.version)
    assert attached.clip == first.id
    assert attached.node == bench.host.node_index(first)
    assert attached.file in bench.files()
    assert np.array_equal(read_lut(attached.file).table, warm().table.table)
    assert bench.host.state().current == first
    reverted = bench.host.revert(first)
    assert (reverted.version, reverted.removed) == (attached.before, attached.version)
    assert bench.snapshot() == before
    assert bench.versions(first) == []


def test_attached_again_each_is_a_version_and_revert_walks_back(bench: Bench, first: HostClip):
    second = bench.host.clip_called("second.mov")
    bench.host.attach(second, warm(0.9), LOOK)
    snapshots, attached = [bench.snapshot()], []
    for number in range(3):
        attached.append(bench.host.attach(first, warm(0.5 + number / 10), LOOK))
        snapshots.append(bench.snapshot())
    assert len({one.version for one in attached}) == len({one.file for one in attached}) == 3
    assert [one.before for one in attached[1:]] == [one.version for one in attached[:-1]]
    assert bench.versions(first) == [one.version for one in attached]
    for snapshot in reversed(snapshots[:-1]):
        bench.host.revert(first)
        assert bench.snapshot() == snapshot
    assert len(bench.versions(second)) == 1


def test_with_nothing_to_revert_nothing_is_changed(bench: Bench, first: HostClip):
    before = bench.snapshot()
    with pytest.raises(BestlightError, match=r"nothing on first\.mov"):
        bench.host.revert(first)
    assert bench.snapshot() == before


def test_a_lut_with_a_fault_is_refused_and_changes_nothing(bench: Bench, first: HostClip):
    before = bench.snapshot()
    with pytest.raises(FaultyLut, match="would break pictures") as raised:
        bench.host.attach(first, folding(), LOOK)
    assert "--accept-faults" in raised.value.hint
    assert bench.snapshot() == before
    assert bench.files() == []


def test_a_fault_is_let_through_where_the_user_says_so(bench: Bench, first: HostClip):
    before = bench.snapshot()
    attached = bench.host.attach(first, folding(), LOOK, accept_faults=True)
    assert np.array_equal(read_lut(attached.file).table, folding().table.table)
    bench.host.revert(first)
    assert bench.snapshot() == before


# --- what may stand in the way --------------------------------------------------------------------


def test_a_node_that_is_not_there_is_refused(bench: Bench, first: HostClip):
    before = bench.snapshot()
    with pytest.raises(UsageError, match="no node 9"):
        bench.host.node_index(first, 9)
    with pytest.raises(UsageError, match="no node 9"):
        bench.host.attach(first, warm(), LOOK, node=9)
    assert bench.snapshot() == before
    assert bench.files() == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda host, clip: host.require_gradable(clip) or host.node_index(clip),
        lambda host, clip: host.attach(clip, warm(), LOOK),
        lambda host, clip: host.footage(clip, host.node_space(clip), Progress()),
        lambda host, clip: host.graded_footage(clip, Progress()),
        lambda host, clip: grade_clip(host, clip, BRIGHTER, Progress()),
    ],
    ids=["node", "attach", "footage", "graded", "grade_clip"],
)
def test_a_clip_deleted_meanwhile_is_said(
    bench: Bench, first: HostClip, ask: Callable[[Host, HostClip], object]
):
    bench.delete(first)
    before = bench.snapshot()
    with pytest.raises(BestlightError, match=r"first\.mov|not on the current timeline"):
        ask(bench.host, first)
    assert bench.snapshot() == before
    assert bench.files() == []


def test_a_folder_that_cannot_be_written_to_is_named_with_a_remedy(bench: Bench, first: HostClip):
    before = bench.snapshot()
    open_again = bench.close_folder()
    try:
        with pytest.raises(BestlightError, match=r"luts|LUT") as raised:
            bench.host.attach(first, warm(), LOOK)
    finally:
        open_again()
    assert raised.value.hint
    assert bench.snapshot() == before
    bench.host.attach(first, warm(), LOOK)


# --- grading --------------------------------------------------------------------------------------


def test_stills_are_named_and_become_files(bench: Bench, tmp_path: Path):
    (still,) = [one for one in bench.host.stills() if "warm" in one.name]
    assert bench.host.still_called(bench.still) == still
    file = bench.host.still_file(still.id, tmp_path)
    assert file.suffix == ".png"
    assert file.is_file()
    with pytest.raises(UsageError):
        bench.host.still_called("nowhere")


@pytest.mark.parametrize("kind", ["still", "clip", "file"])
def test_a_still_a_clip_and_a_file_are_references(bench: Bench, first: HostClip, media: Path, kind):
    name = {"still": f"still:{bench.still}", "clip": "clip:second.mov"}
    reference = name.get(kind, str(media / "warm.png"))
    job = GradeJob("", reference=(reference,), engine="transport", size=17)
    before = bench.snapshot()
    graded = grade_clip(bench.host, first, job, Progress())
    assert len(graded.result.style["references"]) == 1
    assert bench.versions(first) == [graded.attached.version]
    assert graded.result.outputs["lut"] == str(graded.attached.file)
    bench.host.revert(first)
    assert bench.snapshot() == before


@pytest.mark.parametrize("reference", ["still:nowhere", "clip:nowhere"])
def test_a_reference_that_is_not_there_is_named(bench: Bench, first: HostClip, reference: str):
    before = bench.snapshot()
    with pytest.raises(UsageError, match="nowhere"):
        grade_clip(bench.host, first, GradeJob("", reference=(reference,)), Progress())
    assert bench.snapshot() == before


def test_a_grade_with_a_fault_is_refused_unless_the_job_accepts_it(
    bench: Bench, first: HostClip, monkeypatch: pytest.MonkeyPatch
):
    faulty = folding().health
    monkeypatch.setattr("core.grade.grading.node_health", lambda *_parts: faulty)
    before = bench.snapshot()
    with pytest.raises(FaultyLut):
        grade_clip(bench.host, first, BRIGHTER, Progress())
    assert bench.snapshot() == before
    accepting = GradeJob("", adjustments=BRIGHTER.adjustments, accept_faults=True, size=17)
    graded = grade_clip(bench.host, first, accepting, Progress())
    assert not graded.result.healthy
    assert bench.versions(first) == [graded.attached.version]


def test_a_cancel_changes_nothing(bench: Bench, first: HostClip):
    before = bench.snapshot()

    def look(update: Update) -> None:
        if update.stage == "Putting the LUT on first.mov":
            progress.cancel()

    progress = Progress(look)
    with pytest.raises(Cancelled):
        grade_clip(bench.host, first, BRIGHTER, progress)
    assert bench.snapshot() == before
    assert bench.files() == []


def test_clips_graded_together_have_one_look(bench: Bench, media: Path):
    before = bench.snapshot()
    clips = [bench.host.clip_called(name) for name in ("first.mov", "second.mov")]
    job = GradeJob("", reference=(str(media / "warm.png"),), engine="transport")
    shared = grade_clips(bench.host, clips, job, Progress())
    looks = [shared.gradings[clip.id].match.match.look for clip in clips]
    assert looks[0] is looks[1]
    assert shared.skipped == {}
    assert bench.snapshot() == before


def test_clips_of_one_scene_are_levelled_to_the_hero_that_the_user_chose(bench: Bench):
    clips = [bench.host.clip_called(name) for name in ("first.mov", "second.mov")]
    one_scene = Wishes(heroes=(1,), scenes={0: 0, 1: 0})
    balanced = replace(BRIGHTER, balance=1.0)
    shared = grade_clips(bench.host, clips, balanced, Progress(), wishes=one_scene)
    assert [shared.plans[clip.id].hero for clip in clips] == [False, True]
    note = shared.notes[clips[0].id][-1]
    assert note.startswith(("levelled to second.mov", "not balanced"))
    with pytest.raises(UsageError, match="no shot 3"):
        grade_clips(bench.host, clips, BRIGHTER, Progress(), wishes=Wishes(heroes=(2,)))


def test_candidates_are_for_one_clip_at_a_time(bench: Bench):
    clips = [bench.host.clip_called(name) for name in ("first.mov", "second.mov")]
    with pytest.raises(UsageError, match="one clip at a time"):
        grade_clips(bench.host, clips, replace(BRIGHTER, pick=2), Progress())


def test_a_clip_that_cannot_be_read_is_left_out_with_the_reason(bench: Bench):
    clips = [bench.host.clip_called(name) for name in ("first.mov", "second.mov")]
    bench.delete(clips[1])
    shared = grade_clips(bench.host, clips, BRIGHTER, Progress())
    assert set(shared.gradings) == {clips[0].id}
    assert set(shared.skipped) == {clips[1].id}
    assert shared.skipped[clips[1].id].message


def test_a_chosen_hero_that_cannot_be_read_is_told_of(media: Path, tmp_path: Path):
    film = shutil.copytree(media, tmp_path / "media")
    shutil.copy(film / "first.mov", film / "third.mov")
    bench = FileBench(film, tmp_path)
    clips = [bench.host.clip_called(name) for name in ("first.mov", "second.mov", "third.mov")]
    bench.delete(clips[1])
    job = replace(BRIGHTER, balance=1.0)
    shared = grade_clips(bench.host, clips, job, Progress(), wishes=Wishes(heroes=(1,)))
    (hero,) = (plan.name for plan in shared.plans.values() if plan.hero)
    told = [note for notes in shared.notes.values() for note in notes]
    assert f"second.mov could not be read and is no hero: {hero} is" in told
