"""What is known of models, what of them is on this machine, and how they leave it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from core.errors import BestlightError
from core.models import store as stored
from core.models.catalogue import catalogue, find_model
from core.models.install import carry_out
from core.progress import Progress
from tests.models.commands import MINE, ONCE, assert_nothing_there, planned, run, run_json
from tests.models.tiny import NAME, TAG
from tests.models.weights_of_open_clip import listed_by_open_clip


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
