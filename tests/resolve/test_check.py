"""The self-check against the fake: it finds what the fake was told to do, and leaves nothing."""

import json
from itertools import product
from pathlib import Path

import pytest

from core.errors import BestlightError, Cancelled
from core.progress import Progress, Update
from resolve_plugin.adapter.connection import Connection, connect
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.folders import Folders
from resolve_plugin.redact import Redactor
from resolve_plugin.setup.check import AS_BEFORE, check_files, check_resolve
from resolve_plugin.setup.findings import (
    CheckAnswer,
    CheckFinding,
    answer_question,
    redact_findings,
    write_findings,
)
from tests.fake_resolve import EDITIONS, Edition, FakeResolve, Node, Profile, Quirks, small_clip
from tests.tiers import some_of


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_clip(tmp_path_factory.mktemp("clip") / "A001_C001.mov", 24)


def opened(
    folder: Path, clip: Path, *, version: str = "20.2", edition: Edition = "studio", **quirks
) -> tuple[FakeResolve, Folders[Path]]:
    fake = FakeResolve(Profile(version, edition), folder, Quirks(**quirks))
    versions = {"Version 1": [Node(label="Base", tools=("Curves",)), Node()], "client": [Node()]}
    item = fake.add_item("clip", clip, "shot", frames=24, versions=versions)
    fake.page = "color"
    fake.move_playhead(item)
    return fake, Folders(
        master_lut=fake.master_lut,
        user_lut=fake.user_lut,
        scripts_user=folder / "scripts",
        scripts_all=folder / "all",
        script_api=folder / "api",
        script_lib=folder / "lib",
    )


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, clip: Path) -> dict[str, CheckFinding]:
    """What is found in the usual Resolve."""
    folder = tmp_path_factory.mktemp("usual")
    fake, folders = opened(folder / "fake", clip)
    return checked(fake, folders, folder / "data")


class Clock:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def connected(fake: FakeResolve) -> Connection:
    clock = Clock()
    return connect(ExternalBridge(fake.app), sleep=clock.sleep, clock=clock)


def checked(fake: FakeResolve, folders: Folders[Path], data: Path) -> dict[str, CheckFinding]:
    before = fake.snapshot()
    luts = sorted(fake.master_lut.rglob("*"))
    findings = check_resolve(connected(fake), folders, data, Progress())
    assert fake.snapshot() == before
    assert sorted(fake.master_lut.rglob("*")) == luts
    assert fake.faults == []
    return {finding.question: finding for finding in findings}


COPY = "Does a new version start as a copy of the grade?"
MADE = "Can a grade version be made to try things on?"
NEW = "Can a new LUT be used without a restart?"
UNICODE = "Can a LUT's name have letters outside ASCII?"
SPACES = "Can a LUT's name have spaces?"
INSIDE = "Is a whole path into the LUT folder taken?"
OUTSIDE = "Is a whole path outside the LUT folder taken?"
USER = "Is the user's own LUT folder read?"
FORMATS = "Can stills be exported, and in which formats?"
GRADED = "Is an exported still after the grade?"
AGAIN = "Is a LUT that was written over read anew?"
LATE = "Is a still late after the playhead moved?"
GALLERY = "Can stills of the gallery be exported now?"
LOADED = "Can the version that is loaded be deleted?"
NOW = "Can grades be changed now?"


RESOLVES = list(product(("18.6", "19.1", "20.2", "21.0", "21.1", "21.2"), EDITIONS))
USUAL = (("18.6", "free"), ("20.2", "studio"), ("21.2", "free"))


@pytest.mark.parametrize(("version", "edition"), some_of(RESOLVES, *USUAL))
def test_every_question_is_answered_on_every_resolve(tmp_path, clip, version, edition):
    fake, folders = opened(tmp_path / "fake", clip, version=version, edition=edition)
    findings = checked(fake, folders, tmp_path / "data")
    assert len(findings) == (21 if version == "18.6" else 36)
    assert [f for f in findings.values() if f.outcome == "failed"] == []
    assert findings[AS_BEFORE].outcome == "yes"
    assert findings["Which Resolve is it?"].answer.startswith(fake.profile.product)
    assert not fake.modal


@pytest.mark.parametrize(
    ("quirks", "question", "outcome", "words"),
    [
        ({}, NEW, "yes", "before: refused"),
        ({"lut_needs_refresh": False}, NEW, "yes", "before: taken"),
        ({"lut_needs_restart": True}, NEW, "no", "after: refused"),
        ({"refresh_ignored": True}, NEW, "no", "RefreshLUTList said False"),
        ({"get_lut_relative": False}, NEW, "yes", "another path"),
        ({"unicode_lut_refused": True}, UNICODE, "no", "refused"),
        ({}, UNICODE, "yes", "the same name"),
        ({}, SPACES, "yes", "the same name"),
        ({}, INSIDE, "yes", "below the LUT folder"),
        ({}, OUTSIDE, "no", "refused; GetLUT gives nothing"),
        ({"absolute_outside_ok": True}, OUTSIDE, "yes", "the file's name"),
        ({}, USER, "no", "by name: refused"),
        ({"user_luts_refused": False}, USER, "yes", "by name: taken"),
        ({}, FORMATS, "yes", ".png 8 bit, 96x54; .jpg 8 bit, 96x54; .tif no"),
        ({"still_formats": (".jpg",)}, FORMATS, "no", ".png no"),
        ({}, GRADED, "yes", "R 0.70"),
        ({"still_formats": ()}, GRADED, "unclear", "no still"),
        ({}, AGAIN, "no", "still shows"),
        ({"overwritten_lut_stale": False}, AGAIN, "yes", "at once"),
        ({}, LATE, "yes", "late"),
        ({"still_lags": 0}, LATE, "no", "the right frame"),
        ({}, GALLERY, "skipped", "empty"),
        ({}, COPY, "yes", "current by itself"),
        ({"add_version_does_not_switch": True}, COPY, "yes", "had to be loaded"),
        ({"add_version_copies": False}, COPY, "no", "NOT the nodes"),
        ({}, LOADED, "no", "it said False"),
        ({"loaded_version_stays": False}, LOADED, "yes", "it said True"),
    ],
)
def test_the_answer_is_what_this_resolve_does(
    tmp_path, clip, usual, quirks, question, outcome, words
):
    found = usual
    if quirks:
        fake, folders = opened(tmp_path / "fake", clip, **quirks)
        found = checked(fake, folders, tmp_path / "data")
    finding = found[question]
    assert finding.outcome == outcome
    assert words in finding.answer


@pytest.mark.parametrize(("open_panel", "outcome"), [(True, "yes"), (False, "no")])
def test_gallery_stills_are_exported_from_an_open_gallery_only(tmp_path, clip, open_panel, outcome):
    import numpy as np

    fake, folders = opened(tmp_path / "fake", clip)
    fake.add_still(np.full((8, 8, 3), 0.5))
    fake.gallery_open = open_panel
    assert checked(fake, folders, tmp_path / "data")[GALLERY].outcome == outcome


def test_a_node_with_the_users_lut_gets_it_back_before_the_version_goes(tmp_path, clip):
    fake, folders = opened(tmp_path / "fake", clip)
    from tests.fake_resolve.standard import USER_LUT, warm_lut

    warm_lut(fake.master_lut / USER_LUT)
    fake.luts.restart()
    item = fake.items["shot"]
    item.versions["Version 1"] = [Node(lut=USER_LUT)]
    assert checked(fake, folders, tmp_path / "data")[AS_BEFORE].outcome == "yes"
    names = [name for _, name, _ in fake.calls]
    until = names.index("DuplicateTimeline")
    put = [arguments for _, name, arguments in fake.calls[:until] if name == "SetLUT"]
    assert put[-1] == (1, USER_LUT)


def test_a_remote_version_is_gone_back_to(tmp_path, clip):
    fake, folders = opened(tmp_path / "fake", clip)
    item = fake.items["shot"]
    assert item.media is not None
    item.media.remote["Remote 1"] = [Node(), Node()]
    item.current, item.is_remote = "Remote 1", True
    assert checked(fake, folders, tmp_path / "data")[AS_BEFORE].outcome == "yes"


@pytest.mark.parametrize("trouble", ["dialog", "rendering", "no clip", "no timeline"])
def test_where_nothing_may_be_changed_nothing_is_tried(tmp_path, clip, trouble):
    fake, folders = opened(tmp_path / "fake", clip)
    if trouble == "dialog":
        fake.open_modal()
    elif trouble == "rendering":
        fake.rendering = True
    elif trouble == "no clip":
        fake.timeline.playhead = fake.timeline.end + 10
    else:
        fake.delete_timeline()
    findings = checked(fake, folders, tmp_path / "data")
    assert findings[NOW].outcome == "no"
    assert list(findings)[-1] == NOW
    assert not any(name == "AddVersion" for _, name, _ in fake.calls)


def test_a_title_is_answered_in_words(tmp_path, clip):
    fake, folders = opened(tmp_path / "fake", clip)
    fake.move_playhead(fake.add_item("transition"))
    fake.timeline.items[0].frames = 1
    findings = checked(fake, folders, tmp_path / "data")
    assert findings[NOW].outcome == "no"


def test_a_lut_folder_that_is_closed_spoils_only_the_questions_about_luts(tmp_path, clip):
    fake, folders = opened(tmp_path / "fake", clip, lut_folder_read_only=True)
    findings = checked(fake, folders, tmp_path / "data")
    assert findings[NEW].outcome == "failed"
    assert "bestlight resolve install" in findings[NEW].answer
    assert findings[FORMATS].outcome == findings[LATE].outcome == "yes"
    assert findings[AS_BEFORE].outcome == "yes"
    closed = check_files(folders)[-1]
    assert (closed.outcome, closed.question) == (
        "no",
        "May LUTs be written where Resolve reads them?",
    )
    fake.open_lut_folder()


@pytest.mark.parametrize("after", some_of([25, 45, 70, 100, 130], 25, 70, 130))
def test_resolve_may_end_in_the_middle(tmp_path, clip, after):
    fake, folders = opened(tmp_path / "fake", clip)
    before = fake.snapshot()
    connection = connected(fake)
    fake.after_calls(after, fake.die)
    findings = check_resolve(connection, folders, tmp_path / "data", Progress())
    assert claims_rightly(fake, findings[-1])
    assert list(fake.master_lut.iterdir()) == []
    fake.restart()
    # The next check goes back to the user's version first, and removes what was left.
    findings = check_resolve(connected(fake), folders, tmp_path / "data", Progress())
    assert findings[-1].outcome == "yes"
    after_all = fake.snapshot()
    for state in (before, after_all):
        state.pop("page")
        for timeline in state["projects"]["Test Film"]["timelines"].values():
            timeline.pop("playhead")
    assert after_all == before


def claims_rightly(fake: FakeResolve, last: CheckFinding) -> bool:
    """Whether the last finding says that something was left where something was."""
    left = any(name.startswith("Bestlight check") for name in fake.items["shot"].versions)
    return last.question == AS_BEFORE and not (left and last.outcome == "yes")


@pytest.mark.parametrize("after", some_of([30, 60, 90, 120, 160], 30, 90, 160))
def test_a_dialog_that_opens_in_the_middle_is_reported(tmp_path, clip, after):
    fake, folders = opened(tmp_path / "fake", clip)
    fake.after_calls(after, fake.open_modal)
    findings = check_resolve(connected(fake), folders, tmp_path / "data", Progress())
    assert claims_rightly(fake, findings[-1])
    fake.close_modal()
    assert checked_again(fake, folders, tmp_path / "data")


def checked_again(fake: FakeResolve, folders: Folders[Path], data: Path) -> bool:
    findings = check_resolve(connected(fake), folders, data, Progress())
    item = fake.items["shot"]
    clean = list(item.versions) == ["Version 1", "client"] and item.current == "Version 1"
    return findings[-1].outcome == "yes" and clean


def test_cancelling_leaves_all_as_it_was(tmp_path, clip):
    fake, folders = opened(tmp_path / "fake", clip)
    before = fake.snapshot()

    def stop(update: Update) -> None:
        if update.done == 4:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        check_resolve(connected(fake), folders, tmp_path / "data", progress)
    assert fake.snapshot() == before
    assert list(fake.master_lut.iterdir()) == []


def test_the_free_edition_is_asked_nothing_that_only_studio_has(tmp_path, clip):
    fake, folders = opened(tmp_path / "fake", clip, edition="free")
    answer = checked(fake, folders, tmp_path / "data")[FORMATS].answer
    assert ".dpx" not in answer
    assert ".exr" not in answer


def test_a_probe_that_fails_is_an_answer():
    def broken() -> CheckAnswer:
        raise BestlightError("it cannot be done", hint="do another thing")

    def worse() -> CheckAnswer:
        return {}["missing"]

    assert answer_question("?", broken).answer == "it cannot be done (do another thing)"
    assert answer_question("?", worse).outcome == "failed"
    assert "KeyError" in answer_question("?", worse).answer


def test_the_file_to_send_names_nobody(tmp_path):
    finding = CheckFinding("Where?", "yes", "", "/home/ann/LUT of ann; annotated /opt/ann", 0.0)
    safe = redact_findings([finding], Redactor(home="/home/ann", user="ann"))
    write_findings(safe, tmp_path / "check.json")
    data = json.loads((tmp_path / "check.json").read_text())
    assert data["findings"][0]["answer"] == "~/LUT of user; annotated /opt/user"
    with pytest.raises(BestlightError, match="exists already"):
        write_findings(safe, tmp_path / "check.json")
