"""Installing, listing, verifying and removing, through the command line and beneath it."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from core.errors import BestlightError, Cancelled
from core.models import store as stored
from core.models.catalogue import Model, find_model
from core.models.install import carry_out, plan_file
from core.progress import Progress, Update
from tests.models.commands import MINE, ONCE, assert_nothing_there, planned, run, run_json
from tests.models.hub import noise, serving
from tests.models.tiny import NAME, TAG, changed, save_checkpoint, state


def test_a_model_is_installed_whole(capsys, tiny, tiny_hub, store):
    there = store / f"{NAME}--{TAG}"
    assert sorted(path.name for path in there.iterdir()) == ["model.json", "weights.safetensors"]
    assert (there / "weights.safetensors").read_bytes() == tiny_hub.content
    assert tiny["sha256"] == hashlib.sha256(tiny_hub.content).hexdigest()
    assert (tiny["known_by"], tiny["fresh"]) == ("server", True)
    assert run_json(capsys, "models", "verify")["passed"]


def test_installing_again_changes_nothing(capsys, tiny, tiny_hub):
    asked = len(tiny_hub.seen)
    words = ("models", "install", NAME.lower(), *MINE, "--url", tiny_hub.hub, "--yes")
    assert run_json(capsys, *words)["fresh"] is False
    assert len(tiny_hub.seen) == asked


def test_what_is_agreed_to_is_shown(capsys, tiny_hub):
    words = ("models", "install", NAME, *MINE, "--url", tiny_hub.hub, "--yes")
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert "licence   not known to Bestlight" in out
    assert "size      3 MB" in out
    assert "pinned" in out
    assert f"{NAME} {TAG} is installed: " in out


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_without_consent_nothing_comes(capsys, monkeypatch, tiny_hub, store, answer):
    asked = io.StringIO(answer)
    monkeypatch.setattr(asked, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", asked)
    code, _, err = run(capsys, "models", "install", NAME, *MINE, "--url", tiny_hub.hub)
    assert (code, err) == (1, "bestlight: cancelled; nothing was written\n")
    assert not store.exists()


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_where_nobody_can_be_asked_consent_is_an_option(capsys, tiny_hub, more):
    words = ("models", "install", NAME, *MINE, "--url", tiny_hub.hub)
    code, _, err = run(capsys, *words, *more)
    assert code == 2
    assert ("--json asks no questions" if more else "this is no terminal") in err
    assert "licence and size" in err
    assert "--yes" in err
    assert tiny_hub.seen == []


def test_an_interrupted_installation_goes_on(capsys, tiny_hub, store):
    tiny_hub.faults = [None, ("cut", 1_500_000)]
    with pytest.raises(BestlightError, match="does not come through"):
        carry_out(planned(tiny_hub), Progress(), ONCE)
    assert run_json(capsys, "models", "list")["models"][0]["installed"] is False
    plan = planned(tiny_hub)
    assert 0 < plan.kept <= 1_500_000
    record = carry_out(plan, Progress(), ONCE)
    assert tiny_hub.asked[-1] == f"bytes={plan.kept}-"
    assert record.path.read_bytes() == tiny_hub.content
    assert record.known_by == "nobody"


@pytest.mark.parametrize("how", ["Ctrl-C", "cancel"])
@pytest.mark.parametrize("stage", ["Downloading", "Loading"])
def test_a_stopped_installation_goes_on(tiny_hub, store, how, stage):
    def stop(update: Update) -> None:
        ripe = update.stage.startswith(stage) and (stage == "Loading" or update.done > 1_000_000)
        if ripe and how == "Ctrl-C":
            raise KeyboardInterrupt
        if ripe:
            progress.cancel()
            progress.check()

    progress = Progress(stop)
    with pytest.raises(BestlightError, match=r"stopped; nothing was installed, \d MB .* kept"):
        carry_out(planned(tiny_hub), progress, ONCE)
    assert stored.installed_models() == ()
    plan = planned(tiny_hub)
    assert plan.kept > 900_000
    assert carry_out(plan, Progress(), ONCE).path.read_bytes() == tiny_hub.content


def test_a_file_with_another_checksum_than_the_server_says_is_thrown_away(tiny_hub, store):
    tiny_hub.linked = "0" * 64
    with pytest.raises(BestlightError, match=r"nothing was installed: its sha256 is .*, not 0000"):
        carry_out(planned(tiny_hub, tiny_hub.hub), Progress(), ONCE)
    assert_nothing_there(store)


def test_a_file_with_another_checksum_than_the_catalogue_says_is_thrown_away(tiny_hub, store):
    known = Model(NAME, TAG, urls=(tiny_hub.file,), sha256="1" * 64)
    with pytest.raises(BestlightError, match=r"nothing was installed: its sha256 is .*, not 1111"):
        carry_out(planned(tiny_hub, model=known), Progress(), ONCE)
    assert_nothing_there(store)


def test_a_mirror_of_another_file_is_refused_before_it_is_downloaded(tiny_hub, store):
    known = Model(NAME, TAG, urls=(tiny_hub.hub,), sha256="1" * 64)
    with pytest.raises(BestlightError, match="another file than the catalogue's"):
        planned(tiny_hub, tiny_hub.hub, known)


def test_a_damaged_checkpoint_is_thrown_away(tiny_hub, store):
    tiny_hub.content = tiny_hub.content[:-1000]
    with pytest.raises(BestlightError, match=f"is not {NAME}; nothing was installed") as caught:
        carry_out(planned(tiny_hub), Progress(), ONCE)
    assert "damaged" in caught.value.hint
    assert_nothing_there(store)


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"{", b"<html>sign in</html>", noise(5000)])
def test_what_is_no_checkpoint_is_thrown_away(checkpoint, store, content):
    with serving(content) as hub, pytest.raises(BestlightError, match="nothing was installed"):
        carry_out(planned(hub), Progress(), ONCE)
    assert_nothing_there(store)


def test_a_full_disk_is_said_before_the_download(monkeypatch, tiny_hub, store):
    usage = namedtuple("usage", "total used free")
    plan = planned(tiny_hub)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 40, 1 << 40, 60 << 20))
    with pytest.raises(BestlightError, match="has 63 MB free, the model needs 70 MB"):
        carry_out(plan, Progress(), ONCE)
    assert tiny_hub.asked == [""]
    assert_nothing_there(store)


def test_a_download_is_kept_where_it_cannot_be_put_in_its_place(monkeypatch, tiny_hub):
    def fail(incoming: Path, place: Path) -> None:
        raise PermissionError(13, "Permission denied")

    plan = planned(tiny_hub)
    with monkeypatch.context() as patch:
        patch.setattr(stored, "publish", fail)
        with pytest.raises(BestlightError, match="Permission denied"):
            carry_out(plan, Progress(), ONCE)
    assert stored.installed_models() == ()
    plan = planned(tiny_hub)
    assert plan.kept == plan.size
    assert carry_out(plan, Progress(), ONCE).path.read_bytes() == tiny_hub.content
    assert tiny_hub.asked == ["", "", ""]  # two looks, one download


def test_two_installations_do_not_run_at_once(tiny_hub):
    plan = planned(tiny_hub)
    with stored.working(), pytest.raises(BestlightError, match="another Bestlight is installing"):
        carry_out(plan, Progress(), ONCE)
    assert carry_out(plan, Progress(), ONCE).name == NAME


@pytest.mark.parametrize("suffix", [".safetensors", ".pt", ".whatever"])
def test_a_file_is_installed_without_a_network(capsys, checkpoint, tmp_path, suffix):
    source = tmp_path / f"mine{suffix}"
    if suffix == ".whatever":
        source.write_bytes(checkpoint.read_bytes())
    else:
        save_checkpoint(source, changed("vision_cfg"))
    words = ("models", "install", NAME, *MINE, "--from", source, "--yes")
    there = run_json(capsys, *words)
    assert there["known_by"] == "nobody"
    assert there["source"] == str(source)
    assert Path(there["path"]).suffix == (".pt" if suffix == ".pt" else ".safetensors")
    assert source.exists()


@pytest.mark.parametrize(
    "other",
    [
        changed("text_cfg", width=32, heads=2),
        changed("vision_cfg", layers=2),
        changed("vision_cfg", image_size=64),
        changed("text_cfg", context_length=64),
    ],
)
def test_a_file_of_another_model_is_refused(capsys, checkpoint, tmp_path, store, other):
    source = save_checkpoint(tmp_path / "other.safetensors", other)
    code, _, err = run(capsys, "models", "install", NAME, *MINE, "--from", source, "--yes")
    assert code == 1
    assert f"{source} is not {NAME}; nothing was installed" in err
    assert "another" in err
    assert err.count("\n") == 2
    assert_nothing_there(store)


class _Trap:
    """What a hostile pickle does: it runs code where it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def test_a_checkpoint_with_code_is_refused_and_not_run(capsys, checkpoint, tmp_path, store):
    import torch

    sprung = tmp_path / "sprung"
    source = tmp_path / "trap.pt"
    torch.save({**state(changed("vision_cfg")), "extra": _Trap(sprung)}, source)
    code, _, err = run(capsys, "models", "install", NAME, *MINE, "--from", source, "--yes")
    assert code == 1
    assert "holds more than tensors" in err
    assert not sprung.exists()
    assert_nothing_there(store)


def test_a_known_checksum_holds_for_a_file_too(checkpoint, store):
    known = Model(NAME, TAG, urls=("https://example.com/right",), sha256="1" * 64)
    with pytest.raises(BestlightError, match="nothing was installed") as caught:
        carry_out(plan_file(known, checkpoint), Progress())
    assert caught.value.hint == "the right file is at https://example.com/right"
    assert_nothing_there(store)


def test_a_stopped_copy_leaves_nothing(checkpoint, store):
    progress = Progress(lambda update: progress.cancel() if update.done else None)
    with pytest.raises(Cancelled):
        carry_out(plan_file(find_model(NAME, TAG), checkpoint), progress)
    assert_nothing_there(store)


def test_a_file_that_is_not_there_is_said(capsys, checkpoint, tmp_path):
    words = ("models", "install", NAME, *MINE, "--yes", "--from")
    code, _, err = run(capsys, *words, tmp_path / "none.bin")
    assert (code, "No such file" in err) == (1, True)
    code, _, err = run(capsys, *words, tmp_path)
    assert (code, "is not a file" in err) == (1, True)


def test_what_is_no_file_of_weights_is_refused_at_once(capsys, tmp_path):
    small = tmp_path / "six.bin"
    small.write_bytes(b"hello\n")
    code, _, err = run(capsys, "models", "install", NAME, *MINE, "--yes", "--from", small)
    assert (code, "six.bin is no file of weights" in err) == (1, True)
