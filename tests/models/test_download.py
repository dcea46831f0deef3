"""One file from a real server on this machine, through every fault that it can be told to have."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from core.errors import BestlightError, Cancelled, UsageError
from core.models.download import Patience, fetch, look
from core.progress import Progress, Update
from tests.models.hub import Hub, noise

QUICK = Patience(tries=4, pause=0.01)
ONCE = Patience(tries=1, pause=0.01)
SOON = Patience(stall=0.4, tries=9, pause=0.01)
SIZE = 300_000


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def brought(hub: Hub, part: Path, patience: Patience = QUICK, progress: Progress | None = None):
    told = look([hub.file], patience, Progress())
    return fetch(told, part, progress or Progress(), patience)


def assert_arrived(hub: Hub, part: Path, said: str) -> None:
    assert part.read_bytes() == hub.content
    assert said == sha256(hub.content)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "weights.part"


def test_a_hub_names_size_and_checksum_before_the_download(hub):
    told = look([hub.hub], QUICK, Progress())
    assert (told.size, told.sha256) == (SIZE, sha256(hub.content))


def test_an_etag_that_is_no_checksum_is_not_taken_for_one(hub):
    told = look([hub.file], QUICK, Progress())
    assert (told.sha256, told.etag) == (None, '"one"')


def test_the_whole_file_comes_and_progress_counts_its_bytes(hub, part):
    updates: list[Update] = []
    said, _ = brought(hub, part, progress=Progress(updates.append))
    assert_arrived(hub, part, said)
    assert (updates[-1].done, updates[-1].total) == (SIZE, SIZE)


@pytest.mark.parametrize("cut", [0, 1, 65_535, 65_536, 200_000, SIZE - 1])
def test_a_cut_connection_is_taken_up_again(hub, part, cut):
    hub.faults = [None, ("cut", cut)]
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)
    resumed = [wanted for wanted in hub.asked if wanted]
    assert bool(resumed) == (cut >= 65_536)


@pytest.mark.parametrize("cut", [70_000, 250_000])
def test_a_later_command_goes_on_from_what_was_kept(hub, part, cut):
    hub.faults = [None, ("cut", cut)]
    with pytest.raises(BestlightError, match="does not come through"):
        brought(hub, part, ONCE)
    kept = part.stat().st_size
    assert 0 < kept <= cut
    said, _ = brought(hub, part, ONCE)
    assert_arrived(hub, part, said)
    assert hub.asked[-1] == f"bytes={kept}-"


def test_what_is_whole_already_is_not_asked_for_again(hub, part):
    brought(hub, part)
    before = len(hub.asked)
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)
    assert len(hub.asked) == before + 1  # only the look


def test_a_server_without_ranges_begins_anew(hub, part):
    hub.ranges = False
    hub.faults = [None, ("cut", 200_000)]
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)


@pytest.mark.parametrize("minded", [True, False])
def test_a_file_changed_between_two_commands_is_not_pieced_together(hub, part, minded):
    hub.faults = [None, ("cut", 200_000)]
    with pytest.raises(BestlightError):
        brought(hub, part, ONCE)
    hub.content, hub.etag, hub.if_range = noise(SIZE, seed=1), '"two"', minded
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)


@pytest.mark.parametrize("minded", [True, False])
@pytest.mark.parametrize("size", [SIZE, SIZE - 5_000, SIZE + 5_000])
def test_a_file_changed_within_one_download_is_not_pieced_together(hub, part, minded, size):
    told = look([hub.file], QUICK, Progress())
    hub.faults = [("cut", 200_000)]

    def change(update: Update) -> None:
        if update.done > 100_000 and hub.etag == '"one"':
            hub.content, hub.etag, hub.if_range = noise(size, seed=1), '"two"', minded

    said, _ = fetch(told, part, Progress(change), QUICK)
    assert_arrived(hub, part, said)


def test_without_a_validator_nothing_is_resumed(hub, part):
    hub.etag = ""
    hub.faults = [None, ("cut", 200_000)]
    with pytest.raises(BestlightError):
        brought(hub, part, ONCE)
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)
    assert not any(hub.asked)


def test_a_stall_is_noticed_and_the_download_goes_on(hub, part):
    hub.faults = [None, ("stall", 150_000)]
    said, _ = brought(hub, part, SOON)
    assert_arrived(hub, part, said)


def test_a_server_that_only_stalls_is_given_up_in_one_line(hub, part):
    hub.faults = [None, *[("stall", 0)] * 9]
    with pytest.raises(BestlightError, match="no bytes came for a while") as caught:
        brought(hub, part, Patience(stall=0.2, tries=2, pause=0.01))
    assert "the same command goes on" in caught.value.hint


@pytest.mark.parametrize("fault", [500, 503, 429])
def test_a_passing_fault_of_the_server_is_waited_out(hub, part, fault):
    hub.faults = [fault, fault, None, fault]
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)


def test_a_lasting_fault_of_the_server_is_said(hub, part):
    hub.faults = [500] * 9
    with pytest.raises(BestlightError, match=r"cannot reach .*: it answers 500 Internal"):
        brought(hub, part)
    assert len(hub.asked) == 3
    hub.faults = [None, *[500] * 9]
    with pytest.raises(BestlightError, match=r"does not come through: .*: it answers 500"):
        brought(hub, part)
    assert len(hub.asked) == 3 + 1 + QUICK.tries


@pytest.mark.parametrize("fault", [401, 403])
def test_a_refusal_is_not_asked_again(hub, part, fault):
    hub.faults = [fault]
    with pytest.raises(BestlightError, match=f"refuses .*: {fault}") as caught:
        brought(hub, part)
    assert "--from FILE" in caught.value.hint
    assert len(hub.asked) == 1


def test_the_next_address_is_tried_where_there_is_no_file(hub):
    assert look([f"{hub.base}/none", hub.file], QUICK, Progress()).url == hub.file
    with pytest.raises(BestlightError, match="there is no file at"):
        look([f"{hub.base}/none", f"{hub.base}/neither"], QUICK, Progress())


def test_a_server_that_is_not_there_is_said(hub):
    with pytest.raises(BestlightError, match=r"cannot reach 127\.0\.0\.1: .*[Cc]onnection refused"):
        look(["http://127.0.0.1:9/file"], QUICK, Progress())


def test_more_than_was_announced_is_not_written(hub, part):
    told = look([hub.hub], QUICK, Progress())
    hub.faults = [("long", 200_000)]
    with pytest.raises(BestlightError, match="sends more than"):
        fetch(told, part, Progress(), QUICK)
    assert part.stat().st_size <= SIZE


@pytest.mark.parametrize(
    "url", ["http://example.com/x", "ftp://example.com/x", "file:///etc/passwd", "x", "https://"]
)
def test_only_safe_addresses_are_asked(url):
    with pytest.raises(UsageError, match="not a safe address"):
        look([url], QUICK, Progress())


def test_a_redirection_to_an_unsafe_address_is_not_followed(hub):
    with pytest.raises(UsageError, match=r"http://example.com/file is not a safe address"):
        look([f"{hub.base}/away"], QUICK, Progress())


def test_a_stopped_download_is_kept_and_goes_on(hub, part):
    def stop(update: Update) -> None:
        if update.done > 150_000:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        brought(hub, part, progress=progress)
    kept = part.stat().st_size
    assert kept > 100_000
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)
    assert hub.asked[-1] == f"bytes={kept}-"


def test_waiting_can_be_stopped(hub, part):
    hub.faults = [None, 503]
    progress = Progress()
    threading.Timer(0.2, progress.cancel).start()
    with pytest.raises(Cancelled):
        brought(hub, part, Patience(pause=3600), progress)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
def test_a_full_disk_is_said(hub, part):
    part.symlink_to("/dev/full")
    with pytest.raises(BestlightError, match="No space left on device") as caught:
        brought(hub, part)
    assert "make room" in caught.value.hint


def test_a_damaged_note_of_a_part_begins_anew(hub, part):
    hub.faults = [None, ("cut", 200_000)]
    with pytest.raises(BestlightError):
        brought(hub, part, ONCE)
    part.with_suffix(".json").write_text('{"url": 1')
    said, _ = brought(hub, part)
    assert_arrived(hub, part, said)
