"""Commands, faults in the middle of them, and what must hold afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BestlightError
from core.lut import Lut3D
from core.lut.files import read_lut, write_lut
from core.media import ClipInfo, probe, read_still, write_still
from tests.media.footage import grey_frames, write_clip
from tests.models.tiny import CONFIG, NAME, TAG, save_checkpoint

ROOT = Path(__file__).parents[2]
NOBODY = 65534
FAULTS = (
    *("killed", "Ctrl-C", "disk full", "made read-only", "folder vanishes", "source grows"),
    *("clock jumps on", "clock jumps back"),
)
_FRAMES = 12


@dataclass(frozen=True)
class Command:
    """A command line, typed in a folder with `clip.mov`, `still.png`, `look.cube`, `jobs.json`.

    Attributes:
        words: what is typed.
        places: the folders that it writes into.
        over: whether what it writes is there already, and is to be replaced.
        loads_models: whether it needs the tiny model's checkpoint.
    """

    words: tuple[str, ...]
    places: tuple[str, ...] = ()
    over: bool = False
    loads_models: bool = False


_GRADE = ("grade", "clip.mov", "--prompt", "warm", "-o", "out")
_APPLY = ("apply", "look.cube", "clip.mov", "out/graded.mov")
_STILL = ("apply", "look.cube", "still.png", "out/graded.png")
_JOBS = ("lut", "--jobs", "jobs.json")
_MODEL = ("models", "install", NAME, "--pretrained", TAG, "--from", "tiny.safetensors", "--yes")
COMMANDS = {
    "grade": Command(_GRADE, ("out",)),
    "grade --force": Command((*_GRADE, "--force"), ("out",), over=True),
    "apply to a clip": Command(_APPLY, ("out",)),
    "apply to a still": Command(_STILL, ("out",)),
    "a list of jobs": Command(_JOBS, ("out",)),
    "models install": Command(_MODEL, ("models",), loads_models=True),
}


@dataclass
class Outcome:
    """What came of a trial.

    Attributes:
        happened: whether the fault came before the command was done.
        code: its exit code; negative: the signal that ended it.
        said: its last line.
        troubles: what is not as promised; empty where all is well.
    """

    happened: bool
    code: int
    said: str
    troubles: list[str] = field(default_factory=list)


class Bench:
    """Where commands are tried: a folder, and the process that they are forked from."""

    def __init__(self, folder: Path, *, with_models: bool = False) -> None:
        self._folder = folder
        self._number = 0
        self._seed = folder / "seed"
        self._seed.mkdir(parents=True)
        _make_inputs(self._seed, with_models=with_models)
        words = [sys.executable, "-m", "tests.faults.zygote"]
        if with_models:
            config = folder / f"{NAME}.json"
            config.write_text(json.dumps(CONFIG))
            words.append(str(config))
        paths = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))
        environment = {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}
        environment.pop("BESTLIGHT_MODELS", None)
        self._zygote = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )
        self._known: dict[str, tuple[int, dict[str, str]]] = {}

    def close(self) -> None:
        """End the process."""
        assert self._zygote.stdin
        self._zygote.stdin.close()
        self._zygote.wait(60)

    def events(self, name: str) -> int:
        """How many events the command has when nothing happens to it."""
        return self._undisturbed(name)[0]

    def tried(self, name: str, fault: str, at: int, disk: Path | None = None) -> Outcome:
        """Run a command with a fault before its event number `at`, and again without.

        Args:
            name: of the command.
            fault: one of `FAULTS`.
            at: from 1.
            disk: an empty folder to run in, say a small file system; None: one here.
        """
        command = COMMANDS[name]
        _, wanted = self._undisturbed(name)
        root = self._fresh(command, disk)
        user = NOBODY if fault == "made read-only" and os.geteuid() == 0 else 0
        if user:
            _hand_over(root, user)
        old = _files(root)
        told = self._ask(command, command.words, root, fault=fault, at=at, user=user)
        _lift(root)
        outcome = Outcome(told["events"] >= at, told["code"], _last_line(told["said"]))
        outcome.troubles += _wrong_words(told, fault)
        outcome.troubles += _torn(root, wanted, old)
        if fault not in ("killed", "folder vanishes", "made read-only"):
            outcome.troubles += _left(root)
        self._go_on(command, root, wanted, outcome, fault)
        if disk is None:
            shutil.rmtree(root)
        return outcome

    def _go_on(
        self, command: Command, root: Path, wanted: dict[str, str], outcome: Outcome, fault: str
    ) -> None:
        """The same command once more: it must end with everything there and nothing else."""
        if fault == "source grows":
            shutil.copy(self._seed / "clip.mov", root / "clip.mov")
        complete = set(wanted) <= set(_files(root))
        told = self._ask(command, command.words, root)
        _lift(root)
        done = told["code"] == 0 or (complete and "exists already" in told["said"])
        if not done:
            outcome.troubles.append(f"again: exit {told['code']}: {_last_line(told['said'])}")
        missing = sorted(set(wanted) - set(_files(root)))
        if missing:
            outcome.troubles.append(f"again: missing {missing}")
        outcome.troubles += [f"again: {one}" for one in (*_torn(root, wanted, {}), *_left(root))]

    def _undisturbed(self, name: str) -> tuple[int, dict[str, str]]:
        if name not in self._known:
            command = COMMANDS[name]
            root = self._fresh(command, None)
            before = _files(root)
            self._ask(command, command.words, root, warm=True)
            shutil.rmtree(root)
            root = self._fresh(command, None)
            told = self._ask(command, command.words, root)
            assert told["code"] == 0, told["said"]
            made = {path: text for path, text in _files(root).items() if before.get(path) != text}
            self._known[name] = told["events"], made
            shutil.rmtree(root)
        return self._known[name]

    def _fresh(self, command: Command, disk: Path | None) -> Path:
        self._number += 1
        root = disk or self._folder / f"trial-{self._number}"
        shutil.copytree(self._seed, root, dirs_exist_ok=True)
        if not command.loads_models:
            (root / "tiny.safetensors").unlink(missing_ok=True)
        if command.over:
            told = self._ask(command, (*_GRADE, "--exposure", "0.5"), root)
            assert told["code"] == 0, told["said"]
        return root

    def _ask(
        self, command: Command, words: Sequence[str], root: Path, **fault: Any
    ) -> dict[str, Any]:
        assert self._zygote.stdin
        assert self._zygote.stdout
        request = {
            "folder": str(root),
            "words": list(words),
            "places": list(command.places),
            "source": "clip.mov",
            "warm": False,
            "environment": {"BESTLIGHT_MODELS": str(root / "models")},
            **fault,
        }
        self._zygote.stdin.write(json.dumps(request) + "\n")
        self._zygote.stdin.flush()
        return json.loads(self._zygote.stdout.readline())


@contextmanager
def bench(folder: Path, *, with_models: bool = False) -> Iterator[Bench]:
    """A bench in `folder`, closed afterwards."""
    made = Bench(folder, with_models=with_models)
    try:
        yield made
    finally:
        made.close()


def rivals(folder: Path, rounds: int, *, force: bool) -> list[str]:
    """Two runs at once on one output, so many times; what is not as promised."""
    troubles = []
    folder.mkdir(parents=True, exist_ok=True)
    _make_inputs(folder, with_models=False)
    before = _files(folder)
    for _ in range(rounds):
        said = _both((*_STILL, "--force") if force else _STILL, folder)
        codes = sorted(code for code, _ in said)
        lost = [text for code, text in said if code]
        if codes != [0, int(not force)] or not all("exists already" in text for text in lost):
            troubles.append(f"they end with {said}")
        made = set(_files(folder)) - set(before)
        if made != {_STILL[-1]}:
            troubles.append(f"there are {sorted(made)}")
        troubles += _left(folder)
        (folder / _STILL[-1]).unlink()
    return troubles


def _both(words: Sequence[str], folder: Path) -> list[tuple[int, str]]:
    line = [sys.executable, "-m", "core.cli", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(
            line,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [run.communicate()[1] for run in runs]
    return [(run.returncode, text) for run, text in zip(runs, said, strict=True)]


def _make_inputs(folder: Path, *, with_models: bool) -> None:
    write_clip(folder / "clip.mov", grey_frames(_FRAMES), codec="libx264", audio="pcm_s16le")
    ramp = np.linspace(0, 1, 64 * 48 * 3, dtype=np.float32).reshape(48, 64, 3)
    write_still(folder / "still.png", ramp)
    write_lut(Lut3D.from_function(lambda rgb: rgb**1.2, 9), folder / "look.cube", force=False)
    jobs = [
        {"source": "still.png", "prompt": [words], "output": f"out/{number}.cube"}
        for number, words in enumerate(("warm", "cooler", "more contrast"))
    ]
    (folder / "jobs.json").write_text(json.dumps(jobs))
    if with_models:
        save_checkpoint(folder / "tiny.safetensors", CONFIG)


def _hand_over(root: Path, user: int) -> None:
    for path in (root, *root.rglob("*")):
        os.chown(path, user, user)


def _lift(root: Path) -> None:
    """Take away what a fault has put there."""
    (root / "filler").unlink(missing_ok=True)
    for path in (root, *root.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


def _files(root: Path) -> dict[str, str]:
    """What lies open to see: path, and the part of the content that does not change by the run."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_file() and not any(
            part.startswith(".") for part in path.parts[len(root.parts) :]
        ):
            found[name] = _content(path)
    return found


def _content(path: Path) -> str:
    """A file in a few words: what must be the same whenever it is made."""
    match path.suffix:
        case ".cube":
            lut = read_lut(path)
            return f"{lut.size} {np.round(lut.table.astype(np.float64), 4).sum():.4f}"
        case ".png" | ".jpg":
            return f"{read_still(path).rgb.mean():.4f}"
        case ".mov":
            info = probe(path)
            assert isinstance(info, ClipInfo)
            return f"{info.frame_count} frames, sound {info.audio_streams}"
        case ".html":
            return "whole" if path.read_text("utf-8").rstrip().endswith("</html>") else "torn"
        case ".json":
            json.loads(path.read_text("utf-8"))
            return "JSON"
    return str(path.stat().st_size)


def _torn(root: Path, wanted: dict[str, str], old: dict[str, str]) -> list[str]:
    """Which outputs are neither whole nor what they were."""
    try:
        found = _files(root)
    except (BestlightError, ValueError, OSError) as error:
        return [f"torn: {error}"]
    return [
        f"torn: {name} is {found[name]}, not {whole}"
        for name, whole in wanted.items()
        if name in found and found[name] not in (whole, old.get(name))
    ]


def _left(root: Path) -> list[str]:
    """What lies hidden; the lock of a folder of models and what is done of a list belong there."""
    belong = (".lock", ".jobs.json.bestlight-jobs")
    hidden = [path.name for path in root.rglob(".*") if path.name not in belong]
    return [f"left: {hidden}"] if hidden else []


def _wrong_words(told: dict[str, Any], fault: str) -> list[str]:
    code, said = told["code"], told["said"]
    if fault == "killed" and code == -9:
        return []
    if code not in (0, 1, 130):
        return [f"exit {code}: {_last_line(said)}"]
    lines = [line for line in said.splitlines() if line]
    ours = all(line.startswith(("bestlight: ", "  hint: ", "[")) for line in lines)
    if "internal error" in said or "Traceback" in said or not ours or (code and not lines):
        return [f"says: {said[-400:]}"]
    return []


def _last_line(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if not line.startswith("  hint")]
    return lines[-1] if lines else ""
