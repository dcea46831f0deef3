"""Installing, listing, verifying and removing, through the command line and beneath it."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
from collections import namedtuple
from importlib.resources import files
from pathlib import Path

import pytest

from core.cli.main import main
from core.errors import BestlightError, Cancelled
from core.models import store as stored
from core.models.catalogue import Model, catalogue, find_model
from core.models.download import Patience
from core.models.install import carry_out, plan_download, plan_file
from core.progress import Progress, Update
from tests.models.hub import Hub, noise, serving
from tests.models.tiny import NAME, TAG, changed, save_checkpoint, state
from tests.models.weights_of_open_clip import listed_by_open_clip

ONCE = Patience(stall=0.4, tries=1, pause=0.01)
MINE = ("--pretrained", TAG)


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def run_json(capsys, *words: object, code: int = 0) -> dict:
    got, out, err = run(capsys, *words, "--json")
    assert got == code, err
    assert out.count("\n") == 1
    return json.loads(out)


def assert_nothing_there(folder: Path) -> None:
    assert [path.name for path in folder.iterdir() if path.name != ".lock"] == []


@pytest.fixture
def tiny(capsys, tiny_hub: Hub) -> dict:
    """The tiny model, installed from a hub."""
    return run_json(capsys, "models", "install", NAME, *MINE, "--url", tiny_hub.hub, "--yes")


def planned(hub: Hub, url: str | None = None, model: Model | None = None):
    model = model or find_model(NAME, TAG)
    return plan_download(model, url or hub.file, Progress(), ONCE)


# From the network


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


# From a file


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


# Which models there are


def test_the_catalogue_agrees_with_open_clip():
    import open_clip

    for model in catalogue():
        facts = open_clip.get_pretrained_cfg(model.name, model.pretrained)
        assert model.card.endswith(facts["hf_hub"].strip("/"))
        assert all(url.startswith(f"{model.card}/resolve/") for url in model.urls)
        assert find_model(model.name, model.pretrained) is model
    assert catalogue()[0].name == "ViT-B-32"


def test_the_catalogue_counts_parameters_rightly():
    import open_clip
    import torch

    with torch.device("meta"):
        model = open_clip.CLIP(**(open_clip.get_model_config("ViT-B-32") or {}))
    assert catalogue()[0].parameters == sum(p.numel() for p in model.parameters())


def test_other_models_of_open_clip_have_an_address():
    model = find_model("rn50", "yfcc15m")
    hub = "https://huggingface.co/timm/resnet50_clip.yfcc15m/resolve/main/open_clip"
    assert model.urls == (f"{hub}_model.safetensors", f"{hub}_pytorch_model.bin")


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("ViT-B-33",), "open_clip knows no model 'ViT-B-33'", "ViT-B-32"),
        (("RN50",), "RN50 needs --pretrained TAG", "tags: openai, yfcc15m, cc12m"),
        (("ViT-B-16-SigLIP",), "needs a tokenizer from the network", "models list"),
        (("ViT-B-32", "--pretrained", "../x"), "is not a tag", "letters"),
        (("RN50", "--pretrained", "mine"), "no weights 'mine' of RN50", "known: openai, yfcc15m"),
        (("RN50", "--pretrained", "mine"), "no weights 'mine' of RN50", "--from FILE"),
        (("ViT-B-32", "--pretrained", "laion2b"), "no weights 'laion2b'", "laion2b_s34b_b79k"),
        (("ViT-B-32", "--pretrained", "opnai"), "no weights 'opnai'", "did you mean openai?"),
        (("nonsense",), "open_clip knows no model 'nonsense'", "the usual ones: ViT-B-32"),
        (("../x",), "open_clip knows no model '../x'", "the usual ones: ViT-B-32"),
        (("ViT-B-32", "--url", "http://example.com/a"), "not a safe address", "https"),
        (("ViT-B-32", "--url", "https://x", "--from", "y"), "exclude each other", "leave one"),
    ],
)
def test_what_cannot_be_installed_is_said(capsys, words, message, hint):
    code, _, err = run(capsys, "models", "install", *words, "--yes")
    assert code == 2
    assert message in err
    assert hint in err


def test_an_unknown_name_is_refused_before_anything_heavy_is_loaded():
    code = (
        "import sys; from core.cli.main import main; "
        "assert main(['models', 'install', 'ViT-B-33', '--yes']) == 2; "
        "assert main(['models', 'install', 'RN50', '--pretrained', 'x', '--yes']) == 2; "
        "assert main(['models', 'install', 'RN50', '--pretrained', 'cc12m']) == 2; "
        "sys.exit(bool({'torch', 'open_clip', 'numpy', 'requests'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "did you mean ViT-B-32" in done.stderr
    assert "this is no terminal" in done.stderr


def test_the_known_weights_agree_with_open_clip(checkpoint):
    """Should this fail with a new open_clip: python -m tests.models.weights_of_open_clip."""
    known = json.loads((files("core.models") / "weights.json").read_text())
    theirs = listed_by_open_clip()
    assert {name: theirs.get(name) for name in known} == known


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"), (6, "6 B"), (999, "999 B"), (1000, "1 kB"), (320_400, "320 kB"),
        (999_499, "999 kB"), (999_500, "1 MB"), (605_143_316, "605 MB"), (999_600_000, "1.0 GB"),
        (1_710_000_000, "1.7 GB"),
    ],
)  # fmt: skip
def test_an_amount_is_said_in_a_unit_that_fits(size, said):
    assert stored.amount(size) == said


# List, verify, remove, doctor


def test_the_list_says_what_is_there_and_fits_a_terminal(capsys, tiny, store):
    code, out, _ = run(capsys, "models", "list")
    assert code == 0
    assert max(map(len, out.replace(str(store), "").splitlines())) <= 80
    (row,) = [line for line in out.splitlines() if NAME in line]
    assert row.split() == [NAME, TAG, "3", "MB", "unknown", "in", "use"]
    assert "~1.7 GB" in out
    listed = run_json(capsys, "models", "list")
    assert listed["folder"] == str(store)
    first = listed["models"][0]
    assert (first["name"], first["installed"], first["in_use"]) == (NAME, True, True)
    assert len(listed["models"]) == 1 + len(catalogue())


def test_a_changed_file_is_found(capsys, tiny):
    path = Path(tiny["path"])
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    code, out, _ = run(capsys, "models", "verify", NAME)
    assert code == 1
    assert f"FAULT  {NAME} {TAG}: its weights are not what was installed" in out
    assert f"bestlight models remove {NAME} --pretrained {TAG}, then install it again" in out
    path.write_bytes(content[:-1])
    assert "bytes where" in run_json(capsys, "models", "verify", code=1)["models"][0]["fault"]
    path.unlink()
    assert "cannot be read" in run_json(capsys, "models", "verify", code=1)["models"][0]["fault"]


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"name": 1}'])
def test_a_broken_record_is_found_and_replaced(capsys, tiny, tiny_hub, record):
    (Path(tiny["folder"]) / "model.json").write_text(record)
    assert run_json(capsys, "models", "verify", code=1)["models"][0]["name"] == NAME
    assert run_json(capsys, "models", "list")["broken"] == [tiny["folder"]]
    run_json(capsys, "models", "install", NAME, *MINE, "--url", tiny_hub.hub, "--yes")
    assert run_json(capsys, "models", "verify")["passed"]


def test_removing_leaves_nothing(capsys, tiny, store):
    gone = run_json(capsys, "models", "remove", NAME.upper())
    assert gone["removed"] == f"{NAME} {TAG}"
    assert gone["bytes"] > tiny["size"]
    assert_nothing_there(store)
    code, _, err = run(capsys, "models", "remove", NAME)
    assert (code, f"{NAME} is not installed" in err) == (2, True)


def test_removing_takes_an_interrupted_download_too(capsys, tiny_hub, store):
    tiny_hub.faults = [None, ("cut", 1_500_000)]
    with pytest.raises(BestlightError):
        carry_out(planned(tiny_hub), Progress(), ONCE)
    assert run_json(capsys, "models", "remove", NAME)["bytes"] > 1_000_000
    assert_nothing_there(store)


def test_of_two_the_one_to_remove_is_named(capsys, tiny, checkpoint):
    words = ("models", "install", NAME, "--pretrained", "other", "--from", checkpoint, "--yes")
    run_json(capsys, *words)
    code, _, err = run(capsys, "models", "remove", NAME)
    assert (code, "add --pretrained TAG" in err) == (2, True)
    run_json(capsys, "models", "remove", NAME, *MINE)
    assert [record.pretrained for record in stored.installed_models()] == ["other"]


def test_without_models_nothing_is_wrong(capsys, store):
    assert run(capsys, "models", "verify")[:2] == (0, "no models are installed\n")
    assert run(capsys, "models", "verify", "ViT-B-32")[0] == 2
    found = {c["what"]: c for c in run_json(capsys, "doctor")["checks"]}
    assert found["models"]["found"] == "none installed, none needed"


def test_the_doctor_names_what_is_installed(capsys, tiny):
    found = {c["what"]: c for c in run_json(capsys, "doctor")["checks"]}
    assert found["models"]["found"] == f"{NAME} {TAG}"
